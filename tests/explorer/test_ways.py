"""Ways of looking: data that is known before Textual is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.explorer.helpers import dataset
from tui.analysis import tables
from tui.explorer.tabs import VIEWS, ways_of

DECLARED = [tab for tab in VIEWS if ways_of(tab)]


@pytest.mark.parametrize("tab", DECLARED)
def test_a_tab_has_the_ways_that_are_declared_for_it(tab: str) -> None:
    kind = VIEWS[tab]()
    assert getattr(kind, "ways", None) == ways_of(tab)
    assert kind.tab == tab


@pytest.mark.parametrize("tab", DECLARED)
def test_ways_have_names_of_their_own_and_tables_of_the_registry(tab: str) -> None:
    ways = ways_of(tab)
    assert len({way.id for way in ways}) == len({way.title for way in ways}) == len(ways)
    known = tables.tables(dataset())
    for way in ways:
        assert way.table in known
        assert way.below is None or way.below.table in known


def test_the_ways_are_known_without_textual() -> None:
    code = (
        "import sys; from tui.explorer.tabs import VIEWS, ways_of; "
        "found = sum(len(ways_of(tab)) for tab in VIEWS); "
        "print(found, 'textual' in sys.modules, 'rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == [str(sum(map(len, map(ways_of, VIEWS)))), "False", "False"]
