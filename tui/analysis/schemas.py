"""JSON Schemas: of what commands print as JSON, and of the TOML files of a dataset.

The latter are made from the declared keys, so that an editor completes and checks data while
they are typed (Even Better TOML and taplo read them).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tui.analysis.tables import table
from tui.dataset import Dataset, PartialDate
from tui.dataset.dataset import Meta
from tui.dataset.fields import Spec, declared
from tui.dataset.records import Region, Site
from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Source
from tui.dataset.vocabulary import ATTRIBUTES, VOCABULARIES
from tui.query.engine.columns import Column, TableSpec
from tui.query.engine.store import Store
from tui.query.engine.table import Result
from tui.query.engine.view import View

if TYPE_CHECKING:
    import pandas as pd

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


DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, dict[str, type]] = {
    "dataset.toml": {"": Meta},
    "sources.toml": {"source": Source},
    "site.toml": {"": Site},
    "access_modes.toml": {"access_mode": AccessMode},
    "regions.toml": {"region": Region},
    "comparisons.toml": {"cluster": Cluster, "fact": Fact},
    "findings.toml": {"finding": Finding},
    "vocabulary.toml": {},
}
"""Files of a dataset: the arrays of tables in each, "" for keys of the file itself."""

_SIMPLE: dict[str, dict[str, Any]] = {
    "slug": {"type": "string", "pattern": "^[a-z0-9]+([-_][a-z0-9]+)*$"},
    "text": {"type": "string", "minLength": 1},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "url": {"type": "string", "pattern": "^https?://"},
    "nuts2": {"type": "string", "pattern": "^[A-Z]{2}[A-Z0-9]{2}$"},
    # Editors take a TOML date for a string of this format.
    "day": {"type": "string", "format": "date"},
    "date": {"type": "string", "pattern": DATE},
    "mixed": {"type": ["number", "string"]},
    "claim": {"type": ["number", "string", "array"]},
}
_ITEMS = {"slugs": "slug", "texts": "text", "urls": "url", "countries": "country",
          "integers": "integer"}  # fmt: skip


def output_schema(dataset: Dataset, spec: TableSpec) -> dict[str, Any]:
    """The schema of a table as JSON: a list of objects, each with every key, null if unknown."""
    types = ColumnTypes(dataset, spec)
    properties = {}
    for column in spec.columns:
        value = {"anyOf": [types.schema(column), {"type": "null"}]}
        about = {"title": column.title, "description": column.meaning}
        unit = {"x-unit": column.unit} if column.unit else {}
        properties[column.id] = {**value, **about, **unit}
    return {
        "$schema": DIALECT,
        "title": spec.label,
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


def file_schema(dataset: Dataset, name: str) -> dict[str, Any]:
    """The schema of a TOML file of a dataset, with the words of its vocabulary."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    parts = FILES[name] if name != "vocabulary.toml" else {}
    for key, record in parts.items():
        made = _object(dataset, record)
        if key:
            properties[key] = {"type": "array", "items": made}
        else:
            properties |= made["properties"]
            required += made["required"]
    if name == "vocabulary.toml":
        properties = {each: {"type": "array", "items": _word(each)} for each in VOCABULARIES}
    return {
        "$schema": DIALECT,
        "title": name,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _object(dataset: Dataset, record: type) -> dict[str, Any]:
    """The schema of one row. A row that lies over another one may take keys or itself away."""
    found = declared(record)
    properties = {key: _value(dataset, spec) for key, spec in found.specs.items()}
    properties["absent"] = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Keys that are taken away from the row below",
    }
    properties["removed"] = {"type": "boolean", "description": "True to take the row below away"}
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(found.required),
        "additionalProperties": False,
    }


def _value(dataset: Dataset, spec: Spec) -> dict[str, Any]:
    about = {"description": f"{spec.meaning} ({spec.unit})" if spec.unit else spec.meaning}
    return {**_type(dataset, spec), **about}


def _type(dataset: Dataset, spec: Spec) -> dict[str, Any]:
    if spec.kind == "rows" and spec.record is not None:
        return {"type": "array", "items": _object(dataset, spec.record)}
    if spec.kind == "table":
        return _object(dataset, spec.record) if spec.record else {"type": "object"}
    if spec.kind == "label":
        text = {"type": "string", "minLength": 1}
        return {
            "type": "object",
            "properties": {"en": text, "de": text},
            "required": ["en"],
            "additionalProperties": False,
        }
    if spec.kind == "word":
        words = list(dataset.vocabulary.words(spec.vocabulary))
        return {"type": "string", **({"enum": words} if words else {})}
    if spec.kind in _ITEMS:
        return {"type": "array", "items": _SIMPLE[_ITEMS[spec.kind]]}
    bounds = {"minimum": spec.low, "maximum": spec.high}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    if spec.kind == "date":
        return {"anyOf": [_SIMPLE["date"], _SIMPLE["day"]]}
    return {**_SIMPLE.get(spec.kind, {}), **known}


def _word(name: str) -> dict[str, Any]:
    """The schema of an entry of a list of the vocabulary."""
    kinds = {bool: "boolean", str: "string"}
    own = {key: {"type": kinds[kind]} for key, kind in ATTRIBUTES.get(name, {}).items()}
    label = {"type": "object", "properties": {"en": {"type": "string"}, "de": {"type": "string"}}}
    text = {"type": "string"}
    return {
        "type": "object",
        "properties": {"id": text, "label": label, "definition": text, "note": text, **own},
        "required": ["id", "definition", *own],
    }


def frame(result: Result) -> pd.DataFrame:
    """A table as a data frame, one row a record, with the types that pandas has for them.

    Whole numbers are ``Int64``, other numbers ``Float64``, yes and no ``boolean``, each with
    ``<NA>`` where the value is unknown; texts are strings; words of a vocabulary and countries
    are categories, a vocabulary's in its own order. A list stays a list, empty where nothing
    is known. A day is a ``datetime64``; a date that may be a month, a quarter or a year is a
    string as it is written, followed by its bounds, ``NAME.first`` and ``NAME.last``.

    Units, meanings and the name of the table stand in ``frame.attrs``. Raises ImportError
    without pandas.
    """
    import pandas as pd

    parts: dict[str, Any] = {}
    for column in result.columns:
        values = result.source.values(column.id)
        parts.update(_series(result.store, column, [values[row] for row in result.rows]))
    made = pd.DataFrame(parts, index=pd.RangeIndex(len(result)))
    made.attrs = {
        "table": result.name,
        "units": {column.id: column.unit for column in result.columns if column.unit},
        "meanings": {column.id: column.meaning for column in result.columns},
    }
    return made


def _series(store: Store, column: Column, values: Sequence[Any]) -> dict[str, Any]:
    """The series of one column by name; a date that may span days has three."""
    import pandas as pd

    if column.many:
        lists = [list(value or ()) for value in values]
        return {column.id: pd.Series(lists, dtype=object)}
    if column.kind == "date":
        return _dates(column, values)
    if column.kind == "word":
        words = list(store.vocabulary.words(column.vocabulary))
        words += sorted({value for value in values if value is not None} - set(words))
        return {column.id: pd.Series(pd.Categorical(values, categories=words))}
    if column.kind == "country":
        return {column.id: pd.Series(pd.Categorical(values))}
    if column.kind == "mixed":
        plain = [_plain_value(value) for value in values]
        return {column.id: pd.Series(plain, dtype=object)}
    types = {"integer": "Int64", "number": "Float64", "flag": "boolean"}
    return {column.id: pd.Series(list(values), dtype=types.get(column.kind, "string"))}


def _dates(column: Column, values: Sequence[PartialDate | None]) -> dict[str, Any]:
    import pandas as pd

    bounds = {
        name: pd.Series(
            [getattr(value, name) if value is not None else None for value in values],
            dtype="datetime64[s]",
        )
        for name in ("first", "last")
    }
    if column.declared == "day":
        return {column.id: bounds["first"]}
    texts = [value.text if value is not None else None for value in values]
    return {
        column.id: pd.Series(texts, dtype="string"),
        **{f"{column.id}.{name}": series for name, series in bounds.items()},
    }


def _plain_value(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    return list(value) if isinstance(value, tuple) else value
