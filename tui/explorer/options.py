"""What the explorer is started with."""

from __future__ import annotations

from pathlib import Path

from tui.frozen import frozen

DEFAULT_THEME = "night"
EVERY = "all"
"""With --plain, in place of a tab or a way: one after the other."""


@frozen
class Options:
    """Choices of the command line; an empty text leaves the choice to the settings.

    ``folders`` are dataset folders, later ones over earlier ones; ``way`` is the way of
    looking at the tab; ``view`` is the name of a saved view; ``resume`` goes on
    where the last session ended; ``tour`` begins with the tour.
    """

    folders: tuple[Path, ...]
    filter: str
    cohort: str
    tab: str
    way: str
    theme: str
    mouse: bool
    view: str
    resume: bool
    ascii: bool
    tour: bool = False
