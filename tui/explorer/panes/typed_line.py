"""A line to type in."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from tui.explorer.door import REPLACEMENT
from tui.text import visible, width_of


class TypedLine(Input):
    """An input whose hidden characters, from a paste or a saved view, stand as one sign each.

    One sign for one character keeps the cursor where Textual believes it is. It overrides two
    private members of Textual's input, the value as drawn and the cell of a position.
    """

    DEFAULT_CSS = """
    TypedLine > .input--placeholder { color: $text-muted; }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text(_in_place(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return width_of(_in_place(self.value[:position]))


def _in_place(text: str) -> str:
    """The text with one visible sign for each hidden character."""
    return "".join(sign if len(sign) == 1 else REPLACEMENT for sign in visible(text))
