"""Origins, and views as commands."""

from __future__ import annotations

from tests.export.samples import origin


def test_origin_names_all_that_is_needed_to_cite_and_repeat() -> None:
    lines = origin("partners", filter="country:DE", rows="type:company").lines()
    text = "\n".join(lines)
    for part in (
        "2026.01", "2026-01-31", "CC-BY-4.0", "Cohort: The three early factories",
        "Filter on the sites: country:DE", "Filter on the rows: type:company",
        "Date: 2026-02-01", "--cohort early",
    ):  # fmt: skip
        assert part in text
    assert any(line.startswith("Source: ") for line in lines)


def test_origin_is_one_line_each_whatever_was_typed() -> None:
    assert all(
        "\n" not in line and "\x1b" not in line
        for line in origin("sites", filter='"a\n\x1b"').lines()
    )


def test_only_sources_of_the_rows_are_named() -> None:
    every, some = origin("sectors"), origin("sectors", rows="id:energy")
    assert set(some.sources) < set(every.sources)
