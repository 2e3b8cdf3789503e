"""Figures say what they are: measured or expected, installed or planned, from a list."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tui.analysis.telling.site import site_sections
from tui.dataset import Dataset, PartialDate, load
from tui.dataset.records import Ranking, System
from tui.query.engine.format import figure_mark, mark_of, passed, rmax_of
from tui.query.engine.specs import Specs, Words
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import table
from tui.query.engine.view import View

FIXTURES = Path(__file__).parent.parent / "fixtures"


def system(**changes: object) -> System:
    plain = System(
        id="one", name="One", status="operational", kind="existing", sources=("a",),
        confidence="confirmed", note=None,
    )  # fmt: skip
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def place(edition: str, rmax: float | None, name: str = "TOP500") -> Ranking:
    return Ranking(
        list=name, edition=PartialDate.parse(edition), rank=7, rmax_pflops=rmax, sources=("a",),
        confidence="confirmed", note=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (system(), (None, "")),
        (system(rmax_pflops=5.0), (5.0, "measured")),
        (system(rmax_pflops=5.0, status="contracted"), (5.0, "expected")),
        (system(rmax_pflops=5.0, status="retired"), (5.0, "measured")),
        (
            system(rmax_pflops=5.0, status="being_installed", rankings=(place("2026-06", 5.0),)),
            (5.0, "measured"),
        ),
        (system(rankings=(place("2025-06", 2.0), place("2024-11", 3.0))), (2.0, "TOP500")),
        (system(rankings=(place("2025-06", None), place("2024-11", 3.0))), (3.0, "TOP500")),
        (system(rankings=(place("2025-06", 2.0, "Green500"),)), (None, "")),
        (system(rmax_pflops=5.0, rankings=(place("2025-06", 2.0),)), (5.0, "measured")),
    ],
)
def test_rmax_falls_back_on_the_newest_place(
    found: System, expected: tuple[float | None, str]
) -> None:
    assert rmax_of(found) == expected


@pytest.mark.parametrize(
    ("basis", "value", "mark"),
    [
        ("accelerator_count_basis", "installed", ""),
        ("accelerator_count_basis", "approximate", "approx."),
        ("accelerator_count_basis", "minimum", "min."),
        ("accelerator_count_basis", "planned", "planned"),
        ("accelerators_announced_basis", "minimum", "min."),
        ("accelerator_count_basis", "contracted", "contracted"),
        ("accelerator_count_basis", None, ""),
        ("rmax_basis", "measured", ""),
        ("rmax_basis", "expected", "exp."),
        ("rmax_basis", "TOP500", "TOP500"),
        ("status", "operational", ""),
        ("status", "contracted", "exp."),
        ("status", "planned", "planned"),
        ("operational_expected", True, "exp."),
        ("operational_expected", False, ""),
        ("budget.includes_system", True, "with system"),
        ("budget.includes_system", False, "without system"),
        ("ai_exaflops_basis", "peak inference, stated as more than 160", "peak inf."),
        ("ai_exaflops_basis", "mixed precision (HPL-MxP), by the factory", "mixed prec."),
        ("ai_exaflops_basis", "inference", "inf."),
        ("ai_exaflops_basis", "", ""),
        ("ai_exaflops_basis", "dense, 8 bit, by the vendor (2025)", "dense"),
        ("site.operational_expected", True, "exp."),
        ("system.status", "planned", "planned"),
        ("experimental_platform", True, ""),
        ("experimental_platform", False, ""),
    ],
)
def test_a_basis_is_a_short_word(basis: str, value: object, mark: str) -> None:
    assert mark_of(basis, value) == mark


def test_every_declared_basis_is_a_column_of_its_table() -> None:
    specs = Specs(Words())
    declared = [
        (name, column.basis, specs[name].column(column.basis))
        for name in specs
        for column in specs[name].columns
        if column.basis
    ]
    assert {(name, basis) for name, basis, _ in declared} == {
        ("sites", "budget.includes_system"),
        ("sites", "accelerators_installed_basis"),
        ("sites", "accelerators_announced_basis"),
        ("systems", "accelerator_count_basis"),
        ("systems", "rmax_basis"),
        ("systems", "status"),
        ("systems", "ai_exaflops_basis"),
        ("systems", "operational_expected"),
        ("clusters", "status"),
    }
    assert all(column is not None for *_, column in declared)


def marks(store: Store, table: str, ident: str) -> dict[str, str]:
    """The marks of a column that has any, by the id of the row."""
    source = store.table(table)
    column = source.spec.column(ident)
    assert column
    found = {
        key: figure_mark(store, source, row, column) for row, key in enumerate(source.values("id"))
    }
    return {key: mark for key, mark in found.items() if mark}


def test_marks_of_the_small_dataset() -> None:
    store = store_of(load([FIXTURES / "small"]))
    assert marks(store, "systems", "accelerator_count")["alder-two"] == "contracted"
    assert "alder-one" not in marks(store, "systems", "accelerator_count")
    assert marks(store, "systems", "operational")["alder-two"] == "exp."
    assert marks(store, "systems", "ai_exaflops")["alder-two"] == "train."


def test_an_expected_date_that_has_passed_is_marked() -> None:
    below = load([FIXTURES / "small"])
    meta = dataclasses.replace(below.meta, as_of=PartialDate.parse("2027-01-01"))
    later = Dataset(meta, below.vocabulary, below.sites, (), lambda: below._reader)
    store = store_of(later)
    assert marks(store, "systems", "operational")["alder-two"] == "exp., passed"
    assert marks(store, "sites", "timeline.operational_expected")["alder"] == "passed"
    told = [line.text for part in site_sections(store, 0) for line in part.lines]
    assert sum("passed" in text for text in told) == 2
    now = store_of(below)
    assert not any("passed" in line.text for part in site_sections(now, 0) for line in part.lines)
    assert marks(now, "sites", "timeline.operational_expected") == {}


def test_a_region_of_partners_alone_is_shown_with_the_site(tmp_path: Path) -> None:
    """And so are its figures; what filters ask of a site's own regions passes over them."""
    region = (
        '[[region]]\nnuts2 = "DE12"\nname = "Karlsruhe"\ncountry = "DE"\npartner_of = ["birch"]\n'
        '[[region.indicator]]\nid = "hrst"\nvalue = 60\nyear = 2024\nlevel = "region"\n'
        'sources = ["office"]\nconfidence = "likely"\n'
    )
    (tmp_path / "regions.toml").write_text(region, "utf-8")
    dataset = load([FIXTURES / "small", tmp_path])
    dataset.load_all()
    assert dataset.known_faults() == ()

    def shown(name: str, text: str) -> list[object]:
        found = table(dataset, View(filter=text), name)
        column = found.spec.column("nuts2")
        assert column
        return [found.value(row, column) for row in range(len(found))]

    assert "DE12" in shown("regions", "id:birch")
    assert "DE12" not in shown("regions", "id:alder")
    assert "DE12" in shown("indicators", "id:birch")
    assert "DE12" not in shown("indicators", "id:alder")
    assert len(table(dataset, View(filter="indicator.value:60"), "sites")) == 0
    (tmp_path / "regions.toml").write_text(region.replace("birch", "brich"), "utf-8")
    wrong = load([FIXTURES / "small", tmp_path])
    wrong.load_all()
    assert [fault.suggestion for fault in wrong.known_faults()] == ["birch"]


def test_a_machine_to_come_is_the_new_system_where_no_other_is(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "cedar.toml").write_text(
        '[[system]]\nid = "cedar-next"\nname = "Cedar Next"\nstatus = "being_installed"\n'
        'kind = "existing"\nsources = ["office"]\nconfidence = "confirmed"\n',
        "utf-8",
    )
    before = store_of(load([FIXTURES / "small"])).table("sites")
    after = store_of(load([FIXTURES / "small", tmp_path])).table("sites")
    at = before.values("id").index("cedar")
    assert (before.values("new_status")[at], after.values("new_status")[at]) == (
        None,
        "being_installed",
    )
    others = [row for row in range(len(before)) if row != at]
    assert [before.values("new_status")[row] for row in others] == [
        after.values("new_status")[row] for row in others
    ]


@pytest.mark.parametrize(
    ("date", "over"),
    [("2026-01-30", True), ("2026-01-31", False), ("2026-01", False), ("2025", True)],
)
def test_a_date_has_passed_when_its_last_day_lies_before_the_day_of_the_data(
    date: str, over: bool
) -> None:
    store = store_of(load([FIXTURES / "small"]))
    assert store.dataset.meta.as_of.text == "2026-01-31"
    assert passed(store, PartialDate.parse(date)) is over
