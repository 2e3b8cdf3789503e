"""Aggregates over the dataset: make-up, coverage, compute, regions, checked findings."""
