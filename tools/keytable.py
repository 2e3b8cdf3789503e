"""Writes the key table of docs/screen.md anew from the explorer's command table.

Run with ``python -m tools.keytable``; a test holds the two together.
"""

from __future__ import annotations

from pathlib import Path

from tui.explorer.commands import COMMANDS, TABS, key_text

SCREEN = Path(__file__).parent.parent / "docs" / "screen.md"
BEGIN, END = "<!-- keys -->\n", "<!-- end of keys -->\n"


def key_table() -> str:
    """The commands as a Markdown table; the eight tabs share a line."""
    rows = ["| key | what it does | id in settings.toml |", "|---|---|---|"]
    names = ", ".join(tab.title for tab in TABS)
    rows.append(f"| `{TABS[0].key}`–`{TABS[-1].key}` | The tabs: {names} | `tab.sites` … |")
    for command in COMMANDS:
        if command.group != "Tabs":
            keys = " ".join(f"`{key_text(key)}`" for key in command.keys)
            rows.append(f"| {keys} | {command.help} | `{command.id}` |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Put the table between its marks."""
    text = SCREEN.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    SCREEN.write_text(f"{before}{BEGIN}\n{key_table()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
