"""Tables and their columns: what can be filtered, shown and exported, declared once.

Columns of plain fields come from the records' declarations; derived ones are added here
by name and worked out in :mod:`tui.query.derived`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tui.dataset import records, reference
from tui.dataset.fields import Kind, Spec

ColumnKind = Literal[
    "slug", "text", "word", "country", "integer", "number", "flag", "date", "slugs", "texts",
    "words", "countries", "integers", "mixed",
]  # fmt: skip

LIST_KINDS = frozenset({"slugs", "texts", "words", "countries", "integers"})
NUMBER_KINDS = frozenset({"integer", "number"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    ``path`` leads from the record to the value; () marks a derived column. ``confidence``
    is the id of the column that says how sure a figure is, "" where none does.
    """

    id: str
    title: str
    kind: ColumnKind
    meaning: str
    unit: str = ""
    vocabulary: str = ""
    default: bool = False
    path: tuple[str, ...] = ()
    confidence: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, which align right."""
        return self.kind in NUMBER_KINDS


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its name, the word for one row, and its columns in order.

    ``first`` names the columns that stand first where none are chosen.
    """

    name: str
    singular: str
    label: str
    columns: tuple[Column, ...]
    first: tuple[str, ...] = ()

    @property
    def defaults(self) -> tuple[Column, ...]:
        """The columns shown when none are chosen, in reading order."""
        chosen = [column for column in self.columns if column.default]
        places = {ident: place for place, ident in enumerate(self.first)}
        return tuple(sorted(chosen, key=lambda column: places.get(column.id, len(places))))

    def column(self, ident: str) -> Column | None:
        """The column with this id, or None."""
        for column in self.columns:
            if column.id == ident:
                return column
        return None


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
            yield _column(spec, f"{prefix}{name}", (*path, name), sure if figure else "")


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
    Column(
        "member_countries", "Member countries", "countries", "Countries of the members' seats"
    ),
    Column(
        "research_share", "Research share", "number",
        "Members of a research type as percent of all members", unit="percent",
    ),
    Column(
        "new_status", "New system", "word",
        "Status of the furthest new or upgraded system", vocabulary="system_status", default=True,
    ),
    _count("rank", "TOP500", "Best TOP500 rank in the newest edition", default=True),
    Column(
        "accelerators_installed", "Chips in use", "integer",
        "Accelerators in the systems in operation",
        unit="chips",
    ),
    Column(
        "accelerators_announced", "Chips announced", "integer",
        "Accelerators in the systems being installed, contracted, in tender or planned", unit="chips",
    ),
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
    Column("nuts2", "NUTS 2", "text", "NUTS 2 code of the region", default=True, path=("nuts2",)),
    Column("region", "Region", "text", "Name of the region", default=True),
    Column("country", "Country", "country", "Country", default=True),
)

_SECTOR_GROUP = Column(
    "group", "Group", "word", "Group of the sector", vocabulary="sector_group", default=True
)


def _site_indicators(vocabulary: tuple[tuple[str, str, str, str], ...]) -> tuple[Column, ...]:
    return tuple(
        Column(ident, label, "mixed", f"{meaning} Newest value of the region.", unit=unit)
        for ident, label, meaning, unit in vocabulary
    )


@cache
def tables(indicators: tuple[tuple[str, str, str, str], ...]) -> dict[str, TableSpec]:
    """All tables by name.

    ``indicators`` are (id, label, definition, unit) of the vocabulary's indicators, each of
    which is a derived column of ``sites``.
    """
    site = tuple(
        dataclasses.replace(column, default=column.default and column.id != "experimental_platform")
        for column in _columns(records.Site)
    )
    sector, *sectors = _columns(records.Sector)
    partners = tuple(_columns(records.Partner))
    system = Column("system", "System", "slug", "Id of the system", default=True)
    specs = (
        TableSpec(
            "sites", "site", "Sites", (*site, *_SITE_DERIVED, *_site_indicators(indicators)),
            ("name", "country", "city", "selected", "new_status", "members", "sectors"),
        ),
        TableSpec("systems", "system", "Systems", (_SITE, *_columns(records.System))),
        TableSpec("rankings", "ranking", "Rankings", (_SITE, system, *_columns(records.Ranking))),
        TableSpec("partners", "partner", "Partners", (_SITE, *partners, _MEMBER)),
        TableSpec("organisations", "organisation", "Organisations", _ORGANISATION),
        TableSpec("sectors", "sector", "Sectors", (_SITE, sector, _SECTOR_GROUP, *sectors)),
        TableSpec("services", "service", "Services", (_SITE, *_columns(records.Service))),
        TableSpec("access", "access", "Access", (_SITE, *_columns(records.Access))),
        TableSpec(
            "access_modes", "access_mode", "Access modes", tuple(_columns(reference.AccessMode))
        ),
        TableSpec("regions", "region", "Regions", tuple(_columns(reference.Region))),
        TableSpec(
            "indicators", "indicator", "Indicators",
            (*_REGION_DERIVED, *_columns(reference.Indicator)),
        ),
        TableSpec("clusters", "cluster", "Clusters", tuple(_columns(reference.Cluster))),
        TableSpec("facts", "fact", "Facts", tuple(_columns(reference.Fact))),
        TableSpec("findings", "finding", "Findings", tuple(_columns(reference.Finding))),
        TableSpec("sources", "source", "Sources", tuple(_columns(reference.Source))),
    )  # fmt: skip
    return {spec.name: spec for spec in specs}
