"""Comparing sites: answers worked out by hand, and what always holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.compare import LEAST, MOST, Comparison, Property, SharedList, compare
from tui.dataset import PartialDate, load
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.store import Store, store_of

ROOT = Path(__file__).parent.parent.parent


@cache
def store(name: str = "factories") -> Store:
    return store_of(load([ROOT / "tests" / "fixtures" / name]))


def compared(*ids: str, name: str = "small") -> Comparison:
    return compare(store(name), [store(name).site_row(ident) for ident in ids])


def line(found: Comparison, label: str, section: str = "") -> Property:
    rows = [row for row in found.rows if row.label == label and section in ("", row.section)]
    assert len(rows) == 1, (label, [row.section for row in rows])
    return rows[0]


def shared(found: Comparison, label: str) -> SharedList:
    (only,) = (each for each in found.shared if each.label == label)
    return only


def test_identity_money_and_dates() -> None:
    found = compared("alder", "birch", "cedar")
    assert found.names == ("Alder", "Birch", "Cedar")
    country = line(found, "Country")
    assert country.values == ("DE", "FI", "DE")
    assert country.texts == ("Germany", "Finland", "Germany")
    assert country.differs
    assert not line(found, "Kind").differs
    budget = line(found, "Budget")
    assert budget.values == (85.0, 200.0, None)
    assert budget.texts == ("EUR 85 million", "~EUR 200 million", UNKNOWN)
    assert (budget.unit, budget.unconfirmed, budget.differs) == ("EUR million", (1,), True)
    started = line(found, "Started")
    assert started.texts == ("~2025", "2025-04-01", UNKNOWN)
    assert isinstance(started.values[0], PartialDate)


def test_a_single_known_value_differs_from_nothing() -> None:
    """The EU part is known of alder alone."""
    part = line(compared("alder", "birch", "cedar"), "EU part")
    assert part.values == (42.5, None, None)
    assert not part.differs


def test_compute() -> None:
    found = compared("alder", "birch", "cedar")
    assert line(found, "Chips in use").values == (1000, 2000, None)
    assert line(found, "Chips announced").values == (4000, None, None)
    assert line(found, "Chips announced").texts[0] == "~4,000"
    assert line(found, "Best TOP500 rank").values == (22, 9, None)
    assert line(found, "Largest Rmax").values[:2] == (50.5, 120.0)
    assert line(found, "Contracts").values[1] == 100.0
    assert line(found, "In operation").values == (("Alder One",), ("Birch AI",), None)
    assert line(found, "In operation").texts == ("Alder One", "Birch AI", UNKNOWN)


def test_consortium_by_type_with_shares() -> None:
    found = compared("alder", "birch", "cedar", "dogwood")
    assert line(found, "Members").values == (3, 3, 2, 3)
    assert line(found, "University").values == (1, 1, 0, 0)
    assert line(found, "HPC centre").values == (1, 1, 1, 0)
    assert line(found, "Company").values == (1, 0, 0, 2)
    assert line(found, "Research share").values == pytest.approx((100 / 3, 200 / 3, 50, 100 / 3))
    assert line(found, "Research share").texts == ("33 %", "67 %", "50 %", "33 %")
    assert line(found, "Research and HPC share").values == pytest.approx(
        (200 / 3, 100, 100, 100 / 3)
    )  # fmt: skip
    assert line(found, "Company share").values == pytest.approx((100 / 3, 0, 0, 200 / 3))
    assert line(found, "Supporters").values == (0, 0, 1, 0)
    assert line(found, "Funders").values == (1, 0, 0, 0)


def test_what_a_list_does_not_name_and_what_is_unknown() -> None:
    """Only a list that is whole tells what it does not name."""
    found = compared("birch", "cedar", "antenna-elm")
    assert line(found, "Energy").values == ("official", "not named", None)
    assert line(found, "Energy").differs
    assert line(found, "Cybersecurity").texts[0] == "~other evidence"
    assert line(found, "Health and life sciences").values == ("official", "official", None)
    assert not line(found, "Health and life sciences").differs
    assert line(found, "Training").values == ("named", None, None)
    helpdesk = line(compared("alder", "birch"), "Helpdesk")
    assert helpdesk.values == ("not named", "named")
    assert helpdesk.differs
    assert line(found, "Services").values == (2, None, 1)
    assert line(found, "National share").values == ("National share of Birch", None, None)
    assert shared(found, "Partners").open == (1, 2)
    assert shared(found, "Sectors").open == (0, 2)


def test_indicators_are_the_newest_with_their_year() -> None:
    found = compared("alder", "birch")
    scores = [row for row in found.rows if row.section == "Region" and 150.0 in row.values]
    assert [row.values for row in scores] == [(150.0, 100.0)]
    assert scores[0].label == "Regional Innovation Scoreboard 2025"
    years = compared("hammerhai", "jaif", name="factories")
    assert line(years, "R&D expenditure of the region, 2019").values == (7.34, 3.01)
    assert scores[0].differs


def test_shared_partners_and_sectors() -> None:
    found = compared("birch", "cedar", "alder", "dogwood")
    assert [(each.id, each.places) for each in shared(found, "Partners").found] == [
        ("pine-lab", (0, 1)),
        ("kiefer", (2, 3)),
    ]
    assert shared(found, "Partners").found[0].name == "PINE"
    places = {each.id: each.places for each in shared(found, "Sectors").found}
    assert places["health_life_sciences"][:2] == (0, 1)
    counts = [len(each.places) for each in shared(found, "Sectors").found]
    assert counts == sorted(counts, reverse=True)


def test_a_shared_organisation_that_is_no_member_is_named_as_such() -> None:
    found = compared("hammerhai", "jaif", name="factories")
    assert [each.name for each in shared(found, "Partners").found] == ["Bund (funder)"]


def test_figures_of_the_factories() -> None:
    found = compared("hammerhai", "jaif", name="factories")
    assert line(found, "Budget").texts == ("~EUR 85 million", "~EUR 55 million")
    assert line(found, "HPC centre").values == (3, 0)
    assert line(found, "Chips in use").values == (752, 23536 + 3744 + 224)
    assert line(found, "Best TOP500 rank").values == (None, 5)
    assert line(found, "Largest Rmax").texts == (UNKNOWN, "1,000 PFlop/s")
    assert line(found, "Sectors").values == (4, 7)
    assert line(found, "R&D expenditure of the region, 2019").values == (7.34, 3.01)


def test_systems_with_basis_doubts_and_sources() -> None:
    """Expected and measured figures are told apart though they are the same number."""
    systems = store().table("systems")
    ids = systems.values("id")
    wanted = ("jupiter-booster", "alice-recoque", "hunter")
    found = compare(store(), [ids.index(ident) for ident in wanted], "systems")
    assert (found.ids, found.shared, found.table) == (wanted, (), "systems")
    assert line(found, "Site").texts[0] == "JAIF"
    assert line(found, "Country").texts[0] == "Germany"
    rmax = line(found, "Rmax")
    records = [systems.records[ids.index(ident)] for ident in wanted]
    assert rmax.texts[:2] == ("1,000 PFlop/s", "1,000 PFlop/s (expected)")
    assert rmax.differs
    chips = line(found, "Chips")
    assert chips.values == tuple(each.accelerator_count for each in records)
    doubtful = tuple(at for at, each in enumerate(records) if each.confidence != "confirmed"
                     and each.accelerator_count is not None)  # fmt: skip
    assert chips.unconfirmed == doubtful
    assert line(found, "Confidence").values == tuple(each.confidence for each in records)
    ranks = [row for row in found.rows if row.section == "TOP500"]
    assert [row.label for row in ranks] == sorted((row.label for row in ranks), reverse=True)


@pytest.mark.parametrize(
    "ids", [(), ("alder",), ("alder", "alder"), ("alder", "birch", "cedar", "dogwood", "elm")]
)
def test_it_takes_two_to_four_different_sites(ids: Sequence[str]) -> None:
    with pytest.raises(ValueError, match="2 to 4 different"):
        compared(*ids)


@st.composite
def choices(draw: Any) -> tuple[str, list[int]]:
    name = draw(st.sampled_from(["factories", "small", "hostile"]))
    size = len(store(name).table("sites"))
    rows = draw(
        st.lists(
            st.integers(0, size - 1), min_size=min(LEAST, size), max_size=min(MOST, size),
            unique=True,
        )
    )  # fmt: skip
    return name, rows


@given(choices())
def test_every_line_holds_together(chosen: tuple[str, list[int]]) -> None:
    """A value and a text a site; unknown is `·`; only known values differ; `~` is told twice."""
    name, rows = chosen
    found = compare(store(name), rows)
    for row in found.rows:
        assert len(row.values) == len(row.texts) == len(rows), row
        known = [value for value in row.values if value not in (None, ())]
        for place, (value, text) in enumerate(zip(row.values, row.texts, strict=True)):
            assert (value in (None, ())) == (text == UNKNOWN), row
            assert not any(ord(character) < 32 or ord(character) == 127 for character in text)
            assert place not in row.unconfirmed or text.startswith(UNSURE)
        assert not row.differs or len(known) > 1, row


@given(choices(), st.randoms())
def test_the_order_of_the_sites_changes_nothing_else(
    chosen: tuple[str, list[int]], chance: Any
) -> None:
    name, rows = chosen
    turned = list(range(len(rows)))
    chance.shuffle(turned)
    found = compare(store(name), rows)
    other = compare(store(name), [rows[place] for place in turned])
    before = {(row.section, row.label): row for row in found.rows}
    assert len(before) == len(found.rows) == len(other.rows)
    for row in other.rows:
        same = before[row.section, row.label]
        assert row.texts == tuple(same.texts[place] for place in turned)
        assert row.differs == same.differs
    partners = {(each.id, frozenset(each.places)) for each in shared(found, "Partners").found}
    assert partners == {
        (each.id, frozenset(turned[place] for place in each.places))
        for each in shared(other, "Partners").found
    }
