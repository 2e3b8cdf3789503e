"""Tab findings: its ways of looking: the list of findings, the claims by cohort and for two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from tui.analysis.findings.engine import standing
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.findings.wording import GLYPHS, tally, verdict_words
from tui.analysis.lenses.cohort_tables import ANY, COHORT, Across, Pair, value_told
from tui.analysis.lenses.verdict_table import FIELDS, FILTER, chosen_cohort
from tui.analysis.telling.finding import sections
from tui.analysis.telling.sections import Line, Section
from tui.dataset.reference import Finding
from tui.explorer.colours import role_of
from tui.explorer.grid.text import Cell, GridColumn, ListSource
from tui.explorer.result_rows import NO_ROW, Drawn, column_layout, sized
from tui.explorer.state import State
from tui.explorer.tabs.way import Chooser, Piece, Scene, Spot, Way, explained
from tui.query import Result
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN, record_text
from tui.query.engine.store import Store
from tui.text import plural, printable, width_of

BESIDE = 150
"""Cells from which on a sentence can be read in a table with the finding told beside it."""

NARROW = (
    GridColumn("verdict", "Verdict", min_width=10, max_width=16),
    GridColumn("statement.en", "Statement", min_width=20, max_width=110, weight=1),
    GridColumn("claimed", "Stated", align="right", min_width=6, max_width=12),
    GridColumn("computed", "Re-computed", align="right", min_width=6, max_width=12),
)
MIDDLE = (*NARROW[:3], GridColumn("computed", "Re-computed", min_width=6, max_width=20))
WIDE = (*NARROW, GridColumn("unit", "Unit", max_width=34))


def columns_for(width: int) -> tuple[GridColumn, ...]:
    """Columns that fit a list of this width, stated beside re-computed in each."""
    return NARROW if width < 84 else MIDDLE if width < BESIDE else WIDE


class FindingLines(ListSource[Evaluated | Finding | str]):
    """Findings under the headings of their themes, as rows of a grid.

    With None as ``found`` the sentences stand alone, their values still to come.
    """

    def __init__(
        self,
        store: Store,
        found: Sequence[Evaluated] | None,
        columns: Sequence[GridColumn],
        *,
        declared: Sequence[Column] = FIELDS,
        headings: bool = True,
        glyph: bool = True,
    ) -> None:
        self._store = store
        self._fields = {each.id: each for each in declared}
        self._glyph = glyph
        self.columns = columns
        idents = [column.id for column in columns]
        self._title = idents.index("statement.en") if "statement.en" in idents else 0
        lines: list[Evaluated | Finding | str] = []
        theme = ""
        for each in _by_theme(store) if found is None else found:
            finding = each if isinstance(each, Finding) else each.finding
            if headings and finding.theme != theme:
                theme = finding.theme
                lines.append(theme)
            lines.append(each)
        super().__init__(lines)

    def key(self, row: int) -> str:
        """Id of the finding; a heading stands for none."""
        line = self.lines[row]
        if isinstance(line, str):
            return f"{NO_ROW}{line}"
        return line.id if isinstance(line, Finding) else line.finding.id

    def cell(self, row: int, column: int) -> Cell:
        """Text and role of a cell."""
        line = self.lines[row]
        if isinstance(line, str):
            label = self._store.vocabulary.label("theme", line)
            return (printable(label), "title") if column == self._title else ("", "")
        ident = self.columns[column].id
        if isinstance(line, Finding):
            text = {"verdict": "…", "statement.en": line.statement.en}.get(ident, "")
            return printable(text), "muted"
        if ident == "computed" and self.columns[column].align == MIDDLE[-1].align:
            ident = _WORDED
        known = ident in _DRAWN
        return _cell(line, ident, glyph=self._glyph) if known else self._declared(line, ident)

    def _declared(self, line: Evaluated, ident: str) -> Cell:
        """A column of the table that the list does not show unasked."""
        text = record_text(self._store, self._fields[ident], line)
        return text, "muted" if text == UNKNOWN else ""


_WORDED = "worded"
"""The value re-computed, with its unit."""
_DRAWN = {_WORDED, *(column.id for column in WIDE)}


def lines_of(scene: Scene) -> FindingLines:
    """The findings, under the headings of their themes unless they are sorted otherwise."""
    shown = scene.state.view.table(scene.result.name)
    room = scene.width * 3 // 5 if scene.width >= BESIDE else scene.width
    usual = columns_for(room)
    columns = [each for each in usual if each.id not in shown.hidden]
    if shown.columns:
        layouts = {column.id: column for column in usual}
        columns = [layouts.get(each.id) or column_layout(each) for each in scene.result.columns]
    return FindingLines(
        scene.store, scene.records, [sized(each, shown) for each in columns],
        declared=scene.result.columns, headings=not shown.sort, glyph=not scene.in_words,
    )  # fmt: skip


def verdict_counts(scene: Scene) -> str:
    """How many claims have each verdict."""
    found = tally([each for each in scene.records if each.finding.kind == "claim"])
    if scene.in_words:
        return ", ".join(f"{verdict_words(each, glyph=False)}: {n}" for each, n in found.items())
    return "  ".join(f"{GLYPHS[verdict]} {many}" for verdict, many in found.items())


def theme_told(scene: Scene, theme: str) -> Section:
    """How the findings under the heading of a theme stand: each verdict, and what has none."""
    found = [each for each in scene.records if each.finding.theme == theme]
    claims = [each for each in found if each.finding.kind == "claim"]
    lines = [
        Line(f"{GLYPHS[verdict]} {verdict_words(verdict, glyph=False)}", plural(many, "claim"),
             role_of("verdict", verdict))
        for verdict, many in tally(claims).items()
    ]  # fmt: skip
    others = Counter(each.finding.kind for each in found if each.finding.kind != "claim")
    lines += [Line(f"– {kind}", f"{many}, without a check") for kind, many in others.items()]
    return Section(printable(scene.store.vocabulary.label("theme", theme)), tuple(lines))


def signs() -> list[Piece]:
    """The verdicts with their signs."""
    return [
        piece
        for verdict in ("holds", "fails", "depends", "outdated", "unknown")
        for piece in explained(GLYPHS[verdict], verdict, role_of("verdict", verdict), gap=1)
    ]


def legend(scene: Scene) -> list[Piece]:
    """What the signs mean, and for which sites the values are."""
    state = scene.state
    told = [*signs(), ("· ", "sign"), ("open: may turn", "")]
    if chosen_cohort(scene.selection) is None and not state.view.filter.strip():
        return told
    sites = f"  for {printable(state.cohort_label)}, {plural(state.site_count, 'site')}"
    return [*told, (sites, "")]


def _by_theme(store: Store) -> list[Finding]:
    """The findings in the order in which they are re-computed."""
    themes = list(store.vocabulary.words("theme"))
    return sorted(store.dataset.findings, key=lambda each: themes.index(each.theme))


def _cell(each: Evaluated, column: str, *, glyph: bool) -> Cell:
    finding, reading = each.finding, each.headline
    checked = finding.kind == "claim"
    if column == "verdict":
        if not checked:
            return f"– {finding.kind}" if glyph else finding.kind, "muted"
        words = verdict_words(each.verdict, is_open=each.open, glyph=glyph)
        return words, role_of("verdict", each.verdict)
    if column == "statement.en":
        return printable(finding.statement.en), "" if checked else "muted"
    if not checked:
        return "", ""
    if column == "claimed":
        return (reading.stated_figure if reading else UNKNOWN), ""
    if column == _WORDED:
        text = reading.value_words if reading else UNKNOWN
        return text, "muted" if text == UNKNOWN else ""
    if column == "computed":
        text = reading.figure if reading else UNKNOWN
        return text, "muted" if text == UNKNOWN else ""
    return printable(finding.unit or ""), "muted"


PAIRS = {
    "one": Drawn(GridColumn("one", "Between", min_width=12, max_width=30, weight=1)),
    "other": Drawn(GridColumn("other", "And", min_width=12, max_width=30, weight=1)),
    "turning": Drawn(GridColumn("turning", "Turn", "right", min_width=4)),
}
"""How the list of pairs is laid out."""

CHOOSER = Chooser("cohort-pairs", "turns", lambda _, key: key, PAIRS)
"""Two cohorts, which pick the claims that turn between them."""


def turning_count(scene: Scene) -> str:
    """How many claims turn between the cohorts."""
    turning = sum(bool(row.pairs) for row in scene.records)
    return f"{turning} of {plural(len(scene.records), 'claim')} turn"


def pair_named(scene: Scene) -> str:
    """How many claims turn, and between which two cohorts."""
    pair = _chosen(scene.state)
    turning = plural(len(scene.result), "claim")
    verb = "turns" if len(scene.result) == 1 else "turn"
    if pair is None or pair.one is None or pair.other is None:
        return f"{turning} {verb} between any two"
    return f"{turning} {verb}: {printable(pair.one.id)} to {printable(pair.other.id)}"


def none_turns(scene: Scene) -> str:
    """That no claim turns between the two cohorts chosen."""
    pair = _chosen(scene.state)
    if pair is None or pair.one is None or pair.other is None:
        return "No claim turns between the cohorts."
    return f"No claim turns between {printable(pair.one.label)} and {printable(pair.other.label)}."


def _chosen(state: State) -> Pair | None:
    """The pair that is chosen."""
    key = CHOOSER.chosen(state)
    found: Pair
    for found in state.result(CHOOSER.table).source.records:
        if found.key == key:
            return found
    return None


def other_cohorts(state: State, result: Result) -> Collection[str]:
    """Columns that say nothing of the pair chosen."""
    pair = _chosen(state)
    if pair is None or pair.key == ANY:
        return ()
    wanted = [f"{COHORT}{each.id}" for each in (pair.one, pair.other) if each is not None]
    return ["turns", *(each.id for each in _cohorts(result) if each.id not in wanted)]


def _cohorts(result: Result) -> list[Column]:
    return [each for each in result.columns if each.id.startswith(COHORT)]


def cohort_columns(scene: Scene) -> Mapping[str, Drawn]:
    """A column a cohort, in the colour of the verdict."""

    def draw(cohort: str, row: Across) -> Cell:
        found = row.cohorts[cohort]
        if found.computed is None and found.verdict == "unknown":
            return UNKNOWN, "muted"
        figure = value_told(found)
        text = f"{GLYPHS[found.verdict]} {figure}"
        if scene.in_words:
            text = f"{verdict_words(found.verdict, glyph=False)}, {figure}"
        return text, role_of("verdict", found.verdict) if row.present.by_sites else "muted"

    stated = 14 if scene.width < _ROOMIEST else 30
    found = {
        "statement.en": Drawn(
            GridColumn("statement.en", "Statement", min_width=22, max_width=110, weight=1)
        ),
        "claimed": Drawn(GridColumn("claimed", "Stated", min_width=6, max_width=stated)),
    }
    cohorts = _cohorts(scene.result)
    widest = _WIDEST if scene.width >= _ROOMY or len(cohorts) == 2 else _TIGHT
    for column in cohorts:
        name = column.id.removeprefix(COHORT)
        layout = GridColumn(column.id, _head(column, widest), min_width=4, max_width=widest)
        found[column.id] = Drawn(layout, partial(draw, name))
    return found


_WIDEST, _TIGHT = 12, 8
"""Cells of a cohort's column, with and without room for more."""
_ROOMY, _ROOMIEST = 140, 160
"""Widths of a tab from which on there is room for more."""


def _head(column: Column, widest: int) -> str:
    """The number of sites of a cohort and its id, which filters and options take."""
    name = printable(column.id.removeprefix(COHORT))
    head = column.heading if name == FILTER else f"{column.heading} {name}"
    return head if width_of(head) <= widest else column.heading


def cohort_legend(scene: Scene) -> list[Piece]:
    """The signs, and where there is room which column is which cohort."""
    cohorts = [each for each in _cohorts(scene.result) if each.heading != FILTER]
    if scene.in_words:
        return [
            (f"{printable(each.title)}: {plural(int(each.heading), 'site')}  ", "")
            for each in cohorts
        ]
    told = [*signs(), ("  ", "sign")]
    names = "; ".join(f"{each.heading} {printable(each.title)}" for each in cohorts)
    room = scene.width - sum(width_of(text) for text, _ in told) - 2
    return [*told, (names, "")] if width_of(names) <= room else told


def pair_legend(scene: Scene) -> list[Piece]:
    """The signs, and how to come to the pairs."""
    return cohort_legend(scene) if scene.in_words else [*signs(), ("  Tab goes to the list", "")]


def finding_at(spot: Spot) -> Evaluated | None:
    """The finding under the cursor, None on a heading."""
    found = getattr(spot.record, "present", spot.record)
    return found if isinstance(found, Evaluated) else None


def _finding(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    """The finding behind a row."""
    found = finding_at(spot)
    if found is None:
        return None
    ids = scene.store.table("findings").values("id")
    return "findings", ids.index(found.finding.id)


def _tell(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """Everything about a finding, or how those under a heading stand.

    How a finding fares elsewhere follows later on the screen.
    """
    found = finding_at(spot)
    if found is None:
        heads, theme = spot.key.startswith(NO_ROW), spot.key.removeprefix(NO_ROW)
        return (theme_told(scene, theme),) if heads else ()
    strip = fared(scene, found) if scene.in_words else ()
    return sections(scene.store, found, strip, glyph=not scene.in_words)


def fared(scene: Scene, found: Evaluated) -> tuple[Standing, ...]:
    """How a finding fares for other sites; () where it does not hang on them."""
    if not found.readings or not found.by_sites:
        return ()
    cohort = chosen_cohort(scene.selection)
    return standing(scene.state.dataset, found.finding, scene.state.view.filter, cohort=cohort)


WAYS: tuple[Way, ...] = (
    Way(
        "claims", "claims", "verdicts", source=lines_of, remark=verdict_counts,
        behind=_finding, tells=_tell, legend=legend, aside=lambda _: True, late=True
    ),
    Way(
        "by-cohort", "by cohort", "claims-by-cohort", drawn=cohort_columns,
        remark=turning_count, behind=_finding, legend=cohort_legend, aside=lambda _: True, late=True
    ),
    Way(
        "turning", "that turn", "claims-by-cohort", chooser=CHOOSER, without=other_cohorts,
        drawn=cohort_columns, remark=pair_named, behind=_finding, legend=pair_legend,
        empty=none_turns, aside=lambda _: True, late=True
    ),
)  # fmt: skip
