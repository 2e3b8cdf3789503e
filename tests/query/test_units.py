"""Units of figures: shares are in percent, and where none is met the known ones are told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FACTORIES
from tui.analysis.tables import WORKED_OUT, table
from tui.dataset import load
from tui.query import View
from tui.query.assist.empty_result import why_empty, why_no_rows
from tui.query.engine.notes import notes
from tui.query.engine.store import store_of
from tui.query.engine.table import over
from tui.text import number

DATASET = load([FACTORIES])
STORE = store_of(DATASET)
RESULTS = {name: table(DATASET, View(), name) for name in (*STORE.specs, *WORKED_OUT)}
IN_PERCENT = [
    (name, column)
    for name, result in RESULTS.items()
    for column in result.spec.columns
    if column.unit.startswith("percent")
]
FIGURES = [
    (name, column)
    for name, result in RESULTS.items()
    for column in result.spec.columns
    if column.numeric and not result.spec.apart
]


def said(name: str, text: str) -> list[str]:
    """What is told of a filter on the rows of a table about percent."""
    store = over(RESULTS[name].store, RESULTS[name].source)
    return [note.text for note in notes(store, name, text) if "percent" in note.text]


def known_of(name: str, ident: str) -> list[float]:
    return [each for each in RESULTS[name].source.values(ident) if each is not None]


@given(
    st.sampled_from(IN_PERCENT),
    st.integers(1, 99),
    st.sampled_from([">{}", "<={}", "{}", "{}..", "..{}", "{}..1", "0..{}"]),
)
def test_a_limit_between_0_and_1_is_told_of_percent(
    where: tuple[str, Any], hundredths: int, form: str
) -> None:
    name, column = where
    known = known_of(name, column.id)
    told = said(name, f"{column.id}:{form.format(f'{hundredths / 100:g}')}")
    if not known or any(0 < each < 1 for each in known):
        assert told == []
        return
    (note,) = told
    assert note.startswith(f"{column.id} is in {column.unit}")
    if column.unit == "percent":
        meant = form.replace("..1", "..100").format(hundredths)
        assert note.endswith(f"; {meant} may be meant")


@pytest.mark.parametrize("text", ["research_share:>50", "research_share:0", "research_share:>1",
                                  "research_share:*", "research_share:0..1", "members:>0.5",
                                  "research_share:0.5..20"])  # fmt: skip
def test_other_limits_are_not_told_of_percent(text: str) -> None:
    assert said("sites", text) == []


def test_a_share_of_a_hundred_may_be_meant_where_it_is_one() -> None:
    assert said("sites", "research_share:>0.5") == [
        "research_share is in percent; >50 may be meant"
    ]
    assert said("partners", "site.research_share:<=.25") == [
        "research_share is in percent; <=25 may be meant"
    ]


@given(st.sampled_from(FIGURES), st.booleans())
def test_a_figure_that_none_reaches_is_told_what_the_known_ones_are(
    where: tuple[str, Any], above: bool
) -> None:
    name, column = where
    known = known_of(name, column.id)
    if not known:
        return
    limit = f">{max(known) + 1:.0f}" if above else f"<{min(known) - 1:.0f}"
    text = f"{column.id}:{limit}"
    view = View(filter=text, cohort="network") if name == "sites" else View(rows=text)
    why = why_empty(DATASET, view) or why_no_rows(table(DATASET, View(), name), view)
    low, high = (
        f"{each:g}" if column.plain_digits else number(each) for each in (min(known), max(known))
    )
    unit = f" {column.unit}" if column.unit else ""
    told = f"known values go from {low} to {high}{unit}"
    assert why[0].known == (told if low != high else f"the only known value is {low}{unit}")


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("budget.total_meur:>100000000", "known values go from 3.8 to 612 EUR million"),
        ("system.accelerator_count:>9999999", "known values go from 32 to 23,536 chips"),
        ("system(accelerator_count:>9999999)", "known values go from 32 to 23,536 chips"),
        ("country:DE members:>5000", "known values go from 1 to 20"),
        ("count(member(type:company)):>50", "known values go from 0 to 2"),
        ("name:xyzzy", ""),
        ("selected:>2050", ""),
    ],
)
def test_what_is_known_of_what_nothing_meets(text: str, known: str) -> None:
    (cause,) = why_empty(DATASET, View(filter=text, cohort="network"))
    assert cause.known == known
