"""Views to come back to: the saved ones, to apply, save, rename, delete; one as a command line."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from tui.analysis.tables import resting_on
from tui.explorer.dialogs.base import Dialog, GridDialog
from tui.explorer.grid.grid import Grid, GridColumn
from tui.explorer.grid.text import ListSource
from tui.explorer.panes.frame import Words
from tui.explorer.textual_private.widgets import TypedLine
from tui.export.origin import as_command, tally_command
from tui.query import Result, View
from tui.query.engine.fold import fold
from tui.text import printable, width_of
from tui.user.saved_views import SavedView, delete_view, list_views, rename_view, save_view

if TYPE_CHECKING:
    from tui.query.engine.view import Ask


Asking = Literal["", "save", "rename", "delete"]

MOST_LINES, LEAST_LINES = 20, 4
"""Lines of the list with its heading."""
AROUND = 7
"""Lines around the list: the border, the title, a name, a remark, and two of keys."""
KEYS = "Enter apply  s save this view  r rename  d delete  Esc close"


class ViewLines(ListSource[SavedView]):
    """The saved views as rows of a grid."""

    columns: Sequence[GridColumn] = (
        GridColumn("name", "View", min_width=16, max_width=36),
        GridColumn("whose", "From", min_width=5),
        GridColumn("what", "What it shows", min_width=20, max_width=120, weight=1),
    )

    def key(self, row: int) -> str:
        """Id of the view."""
        return self.lines[row].id

    def cell(self, row: int, column: int) -> tuple[str, str]:
        """Name, whose it is, and its description or cohort and filter."""
        view = self.lines[row]
        if column == 0:
            return printable(view.name), "title"
        if column == 1:
            return ("you", "accent") if view.own else ("data", "muted")
        return printable(view.description or " · ".join(_told(view.view))), ""


def _told(view: View) -> list[str]:
    """What a view shows, in the order in which a person sets it."""
    first = view.tab
    if view.tally is not None:
        first = f"tally of {view.tally.table} by {' and '.join(view.tally.ask.by)}"
    rows = view.tally.rows if view.tally is not None else ""
    return [part for part in (first, view.cohort, view.text, rows) if part]


class ViewsScreen(GridDialog[SavedView | None]):
    """The saved views; gives the one to apply, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "apply"),
        ("s", "ask('save')"),
        ("r", "ask('rename')"),
        ("d", "ask('delete')"),
        ("escape,q,v", "leave"),
    ]
    DEFAULT_CLASSES = "-box"
    DEFAULT_CSS = """
    ViewsScreen > Vertical { width: 110; max-width: 96%; height: auto; max-height: 90%; }
    ViewsScreen Grid { height: auto; min-height: 4; }
    ViewsScreen #views-name { display: none; height: 1; border: none; background: $surface; }
    ViewsScreen.-asking #views-name { display: block; }
    ViewsScreen.-asking .dialog-keys { display: none; }
    """

    def __init__(self, present: View, folders: Sequence[Path], asking: Asking = "") -> None:
        """Show the saved views; ``asking`` is what to ask for at once."""
        super().__init__()
        self._first = asking
        self._present = present
        self._folders = folders
        self._asking: Asking = ""
        self._warned = ""

    def compose(self) -> ComposeResult:
        """Title, list, a line to type a name, what happened, keys."""
        with Vertical():
            yield Words("Saved views", classes="dialog-title")
            yield Grid(fold=fold, glyphs=self.glyphs)
            yield TypedLine(id="views-name")
            yield Words(classes="dialog-said")
            yield Words(KEYS, classes="dialog-keys")

    def on_resize(self) -> None:
        """Leave room for what stands around the list."""
        room = self.size.height * 9 // 10 - AROUND
        self.grid.styles.max_height = max(min(room, MOST_LINES), LEAST_LINES)

    def on_mount(self) -> None:
        """Show the views."""
        self._list()
        self.grid.focus()
        if self._first:
            self.action_ask(self._first)

    def _list(self) -> None:
        known = list_views(self._folders)
        self.grid.source = ViewLines(known.views)
        if known.problems:
            self._say("\n".join(known.problems))

    def _say(self, text: str) -> None:
        lines = text.split("\n")
        self.query_one(".dialog-said", Words).update("\n".join(map(printable, lines)))

    def _chosen(self) -> SavedView | None:
        source = self.grid.source
        if isinstance(source, ViewLines) and len(source):
            return source.lines[self.grid.cursor_row]
        return None

    def action_apply(self) -> None:
        """Take the view under the cursor."""
        self.dismiss(self._chosen())

    def on_grid_row_opened(self) -> None:
        """A second click takes the view."""
        self.action_apply()

    def action_ask(self, what: Asking) -> None:
        """Ask for a name, or whether to delete."""
        chosen = self._chosen()
        if what != "save" and (chosen is None or not chosen.own):
            self._say("Only views of your own can be renamed or deleted.")
            return
        if what == "delete" and chosen is not None:
            if self._warned != f"delete {chosen.id}":
                self._warned = f"delete {chosen.id}"
                self._say(f"d once more deletes '{printable(chosen.name)}'.")
                return
            self._did(delete_view(chosen.name).message)
            return
        self._asking = what
        self.set_class(True, "-asking")
        field = self.query_one("#views-name", Input)
        field.placeholder = "name of the view"
        field.value = chosen.name if what == "rename" and chosen is not None else ""
        field.cursor_position = len(field.value)
        field.focus()
        self._say("Enter saves, Esc gives up.")

    @on(Input.Submitted, "#views-name")
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value
        replace = self._warned == f"{self._asking} {name}"
        chosen = self._chosen()
        if self._asking == "rename" and chosen is not None:
            outcome = rename_view(chosen.name, name, replace=replace)
        else:
            outcome = save_view(name, self._present, replace=replace)
        if outcome.status == "exists":
            self._warned = f"{self._asking} {name}"
            self._say(f"{outcome.message}; Enter once more replaces it.")
        elif outcome.status in ("saved", "elsewhere"):
            self._did(outcome.message)
        else:
            self._say(outcome.message)

    def _did(self, message: str) -> None:
        self._warned = ""
        self._stop_asking()
        self._list()
        self._say(message)

    def _stop_asking(self) -> None:
        self._asking = ""
        self.set_class(False, "-asking")
        self.grid.focus()

    def action_leave(self) -> None:
        """Stop asking, or go back."""
        if self._asking:
            self._stop_asking()
            self._say("")
        else:
            self.dismiss(None)


def call_of(view: View, result: Result, folders: Sequence[Path] = ()) -> str:
    """The call that prints these rows and columns, quoted for a shell.

    ``folders`` are the dataset's, () for the bundled one. The columns are named, so that every
    format prints the ones shown, unless they are all that the table has and shows by itself.
    """
    idents = tuple(column.id for column in result.columns)
    spec = result.spec
    same = spec.columns == spec.defaults == result.columns
    shown = view.but(rows=result.where)
    shown = shown.with_table(result.name, columns=() if same else idents, hidden=frozenset())
    shown = resting_on(shown, result.name)
    return as_command(shown, result.name, result.store.dataset, data=folders, spec=result.spec)


def tally_call(view: View, result: Result, ask: Ask, folders: Sequence[Path] = ()) -> str:
    """The call that prints a tally of these rows."""
    under = resting_on(view.but(rows=result.where), result.name)
    return tally_command(under, result.name, ask, result.store.dataset, folders)


def in_lines(command: str, width: int) -> list[str]:
    """A command in lines of at most ``width`` cells where that can be, a backslash at each break.

    It breaks before options, and before a value that is long, so that what is read off the
    screen works as it stands.
    """
    lines: list[str] = []
    for part in _parts(command):
        if not lines:
            lines.append(part)
        elif width_of(lines[-1]) + width_of(part) + 3 <= width:
            lines[-1] += f" {part}"
        else:
            lines[-1] += " \\"
            option, _, value = part.partition(" ")
            if value and width_of(part) + 6 > width:
                lines += [f"    {option} \\", value]
            else:
                lines.append(f"    {part}")
    return lines


def _parts(command: str) -> list[str]:
    """The words of a command, each option together with its value."""
    parts: list[str] = []
    for word in shlex.split(command):
        quoted = shlex.quote(word)
        if parts and not quoted.startswith("--") and parts[-1].startswith("--"):
            parts[-1] += f" {quoted}"
        else:
            parts.append(quoted)
    return parts


class CommandScreen(Dialog[None]):
    """Shows a command, and what became of it on its way to the clipboard."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,enter,space,Y", "leave"),
        ("down,j", "scroll(1)"),
        ("up,k", "scroll(-1)"),
    ]
    DEFAULT_CLASSES = "-box"
    DEFAULT_CSS = """
    CommandScreen > Vertical { width: 100%; max-width: 120; height: auto; max-height: 100%; }
    CommandScreen VerticalScroll { height: auto; max-height: 60vh; margin: 1 0; }
    CommandScreen #command-text { height: auto; }
    """

    def __init__(self, command: str, said: str) -> None:
        """Show a command and a sentence about it."""
        super().__init__()
        self._command = command
        self._said = said

    def compose(self) -> ComposeResult:
        """Title, command, what was said, keys."""
        with Vertical():
            yield Words("This table as a command", classes="dialog-title")
            with VerticalScroll(can_focus=False):
                yield Words(id="command-text")
            yield Words(self._said, classes="dialog-keys")
            yield Words("Esc or q close", classes="dialog-keys")

    def on_resize(self) -> None:
        """Break the command anew for the width."""
        target = self.query_one("#command-text", Words)
        width = min(self.size.width, 120) - 4
        lines = in_lines(self._command, width)
        target.update(Content("\n".join(printable(line) for line in lines)))

    def action_scroll(self, by: int) -> None:
        """Scroll a command that is longer than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)
