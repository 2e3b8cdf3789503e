"""Yardstick: the barest Textual app that takes typing."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class InputApp(App[None]):
    """One line to type in."""

    def compose(self) -> ComposeResult:
        field = Input(placeholder="type here")
        field.cursor_blink = False
        yield field


if __name__ == "__main__":
    InputApp().run()
