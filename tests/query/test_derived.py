"""Derived columns against the table worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui.dataset import Dataset
from tui.query.engine.specs import Specs, Words
from tui.query.engine.store import Store, store_of

README = (Path(__file__).parent.parent / "fixtures" / "README.md").read_text("utf-8")
SITES = ("alder", "birch", "cedar", "dogwood", "antenna-elm")


def answers() -> list[tuple[str, list[str]]]:
    """Column and its value for each site, as the README has them."""
    section = README.split("### The sites")[1].split("### The tables")[0]
    rows = re.findall(r"^\| `([a-z0-9_.]+)`[^|]*((?:\|[^|]+){5})\|$", section, re.MULTILINE)
    return [(name, [cell.strip() for cell in cells.split("|")[1:]]) for name, cells in rows]


def written(value: object) -> str:
    """A value as the README writes it."""
    if value is None:
        return "·"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.1f}"
    return str(len(value) if isinstance(value, tuple) else value)


@pytest.mark.parametrize(("column", "expected"), answers())
def test_columns_of_sites(store: Store, column: str, expected: list[str]) -> None:
    """Each derived column has the value worked out by hand at each site."""
    values = store.table("sites").values(column)
    found = [written(values[store.site_row(site)]) for site in SITES]
    assert found == [cell.replace("–", "·") for cell in expected]


@pytest.mark.parametrize(
    ("when", "site", "basis", "confidence"),
    [
        ("installed", "bsc-aif", None, "confirmed"),
        ("installed", "hammerhai", None, "unverified"),
        ("installed", "it4lia", "minimum", "likely"),
        ("installed", "ai-at", "minimum", "confirmed"),
        ("installed", "jaif", None, "likely"),
        ("installed", "piast", None, None),
        ("announced", "it4lia", "minimum", "likely"),
        ("announced", "czai", "approximate", "confirmed"),
        ("announced", "gaia", "approximate", "likely"),
        ("announced", "ai-at", None, "likely"),
        ("announced", "hammerhai", None, None),
    ],
)
def test_a_sum_of_chips_is_no_surer_than_its_parts(
    factories: Dataset, when: str, site: str, basis: str | None, confidence: str | None
) -> None:
    """A lower bound where a figure is missing or is one; as sure as its least sure figure."""
    table = store_of(factories).table("sites")
    row = table.values("id").index(site)
    assert table.values(f"accelerators_{when}_basis")[row] == basis
    assert table.values(f"accelerators_{when}_confidence")[row] == confidence


def test_the_readme_lists_columns() -> None:
    """The list above is not empty by accident."""
    assert len(answers()) >= 20


def test_an_empty_list_of_unknown_completeness_has_no_count(factories: Dataset) -> None:
    """Unknown is not 0."""
    store = store_of(factories)
    slovakia = store.site_row("antenna-sk")
    for column in ("partners", "members", "sectors", "systems", "services", "generalist"):
        assert store.table("sites").values(column)[slovakia] is None


def test_organisations_are_partners_grouped_by_id(store: Store) -> None:
    """Those in two consortia are named with both sites."""
    table = store.table("organisations")
    found = {record.id: record.sites for record in table.records if record.consortia >= 2}
    assert found == {"pine-lab": ("birch", "cedar"), "kiefer": ("alder", "dogwood")}


def test_shares_lie_between_0_and_100(factories: Dataset) -> None:
    """A share is a percentage."""
    found = store_of(factories).table("sites").values("research_share")
    shares = [share for share in found if share is not None]
    assert shares
    assert all(0 <= share <= 100 for share in shares)


def test_an_indicator_never_takes_the_name_of_a_column(store: Store) -> None:
    """A dataset may call one ``rank``; the figure of that name stays the site's own."""
    plain = Specs(Words())["sites"].columns
    named = (("rank", "R", "", ""), ("name", "N", "", ""), ("new", "W", "", ""))
    crowded = Specs(Words(named, list))["sites"]
    assert [column.id for column in crowded.columns] == [*(c.id for c in plain), "new"]
    assert len({column.id for column in store.specs["sites"].columns}) > len(plain)
