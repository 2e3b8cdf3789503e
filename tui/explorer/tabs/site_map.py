"""The map beside or over the list of sites: the marks, and what their signs mean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.analysis.lenses.geo import Coast, CoastError, load_coast
from tui.analysis.telling.site import neighbours
from tui.explorer.commands import BY_ID, textual_key
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.explorer.messages import MarkRequested
from tui.explorer.panes.map import EuropeMap
from tui.explorer.tabs.map_marks import SIGNS, Entry, read
from tui.query import Result
from tui.query.engine.store import Store
from tui.text import cut, printable, width_of

Neighbours = tuple[tuple[str, tuple[str, ...]], ...]
"""Sites near a site in words, by what makes them near."""
_LABEL = 14
_ROLES = {"muted": "$text-muted", "accent": "$accent", "good": "$success", "warn": "$warning",
          "bad": "$error"}  # fmt: skip


def first_coast(files: tuple[Path, ...]) -> tuple[Coast | None, tuple[str, ...]]:
    """The first coast that can be read, and why those before it cannot."""
    faults: list[str] = []
    for path in files:
        try:
            return load_coast(path), tuple(faults)
        except CoastError as error:
            faults.append(str(error))
    return None, tuple(faults)


def _bound(command: str, action: str) -> Binding:
    """The keys of a command, doing something else here; they can be rebound together."""
    keys = ",".join(map(textual_key, BY_ID[command].keys))
    return Binding(keys, action, show=False, id=command)


def _colour(role: str) -> str:
    """The colour of a role as a variable of the theme, "" for none."""
    return _ROLES.get(role, f"${role}" if role else "")


class SiteMap(EuropeMap, inherit_bindings=False):
    """The map with the keys of the table: moves go to the nearest site in that direction."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(_bound(each, f"move('{each}')") for each in ("up", "down", "left", "right")),
        _bound("open", "open"),
        _bound("mark", "mark"),
        _bound("breakdown", "other_signs"),
    ]

    class OtherSigns(Message):
        """The marks are to stand for something else."""

    def action_mark(self) -> None:
        """Ask to mark the current site, or to unmark it."""
        if self.current is not None:
            self.post_message(MarkRequested(self.current))

    def action_other_signs(self) -> None:
        """Ask for marks that stand for something else."""
        self.post_message(self.OtherSigns())


class MapLegend(Widget):
    """What the signs mean, in as many columns as there is room for, and which sites are near.

    ``flat`` tells each kind of neighbours on one line, so that the height stays the same.
    """

    flat: reactive[bool] = reactive(False, repaint=False)

    def __init__(self) -> None:
        super().__init__(id="map-legend")
        self._title = ""
        self._entries: tuple[Entry, ...] = ()
        self._remark = ""
        self._near: Neighbours = ()
        self._glyphs = UNICODE

    def put(self, title: str, entries: tuple[Entry, ...], remark: str, glyphs: Glyphs) -> None:
        """Name the signs; the remark says what is missing on the map."""
        self._title, self._entries, self._remark = title, entries, remark
        self._glyphs = glyphs
        self.refresh(layout=True)

    def tell(self, near: Neighbours) -> None:
        """Name the neighbours of the current site."""
        if near != self._near:
            self._near = near
            self.refresh(layout=True)

    def watch_flat(self) -> None:
        """Tell the neighbours on one line each, or one below the other."""
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are at this width."""
        return len(list(self._lines(width)))

    def render(self) -> Content:
        """The lines for the present width."""
        width = self.content_size.width
        return Content("\n").join(self._lines(width)) if width else Content("")

    def _lines(self, width: int) -> Iterator[Content]:
        yield from Content.styled(self._title, "bold $secondary").wrap(width)
        texts = [f"{printable(entry.label)}  {entry.count}" for entry in self._entries]
        widest = max(map(width_of, texts), default=0) + 2
        across = max((width + 2) // (widest + 2), 1)
        room = min(widest, width) - 2
        for start in range(0, len(texts), across):
            parts: list[tuple[str, str]] = []
            for place in range(start, min(start + across, len(texts))):
                entry, count = self._entries[place], str(self._entries[place].count)
                label = cut(printable(entry.label), room - len(count) - 1, self._glyphs.ellipsis)
                gap = " " * (room - width_of(label) - len(count))
                parts += [
                    ("  " if parts else "", ""),
                    (entry.glyph, f"bold {_colour(entry.role)}"),
                    (f" {label}", ""),
                    (f"{gap}{count}", "$text-muted"),
                ]
            yield Content.assemble(*parts)
        if self._remark:
            yield from Content.styled(self._remark, "$warning").wrap(width)
        yield from self._neighbours(width)

    def _neighbours(self, width: int) -> Iterator[Content]:
        for label, told in self._near:
            if self.flat:
                rest = cut(", ".join(told), width - _LABEL, self._glyphs.ellipsis)
                yield Content.assemble((f"{label:<{_LABEL}}", "$text-muted"), rest)
            else:
                yield Content("")
                yield Content.styled(label, "bold $secondary")
                for each in told:
                    yield from Content(each).wrap(width)


class MapPane(Container):
    """Map and legend: side by side in narrow terminals, one above the other in wide ones."""

    DEFAULT_CSS = """
    MapPane { layout: horizontal; height: 1fr; width: 1fr; }
    MapPane MapLegend { width: 27; height: 1fr; padding: 1 1 0 1; }
    MapPane.-wide { layout: vertical; }
    MapPane.-wide MapLegend { width: 100%; height: auto; padding: 0 1; }
    """

    wide: reactive[bool] = reactive(False, repaint=False)

    def __init__(self, files: tuple[Path, ...]) -> None:
        """``files`` may hold the coast; the first one that can be read is drawn."""
        super().__init__()
        self._coast, self.faults = first_coast(files)
        self.map = SiteMap()
        self._legend = MapLegend()

    def compose(self) -> ComposeResult:
        """The map, then the legend."""
        self.map.coast = self._coast
        yield self.map
        yield self._legend

    def tell(self, store: Store, row: int | None) -> None:
        """Tell which sites are near that in a row of the sites, None for none."""
        near = () if row is None else tuple(neighbours(store, store.dataset.sites[row]))
        self._legend.tell(near)

    def watch_wide(self, wide: bool) -> None:
        """Map and legend one above the other, or side by side."""
        self.set_class(wide, "-wide")
        self._legend.flat = wide

    def show(self, result: Result, signs: str, marked: frozenset[str], glyphs: Glyphs) -> None:
        """Put the sites of a result on the map, their signs standing for what is named."""
        found = read(result, SIGNS.index(signs) if signs in SIGNS else 0, glyphs, marked)
        self.map.ascii = glyphs is ASCII
        self.map.marks = found.marks
        remark = "" if self._coast is not None else "The file of the coast cannot be read."
        self._legend.put(found.title, found.entries, remark, glyphs)
