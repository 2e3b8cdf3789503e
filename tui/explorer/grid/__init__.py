"""The table widget: rows drawn as lines."""
