"""What stands in the lines around a tab, as texts with their roles. Knows no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from tui.dataset import Dataset
from tui.explorer.commands import TAB_BY_ID, TABS, Command, filled, first_keys
from tui.explorer.glyphs import Glyphs
from tui.explorer.state import State
from tui.lazy_pattern import lazy_pattern
from tui.query.engine.bind import bind_text
from tui.query.engine.match import spoken_of
from tui.text import cut, plural, printable, width_of

Piece = tuple[str, str]
"""A text and its role: "" as the text around it, "muted", "strong", "active", "accent", "name",
"count" or "warn"."""

WELCOME_HEIGHT = 20
"""Lines of a window that has room for the welcome."""
_WELCOME = (
    "{up} {down} move, {open} opens a row, {tab.sites}-{tab.sources} change the tab, {filter} "
    "types a filter.\n"
    "{help} lists every key, {palette} finds a command by its name, {undo} undoes, {quit} quits.\n"
    "{tour} walks through in six steps on these data."
)
PLACEHOLDER = "type a filter, such as country:DE or sectors:>=5"
COUNT_WIDTH = 27
"""Cells of the count at the end of the filter bar, with the mark of a filter cut off."""


def spaced(left: str, middle: str, right: str, width: int) -> tuple[str, str, str]:
    """Three texts padded to one line: left, centred, right; cut from the left one first."""
    room = width - width_of(middle) - width_of(right) - 2
    left = cut(left, max(room, 0), "…")
    free = max(width - width_of(left) - width_of(middle) - width_of(right), 0)
    before = max((width - width_of(middle)) // 2 - width_of(left), 1 if left else 0)
    before = min(before, max(free - 1, 0))
    return left + " " * before, middle + " " * (free - before), right


def header(state: State, notice: str, width: int) -> list[Piece]:
    """What is open, which cohort, how many of how many sites; ``notice`` goes before these."""
    name = "AIF Explorer"
    title = f"{name} · {printable(state.dataset.meta.version)}"
    count, whole = state.site_count, state.cohort_count
    counts = f"{count} of {whole} sites" if count != whole else f"{whole} sites"
    if notice:
        counts = f"{notice} · {counts}"
    left, middle, right = spaced(title, printable(state.cohort_label), counts, width)
    narrowed = count != whole
    return [
        (left[: len(name)], "name"),
        (left[len(name) :], "muted"),
        (middle, "strong"),
        (right, "count" if narrowed else ""),
    ]


def faults_told(dataset: Dataset) -> list[str]:
    """How many sites are left out because of faults, and how many other faults there are."""
    others = [fault for fault in dataset.known_faults() if not fault.site]
    told = []
    if dataset.left_out:
        told.append(f"{plural(len(dataset.left_out), 'site')} left out")
    if others:
        told.append(plural(len(others), "other fault" if told else "fault"))
    return told


def tab_labels(active: str, width: int) -> list[tuple[str, str]]:
    """Ids and labels of the tabs, with the gaps between them; numbers alone if there is no room."""
    for gap, full in ((2, True), (1, True), (1, False)):
        labels = [
            (tab.id, f"{tab.key} {tab.title}" if full or tab.id == active else tab.key)
            for tab in TABS
        ]
        if sum(len(text) + gap for _, text in labels) - gap <= width:
            break
    *others, last = labels
    return [*((ident, text + " " * gap) for ident, text in others), last]


def tabs(active: str, width: int) -> list[Piece]:
    """The tabs by number and name."""
    parts: list[Piece] = []
    for ident, text in tab_labels(active, width):
        word = text.rstrip()
        if ident == active:
            parts.append((word, "active"))
        else:
            key, space, title = word.partition(" ")
            parts += [(key, "muted"), (f"{space}{title}", "")]
        parts.append((text[len(word) :], ""))
    return parts


def welcome(commands: Sequence[Command], width: int, *, ascii_only: bool) -> list[Piece]:
    """What somebody new can press: three lines where these fit, else one text to be wrapped."""
    keys = first_keys(commands, ascii_only=ascii_only)
    pieces = [
        ("New here?  ", "count"),
        *filled(_WELCOME, keys),
        ("  Esc puts this away for good", "muted"),
    ]
    lines = "".join(text for text, _ in pieces).split("\n")
    if all(width_of(line) <= width for line in lines):
        return pieces
    return [(text.replace("\n", " "), role) for text, role in pieces]


_PART = lazy_pattern(r".*?(?:  +|$)")


def fitting(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """As many explanations of a legend as a line has room for, each whole; blanks part them."""
    parts: list[list[Piece]] = [[]]
    for text, role in pieces:
        for chunk in filter(None, _PART.findall(text)):
            parts[-1].append((chunk, role))
            if chunk.endswith("  "):
                parts.append([])
    if len(parts) > 1 and not parts[-1]:
        parts.pop()

    def needed() -> int:
        return width_of("".join(text for part in parts for text, _ in part).rstrip())

    while len(parts) > 1 and needed() > width:
        parts.pop()
    left = groupby((piece for part in parts for piece in part), key=itemgetter(1))
    told = [("".join(text for text, _ in run), role) for role, run in left]
    return [*told[:-1], *((text.rstrip(), role) for text, role in told[-1:])]


def lists_told(state: State, tab: str) -> str:
    """Whether the filter narrows the lists of a tab, "" where it does not speak of them."""
    view = state.view
    spoken = spoken_of(bind_text(state.store, "sites", view.filter))
    if spoken.isdisjoint(TAB_BY_ID[tab].narrowed) and not (view.findings and tab == "findings"):
        return ""
    return "whole lists" if state.view.whole else "narrowed lists"


def can_be_whole(state: State, tab: str) -> bool:
    """Whether there are lists on a tab that the filter narrows, or would but for whole ones."""
    # What rests on a source is told for the sites that are picked, whatever the filter asks.
    of_sources = tab == "sources" and bool(state.view.filter.strip())
    return of_sources or bool(lists_told(state, tab))


def findings_told(state: State, tab: str) -> str:
    """What of the filter says nothing of a tab, since it speaks of findings; "" for nothing."""
    asked = state.view.findings
    if not asked or tab == "findings":
        return ""
    return (
        f"{asked}: only findings (tab {TAB_BY_ID['findings'].key}) are narrowed by this, no sites"
    )


SITE_WAYS = ("sites", "by country", "by selection", "countries by role")
"""Names of the ways to look at the sites: they stand there before these are imported."""


def ways(
    names: Sequence[str], active: int, remark: str, width: int, *, warn: bool = False
) -> list[Piece]:
    """The ways of looking at a tab, the present one set off, and a remark on the right."""
    parts: list[Piece] = [(" ", "")]
    used = 1
    for place, name in enumerate(names):
        parts += [(name, "strong" if place == active else "muted"), ("  ", "")]
        used += width_of(name) + 2
    told = cut(printable(remark), max(width - used - 1, 0), "…")
    free = max(width - used - width_of(told) - 1, 0)
    return [*parts, (" " * free, ""), (told, "warn" if warn else "muted")]


def filter_count(state: State, tab: str, glyphs: Glyphs, *, cut_off: bool) -> str:
    """How many sites the filter leaves, and whether it narrows the lists of the tab.

    As much of the latter as there is room for.
    """
    lists = lists_told(state, tab)
    still = "still " if state.held else ""
    counts = f"{still}{state.site_count} of {state.cohort_count}"
    for told in (lists, lists.partition(" ")[0]):
        if told and len(whole := f"{told} · {counts}") < COUNT_WIDTH:
            counts = glyphs.adapt(whole)
            break
    return f"{glyphs.ellipsis if cut_off else ' '}{counts:>{COUNT_WIDTH - 1}}"
