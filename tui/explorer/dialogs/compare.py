"""Two to four sites or systems side by side, over the whole window."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.analysis.compare import Comparison
from tui.analysis.evidence import Basis
from tui.dataset import Dataset
from tui.explorer.compare_text import body, columns, comparison_sheet, differs_sign, header
from tui.explorer.dialogs.base import Dialog, key_line
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.panes.detail import SCROLL_KEYS
from tui.explorer.panes.frame import OneLine
from tui.query import View
from tui.text import listed, printable


class ComparePane(VerticalScroll, inherit_bindings=False):
    """The lines of the comparison, which scroll."""

    BINDINGS: ClassVar[list[BindingType]] = SCROLL_KEYS


def with_legend(keys: Content, title: Content, width: int) -> tuple[Content, Content]:
    """Keys and title with what a sign means behind the one that has room for it, whole."""
    legend = Content.assemble(("   ~ not confirmed", "$text-muted"))
    keys = keys.rstrip()
    if keys.cell_length + legend.cell_length <= width:
        return keys + legend, title
    return keys, title + legend if title.cell_length + legend.cell_length <= width else title


class CompareScreen(Dialog[None]):
    """A comparison: what is shared, then the properties, differing ones set off."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,c,backspace", "leave", show=False),
        Binding("right,l", "scroll_columns(1)", show=False),
        Binding("left,h", "scroll_columns(-1)", show=False),
        Binding("d", "only_differing", show=False),
        Binding("e", "export", show=False),
        Binding("y", "copy", show=False),
        Binding("o", "sources", show=False),
    ]
    DEFAULT_CSS = """
    CompareScreen { align: center top; background: $background; }
    CompareScreen > Vertical { width: 100%; max-width: 150; }
    CompareScreen #compare-title { padding: 0 1; }
    CompareScreen #compare-names { height: auto; padding: 0 1; }
    CompareScreen ComparePane {
        height: 1fr; padding: 0 0 0 1; background: $background;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable;
    }
    CompareScreen ComparePane > Static { width: 100%; height: auto; padding: 0 1 0 0; }
    CompareScreen #compare-keys { padding: 0 1; }
    """

    def __init__(
        self,
        comparison: Comparison,
        dataset: Dataset,
        view: View,
        glyphs: Glyphs = UNICODE,
        rests_on: tuple[Basis, ...] = (),
    ) -> None:
        """Show a comparison; ``view`` is one that picks just these rows, for the export.

        ``rests_on`` is the evidence of all that is compared.
        """
        super().__init__()
        self._comparison = comparison
        self._dataset = dataset
        self._view = view
        self._glyphs = glyphs
        self._rests_on = rests_on
        self._scrolled = 0
        self._only_differing = False
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Title, names that stay in sight, the lines, keys."""
        with Vertical():
            yield OneLine(id="compare-title")
            yield Static("", id="compare-names", markup=False)
            with ComparePane():
                yield self._text
            yield OneLine(id="compare-keys")

    def on_mount(self) -> None:
        """Let the keys scroll."""
        self.query_one(ComparePane).focus()

    def on_resize(self) -> None:
        """Lay the columns out for the width."""
        self.call_after_refresh(self._lay_out)

    @property
    def _width(self) -> int:
        return self.query_one(ComparePane).scrollable_content_region.width - 1

    def _lay_out(self) -> None:
        width = self._width
        if width < 1:
            return
        comparison, glyphs = self._comparison, self._glyphs
        laid = columns(len(comparison.ids), width, self._scrolled)
        self._scrolled = min(max(self._scrolled, 0), laid.last_first)
        self.query_one("#compare-names", Static).update(header(comparison, laid, glyphs))
        self._text.update(
            body(comparison, laid, width, glyphs, only_differing=self._only_differing)
        )
        self._say(len(laid.places), laid.last_first > 0)

    def _say(self, in_sight: int, scrolls: bool) -> None:
        """What is compared, and the keys that do something here."""
        comparison, glyphs = self._comparison, self._glyphs
        differing = sum(row.differs for row in comparison.rows)
        compared = f"{len(comparison.ids)} {comparison.table}"
        if scrolls:
            compared += f", {in_sight} in sight"
        sign = differs_sign(glyphs)
        counts = f"   {sign} {differing} of {len(comparison.rows)} lines differ"
        if self._only_differing:
            counts += ", only these are shown"
        shown_next = "all lines" if self._only_differing else "differences"
        keys = [("e", "export"), ("y", "copy"), ("o", "sources"), ("d", shown_next),
                ("Esc", "close")]  # fmt: skip
        if scrolls:
            keys.insert(0, ("h l", comparison.table))
        title = Content.assemble((compared, "bold"), (counts, "$text-muted"))
        below, above = (self.query_one(f"#compare-{name}", OneLine) for name in ("keys", "title"))
        told, titled = with_legend(key_line(keys), title, below.content_size.width)
        below.put(told)
        above.put(titled)

    def action_scroll_columns(self, by: int) -> None:
        """Bring others into sight; the first one stays."""
        self._scrolled += by
        self._lay_out()

    def action_only_differing(self) -> None:
        """Show only what differs, or everything again."""
        self._only_differing = not self._only_differing
        self._lay_out()
        self.query_one(ComparePane).scroll_home(animate=False)

    def action_export(self) -> None:
        """Write the comparison to a file."""
        from tui.explorer.dialogs.export import ExportScreen
        from tui.explorer.export_choice import COMPUTED, Order, Picker

        found = self._comparison
        picker = Picker(self._dataset, self._view, comparison_sheet(found), base=found.table)
        self.app.push_screen(ExportScreen(picker, Order(COMPUTED), glyphs=self._glyphs))

    def action_sources(self) -> None:
        """Show on which sources all of it rests."""
        from tui.explorer.dialogs.sources import SourcesScreen

        dataset = self._dataset
        sources = {source.id: source for source in dataset.sources}
        name = listed(list(map(printable, self._comparison.names)))
        self.app.push_screen(
            SourcesScreen(name, self._rests_on, sources, dataset.vocabulary, self._glyphs)
        )

    def action_copy(self) -> None:
        """Send the comparison to the clipboard."""
        from tui.explorer.clipboard import send
        from tui.export import render

        text = render(comparison_sheet(self._comparison), "tsv")
        send(self.app, text, "the comparison")
