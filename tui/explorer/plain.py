"""What the explorer shows, in plain lines: for listening, for logs, where nothing can be drawn.

The same ways, rows and texts as on the screen, each in full: what a sign, a bar or a place says
there is said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tui.analysis.telling.sections import Line, Section, as_lines
from tui.explorer import tally_text
from tui.explorer.commands import TAB_BY_ID
from tui.explorer.grid.text import GridSource
from tui.explorer.panes.frame_text import faults_told, findings_told, lists_told
from tui.explorer.result_rows import NO_ROW, TOTAL, ResultSource
from tui.explorer.state import State
from tui.explorer.tabs import way_on, ways_of
from tui.explorer.tabs.map_marks import map_told
from tui.explorer.tabs.naming import Said
from tui.explorer.tabs.way import (
    Chooser,
    Piece,
    Scene,
    Spot,
    Way,
    below_of,
    empty_text,
    left_out,
    result_of,
    source_of,
    spot_at,
    why_empty,
)
from tui.query import Result
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.text import listed, plural, printable

_Say = Callable[[Scene, Spot], Said]
_ROOM = 1_000_000
"""Cells of a line: more than any text takes, so that none is cut."""
_NOTHING = "unknown"
_PAUSE = " · "
_UNSURE = ", not confirmed"
"""Between two parts of a line on the screen."""

_DRAWN_BESIDE: Mapping[str, Callable[[Scene], Sequence[Section]]] = {"sites": map_told}
"""What is drawn beside the rows of a table, in words."""


def page(state: State, tabs: Sequence[str], *, every_way: bool = False) -> Iterator[str]:
    """Lines that say what the explorer shows on these tabs, each looked at in its present way.

    With ``every_way`` all ways are told, one after the other. A tally that lies over the tab
    comes first.
    """
    sections = [_head(state)]
    if state.view.tally is not None:
        sections += _tally(state)
    for tab in tabs:
        for way in ways_of(tab) if every_way else (way_on(tab, state.view),):
            sections += _tab(state, tab, way)
    return map(state.glyphs.adapt, as_lines(sections))


def _head(state: State) -> Section:
    view = state.view
    filtered = printable(view.text) if view.text.strip() else "none"
    lines = [Line("Cohort", state.cohort_label), Line("Filter", filtered)]
    lines += [Line("Note", note.text) for note in state.notes]
    lines.append(Line("Sites", f"{state.site_count} of {state.cohort_count}"))
    if view.marks:
        lines.append(Line("Marked rows", str(len(view.marks))))
    lines += [Line("Faults", ", ".join(told))] if (told := faults_told(state.dataset)) else []
    return Section(f"AIF Explorer {state.dataset.meta.version}", tuple(lines))


def _tab(state: State, tab: str, way: Way) -> Iterator[Section]:
    """A tab in one of its ways."""
    scene = Scene(state, result_of(way, state), _ROOM, wide=True, in_words=True)
    yield Section(f"Tab {TAB_BY_ID[tab].title}", tuple(_about(scene, tab, way)))
    label = scene.result.spec.label
    if way.chooser is not None:
        yield from _choice(scene, way.chooser)
        chosen = _chosen(scene, way.chooser)
        label = f"{label}: {chosen}" if chosen else label
    source = source_of(way, scene)
    first = _first(scene, source)
    if way.rows_told is not None:
        yield Section(f"{label}, {plural(len(scene.result), 'row')}", ())
        yield from map(_spoken, way.rows_told(scene))
    else:
        yield from _rows(scene, source, label, way.note)
    if not len(source):
        yield Section("", (Line("", why_empty(way, scene).replace("\n", " ")),))
    yield from _totals(source)
    if way.below is not None and len(source):
        yield from _below(scene, way, first)
    if way.table in _DRAWN_BESIDE:
        yield from map(_spoken, _DRAWN_BESIDE[way.table](scene))
    if way.tells is not None and first is not None:
        head, *rest = way.tells(scene, first) or (None,)
        if head is not None:
            yield _spoken(Section(f"In full: {head.title}", head.lines))
            yield from map(_spoken, rest)
    legend = [text for text, role in way.legend(scene) if not role] if way.legend else []
    parts = [part for text in legend for part in text.replace(_PAUSE, "  ").split("  ")]
    told = tuple(Line("", part.strip(" ;")) for part in parts if part.strip(" ;"))
    if told:
        yield Section("Legend", told)


def _about(scene: Scene, tab: str, way: Way) -> Iterator[Line]:
    """The way, what the filter leaves out, and the figures above the table."""
    others = [each.title for each in ways_of(tab) if each is not way]
    if others:
        yield Line("Way", f"{way.title}; the others are {listed(others)}")
    lists = lists_told(scene.state, tab)
    if lists:
        yield Line("Lists", lists)
    if told := findings_told(scene.state, tab):
        yield Line("Note", told)
    narrowed = left_out(way, scene.state)
    remark = way.remark(scene) if way.remark is not None and not narrowed else ""
    if narrowed or remark:
        yield Line("", _words(narrowed or remark))
    for pieces in way.figures(scene) if way.figures is not None else ():
        yield _figure(pieces)


def _figure(pieces: Sequence[Piece]) -> Line:
    """A line above the table; the part of a sum that is not confirmed is named behind it."""
    label, rest = "", list(pieces)
    if rest and rest[0][1] == "label":
        label = rest.pop(0)[0].strip()
    texts = [text.removeprefix(UNSURE) if role == "strong" else text for text, role in rest]
    return Line(label, _words("".join(texts)))


# Rows


def _first(scene: Scene, source: GridSource) -> Spot | None:
    """What the cursor stands on at first: the first row that is no heading, in its first column."""
    rows = range(len(source))
    row = next((row for row in rows if not _heads(source, row)), None)
    return None if row is None else spot_at(scene, source, row, source.columns[0].id)


def _heads(source: GridSource, row: int) -> bool:
    """Whether a row is a heading of those below it."""
    return not isinstance(source, ResultSource) and source.key(row).startswith(NO_ROW)


def _rows(scene: Scene, source: GridSource, title: str, say: _Say | None) -> Iterator[Section]:
    """A heading, then a section for each row: its cells under the titles of their columns.

    The row of all rows stands first where it says something.
    """
    column = source.columns[0].id if source.columns else ""
    spots = [None if say is None else spot_at(scene, source, row, column)
             for row in range(len(source))]  # fmt: skip
    notes = [_words(str(say(scene, spot))) if say and spot else "" for spot in spots]
    common = notes[0] if len(notes) > 1 and len(set(notes)) == 1 else ""
    about = [Line("Sorted by", order)] if (order := _sorted(scene.state, scene.result)) else []
    about += [Line("Note", common)] if common else []
    yield Section(f"{title}, {_many(source)}", tuple(about))
    headings = _headings(source)
    for row in range(len(source)):
        if _heads(source, row):
            texts = (source.cell(row, place)[0].strip() for place in range(len(source.columns)))
            yield Section(" ".join(filter(None, texts)), ())
            continue
        lines = _cells(source, row, headings)
        if source.key(row) == TOTAL and len(lines) < 2:
            continue
        if source.key(row) in scene.state.view.marks:
            lines.append(Line("Marked", "yes"))
        if notes[row] and not common:
            name = f"{lines[0].text}: " if lines else ""
            lines.append(Line("Note", notes[row].removeprefix(name)))
        yield Section("", tuple(lines))


def _cells(source: GridSource, row: int, headings: Mapping[int, str]) -> list[Line]:
    """The cells of a row, without those that are blank; all rows together leave some unknown."""
    lines = []
    for place, heading in headings.items():
        text = _cell(*source.cell(row, place))
        if text and not (text == _NOTHING and source.key(row) == TOTAL):
            lines.append(Line(heading, text))
    return lines


def _cell(text: str, role: object) -> str:
    """A cell in words: that it is unknown, or that no source confirms it."""
    text = text.strip()
    if text == UNKNOWN:
        return _NOTHING
    return _PAUSE.join(_confirmed(part, role) for part in text.split(_PAUSE))


def _confirmed(part: str, role: object) -> str:
    """A part of a text with words for its sign, which stands before it or behind its label."""
    said = part.removeprefix(UNSURE) if role == "unsure" else part
    said = said.replace(f": {UNSURE}", ": ")
    return part if said == part else f"{said}{_UNSURE}"


def _headings(source: GridSource) -> Mapping[int, str]:
    """The titles of the columns by their place, in full and with units; not those of drawings."""
    from tui.export.sheet import heading

    if not isinstance(source, ResultSource):
        return {place: column.title for place, column in enumerate(source.columns)}
    columns = (source.result.spec.column(layout.id) for layout in source.columns)
    return {place: heading(column) for place, column in enumerate(columns) if column is not None}


def _many(source: GridSource) -> str:
    """How many rows there are, without totals and headings."""
    if isinstance(source, ResultSource):
        return plural(len(source.result), "row")
    return plural(sum(not _heads(source, row) for row in range(len(source))), "row")


def _sorted(state: State, result: Result) -> str:
    """By which columns a table is sorted; "" for its own order."""
    found = []
    for ident, down in state.view.table(result.name).sort:
        column = result.spec.column(ident)
        if column is not None:
            found.append(f"{column.title}{', falling' if down else ''}")
    return "; ".join(found)


# What stands around the rows


def _chosen(scene: Scene, chooser: Chooser) -> str:
    """Name of the row that is chosen in the list beside the table."""
    source = ResultSource(scene.state.result(chooser.table), drawn=chooser.drawn)
    row = source.index(chooser.chosen(scene.state))
    return "" if row is None else _cell(*source.cell(row, 0))


def _choice(scene: Scene, chooser: Chooser) -> Iterator[Section]:
    """The list beside the table, with the row that is chosen in it."""
    result = scene.state.result(chooser.table)
    chosen = chooser.chosen(scene.state)
    source = ResultSource(result, drawn=chooser.drawn)
    headings = _headings(source)
    yield Section(f"{result.spec.label}, {_many(source)}", ())
    for row in range(len(source)):
        here = (Line("Chosen", "yes"),) if source.key(row) == chosen else ()
        yield Section("", (*_cells(source, row, headings), *here))


def _totals(source: GridSource) -> Iterator[Section]:
    """What each column of numbers comes to, as the screen says it for the one under the cursor."""
    from tui.analysis.totals import told

    if not isinstance(source, ResultSource) or not len(source.result):
        return
    result = source.result
    shown = (result.spec.column(layout.sorts_by or layout.id) for layout in source.columns)
    columns = [column for column in shown if column is not None and column.numeric]
    lines = [
        Line(column.title, _words(text.removeprefix(f"{column.heading}, ")))
        for column in columns
        if (text := told(result, column))
    ]
    if lines:
        yield Section("Totals", tuple(lines))


def _below(scene: Scene, way: Way, spot: Spot | None) -> Iterator[Section]:
    """The second table, of what belongs to the first row."""
    part = way.below
    if part is None:
        return
    result = below_of(part, scene, spot)
    caption = part.caption(scene, spot) if spot is not None else ""
    under = Scene(scene.state, result, _ROOM, wide=True, in_words=True)
    source = ResultSource(result)
    head, *rows = _rows(under, source, result.spec.label, None)
    about = (Line("", _words(caption)),) if caption else ()
    yield Section(head.title, (*about, *head.lines))
    yield from rows
    if not len(result):
        text = empty_text(scene.state, result, keys=False)
        yield Section("", (Line("", text.replace("\n", " ")),))
    yield from _totals(source)


def _spoken(section: Section) -> Section:
    """A section of the pane with words for its signs."""
    lines = (Line(line.label, _words(_sure(line))) for line in section.lines)
    return Section(_words(section.title), tuple(lines))


def _sure(line: Line) -> str:
    """A line of the pane; that it is not confirmed is said where its own words do not."""
    text = _cell(line.text, line.role)
    said = text.rpartition(_PAUSE)[2]
    return text.replace(_UNSURE, "") if said in ("likely", "unverified") else text


def _tally(state: State) -> Iterator[Section]:
    """The tally of a saved view."""
    tally = state.view.tally
    if tally is None:
        return
    result = state.result(tally.table, tally.rows)
    found = tally_text.counted(result, tally.ask, state.view.cohort, most_across=0)
    drawn = {"value": tally_text.value_column(result, tally.ask)}
    source = ResultSource(found, drawn=drawn, total=tally_text.ALL_ROWS)
    remark = tally_text.remark(result, tally.ask, found)
    lines = (tally_text.counts(result, found), *((_words(remark),) if remark else ()))
    title = tally_text.title(result, tally.ask)
    yield Section(f"Tally of {title}", tuple(Line("", each) for each in lines))
    headings = _headings(source)
    for row in range(len(source)):
        yield Section("", tuple(_cells(source, row, headings)))


def _words(text: str) -> str:
    """A text of the screen, its parts set apart by what is heard as a pause."""
    return "; ".join(_confirmed(part, "") for part in text.strip().split(_PAUSE))
