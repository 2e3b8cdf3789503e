"""Sources, map and comparison: looking closer at rows."""

from __future__ import annotations

from tui.explorer.screens.base import MainBase


class LookActions(MainBase):
    """Sources, map and comparison: looking closer at rows."""
