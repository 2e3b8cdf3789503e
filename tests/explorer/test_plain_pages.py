"""Plain pages: nothing but text, under any view, as they are read."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.explorer.helpers import dataset
from tests.explorer.test_plain import SIGNS, blocks, sections, state_of, told, value
from tui.dataset import Dataset
from tui.explorer.commands import TAB_IDS
from tui.explorer.glyphs import ASCII
from tui.explorer.plain import page
from tui.explorer.state import make_state
from tui.query import View
from tui.query.engine.view import Ask, TallyView

GOLDEN = Path(__file__).parents[1] / "golden" / "plain-compute.txt"


def every_page(data: Dataset | None = None, **more: Any) -> list[str]:
    """All tabs in all ways."""
    return list(page(state_of(data, **more), TAB_IDS, every_way=True))


@pytest.mark.parametrize("name", ["small", "factories", "hostile"])
def test_nothing_but_text_is_printed(name: str) -> None:
    found = every_page(dataset(name))
    for line in found:
        assert all(unicodedata.category(each)[0] != "C" for each in line), line
    whole = "\n".join(found)
    if name != "hostile":
        assert not SIGNS & set(whole)
        assert not re.search(r"(^|: )[·~]", whole, re.MULTILINE)
    assert not re.search(r"\b(w for all|w shows|Enter, then d|o shows)\b", whole)


def test_hostile_strings_are_shown_as_codes() -> None:
    whole = "\n".join(every_page(dataset("hostile"), cohort=""))
    assert "<U+001B>" in whole
    assert "\x1b" not in whole


def test_ascii_where_the_terminal_has_no_other_signs() -> None:
    """Letters of other scripts stay, as on the screen."""
    for line in every_page(glyphs=ASCII):
        assert all(each.isascii() or each.isalpha() for each in line), line


def test_the_view_is_respected() -> None:
    view = View(cohort="brief", tab="compute", marks=frozenset(("bsc/marenostrum-5-acc",)))
    view = view.with_table("systems", columns=("status", "name"), sort=(("name", True),))
    state = dataclasses.replace(state_of(), view=view)
    state = dataclasses.replace(make_state(dataset(), view), ready=True)
    parts = sections(page(state, ("compute",)))
    assert "Marked rows: 1" in parts[0]
    rows = blocks(parts, "Systems")
    head = next(part for part in parts if part[0].startswith("Systems, "))
    assert head[1] == "Sorted by: System, falling"
    assert [line.partition(": ")[0] for line in rows[0]][:2] == ["Status", "System"]
    names = [value(row[1]) for row in rows]
    assert names == [state.result("systems").record(row).name for row in range(len(rows))]


def test_a_filter_and_what_it_leaves_out_are_said() -> None:
    parts = told("compute", filter="country:DE system.status:operational")
    assert parts[0][2] == "Filter: country:DE system.status:operational"
    assert "Lists: narrowed lists" in parts[1]
    assert any(re.fullmatch(r"\d+ of \d+ rows", line) for line in parts[1])
    empty = told("compute", filter="country:DE -country:DE")
    said = " ".join(line for part in empty for line in part)
    assert "No site matches" in said
    assert "drops it" not in said


def test_a_tally_lies_before_its_tab() -> None:
    tally = TallyView("partners", Ask(("type",)))
    parts = sections(page(state_of(tab="consortia", tally=tally), ("consortia",)))
    assert parts[1][0] == "Tally of Partners: rows by type"
    (all_rows,) = [part for part in parts if part[0] == "Type: All rows"]
    assert all_rows[1].startswith("Rows: ")
    assert parts.index(all_rows) == 2


def test_a_page_as_it_is_read() -> None:
    found = "\n".join(page(state_of(dataset("small"), tab="compute"), ("compute",))) + "\n"
    assert found == GOLDEN.read_text("utf-8")
