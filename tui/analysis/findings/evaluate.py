"""What re-computing a finding gives: rows, readings, verdict."""

from __future__ import annotations

from tui.analysis.findings.claim import Truth, Verdict
from tui.analysis.findings.rule import Figure, figure
from tui.analysis.findings.support import Place
from tui.dataset.fields import Label
from tui.dataset.reference import Finding
from tui.frozen import frozen
from tui.query.engine.relations import CHILDREN


@frozen
class Rows:
    """Rows that a reading comes from.

    ``rows`` are row numbers of the table in the dataset's store, ``keys`` their names as
    the table function gives them (``jaif``, ``jaif/kit``). ``role`` is ``numerator`` or
    ``denominator`` for a ratio, else "". ``value`` is the column whose figures are read, ""
    where rows are counted.
    """

    table: str
    where: str
    rows: tuple[int, ...]
    keys: tuple[str, ...]
    role: str = ""
    value: str = ""

    @property
    def site_filter(self) -> str | None:
        """The filter on sites that leads to these rows; None for a table that has no sites."""
        if self.table == "sites":
            return self.where
        link = CHILDREN.get(self.table)
        if link is None:
            return None
        return f"{link.relation}({self.where})" if self.where.strip() else ""


@frozen
class Reading:
    """One way to read a sentence, re-computed. The first reading of a claim is its headline.

    ``holds`` is None where the value cannot be told or compared; ``why`` then says why.
    ``since`` is the later state that the reading is about, "" for the state of the sentence.
    ``value_words`` and ``stated_words`` are the two values as people read them, with unit;
    ``figure`` and ``stated_figure`` are the same without. Of the rows behind the value,
    ``unsure`` are those that no source confirms; ``sources`` are the ids of what they rest on;
    ``missing`` are the rows that match and have no figure. ``outcomes`` are the ways ``holds``
    can turn out once incomplete lists are completed and missing figures found; ``needed`` is then
    how many rows have to come, or with a minus to go (a share of child rows: others to
    come; 0: not told), ``doubt`` the sites whose own match is open.
    """

    label: Label
    since: str
    computed: Figure | None
    claimed: Figure | None
    comparator: str
    tolerance: float | None
    holds: Truth
    why: str
    rule: str
    value_words: str
    figure: str
    stated_words: str
    stated_figure: str
    parts: tuple[Rows, ...] = ()
    unsure: tuple[Place, ...] = ()
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    outcomes: frozenset[Truth] = frozenset()
    needed: int = 0
    doubt: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """``holds``, ``fails`` or ``unknown``."""
        return "unknown" if self.holds is None else ("holds" if self.holds else "fails")

    @property
    def open(self) -> bool:
        """Whether completing the lists or finding the missing figures could turn it."""
        return len(self.outcomes) > 1

    @property
    def table(self) -> str:
        """The table that the reading counts or reads, the numerator's for a ratio."""
        return self.parts[0].table if self.parts else ""

    @property
    def where(self) -> str:
        """The filter on that table."""
        return self.parts[0].where if self.parts else ""

    @property
    def rows(self) -> tuple[int, ...]:
        """Row numbers in that table."""
        return self.parts[0].rows if self.parts else ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of those rows."""
        return self.parts[0].keys if self.parts else ()


@frozen
class Evaluated:
    """A finding with what the data say.

    ``cohort`` is the cohort used ("" for every site) and ``sites`` how many sites it and
    ``filter`` leave; for a finding that rests on no sites (``by_sites`` false) neither
    matters. ``open``: completing incomplete lists could turn the verdict; ``gaps`` says
    which and how, in sentences. ``since``: the state from which on an outdated claim no
    longer agrees. ``see`` are the rows that a judgement or recommendation points to.
    """

    finding: Finding
    verdict: Verdict
    open: bool
    readings: tuple[Reading, ...]
    incomplete_sites: tuple[str, ...]
    gaps: str
    cohort: str
    filter: str
    sites: int
    by_sites: bool
    since: str = ""
    see: Rows | None = None

    @property
    def headline(self) -> Reading | None:
        """The reading that the finding itself gives, None where there is none."""
        return self.readings[0] if self.readings else None

    @property
    def computed(self) -> Figure | None:
        """The re-computed value of the headline."""
        return self.readings[0].computed if self.readings else None

    @property
    def claimed(self) -> Figure | None:
        """The value that the sentence states."""
        return figure(self.finding.claimed)

    @property
    def comparator(self) -> str:
        """How the two must relate, "" for a judgement."""
        return self.finding.comparator or ""

    @property
    def unit(self) -> str:
        """Unit of the two values."""
        return self.finding.unit or ""

    @property
    def unconfirmed(self) -> int:
        """How many rows behind the headline's value no source confirms."""
        return len(self.readings[0].unsure) if self.readings else 0


@frozen
class Standing:
    """How a claim fares for one choice of sites; ``cohort`` is "" for the present filter."""

    label: str
    cohort: str
    verdict: Verdict
    computed: Figure | None
    words: str
    open: bool
    sites: int
