"""Asking the dataset: filter language, views, and the one table function."""

from tui.query.engine.table import Result, UnknownNameError, table
from tui.query.engine.view import TableView, View
from tui.query.language.tree import FilterError

__all__ = ["FilterError", "Result", "TableView", "UnknownNameError", "View", "table"]
