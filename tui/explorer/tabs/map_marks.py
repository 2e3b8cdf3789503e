"""What the marks on the map stand for: wave, shares among the members, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from tui.analysis.tables import percent
from tui.analysis.telling.sections import Line, Section
from tui.analysis.telling.site import site_sections
from tui.dataset.records import Site
from tui.explorer.colours import role_of
from tui.explorer.glyphs import Glyphs
from tui.explorer.panes.map_layout import MapMark
from tui.explorer.tabs.way import Scene
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine.store import Store

WAVE, COMPANIES, RESEARCH, STATUS = range(4)
SIGNS = ("selection", "companies", "research", "status")
"""Name of each way to read the marks, as a view keeps it."""
TITLES = (
    "Day of selection",
    "Companies among members",
    "Research among members",
    "Status of the new system",
)
"""Heading of each way to read the marks, in the order in which they are cycled."""

SHAPES: Mapping[str, str] = {"unicode": "●▲■◆○△□◇", "ascii": "#A%*oVx="}
"""Signs of classes without an order, by name of the set of glyphs."""
STEPS: Mapping[str, str] = {"unicode": "○◐●", "ascii": "o@#"}
"""Signs of a little, more, most."""
UNKNOWN_SIGN = "?"
MOST_CLASSES = 6

_WAVE_ROLES = ("accent", "", "good", "warn", "muted", "")
_STEP_ROLES = ("muted", "", "accent")


@frozen
class Entry:
    """A line of the legend: a sign, what it means, and how many sites have it."""

    glyph: str
    role: str
    label: str
    count: int


@frozen
class Reading:
    """Marks with what they stand for; entries without a site are left out."""

    title: str
    marks: tuple[MapMark, ...]
    entries: tuple[Entry, ...]


@frozen
class _Classes:
    """Labels in order with their signs and roles, and the class of each row (-1 unknown)."""

    labels: Sequence[str]
    glyphs: str
    roles: Sequence[str]
    of: Sequence[int]
    unknown: str


_Reader = Callable[[Store, Sequence[int], Glyphs], _Classes]


def read(result: Result, way: int, glyphs: Glyphs, marked: Collection[str] = ()) -> Reading:
    """The marks of the sites of a result, read one way (``WAVE`` … ``STATUS``).

    Names of marked sites begin with the sign of a marked row.
    """
    found = _READERS[way](result.store, result.rows, glyphs)
    glyphs_of, roles = found.glyphs, found.roles
    signs = [
        (glyphs_of[at % len(glyphs_of)], roles[at % len(roles)]) for at in range(len(found.labels))
    ]
    # The last one is for rows whose class is unknown, -1.
    signs.append((UNKNOWN_SIGN, "muted"))
    labels = [*found.labels, found.unknown]
    marks = []
    for row, at in enumerate(found.of):
        site: Site = result.record(row)
        glyph, role = signs[at]
        sign = glyphs.mark if site.id in marked else ""
        marks.append(
            MapMark(site.id, f"{sign}{site.name}", site.latitude, site.longitude, glyph, role,
                    site.city, site.linked_sites)
        )  # fmt: skip
    counts = Counter(at % len(signs) for at in found.of)
    entries = tuple(
        Entry(*sign, label, counts[at])
        for at, (sign, label) in enumerate(zip(signs, labels, strict=True))
        if counts[at]
    )
    return Reading(TITLES[way], tuple(marks), entries)


def _waves(store: Store, rows: Sequence[int], glyphs: Glyphs) -> _Classes:
    """Months of selection, years where there are many; other kinds of site on their own."""
    table = store.table("sites")
    kinds, days = table.values("kind"), table.values("selected")
    kind_order = list(store.vocabulary.words("site_kind"))
    first = kind_order[0] if kind_order else ""
    length = len("2025-03")
    if len({days[row].text[:length] for row in rows if kinds[row] == first}) > MOST_CLASSES - 1:
        length = len("2025")

    def name(row: int) -> tuple[int, str]:
        if kinds[row] != first:
            return 1, store.vocabulary.label("site_kind", kinds[row])
        return 0, days[row].text[:length]

    names = [name(row) for row in rows]
    order = sorted(set(names))
    if len(order) > MOST_CLASSES:
        order = order[: MOST_CLASSES - 1]
    labels = [label for _, label in order]
    places = {each: at for at, each in enumerate(order)}
    if any(each not in places for each in names):
        labels.append("others")
    of = [places.get(each, len(order)) for each in names]
    return _Classes(labels, SHAPES[glyphs.name], _WAVE_ROLES, of, "")


def _by_share(some: str, edges: Sequence[float], *labels: str) -> _Reader:
    """The share of some members among all, in percent, by the edges that it lies above."""

    def read(store: Store, rows: Sequence[int], glyphs: Glyphs) -> _Classes:
        table = store.table("sites")
        parts, members = table.values(some), table.values("members")
        shares = (percent(parts[row], members[row]) if members[row] else None for row in rows)
        of = [-1 if share is None else sum(share > edge for edge in edges) for share in shares]
        return _Classes(labels, STEPS[glyphs.name], _STEP_ROLES, of, "members unknown")

    return read


def _status(store: Store, rows: Sequence[int], glyphs: Glyphs) -> _Classes:
    words = store.vocabulary.words("system_status")
    places = {ident: at for at, ident in enumerate(words)}
    states = store.table("sites").values("new_status")
    of = [places.get(states[row], -1) for row in rows]
    labels = [word.en for word in words.values()]
    roles = [role_of("system_status", ident) for ident in words]
    return _Classes(labels, SHAPES[glyphs.name], roles or ("",), of, "no new system known")


_READERS: tuple[_Reader, ...] = (
    _waves,
    _by_share("company_members", (0, 10), "none", "up to 10 %", "more than 10 %"),
    _by_share("research_members", (100 / 3, 200 / 3), "up to a third", "up to two thirds",
              "more than two thirds"),
    _status,
)  # fmt: skip


_PLACE = ("Latitude", "Longitude", "Works with", "Nearest", "Most similar")
"""What the detail of a site says of its place."""


def map_told(scene: Scene) -> list[Section]:
    """How many sites have each sign, then of each site what its sign says and which are near."""
    result = scene.result
    if not len(result):
        return []
    readings = [read(result, way, scene.glyphs) for way in range(len(TITLES))]
    signs = (
        Line(each.title, ", ".join(f"{entry.label}: {entry.count}" for entry in each.entries))
        for each in readings
    )
    sites = (Section("", tuple(_site(scene, readings, row))) for row in range(len(result)))
    return [Section("Map", tuple(signs)), *sites]


def _site(scene: Scene, readings: list[Reading], row: int) -> Iterator[Line]:
    site = scene.result.record(row)
    yield Line("Site", site.name)
    for reading in readings:
        labels = {entry.glyph: entry.label for entry in reading.entries}
        yield Line(reading.title, labels[reading.marks[row].glyph])
    for section in site_sections(scene.store, scene.result.rows[row]):
        yield from (line for line in section.lines if line.label in _PLACE)
