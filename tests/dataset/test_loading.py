"""Reading one or several dataset folders."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tomli

from tui.dataset import load

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = FIXTURES / "small"


def test_counts_per_site_equal_the_files() -> None:
    """Each list of each site is as long as the file's."""
    data = FIXTURES.parent.parent / "data"
    for site in load([data]).sites:
        raw = tomli.loads((data / "sites" / f"{site.id}.toml").read_text("utf-8"))
        for key, records in (
            ("system", site.systems),
            ("partner", site.partners),
            ("sector", site.sectors),
            ("service", site.services),
            ("access", site.access),
        ):
            assert len(records) == len(raw.get(key, [])), (site.id, key)


def test_order_is_factories_by_selection_then_antennas() -> None:
    """Sites come in the order in which they were chosen."""
    sites = load([FIXTURES.parent.parent / "data"]).sites
    order = [(site.kind != "factory", site.selected, site.name) for site in sites]
    assert order == sorted(order)


def test_unknown_is_none_and_an_absent_list_is_empty() -> None:
    """Nothing stands in for what is not known."""
    sites = {site.id: site for site in load([SMALL]).sites}
    assert sites["antenna-elm"].systems == ()
    assert sites["cedar"].budget is None or sites["cedar"].budget.total_meur is None


def test_a_later_folder_lies_over_an_earlier_one(tmp_path: Path) -> None:
    """Row by row by id: a finding of one's own, a site of one's own."""
    (tmp_path / "findings.toml").write_text(
        '[[finding]]\nid = "own"\ntheme = "scope"\nkind = "judgement"\n'
        'statement.en = "Mine"\nstatement.de = "Meins"\nsources = ["office"]\n',
        "utf-8",
    )
    sources = (SMALL / "sources.toml").read_text("utf-8")
    first = tomli.loads(sources)["source"][0]["id"]
    text = (tmp_path / "findings.toml").read_text("utf-8").replace("office", first)
    (tmp_path / "findings.toml").write_text(text, "utf-8")
    before, after = load([SMALL]), load([SMALL, tmp_path])
    assert {f.id for f in after.findings} - {f.id for f in before.findings} == {"own"}
    assert len(after.sites) == len(before.sites)


def test_a_later_site_replaces_the_earlier(tmp_path: Path) -> None:
    """The file of the same name wins."""
    shutil.copytree(SMALL / "sites", tmp_path / "sites")
    path = tmp_path / "sites" / "alder.toml"
    name = tomli.loads(path.read_text("utf-8"))["city"]
    path.write_text(
        path.read_text("utf-8").replace(f'city = "{name}"', 'city = "Elsewhere"'), "utf-8"
    )
    sites = {site.id: site for site in load([SMALL, tmp_path]).sites}
    assert sites["alder"].city == "Elsewhere"


def test_parts_are_read_once_and_late() -> None:
    """The same value comes back, and nothing is read before it is asked for."""
    dataset = load([SMALL])
    assert "sources" not in vars(dataset)
    assert dataset.sources is dataset.sources
    assert dataset.known_faults() == ()


@pytest.mark.parametrize("name", ["small", "hostile"])
def test_sound_fixtures_have_no_fault(name: str) -> None:
    """Strings that attack the screen are data like any other."""
    dataset = load([FIXTURES / name])
    dataset.load_all()
    assert [str(fault) for fault in dataset.known_faults()] == []
