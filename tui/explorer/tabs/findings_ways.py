"""The ways of looking at tab findings."""

from __future__ import annotations

from tui.analysis.findings.engine import standing
from tui.analysis.findings.evaluate import Evaluated, Standing
from tui.analysis.lenses.verdict_table import chosen_cohort
from tui.analysis.telling.finding import sections
from tui.analysis.telling.sections import Section
from tui.explorer.state import State
from tui.explorer.tabs import cohort_text
from tui.explorer.tabs import finding_text as text
from tui.explorer.tabs.way import Scene, Spot, Way


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
    """Everything about a finding; on the screen how it fares elsewhere follows later."""
    found = finding_at(spot)
    if found is None:
        return ()
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
        id="claims",
        title="claims",
        table="verdicts",
        source=text.lines_of,
        remark=text.verdict_counts,
        behind=_finding,
        tells=_tell,
        legend=text.legend,
        aside=_aside,
        late=True,
    ),
    Way(
        id="by-cohort",
        title="by cohort",
        table="claims-by-cohort",
        drawn=cohort_text.cohort_columns,
        remark=cohort_text.turning_count,
        behind=_finding,
        legend=cohort_text.cohort_legend,
        aside=_aside,
        late=True,
    ),
    Way(
        id="turning",
        title="that turn",
        table="claims-by-cohort",
        chooser=cohort_text.CHOOSER,
        without=cohort_text.other_cohorts,
        drawn=cohort_text.cohort_columns,
        remark=cohort_text.pair_named,
        behind=_finding,
        legend=cohort_text.pair_legend,
        empty=cohort_text.none_turns,
        aside=_aside,
        late=True,
    ),
)
