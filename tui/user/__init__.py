"""Paths, writing, settings, saved views and the session: what belongs to a person."""
