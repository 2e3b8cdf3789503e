"""Dates of which the day is not always known."""

from __future__ import annotations

import datetime
from calendar import monthrange
from functools import lru_cache, total_ordering

from tui.lazy_pattern import lazy_pattern

_FORM = lazy_pattern(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?")


@total_ordering
class PartialDate:
    """A day, month, quarter, half-year or year: ``2026-09-01``, ``2026-Q3``, ``2026``.

    ``first`` and ``last`` are the days it spans. Order is by first day, then last.
    """

    __slots__ = ("first", "last", "text")

    def __init__(self, text: str, first: datetime.date, last: datetime.date) -> None:
        """Keep the written form and the days that it spans."""
        self.text = text
        self.first = first
        self.last = last

    @classmethod
    def of_day(cls, day: datetime.date) -> PartialDate:
        """A date whose day is known."""
        return cls(day.isoformat(), day, day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the written form; ValueError with a reason when it is not a date."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError("not a date; write 2026, 2026-H2, 2026-Q3, 2026-09 or 2026-09-01")
        year, half, quarter, month, day = match.groups()
        if month is not None and not 1 <= int(month) <= 12:
            raise ValueError(f"there is no month {month}")
        begin, months = _months(half, quarter, month)
        if day is not None:
            try:
                return cls.of_day(datetime.date(int(year), begin, int(day)))
            except ValueError:
                raise ValueError(f"there is no day {text}") from None
        end = begin + months - 1
        try:
            first = datetime.date(int(year), begin, 1)
            last = datetime.date(int(year), end, monthrange(int(year), end)[1])
        except ValueError:
            raise ValueError(f"there is no year {year}") from None
        return cls(text, first, last)

    def within(self, other: PartialDate) -> bool:
        """Whether every day of this date lies in the other."""
        return other.first <= self.first and self.last <= other.last

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"PartialDate({self.text!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.first == other.first and self.last == other.last

    def __lt__(self, other: PartialDate) -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __hash__(self) -> int:
        return hash((self.first, self.last))


def _months(half: str | None, quarter: str | None, month: str | None) -> tuple[int, int]:
    """First month and number of months of the period written."""
    if half is not None:
        return (1 if half == "1" else 7), 6
    if quarter is not None:
        return 3 * int(quarter) - 2, 3
    if month is not None:
        return int(month), 1
    return 1, 12


@lru_cache(maxsize=4096)
def date_of(text: str) -> PartialDate:
    """Like ``parse``, the same date for the same text."""
    return PartialDate.parse(text)


@lru_cache(maxsize=4096)
def date_of_day(day: datetime.date) -> PartialDate:
    """Like ``of_day``, the same date for the same day."""
    return PartialDate.of_day(day)
