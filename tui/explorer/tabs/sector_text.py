"""The coverage of sectors in words: captions, details, and columns of the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui.analysis.lenses.breakdown import Breakdown, Line
from tui.analysis.lenses.coverage import MOST_SITES, Coverage, SiteRow, records_of
from tui.dataset.records import Sector
from tui.explorer.detail import Line as TextLine
from tui.explorer.detail import Section
from tui.explorer.glyphs import Glyphs
from tui.explorer.grid.grid import GridColumn
from tui.explorer.grid.text import Cell
from tui.explorer.state import State
from tui.explorer.tabs.computed import Draw, Shown, plain, whole
from tui.query.engine.derived import GENERALIST_SECTORS
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store
from tui.text import plural, printable

_ENDING = {"partial": "list incomplete", "unknown": "completeness unknown"}


GAP_LEGEND = "Official: in an official list of targets"
PAIR_LEGEND = "Alike%: shared sectors in percent of those that either names"


def legend(glyphs: Glyphs, found: Coverage) -> str:
    """The signs of the matrix."""
    text = (
        f"{glyphs.official} official  {glyphs.evidence} other evidence  {glyphs.absent} none found"
    )
    states = {site.completeness for site in found.sites}
    text += "  + incomplete" if "partial" in states else ""
    return text + ("  ? perhaps more" if "unknown" in states else "")


# Captions


def caption(found: Coverage, site: SiteRow | None, column: str) -> str:
    """What stands under the cursor of the matrix, as a sentence."""
    if site is None:
        return column_caption(found, column) if column else selection_caption(found)
    name = printable(found.store.site_name(site.id))
    if not column:
        return f"{name}: {site_caption(found, site)}"
    lead = f"{name} · {printable(found.label(column))}"
    records = records_of(found, site, column)
    if not records:
        ending = _ENDING.get(site.completeness)
        return f"{lead}: none found" + (f", {ending}" if ending else "")
    if found.by == "group":
        label = found.store.vocabulary.label
        names = (f"{printable(label('sector', each.id))} ({_kind(each)})" for each in records)
        return f"{lead}: {', '.join(names)}"
    record = records[0]
    doubt = "" if record.confidence == "confirmed" else f", {record.confidence}"
    return f"{lead}, {_kind(record)}{doubt}: {printable(record.wording)}"


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
    if ending := _ENDING.get(site.completeness):
        parts.append(ending)
    return ", ".join(parts)


def column_caption(found: Coverage, column: str) -> str:
    """How many sites name a column, and which."""
    sites = found.covering[column]
    names = ", ".join(_names(found, sites)) or "none"
    official = f", official at {found.official[column]}" if sites else ""
    return (
        f"{printable(found.label(column))}: {len(sites)} of {len(found.sites)}{official}: {names}"
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


def gap_caption(found: Coverage, gaps: Breakdown) -> str:
    """How many sectors nobody or one site names, and whose lists may lack some."""
    numbers = gaps.values("sites")
    text = f"{plural(numbers.count(0), 'sector')} named by none, {numbers.count(1)} by one site"
    if found.uncertain:
        names = ", ".join(_names(found, found.uncertain))
        text += f" · {plural(len(found.uncertain), 'list')} may lack some: {names}"
    return text


def pair_caption(store: Store, pairs: Breakdown, line: Line, sites: int) -> str:
    """How alike two sites are, in words."""
    if not pairs.rows and sites > MOST_SITES:
        return f"More than {MOST_SITES} sites: choose one to see the sites most like it"
    if not line:
        return "No pair of sites that name sectors"
    a, b = (printable(store.site_name(line[pairs.place(ident)])) for ident in ("site", "other"))
    both, either = line[pairs.place("shared")], line[pairs.place("either")]
    names = ", ".join(
        printable(store.vocabulary.label("sector", each))
        for each in line[pairs.place("shared_sectors")]
    )
    return f"{a} and {b}: {both} of {either} sectors shared" + (f": {names}" if names else "")


def _names(found: Coverage, sites: Iterable[SiteRow]) -> list[str]:
    return [printable(found.store.site_name(site.id)) for site in sites]


# Details


def cell_detail(state: State, found: Coverage, site: SiteRow, column: str) -> tuple[Section, ...]:
    """What is known about a site and a sector (or group), and who else names it."""
    records = records_of(found, site, column)
    label = f"{found.store.site_name(site.id)} · {found.label(column)}"
    lines = [line for record in records for line in _evidence(state, found, record)]
    if not records:
        ending = _ENDING.get(site.completeness)
        lines.append(TextLine("", "none found" + (f", {ending}" if ending else ""), "muted"))
    return (Section(label, tuple(lines)), *column_detail(found, column))


def selection_sections(found: Coverage) -> tuple[Section, ...]:
    """How the chosen sites cover the columns, and whose lists may lack some."""
    lines = [TextLine("", selection_caption(found))]
    if found.uncertain:
        lines.append(TextLine("May lack some", ", ".join(_names(found, found.uncertain))))
    return (Section(plural(len(found.sites), "site"), tuple(lines)),)


def site_sections(found: Coverage, site: SiteRow) -> tuple[Section, ...]:
    """The columns that a site names, official ones first."""
    lines = [TextLine("", site_caption(found, site), "muted")]
    kinds = ("Official", 0), ("Other evidence", 1)
    for heading, place in kinds:
        names = [
            printable(found.label(column))
            for column in found.columns
            if column in site.cells and found.evidence(site, column)[place]
        ]
        if names:
            lines.append(TextLine(heading, ", ".join(names)))
    return (Section(found.store.site_name(site.id), tuple(lines)),)


def _evidence(state: State, found: Coverage, record: Sector) -> Iterator[TextLine]:
    sure = record.confidence == "confirmed"
    name = found.store.vocabulary.label("sector", record.id)
    yield TextLine("", f"{printable(name)}: {_kind(record)}", "title")
    wording = printable(record.wording)
    yield TextLine("Wording", wording if sure else UNSURE + wording, "" if sure else "unsure")
    yield TextLine("Confidence", found.store.vocabulary.label("confidence", record.confidence))
    titles = {each.id: each.title for each in state.dataset.sources} if state.ready else {}
    for ident in record.sources:
        yield TextLine("Source", printable(titles.get(ident, ident)))
    if record.note:
        yield TextLine("Note", printable(record.note), "muted")


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


def gap_columns(store: Store, found: Breakdown) -> list[Shown]:
    """Columns of the sectors that at most one site names."""
    sites, officials = found.place("sites"), found.place("official")
    named_by = plain(store, found, "named_by")

    def official(line: Line) -> Cell:
        return ("yes" if line[officials] else "no", "") if line[sites] else ("", "")

    return [
        Shown(GridColumn("sector", "Sector", max_width=34), plain(store, found, "sector", "title")),
        Shown(GridColumn("named_by", "Named by", max_width=24), _or_none(named_by)),
        Shown(GridColumn("official", "Official"), official),
        Shown(GridColumn("group", "Group", max_width=32), plain(store, found, "group")),
    ]


def _or_none(draw: Draw) -> Draw:
    """Say that nobody names a sector in a word."""

    def drawn(line: Line) -> Cell:
        text, role = draw(line)
        return ("none", "muted") if text == UNKNOWN else (text, role)

    return drawn


def pair_columns(store: Store, found: Breakdown, titles: Sequence[str]) -> list[Shown]:
    """Columns of pairs of sites; ``titles`` head the two sites."""
    wide = GridColumn("shared_sectors", "Shared sectors", min_width=14, max_width=60, weight=1)
    columns = [
        Shown(GridColumn("site", titles[0], max_width=22), plain(store, found, "site", "title")),
        Shown(GridColumn("other", titles[1], max_width=22), plain(store, found, "other")),
        Shown(GridColumn("likeness", "Alike%", align="right"), whole(found, "likeness")),
        Shown(
            GridColumn("group_likeness", "Groups%", align="right"), whole(found, "group_likeness")
        ),
        Shown(GridColumn("shared", "Shared", align="right"), whole(found, "shared")),
        Shown(GridColumn("either", "Of", align="right"), whole(found, "either")),
        Shown(wide, plain(store, found, "shared_sectors")),
    ]
    return [Shown(each.layout, _unless_total(each.draw)) for each in columns]


def _unless_total(draw: Draw) -> Draw:
    """Leave the row of all blank: it stands for pairs, not for a pair."""

    def drawn(line: Line) -> Cell:
        return ("", "") if line[0] is None else draw(line)

    return drawn
