"""Two to four sites or systems side by side, over the whole window, and as a table to take away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from tui.analysis.compare import Comparison, Property, Shared
from tui.dataset import Dataset
from tui.explorer.dialogs.base import Dialog, key_line
from tui.explorer.glyphs import Glyphs
from tui.explorer.panes.detail import SCROLL_KEYS, heading
from tui.explorer.panes.frame import OneLine, Words
from tui.frozen import frozen
from tui.query import View
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN
from tui.query.engine.row_words import Telling
from tui.text import cut, listed, printable

if TYPE_CHECKING:
    from tui.export.sheet import Sheet


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
        ("escape,q,c,backspace", "leave"),
        ("right,l", "scroll_columns(1)"),
        ("left,h", "scroll_columns(-1)"),
        ("d", "only_differing"),
        ("e", "export"),
        ("y", "copy"),
        ("o", "sources"),
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
        rests_on: tuple[Telling, ...] = (),
    ) -> None:
        """Show a comparison; ``view`` is one that picks just these rows, for the export.

        ``rests_on`` is the evidence of all that is compared.
        """
        super().__init__()
        self._comparison = comparison
        self._dataset = dataset
        self._view = view
        self._rests_on = rests_on
        self._scrolled = 0
        self._only_differing = False
        self._text = Words()

    def compose(self) -> ComposeResult:
        """Title, names that stay in sight, the lines, keys."""
        with Vertical():
            yield OneLine(id="compare-title")
            yield Words(id="compare-names")
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
        comparison, glyphs = self._comparison, self.glyphs
        laid = columns(len(comparison.ids), width, self._scrolled)
        self._scrolled = min(max(self._scrolled, 0), laid.last_first)
        self.query_one("#compare-names", Words).update(header(comparison, laid, glyphs))
        self._text.update(
            body(comparison, laid, width, glyphs, only_differing=self._only_differing)
        )
        self._say(len(laid.places), laid.last_first > 0)

    def _say(self, in_sight: int, scrolls: bool) -> None:
        """What is compared, and the keys that do something here."""
        comparison, glyphs = self._comparison, self.glyphs
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
        self.app.push_screen(ExportScreen(picker, Order(COMPUTED)))

    def action_sources(self) -> None:
        """Show on which sources all of it rests."""
        from tui.explorer.dialogs.detail import SourcesScreen

        dataset = self._dataset
        sources = {source.id: source for source in dataset.sources}
        name = listed(list(map(printable, self._comparison.names)))
        self.app.push_screen(SourcesScreen(name, self._rests_on, sources, dataset.vocabulary))

    def action_copy(self) -> None:
        """Send the comparison to the clipboard."""
        from tui.explorer.clipboard import send
        from tui.export.formats import render

        text = render(comparison_sheet(self._comparison), "tsv")
        send(self.app, text, "the comparison")


GAP = 2
SIGN = 2
"""Cells before the label, for the sign of a difference."""
LEAST_COLUMN = 16
"""Cells that the values of a site have at least, where there are two in sight."""
NAME_LINES = 2
_LABELS = ((70, 18), (100, 20))
_WIDE_LABEL = 26


def differs_sign(glyphs: Glyphs) -> str:
    """The sign before a line whose values differ."""
    return "!" if glyphs.name == "ascii" else "≠"


@frozen
class Columns:
    """Which of those compared stand side by side, how wide: the first one stays, others scroll."""

    label: int
    width: int
    places: tuple[int, ...]
    last_first: int
    """Largest number of them that can be scrolled away."""


def columns(compared: int, width: int, scrolled: int) -> Columns:
    """The columns that ``width`` cells have room for, ``scrolled`` of them after the first away."""
    label = next((cells for below, cells in _LABELS if width < below), _WIDE_LABEL)
    room = width - SIGN - label
    fitting = max(min(compared, room // (LEAST_COLUMN + GAP)), 2)
    last = compared - fitting
    first = 1 + min(max(scrolled, 0), last)
    places = (0, *range(first, first + fitting - 1))
    return Columns(label, max(room // fitting - GAP, 1), places, last)


def header(comparison: Comparison, laid: Columns, glyphs: Glyphs) -> Content:
    """Names over their columns; a sign where others are scrolled away."""
    cells = []
    for place in laid.places:
        wrapped = Content(glyphs.adapt(printable(comparison.names[place]))).wrap(max(laid.width, 2))
        texts = [line.plain for line in wrapped]
        if len(texts) > NAME_LINES:
            rest = " ".join(texts[NAME_LINES - 1 :])
            texts[NAME_LINES - 1 :] = [cut(f"{rest} ", laid.width, glyphs.ellipsis)]
        cells.append([Content.styled(text, "bold $primary") for text in texts])
    before = glyphs.left if len(laid.places) > 1 and laid.places[1] > 1 else " "
    after = glyphs.right if laid.places[-1] < len(comparison.names) - 1 else " "
    margin = " " * (SIGN + laid.label)
    first, *others = _beside(cells, laid, gap_sign=before)
    lines = [Content.assemble(margin, first, (after, "bold $accent"))]
    return Content("\n").join([*lines, *(Content.assemble(margin, each) for each in others)])


def _beside(
    cells: Sequence[Sequence[Content]], laid: Columns, gap_sign: str = " "
) -> Iterator[Content]:
    """Cells of several lines side by side; the sign stands in the gap after the first column."""
    for at in range(max(map(len, cells), default=0)):
        parts: list[Content | tuple[str, str]] = []
        for place, lines in enumerate(cells):
            if place:
                sign = gap_sign if place == 1 and at == 0 else " "
                parts.append((sign.rjust(GAP), "bold $accent"))
            line = lines[at] if at < len(lines) else Content("")
            parts += [line, (" " * (laid.width - line.cell_length), "")]
        yield Content.assemble(*parts)


def body(
    comparison: Comparison, laid: Columns, width: int, glyphs: Glyphs, *, only_differing: bool
) -> Content:
    """What is shared, then the lines of the comparison section by section."""
    lines = list(_shared(comparison, width, glyphs)) if comparison.shared else []
    rows = [row for row in comparison.rows if row.differs or not only_differing]
    for section, some in groupby(rows, key=lambda row: row.section):
        lines += [Content("")] if lines else []
        lines += heading(section, width, glyphs)
        for row in some:
            lines += _row(row, laid, glyphs)
    if not rows:
        lines += [Content(""), Content.styled("Nothing that is known differs.", "$text-muted")]
    return Content("\n").join(lines)


def _row(row: Property, laid: Columns, glyphs: Glyphs) -> Iterator[Content]:
    label = glyphs.adapt(printable(row.label))
    labels = Content.styled(label, "" if row.differs else "$text-muted").wrap(laid.label - 1)
    cells = [_value(row, place, laid.width, glyphs) for place in laid.places]
    values = list(_beside(cells, laid))
    for at in range(max(len(labels), len(values))):
        sign = differs_sign(glyphs) if row.differs and at == 0 else ""
        name = labels[at] if at < len(labels) else Content("")
        gap = " " * (laid.label - name.cell_length)
        value = values[at] if at < len(values) else Content("")
        yield Content.assemble((sign.ljust(SIGN), "bold $warning"), name, gap, value)


def _value(row: Property, place: int, width: int, glyphs: Glyphs) -> list[Content]:
    text = row.texts[place]
    style = "bold" if row.differs and text != UNKNOWN else "$text-muted"
    return Content.styled(glyphs.adapt(text), style).wrap(max(width, 2))


# What is shared


def _shared(comparison: Comparison, width: int, glyphs: Glyphs) -> Iterator[Content]:
    yield from heading("Shared", width, glyphs)
    for each in comparison.shared:
        label, found, unsure = each.label, each.found, each.open
        parts = list(_shared_parts(comparison, found))
        if not parts:
            parts = ["none known" if unsure else "none"]
        if unsure:
            names = ", ".join(printable(comparison.names[place]) for place in unsure)
            parts.append(f"lists that may lack some: {names}")
        for at, text in enumerate(parts):
            note = at == len(parts) - 1 and bool(unsure)
            style = "$text-muted" if note or not found else ""
            lines = Content.styled(glyphs.adapt(text), style).wrap(max(width - SIGN - 10, 2))
            for line_at, line in enumerate(lines):
                name = label if at == line_at == 0 else ""
                yield Content.assemble(" " * SIGN, (f"{name:<10}", "$text-muted"), line)


def _shared_parts(comparison: Comparison, found: Sequence[Shared]) -> Iterator[str]:
    """A text for each set of those compared: what these share."""
    for places, some in groupby(found, key=lambda each: each.places):
        names = ", ".join(printable(each.name) for each in some)
        if len(comparison.names) == len(places):
            yield names if len(places) == 2 else f"all: {names}"
        else:
            yield f"{' and '.join(printable(comparison.names[at]) for at in places)}: {names}"


# To take away


def comparison_sheet(comparison: Comparison) -> Sheet:
    """The comparison as a table: a row a property, a column for each that is compared."""
    from tui.export.sheet import Sheet

    lead = (
        Column("section", "Section", "text", "What the property is about"),
        Column("property", "Property", "text", "What is compared"),
        Column("unit", "Unit", "text", "Unit of the values"),
        Column("differs", "Differs", "flag", "True where two known values do not agree"),
        Column("unconfirmed", "Not confirmed", "slugs", "Those whose value no source confirms"),
    )
    taken = {column.id for column in lead}
    compared = tuple(
        Column(f"{ident}_" if ident in taken else ident, name, "mixed", f"Value of {name}")
        for ident, name in zip(comparison.ids, comparison.names, strict=True)
    )
    shared = [
        (
            f"Shared {kind.label.lower()}",
            printable(each.name),
            [at in each.places for at in range(len(comparison.ids))],
        )
        for kind in comparison.shared
        for each in kind.found
    ]

    def values() -> Iterator[tuple[object, ...]]:
        for section, name, has in shared:
            yield section, name, None, False, (), *("named" if each else None for each in has)
        for row in comparison.rows:
            doubtful = tuple(comparison.ids[place] for place in row.unconfirmed)
            yield row.section, row.label, row.unit or None, row.differs, doubtful, *row.values

    def texts() -> Iterator[tuple[str, ...]]:
        for section, name, has in shared:
            yield section, name, "", "no", "", *("named" if each else UNKNOWN for each in has)
        for row in comparison.rows:
            differs = "yes" if row.differs else "no"
            doubtful = ", ".join(printable(comparison.names[place]) for place in row.unconfirmed)
            yield row.section, row.label, row.unit, differs, doubtful, *row.texts

    size = len(shared) + len(comparison.rows)
    return Sheet("comparison", (*lead, *compared), size, values, texts)
