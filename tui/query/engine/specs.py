"""The tables of the dataset and their columns, declared once.

Columns of plain fields come from the records' declarations; derived ones are added here
by name and worked out in :mod:`tui.query.engine.derived`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from tui.dataset import records
from tui.dataset.fields import Kind, Spec
from tui.frozen import frozen
from tui.query.engine.columns import MOVED, RANK, RANK_CONFIDENCE, Column, ColumnKind, TableSpec

_KINDS: dict[Kind, ColumnKind] = {
    "day": "date",
    "table": "text",
    "rows": "text",
    "label": "text",
    "claim": "mixed",
    "url": "text",
    "urls": "texts",
    "nuts2": "text",
}


def _columns(record: type, prefix: str = "", path: tuple[str, ...] = ()) -> Iterator[Column]:
    fields = {
        field.name: field.metadata["spec"]
        for field in dataclasses.fields(record)
        if "spec" in field.metadata
    }
    sure = f"{prefix}confidence" if "confidence" in fields else ""
    for name, spec in fields.items():
        if spec.kind == "rows" or (spec.kind == "table" and spec.record is None):
            continue
        if spec.kind == "table":
            yield from _columns(spec.record, f"{prefix}{name}.", (*path, name))
        elif spec.kind == "label":
            for language in ("en", "de"):
                yield _column(spec, f"{prefix}{name}.{language}", (*path, name, language), "")
        else:
            figure = spec.kind in ("integer", "number", "date", "mixed", "claim")
            column = _column(spec, f"{prefix}{name}", (*path, name), sure if figure else "")
            basis = f"{prefix}{spec.basis}" if spec.basis else ""
            yield dataclasses.replace(column, basis=basis) if basis else column


def _column(spec: Spec, ident: str, path: tuple[str, ...], confidence: str) -> Column:
    german = ident.endswith(".de")
    shared = len(path) > 1 and path[-1] in ("sources", "confidence", "note")
    title = f"{path[0].capitalize()} {spec.title.lower()}" if shared else spec.title
    return Column(
        id=ident,
        title=(title or ident.capitalize()) + (" (German)" if german else ""),
        kind=_KINDS.get(spec.kind, spec.kind),  # type: ignore[arg-type]
        meaning=spec.meaning + (", in German" if german else ""),
        unit=spec.unit,
        vocabulary=spec.vocabulary,
        default=spec.default_column and not german,
        path=path,
        confidence=confidence,
        short=spec.short,
        declared=spec.kind,
        plain=spec.plain,
    )


def _count(ident: str, title: str, meaning: str, *, default: bool = False) -> Column:
    return Column(ident, title, "integer", meaning, default=default)


_SITE = Column("site", "Site", "slug", "Id of the site that the row belongs to", default=True)
_MEMBER = Column("member", "Member", "flag", "True for the roles that make a member")

_SITE_DERIVED = (
    _count("systems", "Systems", "Number of systems listed"),
    _count("partners", "Partners", "Number of organisations listed, members or not"),
    _count("members", "Members", "Number of members of the consortium", default=True),
    _count("sectors", "Sectors", "Number of sectors named", default=True),
    _count("sector_groups", "Sector groups", "Number of sector groups they fall in"),
    _count("services", "Services", "Number of services listed"),
    _count("access", "Access ways", "Number of ways to computing time listed"),
    _count("academic_members", "Academic", "Members of an academic type (universities)"),
    _count("research_members", "Research", "Members of a research type (academic ones included)"),
    _count("company_members", "Companies", "Members that are companies", default=True),
    Column("member_countries", "Member countries", "countries", "Countries of the members' seats"),
    Column("research_share", "Research share", "number",
           "Members of a research type as percent of all members", unit="percent"),
    Column("new_status", "New system", "word",
           "Status of the furthest new or upgraded system, else of another one to come",
           vocabulary="system_status", default=True),
    Column("rank", "Best TOP500 rank", "integer", "Best TOP500 rank in the newest edition",
           default=True, confidence="rank_confidence", short="TOP500"),
    Column("rank_confidence", "TOP500 confidence", "word", "How sure that rank is",
           vocabulary="confidence"),
    Column("accelerators_installed", "Chips in use", "integer", "Chips in the systems in operation",
           unit="chips", basis="accelerators_installed_basis",
           confidence="accelerators_installed_confidence"),
    Column("accelerators_announced", "Chips announced", "integer",
           "Chips in the systems being installed, contracted, in tender or planned", unit="chips",
           basis="accelerators_announced_basis", confidence="accelerators_announced_confidence"),
    Column("accelerators_installed_basis", "Chips in use, basis", "word",
           "Minimum where the number of a system is missing from the sum or is one",
           vocabulary="accelerator_count_basis"),
    Column("accelerators_installed_confidence", "Chips in use, confidence", "word",
           "How sure the least sure figure in the sum is", vocabulary="confidence"),
    Column("accelerators_announced_basis", "Chips announced, basis", "word",
           "Minimum where the number of a system is missing from the sum or is one",
           vocabulary="accelerator_count_basis"),
    Column("accelerators_announced_confidence", "Chips announced, confidence", "word",
           "How sure the least sure figure in the sum is", vocabulary="confidence"),
    Column("generalist", "Generalist", "flag", "True from five sectors on"),
)  # fmt: skip

_ORGANISATION = (
    Column("id", "Id", "slug", "Id of the organisation"),
    Column("name", "Organisation", "text", "Name of the organisation", default=True),
    Column("acronym", "Acronym", "text", "Short name", default=True),
    Column("country", "Country", "country", "Country of its seat", default=True),
    Column("type", "Type", "word", "Type of organisation", vocabulary="partner_type", default=True),
    _count("consortia", "Consortia", "Number of selected sites where it is a member", default=True),
    Column("sites", "Sites", "slugs", "Selected sites where it sits, in any role", default=True),
    Column("roles", "Roles", "words", "Its roles there", vocabulary="role", default=True),
)

_REGION_DERIVED = (
    Column("nuts2", "NUTS 2", "text", "NUTS 2 code of the region", default=True),
    Column("region", "Region", "text", "Name of the region", default=True),
    Column("country", "Country", "country", "Country", default=True),
)

_RMAX_BASIS = Column(
    "rmax_basis", "Rmax basis", "text",
    "What Rmax is: measured, expected, or TOP500 where the newest entry alone gives it",
)  # fmt: skip

_SECTOR_GROUP = Column(
    "group", "Group", "word", "Group of the sector", vocabulary="sector_group", default=True
)


@frozen
class Words:
    """What the columns of a dataset depend on.

    ``indicators`` of the vocabulary (id, label, definition, unit) are columns of ``sites``,
    ``editions`` of the TOP500 columns of ``systems``.
    """

    indicators: tuple[tuple[str, str, str, str], ...] = ()
    editions: Callable[[], Sequence[str]] = tuple


def _record(name: str) -> tuple[Column, ...]:
    """Columns of a record beside the sites."""
    from tui.dataset import reference

    return tuple(_columns(getattr(reference, name)))


def _sites(words: Words) -> tuple[Column, ...]:
    site = (
        dataclasses.replace(column, default=column.default and column.id != "experimental_platform")
        for column in _columns(records.Site)
    )
    own = (*site, *_SITE_DERIVED)
    taken = {column.id for column in own}
    figures = (
        Column(ident, label, "mixed", f"{meaning} Newest value of the region.", unit=unit)
        for ident, label, meaning, unit in words.indicators
        if ident not in taken
    )
    return (*own, *figures)


def _systems(editions: Callable[[], Sequence[str]]) -> tuple[Column, ...]:
    ranks = (
        column
        for edition in editions()
        for column in (
            Column(f"{RANK}{edition}", f"TOP500 {edition}", "integer",
                   f"Rank in the TOP500 of {edition}", short=edition,
                   confidence=f"{RANK_CONFIDENCE}{edition}"),
            Column(f"{MOVED}{edition}", f"Moved {edition}", "integer",
                   "Places won, or lost where below 0, since the edition before with a rank",
                   confidence=f"{RANK_CONFIDENCE}{edition}"),
            Column(f"{RANK_CONFIDENCE}{edition}", f"Confidence {edition}", "word",
                   "How sure the rank is", vocabulary="confidence"),
        )
    )  # fmt: skip
    # The Rmax of a system may be known from a list of fast computers alone.
    own = (
        dataclasses.replace(column, path=()) if column.id == "rmax_pflops" else column
        for column in _columns(records.System)
    )
    return (_SITE, *own, _RMAX_BASIS, *ranks)


def _sectors() -> tuple[Column, ...]:
    sector, *others = _columns(records.Sector)
    return (_SITE, sector, _SECTOR_GROUP, *others)


_SYSTEM = Column("system", "System", "slug", "Id of the system", default=True)
_FIRST = {"sites": ("name", "country", "city", "selected", "new_status", "members", "sectors")}

_SHOWN = {
    "access": ("site", "mode", "name", "who", "cost", "limits", "remote"),
    "systems": (
        "name", "site", "status", "accelerator_count", "accelerator_count_basis", "accelerator",
        "rmax_pflops", "ai_exaflops", "contract_meur", "operational", RANK, "kind", "vendor",
    ),
}  # fmt: skip
"""Columns shown where none are chosen, in this order; of the ranks the newest editions."""

NEWEST = 4
_REFERS = {"access": {"mode": "access_mode"}}
"""Columns with ids of other records than sites, by table."""


# name -> singular, label, columns
_TABLES: Mapping[str, tuple[str, str, Callable[[Words], tuple[Column, ...]]]] = {
    "sites": ("site", "Sites", _sites),
    "systems": ("system", "Systems", lambda words: _systems(words.editions)),
    "rankings": ("ranking", "Rankings", lambda _: (_SITE, _SYSTEM, *_columns(records.Ranking))),
    "partners": ("partner", "Partners", lambda _: (_SITE, *_columns(records.Partner), _MEMBER)),
    "organisations": ("organisation", "Organisations", lambda _: _ORGANISATION),
    "sectors": ("sector", "Sectors", lambda _: _sectors()),
    "services": ("service", "Services", lambda _: (_SITE, *_columns(records.Service))),
    "access": ("access", "Access", lambda _: (_SITE, *_columns(records.Access))),
    "access_modes": ("access_mode", "Access modes", lambda _: _record("AccessMode")),
    "regions": ("region", "Regions", lambda _: tuple(_columns(records.Region))),
    "indicators": (
        "indicator",
        "Indicators",
        lambda _: (*_REGION_DERIVED, *_columns(records.Indicator)),
    ),
    "clusters": ("cluster", "Clusters", lambda _: _record("Cluster")),
    "facts": ("fact", "Facts", lambda _: _record("Fact")),
    "findings": ("finding", "Findings", lambda _: _record("Finding")),
    "sources": ("source", "Sources", lambda _: _record("Source")),
}

PARENTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("systems", "partners", "sectors", "services", "access"), ("sites",)),
    "rankings": ("systems", "sites"),
    "indicators": ("regions",),
}
"""Child table -> tables to a row of which each of its rows belongs."""


def _lent_by(parent: str, column: Column) -> Column:
    """A column of the parent as one of the child table."""

    def beside(ident: str) -> str:
        return f"{parent}.{ident}" if ident else ""

    return dataclasses.replace(
        column,
        id=beside(column.id),
        title=f"{parent.capitalize()}: {column.title}",
        short="",
        meaning=f"{column.meaning} (of the {parent})",
        default=False,
        path=(),
        confidence=beside(column.confidence),
        basis=beside(column.basis),
    )


def _ids(columns: Sequence[Column], wanted: Sequence[str]) -> tuple[str, ...]:
    """Ids of columns; a word ending in ``_`` stands for the last that begin with it."""
    found: list[str] = []
    for word in wanted:
        if word.endswith("_"):
            found += [column.id for column in columns if column.id.startswith(word)][-NEWEST:]
        else:
            found.append(word)
    return tuple(found)


class Specs(Mapping[str, TableSpec]):
    """All tables by name, each declared when it is first asked for."""

    def __init__(self, words: Words) -> None:
        """Declare columns after the words of a dataset."""
        self._words = words
        self._made: dict[str, TableSpec] = {}

    def __getitem__(self, name: str) -> TableSpec:
        found = self._made.get(name)
        if found is None:
            singular, label, columns = _TABLES[name]
            made = columns(self._words)
            for ident, kind in _REFERS.get(name, {}).items():
                made = tuple(
                    dataclasses.replace(each, refers=kind) if each.id == ident else each
                    for each in made
                )
            first: tuple[str, ...] = _FIRST.get(name, ())
            if name in _SHOWN:
                first = _ids(made, _SHOWN[name])
                made = tuple(dataclasses.replace(each, default=each.id in first) for each in made)
            lends = lru_cache(maxsize=1)(lambda: self._lent(name))
            found = TableSpec(name, singular, label, made, first, lends)
            self._made[name] = found
        return found

    def _lent(self, name: str) -> Mapping[str, Column]:
        """Columns of the parents of a table's rows, by id."""
        parents = {each.singular: each for each in map(self.__getitem__, PARENTS.get(name, ()))}
        return {
            f"{parent}.{column.id}": _lent_by(parent, column)
            for parent, spec in parents.items()
            for column in spec.columns
        }

    def put(self, spec: TableSpec) -> None:
        """Know a worked-out table too."""
        self._made[spec.name] = spec

    def __iter__(self) -> Iterator[str]:
        return iter(_TABLES)

    def __len__(self) -> int:
        return len(_TABLES)
