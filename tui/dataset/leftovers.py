"""What lies in a dataset folder and is not read: each is named, so that no slip is silent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tui.dataset.faults import Fault
from tui.dataset.files import Folders, is_site_file
from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern

FILES = (
    "dataset.toml", "vocabulary.toml", "sources.toml", "access_modes.toml", "regions.toml",
    "comparisons.toml", "findings.toml", "views.toml",
)  # fmt: skip
"""The files of a dataset beside those of the sites."""
# They tell of a dataset and are meant for people, or for the map.
_BESIDE = lazy_pattern(
    r"\..*|(readme|licen[cs]e|changelog|citation|contributing).*|.*\.md|coast\.json"
)


@frozen
class Leftovers:
    """What is not read: ``faults`` look like data, ``others`` may well lie there."""

    faults: tuple[Fault, ...]
    others: tuple[Fault, ...]


NOTHING_LEFT = Leftovers((), ())


@frozen
class _Leftover:
    name: str
    reason: str
    suggestion: str = ""
    is_data: bool = False


def leftovers(where: Folders) -> Leftovers:
    """Look through the folders of a dataset; those that cannot be looked into give nothing."""
    faults: list[Fault] = []
    others: list[Fault] = []
    for folder in where:
        if not holds_data(folder):
            reason = f"holds nothing that is read, such as {FILES[0]}, {FILES[2]} or sites/ID.toml"
            faults.append(Fault(str(folder), 0, "", reason))
        for left in (*_beside_files(folder), *_beside_sites(folder)):
            label = where.label(folder / left.name)
            fault = Fault(label, 0, "", left.reason, left.suggestion)
            (faults if left.is_data else others).append(fault)
    return Leftovers(tuple(faults), tuple(others))


def holds_data(folder: Path) -> bool:
    """Whether anything of a folder is read."""
    return any(os.path.lexists(folder / name) for name in FILES) or any(
        map(is_site_file, _names(folder / "sites"))
    )


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _beside_files(folder: Path) -> Iterator[_Leftover]:
    for name in _names(folder):
        if name in FILES or name == "sites" or _BESIDE.fullmatch(name.lower()):
            continue
        if name.lower() == "sites":
            yield _Leftover(name, "is not read; the folder of sites is 'sites'", "sites", True)
        elif (folder / name).is_dir():
            yield _folder(folder, name)
        elif ".toml" in name.lower():
            close = _meant(name)
            where = "" if close else "; the file of a site belongs in sites/"
            reason = f"is not read; a dataset has no file of this name{where}"
            yield _Leftover(name, reason, close, is_data=True)
        else:
            yield _Leftover(name, "is not read")


def _beside_sites(folder: Path) -> Iterator[_Leftover]:
    for name in _names(folder / "sites"):
        below = f"sites/{name}"
        if is_site_file(name) or _BESIDE.fullmatch(name.lower()):
            continue
        if (folder / below).is_dir():
            yield _folder(folder, below)
        elif ".toml" in name.lower():
            reason = "is not read; the name of a site's file is its id and .toml, in lower case"
            yield _Leftover(below, reason, f"sites/{_plain(name)}.toml", is_data=True)
        else:
            yield _Leftover(below, "is not read")


def _folder(folder: Path, name: str) -> _Leftover:
    inside = [each for each in _names(folder / name) if each.lower().endswith(".toml")]
    if inside:
        reason = "is a folder, and the files in it are not read; they belong in sites/"
        return _Leftover(name, reason, is_data=True)
    return _Leftover(name, "is a folder, and nothing in it is read")


def _plain(name: str) -> str:
    """``HAMMERHAI.TOML`` and ``hammerhai.toml.txt`` as ``hammerhai``."""
    return name.lower().partition(".toml")[0]


def _meant(name: str) -> str:
    stems = [file.removesuffix(".toml") for file in FILES]
    from difflib import get_close_matches

    found = get_close_matches(_plain(name)[:80], stems, n=1, cutoff=0.65)
    return f"{found[0]}.toml" if found else ""
