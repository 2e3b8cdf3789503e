"""Cells as people read them."""

from __future__ import annotations

import dataclasses

import pytest

from tui.analysis import tables
from tui.dataset import Dataset, PartialDate
from tui.query import View, table
from tui.query.engine.columns import Field
from tui.query.engine.format import cell, record_text, text_of, unsure
from tui.query.engine.row_words import told
from tui.query.engine.store import Store


def shown(dataset: Dataset, name: str, *columns: str) -> dict[str, list[str]]:
    """The cells of a table, by the key of their row."""
    result = table(dataset, View(cohort="all").with_table(name, columns=columns), name)
    return {
        result.key(row): [cell(result, row, column) for column in result.columns]
        for row in range(len(result))
    }


def test_a_figure_that_is_not_what_it_seems_says_so(small: Dataset) -> None:
    found = shown(small, "systems", "accelerator_count", "operational", "ai_exaflops")
    assert found == {
        "alder/alder-one": ["1,000", "2023", "·"],
        "alder/alder-two": ["~4,000 contracted", "~2026-H2 exp.", "~10 train."],
        "birch/birch-ai": ["2,000", "2025-09-01", "·"],
        "cedar/cedar-lab": ["·", "·", "·"],
        "dogwood/dogwood-x": ["500 contracted", "2026-Q3 exp.", "·"],
    }


def test_the_mark_is_left_out_beside_the_column_that_says_it(small: Dataset) -> None:
    found = shown(small, "systems", "accelerator_count", "accelerator_count_basis", "operational")
    assert found["alder/alder-two"] == ["~4,000", "Contracted", "~2026-H2 exp."]
    found = shown(small, "systems", "operational", "operational_expected", "accelerator_count")
    assert found["dogwood/dogwood-x"] == ["2026-Q3", "yes", "500 contracted"]


def test_an_expected_date_that_has_passed_is_marked(small: Dataset) -> None:
    """Its own column says that it is expected, and none that it has passed."""
    columns = ("timeline.operational_expected", "timeline.started")
    later = shown(dated(small, "2027-01-01"), "sites", *columns)
    assert later["alder"] == ["~2026-H2 passed", "~2025"]
    assert shown(small, "sites", *columns)["alder"] == ["~2026-H2", "~2025"]


def dated(dataset: Dataset, day: str) -> Dataset:
    """The dataset in a later state."""
    meta = dataclasses.replace(dataset.meta, as_of=PartialDate.parse(day))
    return Dataset(meta, dataset.vocabulary, dataset.sites, (), lambda: dataset._reader)


def test_another_sign_may_stand_for_what_is_unknown(small: Dataset) -> None:
    view = View(cohort="all").with_table("systems", columns=("id", "ai_exaflops"))
    result = table(small, view, "systems")
    assert [cell(result, 0, column, "?") for column in result.columns] == ["alder-one", "?"]
    ranks = tables.table(small, View(cohort="all"), "compute-ranks")
    unknown = [
        (row, column)
        for row in range(len(ranks))
        for column in ranks.columns
        if ranks.value(row, column) is None
    ]
    assert unknown
    assert {cell(ranks, row, column, "?") for row, column in unknown} == {"?"}


def test_cells_of_a_worked_out_table(small: Dataset) -> None:
    """Each is the text of its record, `~` before what no source confirms."""
    for name in tables.tables(small):
        result = tables.table(small, View(cohort="all"), name)
        for column in result.columns:
            if not isinstance(column, Field):
                continue
            for row in range(len(result)):
                text = cell(result, row, column)
                assert text == record_text(result.store, column, result.record(row))
                doubted = column.sure is not None and text.startswith("~")
                assert unsure(result, row, column) == doubted, (name, column.id)


def test_a_sum_is_as_sure_as_its_figures(small: Dataset) -> None:
    result = tables.table(small, View(cohort="all"), "sites-by-country")
    columns = {column.id: column for column in result.columns}
    found = {
        result.key(row): [
            cell(result, row, columns[ident])
            for ident in ("systems", "accelerators_announced", "budget")
        ]
        for row in range(len(result))
    }
    assert found == {
        "DE": ["3", "~4,000 min.", "85 min."],
        "FI": ["2", "500", "~215"],
        "IE": ["0", "·", "6"],
    }


def test_a_column_of_the_dataset_is_none_of_a_worked_out_table(store: Store) -> None:
    column = store.specs["sites"].column("city")
    assert column
    with pytest.raises(TypeError, match=r"^city is no column of a worked-out table$"):
        record_text(store, column, store.dataset.sites[0])


def test_since_when_a_system_runs(store: Store) -> None:
    systems = store.table("systems")
    column = systems.spec.own_column("operational")
    assert column
    keys = (told(store, systems, row, column) for row in range(len(systems)))
    found = dict(zip(systems.values("id"), [each and each.text for each in keys], strict=True))
    assert found == {
        "alder-one": "2023",
        "alder-two": "~2026-H2 (expected)",
        "birch-ai": "2025-09-01",
        "cedar-lab": None,
        "dogwood-x": "2026-Q3 (expected)",
    }


@pytest.mark.parametrize(
    ("ident", "value", "text"),
    [
        ("website", True, "yes"),
        ("website", False, "no"),
        ("website", None, "·"),
        ("participating_countries", (), "·"),
        ("participating_countries", ("DE", "FI"), "DE, FI"),
        ("accelerators_installed", 12345, "12,345"),
        ("rank", 12345, "12345"),
        ("website", (2024, 2025), "2024, 2025"),
        ("city", "a\x1bb", "a<U+001B>b"),
    ],
)
def test_a_value_in_words(store: Store, ident: str, value: object, text: str) -> None:
    column = store.specs["sites"].column(ident)
    assert column
    assert text_of(store, column, value) == text
