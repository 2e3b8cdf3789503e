"""Draws the pictures of the documentation: every tab, from the program on the bundled data.

Run with ``make pictures``; the files are SVG and need no font or page from elsewhere.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tui.dataset import load
from tui.explorer.app import ExplorerApp
from tui.explorer.commands import TABS
from tui.explorer.theming import load_themes
from tui.query import View
from tui.user.paths import data_dir, themes_dir

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (120, 34)
KEYS = {"consortia": ("down", "down"), "sites": ("down", "down")}
"""What is pressed before a tab is drawn."""
FONT = "DejaVu Sans Mono, Menlo, Consolas, monospace"


async def picture(tab: str, theme: str = "night") -> str:
    """A tab as SVG, everything loaded."""
    dataset = load([data_dir()])
    themes, _ = load_themes([themes_dir()])
    view = View(cohort=dataset.default_cohort, tab=tab)
    app = ExplorerApp(dataset, view, themes, theme)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("", *KEYS.get(tab, ())):
            if key:
                await pilot.press(key)
            for _ in range(3):
                await app.workers.wait_for_complete()
                await pilot.pause(0.3)
        return plain(app.export_screenshot(title=app.title))


def plain(svg: str) -> str:
    """The picture without fonts from elsewhere, in those that machines have.

    Spaces are told to stay: some viewers drop those at the ends of a run, and columns shift.
    """
    if 'xml:space="preserve"' not in svg:
        svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONT}", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


async def draw() -> None:
    """Write a picture a tab."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for tab in TABS:
        (FOLDER / f"{tab.id}.svg").write_text(await picture(tab.id), "utf-8")


if __name__ == "__main__":
    asyncio.run(draw())
