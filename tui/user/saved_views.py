"""Saved views: the user's own, over those that come with the data.

Own views stand in ``views.toml`` of the configuration folder. One that cannot be read is never
written: views then go to ``views-<date>.toml`` beside it, which is read as well. Every change
reads, changes and writes the file while holding its lock, so that two explorers at once lose
nothing; what stands beside the view that changes, comments included, stays as it was written.
"""

from __future__ import annotations

import datetime
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import tomli_w

from tui import toml
from tui.dataset.faults import Report, Row
from tui.dataset.files import read_regular
from tui.frozen import frozen
from tui.query import UnknownNameError, View
from tui.query.engine.fold import fold
from tui.query.engine.view import from_plain, to_plain
from tui.text import MOST_NAMED, did_you_mean, listed, printable
from tui.user import paths
from tui.user.writing import cannot_write, locked, reason, write_whole

FILE = "views.toml"
# Seconds to wait while another explorer writes.
_PATIENCE = 5.0
_OF_A_VIEW = (
    "cohort", "filter", "findings", "tab", "whole", "map", "facets", "ways", "marks", "tally",
    "tables",
)  # fmt: skip
_OWN = ("name", "description", *_OF_A_VIEW)
_BUNDLED = ("id", "label", "description", *_OF_A_VIEW)


@frozen
class SavedView:
    """A view under a name. ``id`` is a short form of the name, to type on a command line.

    ``own`` tells the user's views from those that come with the data; ``german`` is the
    German name of the latter, "" where there is none.
    """

    id: str
    name: str
    view: View
    description: str = ""
    own: bool = True
    german: str = ""


@frozen
class SavedViews:
    """All views that can be had, own ones first, and what is wrong with the files."""

    views: tuple[SavedView, ...]
    problems: tuple[str, ...] = ()

    def named(self, name: str) -> SavedView | None:
        """The view of this name or id, in whatever case; None where there is none."""
        known = {each.id: each for each in reversed(self.views)}
        known |= {name_key(each.german): each for each in reversed(self.views) if each.german}
        known |= {name_key(each.name): each for each in reversed(self.views)}
        return known.get(name_key(name))


Status = Literal["saved", "exists", "missing", "elsewhere", "failed"]


@frozen
class Outcome:
    """What became of a change, with a sentence that says so.

    ``saved``: done. ``exists``: there is a view of this name, nothing was written; ask and
    call again with ``replace``. ``missing``: no own view of this name. ``elsewhere``: saved,
    but in another file since the usual one is broken. ``failed``: nothing was written.
    """

    status: Status
    message: str
    path: Path | None = None

    @property
    def done(self) -> bool:
        """Whether the change was written."""
        return self.status in ("saved", "elsewhere")


def name_key(name: str) -> str:
    """Names with the same key are the same name."""
    return fold(name.strip())


def slug(name: str) -> str:
    """A short form of a name to type: ``Companies on board`` is ``companies-on-board``."""
    return re.sub(r"[\W_]+", "-", fold(name)).strip("-") or "view"


def list_views(folders: Sequence[Path]) -> SavedViews:
    """Own views, then those of the dataset folders whose name no own view bears."""
    problems: list[str] = []
    own: list[SavedView] = []
    for file in _own_files():
        own += _views(file, own=True, problems=problems)
    files = [read_file(folder / FILE, folder) for folder in folders]
    found = (view for file in files for view in _views(file, own=False, problems=problems))
    bundled = {view.id: view for view in found}
    taken = {name_key(view.name) for view in own} | {view.id for view in own}
    others = [v for v in bundled.values() if not taken & {name_key(v.name), v.id}]
    return SavedViews((*own, *others), tuple(problems))


def find_view(name: str, folders: Sequence[Path]) -> View:
    """The saved view of this name or id. Raises UnknownNameError naming the nearest one."""
    known = list_views(folders)
    found = known.named(name)
    if found is not None:
        return found.view
    names = {fold(text): each.name for each in known.views for text in (each.name, each.id)}
    close = names.get(did_you_mean(fold(name), names), "")
    every = listed([each.name for each in known.views], MOST_NAMED)
    hint = f"; did you mean '{close}'?" if close else f"; there are {every}" if every else ""
    wrong = "".join(f"\n{problem}" for problem in known.problems)
    raise UnknownNameError(f"no saved view '{name}'{hint}{wrong}")


def save_view(name: str, view: View, *, replace: bool = False) -> Outcome:
    """Save a view under a name; one of the same name is replaced only if told to."""
    entry = {"name": name.strip()} | to_plain(view)

    def change(files: Sequence[ViewFile]) -> Outcome:
        there = next(_places(files, name), None)
        if there is None:
            return _add(files, entry)
        if not replace:
            return Outcome("exists", f"there is a view '{entry['name']}' already")
        file, place = there
        kept = {key: v for key, v in file.entries[place].items() if key not in _OF_A_VIEW}
        write_whole(file.path, replaced(file, place, kept | entry))
        return Outcome("saved", f"view '{entry['name']}' saved", file.path)

    return _changed(name, change)


def rename_view(old: str, new: str, *, replace: bool = False) -> Outcome:
    """Give an own view another name; another view of that name is replaced only if told to."""

    def change(files: Sequence[ViewFile]) -> Outcome:
        here = next(_places(files, old), None)
        if here is None:
            return _missing(files, old)
        taken = next(_places(files, new), None)
        if taken not in (None, here) and not replace:
            return Outcome("exists", f"there is a view '{new.strip()}' already")
        file, place = here
        entry = dict(file.entries[place]) | {"name": new.strip()}
        write_whole(file.path, replaced(file, place, entry))
        if taken is not None and taken != here:
            for other, at in _places([read_file(each.path) for each in files], new):
                if (other.path, at) != (file.path, place):
                    write_whole(other.path, replaced(other, at))
                    break
        return Outcome("saved", f"view '{old.strip()}' is now '{new.strip()}'", file.path)

    return _changed(new, change)


def delete_view(name: str) -> Outcome:
    """Delete an own view; a view of the data with the same name is there again."""

    def change(files: Sequence[ViewFile]) -> Outcome:
        here = next(_places(files, name), None)
        if here is None:
            return _missing(files, name)
        file, place = here
        write_whole(file.path, replaced(file, place))
        return Outcome("saved", f"view '{name.strip()}' deleted", file.path)

    return _changed(name, change)


def _missing(files: Sequence[ViewFile], name: str) -> Outcome:
    broken = "".join(f"; {file.broken}" for file in files if file.broken)
    return Outcome("missing", f"there is no view of your own named '{name.strip()}'{broken}")


def _changed(name: str, change: Callable[[Sequence[ViewFile]], Outcome]) -> Outcome:
    """Make a change while holding the lock; what goes wrong is an outcome, never an error."""
    folder = paths.config_dir()
    if not name.strip():
        return Outcome("failed", "a view needs a name")
    if folder is None:
        return Outcome("failed", "there is no home folder to save views in")
    path = folder / FILE
    try:
        with locked(path, _PATIENCE):
            return change(_own_files())
    except OSError as error:
        return Outcome("failed", cannot_write(path, error), path)


def _own_files() -> list[ViewFile]:
    """The user's files of views, the usual one first; none without a home folder."""
    folder = paths.config_dir()
    if folder is None:
        return []
    try:
        others = sorted(folder.glob("views-*.toml"))
    except OSError:
        others = []
    return [read_file(path) for path in (folder / FILE, *others)]


def _places(files: Sequence[ViewFile], name: str) -> Iterator[tuple[ViewFile, int]]:
    """The views of a name: their files, and where they stand in these, counted from 0."""
    for file in files:
        for place, entry in enumerate(file.entries):
            own = entry.get("name")
            if isinstance(own, str) and name_key(own) == name_key(name):
                yield file, place


def _add(files: Sequence[ViewFile], entry: Mapping[str, Any]) -> Outcome:
    """Add a view to the usual file, or to one beside it where that is broken."""
    usual = files[0]
    if not usual.broken:
        write_whole(usual.path, added(usual, entry))
        return Outcome("saved", f"view '{entry['name']}' saved", usual.path)
    broken = {file.path for file in files if file.broken}
    path = next(path for path in _beside(usual.path) if path not in broken)
    write_whole(path, added(read_file(path), entry))
    why = f"{usual.broken}; it is left as it is, and the view was saved in {path.name}"
    return Outcome("elsewhere", why, path)


def _beside(path: Path) -> Iterator[Path]:
    """``views-2026-11-22.toml``, then ``views-2026-11-22-2.toml`` and so on."""
    for number in itertools.count(1):
        more = f"-{number}" if number > 1 else ""
        yield path.with_name(f"{path.stem}-{_today()}{more}.toml")


def _today() -> str:
    return datetime.date.today().isoformat()


def _views(file: ViewFile, *, own: bool, problems: list[str]) -> list[SavedView]:
    """The sound views of a file; what is wrong with the others is added to ``problems``."""
    if file.broken:
        problems.append(file.broken)
        return []
    report = Report()
    top = Row(_label(file.path), file.path, (), dict(file.raw))
    found = []
    for place, entry in enumerate(file.entries):
        view = _view(top.child(dict(entry), "view", place), own, report)
        found += [view] if view else []
    problems += (printable(str(fault)) for fault in report.faults)
    return found


def _view(row: Row, own: bool, report: Report) -> SavedView | None:
    known = _OWN if own else _BUNDLED
    for key in row.raw:
        if key not in known:
            report.add(row, key, "unknown key", did_you_mean(key, known))
    name, german = _names(row.raw, own)
    if not name.strip():
        report.add(row, "name" if own else "label", "a view needs a name")
        return None
    try:
        view = from_plain(row.raw)
    except ValueError as error:
        report.add(row, str(error).partition(" ")[0], f"the view cannot be read: {error}")
        return None
    told = row.raw.get("description")
    description = told.get("en") if isinstance(told, dict) else told
    ident = _text(row.raw.get("id"), slug(name))
    return SavedView(ident, name, view, _text(description), own, german)


def _names(raw: Mapping[str, Any], own: bool) -> tuple[str, str]:
    """Name and German name of an entry, "" where there is none."""
    given = {"en": raw.get("name")} if own else raw.get("label")
    found = given if isinstance(given, dict) else {}
    return _text(found.get("en")), _text(found.get("de"))


def _text(value: object, otherwise: str = "") -> str:
    return value if isinstance(value, str) else otherwise


_HEADER = re.compile(r"[ \t]*\[\[[ \t]*view[ \t]*\]\]")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@frozen
class ViewFile:
    """One file as read. ``broken`` says why it cannot be used or changed, "" where it can."""

    path: Path
    text: str
    raw: Mapping[str, Any]
    broken: str = ""

    @property
    def entries(self) -> Sequence[Mapping[str, Any]]:
        """Its ``[[view]]`` tables."""
        found: Sequence[Mapping[str, Any]] = self.raw.get("view", [])
        return found


def _label(path: Path) -> str:
    """How a file is named in messages: its folder's own name and its own."""
    return f"{path.parent.name}/{path.name}"


def read_file(path: Path, within: Path | None = None) -> ViewFile:
    """Read a file of views; one that does not exist is empty.

    Links may not lead out of ``within``, a folder that came from anyone.
    """
    try:
        text = read_regular(path, within).decode("utf-8")
        raw = toml.loads(text)
    except FileNotFoundError:
        return ViewFile(path, "", {})
    except OSError as error:
        why = f": cannot be read: {reason(error)}"
    except UnicodeDecodeError as error:
        why = f": not valid UTF-8 at byte {error.start}"
    except toml.TOMLDecodeError as error:
        why = f":{error.line}: not valid TOML: {error.reason}"
    except (ValueError, RecursionError):
        why = ": not valid TOML: nested too deeply, or a number too long"
    else:
        views = raw.get("view", [])
        if isinstance(views, list) and all(isinstance(view, dict) for view in views):
            return ViewFile(path, text, raw)
        why = ": views must be written as [[view]] tables"
    return ViewFile(path, "", {}, f"{_label(path)}{why}")


def added(file: ViewFile, entry: Mapping[str, Any]) -> str:
    """The text of the file with one more view at its end."""
    text = f"{file.text.rstrip()}\n\n" if file.text.strip() else ""
    return _said(text + written(entry), {**file.raw, "view": [*file.entries, entry]})


def replaced(file: ViewFile, place: int, *entries: Mapping[str, Any]) -> str:
    """The text of the file with another view, or none, at ``place``, counted from 0."""
    views = [*file.entries[:place], *entries, *file.entries[place + 1 :]]
    raw = {**file.raw, "view": views}
    wanted = {key: value for key, value in raw.items() if key != "view" or views}
    return _said(_with_block(file.text, place, "".join(map(written, entries))), wanted)


def written(entry: Mapping[str, Any]) -> str:
    """One view as TOML."""
    return "\n".join(_tables("view", entry, "[[view]]"))


def _tables(path: str, table: Mapping[str, Any], header: str) -> list[str]:
    """A table and the tables in it, each with its header."""
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    plain = {key: value for key, value in table.items() if key not in inner}
    found = [f"{header}\n{tomli_w.dumps(plain)}"] if plain or not inner else []
    for key, value in inner.items():
        name = f"{path}.{key if _BARE.fullmatch(key) else json.dumps(key)}"
        found += _tables(name, value, f"[{name}]")
    return found


def _with_block(text: str, place: int, block: str) -> str:
    """The text with another block in place of a view's lines, up to the next view's."""
    lines = text.splitlines(keepends=True)
    starts = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if place >= len(starts):
        return text
    first, last = starts[place], [*starts, len(lines)][place + 1]
    # Blank lines and comments above the next view belong to that one.
    while last > first and not lines[last - 1].split("#")[0].strip():
        last -= 1
    before, after = "".join(lines[:first]), "".join(lines[last:])
    return before + block + (after if block else after.lstrip("\n"))


def _said(text: str, wanted: Mapping[str, Any]) -> str:
    """The text if it says what is wanted, else what is wanted written anew."""
    try:
        return text if toml.loads(text) == wanted else tomli_w.dumps(wanted)
    except toml.TOMLDecodeError:
        return tomli_w.dumps(wanted)
