"""Requests that widgets post; the main screen alone answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.frozen import frozen
from tui.query import Result

if TYPE_CHECKING:
    from tui.analysis.findings.evaluate import Evaluated
    from tui.analysis.telling.sections import Section
    from tui.query.engine.view import TallyView


@frozen
class Place:
    """Where something is to be seen.

    ``way`` is the way of looking at the tab, "" for the first; ``row`` the key of its row,
    ``column`` that of its column, "" for wherever the cursor stands; ``below`` is the key of a
    row of the second table. ``table`` must hold the row ``needed``, "" where it always does.
    """

    tab: str
    way: str = ""
    row: str = ""
    column: str = ""
    below: str = ""
    table: str = ""
    needed: str = ""


class FilterKept(Message):
    """The filter is kept (Enter)."""


class FilterDropped(Message):
    """What stood in the bar before is to stand there again (Escape)."""


class FilterRequested(Message):
    """Another filter is wanted, as one step that can be undone."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class TabRequested(Message):
    """Another tab is wanted."""

    def __init__(self, tab: str) -> None:
        self.tab = tab
        super().__init__()


class WayRequested(Message):
    """Another way of looking at a tab is wanted; "" for its first one.

    ``choice`` is a table and the row to be chosen in it, where that is to change as well.
    """

    def __init__(self, tab: str, way: str, choice: tuple[str, str] | None = None) -> None:
        self.tab = tab
        self.way = way
        self.choice = choice
        super().__init__()


class MapRequested(Message):
    """The signs of the map are to stand for something else."""

    def __init__(self, signs: str) -> None:
        self.signs = signs
        super().__init__()


class FacetsRequested(Message):
    """The facets are to be open, or folded away."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown
        super().__init__()


class ChoiceRequested(Message):
    """Another row of a table is to be chosen, by which a second table is picked."""

    def __init__(self, table: str, key: str) -> None:
        self.table = table
        self.key = key
        super().__init__()


class SortRequested(Message):
    """A table is to be sorted by a column; ``descending`` None turns the order round."""

    def __init__(self, table: str, column: str, *, descending: bool | None = None) -> None:
        self.table = table
        self.column = column
        self.descending = descending
        super().__init__()


class CursorMoved(Message, bubble=False):
    """Something else is under the cursor, or in sight. Posted to the screen."""

    def can_replace(self, message: Message) -> bool:
        """Whether the one that waits says the same."""
        return isinstance(message, CursorMoved)


class OpenRequested(Message):
    """The row is to be opened."""

    def __init__(self, result: Result, row: int) -> None:
        self.result = result
        self.row = row
        super().__init__()


class DetailRequested(Message):
    """A text that the tab made is to be read over the whole window."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        super().__init__()


class GoRequested(Message):
    """The cursor is to be put on something that was found by its name."""

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__()


class TallyRequested(Message):
    """A saved tally is to lie over the tab."""

    def __init__(self, tally: TallyView) -> None:
        self.tally = tally
        super().__init__()


class MarkRequested(Message):
    """A row is to be marked, or unmarked."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__()


class LegendChanged(Message, bubble=False):
    """The signs on a tab mean something else now. Posted to the screen."""

    def __init__(self, tab: str) -> None:
        self.tab = tab
        super().__init__()

    def can_replace(self, message: Message) -> bool:
        """Whether the one that waits says the same."""
        return isinstance(message, LegendChanged) and message.tab == self.tab


class RuleRequested(Message):
    """The rule of a finding is to be applied as the filter, and its rows to be shown."""

    def __init__(self, found: Evaluated) -> None:
        self.found = found
        super().__init__()
