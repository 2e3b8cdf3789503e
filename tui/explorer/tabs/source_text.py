"""Sources and facts in cells and words: columns of the tables, detail of what is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.analysis.evidence import Basis
from tui.analysis.lenses.breakdown import Breakdown, Line
from tui.analysis.provenance import CONFIRMED, FactRow, Facts, Picks, holds, sites_of
from tui.analysis.telling.facts import statement
from tui.dataset.reference import Source
from tui.explorer import detail
from tui.explorer.detail import Section
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.grid import GridColumn
from tui.explorer.grid.text import Cell
from tui.explorer.panes.bars import fill_of, stacked
from tui.explorer.tabs.computed import Shown, plain, whole
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import printable

BIBLIOGRAPHY_LEGEND = "Here: facts of these sites and their regions · All: of the dataset"
UNCONFIRMED_LEGEND = "What no source confirms, with the figures of the regions; o shows the sources"
MOST_LINES = 200
"""Facts told of at most under one heading."""


def bibliography_columns(store: Store, found: Breakdown) -> list[Shown]:
    """The sources with what rests on them."""
    place = found.place("read")

    def read(line: Line) -> Cell:
        return printable(line[place]), "" if line[place] == "direct" else "unsure"

    return [
        Shown(GridColumn("title", "Title", min_width=24, max_width=90, weight=1),
              plain(store, found, "title", "title")),
        Shown(GridColumn("here", "Here", "right"), whole(found, "here", zero=UNKNOWN)),
        Shown(GridColumn("all", "All", "right"), whole(found, "all", zero=UNKNOWN)),
        Shown(GridColumn("kind", "Kind"), plain(store, found, "kind")),
        Shown(GridColumn("read", "Read"), read),
        Shown(GridColumn("published", "Published"), plain(store, found, "published")),
        Shown(GridColumn("publisher", "Publisher", min_width=12, max_width=28),
              plain(store, found, "publisher")),
        Shown(GridColumn("claims", "Claims", "right"), whole(found, "claims", zero=UNKNOWN)),
    ]  # fmt: skip


def confidence_columns(store: Store, found: Breakdown, width: int) -> list[Shown]:
    """How sure the facts of each site are; bars are ``width`` cells wide."""
    words = list(store.vocabulary.words("confidence").values())
    places = [found.place(word.id) for word in words]
    facts = found.place("facts")

    def bars(line: Line) -> Cell:
        parts = [(float(line[place]), "") for place in places]
        return "".join(text for text, _ in stacked(parts, line[facts], width)), "accent"

    return [
        Shown(GridColumn("site", "Site", max_width=20), plain(store, found, "site", "title")),
        Shown(GridColumn("bar", "", "right", min_width=width, max_width=width), bars),
        Shown(GridColumn("facts", "Facts", "right"), whole(found, "facts")),
        *(column for at, word in enumerate(words) for column in (
            Shown(GridColumn(word.id, word.en, "right"), whole(found, word.id, zero=UNKNOWN)),
            *([Shown(GridColumn(f"{word.id}_share", "%", "right"),
                     whole(found, f"{word.id}_share"))] if at == 0 else []),
        )),
        Shown(GridColumn("region", "Region ~", "right"), whole(found, "region", zero=UNKNOWN)),
    ]  # fmt: skip


def fact_columns(store: Store, found: Breakdown) -> list[Shown]:
    """The facts that are not confirmed."""
    sites = found.place("sites")

    def site(line: Line) -> Cell:
        names = ", ".join(store.site_name(each) for each in line[sites])
        return (printable(names), "title") if names else (UNKNOWN, "muted")

    return [
        Shown(GridColumn("sites", "Site", max_width=16), site),
        Shown(GridColumn("confidence", "Confidence"), plain(store, found, "confidence", "unsure")),
        Shown(GridColumn("kind", "Kind"), plain(store, found, "kind")),
        Shown(GridColumn("what", "What", min_width=24, max_width=90, weight=2),
              plain(store, found, "what")),
        Shown(GridColumn("note", "Note", max_width=60),
              plain(store, found, "note", "muted")),
    ]  # fmt: skip


def confidence_legend(store: Store, glyphs: Glyphs) -> str:
    """Fills of the bars."""
    words = store.vocabulary.words("confidence").values()
    fills = "   ".join(f"{fill_of(at, glyphs)} {word.en.lower()}" for at, word in enumerate(words))
    return f"{fills}   Region ~ unsure figures of the region"


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


def _about(store: Store, source: Source) -> Iterator[detail.Line]:
    yield detail.Line("Publisher", printable(source.publisher))
    yield detail.Line("Published", source.published.text if source.published else UNKNOWN)
    yield detail.Line("Kind", store.vocabulary.label("source_kind", source.kind))
    yield detail.Line("Read", store.vocabulary.label("source_read", source.read))
    for address in source.quoted_by:
        yield detail.Line("Quoted by", printable(address))
    if source.url:
        yield detail.Line("Address", printable(source.url))
    if source.language:
        yield detail.Line("Language", printable(source.language))
    yield detail.Line("Id", printable(source.id))
    if source.note:
        yield detail.Line("Note", printable(source.note), "muted")


def _facts(store: Store, facts: Sequence[FactRow], *, named: bool = True) -> Iterator[detail.Line]:
    """The facts, a line each; with ``named`` the sites that they are about."""
    for fact in facts[:MOST_LINES]:
        said = statement(store, fact)
        sites = ", ".join(printable(store.site_name(site)) for site in sites_of(store, fact))
        # The figures of a region name it; the site would only repeat it.
        told = named and sites and fact.site >= 0 and fact.table != "sites"
        about = f"{sites} · " if told else ""
        unsure = fact.confidence not in ("", CONFIRMED)
        sure = f" · {store.vocabulary.label('confidence', fact.confidence).lower()}"
        text = f"{UNSURE if unsure else ''}{about}{said}{sure if fact.confidence else ''}"
        yield detail.Line(said.kind, text, "unsure" if unsure else "")
    if len(facts) > MOST_LINES:
        yield detail.Line("", f"… and {len(facts) - MOST_LINES:,} more", "muted")


def site_sections(store: Store, site: str, facts: Sequence[FactRow]) -> tuple[Section, ...]:
    """What is not confirmed about a site and its region."""
    name = store.site_name(site)
    if not facts:
        return (Section(name, (detail.Line("", "Every fact is confirmed."),)),)
    lines = (detail.Line("", f"{len(facts)} facts that no source confirms", "muted"),)
    return Section(name, lines), Section("Not confirmed", tuple(_facts(store, facts, named=False)))


def fact_sections(store: Store, found: Basis, sites: Sequence[str]) -> tuple[Section, ...]:
    """A fact with its confidence, note and sources."""
    titles = {source.id: source.title for source in store.dataset.sources}
    lines = [detail.Line("Kind", found.kind)]
    if sites:
        lines.append(detail.Line("Site", ", ".join(printable(store.site_name(s)) for s in sites)))
    label = store.vocabulary.label("confidence", found.confidence)
    lines.append(detail.Line("Confidence", label, "unsure"))
    if found.note:
        lines.append(detail.Line("Note", found.note))
    rest = tuple(detail.Line("", printable(titles.get(ident, ident))) for ident in found.sources)
    return Section(found.text, tuple(lines)), Section(f"Sources ({len(rest)})", rest)
