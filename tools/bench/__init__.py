"""Measure the explorer beside the barest program that does the same."""
