"""Rows of a spreadsheet as rows of the dataset: columns to keys, texts to typed values.

Nothing is guessed: what has no place, or does not fit, is left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, TypeVar

from tui.dataset import Dataset, records
from tui.dataset.fields import Spec, declared
from tui.editing.spreadsheet import CellError, Converter, Spreadsheet, decimal_sign
from tui.frozen import frozen
from tui.query.engine.fold import fold, slug_of
from tui.text import did_you_mean, quote

Raw = dict[str, Any]
T = TypeVar("T")

TABLES: Mapping[str, type] = {
    "sites": records.Site,
    "systems": records.System,
    "rankings": records.Ranking,
    "partners": records.Partner,
}
# Keys that say where a row belongs.
_PLACES: Mapping[str, tuple[str, ...]] = {
    "sites": (), "systems": ("site",), "rankings": ("site", "system"), "partners": ("site",),
}  # fmt: skip
# Nobody has said of a new site whether its lists are whole.
_WHOLE = dict.fromkeys(("systems", "partners", "sectors", "services"), "unknown")
# How much a suggested name must be like the one in the file.
_NEAR = 0.75
_FACTOR = re.compile(r"(?P<field>[^*]+)\*(?P<factor>[0-9.eE+-]+)")
# Thousands as German writes them, which are read as a number without decimals.
_NOTHING_MORE = re.compile(r"[1-9]\d{0,2}(?:\.000)")


class MappingError(Exception):
    """A ``--map`` or ``--set`` that cannot be understood; the message says why."""


@frozen
class Problem:
    """What could not be placed. ``row`` counts from 1 as a spreadsheet does, the header first.

    ``unknown`` is the site or system that the dataset has not, and nothing like it either.
    """

    row: int
    column: str
    reason: str
    unknown: str = ""


@dataclass(slots=True)
class Taken:
    """What came of a spreadsheet.

    ``sites`` maps the id of a site to what its file is to hold; ``placed`` counts the rows
    in it, ``unused`` are the columns that have no field.
    """

    sites: dict[str, Raw] = field(default_factory=dict)
    placed: int = 0
    unused: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)


@frozen
class _Use:
    """A field that a column holds, and what its numbers are multiplied with."""

    field: str
    factor: float = 1.0


def fields_of(table: str) -> dict[str, Spec]:
    """The fields that a column may hold, by name; those of tables below with a dot."""
    found: dict[str, Spec] = {key: Spec("text", "") for key in _PLACES[table]}
    for key, spec in declared(TABLES[table]).specs.items():
        if spec.kind == "table" and spec.record is not None:
            below = declared(spec.record).specs
            found |= {f"{key}.{low}": each for low, each in below.items()}
        elif spec.kind not in ("rows", "table", "label"):
            found[key] = spec
    return found


def take(
    dataset: Dataset,
    table: str,
    sheet: Spreadsheet,
    *,
    mapping: Sequence[str] = (),
    constants: Sequence[str] = (),
    source: str,
    confidence: str = "likely",
) -> Taken:
    """Place the rows of a spreadsheet under the sites of a dataset.

    ``mapping`` are texts ``COLUMN=FIELD`` or ``COLUMN=FIELD*FACTOR``, ``constants`` texts
    ``FIELD=VALUE``; a column that is named like a field needs none. Every row rests on
    ``source`` with this confidence unless columns say otherwise. Raises
    :class:`MappingError`.
    """
    intake = _Intake(dataset, table, source, confidence)
    uses = intake.uses(sheet.columns, mapping)
    converter = intake.converter_of(sheet, uses)
    same = intake.constants(constants)
    found = Taken(unused=tuple(column for column in sheet.columns if column not in uses))
    for number, row in enumerate(sheet.rows, 2):
        cells = dict(zip(sheet.columns, row, strict=True))
        values = dict(same)
        for column, use in uses.items():
            try:
                value = converter.value(use.field, cells[column], use.factor)
            except CellError as error:
                found.problems.append(Problem(number, column, str(error)))
            else:
                if value is not None:
                    values[use.field] = value
        if not any(cells.values()):
            continue
        try:
            intake.place(values, found.sites)
        except _NoPlaceError as error:
            found.problems.append(Problem(number, "", error.reason, error.unknown))
        else:
            found.placed += 1
    return found


class _NoPlaceError(Exception):
    def __init__(self, reason: str, unknown: str = "") -> None:
        self.reason = reason
        self.unknown = unknown


class _Intake:
    """Places rows of one table under the sites of a dataset."""

    def __init__(self, dataset: Dataset, table: str, source: str, confidence: str) -> None:
        self.table = table
        self.fields = fields_of(table)
        self._vocabulary = dataset.vocabulary
        self._source, self._confidence = source, confidence
        sites = dataset.sites
        self._site_of = {site.id: site for site in sites}
        self._sites = _names((each.id, (each.id, each.name, each.full_name)) for each in sites)
        self._systems = _names(
            ((site.id, each.id), (each.id, each.name, _plain_name(each.name)))
            for site in sites
            for each in site.systems
        )
        seats = {each.id: each for site in sites for each in site.partners}
        self._organisations = _names((each.id, (each.name,)) for each in seats.values())
        self._seats = seats

    def uses(self, columns: Sequence[str], mapping: Sequence[str]) -> dict[str, _Use]:
        """What the columns hold: as told, else by their names."""
        found: dict[str, _Use] = {}
        for text in mapping:
            column, use = self._told(text, columns)
            found[column] = use
        taken = {use.field for use in found.values()}
        names = {fold(name): name for name in self.fields}
        for column in columns:
            name = names.get(fold(column).replace(" ", "_"))
            if column not in found and name and name not in taken:
                found[column] = _Use(name)
        return found

    def converter_of(self, sheet: Spreadsheet, uses: Mapping[str, _Use]) -> Converter:
        """What turns the cells of a file into values: all its numbers are written the same way."""
        numbers = [
            row[at]
            for at, column in enumerate(sheet.columns)
            if column in uses and self.fields[uses[column].field].kind in ("integer", "number")
            for row in sheet.rows
        ]
        shown = decimal_sign(numbers)
        return Converter(self._vocabulary, self.fields, decimal=shown, assumed=sheet.decimal)

    def _told(self, text: str, columns: Sequence[str]) -> tuple[str, _Use]:
        column, equals, name = text.rpartition("=")
        if not equals or not column:
            raise MappingError(f"{quote(text)} is not COLUMN=FIELD")
        if column not in columns:
            close = did_you_mean(column, columns)
            hint = f"did you mean {quote(close)}?" if close else f"there are {', '.join(columns)}"
            raise MappingError(f"no column {quote(column)} in the file; {hint}")
        scaled = _FACTOR.fullmatch(name)
        use = _Use(name)
        if scaled:
            try:
                use = _Use(scaled["field"].strip(), float(scaled["factor"]))
                if _NOTHING_MORE.fullmatch(scaled["factor"]):
                    raise MappingError(f"{quote(text)}: the factor is {use.factor:.0f}")
            except ValueError:
                raise MappingError(f"{quote(text)}: {scaled['factor']} is no number") from None
        self._check_field(use.field)
        return column, use

    def _check_field(self, name: str) -> None:
        if name not in self.fields:
            close = did_you_mean(name, self.fields)
            hint = f"did you mean '{close}'?" if close else f"there are {', '.join(self.fields)}"
            raise MappingError(f"{self.table} have no field {quote(name)}; {hint}")

    def constants(self, texts: Sequence[str]) -> Raw:
        """The values that are the same in every row."""
        found: Raw = {}
        converter = Converter(self._vocabulary, self.fields, assumed=".")
        for text in texts:
            name, equals, value = text.partition("=")
            if not equals:
                raise MappingError(f"{quote(text)} is not FIELD=VALUE")
            self._check_field(name)
            try:
                found[name] = converter.value(name, value)
            except CellError as error:
                raise MappingError(f"{quote(text)}: {error}") from None
        return found

    def place(self, values: Raw, sites: dict[str, Raw]) -> None:
        """Put a row where it belongs. Raises _NoPlaceError."""
        match self.table:
            case "sites":
                self._site(values, sites)
            case "systems":
                self._below_site("system", values, sites, self._system)
            case "partners":
                self._below_site("partner", values, sites, self._partner)
            case _:
                self._ranking(values, sites)

    def _stated(self, lower: object = None) -> Raw:
        """What a row rests on: what the one below it does, and this table."""
        rests = (source for source in getattr(lower, "sources", ()) if source != self._source)
        return {"sources": [*rests, self._source], "confidence": self._confidence}

    def _site(self, values: Raw, sites: dict[str, Raw]) -> None:
        name = values.pop("id", None) or values.get("name")
        if name is None:
            raise _NoPlaceError("has neither id nor name")
        ident = self._sites.get(_key(name)) or slug_of(name)
        if not ident:
            raise _NoPlaceError(f"no id can be made of {quote(name)}")
        if ident in sites:
            raise _NoPlaceError(f"the site '{ident}' stands in the file twice")
        there = self._site_of.get(ident)
        below: dict[str, Raw] = {} if there else {"completeness": dict(_WHOLE)}
        raw: Raw = {} if there else {"id": ident}
        for key, value in values.items():
            table, _, low = key.rpartition(".")
            (below.setdefault(table, {}) if table else raw)[low] = value
        if raw:
            raw = {**raw, **_lacking(self._stated(there), raw)}
        for table, part in below.items():
            stated = {} if table == "completeness" else self._stated(getattr(there, table, None))
            raw[table] = {**part, **_lacking(stated, part)}
        sites[ident] = raw

    def _below_site(
        self, key: str, values: Raw, sites: dict[str, Raw], finish: Callable[[Raw, str], Raw]
    ) -> None:
        told = values.pop("site", None)
        if told is None:
            raise _NoPlaceError("names no site; --set site=ID puts all rows at one")
        site = self._sites.get(_key(told))
        if site is None:
            raise _nothing("site", told, self._sites)
        row = finish(values, site)
        if not row["id"]:
            raise _NoPlaceError("has neither id nor name")
        rows: list[Raw] = sites.setdefault(site, {}).setdefault(key, [])
        if any(each["id"] == row["id"] for each in rows):
            raise _NoPlaceError(f"'{row['id']}' stands at {site} twice")
        there = {each.id: each for each in getattr(self._site_of[site], f"{key}s")}
        rows.append({**row, **_lacking(self._stated(there.get(row["id"])), row)})

    def _system(self, values: Raw, site: str) -> Raw:
        name = values.get("name", "")
        there, ident = self._systems.get(_key(name), ("", ""))
        return {"id": ident if there == site else slug_of(name), **values}

    def _partner(self, values: Raw, _site: str) -> Raw:
        """An organisation that the dataset knows keeps its id, names, country and type."""
        known = self._seats.get(self._organisations.get(_key(values.get("name", "")), ""))
        if known is None:
            name = values.get("acronym") or values.get("name", "")
            return {"id": slug_of(name), **values}
        kept = ("id", "name", "acronym", "country", "type")
        own = {key: getattr(known, key) for key in kept if getattr(known, key) is not None}
        return own | {key: value for key, value in values.items() if key not in kept}

    def _ranking(self, values: Raw, sites: dict[str, Raw]) -> None:
        told, name = values.pop("site", None), values.pop("system", None)
        if name is None:
            raise _NoPlaceError("names no system")
        place = self._systems.get(_key(name))
        if place is None:
            raise _nothing("system", name, self._systems)
        site, system = place
        # A column called site may well hold something else than a site of the dataset.
        if told is not None and self._sites.get(_key(told), site) != site:
            raise _NoPlaceError(f"the system {quote(name)} stands at {site}, not at {quote(told)}")
        rows: list[Raw] = sites.setdefault(site, {}).setdefault("system", [])
        found = next((row for row in rows if row["id"] == system), None)
        if found is None:
            found = {"id": system, "ranking": []}
            rows.append(found)
        edition = (values.get("list"), values.get("edition"))
        if any((each.get("list"), each.get("edition")) == edition for each in found["ranking"]):
            raise _NoPlaceError(f"{quote(name)} has a place in that edition already")
        there = {
            (place.list, str(place.edition)): place
            for each in self._site_of[site].systems
            for place in (each.rankings if each.id == system else ())
        }
        lower = there.get((str(edition[0]), str(edition[1])))
        found["ranking"].append({**values, **_lacking(self._stated(lower), values)})


def _nothing(what: str, name: str, known: Mapping[str, object]) -> _NoPlaceError:
    close = did_you_mean(_key(name), known)
    # Of the many names of a list most have nothing to do with the dataset.
    if SequenceMatcher(a=_key(name), b=close).ratio() < _NEAR:
        return _NoPlaceError(f"no {what} {quote(name)} in the dataset", name)
    return _NoPlaceError(f"no {what} {quote(name)} in the dataset; did you mean '{close}'?")


def _lacking(stated: Raw, row: Raw) -> Raw:
    return {key: value for key, value in stated.items() if key not in row}


def _names(rows: Iterable[tuple[T, Iterable[str | None]]]) -> dict[str, T]:
    """What rows are called, by :func:`_key`; a name that two of them have leads to neither."""
    found: dict[str, T] = {}
    twice: set[str] = set()
    for thing, names in rows:
        for name in {_key(name) for name in names if name}:
            if found.setdefault(name, thing) != thing:
                twice.add(name)
    return {name: thing for name, thing in found.items() if name not in twice}


def _key(name: str) -> str:
    """A name without case, accents and signs: ``MareNostrum 5 ACC`` is ``marenostrum-5-acc``."""
    return slug_of(name)


def _plain_name(name: str) -> str:
    """A name without what stands behind it: ``MUSICA (Multi-Site Computer Austria)``."""
    return re.split(r" \(|, ", name, maxsplit=1)[0]
