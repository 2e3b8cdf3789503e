"""Widths, cutting, matching and the choice of columns, without a screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.explorer.glyphs import ASCII, UNICODE
from tui.explorer.grid.layout import (
    MEASURED_ROWS,
    Widths,
    arrange,
    measure,
    offset_for,
    total_width,
)
from tui.explorer.grid.lines import LinePainter
from tui.explorer.grid.text import (
    GAP,
    GUTTER,
    Cell,
    GridColumn,
    find_spans,
    header_text,
    kept_apart,
    kept_both,
    pads,
    split_kept,
)
from tui.query.engine.fold import fold
from tui.text import cut, width_of


class Lines:
    """One-column source that counts how many cells were asked for."""

    pinned = 0

    def __init__(self, texts: list[str], column: GridColumn) -> None:
        self.columns = (column,)
        self.texts = texts
        self.asked = 0

    def __len__(self) -> int:
        return len(self.texts)

    def key(self, row: int) -> str:
        return str(row)

    def index(self, key: str) -> int | None:
        return int(key)

    def cell(self, row: int, column: int) -> Cell:
        self.asked += 1
        return self.texts[row], ""


def wide(
    *widths: int,
    pinned: int = 1,
    columns: tuple[GridColumn, ...] = (),
    weights: tuple[int, ...] = (),
) -> Widths:
    """Columns whose texts are so many cells wide."""
    made = columns or tuple(
        GridColumn(f"c{i}", "x", weight=weights[i] if weights else 0) for i in range(len(widths))
    )
    table = Table([["x" * width for width in widths]], made)
    table.pinned = pinned
    return measure(table, (), UNICODE)


def test_pads_follow_the_alignment() -> None:
    assert pads(3, "left") == (0, 3)
    assert pads(3, "right") == (3, 0)
    assert pads(3, "center") == (1, 2)


@pytest.mark.parametrize(
    ("text", "needles", "expected"),
    [
        ("LUMI AI Factory", ("fact",), ["Fact"]),
        ("Jülich", ("julich",), ["Jülich"]),
        ("Łódź", ("lodz",), ["Łódź"]),
        ("Straße", ("ss",), ["ß"]),
        ("J\u0075\u0308lich", ("ul",), ["u\u0308l"]),
        ("banana", ("an", "na"), ["anana"]),
        ("aXbXc", ("x",), ["X", "X"]),
        ("abc", ("",), []),
        ("abc", ("d",), []),
    ],
)
def test_find_spans_ignores_case_and_accents(
    text: str, needles: tuple[str, ...], expected: list[str]
) -> None:
    assert [text[start:end] for start, end in find_spans(text, needles, fold)] == expected


@given(st.text("aäßÅ\u0308日 ", max_size=12), st.lists(st.text("as日", max_size=3), max_size=3))
def test_spans_are_in_order_within_the_text_and_apart(text: str, needles: list[str]) -> None:
    end_before = -1
    for start, end in find_spans(text, needles, fold):
        assert end_before < start < end <= len(text)
        end_before = end


def test_split_kept_covers_the_text() -> None:
    assert split_kept("LUMI AI", [(0, 7)], [(0, 1), (5, 7)], "…") == [
        ("L", True),
        ("UMI ", False),
        ("AI", True),
    ]


def test_match_in_the_part_cut_away_marks_the_ellipsis() -> None:
    text, kept = "university of stuttgart", [(0, 9)]
    assert cut(text, 10) == "universit…"
    assert split_kept(text, kept, [(14, 23)], "…") == [("universit", False), ("…", True)]
    assert split_kept(text, kept, [(6, 12)], "…") == [("univer", False), ("sit…", True)]


def test_header_names_the_direction_and_the_place_of_a_sort() -> None:
    column = GridColumn("members", "Members")
    assert header_text(column, (), UNICODE) == ("Members", "")
    assert header_text(column, (("members", True),), UNICODE) == ("Members", " ▼")
    assert header_text(column, (("city", True), ("members", False)), UNICODE) == ("Members", " ▲2")
    assert header_text(column, (("members", True),), ASCII) == ("Members", " v")


def test_columns_are_as_wide_as_their_content_within_bounds() -> None:
    column = GridColumn("a", "Site", min_width=3, max_width=10)
    assert measure(Lines(["x"], column), (), UNICODE) == (4,)
    assert measure(Lines(["x", "日本語"], column), (), UNICODE) == (6,)
    assert measure(Lines(["x" * 80], column), (), UNICODE) == (10,)
    assert measure(Lines([], GridColumn("a", "A", min_width=7)), (), UNICODE) == (7,)
    assert measure(Lines([], column), (("a", False), ("b", False)), UNICODE) == (7,)


def test_measuring_looks_at_a_bounded_number_of_rows() -> None:
    lines = Lines(["x"] * 10_000, GridColumn("a", "A"))
    measure(lines, (), UNICODE)
    assert lines.asked == MEASURED_ROWS


def test_everything_that_fits_is_placed_without_stretching() -> None:
    arrangement = arrange(wide(10, 5), 0, 80)
    assert [(slot.x, slot.width) for slot in arrangement.slots] == [(1, 10), (13, 5)]
    assert not arrangement.hidden_left
    assert not arrangement.hidden_right


def test_a_weighted_column_gives_way_before_columns_are_hidden() -> None:
    arrangement = arrange(wide(10, 30, 10, weights=(0, 1, 0)), 0, 40)
    assert [slot.width for slot in arrangement.slots] == [10, 15, 10]
    assert not arrangement.hidden_right


def test_hidden_columns_are_announced_on_both_sides() -> None:
    many = wide(*[10] * 6)
    middle = arrange(many, 2, 40)
    assert [slot.column for slot in middle.slots] == [0, 2, 3]
    assert middle.hidden_left
    assert middle.hidden_right
    last = arrange(many, 4, 40)
    assert [slot.column for slot in last.slots] == [0, 4, 5]
    assert not last.hidden_right


def test_a_cut_column_at_the_edge_counts_as_hidden() -> None:
    arrangement = arrange(wide(10, 10, 30), 1, 50)
    assert [(slot.column, slot.whole) for slot in arrangement.slots] == [
        (0, True),
        (1, True),
        (2, False),
    ]
    assert arrangement.hidden_right


def test_numbers_are_not_shown_in_part() -> None:
    numbers = (*PLACES[:2], GridColumn("n", "N", align="right"))
    arrangement = arrange(wide(10, 10, 30, columns=numbers), 1, 50)
    assert [slot.column for slot in arrangement.slots] == [0, 1]
    assert arrangement.hidden_right


def test_wide_pinned_columns_leave_room_to_scroll() -> None:
    arrangement = arrange(wide(40, 20), 1, 50)
    assert arrangement.slots[0].width == 25
    assert arrangement.slots[1].whole


layouts = st.lists(st.integers(1, 40), min_size=1, max_size=12)


@given(layouts, st.integers(0, 3), st.integers(0, 12), st.integers(0, 120))
def test_columns_stand_in_order_without_overlap(
    widths: list[int], pinned: int, offset: int, width: int
) -> None:
    slots = arrange(wide(*widths, pinned=pinned), offset, width).slots
    x = 0
    for slot in slots:
        assert slot.x >= x
        assert slot.width > 0
        x = slot.x + slot.width + GAP
    assert [slot.column for slot in slots] == sorted({slot.column for slot in slots})


@given(layouts, st.integers(0, 2), st.integers(0, 12), st.integers(40, 160), st.data())
def test_the_cursor_column_can_always_be_brought_into_sight(
    widths: list[int], pinned: int, offset: int, width: int, data: st.DataObject
) -> None:
    column = data.draw(st.integers(0, len(widths) - 1))
    offset = offset_for(wide(*widths, pinned=pinned), offset, width, column)
    arrangement = arrange(wide(*widths, pinned=pinned), offset, width)
    assert column in [slot.column for slot in arrangement.slots]


@given(layouts, st.integers(0, 2), st.integers(20, 160))
def test_nothing_is_hidden_unannounced(widths: list[int], pinned: int, width: int) -> None:
    arrangement = arrange(wide(*widths, pinned=pinned), 0, width)
    complete = len(arrangement.slots) == len(widths) and all(s.whole for s in arrangement.slots)
    assert complete or arrangement.hidden_right or pinned >= len(widths)
    assert not arrangement.hidden_left


def test_total_width_counts_gutter_and_gaps() -> None:
    assert total_width((10, 5)) == GUTTER + 10 + GAP + 5
    assert total_width(()) == GUTTER


def test_column_at_a_cell() -> None:
    arrangement = arrange(wide(10, 5), 0, 80)
    assert [arrangement.column_at(x) for x in (0, 1, 10, 12, 13, 19, 20)] == [
        None,
        0,
        0,
        0,
        1,
        1,
        None,
    ]


@given(
    st.text("abc …é研", max_size=20),
    st.integers(2, 12),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))),
)
def test_a_name_cut_in_its_middle_keeps_what_matched(
    text: str, room: int, places: list[tuple[int, int]]
) -> None:
    visible = cut(text, room, "…", "both")
    if visible == text:
        return
    spans = [(at, min(at + long, len(text))) for at, long in places if at < len(text)]
    pieces = split_kept(text, kept_both(text, room, "…"), spans, "…")
    assert "".join(piece for piece, _ in pieces) == visible
    assert any(matched for _, matched in pieces) == bool(spans)


@given(
    st.text("abc …é研", max_size=40),
    st.integers(4, 20),
    st.integers(0, 40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5))),
)
def test_a_name_cut_around_a_place_shows_what_stands_there(
    text: str, room: int, at: int, places: list[tuple[int, int]]
) -> None:
    if width_of(text) <= room or at >= len(text):
        return
    kept = kept_apart(text, room, at, "…")
    spans = [(begin, min(begin + long, len(text))) for begin, long in places if begin < len(text)]
    pieces = split_kept(text, kept, spans, "…")
    shown = "".join(piece for piece, _ in pieces)
    assert width_of(shown) <= room
    assert any(matched for _, matched in pieces) == bool(spans)
    if width_of(text[at]) <= room // 2 - 1:
        assert any(begin <= at < end for begin, end in kept)


@pytest.mark.parametrize("width", range(16, 60))
def test_no_two_names_in_sight_read_alike(width: int) -> None:
    """Whether they differ at the end, or in the middle alone."""
    names = [
        "Regional Competitiveness Index 2022, innovation pillar, relative to the best region",
        "Regional Competitiveness Index 2022, total, relative to the best region",
        "JU signs procurement contract for the Arrhenius supercomputer",
        "JU signs procurement contract for the DAEDALUS supercomputer",
        *(f"Something else entirely that is long, number {place}" for place in range(16)),
        "Regional Competitiveness Index 2022",
    ]
    source = Lines(names, GridColumn("a", "Title", weight=1))
    shown = [painted(source, row, width) for row in range(len(names))]
    assert len(set(shown)) == len(names)


def painted(source: Lines, row: int, width: int) -> str:
    """A row as it is drawn in so many cells."""
    source.columns = (replace(source.columns[0], width=width),)
    widths = measure(source, (), UNICODE)
    painter = LinePainter(
        source=source, arrangement=arrange(widths, 0, width + GUTTER),
        palette={"": ""}, glyphs=UNICODE, sort=(), needles=(), fold=fold, width=width + GUTTER,
        match=str,
    )  # fmt: skip
    return "".join(text for text, _ in painter.row_line(row, None, marked=False))


class Table(Lines):
    """Rows of several texts."""

    pinned = 1

    def __init__(self, rows: list[list[str]], columns: tuple[GridColumn, ...]) -> None:
        super().__init__([""] * len(rows), columns[0])
        self.columns = columns  # type: ignore[assignment]
        self.rows = rows

    def cell(self, row: int, column: int) -> Cell:
        return self.rows[row][column], ""


PLACES = (GridColumn("a", "Site"), GridColumn("b", "City"), GridColumn("c", "Status"))


def laid(rows: list[list[str]], width: int, columns: tuple[GridColumn, ...] = PLACES) -> list[int]:
    """Widths of the columns in sight."""
    widths = measure(Table(rows, columns), (), UNICODE)
    return [slot.width for slot in arrange(widths, 0, width).slots]


def test_a_column_wide_for_one_long_name_gives_way_to_others() -> None:
    rows = [["LUMI", "Kajaani", "operational"]] * 9
    rows += [["Gaia", "Santiago de Compostela", "operational"]]
    assert laid(rows, 80) == [4, 22, 11]
    assert laid(rows, 36) == [4, 16, 11]
    assert laid(rows, 28)[:2] == [4, 8]
    alike = [["LUMI", "Santiago de Compostela", "operational"]] * 10
    assert laid(alike, 36) == [4, 22]


def test_a_text_cut_at_its_bound_takes_room_that_is_left() -> None:
    rows = [["LUMI", "x" * 60, "operational"]]
    assert laid(rows, 60) == [4, 40, 11]
    assert laid(rows, 70) == [4, 50, 11]
    assert laid(rows, 200) == [4, 60, 11]


def test_a_heading_is_not_cut_at_the_bound_of_its_texts() -> None:
    columns = (
        GridColumn("name", "Name"),
        GridColumn("service", "Matchmaking", max_width=8),
        GridColumn("many", "Places won", align="right", max_width=6),
    )
    rows = [["LUMI", "x", "1"]]
    assert laid(rows, 23, columns) == [4, 11]
    assert laid(rows, 40, columns) == [4, 11, 10]


def test_a_column_is_shown_in_part_where_that_tells_something() -> None:
    columns = (
        GridColumn("site", "Site"), GridColumn("what", "What", max_width=20),
        GridColumn("read", "Read"),
    )  # fmt: skip
    direct, quoted = ["LUMI", "x" * 60, "direct"], ["LUMI", "x" * 60, "quoted by others"]
    assert laid([direct, direct, quoted, quoted], 38, columns) == [4, 20, 7]
    assert laid([direct, quoted, quoted, quoted], 38, columns) == [4, 29]
    short = ["LUMI", "x" * 20, "quoted by others"]
    assert laid([short] * 3, 38, columns) == [4, 20, 7]


drawn_columns = st.lists(
    st.tuples(
        st.text("ab", min_size=1, max_size=15),
        st.lists(st.integers(1, 60), min_size=3, max_size=3),
        st.integers(4, 40),
        st.integers(0, 1),
        st.sampled_from(["left", "right"]),
    ),
    min_size=1,
    max_size=8,
)


def of(drawn: list[Any]) -> Table:
    """A table of columns with titles, lengths of texts, bounds, weights and alignments."""
    columns = tuple(
        GridColumn(f"c{i}", title, align, max_width=most, weight=weight)
        for i, (title, _, most, weight, align) in enumerate(drawn)
    )
    return Table([["x" * lengths[row] for _, lengths, *_ in drawn] for row in range(3)], columns)


@given(drawn_columns, st.integers(0, 160), st.integers(0, 8))
def test_no_head_is_cut_but_that_of_the_first_columns(
    drawn: list[Any], width: int, offset: int
) -> None:
    table = of(drawn)
    slots = arrange(measure(table, (), UNICODE), offset, width).slots
    for slot in slots[2:]:
        assert slot.width >= len(table.columns[slot.column].title)


@given(drawn_columns, st.integers(20, 160), st.integers(0, 8))
def test_no_room_is_left_beside_a_text_that_is_cut(
    drawn: list[Any], width: int, offset: int
) -> None:
    """And no column is wider than its heading and its texts."""
    table = of(drawn)
    found = arrange(measure(table, (), UNICODE), offset, width)
    last = found.slots[-1]
    left = width - GAP - last.x - last.width
    for slot in found.slots:
        title, lengths, _, _, align = drawn[slot.column]
        assert slot.width <= max(len(title), *lengths, 3)
        if left > 0 and align == "left" and slot.whole:
            assert slot.width >= max(len(title), *lengths)


@given(drawn_columns, st.integers(20, 160))
def test_a_cell_stays_free_at_the_end_where_columns_can_spare_it(
    drawn: list[Any], width: int
) -> None:
    table = of(drawn)
    widths = measure(table, (), UNICODE)
    found = arrange(widths, 0, width, 1)
    last = found.slots[-1]
    if total_width(widths) < width:
        assert last.x + last.width < width
    if last.x + last.width == width:
        for slot in found.slots:
            title, lengths, _, _, align = drawn[slot.column]
            cut = align == "left" and slot.width < max(lengths)
            assert not cut or slot.width <= max(len(title), 3)
    assert len(found.slots) == len(arrange(widths, 0, width).slots)


@given(drawn_columns, st.integers(20, 160))
def test_the_name_of_a_row_stays_readable_beside_other_columns(
    drawn: list[Any], width: int
) -> None:
    (title, lengths, most, weight, align), *_ = drawn
    table = of(drawn)
    first = arrange(measure(table, (), UNICODE), 0, width).slots[0]
    if weight and align == "left":
        assert first.width >= min(max(len(title), min(most, *lengths)), 30, width // 3)
