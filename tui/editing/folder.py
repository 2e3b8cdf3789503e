"""Writing a data folder: TOML files that lie over a dataset, all of them or none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from tui.user.writing import write_all


class FolderError(Exception):
    """Files that are there already and would be lost; the message names them."""


def write_folder(folder: Path, sites: Mapping[str, Any], source: Mapping[str, Any]) -> list[Path]:
    """Write site files and the bibliography's new entry ({} for none); the files written.

    Raises :class:`FolderError` where one of them exists, OSError where one cannot be
    written; nothing that was there is changed.
    """
    files = {folder / "sites" / f"{ident}.toml": dict(raw) for ident, raw in sites.items()}
    if source:
        files[folder / "sources.toml"] = {"source": [dict(source)]}
    there = [str(path) for path in files if os.path.lexists(path)]
    if there:
        raise FolderError(f"{', '.join(there[:3])} exists already; choose another folder")
    for place in {path.parent for path in files}:
        place.mkdir(parents=True, exist_ok=True)
    write_all({path: toml_of(raw) for path, raw in files.items()}, new=True)
    return list(files)


def toml_of(raw: Mapping[str, Any]) -> str:
    """A table as TOML the way data files are written: a key a line, ``[[rows]]`` below."""
    return "\n".join(_lines(raw, "")).strip("\n") + "\n"


def _lines(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    below: list[tuple[str, Any]] = []
    for key, value in raw.items():
        if isinstance(value, Mapping) or _are_rows(value):
            below.append((f"{name}.{key}" if name else key, value))
        else:
            yield f"{key} = {_value(value)}"
    for path, value in below:
        if isinstance(value, Mapping):
            yield from ("", f"[{path}]", *_lines(value, path))
        else:
            for row in value:
                yield from ("", f"[[{path}]]", *_lines(row, path))


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")
