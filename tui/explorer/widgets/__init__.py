"""Widgets: table, frame lines, detail pane, map."""
