"""Figures worked out over many records."""
