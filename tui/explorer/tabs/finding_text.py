"""A finding in words for the tab: its line in the list, and everything behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.wording import GLYPHS, tally, verdict_words
from tui.analysis.lenses.verdict_table import FIELDS, chosen_cohort
from tui.analysis.telling.sections import Line, Section
from tui.dataset.reference import Finding
from tui.explorer.colours import role_of
from tui.explorer.grid.text import Cell, GridColumn, ListSource
from tui.explorer.result_rows import NO_ROW, column_layout, sized
from tui.explorer.tabs.way import Piece, Scene, explained
from tui.query.engine.format import UNKNOWN, record_text
from tui.query.engine.store import Store
from tui.text import plural, printable

MOST_ROWS = 20
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
        headings: bool = True,
        glyph: bool = True,
    ) -> None:
        self._store = store
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
        column = next(each for each in FIELDS if each.id == ident)
        text = record_text(self._store, column, line)
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
        headings=not shown.sort, glyph=not scene.in_words,
    )  # fmt: skip


def verdict_counts(scene: Scene) -> str:
    """How many claims have each verdict."""
    found = tally([each for each in scene.records if each.finding.kind == "claim"])
    if scene.in_words:
        return ", ".join(f"{verdict_words(each, glyph=False)}: {n}" for each, n in found.items())
    return "  ".join(f"{GLYPHS.get(verdict, '?')} {many}" for verdict, many in found.items())


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
