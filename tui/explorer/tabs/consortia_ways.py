"""Tab consortia: its ways of looking, with what they say in words and cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.analysis.lenses.consortia import COMPANY, Consortium, Group
from tui.analysis.lenses.site_groups import Shared
from tui.analysis.tables import short_labels
from tui.analysis.telling.sections import INCOMPLETE, SIGNS
from tui.dataset.vocabulary import country_name
from tui.explorer.colours import role_of
from tui.explorer.grid.layout import measure, total_width
from tui.explorer.grid.text import Cell, GridColumn
from tui.explorer.panes.bars import lettered, letters_of
from tui.explorer.result_rows import Drawn, ResultSource
from tui.explorer.tabs.way import (
    Below,
    Piece,
    Scene,
    Spot,
    Way,
    empty_text,
    explained,
    list_signs,
    site_names,
    with_id,
)
from tui.query.engine.columns import Column, Field
from tui.query.engine.format import UNKNOWN, record_text
from tui.query.engine.store import Store
from tui.query.language.render import only
from tui.text import plural, printable

MOST_CELLS = 3
"""Cells of a bar for one member, at most."""
_BARS = "Members by type"


def types(store: Store) -> list[str]:
    """Types of organisation, in the order of their bars."""
    return list(store.vocabulary.words("partner_type"))


def legend(scene: Scene) -> list[Piece]:
    """Letters of the types that occur, and the signs of incomplete lists."""
    labels = short_labels(scene.store, "partner_type")
    letters = letters_of(labels)
    total = scene.result.source.total
    roles = [role_of("partner_type", ident) for ident in types(scene.store)]
    states = {_completeness(row) for row in scene.records}
    return [
        *(
            piece
            for place, many in enumerate(total.found.types)
            if many
            for piece in explained(letters[place], labels[place], f"on {roles[place]}", gap=1)
        ),
        *list_signs(states),
    ]


def _completeness(row: Consortium | Group) -> str:
    site = row.site if isinstance(row, Consortium) else None
    return "" if site is None else site.completeness.partners


# Columns


def bar_columns(scene: Scene) -> Mapping[str, Drawn]:
    """Members as bars by type, as long as there is room; numbers alone in words."""
    drawn = {
        column.id: Drawn(cell=_figure(scene.store, column))
        for column in scene.result.spec.columns
        if isinstance(column, Field) and column.numeric
    }
    if "country" in {column.id for column in scene.result.columns}:
        drawn["country"] = Drawn(GridColumn("country", "Country", max_width=24), _country)
    if scene.in_words:
        return drawn
    shown = scene.state.view.table(scene.result.name)
    if "members" in shown.widths:
        return drawn | {"members": _bars_within(scene, shown.widths["members"])}
    bare = ResultSource(scene.result, drawn=drawn | {"members": _bars(scene, 0)}, total="All")
    widths = measure(bare, shown.sort, scene.glyphs)
    further = {*types(scene.store), "completeness"}
    beside = sum(column.id not in further for column in bare.columns)
    width = _widest(scene, scene.width - 1 - total_width(widths[:beside]) - 1)
    return drawn | {"members": _bars(scene, width)}


def _figure(store: Store, column: Column) -> Callable[[Any], Cell]:
    """A figure; nothing and unknown stand back."""

    def draw(row: Any) -> Cell:
        text = record_text(store, column, row)
        return text, "muted" if text in ("0", UNKNOWN) else ""

    return draw


def _country(row: Group) -> Cell:
    code = row.value or ""
    return f"{printable(code)} {country_name(code)}", "title"


def _widest(scene: Scene, room: int) -> int:
    """Width of the longest bar: whole cells a member where they fit.

    ``room`` is what is left beside a column of bars that is as wide as its title.
    """
    room = max(room, 0) + len(_BARS) - _digits(scene) - 2
    most = max(_most(scene), 1)
    return min(room // most, MOST_CELLS) * most if room >= most else room


def _most(scene: Scene) -> int:
    return max((row.found.members for row in scene.records if row.found), default=0)


def _digits(scene: Scene) -> int:
    """Cells for the number before a bar."""
    total = scene.result.source.total
    return max(len(str(total.found.members if total else 0)), 3)


def _bars_within(scene: Scene, room: int) -> Drawn:
    """The bars of a column whose width a person set; the number comes before the bar."""
    digits = min(_digits(scene), max(room - 2, 1))
    return _bars(scene, max(room - digits - 2, 0), digits)


def _bars(scene: Scene, width: int, digits: int = 0) -> Drawn:
    """Number of members, a sign where there may be more, and the bar."""
    most, digits = _most(scene), digits or _digits(scene)
    letters = letters_of(short_labels(scene.store, "partner_type"))
    roles = [role_of("partner_type", ident) for ident in types(scene.store)]
    total = scene.result.source.total

    def draw(row: Consortium | Group) -> Cell:
        if row.found is None:
            return f"{UNKNOWN:>{digits}}", "muted"
        text = f"{row.found.members:>{digits}}{SIGNS.get(_completeness(row), ''):<1} "
        if row is total or not width:
            return text.rstrip(), "title" if row is total else ""
        parts = list(zip(row.found.types, letters, roles, strict=True))
        bar, runs = lettered(parts, most, width, scene.glyphs.fill)
        return text + bar, ((len(text), ""), *runs)

    widest = max(width + digits + 2, len(_BARS))
    return Drawn(GridColumn("members", _BARS, min_width=widest, max_width=widest), draw)


def shared_columns(_: Scene) -> Mapping[str, Drawn]:
    """Organisations at several sites."""
    layouts = (
        GridColumn("name", "Organisation", min_width=14, max_width=46, weight=1),
        GridColumn("sites", "Member at", max_width=30),
        GridColumn("other_sites", "Funds or supports", max_width=30),
        GridColumn("acronym", "Acronym", max_width=14),
        GridColumn("type", "Type", max_width=22),
    )
    return {layout.id: Drawn(layout) for layout in layouts}


def nothing_shared(scene: Scene) -> str:
    """That no organisation sits at two sites."""
    if not scene.state.site_count:
        return empty_text(scene.state, scene.result, keys=not scene.in_words)
    return "No organisation sits at two of these sites."


# Captions


def caption(scene: Scene, spot: Spot) -> str:
    """The row under the cursor as a sentence."""
    row = spot.record
    if isinstance(row, Shared):
        return _shared_caption(scene.store, row)
    if spot.row is None:
        return _total_caption(scene, row)
    name = _name(scene, row)
    if row.found is None:
        return f"{name}: partners unknown"
    parts = [plural(row.found.members, "member")]
    words = scene.store.vocabulary.words("role")
    members = scene.store.vocabulary.flagged("role", "member")
    labels = [printable(word.en).lower() for ident, word in words.items() if ident not in members]
    others = zip(labels, row.found.others, strict=True)
    parts += [plural(many, label) for label, many in others if many]
    if isinstance(row, Group) and row.found.sites:
        parts.append(f"at {plural(row.found.sites, 'site')}")
    ending = INCOMPLETE.get(_completeness(row), "")
    return f"{name}: {', '.join(parts)}" + (f" · {ending}" if ending else "")


def _name(scene: Scene, row: Consortium | Group) -> str:
    lead = scene.result.spec.columns[0]
    return (
        _country(row)[0]
        if lead.id == "country" and isinstance(row, Group)
        else record_text(scene.store, lead, row)
    )


def _total_caption(scene: Scene, row: Consortium | Group) -> str:
    found = row.found
    if found is None:
        return ""
    companies = (
        found.types[types(scene.store).index(COMPANY)] if COMPANY in types(scene.store) else 0
    )
    parts = [plural(found.members, "member"), plural(companies, "company")]
    research, with_hpc = (
        scene.result.spec.column(ident) for ident in ("research_share", "research_hpc_share")
    )
    if research is not None and with_hpc is not None and found.members:
        shares = (record_text(scene.store, column, row) for column in (research, with_hpc))
        parts.append("research {} %, with HPC centres {} %".format(*shares))
    if isinstance(row, Consortium):
        parts.append(plural(found.countries, "country"))
    else:
        parts.append(plural(found.organisations, "organisation"))
    return " · ".join(parts)


def _shared_caption(store: Store, row: Shared) -> str:
    parts = []
    if row.member_at:
        parts.append(f"member at {', '.join(site_names(store, row.member_at))}")
    if row.other_sites:
        parts.append(f"funds or supports {', '.join(site_names(store, row.other_sites))}")
    return f"{printable(row.partner.acronym or row.partner.name)}: {'; '.join(parts)}"


def _partners(field: str, *without: str) -> Below:
    """The partners that the row under the cursor stands for; all of them for that of all."""

    def rows(_: Scene, spot: Spot) -> str:
        return "" if spot.row is None else only(field, spot.key)

    return Below("partners", rows, caption, without)


def _site(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    return None if spot.row is None else ("sites", scene.store.site_row(spot.key))


def _members(field: str, total: str, *without: str, **more: Any) -> Way:
    """The members by what a column says of them."""
    return Way(
        id=f"by-{field}",
        title=f"by {field}",
        table=f"members-by-{field}",
        drawn=bar_columns,
        total=total,
        legend=legend,
        below=_partners(field, *without),
        narrows=("partners",),
        **more,
    )


def _several(scene: Scene) -> str:
    """How many of the organisations are a member more than once."""
    return f"{sum(len(row.member_at) > 1 for row in scene.records)} in two consortia or more"


WAYS: tuple[Way, ...] = (
    _members("site", "All {}", "site", behind=_site),
    _members("type", "All"),
    _members("country", "All"),
    Way(
        "shared", "in several consortia", "shared-organisations", drawn=shared_columns,
        remark=_several, behind=with_id("organisations"), legend=lambda _: [("· none", "sign")],
        empty=nothing_shared, below=_partners("id"), narrows=("partners",)
    ),
)  # fmt: skip
