"""Numbers as other countries write them: read as they are meant, or told, or refused."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.conftest import FACTORIES
from tui.dataset import load
from tui.query.engine.columns import Column
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.store import Store, store_of
from tui.query.language.tree import FilterError


@pytest.fixture(scope="module")
def store() -> Store:
    return store_of(load([FACTORIES]))


def _numeric() -> list[tuple[str, Column]]:
    """The columns of figures, and of lists, which compare by their length."""
    specs = store_of(load([FACTORIES])).specs
    return [
        (name, column)
        for name, spec in specs.items()
        for column in spec.columns
        if (column.numeric or column.many or column.kind == "mixed") and name != "organisations"
    ]


COLUMNS = _numeric()
SIGNS = (",", ".", "'", "’", "_", " ", "\u00a0", "\u202f")
columns = st.sampled_from(COLUMNS)
comparisons = st.sampled_from([">", ">=", "<", "<=", "="])


def told(store: Store, table: str, text: str) -> str:
    return "\n".join(note.text for note in notes(store, table, text))


@given(columns, comparisons, st.integers(1_000, 9_999_999), st.sampled_from(SIGNS))
def test_thousands_are_read_as_such_or_it_is_told(
    store: Store, where: tuple[str, Column], sign: str, value: int, separator: str
) -> None:
    """In no column and with no sign between the digits anything else is compared in silence."""
    table, column = where
    text = f"{column.id}:{sign}{f'{value:,}'.replace(',', separator)}"
    try:
        found, said = match_text(store, table, text), told(store, table, text)
    except FilterError:
        assert column.many  # whose empty lists are unknown ones
        return
    degrees = column.plain_digits and column.kind == "number"
    if not (degrees and separator == "." and value < 1_000_000):
        meant = match_text(store, table, f"{column.id}:{sign}{value}")
        assert found == meant or f"not as {value}" in said
        assert separator != "." or str(value) in said


@given(columns, comparisons, st.integers(1_000, 999_999), st.integers(0, 99))
def test_a_decimal_comma_behind_thousands_is_one(
    store: Store, where: tuple[str, Column], sign: str, whole: int, decimals: int
) -> None:
    table, column = where
    form = f"{column.id}:{sign}{whole}.{decimals:02}"
    try:
        meant = match_text(store, table, form)
    except FilterError:
        assume(False)
    for separator in (".", "'", " "):
        written = f"{whole:,}".replace(",", separator)
        text = f"{column.id}:{sign}{written},{decimals:02}"
        assert match_text(store, table, text) == meant
        assert f"{written},{decimals:02} is read as {whole}" in told(store, table, text)


@given(columns, st.integers(0, 999), st.integers(1, 99))
def test_a_decimal_comma_alone_is_refused_or_told(
    store: Store, where: tuple[str, Column], whole: int, decimals: int
) -> None:
    """In a list it parts two values, which is meant where there are only whole numbers."""
    table, column = where
    with pytest.raises(FilterError) as caught:
        match_text(store, table, f"{column.id}:>{whole},{decimals}")
    assert caught.value.suggestion == f">{whole}.{decimals}"
    with pytest.raises(FilterError) as caught:
        match_text(store, table, f"{column.id}:{whole},{decimals}..{whole + 1},{decimals}")
    assert caught.value.suggestion == f"{whole}.{decimals}..{whole + 1}.{decimals}"
    if column.kind == "number":
        said = told(store, table, f"{column.id}:{whole},{decimals}")
        assert (f"not as {whole}.{decimals}" in said) is not column.plain_digits


@given(
    columns,
    st.sampled_from(["k", "K", "Tsd.", "thousand", "Mio", "Mio.", "million", "M", "Mrd", "bn"]),
    st.sampled_from(["", " "]),
)
def test_a_power_is_written_out(
    store: Store, where: tuple[str, Column], power: str, gap: str
) -> None:
    """Neither is the word looked for as text nor the number read without it."""
    table, column = where
    with pytest.raises(FilterError) as caught:
        match_text(store, table, f"{column.id}:>2{gap}{power}")
    assert "number" in caught.value.reason
    meant = caught.value.suggestion
    if meant:
        assert match_text(store, table, f"{column.id}:>{meant}") is not None


@pytest.mark.parametrize(
    ("table", "text", "meant"),
    [
        ("sites", "accelerators_installed:>10k", "10000"),
        ("sites", "accelerators_installed:>1.5k", "1500"),
        ("sites", "accelerators_installed:10 k", "10000"),
        ("sites", "-accelerators_installed:>10 k", "10000"),
        ("sites", "count(partner):>1 k", "1000"),
        ("sites", "partner:>1 k", "1000"),
        ("sites", "member.country:DE partner:1..2 k", "2000"),
        ("sites", "budget.total_meur:>300M", "300"),
        ("sites", "budget.total_meur:>1 Mrd", "1000"),
        ("sites", "budget.total_meur:>10k", ""),
        ("clusters", "cost_usd_bn:>2bn", "2"),
        ("sites", "research_share:>50%", "50"),
        ("sites", "budget.total_meur:€300", "300"),
        ("sites", "budget.total_meur:>300EUR", "300"),
        ("sites", "accelerators_installed:1000+", "accelerators_installed:>=1000"),
        ("sites", "accelerators_installed:1000chips", "1000"),
        ("sites", "accelerators_installed:1000dogs", ""),
        ("sites", "accelerators_installed:ca.1000", ""),
        ("sites", "accelerators_installed:>1.000,500", ">1000.500"),
    ],
)
def test_what_is_no_number_leads_to_the_one_that_is_meant(
    store: Store, table: str, text: str, meant: str
) -> None:
    with pytest.raises(FilterError) as caught:
        match_text(store, table, text)
    assert caught.value.suggestion == meant


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("sites", "accelerators_installed:>10.000", "10.000 is read as 10000, not as 10"),
        ("sites", "accelerators_installed:10.000", "10.000 is read as 10000, not as 10"),
        ("sites", "accelerators_installed:>10,000", ""),
        ("sites", "accelerators_installed:2,5", ""),
        ("sites", "accelerators_installed:>1.5", ""),
        ("sites", "count(partner):>1.000", "1.000 is read as 1000, not as 1"),
        ("sites", "budget.total_meur:>10.000", "10.000 is read as 10, not as 10000"),
        ("sites", "budget.total_meur:>12.345", "read with a decimal point, not as 12345"),
        ("sites", "budget.total_meur:>10,000", "10,000 is read as 10000, not as 10"),
        ("sites", "budget.total_meur:2,5", "the values 2 and 5, not as 2.5"),
        ("sites", "budget.total_meur:>0.500", ""),
        ("sites", "budget.total_meur:>300 EUR", "'EUR' is looked for as text"),
        ("systems", "rmax_pflops:>100 PFlops", "'PFlops' is looked for as text"),
        ("sites", "budget.total_meur:300 OR EUR", ""),
        ("sites", "latitude:>48.745", ""),
        ("sites", "latitude:>48,745", "48,745 is read as 48.745, not as 48745"),
        ("facts", "value:10.000", "10.000 is read as 10, not as 10000"),
        ("facts", "value:>1.000.000", "1.000.000 is read as 1000000"),
    ],
)
def test_what_a_number_is_read_as_is_told_where_it_may_be_another(
    store: Store, table: str, text: str, said: str
) -> None:
    found = told(store, table, text)
    assert said in found if said else found == ""
