"""Values of facets: how they are called, in which order, and the term that asks for one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tui.dataset import Dataset, load
from tui.query import View
from tui.query.assist.facets import (
    BY_ID,
    FACETS,
    FacetValue,
    counts,
    meant,
    read,
    toggle,
    values,
)
from tui.query.language.parse import parse
from tui.query.language.render import filter_parts, render
from tui.query.language.tree import Term

SMALL = Path(__file__).parents[1] / "fixtures" / "small"


@cache
def dataset() -> Dataset:
    return load([SMALL])


def facet(ident: str, view: View | None = None) -> list[FacetValue]:
    return list(counts(dataset(), view or View(cohort="all"), BY_ID[ident]))


def test_values_say_whether_they_are_chosen_those_that_no_site_has_too() -> None:
    shown = View(cohort="early", filter="country:DE,SE -country:IE,FR")
    assert facet("country", shown) == [
        FacetValue("FI", "Finland", 1),
        FacetValue("DE", "Germany", 2, "in"),
        FacetValue("IE", "Ireland", 0, "out"),
        FacetValue("SE", "Sweden", 0, "in"),
        FacetValue("FR", "France", 0, "out"),
    ]


@pytest.mark.parametrize(
    ("text", "ident", "value"),
    [
        ("country:SE", "country", "SE"),
        ("selected:2023-05", "wave", "2023-05"),
        ("selected:2023", "wave", ""),
        ("ris_group:emerging", "region_2025", "emerging"),
        ("confidence:unverified", "confidence", "unverified"),
        ("sector:quantum", "sector", "quantum"),
        ("access.mode:gone", "access", ""),
    ],
)
def test_a_value_that_no_site_has_is_shown_where_it_could_be_one(
    text: str, ident: str, value: str
) -> None:
    state = read(dataset(), text)
    assert state.chosen == ({ident: {value: "in"}} if value else {})
    assert render(state.rest) == ("" if value else text)
    last = facet(ident, View(cohort="all", filter=text))[-1]
    assert not value or (last.id, last.count, last.state) == (value, 0, "in")


@pytest.mark.parametrize(
    ("ident", "named"),
    [
        ("access", {"playground": "Playground", "local": "Local offer",
                    "national": "National share"}),
        ("region_2025", {"leader": "Leader", "strong": "Strong"}),
        ("wave", {"2024-12": "December 2024", "2025-03": "March 2025",
                  "2025-10": "October 2025"}),
        ("sector_group", {"industry": "Industry and engineering",
                          "health": "Health and life sciences"}),
        ("confidence", {"confirmed": "Confirmed"}),
    ],
)  # fmt: skip
def test_values_are_called_by_their_names_in_their_order(ident: str, named: dict[str, str]) -> None:
    assert [(each.id, each.label) for each in facet(ident)][: len(named)] == list(named.items())


def test_waves_stand_in_order_of_their_days(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    later = 'id = "dogwood"\nselected = 2025-11-05\n'
    (tmp_path / "sites" / "dogwood.toml").write_text(later)
    found = counts(load([SMALL, tmp_path]), View(cohort="all"), BY_ID["wave"])
    assert [each.label for each in found] == [
        "December 2024", "March 2025", "October 2025", "November 2025",
    ]  # fmt: skip


def test_a_value_within_another_is_asked_for_by_the_field_that_tells_them_apart(
    tmp_path: Path,
) -> None:
    modes = (SMALL / "access_modes.toml").read_text()
    for name in ("playground", "Playground"):
        modes = modes.replace(f'"{name}"', f'"{name}-long"')
    (tmp_path / "access_modes.toml").write_text(modes)
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "birch.toml").write_text(
        'id = "birch"\n[[access]]\nmode = "playground-long"\nname = "Long stay"\n'
        'sources = ["office"]\nconfidence = "confirmed"\n'
    )
    data = load([SMALL, tmp_path])
    assert toggle(data, "", "access", "playground", "in") == "access:playground"
    assert toggle(data, "", "access", "playground-long", "in") == "access.mode:playground-long"
    for each in FACETS:
        for value in values(data, each).sites:
            (part,) = filter_parts(parse(toggle(data, "", each.id, value, "in")))
            assert isinstance(part, Term)
            assert meant(data, each, part.field, value) == {value}
