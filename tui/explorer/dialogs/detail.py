"""The detail over the whole window."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from tui.analysis.telling.sections import Record, Section
from tui.explorer.dialogs.base import Dialog
from tui.explorer.panes.detail import DetailPane


class DetailScreen(Dialog[str | None]):
    """The detail over the whole window; gives "sources" where these are wanted next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,enter,q,backspace", "leave"),
        ("o", "sources"),
        ("e", "export"),
        ("y", "copy"),
    ]
    DEFAULT_CSS = """
    DetailScreen { align: center middle; background: $background; }
    DetailScreen #detail-full { width: 100%; max-width: 110; height: 1fr; padding: 0 0 0 2; }
    DetailScreen .dialog-keys { height: 1; padding: 0 2; }
    """

    def __init__(
        self,
        sections: tuple[Section, ...],
        *,
        sources: bool = False,
        profile: Callable[[], Record] | None = None,
    ) -> None:
        """``sources``: the text is about a row whose sources can be shown.

        ``profile`` gives what is taken along where that is more than the text.
        """
        super().__init__()
        self._profile = profile
        self._copies = 0
        self._has_sources = sources
        self._sections = sections

    def compose(self) -> ComposeResult:
        """The text and a line of keys."""
        yield DetailPane(id="detail-full")
        more = "   o sources" if self._has_sources else ""
        keys = f"Esc or Enter close   j k PgUp PgDn scroll{more}   e to a file   y copy"
        yield Static(keys, classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Fill the pane and let its keys work."""
        pane = self.query_one(DetailPane)
        pane.show(self._sections)
        pane.focus()

    def action_sources(self) -> None:
        """Go on to the sources of the row."""
        if self._has_sources:
            self.dismiss("sources")

    def _record(self) -> Record:
        return self._profile() if self._profile is not None else self._sections

    def action_export(self) -> None:
        """Write all that is told, with its sources, to a file."""
        from tui.analysis.telling.profile import FORMATS, written
        from tui.explorer.dialogs.save_text import Form, SaveTextScreen
        from tui.user.saved_views import slug

        record = self._record()
        forms = {
            ident: Form(label, ending, written([record], ident))
            for ident, (label, ending) in FORMATS.items()
        }
        title = record[0].title if record else ""
        screen = SaveTextScreen(f"Write {title} to a file", f"aif-{slug(title)}", forms)
        self.app.push_screen(screen)

    def action_copy(self) -> None:
        """Send all that is told to the clipboard: as text, again as Markdown, as JSON."""
        from tui.analysis.telling.profile import FORMATS, written
        from tui.explorer.clipboard import send

        order = ("text", "md", "json")
        fmt = order[self._copies % len(order)]
        following = FORMATS[order[(self._copies + 1) % len(order)]][0]
        self._copies += 1
        what = f"the profile as {FORMATS[fmt][0]} (y again: {following})"
        send(self.app, written([self._record()], fmt), what)
