"""Columns, masks and the table function."""
