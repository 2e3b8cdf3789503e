"""The export dialog: which table, which rows and columns, which format, which file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantFocus

from tui.explorer.dialogs.base import key_line
from tui.explorer.dialogs.save_text import FileDialog
from tui.explorer.export_choice import Done, Known, Option, Order, Picker, Taken, written
from tui.explorer.panes.fields import ChoiceLine
from tui.explorer.panes.frame import OneLine, Words
from tui.export.formats import FORMATS, format_of, format_of_path
from tui.export.saving import ExistsError, SaveError
from tui.text import cut, plural, printable

BIG = 10_000
"""Rows from which the dialog says that it is writing."""

_ANOTHER, _OVERWRITE = "another", "overwrite"
_EXISTS = (Option(_ANOTHER, "another name"), Option(_OVERWRITE, "overwrite"))


class ExportScreen(FileDialog[Taken | None]):
    """Asks what to write where, and writes it; gives None when nothing was written.

    A file is overwritten only after a question. Whatever goes wrong is said here, and what was
    typed stays.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("q", "leave"),
        ("j", "app.focus_next"),
        ("k", "app.focus_previous"),
        ("o", "answer('overwrite')"),
        ("n", "answer('another')"),
    ]
    DEFAULT_CSS = """
    ExportScreen #export-notice { height: auto; max-height: 2; color: $warning; }
    ExportScreen #file.-here #file-label { text-style: bold; color: $primary; }
    ExportScreen #export-exists { display: none; }
    ExportScreen.-asking #export-exists { display: block; }
    ExportScreen #export-summary { color: $foreground; }
    """

    def __init__(self, picker: Picker, order: Order, *, folder: str = "", notice: str = "") -> None:
        """Offer what the picker has, starting from an order.

        ``folder`` is where the suggested file lies, "" for the present one; ``notice`` says why
        the dialog opened where the person did not ask for it.
        """
        super().__init__()
        self._picker = picker
        self._first = order
        self._folder = folder
        self._notice = notice
        self._suggested = ""

    # What is asked for

    @property
    def order(self) -> Order:
        """What the lines of the dialog say now."""
        chosen = {line.id: line.chosen for line in self.query(ChoiceLine)}
        return Order(
            table=chosen["export-table"],
            rows=chosen["export-rows"],
            columns=chosen["export-columns"],
            format=chosen["export-format"],
            origin=chosen["export-origin"] == "yes",
        )

    def _line(self, name: str) -> ChoiceLine:
        return self.query_one(f"#export-{name}", ChoiceLine)

    def compose(self) -> ComposeResult:
        """A line for each question, then what is to be said."""
        first, picker = self._first, self._picker

        def ask(name: str, label: str, options: Sequence[Option], chosen: str = "") -> ChoiceLine:
            return ChoiceLine(label, options, chosen, glyphs=self.glyphs, id=f"export-{name}")

        formats = [Option(each.id, each.id) for each in FORMATS.values()]
        origin = (Option("no", "no"), Option("yes", "yes"))
        with Vertical():
            yield Words("Write a table to a file", classes="dialog-title")
            yield Words(self._notice, id="export-notice")
            yield ask("table", "Table", picker.tables(), first.table)
            yield ask("rows", "Rows", picker.rows(first.table), first.rows)
            yield ask("columns", "Columns", picker.columns(first.table), first.columns)
            yield ask("format", "Format", formats, first.format)
            yield ask("origin", "Origin", origin, "yes" if first.origin else "no")
            yield from self.ask_file()
            yield ask("exists", "Exists", _EXISTS)
            yield OneLine(id="export-summary")
            yield OneLine(id="export-keys")

    def on_mount(self) -> None:
        """Suggest a file and start at the first question."""
        self.query_one("#export-notice").set_class(not self._notice, "-empty")
        self._suggest()
        self._line("table").focus()
        self._sum_up()

    def on_resize(self) -> None:
        """Cut the summary anew."""
        self._sum_up()

    @on(ChoiceLine.Changed)
    def _choose(self, event: ChoiceLine.Changed) -> None:
        """Follow a choice: what can be had of the table, and the name of the file."""
        event.stop()
        line = event.line
        if line.id == "export-exists":
            return
        self._ask(False)
        if line.id == "export-table":
            self._look_into(line.chosen)
        if line.id == "export-format":
            self._change_ending(line.chosen)
        self._suggest()
        self.say("")
        self._sum_up()

    def _look_into(self, name: str) -> None:
        """Find out which rows and columns of a table can be had; a large one in a thread."""
        picker = self._picker
        if not picker.slow:
            self._offer(Known(name, picker.rows(name), picker.columns(name)))
            return
        for line in (self._line("rows"), self._line("columns")):
            line.offer(())
            line.remark = "counting"
        self.run_worker(
            lambda: self.post_message(Known(name, picker.rows(name), picker.columns(name))),
            thread=True,
            description="Count what a table has",
        )

    @on(Known)
    def _known(self, event: Known) -> None:
        """Offer what a table has, unless another one was chosen meanwhile."""
        event.stop()
        if event.name == self._line("table").chosen:
            self._offer(event)
            self._suggest()
            self._sum_up()

    def _offer(self, known: Known) -> None:
        for line, options in (("rows", known.rows), ("columns", known.columns)):
            self._line(line).remark = ""
            self._line(line).offer(options)

    # The file

    def _suggest(self) -> None:
        """Put a name that fits the choices, unless another one was typed."""
        if self.file.value not in ("", self._suggested):
            return
        self._suggested = os.path.join(self._folder, self._picker.file_name(self.order))
        self.file.put(self._suggested)

    def _change_ending(self, fmt: str) -> None:
        """Give a name that was typed the ending of the format, if it had one of another."""
        text = self.file.value
        if text != self._suggested and format_of_path(text) not in (None, format_of(fmt)):
            self.file.put(os.path.splitext(text)[0] + format_of(fmt).suffixes[0])

    def follow_name(self) -> None:
        """Let the ending of the name choose the format."""
        self._ask(False)
        meant = format_of_path(self.file.value)
        if meant is not None:
            self._line("format").chosen = meant.id
        self._sum_up()

    # Writing

    def action_write(self) -> None:
        """Write the file, or answer the question that stands open."""
        if self.focused is self._line("exists"):
            self.action_answer(self._line("exists").chosen)
        else:
            self._write(force=False)

    def action_answer(self, answer: str) -> None:
        """Overwrite the file that exists, or go back to its name."""
        if not self.has_class("-asking"):
            return
        if answer == _OVERWRITE:
            self._write(force=True)
        else:
            self._ask(False)
            self.say("")
            self.file.focus()

    def _write(self, *, force: bool) -> None:
        if self._writing:
            return
        picker, order, path = self._picker, self.order, self.file.value
        self._ask(False)
        rows = self._line("rows").option.count
        self.say(f"Writing {plural(rows, 'row')}" if rows >= BIG else "")
        self.hand_over(lambda: written(picker, order, path, force=force))

    @on(Done)
    def _done(self, event: Done) -> None:
        event.stop()
        self._writing = False
        if isinstance(event.outcome, ExistsError):
            self.say(event.words())
            self._ask(True)
        elif isinstance(event.outcome, SaveError):
            self.say(self._briefly(event.words()))
        else:
            self.app.notify(event.words(), timeout=10)
            folder = os.path.dirname(self.file.value)
            self.dismiss(Taken(event.order, folder))

    def _briefly(self, words: str) -> str:
        """A failure without the path of the file, which the line below names."""
        return words.replace(f"cannot write {self._path()}: ", "Cannot write: ")

    def action_leave(self) -> None:
        """Write nothing, or take back the question; what is being written goes on."""
        if self.has_class("-asking"):
            self.action_answer(_ANOTHER)
        else:
            self.dismiss(None)

    # What is said

    def _ask(self, asking: bool) -> None:
        """Ask whether to overwrite, or no longer."""
        line = self._line("exists")
        if asking == self.has_class("-asking"):
            return
        self.set_class(asking, "-asking")
        line.offer(_EXISTS, _ANOTHER)
        if asking:
            line.focus()

    def on_descendant_focus(self, _: DescendantFocus) -> None:
        """Show the keys of the field that has the keyboard."""
        self.query_one("#file").set_class(self.focused is self.file, "-here")
        self._show_keys()

    def _sum_up(self) -> None:
        if not self.is_mounted:
            return
        order = self.order
        self._line("format").remark = format_of(order.format).label
        self._line("origin").remark = self._origin_words(order)
        rows, columns = self._line("rows").option, self._line("columns").option
        size = f"{plural(rows.count, 'row')}, {plural(columns.count, 'column')} "
        size = f"{size if rows.id else ''}to "
        width = self.query_one("#export-summary", OneLine).size.width
        summary = size + cut(self._path(), width - len(size), self.glyphs.ellipsis, keep="end")
        self.query_one("#export-summary", OneLine).put(Content(summary))

    def _path(self) -> str:
        """The whole path of the file."""
        return printable(os.path.abspath(os.path.expanduser(self.file.value)))

    def _origin_words(self, order: Order) -> str:
        place = format_of(order.format).origin
        if order.origin:
            return "in a second file, .origin.toml" + (" and inside" if place != "beside" else "")
        return "inside the file" if place == "always" else ""

    def _show_keys(self) -> None:
        choose, field = self.arrows
        if self.focused is self._line("exists"):
            keys = [("o", "overwrite"), ("n", "another name")]
        elif self.focused is self.file:
            keys = [("Enter", "write"), ("Tab", "complete"), (field, "field"), ("Esc", "close")]
        else:
            keys = [("Enter", "write"), (choose, "choose"), (field, "field"), ("Esc", "close")]
        self.query_one("#export-keys", OneLine).put(key_line(keys))
