"""What re-computing a finding gives: rows, readings, verdict, and the figures a value rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.analysis.findings.claim import Truth, Verdict
from tui.analysis.findings.measures import Measured, Scope
from tui.analysis.findings.row_bounds import list_behind
from tui.analysis.findings.rule import Figure, figure, value_column
from tui.dataset.fields import Label
from tui.dataset.reference import Finding
from tui.frozen import frozen
from tui.query.engine import masks, relations
from tui.query.engine.bind import bind_text
from tui.query.engine.columns import Column
from tui.query.engine.conditions import (
    Bound,
    BoundAnd,
    BoundColumn,
    BoundCount,
    BoundNot,
    BoundOr,
    BoundRelated,
)
from tui.query.engine.masks import Mask
from tui.query.engine.match import match, picked
from tui.query.engine.relations import CHILDREN, Link
from tui.query.engine.store import Store
from tui.query.language.tree import OneOf, Term, Value

Place = tuple[str, str]
"""Table and key of a row."""


@frozen
class Ground:
    """Rows that a value rests on.

    ``confidence`` is the column that says how sure they are; its twin ``sources`` names what
    they come from.
    """

    table: str
    rows: Mask
    confidence: str

    @property
    def sources(self) -> str:
        """Id of the column with the sources."""
        return f"{self.confidence.removesuffix('confidence')}sources"


def grounds(scope: Scope, measured: Measured) -> tuple[Ground, ...]:
    """The rows behind a value.

    These are the rows that the rule reads; for a rule on sites also the children that its
    filter speaks of at the sites that match: those that it asks for, or the whole list
    where it asks that there be none.
    """
    found: list[Ground] = []
    for leaf in measured.leaves:
        of = leaf.check.of
        column = value_column(scope.store, leaf.check)
        sure = column.confidence if column else ""
        if not sure and of != "sites" and scope.store.specs[of].column("confidence"):
            sure = "confidence"
        if sure:
            found.append(Ground(of, masks.both(leaf.base, masks.invert(leaf.blank)), sure))
        if of == "sites":
            found.extend(
                _spoken_of(
                    scope.store, bind_text(scope.store, "sites", leaf.check.where), leaf.picked
                )
            )
    return tuple(found)


def unconfirmed(scope: Scope, found: Iterable[Ground]) -> tuple[Place, ...]:
    """Rows whose confidence is not ``confirmed``, each once."""
    places: dict[Place, None] = {}
    for ground in found:
        states = scope.source(ground.table).table(ground.table).values(ground.confidence)
        doubtful = [r for r in masks.rows(ground.rows) if states[r] not in (None, "confirmed")]
        for key in scope.keys(ground.table, scope.numbers(ground.table, doubtful)):
            places[ground.table, key] = None
    return tuple(places)


def sources(scope: Scope, found: Iterable[Ground]) -> tuple[str, ...]:
    """Ids of the sources of these rows, each once."""
    idents: dict[str, None] = {}
    for ground in found:
        values = scope.source(ground.table).table(ground.table).values(ground.sources)
        for row in masks.rows(ground.rows):
            idents.update(dict.fromkeys(values[row] or ()))
    return tuple(idents)


def _spoken_of(store: Store, tree: Bound, sites: Mask) -> Iterator[Ground]:
    """Rows that a filter on sites speaks of."""
    for part, positive in _parts(tree):
        if isinstance(part, BoundColumn):
            yield from _figures(store, part.column, sites)
        else:
            table = part.link.target
            rows = picked(store, part.inner) if positive else _all(store, table)
            yield from _children(store, part.link, rows, sites)


def _children(store: Store, link: Link, rows: Mask, sites: Mask) -> Iterator[Ground]:
    """These rows at the other end of a link as far as they belong to the sites."""
    if store.specs[link.target].column("confidence"):
        meant = link.rows(store, rows)
        yield Ground(link.target, masks.both(meant, _at(store, link, sites)), "confidence")


def _figures(store: Store, column: Column, sites: Mask) -> Iterator[Ground]:
    behind = column.id if column.id in CHILDREN else list_behind(column.id)
    if behind:
        yield from _children(store, CHILDREN[behind], _all(store, behind), sites)
    elif column.id in store.vocabulary.words("indicator"):
        rows = match(store, "indicators", Term("id", OneOf((Value(column.id),))))
        yield from _children(store, CHILDREN["indicators"], rows, sites)
    elif column.confidence:
        known = bytes(value is not None for value in store.table("sites").values(column.id))
        yield Ground("sites", masks.both(known, sites), column.confidence)


def _all(store: Store, table: str) -> Mask:
    return masks.everything(len(store.table(table)))


def _at(store: Store, link: Link, sites: Mask) -> Mask:
    """Rows at the other end of the link that belong to these sites."""
    linked = relations.links(store, "sites", link.relation)
    rows = (row for site in masks.rows(sites) for row in linked[site])
    return masks.of_rows(rows, len(store.table(link.target)))


def _parts(
    tree: Bound, positive: bool = True
) -> Iterator[tuple[BoundColumn | BoundRelated | BoundCount, bool]]:
    """What a filter says of columns and children, with whether it asks for them or forbids them."""
    if isinstance(tree, BoundNot):
        yield from _parts(tree.inner, not positive)
    elif isinstance(tree, BoundAnd | BoundOr):
        for part in tree.parts:
            yield from _parts(part, positive)
    elif isinstance(tree, BoundColumn | BoundRelated | BoundCount):
        yield tree, positive


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
    ``figure`` and ``stated_figure`` are the same without, ``claimed_figure`` without the
    comparator too. Of the rows behind the value,
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
    claimed_figure: str
    stated_words: str
    stated_figure: str
    parts: tuple[Rows, ...] = ()
    unsure: tuple[Place, ...] = ()
    sources: tuple[str, ...] = ()
    missing: tuple[Place, ...] = ()
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
