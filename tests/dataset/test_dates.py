"""Dates of which the day is not always known."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-H1", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2026-Q1", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-09-01", "2026-09-01", "2026-09-01"),
    ],
)
def test_spans(text: str, first: str, last: str) -> None:
    """Each form spans the days it says."""
    date = PartialDate.parse(text)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)
    assert str(date) == text


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-02-30", "2026-H3", "2026-Q5", "26", ""]
)
def test_impossible(text: str) -> None:
    """What is no date is refused with a reason."""
    with pytest.raises(ValueError, match=r"date|month|day"):
        PartialDate.parse(text)


@given(st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)))
def test_a_day_lies_in_its_month_and_year(day: datetime.date) -> None:
    """A day is within every longer form that names it."""
    whole = PartialDate.of_day(day)
    for form in (f"{day:%Y}".zfill(4), f"{day.year:04}-{day.month:02}"):
        assert whole.within(PartialDate.parse(form))


@given(st.lists(st.sampled_from(["2025", "2025-H1", "2025-03", "2025-03-04", "2026-Q1", "2024"])))
def test_order_is_by_first_day(texts: list[str]) -> None:
    """Sorting puts earlier beginnings first."""
    dates = sorted(PartialDate.parse(text) for text in texts)
    assert [date.first for date in dates] == sorted(date.first for date in dates)
