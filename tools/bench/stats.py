"""Summaries of repeated measurements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Summary:
    """How a series of measurements is spread; ``n`` of them, all in one unit."""

    n: int
    min: float
    median: float
    p95: float


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that ``percent`` of the values do not exceed (nearest rank).

    Raises ValueError for an empty series or a percentage outside 0 to 100.
    """
    if not values or not 0 <= percent <= 100:
        raise ValueError("a percentile needs values and a percentage from 0 to 100")
    return sorted(values)[max(ceil(len(values) * percent / 100) - 1, 0)]


def summarise(values: Sequence[float]) -> Summary:
    """Return the summary of a series; raises ValueError if it is empty."""
    if not values:
        raise ValueError("no measurements to summarise")
    return Summary(
        n=len(values), min=min(values), median=median(values), p95=percentile(values, 95)
    )
