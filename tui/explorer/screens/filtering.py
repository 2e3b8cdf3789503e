"""Facets, completion, saved views: ways to a filter beside typing it."""

from __future__ import annotations

from tui.explorer.screens.base import MainBase


class FilterActions(MainBase):
    """Facets, completion, saved views: ways to a filter beside typing it."""
