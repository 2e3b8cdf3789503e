"""What the map shows and where, without a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explorer.helpers import FACTORIES
from tui.analysis.lenses.geo import load_coast
from tui.explorer.glyphs import ASCII, UNICODE
from tui.explorer.panes.map import COLUMNS as NAMED_FROM
from tui.explorer.panes.map import beside
from tui.explorer.panes.map import names as site_names
from tui.explorer.panes.map_layout import (
    KINDS,
    LAND,
    LINK,
    SHARED_HINT,
    Label,
    MapMark,
    Part,
    Picture,
    arrange,
    caption,
    caption_lines,
    cell_glyph,
    cell_role,
    fit_parts,
    lay_out,
    locate,
    paint_row,
    place_label,
)
from tui.text import printable, width_of

COAST = load_coast(FACTORIES / "coast.json")

KAJAANI = MapMark("lumi", "LUMI AIF", 64.232, 27.691, role="accent", city="Kajaani")
ATHENS = MapMark("pharos", "Pharos", 37.984, 23.728, role="accent", city="Athens")
LISBON = MapMark("lisbon", "Lisbon", 38.72, -9.14, glyph="○", role="muted")
REYKJAVIK = MapMark("is", "Iceland", 64.14, -21.95, glyph="○", role="muted")
STUTTGART = MapMark("hammerhai", "HammerHAI", 48.74, 9.097, role="good", city="Stuttgart")
NEXT_DOOR = MapMark("next", "Next door", 48.75, 9.1, role="bad")
CANARIES = MapMark("canaries", "Canaries", 28.1, -15.4)
NOWHERE = MapMark("nowhere", "Nowhere", None, None)
ALL = (KAJAANI, ATHENS, LISBON, REYKJAVIK, STUTTGART)

names = st.text(min_size=1, max_size=40)
marks_anywhere = st.lists(
    st.builds(
        MapMark,
        key=st.uuids().map(str),
        name=names,
        latitude=st.none() | st.floats(34, 72) | st.floats(),
        longitude=st.none() | st.floats(-25, 40) | st.floats(),
        glyph=st.sampled_from(["●", "○", "", "ab", "漢", "\x1b"]),
        role=st.sampled_from(["", "muted", "good", "no such role"]),
        city=st.just("") | names,
    ),
    max_size=12,
).map(tuple)


def picture(
    *marks: MapMark, columns: int = 80, rows: int = 21, ascii_only: bool = False
) -> Picture:
    return lay_out(marks, COAST, columns, rows, ascii_only=ascii_only)


def text_of(parts: list[Part]) -> str:
    return "".join(text for text, _ in parts)


# Places


def test_sites_stand_where_they_belong() -> None:
    spots = picture(*ALL).spots
    assert len(spots) == len(ALL)
    assert min(spots, key=lambda key: spots[key][0]) == "lisbon"
    assert max(spots, key=lambda key: spots[key][0]) in {"lumi", "pharos"}
    assert spots["is"][1] < spots["hammerhai"][1] < spots["lisbon"][1]
    assert spots["lumi"][1] < spots["hammerhai"][1] < spots["pharos"][1]


@given(marks_anywhere, st.integers(30, 160), st.integers(9, 49))
def test_marks_stay_inside(marks: tuple[MapMark, ...], columns: int, rows: int) -> None:
    laid = lay_out(marks, None, columns, rows, ascii_only=False)
    assert all(0 <= x < columns and 0 <= y < rows for x, y in laid.spots.values())
    assert sorted(laid.spots) == sorted(
        mark.key for shared in laid.cells.values() for mark in shared
    )
    assert set(laid.spots) <= set(laid.points)


def test_positions_that_cannot_be_drawn() -> None:
    laid = picture(STUTTGART, CANARIES, NOWHERE, MapMark("x", "x", 900, 0))
    assert set(laid.points) == {"hammerhai", "canaries"}
    assert set(laid.spots) == {"hammerhai"}
    assert locate(NOWHERE) is None
    assert locate(MapMark("nan", "nan", float("nan"), 0)) is None


def test_without_a_coast_the_marks_stand_alone() -> None:
    laid = lay_out(ALL, None, 60, 18, ascii_only=False)
    assert set("".join(laid.coast)) == {" "}
    assert laid.spots == picture(*ALL, columns=60, rows=18).spots


def test_coast_is_drawn_in_braille_or_in_full_stops() -> None:
    braille = "".join(picture().coast)
    assert sum("\u2800" < char <= "\u28ff" for char in braille) > 150
    plain = "".join(picture(ascii_only=True).coast)
    assert set(plain) == {" ", "."}


# Marks


def test_shared_cells_are_numbered() -> None:
    laid = picture(STUTTGART, NEXT_DOOR)
    assert laid.shared
    assert [mark.key for mark in laid.companions("next")] == ["hammerhai"]
    assert not picture(*ALL).shared
    assert picture(NOWHERE).companions("nowhere") == ()


@pytest.mark.parametrize(("count", "glyph"), [(1, "●"), (2, "2"), (9, "9"), (10, "+"), (40, "+")])
def test_glyph_of_a_cell(count: int, glyph: str) -> None:
    assert cell_glyph([STUTTGART] * count, UNICODE) == glyph


@pytest.mark.parametrize("glyph", ["", "ab", "漢", "\x1b", "\u200b"])
def test_a_glyph_that_takes_another_width_is_replaced(glyph: str) -> None:
    mark = MapMark("x", "x", 50, 10, glyph=glyph)
    assert cell_glyph([mark], UNICODE) == UNICODE.official
    assert cell_glyph([mark], ASCII) == ASCII.official


def test_role_of_a_cell() -> None:
    assert cell_role([STUTTGART]) == "good"
    assert cell_role([KAJAANI, ATHENS]) == "accent"
    assert cell_role([STUTTGART, NEXT_DOOR]) == ""
    assert cell_role([MapMark("x", "x", 50, 10, role="loud")]) == ""


# The name beside the current mark


def test_name_stands_to_the_right() -> None:
    laid = picture(STUTTGART)
    column, row = laid.spots["hammerhai"]
    label = place_label("HammerHAI", (column, row), laid, UNICODE)
    assert (label.text, label.column, label.row) == ("HammerHAI", column + 2, row)


def test_name_gives_way_to_a_neighbour() -> None:
    beside = MapMark("beside", "Beside", 48.74, 11.5)
    laid = picture(STUTTGART, beside, columns=60, rows=18)
    column, row = laid.spots["hammerhai"]
    assert laid.spots["beside"] == (column + 1, row) or laid.spots["beside"] == (column + 2, row)
    label = place_label("HammerHAI", (column, row), laid, UNICODE)
    assert (label.column, label.row) == (column - 10, row)


def test_name_at_the_right_edge_goes_left() -> None:
    laid = picture(columns=40, rows=20)
    label = place_label("Far east", (37, 5), laid, UNICODE)
    assert (label.column, label.row) == (28, 5)


def test_long_name_goes_below_and_only_a_too_long_one_is_cut() -> None:
    laid = picture(columns=40, rows=20)
    label = place_label("x" * 38, (20, 5), laid, UNICODE)
    assert (label.text, label.row) == ("x" * 38, 6)
    label = place_label("x" * 41, (20, 19), laid, UNICODE)
    assert (label.text, label.column, label.row) == ("x" * 39 + "…", 0, 18)
    assert place_label("x" * 41, (20, 5), laid, ASCII).text == "x" * 39 + ASCII.ellipsis


@given(names, marks_anywhere, st.integers(0, 29), st.integers(0, 8))
def test_name_lies_inside_and_is_never_cut_in_silence(
    name: str, marks: tuple[MapMark, ...], column: int, row: int
) -> None:
    laid = lay_out(marks, None, 30, 9, ascii_only=False)
    label = place_label(name, (column, row), laid, UNICODE)
    assert label.column >= 0
    assert label.column + width_of(label.text) <= 30
    assert 0 <= label.row < 9
    assert printable(label.text) == label.text
    assert label.text.endswith("…") or label.text == printable(name)


# Rows


@given(marks_anywhere, st.integers(30, 100), st.integers(9, 40), st.booleans(), st.data())
def test_every_row_has_the_width_of_the_block(
    marks: tuple[MapMark, ...], columns: int, rows: int, ascii_only: bool, data: st.DataObject
) -> None:
    glyphs = ASCII if ascii_only else UNICODE
    laid = lay_out(marks, COAST, columns, rows, ascii_only=ascii_only)
    current = data.draw(st.sampled_from([None, *laid.spots]))
    name = next((mark.name for mark in marks if mark.key == current), "")
    label = place_label(name, laid.spots[current], laid, glyphs) if current else None
    named = site_names(laid, glyphs)
    for row in range(rows):
        parts = paint_row(laid, row, current, label, glyphs, beside(named, row, current, label))
        assert sum(width_of(text) for text, _ in parts) == columns
        assert all(printable(text) == text for text, _ in parts)
        assert {kind.removeprefix(LAND) for _, kind in parts} <= set(KINDS)


def test_current_mark_and_its_name() -> None:
    laid = picture(STUTTGART, NEXT_DOOR, ATHENS)
    spot = laid.spots["next"]
    label = place_label("Next door", spot, laid, UNICODE)
    parts = paint_row(laid, spot[1], "next", label, UNICODE)
    assert ("2", "current") in parts
    assert ("Next door", "label") in parts
    others = paint_row(laid, laid.spots["pharos"][1], "next", label, UNICODE)
    assert ("●", f"{LAND}accent") in others
    assert "current" not in {kind for _, kind in others}


def test_lines_lead_from_a_site_to_those_it_works_with() -> None:
    linked = replace(ATHENS, links=("hammerhai", "nowhere"))
    for ascii_only, sign in ((False, "⠀"), (True, ":")):
        glyphs = ASCII if ascii_only else UNICODE
        alone = picture(STUTTGART, ATHENS, ascii_only=ascii_only)
        laid = picture(STUTTGART, linked, ascii_only=ascii_only)
        rows = range(laid.spots["hammerhai"][1] + 1, laid.spots["pharos"][1])
        for row in rows:
            parts = paint_row(laid, row, None, None, glyphs)
            found = [text for text, kind in parts if kind.removeprefix(LAND) == LINK]
            assert found
            assert sign == "⠀" or set("".join(found)) == {sign}
            assert sum(width_of(text) for text, _ in parts) == laid.columns
            kinds = {
                kind.removeprefix(LAND) for _, kind in paint_row(alone, row, None, None, glyphs)
            }
            assert LINK not in kinds


@given(marks_anywhere, st.integers(30, 100), st.integers(9, 40))
def test_names_stand_clear_of_marks_and_of_one_another(
    marks: tuple[MapMark, ...], columns: int, rows: int
) -> None:
    laid = lay_out(marks, None, columns, rows, ascii_only=False)
    named = site_names(laid, UNICODE)
    covered = [
        (column, label.row)
        for label in named.values()
        for column in range(label.column, label.column + width_of(label.text))
    ]
    assert len(covered) == len(set(covered))
    assert not set(covered) & set(laid.cells)
    assert all(0 <= column < columns for column, _ in covered)
    assert not named or columns >= NAMED_FROM


def test_a_name_gives_way_to_that_under_the_cursor() -> None:
    laid = picture(STUTTGART, ATHENS, columns=100, rows=30)
    named = site_names(laid, UNICODE)
    row = laid.spots["hammerhai"][1]
    (name,) = beside(named, row, None, None)
    assert "HammerHAI" in text_of(paint_row(laid, row, None, None, UNICODE, [name]))
    assert beside(named, row, "hammerhai", None) == []
    assert beside(named, row, "pharos", Label("Pharos", name.column + 3, row)) == []
    assert beside(named, row, "pharos", Label("Pharos", name.column + 3, row + 1)) == [name]


def test_names_from_files_are_text() -> None:
    laid = picture(STUTTGART)
    spot = laid.spots["hammerhai"]
    label = place_label("[bold]x[/]\x1b[31m\n\u202eab", spot, laid, UNICODE)
    assert label.text == "[bold]x[/]<U+001B>[31m <U+202E>ab"


# Caption


def line(current: MapMark | None, *marks: MapMark, ascii_only: bool = False) -> str:
    laid = picture(*marks, ascii_only=ascii_only)
    return text_of(caption(marks, current, laid, ASCII if ascii_only else UNICODE))


def test_caption_counts_and_names() -> None:
    assert line(None) == "no sites"
    assert line(None, STUTTGART) == "1 site"
    assert line(STUTTGART, *ALL) == "5 sites · HammerHAI, Stuttgart"
    assert line(STUTTGART, *ALL, ascii_only=True) == "5 sites | HammerHAI, Stuttgart"
    assert line(LISBON, *ALL) == "5 sites · Lisbon"


def test_caption_lists_who_shares_the_cell() -> None:
    assert line(NEXT_DOOR, STUTTGART, NEXT_DOOR) == "2 sites · Next door · same spot: HammerHAI"


def test_caption_tells_what_is_missing() -> None:
    marks = (STUTTGART, CANARIES, NOWHERE)
    assert line(CANARIES, *marks) == "3 sites, 2 not on the map · Canaries · outside the map"
    assert line(NOWHERE, *marks) == "3 sites, 2 not on the map · Nowhere · position unknown"


def test_caption_shows_control_characters() -> None:
    hostile = MapMark("x", "a\x07b", 50, 10, city="[red]c\n")
    assert line(hostile, hostile) == "1 site · a<U+0007>b, [red]c "


def test_the_numbers_of_shared_cells_are_explained_where_there_are_some() -> None:
    shared, _ = arrange((STUTTGART, NEXT_DOOR), COAST, (90, 22), ascii_only=False)
    assert shared.legend == SHARED_HINT
    assert arrange(ALL, COAST, (90, 22), ascii_only=False)[0].legend == ""


def test_caption_takes_a_second_line_only_where_needed() -> None:
    def rows(marks: Sequence[MapMark], *size: int) -> tuple[int, int]:
        laid, lines = arrange(marks, COAST, (size[0], size[1]), ascii_only=False)
        return laid.rows, lines

    shared = (STUTTGART, NEXT_DOOR)
    assert rows(ALL, 60, 20) == (19, 1)
    assert rows(shared, 90, 22) == (21, 1)
    assert rows(shared, 70, 22) == (20, 2)
    assert rows(shared, 30, 13) == (12, 1)


LEFT: list[Part] = [("5 sites · ", "caption"), ("HammerHAI, Stuttgart", "name")]


def test_legend_stands_at_the_right_end() -> None:
    (parts,) = caption_lines(LEFT, "● factory", 1, 60, UNICODE)
    assert text_of(parts) == "5 sites · HammerHAI, Stuttgart" + " " * 21 + "● factory"


def test_legend_has_a_line_of_its_own() -> None:
    first, second = caption_lines(LEFT, "● factory", 2, 60, UNICODE)
    assert first == LEFT
    assert second == [("● factory", "legend")]


def test_caption_without_a_legend() -> None:
    assert caption_lines(LEFT, "", 1, 60, UNICODE) == [LEFT]


@given(st.lists(st.tuples(names, st.just("caption")), max_size=6), st.integers(1, 80))
def test_caption_fits_and_says_where_it_was_cut(parts: list[Part], columns: int) -> None:
    kept = fit_parts(parts, columns, UNICODE)
    assert width_of(text_of(kept)) <= columns
    if text_of(kept) != text_of(parts):
        assert text_of(kept).endswith("…")


def test_cut_where_a_piece_ends() -> None:
    assert text_of(fit_parts([("abc", "caption"), ("def", "name")], 3, UNICODE)) == "ab…"
    assert text_of(fit_parts([("abc", "caption"), ("def", "name")], 6, UNICODE)) == "abcdef"
    assert text_of(fit_parts([("abc", "caption"), ("def", "name")], 5, UNICODE)) == "abcd…"
