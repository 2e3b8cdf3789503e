"""Regular expressions that would take for ever, and those that are none."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.conftest import FIXTURES
from tui.dataset import Dataset, load
from tui.query import FilterError
from tui.query.engine import masks
from tui.query.engine.match import match_text
from tui.query.engine.store import Store, store_of
from tui.query.language import condition as module
from tui.query.language.parse import parse

ENDLESS = [
    r"note:/(a|e|[a-z ]+)+!?$/",
    r"partner(note:/(\w|\s|[a-z ]+)+[a-z]{99}$/)",
    r"note:/^(.|[a-z ]+)*(?=x{9}$)/",
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("text", ENDLESS)
def test_an_endless_expression_is_an_error_at_its_place(factories: Dataset, text: str) -> None:
    with pytest.raises(FilterError, match="takes too long") as caught:
        match_text(store_of(factories), "sites", text)
    assert text[caught.value.span.start] == "/"


@pytest.mark.usefixtures("impatient")
def test_it_ends_in_a_thread_of_its_own(factories: Dataset) -> None:
    """Findings are computed in one."""
    told: list[str] = []

    def work() -> None:
        try:
            match_text(Store(factories), "sites", ENDLESS[0])
        except FilterError as error:
            told.append(error.reason)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    assert "takes too long" in told[0]


@pytest.mark.usefixtures("impatient")
def test_an_endless_expression_is_tried_once() -> None:
    """So that the next key in the filter bar need not wait for it again."""
    store = Store(load([FIXTURES / "factories"]))
    store.endless.add("^x+y")
    with pytest.raises(FilterError, match="takes too long"):
        match_text(store, "sites", "name:/^x+y/")
    with pytest.raises(FilterError, match="takes too long"):
        match_text(store, "sites", ENDLESS[0])
    assert len(store.endless) == 2
    with pytest.raises(FilterError, match="takes too long") as caught:
        match_text(store, "sites", f"country:DE {ENDLESS[0]}")
    assert caught.value.span.start == len("country:DE note:")


def test_an_ordinary_expression_is_not(factories: Dataset) -> None:
    date = r"\d{4}-\d{2}-\d{2}"
    assert not masks.count(match_text(store_of(factories), "sites", f"note:/{date}.*{date}x/"))
    assert masks.count(match_text(store_of(factories), "sites", r"note:/\b(\w+) \1\b|grant/"))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("(?a)(?u)x", "not valid"),
        ("(?i", "not valid"),
        ("x{99999999999999999999}", "repeats too much"),
        ("(((a{9999}){9999}){9999}){9999}b", "repeats too much"),
        ("(?x)(a{ 9999}) {9999,}", "repeats too much"),
        ("{9}" * 400, "repeats too much"),
        (f"({'a' * 99}){{9999}}", "repeats too much"),
        (r"\L<x>", "not valid"),
        ("(?R)", "cannot call itself"),
        ("(a(?1))", "cannot call itself"),
        ("(?P<x>a(?&x))", "cannot call itself"),
        ("(" * 61 + ")" * 61, "too many parentheses"),
    ],
)
def test_what_is_no_expression_is_an_error_with_its_place(source: str, words: str) -> None:
    text = f"name:/{source}/"
    with pytest.raises(FilterError, match=words) as caught:
        parse(text)
    assert 5 <= caught.value.span.start <= caught.value.span.end <= len(text)


PIECES = st.sampled_from(
    [*"()[]{}?*+|^$\\.-,&<>=!:aiuLmsxPRe1", "(?", "(?P<", "{1,", "{9}", "{99,}", "[^", "[["]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_expression_is_read_or_refused(source: str) -> None:
    text = f"x:/{source.replace('/', '')}/"
    try:
        span = parse(text).span
    except FilterError as error:
        span = error.span
    assert 0 <= span.start <= span.end <= len(text)
