"""A dataset as plain values by the names of its rows, and what two states of it differ in."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from tui.analysis.findings.engine import evaluate_all
from tui.dataset import Dataset, PartialDate
from tui.dataset.vocabulary import Vocabulary
from tui.frozen import frozen
from tui.query.engine.store import Table, store_of
from tui.text import plural

Row = Mapping[str, Any]
"""What the files say in one row, by column: numbers, texts, flags, tuples of them."""
Rows = Mapping[str, Row]
"""The rows of a table by name, within their site, region or system."""

# What tells the rows of a table apart.
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "sites": ("id",),
    "systems": ("site", "id"),
    "rankings": ("site", "system", "list", "edition"),
    "partners": ("site", "id"),
    "sectors": ("site", "id"),
    "services": ("site", "kind", "wording"),
    "access": ("site", "mode", "name"),
    "access_modes": ("id",),
    "regions": ("nuts2",),
    "indicators": ("nuts2", "id", "year"),
    "clusters": ("id",),
    "facts": ("id",),
    "findings": ("id",),
    "sources": ("id",),
}
# What a record holds beside what its columns say of the files.
_FURTHER: Mapping[str, tuple[str, ...]] = {
    "systems": ("rmax_pflops",),
    "findings": ("check", "see", "variants"),
}
_FORMAT = 1


@frozen
class Recorded:
    """One state of a dataset.

    ``description`` is what it says of itself (id, version, as_of, its cohorts); ``tables`` are
    those of :data:`IDENTITY` and the vocabulary; ``verdicts`` give verdict and re-computed value
    of each finding. What is unknown is not there.
    """

    description: Mapping[str, str]
    tables: Mapping[str, Rows]
    verdicts: Mapping[str, tuple[str, Any]]

    @property
    def version(self) -> str:
        """The version of the dataset."""
        return self.description["version"]

    @property
    def as_of(self) -> str:
        """The day of the data, as ISO text."""
        return self.description["as_of"]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.tables.values()))


def recorded(dataset: Dataset) -> Recorded:
    """The present state of a dataset."""
    store = store_of(dataset)
    tables: dict[str, Rows] = {name: _rows(store.table(name)) for name in IDENTITY}
    tables["vocabulary"] = dict(_vocabulary(dataset.vocabulary))
    found = {each.finding.id: each for each in evaluate_all(dataset)}
    return Recorded(
        _description(dataset),
        tables,
        {key: (each.verdict, plain(each.computed)) for key, each in found.items()},
    )


def to_json(state: Recorded) -> str:
    """The state on one line."""
    parts = (_FORMAT, state.description, state.tables, state.verdicts)
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":"))


def from_json(text: str) -> Recorded:
    """A state that was written by :func:`to_json`; raises ValueError where it is none."""
    try:
        number, description, tables, verdicts = json.loads(text)
        if number != _FORMAT:
            raise ValueError(f"not of format {_FORMAT}")
        return Recorded(
            {key: str(description[key]) for key in ("id", "version", "as_of")}
            | {str(key): str(value) for key, value in description.items()},
            {
                name: {
                    key: {column: _tupled(value) for column, value in row.items()}
                    for key, row in rows.items()
                }
                for name, rows in tables.items()
            },
            {key: (str(verdict), _tupled(value)) for key, (verdict, value) in verdicts.items()},
        )
    except (AttributeError, KeyError, RecursionError, TypeError) as error:
        raise ValueError("not a recorded state") from error


def plain(value: Any) -> Any:
    """A value as JSON gives it back, lists as tuples."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return tuple(map(plain, value))
    if isinstance(value, PartialDate):
        return value.text
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def _rows(table: Table) -> dict[str, Row]:
    """The rows by name; a second one of the same name has its number behind it."""
    name = table.spec.name
    # A derived column has no path: it says what follows from the files, not what they say.
    columns = [(each.id, table.values(each.id)) for each in table.spec.columns if each.path]
    keys = [table.values(key) for key in IDENTITY[name]]
    found: dict[str, Row] = {}
    for at, parts in enumerate(zip(*keys, strict=True)):
        first = key = "/".join(map(str, parts))
        number = 2
        while key in found:
            key = f"{first}#{number}"
            number += 1
        row = {ident: plain(values[at]) for ident, values in columns}
        for further in _FURTHER.get(name, ()):
            value = getattr(table.records[at], further)
            row[further] = value if isinstance(value, int | float) else str(value or "")
        found[key] = {ident: value for ident, value in row.items() if value not in (None, (), "")}
    return found


def _vocabulary(vocabulary: Vocabulary) -> Iterator[tuple[str, Row]]:
    for name in vocabulary:
        for word, entry in vocabulary.words(name).items():
            parts = ("en", "de", "definition", "attributes")
            said = {part: getattr(entry, part) for part in parts}
            yield f"{name}/{word}", {part: str(value) for part, value in said.items() if value}


def _description(dataset: Dataset) -> dict[str, str]:
    meta = dataset.meta
    found = {
        "id": meta.id, "version": meta.version, "as_of": meta.as_of.text,
        "licence": meta.licence, "title.en": meta.title.en,
        "description.en": meta.description.en, "contributors": ", ".join(meta.contributors),
    }  # fmt: skip
    return found | {f"cohort {each.id}": each.where for each in meta.cohorts}


Kind = Literal["added", "gone", "changed", "turned", "recomputed"]

KINDS: Mapping[Kind, str] = {
    "added": "a row that the old state lacks",
    "gone": "a row that the new state lacks",
    "changed": "another value",
    "turned": "another verdict on a finding",
    "recomputed": "another value re-computed, the verdict stays",
}


@frozen
class Change:
    """One difference.

    ``row`` names the row within its ``table``; ``column`` is "" where the row as a whole is
    new or gone. ``old`` and ``new`` are values, None where there is none. ``sources`` are
    those of the row in the new state, of a row that is gone in the old one.
    """

    kind: Kind
    table: str
    row: str
    column: str
    old: Any
    new: Any
    sources: tuple[str, ...]


def difference(old: Dataset, new: Dataset) -> tuple[Change, ...]:
    """All that changed from one state to the other, table by table, verdicts last."""
    return compared(recorded(old), recorded(new))


def compared(old: Recorded, new: Recorded) -> tuple[Change, ...]:
    """The same of two recorded states. What only one of them could hold is not told."""
    changes = [
        change
        for name, table in new.tables.items()
        if name in old.tables
        for change in _changed_rows(name, old.tables[name], table)
    ]
    return (*changes, *_changed_description(old, new), *_verdicts(old, new))


def summary(changes: Sequence[Change]) -> str:
    """How many changes of each kind there are, in words."""
    if not changes:
        return "no differences"
    number = Counter(change.kind for change in changes)
    parts = (
        plural(number["added"], "row") + " added" if number["added"] else "",
        plural(number["gone"], "row") + " gone" if number["gone"] else "",
        plural(number["changed"], "value") + " changed" if number["changed"] else "",
        plural(number["recomputed"], "figure") + " re-computed" if number["recomputed"] else "",
        plural(number["turned"], "verdict") + " turned" if number["turned"] else "",
    )
    return ", ".join(filter(None, parts))


def _changed_rows(name: str, old: Rows, new: Rows) -> Iterator[Change]:
    for key, row in old.items():
        if key not in new:
            yield Change("gone", name, key, "", None, None, _sources(row))
    for key, row in new.items():
        if key not in old:
            yield Change("added", name, key, "", None, None, _sources(row))
            continue
        before = old[key]
        for column in dict.fromkeys((*row, *before)):
            was, now = before.get(column), row.get(column)
            if was != now:
                yield Change("changed", name, key, column, was, now, _sources(row, column, before))


def _sources(row: Row, column: str = "", before: Row | None = None) -> tuple[str, ...]:
    """The sources of a row, or of the part of it to which a column belongs.

    Those of a part that the row has no longer are in what stood there ``before``.
    """
    own = f"{column.rpartition('.')[0]}.sources"
    return tuple(row.get(own) or (before or {}).get(own) or row.get("sources", ()))


def _changed_description(old: Recorded, new: Recorded) -> Iterator[Change]:
    for key in dict.fromkeys((*old.description, *new.description)):
        pair = old.description.get(key), new.description.get(key)
        if pair[0] != pair[1]:
            yield Change("changed", "dataset", new.description["id"], key, *pair, ())


def _verdicts(old: Recorded, new: Recorded) -> Iterator[Change]:
    findings = new.tables["findings"]
    for key, (verdict, computed) in new.verdicts.items():
        if key not in old.verdicts:
            continue
        was, before = old.verdicts[key]
        sources = _sources(findings[key])
        if was != verdict:
            yield Change("turned", "findings", key, "verdict", was, verdict, sources)
        elif before != computed:
            yield Change("recomputed", "findings", key, "computed", before, computed, sources)
