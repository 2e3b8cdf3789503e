"""JSON Schemas: of what commands print as JSON, and of the TOML files of a dataset.

The latter are made from the declared keys, so that an editor completes and checks data while
they are typed (Even Better TOML and taplo read them).
"""

from __future__ import annotations

from typing import Any

from tui.analysis.column_types import DATE, ColumnTypes
from tui.dataset import Dataset
from tui.dataset.dataset import Meta
from tui.dataset.fields import Spec, declared
from tui.dataset.records import Site
from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Source
from tui.dataset.regional import Region
from tui.dataset.vocabulary import ATTRIBUTES, VOCABULARIES
from tui.query.engine.columns import TableSpec

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
    properties["removed"] = {
        "type": "boolean",
        "description": "True to take the row below away",
    }
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
