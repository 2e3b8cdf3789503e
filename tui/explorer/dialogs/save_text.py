"""Writing to a file: what asks for its name, and a text in a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from tui.explorer.dialogs.base import Dialog, Result
from tui.explorer.export_choice import Done, Option
from tui.explorer.glyphs import ASCII
from tui.explorer.messages import Request
from tui.explorer.panes.fields import LABEL_WIDTH, ChoiceLine, PathInput, in_columns
from tui.explorer.panes.frame import Words
from tui.explorer.textual_private import AWAITED
from tui.export.saving import ExistsError, SaveError, save
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

    def words(self) -> str:
        """The outcome as a sentence."""
        told = printable(str(self.outcome))
        return f"{told}." if isinstance(self.outcome, SaveError) else f"Wrote {told}"


class FileDialog(Dialog[Result]):
    """Asks for a file and writes it aside; the answer comes back as a message.

    Whatever goes wrong is said here, and what was typed stays.
    """

    DEFAULT_CLASSES = "-box"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave"),
        ("enter", "write"),
        ("down", "app.focus_next"),
        ("up", "app.focus_previous"),
    ]
    DEFAULT_CSS = """
    FileDialog > Vertical { width: 100%; max-width: 92; height: auto; max-height: 100%; }
    FileDialog #file { height: 1; }
    FileDialog #file-label { width: 10; color: $text-muted; }
    FileDialog PathInput { width: 1fr; background: $surface; border: none; padding: 0; }
    FileDialog PathInput:focus { background: $panel; }
    FileDialog #file-names { height: auto; color: $text-muted; padding: 0 0 0 10; }
    FileDialog .dialog-said { max-height: 5; }
    FileDialog .-empty { display: none; }
    """

    _writing = False

    def ask_file(self) -> ComposeResult:
        """The line for the file, what its name may be, and what is to be said of it."""
        with Horizontal(id="file"):
            yield Words(f"{'File':<{LABEL_WIDTH}}", id="file-label")
            yield PathInput()
        yield Words(id="file-names", classes="-empty")
        yield Words(classes="dialog-said -empty")

    @property
    def file(self) -> PathInput:
        """The line for the file."""
        return self.query_one(PathInput)

    @property
    def arrows(self) -> tuple[str, str]:
        """How the keys that choose and that go from field to field are named."""
        return ("Left/Right", "Up/Down") if self.glyphs is ASCII else ("←→", "↑↓")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.follow_name()
        self.list_names(())
        self.say("")

    @on(PathInput.Completed)
    def _complete(self, event: PathInput.Completed) -> None:
        event.stop()
        self.follow_name()
        self.say(event.found.reason)
        self.list_names(event.found.candidates)

    def follow_name(self) -> None:
        """Let the ending of the name choose the format."""
        raise NotImplementedError

    def list_names(self, names: Sequence[str]) -> None:
        """List what the name of the file may be."""
        lines = in_columns(names, max(self.file.size.width - 1, 20)) if names else ""
        self._put("#file-names", lines)

    def say(self, text: str) -> None:
        """Say something of the file."""
        self._put(".dialog-said", text)

    def _put(self, selector: str, text: str) -> None:
        target = self.query_one(selector, Words)
        target.update(Content(text))
        target.set_class(not text, "-empty")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Write the file."""
        raise NotImplementedError

    def hand_over(self, write: Callable[[], Done | Saved]) -> None:
        """Let a thread write, and post what comes of it; where nothing is there for it, tell."""
        self._writing, app = True, self.app
        self.list_names(())

        def work() -> None:
            done = write()
            if not self.post_message(done):
                app.notify(done.words())

        app.run_worker(work, thread=True, group=AWAITED, description="Write a file")


class SaveTextScreen(FileDialog[None]):
    """Asks in which form to write a text where, and writes it; overwrites only when told to."""

    def __init__(self, title: str, name: str, forms: Mapping[str, Form]) -> None:
        """``name`` is what the file is called without its ending; the first form is chosen."""
        super().__init__()
        self._title = title
        self._stem = name
        self._forms = forms
        self._asked = ""

    def compose(self) -> ComposeResult:
        """The form, the file, what is to be said, keys."""
        options = [Option(ident, form.label) for ident, form in self._forms.items()]
        with Vertical():
            yield Words(printable(self._title), classes="dialog-title")
            yield ChoiceLine("Format", options, glyphs=self.glyphs)
            yield from self.ask_file()
            choose, field = self.arrows
            keys = f"Enter write   Tab complete   {field} field   {choose} format   Esc close"
            yield Words(keys, classes="dialog-keys")

    @property
    def _form(self) -> ChoiceLine:
        return self.query_one(ChoiceLine)

    def on_mount(self) -> None:
        """Suggest a name, ready to be changed."""
        self.file.put(self._stem + self._forms[self._form.chosen].ending)
        self.file.focus()

    @on(ChoiceLine.Changed)
    def _other_form(self, event: ChoiceLine.Changed) -> None:
        """Let the ending follow the format."""
        event.stop()
        text = self.file.value
        endings = [form.ending for form in self._forms.values()]
        known = next((each for each in endings if text.lower().endswith(each)), "")
        stem = text[: len(text) - len(known)]
        self.file.put(stem + self._forms[event.line.chosen].ending)
        self.say("")

    def follow_name(self) -> None:
        """Let the format follow the ending."""
        for ident, form in self._forms.items():
            if self.file.value.lower().endswith(form.ending):
                self._form.chosen = ident

    def action_write(self) -> None:
        """Write the file."""
        if self._writing:
            return
        path, text = self.file.value, self._forms[self._form.chosen].text
        force = bool(path) and self._asked == path

        def write() -> Saved:
            try:
                return Saved(save(path, text, force=force))
            except SaveError as error:
                return Saved(error)

        self.hand_over(write)

    @on(Saved)
    def _saved(self, event: Saved) -> None:
        event.stop()
        self._writing = False
        if isinstance(event.outcome, ExistsError):
            self.say(f"{printable(str(event.outcome))}; Enter once more overwrites it.")
            self._asked = self.file.value
        elif isinstance(event.outcome, SaveError):
            self.say(event.words())
        else:
            self.app.notify(event.words(), timeout=10)
            self.dismiss(None)

    def say(self, text: str) -> None:
        """Say something of the file; no question stands open then."""
        self._asked = ""
        super().say(text)
