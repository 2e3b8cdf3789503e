"""The one registry of tables, and how those beside the dataset's own are worked out.

Every table has a name, so that the screen, ``aif show``, the exports and the library speak of
the same one. A worked-out table is one function of a :class:`Selection`, typed rows under columns
declared once; its module is imported when the table is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Column, Field, TableSpec
from tui.query.engine.masks import Mask
from tui.query.engine.relations import listed_for
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.table import (
    Result,
    UnknownNameError,
    cohort_mask,
    fitting,
    result_of,
    site_mask,
)
from tui.query.engine.table import table as dataset_table
from tui.query.engine.typed_values import NEAR
from tui.query.engine.view import PLAIN, View
from tui.query.language.parse import parse
from tui.query.language.render import filter_parts, with_part
from tui.text import did_you_mean, printable


class Selection:
    """What a worked-out table is worked out from: a dataset and the sites that a view picks.

    Raises FilterError where the filter or the cohort does not fit the dataset.
    """

    def __init__(self, dataset: Dataset, view: View) -> None:
        """Pick the sites of the view's cohort and filter."""
        self.dataset = dataset
        # What is worked out rests on the picked rows, not on how a table of them is shown.
        self.view = view.but(rows="", limit=0)
        self.picked: Mask = site_mask(dataset, self.view)

    @property
    def store(self) -> Store:
        """The dataset as columns."""
        return store_of(self.dataset)

    @cached_property
    def scope(self) -> Mask:
        """Sites of the cohort."""
        return cohort_mask(self.dataset, self.view)

    @property
    def narrowing(self) -> str:
        """The filter where it narrows lists, "" where whole lists are shown."""
        return "" if self.view.whole else self.view.filter

    def rows(self, name: str) -> list[int]:
        """Rows of a table of the dataset, narrowed by the filter unless whole, in file order."""
        return sorted(dataset_table(self.dataset, self.view, name).rows)

    def whole(self, name: str) -> list[int]:
        """All rows of a table that are listed for the picked sites."""
        return masks.rows(listed_for(self.store, name, self.picked) or b"")


def worked_out(  # noqa: PLR0913 - a table is all of this
    name: str,
    fields: Iterable[Field],
    records: Sequence[Any],
    *,
    key: Callable[[Any], str],
    total: Any = None,
    parents: Mapping[str, Sequence[int]] | None = None,
    singular: str = "row",
    title: str = "",
    apart: bool = False,
) -> Table:
    """A table over typed rows, with the title that the registry gives it unless one is given.

    ``key`` names a row whatever the selection and the order; ``total`` is a record that stands
    for all rows, None where there is none; ``parents`` lead to the rows of the dataset that the
    rows belong to, by relation (``site``); rows that stand ``apart`` are not to be added up.
    """
    columns: tuple[Column, ...] = tuple(fields)
    spec = TableSpec(name, singular, title or WORKED_OUT[name].title, columns, apart=apart)
    return Table(spec, records, parents or {}, _underived, key, total)


def _underived(ident: str) -> list[Any]:
    raise KeyError(ident)


def ordered(store: Store, source: Table, *sort: tuple[str, bool]) -> Table:
    """The same table with its rows in another order of (column id, descending) pairs."""
    order = source.order(sort, store.rank)
    parents = {name: [rows[row] for row in order] for name, rows in source.parents.items()}
    records = [source.records[row] for row in order]
    return Table(source.spec, records, parents, _underived, source.key, source.total)


def short_labels(store: Store, name: str) -> list[str]:
    """First word of each label of a list, the whole label where that would be ambiguous."""
    labels = [word.en for word in store.vocabulary.words(name).values()]
    firsts = [label.split()[0].rstrip(",") if label.split() else label for label in labels]
    return [
        printable(first if firsts.count(first) == 1 else label)
        for first, label in zip(firsts, labels, strict=True)
    ]


def percent(part: int, whole: int) -> float | None:
    """A part as percent of the whole; None where the whole is 0."""
    return 100 * part / whole if whole else None


def site_column(value: Callable[[Any], str | None], meaning: str = "Id of the site") -> Field:
    """The column with the site of a row."""
    return Field("site", "Site", "slug", meaning, default=True, value=value)


def field(
    ident: str, title: str, kind: Any, meaning: str, value: Callable[[Any], Any], **more: Any
) -> Field:
    """A column of any kind."""
    return Field(id=ident, title=title, kind=kind, meaning=meaning, value=value, **more)


def of_key(column: Column, value: Callable[[Any], Any], **more: Any) -> Field:
    """A key of the dataset as a column of another table: it is called there as it is declared."""
    return Field(
        column.id, column.title, column.kind, column.meaning, unit=column.unit,
        vocabulary=column.vocabulary, short=column.short, value=value, **more
    )  # fmt: skip


def count(
    ident: str, title: str, meaning: str, value: Callable[[Any], int | None], **more: Any
) -> Field:
    """A column of counts."""
    more.setdefault("default", True)
    return Field(id=ident, title=title, kind="integer", meaning=meaning, value=value, **more)


def share(
    ident: str, title: str, meaning: str, value: Callable[[Any], float | None], **more: Any
) -> Field:
    """A column of percentages."""
    more.setdefault("default", True)
    return Field(
        id=ident, title=title, kind="number", meaning=meaning, value=value, unit="percent", **more
    )


@frozen
class TableInfo:
    """A table by name, with a title and what its rows are.

    ``home`` is the module below ``tui.analysis.lenses`` that works it out, in a function called
    like the table; "" for a table of the dataset.
    """

    name: str
    title: str
    meaning: str
    home: str = ""

    def work_out(self, selection: Selection) -> Table:
        """The table for the sites that are picked."""
        module = import_module(f"tui.analysis.lenses.{self.home}")
        found: Table = getattr(module, self.name.replace("-", "_"))(selection)
        return found


WORKED_OUT = {
    each.name: each
    for each in (
        TableInfo("sites-by-country", "Sites by country",
                  "sites, members, chips and money by country", "site_groups"),
        TableInfo("sites-by-selection", "Sites by selection", "the same by the day of selection",
                  "site_groups"),
        TableInfo("countries-by-role", "Countries by role",
                  "who hosts, takes part, or has an antenna", "site_groups"),
        TableInfo("compute-sizes", "Sizes of systems",
                  "systems by number of chips, beside yardsticks", "machines"),
        TableInfo("compute-ranks", "TOP500 ranks", "systems by rank, edition by edition",
                  "machines"),
        TableInfo("compute-totals", "Compute totals", "chips, Rmax and contracts added up",
                  "compute"),
        TableInfo("members-by-site", "Members by site", "consortia by type of member", "consortia"),
        TableInfo("members-by-type", "Members by type", "members of each type", "consortia"),
        TableInfo("members-by-country", "Members by country", "members from each country",
                  "consortia"),
        TableInfo("shared-organisations", "Organisations in several consortia",
                  "organisations that sit at two or more sites", "site_groups"),
        TableInfo("sector-matrix", "Sectors by site", "sites by sectors", "coverage"),
        TableInfo("sector-groups", "Sector groups by site", "sites by sector groups", "coverage"),
        TableInfo("sector-gaps", "Sector gaps", "sectors that no site or one site names",
                  "coverage"),
        TableInfo("sector-likeness", "Similarity of sites", "pairs of sites by shared sectors",
                  "site_groups"),
        TableInfo("closest-sites", "Most similar sites", "for each site the one most similar to it",
                  "site_groups"),
        TableInfo("offers", "Services and modes", "sites by services and ways to computing time",
                  "offers"),
        TableInfo("ways-in", "Ways in for a start-up",
                  "modes and offers open to companies: price, GPU-hours, review, when and where",
                  "ways_in"),
        TableInfo("eurohpc-modes", "EuroHPC modes",
                  "EuroHPC-wide modes and the sites that name them", "offers"),
        TableInfo("region-figures", "Figures of regions",
                  "regions by indicator, ranked; those of partners beside", "region_tables"),
        TableInfo("region-indicators", "Known indicators",
                  "indicators and how many regions have them", "region_tables"),
        TableInfo("region-hosts", "Regions of sites and partners", "regions and their sites",
                  "region_tables"),
        TableInfo("bibliography", "Bibliography", "sources and what rests on them",
                  "source_tables"),
        TableInfo("confidence-by-site", "Confidence by site", "how sure the facts of each site are",
                  "source_tables"),
        TableInfo("unconfirmed-facts", "Facts not confirmed", "facts that no source confirms",
                  "source_tables"),
        TableInfo("verdicts", "Verdicts", "claims of the brief, re-computed", "verdict_table"),
        TableInfo("claims-by-cohort", "Claims by cohort", "claims re-computed for each cohort",
                  "cohort_tables"),
        TableInfo("cohort-pairs", "Pairs of cohorts",
                  "how many claims turn between each two cohorts", "cohort_tables"),
    )
}  # fmt: skip
"""The worked-out tables by name, in the order of the explorer's tabs."""
OF_FINDINGS = frozenset({"verdicts", "claims-by-cohort"})
"""Tables of findings: what a filter asks of findings picks their rows."""
ON_FINDINGS = frozenset({"cohort-pairs"})
"""Tables that count the findings of which a filter asks."""


_MEANINGS = {
    "sites": "AI Factories and antennas",
    "systems": "their computers",
    "rankings": "places of systems in the TOP500",
    "partners": "organisations at a site, with their role",
    "organisations": "organisations over all the sites where they sit",
    "sectors": "sectors that a site names",
    "services": "services that a site offers",
    "access": "ways to computing time at a site",
    "access_modes": "EuroHPC-wide ways to computing time",
    "regions": "regions that host a site",
    "indicators": "figures of regions",
    "clusters": "other machines to compare with",
    "facts": "single figures, such as those of the gigafactories",
    "findings": "sentences of the brief",
    "sources": "the bibliography",
}


def tables(dataset: Dataset) -> dict[str, TableInfo]:
    """Every table by name, those of the dataset first."""
    specs = store_of(dataset).specs
    own = {name: TableInfo(name, specs[name].label, _MEANINGS[name]) for name in specs}
    return {**own, **WORKED_OUT}


def table(dataset: Dataset, view: View, name: str, *, every: bool = False) -> Result:
    """Rows and columns of any table under a view.

    With ``every`` all columns are given where the view chooses none. Raises FilterError for a
    filter that does not fit and :class:`UnknownNameError` for a table or column.
    """
    info = WORKED_OUT.get(name)
    if info is None:
        known(dataset, name)
        return dataset_table(dataset, view, name, every=every)
    asked = "" if view.whole else view.findings
    if asked and name in OF_FINDINGS:
        view = view.but(rows=_both(view.rows, asked))
    counted = asked if name in ON_FINDINGS else ""
    source = _worked_out(dataset, name, view.cohort, view.filter, view.whole, counted)
    return result_of(store_of(dataset), source, view, every=every)


def resting_on(view: View, table: str) -> View:
    """The view with a filter that says all on which the rows of a table hang."""
    whole = view.whole or table not in ON_FINDINGS
    return view if whole else view.but(filter=view.text)


def _both(rows: str, asked: str) -> str:
    """A filter of rows that says what another one asks as well."""
    said = filter_parts(parse(rows))
    return (
        rows if all(each in said for each in filter_parts(parse(asked))) else with_part(rows, asked)
    )


@kept(4)
def _worked_out(
    dataset: Dataset, name: str, cohort: str, text: str, whole: bool, findings: str
) -> Table:
    """A worked-out table, which hangs on what picks sites and findings, and on nothing else."""
    view = View(cohort=cohort, filter=text, whole=whole, findings=findings)
    return WORKED_OUT[name].work_out(Selection(dataset, view))


def kept_table(dataset: Dataset, view: View, name: str) -> Result:
    """Any table under a view that was kept: columns that the table does not have are passed over.

    The data may have changed since, and the columns of a worked-out table may change with the
    filter. Raises FilterError and, for a table, :class:`UnknownNameError`.
    """
    try:
        return table(dataset, view, name)
    except UnknownNameError:
        spec = table(dataset, view.with_shown(name, PLAIN), name).spec
        return table(dataset, view.with_shown(name, fitting(spec, view.table(name))), name)


def spec(dataset: Dataset, name: str) -> TableSpec:
    """The declaration of any table; raises :class:`UnknownNameError`.

    The columns of a worked-out table may depend on the data: those for all sites are given.
    """
    known(dataset, name)
    found = store_of(dataset).specs.get(name)
    if found is None:
        found = WORKED_OUT[name].work_out(Selection(dataset, View())).spec
    return found


def _spoken_of(word: str, every: Mapping[str, TableInfo]) -> str:
    """The first table in whose name or title a word begins with this one; "" for none."""
    for name, info in every.items():
        filter_parts = re.split(r"\W+", f"{name} {info.title}".casefold())
        if word and any(part.startswith(word) for part in filter_parts):
            return name
    return ""


def known(dataset: Dataset, name: str) -> None:
    """Raise :class:`UnknownNameError`, with the nearest name, where there is no such table."""
    every = tables(dataset)
    if name not in every:
        close = did_you_mean(name, every, least=NEAR) or _spoken_of(name.casefold(), every)
        hint = f"; did you mean '{close}'?" if close else "; 'aif tables' lists them"
        raise UnknownNameError(f"unknown table '{name}'{hint}")
