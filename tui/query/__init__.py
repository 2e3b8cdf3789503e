"""Asking the dataset: filter language, views, and the one table function."""

from tui.query.table import Result, UnknownNameError, table
from tui.query.tree import FilterError
from tui.query.view import TableView, View

__all__ = ["FilterError", "Result", "TableView", "UnknownNameError", "View", "table"]
