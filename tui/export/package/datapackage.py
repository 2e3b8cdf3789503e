"""A Data Package, version 2: a CSV file a table, and datapackage.json that says what it all is.

See https://datapackage.org. DuckDB, pandas, Polars and R read the CSV files as they are, the
tools of Frictionless check them against their schemas.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from tui.export.formats import content as table_content
from tui.export.package import Bundle, key_of, links_of
from tui.export.sheet import Sheet
from tui.markup import escaped_json
from tui.query.engine.columns import Column
from tui.text import printable

_PROFILES = "https://datapackage.org/profiles/2.0"
_LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": (
        "Creative Commons Zero 1.0 Universal",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
_DATE = r"\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?"
_TYPES = {"integer": "integer", "number": "number", "flag": "boolean", "mixed": "any"}


def files(bundle: Bundle) -> dict[str, bytes]:
    """The files of the package by name."""
    tables = {f"{sheet.name}.csv": table_content(sheet, "csv") for sheet in bundle.sheets}
    described = json.dumps(_package(bundle, tables), ensure_ascii=False, indent=2)
    return {"datapackage.json": f"{escaped_json(described)}\n".encode(), **tables}


def content(bundle: Bundle) -> bytes:
    """The package as one ZIP file."""
    stream = io.BytesIO()
    day = bundle.origin.date
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in files(bundle).items():
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, written)
    return stream.getvalue()


def _package(bundle: Bundle, tables: dict[str, bytes]) -> dict[str, Any]:
    meta, origin = bundle.dataset.meta, bundle.origin
    title, path = _LICENCES.get(meta.licence, (meta.licence, ""))
    licence = {"name": printable(meta.licence), "title": printable(title)}
    resources = zip(bundle.sheets, tables.items(), strict=True)
    package: dict[str, Any] = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": meta.id,
        "title": printable(meta.title.en),
        "description": printable(meta.description.en),
        "version": printable(meta.version),
        "created": f"{origin.date.isoformat()}T00:00:00Z",
        "licenses": [licence | ({"path": path} if path else {})],
        "contributors": [
            {"title": printable(name), "roles": ["creator"]} for name in meta.contributors
        ],
        "sources": _sources(bundle),
        "resources": [
            _resource(sheet, name, written, bundle) for sheet, (name, written) in resources
        ],
        "origin": origin.plain(),
    }
    return {name: value for name, value in package.items() if value not in ([], "")}


def _sources(bundle: Bundle) -> list[dict[str, str]]:
    """What the rows rest on, as the profile has it: a title, and a path where there is one."""
    return [
        {"title": printable(f"{source.publisher}: {source.title}"), "name": source.id}
        | ({"path": printable(source.url)} if source.url else {})
        for source in bundle.dataset.sources
        if source.id in bundle.origin.sources
    ]


def _resource(sheet: Sheet, name: str, written: bytes, bundle: Bundle) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column, bundle) for column in sheet.columns],
        "missingValues": [""],
    }
    key = key_of(sheet)
    links = list(links_of(sheet, bundle.sheets))
    if key:
        schema["primaryKey"] = list(key)
    if links:
        schema["foreignKeys"] = [
            {
                "fields": list(link.columns),
                "reference": {"resource": link.table, "fields": list(link.target)},
            }
            for link in links
        ]
    return {
        "name": sheet.name,
        "type": "table",
        "title": printable(sheet.title),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "header": True},
        "bytes": len(written),
        "hash": f"sha256:{hashlib.sha256(written).hexdigest()}",
        "schema": schema,
    }


def _field(column: Column, bundle: Bundle) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.id,
        "title": printable(column.title),
        "description": printable(column.meaning),
        **_type(column, bundle),
    }
    if column.unit:
        field["unit"] = printable(column.unit)
    return {name: value for name, value in field.items() if value != ""}


def _type(column: Column, bundle: Bundle) -> dict[str, Any]:
    """The type of a column, and what its values are from."""
    if column.many:
        return _list_type(column)
    if column.declared == "day":
        return {"type": "date"}
    if column.kind == "date":
        return {"type": "string", "constraints": {"pattern": _DATE}}
    if column.kind == "word":
        words = bundle.dataset.vocabulary.words(column.vocabulary).values()
        categories: Sequence[dict[str, str]] = [
            {"value": word.id, "label": printable(word.en)} for word in words
        ]
        return {"type": "string", **({"categories": categories} if categories else {})}
    return {"type": _TYPES.get(column.kind, "string")}


def _list_type(column: Column) -> dict[str, Any]:
    """A list of ids or numbers; an item of a list of texts may hold an escaped semicolon."""
    if column.kind == "texts":
        return {"type": "string"}
    item = "integer" if column.kind == "integers" else "string"
    return {"type": "list", "delimiter": "; ", "itemType": item}
