"""The lines around a tab: header, tab bar, filter bar, legend and key line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive, reactive
from textual.visual import VisualType
from textual.widget import Widget
from textual.widgets import Static

from tui.explorer.commands import Hint, key_text
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.grid.text import ON
from tui.explorer.messages import FilterDropped, FilterKept, Request, TabRequested
from tui.explorer.panes.frame_text import (
    PLACEHOLDER,
    Piece,
    filter_count,
    findings_told,
    fitting,
    header,
    tab_labels,
    tabs,
)
from tui.explorer.state import State, notes_while_typing
from tui.explorer.textual_private.widgets import TypedLine
from tui.query.language.pointer import pointer
from tui.text import printable, width_of


class Words(Static):
    """A text that is never markup, whatever the files say that it comes from."""

    def __init__(
        self,
        content: VisualType = "",
        *,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(content, id=id, classes=classes, markup=False)


class OneLine(Words):
    """A line of text that is drawn again only when it changes."""

    DEFAULT_CSS = "OneLine { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }"

    _given: Content | None = None
    _shown = ""

    def put(self, content: Content) -> None:
        """Show this text, in signs that the terminal can draw, unless it stands there already."""
        self._given = content
        glyphs = glyphs_of(self)
        fitted = Content(glyphs.adapt(content.plain), list(content.spans))
        width = self.content_size.width
        if glyphs is ASCII and 0 < width < fitted.cell_length:
            fitted = fitted[: width - 1] + glyphs.ellipsis
        if fitted.markup != self._shown:
            self._shown = fitted.markup
            self.update(fitted, layout=False)

    def on_resize(self) -> None:
        """Cut the text for the new width, in signs that the terminal can draw."""
        if self._given is not None:
            self.put(self._given)


def glyphs_of(widget: Widget) -> Glyphs:
    """The signs that the terminal of the app can draw."""
    found = getattr(widget.app, "glyphs", UNICODE)
    return found if isinstance(found, Glyphs) else UNICODE


_STYLES = {
    "": "$foreground",
    "muted": "$text-muted",
    "strong": "bold $primary",
    "active": "bold reverse $primary",
    "accent": "bold $accent",
    "name": "bold $foreground",
    "count": "bold $accent",
    "sign": "$text-muted",
    "glyph": "bold $foreground",
    "unsure": "italic $text-muted",
    "warn": "$warning",
}


def styled(pieces: Sequence[Piece]) -> Content:
    """Texts in the style of their roles, among them those that themes give colours."""
    return Content.assemble(*((text, _style_of(role)) for text, role in pieces))


def _style_of(role: str) -> str:
    known = _STYLES.get(role)
    if known is not None:
        return known
    ground = role.startswith(ON)
    return f"{'reverse ' if ground else ''}${role.removeprefix(ON)}"


class Header(OneLine):
    """What is open, which cohort, how many of how many sites."""

    state: reactive[State | None] = reactive[State | None](None, repaint=False)
    notice: reactive[str] = reactive("", repaint=False)
    """What is to be known about the dataset, such as sites left out."""

    def _draw(self) -> None:
        state = self.state
        if state is None or not self.size.width:
            return
        self.put(styled(header(state, self.notice, self.content_size.width)))

    watch_state = watch_notice = on_resize = _draw


class TabBar(OneLine):
    """The tabs by number and name; numbers alone where there is no room."""

    active: reactive[str] = reactive("sites", repaint=False)

    def _draw(self) -> None:
        self.put(styled(tabs(self.active, self.content_size.width)))

    watch_active = on_resize = _draw

    def on_click(self, event: events.Click) -> None:
        """Go to the tab clicked."""
        x = event.x - self.gutter.left
        for ident, text in tab_labels(self.active, self.content_size.width):
            if 0 <= x < len(text):
                self.post_message(TabRequested(ident))
                return
            x -= len(text)


class FilterInput(TypedLine):
    """The input of the filter bar: typing is followed, Enter keeps, Escape drops."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "keep"),
        ("escape", "drop"),
        ("tab", "ask('complete')"),
        ("up", "ask('earlier')"),
        ("down", "ask('later')"),
    ]

    key_hints: ClassVar = (
        Hint("enter", "keep", 5),
        Hint("tab", "complete", 4),
        Hint("escape", "give up", 3),
    )

    # A longer text needs no new layout of the screen: the input is as wide as it is.
    virtual_size = Reactive(Size(0, 0))

    class Asked(Request):
        """A key that the owner of the bar answers: complete, earlier or later."""

        what: str

    def __init__(self) -> None:
        super().__init__(placeholder=PLACEHOLDER, id="filter-input")

    def on_focus(self) -> None:
        """Go on typing at the end."""
        self.cursor_position = len(self.value)

    def on_blur(self) -> None:
        """Show the beginning of a long filter while nobody types."""
        self.cursor_position = 0

    def on_input_changed(self, event: FilterInput.Changed) -> None:
        """Tell nobody: the value is watched."""
        event.stop()

    def action_keep(self) -> None:
        """Keep the filter and go back to the table."""
        self.post_message(FilterKept())

    def action_drop(self) -> None:
        """Give up the change."""
        self.post_message(FilterDropped())

    def action_ask(self, what: str) -> None:
        """Hand the key to the owner."""
        self.post_message(self.Asked(what))


_SIGN = "/ "


class FilterBar(Widget):
    """The filter as text, the count it leaves, and what is wrong with it."""

    DEFAULT_CSS = """
    FilterBar { height: auto; text-wrap: nowrap; }
    FilterBar #filter-error { display: none; height: auto; color: $warning; padding: 0 0 0 2; }
    FilterBar.-error #filter-error { display: block; }
    FilterBar.-note #filter-error { color: $text-muted; }
    FilterBar FilterInput {
        height: 1; margin: 0 27 0 2; background: $background; border: none; padding: 0;
    }
    FilterBar FilterInput:focus { background: $surface; }
    """

    _error: Words | None = None
    """What is wrong with the filter, mounted when something first is."""
    tab: reactive[str] = reactive("sites", repaint=False)
    state: reactive[State | None] = reactive[State | None](None, repaint=False)

    def __init__(self) -> None:
        super().__init__(classes="-note")
        self._counted = ""

    def compose(self) -> ComposeResult:
        """The input, over the line of sign and count; an error is mounted below."""
        yield FilterInput()

    def render(self) -> Content:
        """Draw the sign before the input and the count behind it."""
        free = max(self.content_size.width - len(_SIGN) - width_of(self._counted), 0)
        return styled([(_SIGN, "strong"), (" " * free, ""), (self._counted, "muted")])

    @property
    def input(self) -> FilterInput:
        """The input line."""
        return self.query_one(FilterInput)

    def watch_state(self, state: State | None) -> None:
        """Follow the view: text, count and error."""
        if state is None or not self.is_mounted:
            return
        field = self.input
        if field.value != state.typed:
            field.value = state.typed
            field.cursor_position = len(state.typed) if field.has_focus else 0
        self._count()
        self._tell(state)

    def _tell(self, state: State) -> None:
        told = self._told(state)
        self.set_class(bool(told), "-error")
        self.set_class(state.error is None, "-note")
        if told:
            if self._error is None:
                self._error = Words(id="filter-error")
                self.mount(self._error)
            self._error.update(Content(told))

    def _told(self, state: State) -> str:
        """What is wrong with the filter, else what was taken for something else; else nothing."""
        if state.error is None:
            found = notes_while_typing(state) if self.input.has_focus else state.notes
            notes = [findings_told(state, self.tab), *(each.text for each in found)]
            told, *more = [printable(each) for each in notes if each] or [""]
            return f"{told} (and {len(more)} more)" if more else told
        line, caret = pointer(state.typed, state.error, max(self.size.width - 4, 20))
        reason = str(state.error)
        return f"{caret}\n{reason}" if line == state.typed else f"{line}\n{caret}\n{reason}"

    def on_mount(self) -> None:
        """Show the state that was handed down before."""
        self.watch_state(self.state)

    def watch_tab(self) -> None:
        """Say whether the lists of this tab are narrowed, and by what they are not."""
        if self.is_mounted and self.state is not None:
            self._count()
            self._tell(self.state)

    def _count(self) -> None:
        state = self.state
        if state is None:
            return
        field = self.input
        cut_off = width_of(state.typed) > field.content_size.width > 0 and not field.has_focus
        count = filter_count(state, self.tab, glyphs_of(self), cut_off=cut_off)
        if count != self._counted:
            self._counted = count
            self.refresh()

    # More or less of a long filter is in sight then.
    on_descendant_focus = _count

    def on_resize(self) -> None:
        """Cut the filter and what is said below it for another width, or now that it is typed."""
        if self.state is not None:
            self._count()
            self._tell(self.state)

    on_descendant_blur = on_resize


class KeyLine(OneLine):
    """The keys worth knowing here, as many as fit, the most useful first."""

    hints: reactive[tuple[Hint, ...]] = reactive[tuple[Hint, ...]]((), repaint=False)

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._ascii = glyphs is ASCII

    def _draw(self) -> None:
        width = self.content_size.width
        chosen: list[Hint] = []
        used = 0
        for hint in sorted(self.hints, key=lambda each: -each.weight):
            need = len(self._key(hint)) + len(hint.title) + 3
            if used + need <= width + 2:
                chosen.append(hint)
                used += need
        parts: list[Piece] = []
        for hint in self.hints:
            if hint in chosen:
                gap = "  " if parts else ""
                parts += [(gap + self._key(hint), "strong"), (f" {hint.title}", "muted")]
        self.put(styled(parts))

    watch_hints = on_resize = _draw

    def _key(self, hint: Hint) -> str:
        return key_text(hint.key, ascii_only=self._ascii)


class Legend(OneLine):
    """What the signs in the table mean, or what a column comes to; marks are counted first."""

    pieces: reactive[tuple[Piece, ...]] = reactive[tuple[Piece, ...]]((), repaint=False)
    marked: reactive[str] = reactive("", repaint=False)
    total: reactive[str] = reactive("", repaint=False)
    """What the column under the cursor comes to; it takes the place of the signs."""

    @property
    def room(self) -> int:
        """Cells beside the count of marks; 0 before it is laid out."""
        return max(self.content_size.width - width_of(self._marks), 0)

    @property
    def _marks(self) -> str:
        return f"{self.marked}   " if self.marked else ""

    def _draw(self) -> None:
        told = [(text, role or "sign") for text, role in self.pieces]
        if self.total:
            told = [(printable(self.total), "")]
        elif self.room:
            told = fitting(told, self.room)
        self.put(styled([(self._marks, "accent"), *told]))

    watch_pieces = watch_marked = watch_total = on_resize = _draw


class Divider(Widget):
    """A thin vertical line between two panes."""

    DEFAULT_CSS = "Divider { width: 1; color: $border; }"

    def render(self) -> Content:
        """Draw the line."""
        return Content("\n".join([glyphs_of(self).vertical] * self.size.height))
