"""The consortia in words and bars: columns of the upper table, captions, legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.analysis.lenses.breakdown import Breakdown, Line
from tui.analysis.lenses.consortia import COMPANY
from tui.dataset.countries import country_name
from tui.explorer.grid.grid import GridColumn
from tui.explorer.grid.text import Cell
from tui.explorer.panes.bars import lettered, letters_of
from tui.explorer.roles import role_of
from tui.explorer.state import State
from tui.explorer.tabs.computed import Draw, Shown, plain, whole
from tui.query.engine.format import UNKNOWN
from tui.query.engine.store import Store
from tui.text import plural, printable

MOST_CELLS = 3
"""Cells of a bar for one member, at most."""
_BARS = "Members by type"
_MARKS = {"partial": "+", "unknown": "?"}
_FIGURES = (
    ("all_members", "Of"),
    ("academic_share", "Acad%"),
    ("research_share", "Res%"),
    ("research_hpc_share", "+HPC"),
    ("matching", "Of all%"),
    ("share", "Share%"),
    ("countries", "Ctry."),
    ("organisations", "Orgs"),
    ("sites", "Sites"),
)


def types(store: Store) -> list[str]:
    """Types of organisation, in the order of their fills."""
    return list(store.vocabulary.words("partner_type"))


def short_labels(store: Store, name: str) -> list[str]:
    """First word of each label of a list, the whole label where that would be ambiguous."""
    labels = [word.en for word in store.vocabulary.words(name).values()]
    firsts = [label.split()[0].rstrip(",") if label.split() else label for label in labels]
    return [
        printable(first if firsts.count(first) == 1 else label)
        for first, label in zip(firsts, labels, strict=True)
    ]


def legend(state: State, found: Breakdown) -> str:
    """Letters of the types that occur, and the signs of incomplete lists."""
    if not _bars(found):
        return "· none"
    labels = short_labels(state.store, "partner_type")
    letters = letters_of(labels)
    parts = [
        f"{letters[place]} {labels[place]}"
        for place, ident in enumerate(types(state.store))
        if any(found.values(ident))
    ]
    text = " ".join(parts)
    if found.has("completeness"):
        states = found.values("completeness")
        text += "  + incomplete" if "partial" in states else ""
        text += "  ? perhaps more" if "unknown" in states else ""
    return text


def widest(found: Breakdown, room: int) -> int:
    """Width of the longest bar: whole cells a member where they fit.

    ``room`` is what is left beside a column of bars that is as wide as its title.
    """
    if not _bars(found):
        return 0
    room = max(room, 0) + len(_BARS) - _digits(found) - 2
    most = max(_most(found), 1)
    return min(room // most, MOST_CELLS) * most if room >= most else room


def _most(found: Breakdown) -> int:
    return max((number for number in found.values("members") if number), default=0)


def _digits(found: Breakdown) -> int:
    """Cells for the number before a bar."""
    return max(len(str(sum(number or 0 for number in found.values("members")))), 3)


def _bars(found: Breakdown) -> bool:
    return found.has("members")


def columns(state: State, found: Breakdown, width: int) -> list[Shown]:
    """Columns of a breakdown that share the window with bars ``width`` cells long."""
    store = state.store
    if not _bars(found):
        return _shared_columns(store, found)
    lead = found.columns[0]
    bars = GridColumn(
        "members",
        _BARS,
        min_width=len(_BARS),
        max_width=max(width + _digits(found) + 2, len(_BARS)),
    )
    drawn = [
        Shown(GridColumn(lead.id, lead.title, max_width=24), _lead(store, found)),
        Shown(bars, _members(state, found, width)),
    ]
    others = [(role, f"{label[:4]}.") for role, label in _others(store)]
    return drawn + _figures(found, [*_FIGURES, *others])


def further(store: Store, found: Breakdown) -> list[Shown]:
    """Columns to scroll to: the numbers behind the bars."""
    if not _bars(found) or found.has("type"):
        return []
    pairs = zip(types(store), short_labels(store, "partner_type"), strict=True)
    return _figures(found, [(ident, label) for ident, label in pairs if any(found.values(ident))])


def _figures(found: Breakdown, titles: Sequence[tuple[str, str]]) -> list[Shown]:
    return [
        Shown(GridColumn(ident, title, align="right", max_width=14), whole(found, ident))
        for ident, title in titles
        if found.has(ident)
    ]


def _others(store: Store) -> list[tuple[str, str]]:
    members = store.vocabulary.flagged("role", "member")
    words = store.vocabulary.words("role")
    return [(ident, printable(word.en)) for ident, word in words.items() if ident not in members]


def _lead(store: Store, found: Breakdown) -> Draw:
    if found.columns[0].id == "country":
        return lambda line: (f"{printable(line[0])} {country_name(line[0])}", "title")
    return plain(store, found, found.columns[0].id, "title")


def _members(state: State, found: Breakdown, width: int) -> Draw:
    """Number of members, a sign where there may be more, and the bar."""
    members = found.place("members")
    places = [found.place(ident) for ident in types(state.store)]
    letters = letters_of(short_labels(state.store, "partner_type"))
    roles = [role_of("partner_type", ident) for ident in types(state.store)]
    state_of = found.place("completeness") if found.has("completeness") else None
    most = _most(found)
    digits = _digits(found)

    def draw(line: Line) -> Cell:
        number = line[members]
        sign = "" if state_of is None else _MARKS.get(line[state_of], "")
        if number is None:
            return f"{UNKNOWN:>{digits}}", "muted"
        text = f"{number:>{digits}}{sign:<1} "
        if line[0] is None:
            return text.rstrip(), "title"
        parts = [
            (line[place] or 0, letter, role)
            for place, letter, role in zip(places, letters, roles, strict=True)
        ]
        bar, runs = lettered(parts, most, width)
        return text + bar, ((len(text), ""), *runs)

    return draw


def _shared_columns(store: Store, found: Breakdown) -> list[Shown]:
    layouts = (
        GridColumn("name", "Organisation", min_width=14, max_width=46, weight=1),
        GridColumn("consortia", "In", align="right"),
        GridColumn("sites", "Member at", max_width=30),
        GridColumn("other_sites", "Funds or supports", max_width=30),
        GridColumn("acronym", "Acronym", max_width=14),
        GridColumn("type", "Type", max_width=22),
        GridColumn("country", "Country"),
    )
    draws = {"consortia": whole(found, "consortia")}
    return [
        Shown(
            layout,
            draws.get(layout.id)
            or plain(store, found, layout.id, "title" if layout.id == "name" else ""),
        )
        for layout in layouts
    ]


# Captions


def caption(state: State, found: Breakdown, line: Line) -> str:
    """The row under the cursor as a sentence."""

    def value(ident: str) -> Any:
        return line[found.place(ident)] if found.has(ident) else None

    store = state.store
    if not _bars(found):
        return _shared_caption(store, found, line)
    if line[0] is None:
        return _totals(found, line)
    name, _ = _lead(store, found)(line)
    if value("members") is None:
        return f"{name}: partners unknown"
    parts = [plural(value("members"), "member")]
    parts += [plural(value(role), label.lower()) for role, label in _others(store) if value(role)]
    if value("sites"):
        parts.append(f"at {plural(value('sites'), 'site')}")
    words = {"partial": "list incomplete", "unknown": "completeness unknown"}
    ending = words.get(value("completeness") or "", "")
    return f"{name}: {', '.join(parts)}" + (f" · {ending}" if ending else "")


def _totals(found: Breakdown, line: Line) -> str:
    def value(ident: str) -> Any:
        return line[found.place(ident)] if found.has(ident) else None

    parts = [plural(value("members"), "member"), plural(value(COMPANY) or 0, "company")]
    if value("research_share") is not None:
        research = f"research {value('research_share'):.0f} %"
        parts.append(f"{research}, with HPC centres {value('research_hpc_share'):.0f} %")
    if value("countries") is not None:
        parts.append(plural(value("countries"), "country"))
    if value("organisations") is not None:
        parts.append(plural(value("organisations"), "organisation"))
    return " · ".join(parts)


def _shared_caption(store: Store, found: Breakdown, line: Line) -> str:
    def names(ident: str) -> Sequence[str]:
        return [printable(store.site_name(site)) for site in line[found.place(ident)]]

    short = line[found.place("acronym")] or line[found.place("name")]
    parts = []
    if names("sites"):
        parts.append(f"member at {', '.join(names('sites'))}")
    if names("other_sites"):
        parts.append(f"funds or supports {', '.join(names('other_sites'))}")
    return f"{printable(short)}: {'; '.join(parts)}"
