"""Ids in the values of claims are read by name, wherever a person reads them; files keep them."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.findings_samples import claim, small
from tui.analysis.difference import recorded
from tui.analysis.findings.engine import evaluate
from tui.analysis.since import Since, told
from tui.analysis.tables import table
from tui.dataset import Dataset
from tui.dataset.reference import Finding
from tui.export.sheet import sheet_of
from tui.query import View
from tui.query.engine.claim_words import namer, stated
from tui.query.engine.format import text_of
from tui.query.engine.relations import NAMES, TITLES
from tui.query.engine.row_words import tell
from tui.query.engine.store import store_of

STORE = store_of(small())
TABLES = sorted(set(NAMES) - {"services", "access", "rankings"})
"""Tables whose rows have an id or a word as their own name."""
ROWS = st.sampled_from(TABLES).flatmap(
    lambda name: st.tuples(st.just(name), st.integers(0, max(len(STORE.table(name)) - 1, 0)))
)


def own_name(of: str, row: int) -> str:
    source = STORE.table(of)
    column = source.spec.column(TITLES[of][0])
    assert column is not None
    return text_of(STORE, column, source.values(column.id)[row])


@given(ROWS)
def test_what_has_a_name_is_read_by_it(place: tuple[str, int]) -> None:
    of, row = place
    source = STORE.table(of)
    if not len(source):
        return
    ident = str(source.values(NAMES[of][0])[row])
    (reading,) = evaluate(
        small(), claim({"measure": "ids", "of": of}, [ident], cohort="all", unit="")
    ).readings
    name = own_name(of, source.values(NAMES[of][0]).index(ident))
    assert reading.stated_words == reading.claimed_figure == name
    assert name in reading.value_words
    assert ident in reading.computed  # type: ignore[operator]


@pytest.mark.parametrize(
    ("of", "value", "text", "words"),
    [
        ("partners", "id", "alder-centre", "Alder Computing Centre"),
        ("partners", "country", "DE", "Germany"),
        ("partners", "type", "university", "University"),
        ("partners", "site", "alder", "Alder"),
        ("partners", "site.id", "alder", "Alder"),
        ("partners", "site.country", "FI", "Finland"),
        ("sites", "participating_countries", "EE", "Estonia"),
        ("sites", "linked_sites", "alder", "Alder"),
        ("rankings", "system", "alder-one", "Alder One"),
        ("rankings", "system.id", "alder-one", "Alder One"),
        ("sectors", "id", "energy", "Energy"),
        ("sectors", "group", "industry", "Industry and engineering"),
        # what is no id, or the id of nothing, stands as it is
        ("systems", "vendor", "alder-one", "alder-one"),
        ("partners", "id", "nobody", "nobody"),
        ("partners", "no_column", "alder", "alder"),
        ("no_table", "id", "alder", "alder"),
    ],
)
def test_a_column_says_what_its_texts_are(of: str, value: str, text: str, words: str) -> None:
    assert namer(STORE, "mode", of, value)(text) == words


def with_claims(*findings: Finding) -> Dataset:
    base = small()
    found = Dataset(base.meta, base.vocabulary, base.sites, (), lambda: base._reader)
    found.__dict__["findings"] = findings
    return found


def texts(dataset: Dataset, name: str, ident: str) -> tuple[list[str], list[Any]]:
    """The cells of a column as they are read, and as they are."""
    result = table(dataset, View(cohort="all"), name, every=True)
    place = next(at for at, column in enumerate(result.columns) if column.id == ident)
    sheet = sheet_of(result)
    return [row[place] for row in sheet.texts()], [row[place] for row in sheet.values()]


COMPANIES = claim(
    {"measure": "ids", "of": "sites", "where": "member.type:company"}, ("alder", "dogwood"),
    cohort="all", unit=None,
)  # fmt: skip
FREQUENT = dataclasses.replace(
    claim({"measure": "mode", "of": "partners", "value": "country"}, "DE", cohort="all", unit=None),
    id="frequent",
)
FAULTY = dataclasses.replace(claim({"measure": "ids"}, ("alder",), cohort="all"), id="faulty")


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("findings", "claimed"),
        ("verdicts", "claimed"),
        ("verdicts", "computed"),
        ("claims-by-cohort", "claimed"),
        ("claims-by-cohort", "computed"),
        ("claims-by-cohort", "value_all"),
    ],
)
def test_tables_tell_names_and_keep_ids(name: str, column: str) -> None:
    read, there = texts(with_claims(COMPANIES, FREQUENT), name, column)
    assert read == ["Alder and Dogwood", "Germany"]
    assert there == [("alder", "dogwood"), "DE"]


def test_a_rule_that_cannot_be_read_leaves_ids_as_they_are() -> None:
    assert stated(STORE, FAULTY) == "alder"
    assert stated(STORE, dataclasses.replace(FAULTY, check=None, claimed=3)) == ""
    assert texts(with_claims(FAULTY), "verdicts", "claimed")[0] == ["alder"]


def test_a_finding_in_words_states_names() -> None:
    store = store_of(with_claims(COMPANIES))
    telling = tell(store, store.table("findings"), 0)
    assert [each.words for each in telling.keys if each.key == "claimed"] == ["Alder and Dogwood"]


def test_what_changed_is_told_by_name() -> None:
    new = recorded(small())
    rows = dict(new.tables["findings"])
    rows["ids-two-companies"] = {**rows["ids-two-companies"], "claimed": ("birch", "nobody")}
    verdicts: dict[str, tuple[str, Any]] = dict(new.verdicts)
    verdicts["ids-two-companies"] = (verdicts["ids-two-companies"][0], ("alder",))
    verdicts["share-research"] = ("not_checkable", None)
    old = dataclasses.replace(new, tables={**new.tables, "findings": rows}, verdicts=verdicts)
    lines = [line.text for section in told(STORE, Since(new, old)) for line in section.lines]
    assert "from Alder to Dogwood" in lines
    assert "from not checkable to depends" in lines
    assert "Stated: from Birch and nobody to Dogwood" in lines
