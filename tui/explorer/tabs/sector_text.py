"""The coverage of sectors in words: captions, details, and columns of the lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping

from tui.analysis.lenses.coverage import UNNAMED, Coverage, Gap, SiteRow, records_of
from tui.analysis.lenses.site_groups import MOST_SITES, Pair
from tui.analysis.telling.sections import INCOMPLETE, Section, missing
from tui.analysis.telling.sections import Line as TextLine
from tui.analysis.telling.site import lines_of
from tui.dataset.records import Sector
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.result_rows import TOTAL, Drawn
from tui.explorer.state import State
from tui.explorer.tabs.naming import Said, naming
from tui.explorer.tabs.way import Piece, Scene, Spot, empty_text, explained, list_signs, site_names
from tui.query.engine.columns import Column
from tui.query.engine.derived import GENERALIST_SECTORS
from tui.query.engine.format import UNKNOWN, record_text
from tui.query.engine.row_words import tell
from tui.text import plural, printable

GAP_LEGEND: list[Piece] = [("Official: in an official list of targets", "")]
PAIR_LEGEND: list[Piece] = [
    ("Shared%: ", "sign"),
    ("shared sectors in percent of those that either names", ""),
]


def coverage_in(scene: Scene) -> Coverage:
    """The matrix behind its table."""
    found: Coverage = scene.result.source.total.found
    return found


def site_at(spot: Spot) -> SiteRow | None:
    """The site under the cursor of the matrix, None where that is all of them."""
    return None if spot.record is None else spot.record.site


def legend(scene: Scene) -> list[Piece]:
    """The signs of the matrix."""
    glyphs, found = scene.glyphs, coverage_in(scene)
    return [
        *explained(glyphs.official, "official"),
        *explained(glyphs.evidence, "other evidence"),
        *explained(glyphs.absent, UNNAMED, "muted"),
        *explained(glyphs.unknown, "unknown", "muted"),
        *list_signs({site.completeness for site in found.sites}),
    ]


# Captions


def note(scene: Scene, spot: Spot) -> Said:
    """What stands under the cursor of the matrix, and behind it what more there is room for."""
    found, site = coverage_in(scene), site_at(spot)
    column = spot.column if spot.column in found.columns else ""
    if site is None and column and spot.key == TOTAL:
        return _sites_naming(found, column, f"{printable(found.label(column))}: ")
    if site is None:
        return _site_note(found, found.sites[0]) if len(found.sites) == 1 else _all_note(found)
    if not column:
        return _site_note(found, site)
    lead = f"{printable(found.store.site_name(site.id))} · {printable(found.label(column))}"
    if not records_of(found, site, column):
        lead += f": {missing(site.completeness, UNNAMED)}"
    else:
        lead += ": " if found.by == "group" else ", "
        lead += _evidence_told(found, site, column)
    return _sites_naming(found, column, f"{lead} · named by ")


def _site_note(found: Coverage, site: SiteRow) -> Said:
    """How many sectors a site names, and which columns they stand in."""
    named = [printable(found.label(each)) for each in found.columns if each in site.cells]
    text = f"{printable(found.store.site_name(site.id))}: {site_caption(found, site)}"
    return naming(f"{text} · named", named) if named else text


def _all_note(found: Coverage) -> Said:
    """How the sites cover the columns, and which of these no site names, or else the fewest do."""
    numbers = {printable(found.label(each)): len(sites) for each, sites in found.covering.items()}
    least = min(numbers.values(), default=0)
    names = [name for name, number in numbers.items() if number == least]
    text = selection_caption(found)
    return naming(f"{text} · {len(names)} named by {least or 'none'}", names) if names else text


def _evidence_told(found: Coverage, site: SiteRow, column: str) -> str:
    """Of what kind the evidence is, and its wording; of a group the sectors in it."""
    records = records_of(found, site, column)
    if found.by == "group":
        label = found.store.vocabulary.label
        names = (f"{printable(label('sector', each.id))} ({_kind(each)})" for each in records)
        return ", ".join(names)
    record = records[0]
    doubt = "" if record.confidence == "confirmed" else f", {record.confidence}"
    return f"{_kind(record)}{doubt}: {printable(record.wording)}"


def _kind(record: Sector) -> str:
    return "official" if record.official else "other evidence"


def site_caption(found: Coverage, site: SiteRow) -> str:
    """How many sectors a site names, and how far that can be trusted."""
    if site.named is None:
        return "sectors unknown"
    official = sum(found.evidence(site, column)[0] for column in site.cells)
    parts = [plural(site.named, "sector"), f"{official} official"]
    if site.generalist:
        parts.append(f"generalist ({GENERALIST_SECTORS} or more)")
    if ending := INCOMPLETE.get(site.completeness):
        parts.append(ending)
    return ", ".join(parts)


def _sites_naming(found: Coverage, column: str, lead: str) -> Said:
    """How many sites name a column, and which."""
    sites = found.covering[column]
    official = f", official at {found.official[column]}" if sites else ""
    return naming(
        f"{lead}{len(sites)} of {len(found.sites)}{official}", _names(found, sites) or ["none"]
    )


def selection_caption(found: Coverage) -> str:
    """How the chosen sites cover the columns."""
    covered = sum(bool(sites) for sites in found.covering.values())
    generalists = sum(site.generalist for site in found.sites)
    what = "groups" if found.by == "group" else "sectors"
    return (
        f"{covered} of {len(found.columns)} {what} named · {generalists} of "
        f"{plural(len(found.sites), 'site')} with {GENERALIST_SECTORS} sectors or more"
    )


def gap_note(_: Scene, spot: Spot) -> Said:
    """How many sectors nobody or one site names, and whose lists may lack some."""
    found = spot.record.found
    numbers = [len(sites) for sites in found.covering.values()]
    text = f"{plural(numbers.count(0), 'sector')} named by none, {numbers.count(1)} by one site"
    if found.uncertain:
        text += f" · {plural(len(found.uncertain), 'list')} may lack some"
    return naming(text, _names(found, found.uncertain))


def pair_caption(scene: Scene, spot: Spot) -> str:
    """How similar a site and the one most similar to it are; of all the two most similar."""
    if len(scene.records) > MOST_SITES:
        return f"More than {MOST_SITES} sites are not compared: a filter leaves fewer"
    pair = scene.records[0] if spot.row is None else spot.record
    store = scene.store
    if pair.other is None:
        lacking = "other site" if len(scene.records) == 1 else "sector"
        return f"{printable(store.site_name(pair.site))}: no {lacking} to compare"
    a, b = site_names(store, (pair.site, pair.other))
    label = store.vocabulary.label
    names = ", ".join(printable(label("sector", each)) for each in pair.shared)
    text = f"{a} and {b}: {len(pair.shared)} of {pair.either} sectors shared"
    return text + (f": {names}" if names else "")


def _names(found: Coverage, sites: Iterable[SiteRow]) -> list[str]:
    return site_names(found.store, (site.id for site in sites))


# The matrix in words


def rows_told(scene: Scene) -> list[Section]:
    """How many sites name each sector, then for each site the sectors that it names."""
    found = coverage_in(scene)
    if not found.sites:
        return []
    ordered = sorted(found.columns, key=lambda each: -len(found.covering[each]))
    named = (TextLine(found.label(each), _named_by(found, each)) for each in ordered)
    whole = Section("", (TextLine("All sites", selection_caption(found)), *named))
    sites = (scene.result.record(row).site for row in range(len(scene.result)))
    return [whole, *(Section("", tuple(_site_told(found, site))) for site in sites)]


def _named_by(found: Coverage, column: str) -> str:
    sites = found.covering[column]
    if not sites:
        return "no site"
    official = found.official[column]
    return plural(len(sites), "site") + (f", official at {official}" if official else "")


def _site_told(found: Coverage, site: SiteRow) -> Iterator[TextLine]:
    yield TextLine("Site", found.store.site_name(site.id))
    yield TextLine("Sectors", site_caption(found, site))
    for column in found.columns:
        if column in site.cells:
            yield TextLine(found.label(column), _evidence_told(found, site, column))


# Details


def detail(state: State, found: Coverage, site: SiteRow | None, column: str) -> tuple[Section, ...]:
    """All about a cell; of a column, or of all sites, where there is no site."""
    if column not in found.columns:
        return selection_sections(found)
    return column_detail(found, column) if site is None else cell_detail(state, found, site, column)


def cell_detail(state: State, found: Coverage, site: SiteRow, column: str) -> tuple[Section, ...]:
    """What is known about a site and a sector (or group), and who else names it."""
    rows = site.cells.get(column, ())
    label = f"{found.store.site_name(site.id)} · {found.label(column)}"
    lines = [line for row in rows for line in _evidence(state, found, row)]
    if not rows:
        lines.append(TextLine("", missing(site.completeness, UNNAMED), "muted"))
    return (Section(label, tuple(lines)), *column_detail(found, column))


def selection_sections(found: Coverage) -> tuple[Section, ...]:
    """How the chosen sites cover the columns, and whose lists may lack some."""
    lines = [TextLine("", selection_caption(found))]
    if found.uncertain:
        lines.append(TextLine("May lack some", ", ".join(_names(found, found.uncertain))))
    return (Section(plural(len(found.sites), "site"), tuple(lines)),)


def _evidence(state: State, found: Coverage, row: int) -> Iterator[TextLine]:
    table = found.store.table("sectors")
    record: Sector = table.records[row]
    telling = tell(found.store, table, row)
    yield TextLine("", f"{telling.mark}{telling.name}: {_kind(record)}", "title")
    yield from lines_of(found.store, telling)
    titles = {each.id: each.title for each in state.dataset.sources} if state.ready else {}
    for ident in record.sources:
        yield TextLine("Source", printable(titles.get(ident, ident)))


def column_detail(found: Coverage, column: str) -> tuple[Section, ...]:
    """What a sector or group means, and the sites that name it."""
    name = "sector_group" if found.by == "group" else "sector"
    word = found.store.vocabulary.words(name)[column]
    lines = [TextLine("", printable(word.definition), "muted")]
    if group := word.attributes.get("group"):
        label = found.store.vocabulary.label("sector_group", str(group))
        lines.append(TextLine("Group", printable(label)))
    official = [site for site in found.covering[column] if found.evidence(site, column)[0]]
    other = [site for site in found.covering[column] if site not in official]
    for heading, sites in (("Official at", official), ("Other at", other)):
        if sites:
            lines.append(TextLine(heading, ", ".join(_names(found, sites))))
    if not found.covering[column]:
        lines.append(TextLine("Named by", "none of the chosen sites"))
    count = f"{len(found.covering[column])} of {plural(len(found.sites), 'site')}"
    return (Section(f"{word.en} ({count})", tuple(lines)),)


# Columns of the lists


def gap_columns(_: Scene) -> Mapping[str, Drawn]:
    """The sectors that at most one site names; that nobody does is told in a word."""

    def named_by(gap: Gap) -> Cell:
        names = ", ".join(_names(gap.found, gap.sites))
        return (names, "") if names else ("none", "muted")

    def official(gap: Gap) -> Cell:
        return {None: "", True: "yes", False: "no"}[gap.official], ""

    return {
        "named_by": Drawn(GridColumn("named_by", "Named by", max_width=24), named_by),
        "official": Drawn(cell=official),
    }


def no_gap(scene: Scene) -> str:
    """That every sector is named."""
    if not scene.state.site_count:
        return empty_text(scene.state, scene.state.result("sites"), keys=not scene.in_words)
    return "Every sector is named by two or more of these sites."


def pair_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Pairs of sites; the row of all stands for pairs, not for a pair."""

    def draw(column: Column) -> Callable[[Pair], Cell]:
        def drawn(pair: Pair) -> Cell:
            text = "" if pair.site is None else record_text(scene.store, column, pair)
            return text, "muted" if text == UNKNOWN else ""

        return drawn

    drawn = {
        each.id: Drawn(cell=draw(each)) for each in scene.result.spec.columns if each.id != "site"
    }
    layout = GridColumn("other", "Most like it", max_width=22)
    return drawn | {"other": dataclasses.replace(drawn["other"], layout=layout)}
