"""To be read over the whole window: the detail of a row, and the sources that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.analysis.telling.sections import Record, Section
from tui.explorer.dialogs.base import Dialog
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Words
from tui.frozen import frozen
from tui.text import cut, plural, printable, wrap

if TYPE_CHECKING:
    from tui.dataset.reference import Source
    from tui.dataset.vocabulary import Vocabulary
    from tui.query.engine.row_words import Telling


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
        yield Words(keys, classes="dialog-keys")

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


NARROWEST = 20
_INDENT = 2


@frozen
class Entry:
    """Lines of the list: what a fact says, or (with ``source``) what it rests on."""

    lines: tuple[tuple[str, str], ...]
    """Texts with their style."""
    source: Source | None = None


def entries(
    bases: Sequence[Telling], sources: dict[str, Source], vocabulary: Vocabulary
) -> Iterator[Entry]:
    """The facts, each followed by its sources."""
    for basis in bases:
        lines = [(f"{basis.kind}  {basis}", "bold")]
        if basis.confidence:
            label = vocabulary.label("confidence", basis.confidence).lower()
            lines.append((f"{basis.mark}{label}", "$warning" if basis.mark else "$text-muted"))
        if basis.note:
            lines.append((basis.note, "$text-muted"))
        yield Entry(tuple(lines))
        for ident in basis.sources:
            source = sources.get(ident)
            if source is None:
                yield Entry(((f"{printable(ident)}: not in the bibliography", "$warning"),))
            else:
                yield Entry(tuple(_source_lines(source, vocabulary)), source)


def _source_lines(source: Source, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    yield printable(source.title), "$primary"
    about = (
        source.publisher,
        source.published.text if source.published else "undated",
        vocabulary.label("source_kind", source.kind).lower(),
        vocabulary.label("source_read", source.read).lower(),
    )
    yield printable(" · ".join(about)), "$text-muted"
    if source.url:
        yield printable(source.url), "$text-muted"
    if source.quoted_by:
        yield printable(f"quoted by {', '.join(source.quoted_by)}"), "$text-muted"
    if source.note:
        yield printable(source.note), "$text-muted"


class SourcesScreen(Dialog[None]):
    """The facts of a row with their sources, confidence and notes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,o,backspace", "leave"),
        ("y", "cite('text')"),
        ("Y", "cite('bibtex')"),
        ("j", "move('cursor_down')"),
        ("k", "move('cursor_up')"),
        ("g", "move('first')"),
        ("G", "move('last')"),
    ]
    DEFAULT_CSS = """
    SourcesScreen { align: center middle; background: $background; }
    SourcesScreen > Vertical { width: 100%; max-width: 112; padding: 0 1; }
    SourcesScreen #sources-title {
        height: 1; color: $primary; text-style: bold; text-wrap: nowrap; text-overflow: ellipsis;
    }
    SourcesScreen #sources-keys { height: 1; color: $text-muted; text-wrap: nowrap; }
    SourcesScreen OptionList, SourcesScreen OptionList:focus {
        height: 1fr; border: none; padding: 0; background: $background; background-tint: 0%;
        overflow-y: scroll; scrollbar-size-vertical: 1; text-wrap: nowrap;
    }
    SourcesScreen OptionList > .option-list--option { padding: 0; }
    SourcesScreen OptionList > .option-list--option-disabled { color: $foreground; }
    SourcesScreen OptionList:focus > .option-list--option-highlighted {
        background: $surface; color: $foreground; text-style: none;
    }
    """

    def __init__(
        self,
        title: str,
        bases: Sequence[Telling],
        sources: dict[str, Source],
        vocabulary: Vocabulary,
    ) -> None:
        """Show what ``bases`` rest on; ``sources`` is the bibliography by id."""
        super().__init__()
        self._title = title
        self._entries = tuple(entries(bases, sources, vocabulary))
        self._width = 0
        self._contents: list[Content] = []
        self._current = -1

    def compose(self) -> ComposeResult:
        """Title, facts with their sources, keys."""
        with Vertical():
            yield Words(id="sources-title")
            yield OptionList(markup=False)
            keys = "y copy the citation   Y as BibTeX   j k next source   Esc or o close"
            yield Words(keys, id="sources-keys")

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def on_mount(self) -> None:
        """Begin with the list."""
        self.options.focus()

    def on_resize(self) -> None:
        """Wrap the texts to the width."""
        self._head()
        self.call_after_refresh(self._lay_out)

    def _head(self) -> None:
        """Name the row, cut where it is long, and count its sources."""
        found = {entry.source.id for entry in self._entries if entry.source is not None}
        before, count = "Sources of ", f" · {plural(len(found), 'source')}"
        room = max(self.size.width - 2 - len(before) - len(count), NARROWEST)
        name = cut(self._title, room, self.glyphs.ellipsis)
        self.query_one("#sources-title", Words).update(
            Content(self.glyphs.adapt(f"{before}{name}{count}"))
        )

    def _lay_out(self) -> None:
        options = self.options
        width = max(options.scrollable_content_region.width, NARROWEST)
        if width == self._width:
            return
        here = options.highlighted
        self._width = width
        self._contents = [self._content(entry, width) for entry in self._entries]
        self._current = -1
        options.set_options(
            Option(content, disabled=entry.source is None)
            for content, entry in zip(self._contents, self._entries, strict=True)
        )
        first = next((at for at, e in enumerate(self._entries) if e.source is not None), None)
        options.highlighted = first if here is None else here

    def _content(self, entry: Entry, width: int, sign: str = " ") -> Content:
        """An entry wrapped to the width, sources set in, what goes on set in further.

        ``sign`` stands before each line of a source, to set off the one under the cursor.
        """
        own = _INDENT if entry.source is not None else 0
        lines: list[Content] = []
        for text, style in entry.lines:
            room = width - own - _INDENT
            for at, line in enumerate(wrap(self.glyphs.adapt(text), room)):
                further = _INDENT if at or lines else 0
                before = sign.ljust(own) if own else ""
                lines.append(
                    Content.assemble((before, "bold $accent"), " " * further, (line, style))
                )
        gap = [Content("")] if entry.source is None and entry is not self._entries[0] else []
        return Content("\n").join([*gap, *lines])

    @on(OptionList.OptionHighlighted)
    def _follow(self, event: OptionList.OptionHighlighted) -> None:
        """Set the source under the cursor off, and keep its fact in sight if there is room."""
        here, options = event.option_index, self.options
        if here == self._current:
            return
        if 0 <= self._current < len(self._contents):
            old = self._contents[self._current]
            options.replace_option_prompt_at_index(self._current, old)
        self._current = here
        new = self._content(self._entries[here], self._width, self.glyphs.mark)
        options.replace_option_prompt_at_index(here, new)
        heights = [content.plain.count("\n") + 1 for content in self._contents[: here + 1]]
        first = here
        while first and self._entries[first - 1].source is None:
            first -= 1
        height = sum(heights[first:])
        if height <= options.size.height:
            region = Region(0, sum(heights[:first]), self._width, height)
            options.scroll_to_region(region, animate=False, force=True)

    def action_move(self, move: str) -> None:
        """Move the cursor."""
        getattr(self.options, f"action_{move}")()

    def action_cite(self, style: str) -> None:
        """Send the citation of the source under the cursor to the clipboard."""
        from tui.explorer.clipboard import send
        from tui.export import citation

        here = self.options.highlighted
        source = self._entries[here].source if here is not None else None
        if source is None:
            self.notify("There is no source to cite", severity="warning")
            return
        text = citation.bibtex(source) if style == "bibtex" else citation.text(source)
        send(self.app, text, "the BibTeX entry" if style == "bibtex" else "the citation")

    @on(OptionList.OptionSelected)
    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
