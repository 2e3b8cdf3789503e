"""The list under the filter bar: what can stand at the cursor, with what it would leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.text import cut, printable

if TYPE_CHECKING:
    from tui.query.assist.complete import Completions, Item

LINES = 8


class Suggestions(Static):
    """A few completions, the chosen one set off; hidden while there are none."""

    DEFAULT_CSS = """
    Suggestions {
        display: none; height: auto; padding: 0 1 0 3; background: $surface;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Suggestions.-open { display: block; }
    """

    found: reactive[Completions | None] = reactive(None, repaint=False)
    chosen: reactive[int] = reactive(0, repaint=False)

    def __init__(self) -> None:
        super().__init__("", markup=False)

    @property
    def open(self) -> bool:
        """Whether there is something to choose from."""
        return self.found is not None and bool(self.found.items)

    @property
    def item(self) -> Item | None:
        """The chosen completion."""
        return self.found.items[self.chosen] if self.found and self.found.items else None

    def watch_found(self) -> None:
        """Show other completions, the first one chosen."""
        self.chosen = 0
        self.set_class(self.open, "-open")
        self._draw()

    def watch_chosen(self) -> None:
        """Set another one off."""
        self._draw()

    def step(self, by: int) -> None:
        """Choose the next or previous one."""
        if self.found is not None and self.found.items:
            self.chosen = (self.chosen + by) % len(self.found.items)

    def _draw(self) -> None:
        found = self.found
        if found is None or not found.items:
            return
        first = max(0, min(self.chosen - LINES // 2, len(found.items) - LINES))
        items = list(enumerate(found.items))[first : first + LINES]
        wide = min(max(len(item.label) for _, item in items), 34)
        parts: list[str | tuple[str, str]] = []
        for place, item in items:
            label = cut(printable(item.label), wide, "…")
            count = "" if item.count is None else str(item.count)
            line = f"{label:<{wide}}  {count:>5}"
            style = "reverse $primary" if place == self.chosen else ""
            hint = f"  {printable(item.hint)}" if item.hint else ""
            parts += [(line, style), (f"{hint}\n", "$text-muted")]
        more = found.total - len(items)
        rest = f"{more} more · " if more > 0 else ""
        parts.append((f"{rest}Tab or ↓ next · Enter take · Esc close", "$text-muted"))
        self.update(Content.assemble(*parts))
