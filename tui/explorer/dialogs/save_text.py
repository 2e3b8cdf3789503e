"""Writing a text to a file: which format, which name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.explorer.dialogs.base import Dialog
from tui.explorer.export_choice import Option
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.messages import Request
from tui.explorer.panes.choice_line import LABEL_WIDTH, ChoiceLine
from tui.explorer.panes.path_input import PathInput, in_columns
from tui.explorer.textual_private import AWAITED
from tui.export import ExistsError, SaveError, save
from tui.frozen import frozen
from tui.text import printable


@frozen
class Form:
    """A form that a text can be had in: the words for it, the ending of a file, the text."""

    label: str
    ending: str
    text: str


class Saved(Request):
    """The writer is through: the path written, or what prevented it."""

    outcome: Path | SaveError


class SaveTextScreen(Dialog[None]):
    """Asks in which form to write a text where, and writes it; overwrites only when told to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("enter", "write", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    SaveTextScreen { align: center middle; background: $background 60%; }
    SaveTextScreen > Vertical {
        width: 100%; max-width: 92; height: auto; border: round $border;
        background: $background; padding: 0 1;
    }
    SaveTextScreen.-ascii > Vertical { border: ascii $border; }
    SaveTextScreen #save-title { text-style: bold; color: $primary; height: 1; }
    SaveTextScreen #save-file { height: 1; }
    SaveTextScreen #save-label { width: 10; color: $text-muted; }
    SaveTextScreen PathInput { width: 1fr; background: $surface; border: none; padding: 0; }
    SaveTextScreen PathInput:focus { background: $panel; }
    SaveTextScreen #save-names { height: auto; color: $text-muted; padding: 0 0 0 10; }
    SaveTextScreen #save-said { height: auto; color: $warning; }
    SaveTextScreen #save-keys { height: auto; color: $text-muted; }
    """

    def __init__(
        self, title: str, name: str, forms: Mapping[str, Form], glyphs: Glyphs = UNICODE
    ) -> None:
        """``name`` is what the file is called without its ending; the first form is chosen."""
        super().__init__(classes="-ascii" if glyphs is ASCII else None)
        self._title = title
        self._stem = name
        self._forms = forms
        self._glyphs = glyphs
        self._asked = ""
        self._writing = False

    def compose(self) -> ComposeResult:
        """The form, the file, what is to be said, keys."""
        options = [Option(ident, form.label) for ident, form in self._forms.items()]
        with Vertical():
            yield Static(printable(self._title), id="save-title", markup=False)
            yield ChoiceLine("Format", options, glyphs=self._glyphs)
            with Horizontal(id="save-file"):
                yield Static(f"{'File':<{LABEL_WIDTH}}", id="save-label", markup=False)
                yield PathInput()
            yield Static("", id="save-names", markup=False)
            yield Static("", id="save-said", markup=False)
            arrows = ("Left/Right", "Up/Down") if self._glyphs is ASCII else ("←→", "↑↓")
            keys = (
                f"Enter write   Tab complete   {arrows[1]} field   {arrows[0]} format   Esc close"
            )
            yield Static(keys, id="save-keys", markup=False)

    @property
    def _form(self) -> ChoiceLine:
        return self.query_one(ChoiceLine)

    @property
    def _file(self) -> PathInput:
        return self.query_one(PathInput)

    def on_mount(self) -> None:
        """Suggest a name, ready to be changed."""
        self._file.put(self._stem + self._forms[self._form.chosen].ending)
        self._file.focus()

    @on(ChoiceLine.Changed)
    def _other_form(self, event: ChoiceLine.Changed) -> None:
        """Let the ending follow the format."""
        event.stop()
        text = self._file.value
        endings = [form.ending for form in self._forms.values()]
        known = next((each for each in endings if text.lower().endswith(each)), "")
        self._file.put(text.removesuffix(text[len(text) - len(known) :]) if known else text)
        self._file.put(self._file.value + self._forms[event.line.chosen].ending)
        self._say("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Let the format follow the ending."""
        event.stop()
        for ident, form in self._forms.items():
            if event.value.lower().endswith(form.ending):
                self._form.chosen = ident
        self._list("")
        self._say("")

    @on(PathInput.Completed)
    def _complete(self, event: PathInput.Completed) -> None:
        """List what the name may be."""
        event.stop()
        self._say(event.found.reason)
        width = max(self._file.size.width - 1, 20)
        names = event.found.candidates
        self._list(in_columns(names, width) if names else "")

    def action_write(self) -> None:
        """Write the file."""
        self._write()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._write()

    def _write(self) -> None:
        """Hand the work to a thread; :class:`Saved` comes back from it."""
        if self._writing:
            return
        self._writing = True
        path, text = self._file.value, self._forms[self._form.chosen].text
        force = bool(path) and self._asked == path

        def work() -> None:
            try:
                outcome: Path | SaveError = save(path, text, force=force)
            except SaveError as error:
                outcome = error
            self.post_message(Saved(outcome))

        self.app.run_worker(work, thread=True, group=AWAITED, description="Write a text to a file")

    @on(Saved)
    def _saved(self, event: Saved) -> None:
        event.stop()
        self._writing = False
        if isinstance(event.outcome, ExistsError):
            self._asked = self._file.value
            self._say(f"{printable(str(event.outcome))}; Enter once more overwrites it.")
        elif isinstance(event.outcome, SaveError):
            self._say(f"{printable(str(event.outcome))}.")
        else:
            self.app.notify(f"Wrote {printable(str(event.outcome))}", timeout=10, markup=False)
            self.dismiss(None)

    def _say(self, text: str) -> None:
        self._asked = self._asked if text else ""
        self.query_one("#save-said", Static).update(Content(text))

    def _list(self, text: str) -> None:
        self.query_one("#save-names", Static).update(Content(text))

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)
