"""A dataset as plain values by the names of its rows: what of it is kept to be compared later."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from tui.analysis.findings.engine import evaluate_all
from tui.dataset import Dataset, PartialDate
from tui.dataset.vocabulary import Vocabulary
from tui.frozen import frozen
from tui.query.engine.store import Table, store_of

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
