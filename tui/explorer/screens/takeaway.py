"""Export and copy: what a person leaves with."""

from __future__ import annotations

from tui.explorer.screens.base import MainBase


class TakeAwayActions(MainBase):
    """Export and copy: what a person leaves with."""
