"""A record is told once: detail, evidence, comparison and profile say a key in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.compare import compare
from tui.analysis.provenance import facts, telling_of
from tui.analysis.tables import WORKED_OUT
from tui.analysis.tables import table as worked
from tui.analysis.telling.profile import row_profile
from tui.analysis.telling.sections import Section
from tui.analysis.telling.site import row_detail
from tui.dataset import load
from tui.dataset.fields import declared
from tui.dataset.records import Ranking, System
from tui.explorer.tabs.way import one_row
from tui.query import View, table
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN, UNSURE, record_text
from tui.query.engine.row_words import PARTS, Told, tell, with_unit
from tui.query.engine.specs import Specs, Words
from tui.query.engine.store import Store, Table, store_of
from tui.text import printable

FIXTURES = Path(__file__).parents[1] / "fixtures"
NAMES = ("factories", "small", "hostile")
# A finding is told by its verdict and readings, which have a telling of their own.
RULES = {"check", "see", "variant"}
CARRIED = {"sources", "confidence", "note"}


@cache
def store(name: str) -> Store:
    found = load([FIXTURES / name])
    found.load_all()
    return store_of(found)


def dataset_tables(name: str) -> Iterator[Table]:
    for each in store(name).specs:
        source = store(name).table(each)
        if source.key is None:
            yield source


def detail(name: str, source: Table, row: int) -> tuple[Section, ...]:
    return row_detail(one_row(store(name), source.spec.name, row), 0)


def texts(sections: tuple[Section, ...]) -> str:
    lines = (f"{line.label}: {line.text}" for part in sections for line in part.lines)
    return "\n".join([*(part.title for part in sections), *lines])


def known(record: Any) -> Iterator[str]:
    """Attributes of a record that have a value, of those declared for single values."""
    found = declared(type(record))
    for key, spec in found.specs.items():
        attribute = found.attributes[key]
        value = getattr(record, attribute)
        if spec.kind not in ("table", "rows") and key not in RULES and value not in (None, ()):
            yield attribute


def tellings(name: str, source: Table, row: int) -> Iterator[tuple[str, Any, tuple[Told, ...]]]:
    """The row and the tables within it, each as prefix, record and keys."""
    record = source.records[row]
    yield "", record, tell(store(name), source, row).keys
    if source.spec.name == "sites":
        for part in PARTS:
            if getattr(record, part) is not None:
                keys = tell(store(name), source, row, part).keys
                yield f"{part}.", getattr(record, part), keys


@pytest.mark.parametrize("name", NAMES)
def test_every_key_that_has_a_value_is_told_in_the_detail(name: str) -> None:
    """Under its label, in the name of the row, or in brackets behind the figure it belongs to."""
    for source in dataset_tables(name):
        if source.spec.name == "organisations":
            continue
        for row in range(len(source)):
            whole = texts(detail(name, source, row))
            for prefix, record, keys in tellings(name, source, row):
                if prefix == "completeness.":
                    continue  # the headings of the lists tell it, where they are not whole
                for each in keys:
                    assert each.text in whole, (source.spec.name, row, each.key)
                told_keys = {each.key.removeprefix(prefix).partition(".")[0] for each in keys}
                left = {*known(record)} - told_keys - CARRIED
                for attribute in left:
                    assert behind(store(name), source, row, prefix, attribute), attribute
                note = getattr(record, "note", None)
                assert not note or printable(note) in whole


def behind(found: Store, source: Table, row: int, prefix: str, attribute: str) -> bool:
    """Whether a key stands in the name of its row or behind another one."""
    ident = f"{prefix}{attribute}"
    named = {
        "sectors": {"id"}, "services": {"kind"}, "partners": {"name", "acronym"},
        "rankings": {"list", "edition"}, "indicators": {"id"}, "facts": {"label", "unit"},
        "findings": {"statement", "unit"}, "sources": {"title"},
    }.get(source.spec.name, {"name"})  # fmt: skip
    bases = {column.basis for column in source.spec.columns}
    return attribute in named or ident in bases or attribute == "coordinates"


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_of_the_evidence_has_the_words_of_the_detail(name: str) -> None:
    found = facts(store(name).dataset)
    for fact in found.rows:
        source = store(name).table(fact.table)
        telling = tell(store(name), source, fact.row, fact.part)
        text = str(telling_of(store(name), fact))
        joined = " · ".join(each.unmarked for each in telling.states if each.brief)
        assert joined == " · ".join(
            replace(each, mark="").said for each in telling.states if each.brief
        )
        assert text == (f"{telling.full_name}: {joined}" if joined else telling.full_name)
        whole = texts(detail(name, source, fact.row))
        for each in telling.states:
            assert each.said in whole or each.text in whole


@st.composite
def pairs(draw: Any) -> tuple[str, str, list[int]]:
    name = draw(st.sampled_from(NAMES))
    which = draw(st.sampled_from(["sites", "systems"]))
    size = len(store(name).table(which))
    rows = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=4, unique=True))
    return name, which, rows


@given(pairs())
def test_a_comparison_has_labels_and_words_of_the_detail(drawn: tuple[str, str, list[int]]) -> None:
    """`~` stands in both or in none."""
    name, which, rows = drawn
    source = store(name).table(which)
    lines = {(line.section, line.label): line for line in compare(store(name), rows, which).rows}
    for place, row in enumerate(rows):
        parts = ("", "budget", "timeline") if which == "sites" else ("",)
        for part in parts:
            if part and getattr(source.records[row], part) is None:
                continue
            section = "System" if which == "systems" else "Money and dates" if part else "Identity"
            for each in tell(store(name), source, row, part).keys:
                if each.key == "id":
                    continue
                line = lines[section, each.label]
                assert line.texts[place] == each.text
                assert (place in line.unconfirmed) == bool(each.mark)
                assert line.values[place] == each.value


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_begins_with_the_detail(name: str) -> None:
    for source in dataset_tables(name):
        result = table(store(name).dataset, View(), source.spec.name)
        for row in range(min(len(result), 3)):
            told = row_detail(result, row)
            assert tuple(row_profile(result, row))[: len(told)] == told


def test_a_system_tells_its_ranks_and_is_named() -> None:
    systems = store("factories").table("systems")
    row = systems.values("id").index("lumi")
    first, ranks = detail("factories", systems, row)
    assert (first.title, first.lines[0].text) == ("LUMI", "System")
    system: System = systems.records[row]
    assert len(ranks.lines) >= len(system.rankings)
    place: Ranking = system.rankings[0]
    assert ranks.lines[0].text.startswith(f"{place.list} {place.edition}: Rank: {place.rank}")


def test_a_host_that_coordinates() -> None:
    partners = store("factories").table("partners")
    row = next(at for at, each in enumerate(partners.records) if each.coordinates)
    (section,) = detail("factories", partners, row)
    assert section.title.startswith(partners.records[row].name)
    told = {line.label: line.text for line in section.lines}
    assert told["Role"] == "Host, coordinator"
    assert "Coordinates" not in told


@pytest.mark.parametrize("name", WORKED_OUT)
def test_a_table_is_called_as_in_the_list_of_tables(name: str) -> None:
    assert worked(store("small").dataset, View(), name).spec.label == WORKED_OUT[name].title


@pytest.mark.parametrize(
    ("figure", "unit", "label", "text"),
    [
        ("85", "EUR million", "Budget", "EUR 85 million"),
        ("7", "USD billion", "Cost", "USD 7 billion"),
        ("20", "percent", "Research", "20 %"),
        ("7.34", "percent of GDP", "R&D", "7.34 % of GDP"),
        ("48.74", "degrees", "Latitude", "48.74°"),
        ("137.14", "EU 2016 = 100", "Value", "137.14 (EU 2016 = 100)"),
        ("752", "chips", "Chips", "752"),
        ("752", "chips", "", "752 chips"),
        ("13", "", "Stated", "13"),
    ],
)
def test_a_figure_stands_with_its_unit(figure: str, unit: str, label: str, text: str) -> None:
    assert with_unit(figure, unit, label) == text


def test_a_unit_in_the_name_of_a_fact_is_not_said_again() -> None:
    found = facts(store("factories").dataset)
    said = {fact.row: str(telling_of(store("factories"), fact)) for fact in found.rows
            if fact.table == "facts"}  # fmt: skip
    values = {
        each.id: said[row].partition(" · ")[0]
        for row, each in enumerate(store("factories").dataset.facts)
    }
    assert values["aigf-chips-per-site"] == "AI chips of a gigafactory: 100,000"
    assert values["aigf-factor-2025"].endswith("AI Factory, at most: 4 times")


@pytest.mark.parametrize("table_name", ["facts", "findings"])
@pytest.mark.parametrize("name", NAMES)
def test_a_unit_stands_in_a_sentence_behind_a_number_alone(name: str, table_name: str) -> None:
    """What a date or a text is, is told in a line of the detail and in no sentence."""
    source = store(name).table(table_name)
    for row, record in enumerate(source.records):
        telling = tell(store(name), source, row)
        value = record.value if table_name == "facts" else record.claimed
        head = detail(name, source, row)[0].lines[0].text
        for sentence in (str(telling), telling.stated, head):
            assert "Unit: " not in sentence, record.id
        if isinstance(value, int | float) or not record.unit or value is None:
            continue
        assert printable(record.unit) in [each.text for each in telling.keys if each.key == "unit"]
        assert f"Unit: {printable(record.unit)}" in texts(detail(name, source, row))


def test_no_two_columns_of_a_table_have_one_label() -> None:
    """What is told of a row can be told apart; those lent by the site name it."""
    for name in Specs(Words()):
        columns: tuple[Column, ...] = Specs(Words())[name].columns
        parts: dict[str, list[str]] = {}
        for column in columns:
            head = column.id.partition(".")[0]
            parts.setdefault(head if head in PARTS else "", []).append(column.title)
        for titles in parts.values():
            assert len(set(titles)) == len(titles), (name, titles)


def test_a_row_of_a_worked_out_table_is_told_under_its_first_column() -> None:
    result = worked(store("factories").dataset, View(cohort="brief"), "members-by-site")
    (section,) = row_detail(result, 0)
    told = {line.label: line.text for line in section.lines}
    assert section.title == told["Site"]
    assert told["Research share"].endswith(" %")
    matrix = worked(store("small").dataset, View(), "sector-matrix")
    marked = [line for row in range(len(matrix)) for part in row_detail(matrix, row)
              for line in part.lines if line.text.startswith(UNSURE)]  # fmt: skip
    assert {line.role for line in marked} == {"unsure"}


OTHER_THINGS = {"group", "language", "members", "name", "region", "sites", "who"}
"""Ids that name one thing in the data and another in a table that is worked out."""


@pytest.mark.parametrize("name", WORKED_OUT)
def test_a_key_is_called_in_a_table_worked_out_as_it_is_declared(name: str) -> None:
    declared_titles: dict[str, set[tuple[str, str]]] = {}
    for spec in store("factories").specs.values():
        for column in spec.columns:
            declared_titles.setdefault(column.id, set()).add((column.title, column.heading))
    for column in worked(store("factories").dataset, View(), name).source.spec.columns:
        if column.id not in OTHER_THINGS and column.id in declared_titles:
            titles = {title for title, _ in declared_titles[column.id]}
            assert column.title in titles, f"{column.id} is {column.title}, and {titles}"


def test_the_level_of_a_figure_is_one_word_in_heading_detail_and_file() -> None:
    told_twice = table(store("factories").dataset, View(), "indicators").spec.columns
    figures = worked(store("factories").dataset, View(), "region-figures")
    for ident in ("level", "geo"):
        (named,) = {each.title for each in (*told_twice, *figures.spec.columns) if each.id == ident}
        assert named in ("Level", "Unit covered")
    column = figures.source.spec.column("level")
    assert column is not None
    words = {record_text(store("factories"), column, figures.record(row))
             for row in range(len(figures))}  # fmt: skip
    assert words - {UNKNOWN} == {"Region", "Country", "Region AT1", "Region AT_C"}, words
