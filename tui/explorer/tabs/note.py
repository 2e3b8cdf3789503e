"""Lines of text around a table: figures above it, and a note on what is under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.explorer.glyphs import UNICODE, Glyphs
from tui.explorer.tabs.way import Piece
from tui.text import cut, width_of, wrap

_STYLES = {"": "", "label": "$text-muted", "strong": "bold"}


LOWEST = 14
"""Height of a tab from which there is room for a note."""


class Lines(Static):
    """Figures, each line cut with a mark where it is too long."""

    DEFAULT_CSS = "Lines { height: auto; text-wrap: nowrap; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)

    def put(self, lines: Sequence[Sequence[Piece]], width: int, glyphs: Glyphs) -> None:
        """Show these lines in ``width`` cells."""
        parts: list[str | tuple[str, str]] = []
        for place, line in enumerate(lines):
            left = width
            parts.append("\n" if place else "")
            for text, role in line:
                piece = cut(glyphs.adapt(text), left, glyphs.ellipsis)
                left -= width_of(piece)
                parts.append((piece, _STYLES[role]))
        self.display = bool(lines)
        self.update(Content.assemble(*parts))


class Note(Static):
    """What is to be said about the row under the cursor, in as many lines as there is room."""

    DEFAULT_CSS = """
    Note { height: 2; padding: 0 1; color: $text-muted; }
    Note.-tall { height: 4; }
    Note.-low { height: 1; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)
        self._said = ""
        self._glyphs = UNICODE

    def say(self, text: str, glyphs: Glyphs | None) -> None:
        """Show this text, in the signs of before where none are given."""
        glyphs = glyphs or self._glyphs
        if text != self._said or glyphs is not self._glyphs:
            self._said, self._glyphs = text, glyphs
            self._draw()

    def on_resize(self) -> None:
        """Wrap the text for the new width."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        if width and height:
            text = self._glyphs.adapt(self._said)
            fitted = noted(text, width, height, self._glyphs.ellipsis)
            self.update(Content(fitted), layout=False)


def noted(text: str, width: int, height: int, ellipsis: str) -> str:
    """A text wrapped at words, its last line ending in a mark where there would be more."""
    lines = wrap(text, width)
    if len(lines) <= height:
        return "\n".join(lines)
    rest = " ".join(lines[height - 1 :])
    return "\n".join([*lines[: height - 1], cut(rest, width, ellipsis)])
