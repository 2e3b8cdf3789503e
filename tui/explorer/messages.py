"""Requests that widgets post; the main screen alone answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, dataclass_transform

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


@dataclass_transform(eq_default=False)
class Request(Message):
    """A message that holds the values it is made with, by the names that its class declares."""

    def __init__(self, *values: Any, **named: Any) -> None:
        self.__dict__.update(zip(type(self).__annotations__, values, strict=False), **named)
        super().__init__()


class FilterKept(Message):
    """The filter is kept (Enter)."""


class FilterDropped(Message):
    """What stood in the bar before is to stand there again (Escape)."""


class FilterRequested(Request):
    """Another filter is wanted, as one step that can be undone."""

    text: str


class TabRequested(Request):
    """Another tab is wanted."""

    tab: str


class WayRequested(Request):
    """Another way of looking at a tab is wanted; "" for its first one.

    ``choice`` is a table and the row to be chosen in it, where that is to change as well.
    """

    tab: str
    way: str
    choice: tuple[str, str] | None = None


class MapRequested(Request):
    """The signs of the map are to stand for something else."""

    signs: str


class FacetsRequested(Request):
    """The facets are to be open, or folded away."""

    shown: bool


class ChoiceRequested(Request):
    """Another row of a table is to be chosen, by which a second table is picked."""

    table: str
    key: str


class SortRequested(Request):
    """A table is to be sorted by a column; ``descending`` None turns the order round."""

    table: str
    column: str
    descending: bool | None = None


class CursorMoved(Message, bubble=False):
    """Something else is under the cursor, or in sight. Posted to the screen."""

    def can_replace(self, message: Message) -> bool:
        """Whether the one that waits says the same."""
        return isinstance(message, CursorMoved)


class OpenRequested(Request):
    """The row is to be opened."""

    result: Result
    row: int


class DetailRequested(Request):
    """A text that the tab made is to be read over the whole window."""

    sections: tuple[Section, ...]


class GoRequested(Request):
    """The cursor is to be put on something that was found by its name."""

    place: Place


class TallyRequested(Request):
    """A saved tally is to lie over the tab."""

    tally: TallyView


class MarkRequested(Request):
    """A row is to be marked, or unmarked."""

    key: str


class LegendChanged(Request, bubble=False):
    """The signs on a tab mean something else now. Posted to the screen."""

    tab: str

    def can_replace(self, message: Message) -> bool:
        """Whether the one that waits says the same."""
        return isinstance(message, LegendChanged) and message.tab == self.tab


class RuleRequested(Request):
    """The rule of a finding is to be applied as the filter, and its rows to be shown."""

    found: Evaluated
