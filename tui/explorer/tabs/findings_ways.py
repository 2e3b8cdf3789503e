"""Tab findings: its ways of looking, and how the claims are drawn for every cohort and for two."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial

from tui.analysis.findings.engine import standing
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.findings.wording import GLYPHS, verdict_words
from tui.analysis.lenses.cohort_tables import ANY, COHORT, Across, Pair, value_told
from tui.analysis.lenses.verdict_table import FILTER, chosen_cohort
from tui.analysis.telling.finding import sections
from tui.analysis.telling.sections import Section
from tui.explorer.colours import role_of
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.result_rows import NO_ROW, Drawn
from tui.explorer.state import State
from tui.explorer.tabs import finding_text as text
from tui.explorer.tabs.finding_text import signs
from tui.explorer.tabs.way import Chooser, Piece, Scene, Spot, Way
from tui.query import Result
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN
from tui.text import plural, printable, width_of

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
        text = f"{GLYPHS.get(found.verdict, '?')} {figure}"
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
    widest = _WIDEST if scene.width >= _ROOMY or len(cohorts) == 2 else _NARROW
    for column in cohorts:
        name = column.id.removeprefix(COHORT)
        layout = GridColumn(column.id, _head(column, widest), min_width=4, max_width=widest)
        found[column.id] = Drawn(layout, partial(draw, name))
    return found


_WIDEST, _NARROW = 12, 8
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
        return (text.theme_told(scene, theme),) if heads else ()
    strip = fared(scene, found) if scene.in_words else ()
    return sections(scene.store, found, strip, glyph=not scene.in_words)


def fared(scene: Scene, found: Evaluated) -> tuple[Standing, ...]:
    """How a finding fares for other sites; () where it does not hang on them."""
    if not found.readings or not found.by_sites:
        return ()
    cohort = chosen_cohort(scene.selection)
    return standing(scene.state.dataset, found.finding, scene.state.view.filter, cohort=cohort)


def _aside(state: State) -> bool:
    return True


WAYS: tuple[Way, ...] = (
    Way(
        "claims", "claims", "verdicts", source=text.lines_of, remark=text.verdict_counts,
        behind=_finding, tells=_tell, legend=text.legend, aside=_aside, late=True
    ),
    Way(
        "by-cohort", "by cohort", "claims-by-cohort", drawn=cohort_columns,
        remark=turning_count, behind=_finding, legend=cohort_legend, aside=_aside, late=True
    ),
    Way(
        "turning", "that turn", "claims-by-cohort", chooser=CHOOSER, without=other_cohorts,
        drawn=cohort_columns, remark=pair_named, behind=_finding, legend=pair_legend,
        empty=none_turns, aside=_aside, late=True
    ),
)  # fmt: skip
