"""What the explorer shows, in plain lines: as much as stands on the screen, and no more."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from tests.explorer.helpers import dataset, opened, press
from tui.analysis.telling.site import row_detail
from tui.dataset import Dataset
from tui.explorer.commands import TAB_IDS
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.grid.grid import Grid
from tui.explorer.main_screen import MainScreen
from tui.explorer.panes.detail import DetailPane
from tui.explorer.panes.frame import Legend
from tui.explorer.plain import page
from tui.explorer.result_rows import NO_ROW, ResultSource
from tui.explorer.state import State, make_state
from tui.explorer.tabs import ways_of
from tui.explorer.tabs.map_marks import TITLES
from tui.explorer.tabs.site_map import MapLegend
from tui.explorer.tabs.tab import Tab
from tui.explorer.tabs.tab_parts import Lines, Note
from tui.explorer.tabs.way import Way
from tui.query import View

ROOM = (400, 150)
"""A window in which every row and column is in sight."""
WAYS = [(tab, way.id) for tab in TAB_IDS for way in ways_of(tab)]
FILTERS = ("", "sector:health -member.type:company")
TOTAL = re.compile(r": All( \d+| pairs|$)|^All sites: ")
SIGNS = set("✓✗≈↻▲▼●○█▄░▏▎▍▌▋▊▉│─‹›")
BAR = re.compile(r"[█▄░▏▎▍▌▋▊▉][█▄░▏▎▍▌▋▊▉│ ]*|│")
VERDICTS = {"✓": "holds", "✗": "fails", "≈": "depends", "↻": "outdated", "?": "unknown"}


def state_of(data: Dataset | None = None, glyphs: Glyphs = UNICODE, **view: Any) -> State:
    """A state with everything loaded."""
    source = data or dataset()
    source.load_all()
    view.setdefault("cohort", source.default_cohort)
    return dataclasses.replace(make_state(source, View(**view), glyphs=glyphs), ready=True)


def told(tab: str, way: str = "", **view: Any) -> list[list[str]]:
    """The sections of a tab, each its lines."""
    state = state_of(tab=tab, **view)
    state = dataclasses.replace(state, view=state.view.with_way(tab, way))
    return sections(page(state, (tab,)))


def sections(found: Iterator[str]) -> list[list[str]]:
    """Lines between empty ones."""
    parts: list[list[str]] = [[]]
    for line in found:
        if line:
            parts[-1].append(line)
        else:
            parts.append([])
    return parts


def blocks(parts: list[list[str]], label: str) -> list[list[str]]:
    """The sections of the rows below a heading such as ``Systems, 5 rows``."""
    (start,) = [
        at for at, part in enumerate(parts) if re.match(rf"{label}(: .*)?, [\d,]+ rows?$", part[0])
    ]
    many = int(re.findall(r"[\d,]+(?= rows?$)", parts[start][0])[0].replace(",", ""))
    rows: list[list[str]] = []
    for part in parts[start + 1 :]:
        if len(rows) - sum(bool(TOTAL.search(row[0])) for row in rows) >= many:
            break
        if len(part) == 1 and ": " not in part[0]:
            continue
        rows.append(part)
    return rows


def value(line: str) -> str:
    """What stands behind the label."""
    return line.partition(": ")[2]


def values(line: str) -> Iterator[str]:
    """What may stand behind the label, which may hold a colon itself."""
    for found in re.finditer(": ", line):
        yield line[found.end() :]


def tab_of(pilot: Pilot[int], way: str) -> Tab:
    """The tab that is shown, in the way asked for."""
    main = pilot.app.screen
    assert isinstance(main, MainScreen)
    view = main.tab_view
    assert isinstance(view, Tab)
    assert view.way.id == way
    return view


def way_named(tab: str, ident: str) -> Way:
    return next(way for way in ways_of(tab) if way.id == ident)


def drawn(grid: Grid) -> list[tuple[str, list[str]]]:
    """Key and visible cells of each row, read off the lines that are drawn."""
    source = grid.source
    assert source is not None
    grid.render_lines(Region(0, 0, *grid.size))
    arrangement = grid._arrange(source)
    assert not arrangement.hidden_right
    found = []
    for row in range(len(source)):
        strip = grid.render_line(grid.header_height + row)
        cells = [
            strip.crop(slot.x, slot.x + slot.width).text.strip()
            for slot in arrangement.slots
            if source.columns[slot.column].id != "bar"
        ]
        found.append((source.key(row), cells))
    return found


def in_words(text: str) -> str:
    """What a cell of signs says."""
    text = BAR.sub("", text).strip().replace(" of  ", " of ")
    if ": ~" in text:
        parts = ((part, part.replace(": ~", ": ")) for part in text.split(" · "))
        text = " · ".join(f"{said}, not confirmed" if said != part else part
                          for part, said in parts)  # fmt: skip
    if text == "·":
        return "unknown"
    for sign, word in VERDICTS.items():
        if text.startswith(f"{sign} "):
            rest = text.removeprefix(f"{sign} ")
            return rest if rest.startswith(word) else f"{word}, {rest}"
    if text.startswith("– "):
        kind = text.removeprefix("– ")
        return kind if kind[0].isalpha() else f"not checkable, {kind}"
    text = re.sub(r" ([▲▼])(\d+)$", lambda m: f", {'up' if m[1] == '▲' else 'down'} {m[2]}", text)
    text = re.sub(r"^([▲▼])(\d+)$", lambda m: f"{'up' if m[1] == '▲' else 'down'} {m[2]}", text)
    text = re.sub(r"^(\d+)=$", r"\1, shared", text)
    text = re.sub(r"^(\d+)= of", r"\1, shared, of", text)
    text = re.sub(r"^(\S+) =$", r"\1, as before", text)
    if text.startswith("~"):
        return f"{text.removeprefix('~')}, not confirmed"
    return text


def same(cell: str, said: str) -> bool:
    """Whether a cell on the screen, perhaps cut, and a value in plain lines say the same."""
    if "…" in cell:
        return said.startswith(in_words(cell).partition("…")[0])
    return in_words(cell) == said


@pytest.mark.parametrize(
    ("tab", "ident", "filter_text"),
    [(*way, filter_text) for way, filter_text in zip(WAYS, itertools.cycle(FILTERS))],
)
async def test_every_row_of_the_screen_is_told_and_no_other(
    tab: str, ident: str, filter_text: str
) -> None:
    way = way_named(tab, ident)
    async with opened(size=ROOM, filter=filter_text, tab=tab, ways={tab: ident}) as pilot:
        view = tab_of(pilot, ident)
        rows = drawn(view.grid) if view.grid.row_count else []
        source = view.grid.source
        label = view._scene.result.spec.label if view._scene else ""
        pairs = [(label, rows, source)]
        if view.below is not None and view.below.row_count:
            below = view._below
            assert below is not None
            pairs.append((below.spec.label, drawn(view.below), view.below.source))
        chooser = view.chooser
        if chooser is not None and isinstance(chooser.source, ResultSource):
            pairs.append((chooser.source.result.spec.label, drawn(chooser), chooser.source))
    parts = told(tab, ident, filter=filter_text)
    if not rows:
        heads = [part[0] for part in parts]
        assert any(head.startswith(label) and head.endswith(", 0 rows") for head in heads)
        return
    if way.rows_told is not None:
        return  # the next test
    for name, lines_drawn, grid in pairs:
        shown = [row for row in lines_drawn if not heading(grid, *row)]
        found = blocks(parts, name)
        assert len(shown) == len(found)
        for (key, cells), block in zip(shown, found, strict=True):
            noted = way.note is not None and block[-1].startswith("Note: ")
            said = block[:-1] if noted or block[-1] == "Chosen: yes" else block
            check_row(tab, ident, expected(key, cells), said)


def expected(key: str, cells: list[str]) -> list[str]:
    """The cells that say something; what is unknown of all rows says nothing."""
    return [cell for cell in cells if in_words(cell) and (key, cell) != ("*all", "·")]


def check_row(tab: str, ident: str, cells: list[str], block: list[str]) -> None:
    """Hold the cells of a row on the screen against its lines."""
    assert len(cells) == len(block), (cells, block)
    for cell, line in zip(cells, block, strict=True):
        fits = any(special(tab, ident, cell, text) or same(cell, text) for text in values(line))
        assert fits, (cell, line)


def heading(source: Any, key: str, cells: list[str]) -> bool:
    """Whether a row is a heading, or that of all rows with nothing to say."""
    if not isinstance(source, ResultSource):
        return key.startswith(NO_ROW)
    return key == "*all" and len([cell for cell in cells if cell not in ("", "·")]) < 2


def special(tab: str, way: str, cell: str, text: str) -> bool:
    """Cells that are short or signs on the screen and whole texts in plain lines."""
    if tab in ("access", "consortia") and re.fullmatch(r"\d+[+?]", cell):
        return cell[:-1] == text
    if (tab, way) == ("access", "matrix"):
        if cell == "–":
            return text == "not offered"
        doubtful = text.endswith("not confirmed")
        return cell[:1] in "●○" and (cell not in "●○" or doubtful == (cell == "○"))
    if (tab, way) == ("compute", "sizes"):
        return (cell, text) == ("H100 eq.", "H100-equivalents")
    if (tab, way) == ("compute", "totals"):
        return cell == text.removeprefix("of these, ") or cell == f"~{text}"
    if tab == "consortia" and re.fullmatch(r"\d+[+?]? .*[A-Z].*", cell):
        return cell.startswith(text)
    return False


@pytest.mark.parametrize("ident", ["by-sector", "by-group"])
async def test_the_matrix_is_told_site_by_site(ident: str) -> None:
    async with opened(size=ROOM, tab="sectors", ways={"sectors": ident}) as pilot:
        view = tab_of(pilot, ident)
        rows = [(key, cells) for key, cells in drawn(view.grid) if key != "*line"]
        assert view._scene is not None
        found = view._scene.result.source.total.found
    parts = blocks(told("sectors", ident), view._scene.result.spec.label)
    total, *sites = parts
    names = [found.label(column) for column in found.columns]
    counts = dict(zip(names, rows[0][1][2:], strict=True))
    for line in total[1:]:
        name, _, text = line.partition(": ")
        assert text.split()[0].replace("no", "0") == counts.pop(name)
    assert not counts
    assert len(sites) == len(rows) - 1
    for (_, cells), block in zip(rows[1:], sites, strict=True):
        assert block[0] == f"Site: {cells[0]}"
        number = cells[1].rstrip("+?")
        assert block[1].startswith(f"Sectors: {number} sector" if number != "·" else "Sectors: sec")
        assert ("incomplete" in block[1]) == (
            cells[1][-1:] in "+?" and number != "·"
        ) or number == "·"
        named = {line.partition(": ")[0]: value(line) for line in block[2:]}
        for name, cell in zip(names, cells[2:], strict=True):
            assert (name in named) == (cell[:1] in ("●", "○")), (name, cell)
            if name in named:
                assert ("official" in named[name]) == ("●" in cell)
                assert ("other evidence" in named[name]) == ("○" in cell)


def words_of(text: str) -> set[str]:
    """The words of a text, whatever sets them apart."""
    return set(re.findall(r"[^\s:;,.()·~●○✓✗≈↻?–▲▼=─]+", text.lower()))


@pytest.mark.parametrize(("tab", "ident"), WAYS)
async def test_what_stands_around_the_rows_is_told(tab: str, ident: str) -> None:
    """Figures, the note of every row, the total of every column, the pane and the legend."""
    way = way_named(tab, ident)
    parts = told(tab, ident)
    whole = [line for part in parts for line in part]
    known = words_of("\n".join(whole))
    async with opened(size=ROOM, tab=tab, ways={tab: ident}) as pilot:
        view = tab_of(pilot, ident)
        scene = view._scene
        assert scene is not None
        for part in view.query(Lines):
            for line in str(part.render()).splitlines() if way.figures else ():
                assert words_of(line) <= known, line
        legend = pilot.app.screen.query_one(Legend)
        pieces = way.legend(scene) if way.legend else ()
        for text, role in pieces:
            assert (text, role) in legend.pieces
            assert (
                role != ""
                or ident.startswith(("by-cohort", "turning"))
                or (words_of(text) <= known)
            )
        if way.below is not None and (spot := view.here(scene.state, None).spot) is not None:
            assert words_of(way.below.caption(scene, spot)) <= known
        pane = view.query_one(DetailPane) if way.tells is not None else None
        if pane is not None and not pane._said:
            drawn_text = "\n".join(
                pane.render_line(y).text for y in range(min(pane.virtual_size.height, 140))
            )
            assert words_of(drawn_text) <= known, words_of(drawn_text) - known
        for _ in range(view.grid.column_count):
            if legend.total and not view.grid.has_class("none"):
                rest = legend.total.partition(", ")[2].replace(" · ", "; ")
                assert any(line.endswith(rest.rpartition(", ")[2]) for line in whole), legend.total
            await press(pilot, "l")
        for _ in range(view.grid.row_count if way.note and way.rows_told is None else 0):
            said = str(view.query_one(Note).render())
            assert said
            assert "…" in said or words_of(said) <= known | ELSEWHERE, said
            await press(pilot, "j")


ELSEWHERE = words_of("every one of these systems has a figure.") | words_of(
    "not confirmed by a source"
)
"""What the absence of a figure says in plain lines."""


async def test_the_map_is_told() -> None:
    """Every sign of its legend with how many sites have it, and the place of every site."""
    parts = told("sites")
    start = next(at for at, part in enumerate(parts) if part[0] == "Map")
    async with opened(size=(160, 60), tab="sites") as pilot:
        await press(pilot, "m")
        legend = pilot.app.screen.query_one(MapLegend)
        for title in TITLES:
            entries = [f"{entry.label}: {entry.count}" for entry in legend._entries]
            assert f"{title}: {', '.join(entries)}" in parts[start]
            await press(pilot, "a")
    result = state_of(tab="sites").result("sites")
    for row, part in enumerate(parts[start + 1 : start + 1 + len(result)]):
        assert part[0] == f"Site: {result.record(row).name}"
        lines = [f"{line.label}: {line.text}" for each in row_detail(result, row)
                 for line in each.lines]  # fmt: skip
        place = [line for line in part if line.startswith(("Latitude: ", "Nearest: "))]
        assert len(place) == 2
        assert set(place) <= set(lines)
