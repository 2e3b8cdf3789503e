"""The ways of looking at tab sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.analysis.evidence import basis_of_fact, name_of
from tui.analysis.lenses.source_tables import facts_of
from tui.analysis.provenance import CONFIRMED, sites_of, unconfirmed
from tui.analysis.telling.sections import Section
from tui.explorer.state import State
from tui.explorer.tabs import source_text as text
from tui.explorer.tabs.way import Scene, Spot, Way

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence

MANY_SITES = 1000
"""More sites than these are counted beside the screen."""


def _takes_long(state: State) -> bool:
    return len(state.dataset.sites) > MANY_SITES


def _narrowed(scene: Scene) -> str:
    """How the bar says that the filter leaves something out."""
    selection = scene.selection
    if not selection.narrowing:
        return ""
    facts, picks = facts_of(selection)
    key = "" if scene.in_words else " · w all"
    return key if picks != facts.picks(selection.picked) else ""


def _used(scene: Scene) -> str:
    """How many facts rest on how many sources."""
    facts, picks = facts_of(scene.selection)
    used = sum(1 for row in scene.records if row.here)
    filtered = bool(scene.selection.narrowing)
    whole = "" if filtered else f" of {len(scene.state.dataset.sources)}"
    end = " · w all" if filtered and not scene.in_words else ""
    return f"{len(facts.chosen(picks)):,} facts, {used}{whole} sources{end}"


def _sure(scene: Scene) -> str:
    """How many facts are confirmed."""
    counts = [row.counts for row in scene.records]
    whole = sum(row.total for row in scene.records)
    sure = sum(each.get(CONFIRMED, 0) for each in counts)
    return f"{sure:,} of {whole:,} facts confirmed{_narrowed(scene)}"


def _unsure(scene: Scene) -> str:
    """How many facts are not confirmed."""
    facts, picks = facts_of(scene.selection)
    here = facts.chosen(picks)
    if not scene.selection.narrowing:
        nowhere = bytes(len(scene.state.picked))
        here += facts.chosen(facts.picks(nowhere, general=True))
    told = sum(bool(fact.confidence) for fact in here)
    return f"{len(scene.result):,} of {told:,} facts{_narrowed(scene)}"


def _source(scene: Scene, spot: Spot) -> tuple[str, int]:
    return "sources", scene.store.table("sources").values("id").index(spot.key)


def _site(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    row = scene.store.site_row(spot.key)
    return ("sites", row) if row >= 0 else None


def _fact(scene: Scene, spot: Spot) -> tuple[str, int]:
    return spot.record.fact.table, spot.record.fact.row


def _tell_source(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """A source and all that rests on it."""
    facts, picks = facts_of(scene.selection)
    return text.source_sections(facts, spot.record.source, picks)


def _tell_site(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """What is not confirmed about a site."""
    if spot.record.site is None:
        return ()
    facts, _ = facts_of(scene.selection)
    rows = [facts.rows[number] for number in facts.by_site[spot.key]]
    return text.site_sections(scene.store, spot.key, unconfirmed(rows))


def _tell_fact(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """A fact with its confidence, note and sources."""
    store, fact = scene.store, spot.record.fact
    return text.fact_sections(store, basis_of_fact(store, fact), sites_of(store, fact))


def _sources_of_fact(scene: Scene, spot: Spot) -> Evidence:
    """A single fact, which may be less than its row: the money of a site, its dates."""
    store, fact = scene.store, spot.record.fact
    return name_of(store, fact.table, fact.row), (basis_of_fact(store, fact),)


WAYS: tuple[Way, ...] = (
    Way(
        id="bibliography",
        title="bibliography",
        table="bibliography",
        drawn=text.bibliography_columns,
        remark=_used,
        behind=_source,
        tells=_tell_source,
        opens=_tell_source,
        legend=text.bibliography_legend,
        empty=lambda _: "No sources: nothing here matches the filter.",
        aside=_takes_long,
        late=True,
    ),
    Way(
        id="confidence",
        title="confidence by site",
        table="confidence-by-site",
        drawn=text.confidence_columns,
        total=lambda scene: f"All {len(scene.result)}",
        remark=_sure,
        behind=_site,
        tells=_tell_site,
        opens=_tell_site,
        legend=text.confidence_legend,
        aside=_takes_long,
        late=True,
    ),
    Way(
        id="not-confirmed",
        title="not confirmed",
        table="unconfirmed-facts",
        drawn=text.fact_columns,
        remark=_unsure,
        behind=_fact,
        tells=_tell_fact,
        opens=_tell_fact,
        evidence=_sources_of_fact,
        legend=text.unconfirmed_legend,
        empty=lambda _: "Every fact of these sites is confirmed.",
        aside=_takes_long,
        late=True,
    ),
)
