"""The findings tab: claims beside what the data say."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest

from tests.explorer.helpers import dataset, lines, opened, press, press_on, screen, settle, write
from tui.analysis.findings.evaluate import Evaluated
from tui.explorer.grid.grid import Grid
from tui.explorer.tabs.findings_ways import FindingLines
from tui.explorer.tabs.tab import Tab


async def test_claims_stand_with_stated_and_recomputed_value() -> None:
    """At 80 columns too."""
    async with opened(tab="findings") as pilot:
        text = screen(pilot)
        assert "Stated" in text
        assert "Re-computed" in text
        row = next(line for line in lines(pilot) if line.startswith(" ✓") and "The study" in line)
        assert row.count("13") >= 2


async def test_the_detail_tells_both_readings_of_academic() -> None:
    """Each variant with its value and verdict, rule and rows."""
    async with opened(tab="findings", size=(160, 60)) as pilot:
        grid = pilot.app.screen.query_one("#findings-grid", Grid)
        assert grid.select("cons-two-without-academic")
        await settle(pilot)
        await press(pilot)
        text = screen(pilot)
        assert "Nur zwei der dreizehn" in text
        assert "counting research organisations as" in text
        assert "depends, open" in text
        assert "How it fares for" in text
        assert "All AI Factories" in text


async def test_top500_ranks_are_outdated_since_june_2026() -> None:
    """A later state of the world is told apart from a wrong claim."""
    async with opened(tab="findings", size=(160, 60)) as pilot:
        grid = pilot.app.screen.query_one("#findings-grid", Grid)
        assert grid.select("sys-rank-lumi")
        await settle(pilot)
        await press(pilot)
        text = screen(pilot)
        assert "↻ outdated" in text
        assert "since 2026-06" in text


async def test_enter_applies_the_rule_and_backspace_comes_back() -> None:
    """The rows of a claim stand on their tab, under its filter."""
    async with opened(tab="findings", filter="") as pilot:
        grid = pilot.app.screen.query_one("#findings-grid", Grid)
        assert grid.select("sec-nine-five")
        await press(pilot, "enter")
        assert "sectors:>=5" in lines(pilot)[2]
        assert "7 of 13" in screen(pilot)
        assert "AI2F" in screen(pilot)
        await press(pilot, "backspace")
        assert "Re-computed" in screen(pilot)
        assert "13 of 13" in screen(pilot)


async def test_findings_follow_cohort_and_filter() -> None:
    """And the legend says for which sites they are."""
    async with opened(tab="findings", cohort="factories", size=(120, 30)) as pilot:
        assert "for All AI Factories, 19 sites" in lines(pilot)[-2]
        source = pilot.app.screen.query_one("#findings-grid", Grid).source
        assert isinstance(source, FindingLines)
        found = {x.finding.id: x for x in source.lines if isinstance(x, Evaluated)}
        assert found["sec-nine-five"].computed == 11
        assert " The study covers thirteen factories chosen before October 2025 " in screen(pilot)
        assert len(found) == len(dataset().findings)


async def test_judgements_have_no_verdict() -> None:
    """They are listed as such, with what can be seen about them."""
    async with opened(tab="findings", size=(140, 40)) as pilot:
        grid = pilot.app.screen.query_one("#findings-grid", Grid)
        assert grid.select("cons-hinders-sme")
        await settle(pilot)
        await press(pilot)
        text = screen(pilot)
        assert "– judgement" in text
        assert "What to look at" in text


async def test_claims_stand_beside_one_another_for_every_cohort() -> None:
    """And a way shows those alone that turn, between any two cohorts or the two of a list."""
    async with opened(tab="findings", size=(80, 24)) as pilot:
        await press(pilot, "a")
        text = screen(pilot)
        assert "claims turn" in text
        assert any("The factories" in line and "✗ 16" in line for line in lines(pilot))
        every = pilot.app.screen.query_one("#findings-grid", Grid).row_count
        await press(pilot, "a")
        turning = pilot.app.screen.query_one("#findings-grid", Grid).row_count
        assert 0 < turning < every
        assert f"{turning} claims turn between any two" in screen(pilot)
        await press(pilot, "tab", "down", "enter")
        text = screen(pilot)
        assert "3 claims turn: brief to factories" in text
        assert "13 brief  19 factories" in text
        await press(pilot, "Y")
        assert "aif show claims-by-cohort turns:brief/factories" in screen(pilot)


async def test_a_cohort_whose_filter_is_faulty_is_left_out() -> None:
    """Of the findings, of the pairs and of the choice; the faults tell of it."""
    async with opened(dataset("broken"), tab="findings") as pilot:
        assert "Verdict" in screen(pilot)
        await press(pilot, "a", "a")
        assert "any two" in screen(pilot)
        await press(pilot, "b")
        assert "A second default" in screen(pilot)
        assert "does not parse" not in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_no_text_stands_against_the_scroll_bar(size: tuple[int, int]) -> None:
    async with opened(tab="findings", size=size) as pilot:
        bars = [re.search(r"(.)[┃│]", line) for line in lines(pilot)[4:13]]
        assert {found and found[1] for found in bars} == {" "}


async def test_completions_count_the_findings_that_each_value_would_leave() -> None:
    """On any tab: they are worked out aside where they are not at hand."""
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "slash")
        await write(pilot, "verdict:")
        await press(pilot, "tab")
        told = "".join(line for line in lines(pilot) if "Holds" in line)
        assert re.search(r"holds +[1-9]\d*  Holds", told)


async def test_the_filter_speaks_of_findings_too() -> None:
    """It narrows their tab alone, and every other one says so."""
    async with opened(size=(80, 24)) as pilot:
        await press(pilot, "slash")
        await press(pilot, *"verd", "tab", *"fai", "tab", *" country:DE", "enter")
        told = "verdict:fails: only findings (tab 7) are narrowed by this, no sites"
        assert told in screen(pilot)
        assert lines(pilot)[2].startswith(" / country:DE verdict:fails")
        assert "2 of 13" in lines(pilot)[2]
        await press(pilot, "7")
        assert told not in screen(pilot)
        assert "narrowed lists" in lines(pilot)[2]
        assert {line[1] for line in lines(pilot)[5:14] if "✗" in line or "≈" in line} == {"✗"}
        await press(pilot, "Y")
        assert "aif show verdicts verdict:fails" in screen(pilot)
        assert "--sites country:DE" in screen(pilot)
        await press(pilot, "escape", "w")
        assert "whole lists" in lines(pilot)[2]
        assert "≈" in lines(pilot)[3]
        await press(pilot, "u", "x")
        assert "13 of 13" in lines(pilot)[2]
        await press(pilot, "u")
        assert lines(pilot)[2].startswith(" / country:DE verdict:fails")
        await press(pilot, "slash")
        await write(pilot, " theme:scope")
        await press(pilot, "enter")
        assert "No finding matches" in screen(pilot)
        assert "d remove term" in lines(pilot)[-1]
        await press(pilot, "d")
        assert lines(pilot)[2].startswith(" / country:DE verdict:fails")
        assert "✗" in screen(pilot)
        await press(pilot, "d")
        assert "Findings are left" in "".join(each.message for each in pilot.app._notifications)


async def test_a_claim_that_counts_the_cohort_is_not_tested_under_a_filter() -> None:
    async with opened(tab="findings", filter="country:DE", size=(140, 40)) as pilot:
        row = lines(pilot)[6]
        assert "The study covers" in row
        assert "not checkable" in row


async def test_the_order_of_the_brief_is_kept() -> None:
    """Neither a key nor a click on the head of a column sorts the claims."""
    async with opened(size=(100, 30), tab="findings") as pilot:
        before = screen(pilot)
        await press(pilot, "s", "S", "l", "s", "l", "S")
        await press(pilot, "h", "h")
        for x in range(2, 60, 6):
            await pilot.click(Grid, offset=(x, 0))
        await settle(pilot)
        assert screen(pilot) == before


async def test_a_heading_tells_how_the_findings_under_it_stand() -> None:
    async with opened(size=(100, 30), tab="findings") as pilot:
        await press(pilot, "down", "down", "down")
        text = screen(pilot)
        assert "Infrastructure" in text.split("───")[-1]
        assert "↻ outdated" in text.split("───")[-1]
        assert "claims" in text.split("───")[-1]


@pytest.mark.parametrize("keys", [("end", *["up"] * 10), ("pagedown", "down"), ()])
async def test_keys_while_the_values_are_worked_out_do_what_they_do_after(
    keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as pilot:
        await press(pilot, "7")
        await press(pilot, *keys)
        after, place = screen(pilot), pilot.app.screen.query_one("#findings-grid", Grid).cursor_row
    go_on, work_out = threading.Event(), Tab._work_out

    def late(tab: Tab, *what: Any) -> None:
        go_on.wait()
        work_out(tab, *what)

    monkeypatch.setattr(Tab, "_work_out", late)
    async with opened() as pilot:
        try:
            # What leads away waits for no rows.
            await press_on(pilot, "7", "1")
            monkeypatch.setattr("tui.explorer.input_queue.PATIENCE", 0)
            await press_on(pilot, "7", *keys)
            grid = pilot.app.screen.query_one("#findings-grid", Grid)
            assert grid.cursor_row == place
            assert grid.size.height < 12
        finally:
            go_on.set()
        await settle(pilot)
        assert screen(pilot) == after
