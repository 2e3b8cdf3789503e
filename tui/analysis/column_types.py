"""What the values of a column are, said exactly: in words, and as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.analysis.tables import table
from tui.dataset import Dataset, PartialDate
from tui.query.engine.columns import Column, TableSpec
from tui.query.engine.view import View

DATE = r"^\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?$"
"""A date as texts have it: a day, a month, a quarter, a half-year or a year."""

_WORDS = {
    "slug": "id",
    "text": "text",
    "country": "country code",
    "integer": "whole number",
    "number": "number",
    "flag": "true or false",
    "date": "date, may be a month, quarter, half-year or year",
    "day": "date",
    "url": "web address",
    "nuts2": "NUTS 2 code",
    "slugs": "list of ids",
    "texts": "list of texts",
    "urls": "list of web addresses",
    "countries": "list of country codes",
    "integers": "list of whole numbers",
}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "pattern": DATE},
    "day": {"type": "string", "format": "date"},
    "url": {"type": "string", "format": "uri"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "integers": {"type": "array", "items": {"type": "integer"}},
    "list": {"type": "array", "items": {"type": "string"}},
}


class ColumnTypes:
    """The types of the columns of one table of a dataset.

    A column that may hold figures and texts is told by what it holds in this dataset.
    """

    def __init__(self, dataset: Dataset, spec: TableSpec) -> None:
        """Ask for the values of the table only where a column leaves its type open."""
        self._dataset = dataset
        self._spec = spec
        self._held: dict[str, tuple[str, ...]] = {}

    def words(self, column: Column) -> str:
        """The type in words: ``whole number``, ``list of ids``, ``number or text``."""
        if column.kind in ("word", "words"):
            return "list of words" if column.many else "word"
        if column.kind == "mixed":
            return " or ".join(_WORDS.get(kind, kind) for kind in self._kinds(column))
        return _WORDS.get(column.declared) or _WORDS.get(column.kind, column.kind)

    def schema(self, column: Column) -> dict[str, Any]:
        """The type as JSON Schema, for a value that is known."""
        if column.kind in ("word", "words"):
            listed = list(self._dataset.vocabulary.words(column.vocabulary))
            one: dict[str, Any] = {"type": "string", **({"enum": listed} if listed else {})}
            return {"type": "array", "items": one} if column.many else one
        if column.kind == "mixed":
            return {"anyOf": [_schema(kind) for kind in self._kinds(column)]}
        return _schema(column.declared if column.declared in _SCHEMAS else column.kind)

    def _kinds(self, column: Column) -> tuple[str, ...]:
        found = self._held.get(column.id)
        if found is None:
            found = self._held[column.id] = _kinds(self._values(column))
        return found

    def _values(self, column: Column) -> Iterable[Any]:
        if column.path or column.id in {own.id for own in self._spec.columns}:
            try:
                result = table(self._dataset, View(), self._spec.name, every=True)
            except ValueError:
                return ()  # the output of a command is no table of the dataset
            return [result.source.values(column.id)[row] for row in result.rows]
        return ()


def _kinds(values: Iterable[Any]) -> tuple[str, ...]:
    """The kinds of known values, all of them where nothing is known."""
    found = {_kind(value) for value in values if value is not None}
    order = ("number", "date", "text", "list")
    return tuple(kind for kind in order if kind in found) or order


def _kind(value: Any) -> str:
    if isinstance(value, PartialDate):
        return "date"
    if isinstance(value, tuple):
        return "list"
    return "number" if isinstance(value, int | float) else "text"


def _schema(kind: str) -> dict[str, Any]:
    if kind in ("slugs", "texts", "countries", "urls"):
        kind = "list"
    return dict(_SCHEMAS.get(kind, {"type": "string"}))
