"""Tab sources: its ways of looking, with what they say in words and cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.analysis.lenses.source_tables import SourceRow, UnsureFact, facts_of
from tui.analysis.provenance import (
    CONFIRMED,
    FactRow,
    Facts,
    Picks,
    Share,
    holds,
    sites_of,
    telling_of,
    unconfirmed,
)
from tui.analysis.tables import percent
from tui.analysis.telling.sections import Line as TextLine
from tui.analysis.telling.sections import Section
from tui.analysis.telling.site import lines_of
from tui.dataset.reference import Source
from tui.explorer.colours import role_of
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.panes.bars import lettered, letters_of
from tui.explorer.result_rows import Drawn
from tui.explorer.state import State
from tui.explorer.tabs.way import Piece, Scene, Spot, Way, explained, site_names, with_id
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.row_words import name_of, tell
from tui.query.engine.store import Store
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.explorer.tabs.way import Evidence


BAR, WIDE_BAR = 12, 16
"""Cells of a bar."""
MOST_LINES = 200
"""Facts told of at most under one heading."""


def bibliography_columns(scene: Scene) -> Mapping[str, Drawn]:
    """The sources with what rests on them."""

    def read(row: SourceRow) -> Cell:
        label = scene.store.vocabulary.label("source_read", row.source.read)
        return printable(label), "" if row.source.read == "direct" else "unsure"

    return {
        "title": Drawn(GridColumn("title", "Title", min_width=24, max_width=90, weight=1)),
        "kind": Drawn(GridColumn("kind", "Kind")),
        "read": Drawn(GridColumn("read", "Read"), read),
        "publisher": Drawn(GridColumn("publisher", "Publisher", min_width=12, max_width=28)),
    }


def confidence_columns(scene: Scene) -> Mapping[str, Drawn]:
    """How sure the facts of each site are, with bars."""
    words = list(scene.store.vocabulary.words("confidence"))
    width = WIDE_BAR if scene.wide else BAR
    roles = [role_of("confidence", word) or "accent" for word in words]
    letters = _letters(scene)

    def bars(row: Share) -> Cell:
        counts = [float(row.counts.get(word, 0)) for word in words]
        parts = list(zip(counts, letters, roles, strict=True))
        return lettered(parts, row.total, width, scene.glyphs.fill)

    def whole(ident: str) -> Callable[[Share], Cell]:
        def draw(row: Share) -> Cell:
            part = percent(row.counts.get(ident, 0), row.total)
            return (UNKNOWN, "muted") if part is None else (f"{part:.0f}", "")

        return draw

    shares = {
        f"{word}_share": Drawn(GridColumn(f"{word}_share", "%", "right"), whole(word))
        for word in words
    }
    bar = GridColumn("bar", "", "right", min_width=width, max_width=width)
    return {
        "site": Drawn(GridColumn("site", "Site", max_width=20)),
        "bar": Drawn(bar, bars, after="site"),
        **shares,
    }


def fact_columns(scene: Scene) -> Mapping[str, Drawn]:
    """The facts that are not confirmed."""
    label = scene.store.vocabulary.label

    def confidence(row: UnsureFact) -> Cell:
        return printable(label("confidence", row.fact.confidence)), "unsure"

    def note(row: UnsureFact) -> Cell:
        return printable(row.fact.note) or UNKNOWN, "muted"

    return {
        "sites": Drawn(GridColumn("sites", "Site", max_width=16)),
        "confidence": Drawn(GridColumn("confidence", "Confidence"), confidence),
        "kind": Drawn(GridColumn("kind", "Kind")),
        "what": Drawn(GridColumn("what", "What", min_width=24, max_width=90, weight=2)),
        "note": Drawn(GridColumn("note", "Note", max_width=60), note),
    }


def confidence_legend(scene: Scene) -> list[Piece]:
    """Letters of the parts of the bars, and what is counted."""
    words = scene.store.vocabulary.words("confidence")
    parts = [
        piece
        for letter, (ident, word) in zip(_letters(scene), words.items(), strict=True)
        for piece in explained(
            letter, printable(word.en).lower(), f"on {role_of('confidence', ident) or 'accent'}"
        )
    ]
    return [*parts, ("Facts: of sites · Region ~: unsure there", "sign")]


def unconfirmed_legend(scene: Scene) -> list[Piece]:
    """Of what the facts are counted: those of no site stand there where no filter asks."""
    beside = "; also clusters, access modes, single facts"
    more = "" if scene.selection.narrowing else beside
    return [(f"Of these sites and their regions{more}", "")]


def _letters(scene: Scene) -> list[str]:
    words = scene.store.vocabulary.words("confidence").values()
    return letters_of([printable(word.en) for word in words])


def source_sections(facts: Facts, source: Source, here: Picks) -> tuple[Section, ...]:
    """A source, the facts of the selection that rest on it, and the others."""
    store = facts.store
    rows = [facts.rows[number] for number in facts.by_source.get(source.id, ())]
    claims = [fact for fact in rows if not fact.confidence]
    mine = [fact for fact in rows if fact.confidence and holds(here, fact)]
    others = [fact for fact in rows if fact.confidence and not holds(here, fact)]
    parts = (
        Section(source.title, tuple(_about(store, source))),
        Section(f"Facts of these sites ({len(mine)})", tuple(_facts(store, mine))),
        Section(f"Other facts ({len(others)})", tuple(_facts(store, others))),
        Section(f"Claims of the brief ({len(claims)})", tuple(_facts(store, claims))),
    )
    return tuple(part for part in parts if part.lines)


def _about(store: Store, source: Source) -> Iterator[TextLine]:
    table = store.table("sources")
    yield from lines_of(store, tell(store, table, table.values("id").index(source.id)))


def _facts(store: Store, facts: Sequence[FactRow], *, named: bool = True) -> Iterator[TextLine]:
    """The facts, a line each; with ``named`` the sites that they are about."""
    for fact in facts[:MOST_LINES]:
        said = telling_of(store, fact)
        sites = ", ".join(site_names(store, sites_of(store, fact)))
        # The figures of a region name it; the site would only repeat it.
        told = named and sites and fact.site >= 0 and fact.table != "sites"
        about = f"{sites} · " if told else ""
        unsure = fact.confidence not in ("", CONFIRMED)
        sure = f" · {store.vocabulary.label('confidence', fact.confidence).lower()}"
        text = f"{UNSURE if unsure else ''}{about}{said}{sure if fact.confidence else ''}"
        yield TextLine(said.kind, text, "unsure" if unsure else "")
    if len(facts) > MOST_LINES:
        yield TextLine("", f"… and {len(facts) - MOST_LINES:,} more", "muted")


def site_sections(store: Store, site: str, facts: Sequence[FactRow]) -> tuple[Section, ...]:
    """What is not confirmed about a site and its region."""
    name = store.site_name(site)
    if not facts:
        return (Section(name, (TextLine("", "Every fact is confirmed."),)),)
    lines = (TextLine("", f"{plural(len(facts), 'fact')} that no source confirms", "muted"),)
    return Section(name, lines), Section("Not confirmed", tuple(_facts(store, facts, named=False)))


def fact_sections(store: Store, fact: FactRow) -> tuple[Section, ...]:
    """A fact with its confidence, note and sources."""
    found, sites = telling_of(store, fact), sites_of(store, fact)
    titles = {source.id: source.title for source in store.dataset.sources}
    lines = [TextLine("", found.kind, "muted"), *lines_of(store, found)]
    if sites and not any(line.label == "Site" for line in lines):
        lines.insert(1, TextLine("Site", ", ".join(site_names(store, sites))))
    rest = tuple(TextLine("", printable(titles.get(ident, ident))) for ident in found.sources)
    return Section(found.full_name, tuple(lines)), Section(f"Sources ({len(rest)})", rest)


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
    every = len(scene.state.dataset.sources)
    sources = plural(used, "source") if filtered else f"{used:,} of {plural(every, 'source')}"
    end = " · w all" if filtered and not scene.in_words else ""
    return f"{plural(len(facts.chosen(picks)), 'fact')}, {sources}{end}"


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


def _site(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    row = scene.store.site_row(spot.key)
    return ("sites", row) if row >= 0 else None


def _fact(scene: Scene, spot: Spot) -> tuple[str, int]:
    return spot.record.fact.table, spot.record.fact.row


def _tell_source(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """A source and all that rests on it."""
    facts, picks = facts_of(scene.selection)
    return source_sections(facts, spot.record.source, picks)


def _tell_site(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """What is not confirmed about a site."""
    if spot.record.site is None:
        return ()
    facts, _ = facts_of(scene.selection)
    rows = [facts.rows[number] for number in facts.by_site[spot.key]]
    return site_sections(scene.store, spot.key, unconfirmed(rows))


def _tell_fact(scene: Scene, spot: Spot) -> tuple[Section, ...]:
    """A fact with its confidence, note and sources."""
    return fact_sections(scene.store, spot.record.fact)


def _sources_of_fact(scene: Scene, spot: Spot) -> Evidence:
    """A single fact, which may be less than its row: the money of a site, its dates."""
    store, fact = scene.store, spot.record.fact
    return name_of(store, fact.table, fact.row), (telling_of(store, fact),)


WAYS: tuple[Way, ...] = (
    Way(
        "bibliography", "bibliography", "bibliography", drawn=bibliography_columns,
        remark=_used, behind=with_id("sources"), tells=_tell_source, opens=_tell_source,
        legend=lambda _: [
            ("Here: facts of these sites and their regions · All: facts of the dataset", "")
        ],
        empty=lambda _: "No sources: nothing here matches the filter.", aside=_takes_long,
        late=True
    ),
    Way(
        "confidence", "confidence by site", "confidence-by-site", drawn=confidence_columns,
        total="All {}", remark=_sure, behind=_site,
        tells=_tell_site, opens=_tell_site, legend=confidence_legend, aside=_takes_long,
        late=True
    ),
    Way(
        "not-confirmed", "not confirmed", "unconfirmed-facts", drawn=fact_columns,
        remark=_unsure, behind=_fact, tells=_tell_fact, opens=_tell_fact,
        evidence=_sources_of_fact, legend=unconfirmed_legend,
        empty=lambda _: "Every fact of these sites is confirmed.", aside=_takes_long, late=True
    ),
)  # fmt: skip
