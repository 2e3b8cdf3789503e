"""Saved views: the user's own, over those that come with the data.

Own views stand in ``views.toml`` of the configuration folder. A ``views.toml`` that cannot
be read is never written: views then go to ``views-<date>.toml`` beside it, which is read as
well. Every change reads, changes and writes the file while holding its lock, so that two
explorers at once lose nothing.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from tui.dataset.faults import Report, Row
from tui.frozen import frozen
from tui.query import UnknownNameError, View
from tui.query.engine.fold import fold
from tui.query.engine.view import from_plain, to_plain
from tui.text import MOST_NAMED, did_you_mean, listed, printable
from tui.user import paths
from tui.user import view_file as viewfile
from tui.user.view_file import ViewFile, read_file
from tui.user.writing import cannot_write, locked, write_whole

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
        wanted = name_key(name)
        by_name = {name_key(each.name): each for each in reversed(self.views)}
        by_german = {name_key(each.german): each for each in reversed(self.views) if each.german}
        by_id = {each.id: each for each in reversed(self.views)}
        return by_name.get(wanted) or by_german.get(wanted) or by_id.get(wanted)


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
    bundled: dict[str, SavedView] = {}
    for folder in folders:
        for view in _views(read_file(folder / FILE, folder), own=False, problems=problems):
            bundled[view.id] = view
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
        there = _place(files, name)
        if there is not None and not replace:
            return Outcome("exists", f"there is a view '{entry['name']}' already")
        if there is not None:
            file, place = there
            kept = {key: v for key, v in file.entries[place].items() if key not in _OF_A_VIEW}
            write_whole(file.path, viewfile.replaced(file, place, kept | entry))
            return Outcome("saved", f"view '{entry['name']}' saved", file.path)
        return _add(files, entry)

    return _changed(name, change)


def rename_view(old: str, new: str, *, replace: bool = False) -> Outcome:
    """Give an own view another name; another view of that name is replaced only if told to."""

    def change(files: Sequence[ViewFile]) -> Outcome:
        here = _place(files, old)
        if here is None:
            return _missing(files, old)
        taken = _place(files, new)
        if taken not in (None, here) and not replace:
            return Outcome("exists", f"there is a view '{new.strip()}' already")
        file, place = here
        entry = dict(file.entries[place]) | {"name": new.strip()}
        write_whole(file.path, viewfile.replaced(file, place, entry))
        if taken is not None and taken != here:
            _drop([read_file(each.path) for each in files], new, keep=(file.path, place))
        return Outcome("saved", f"view '{old.strip()}' is now '{new.strip()}'", file.path)

    return _changed(new, change)


def delete_view(name: str) -> Outcome:
    """Delete an own view; a view of the data with the same name is there again."""

    def change(files: Sequence[ViewFile]) -> Outcome:
        here = _place(files, name)
        if here is None:
            return _missing(files, name)
        file, place = here
        write_whole(file.path, viewfile.removed(file, place))
        return Outcome("saved", f"view '{name.strip()}' deleted", file.path)

    return _changed(name, change)


def _missing(files: Sequence[ViewFile], name: str) -> Outcome:
    broken = "".join(f"; {file.broken}" for file in files if file.broken)
    return Outcome("missing", f"there is no view of your own named '{name.strip()}'{broken}")


def _drop(files: Sequence[ViewFile], name: str, keep: tuple[Path, int]) -> None:
    """Remove the view of a name that is not the one at ``keep``."""
    for file in files:
        for place, entry in enumerate(file.entries):
            if _named(entry, name) and (file.path, place) != keep:
                write_whole(file.path, viewfile.removed(file, place))
                return


def _changed(name: str, change: Callable[[Sequence[ViewFile]], Outcome]) -> Outcome:
    """Make a change while holding the lock; what goes wrong is an outcome, never an error."""
    folder = paths.config_dir()
    if not name.strip():
        return Outcome("failed", "a view needs a name")
    if folder is None:
        return Outcome("failed", "there is no home folder to save views in")
    try:
        with locked(folder / FILE, _PATIENCE):
            return change(_own_files())
    except OSError as error:
        path = folder / FILE
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


def _place(files: Sequence[ViewFile], name: str) -> tuple[ViewFile, int] | None:
    for file in files:
        for place, entry in enumerate(file.entries):
            if _named(entry, name):
                return file, place
    return None


def _named(entry: Mapping[str, Any], name: str) -> bool:
    own = entry.get("name")
    return isinstance(own, str) and name_key(own) == name_key(name)


def _add(files: Sequence[ViewFile], entry: Mapping[str, Any]) -> Outcome:
    """Add a view to the usual file, or to one beside it where that is broken."""
    usual = files[0]
    if not usual.broken:
        write_whole(usual.path, viewfile.added(usual, entry))
        return Outcome("saved", f"view '{entry['name']}' saved", usual.path)
    broken = {file.path for file in files if file.broken}
    path = next(path for path in _beside(usual.path) if path not in broken)
    write_whole(path, viewfile.added(read_file(path), entry))
    why = f"{usual.broken}; it is left as it is, and the view was saved in {path.name}"
    return Outcome("elsewhere", why, path)


def _beside(path: Path) -> Iterator[Path]:
    """``views-2026-11-22.toml``, then ``views-2026-11-22-2.toml`` and so on."""
    stem = f"{path.stem}-{_today()}"
    yield path.with_name(f"{stem}.toml")
    for number in itertools.count(2):
        yield path.with_name(f"{stem}-{number}.toml")


def _today() -> str:
    return datetime.date.today().isoformat()


def _views(file: ViewFile, *, own: bool, problems: list[str]) -> list[SavedView]:
    """The sound views of a file; what is wrong with the others is added to ``problems``."""
    if file.broken:
        problems.append(file.broken)
        return []
    report = Report()
    top = Row(file.label, file.path, (), dict(file.raw))
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
    description = row.raw.get("description", "")
    if isinstance(description, dict):
        description = description.get("en", "")
    ident = row.raw.get("id")
    return SavedView(
        ident if isinstance(ident, str) else slug(name),
        name,
        view,
        description if isinstance(description, str) else "",
        own,
        german,
    )


def _names(raw: Mapping[str, Any], own: bool) -> tuple[str, str]:
    """Name and German name of an entry, "" where there is none."""
    label = raw.get("label")
    given: Mapping[str, Any] = {"en": raw.get("name")} if own else {}
    if not own and isinstance(label, dict):
        given = label
    english, german = given.get("en"), given.get("de")
    return (english if isinstance(english, str) else "", german if isinstance(german, str) else "")
