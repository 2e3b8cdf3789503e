"""Regular expressions that would take for ever."""

from __future__ import annotations

import signal
import threading

import pytest

from tests.query.conftest import FIXTURES
from tui.dataset import Dataset, load
from tui.query import FilterError
from tui.query.engine import masks
from tui.query.engine import regex_timeout as module
from tui.query.engine.match import match_text
from tui.query.engine.regex_timeout import OutOfPatienceError, patience
from tui.query.engine.store import Store, store_of

ENDLESS = [
    r"note:/^(\w+\s?)*$/",
    r"partner(note:/^(\w+\s?)*;$/)",
    r"note:/(.*)(.*)(.*)(.*)(.*)zzz/",
]


@pytest.mark.parametrize("text", ENDLESS)
def test_an_endless_expression_is_an_error_at_its_place(
    factories: Dataset, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.05)
    with pytest.raises(FilterError, match="takes too long") as caught:
        match_text(store_of(factories), "sites", text)
    assert text[caught.value.span.start] == "/"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_endless_expression_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the next key in the filter bar need not wait for it again."""
    store = Store(load([FIXTURES / "small"]))
    store.endless.add("^x+y")
    with pytest.raises(FilterError, match="takes too long"):
        match_text(store, "sites", "name:/^x+y/")
    monkeypatch.setattr(module, "SECONDS", 0.05)
    with pytest.raises(FilterError, match="takes too long"):
        match_text(store, "sites", "full_name:/(.?)*?(.?)*?(.?)*?(.?)*?(.?)*?(.?)*?;$/")
    assert len(store.endless) == 2


def test_an_ordinary_expression_is_not(factories: Dataset) -> None:
    before = signal.getsignal(signal.SIGALRM)
    assert masks.count(match_text(store_of(factories), "sites", r"note:/\b(\w+) \1\b|grant/"))
    assert signal.getsignal(signal.SIGALRM) is before


def test_the_alarm_of_another_is_kept() -> None:
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        with patience(10):
            pass
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def test_in_another_thread_the_time_is_over_between_two_searches() -> None:
    ended: list[bool] = []

    def work() -> None:
        try:
            with patience(0) as check:
                while True:
                    check()
        except OutOfPatienceError:
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]
