"""The benchmark's own machinery: text from a terminal stream, figures, synthetic data."""

from __future__ import annotations

import json
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bench import report, stats, synthetic
from tools.bench.__main__ import main
from tools.bench.escapes import PlainText, plain
from tools.bench.strokes import Strokes
from tools.bench.terminal import Terminal, TerminalError

VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary.toml"


# --- text from a stream


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (b"Hammer\x1b[1;38;2;255;0;0mHAI\x1b[0m", "HammerHAI"),
        (b"one\x1b[5;10Htwo", "one\ntwo"),
        (b"\x1b[?2026h\x1b[?25lname", "name"),
        (b"\x1b]0;a title\x07after", "after"),
        (b"\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        (b"\x1bP+q544e\x1b\\after", "after"),
        (b"\x1b(Bplain\x1b=\x1b>", "plain"),
        ("Poznań".encode(), "Poznań"),
        (b"\xff", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_escape_sequences_vanish(sent: bytes, text: str) -> None:
    assert plain(sent) == text


PIECES = st.sampled_from(
    [b"\x1b[31m", b"\x1b[2;3H", b"\x1b]0;title\x07", b"\x1bP1\x1b\\", "ÄÖ".encode(), b"text", b" "]
)


@given(st.lists(PIECES, max_size=12), st.data())
def test_the_text_does_not_depend_on_where_a_stream_is_cut(
    pieces: list[bytes], data: st.DataObject
) -> None:
    stream = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    stripper = PlainText()
    bounds = [0, *cuts, len(stream)]
    parts = [stripper.feed(stream[a:b]) for a, b in pairwise(bounds)]
    assert "".join(parts) == plain(stream)


def test_an_endless_sequence_does_not_swallow_the_rest() -> None:
    stripper = PlainText()
    stripper.feed(b"\x1b]")
    assert "end" in stripper.feed(b"x" * 5000 + b"end")


# --- figures


def test_percentile_is_the_nearest_rank() -> None:
    values = list(range(1, 21))
    assert stats.percentile(values, 95) == 19
    assert stats.percentile(values, 100) == 20
    assert stats.percentile(values, 0) == 1
    assert stats.percentile([7.0], 95) == 7.0


def test_percentile_wants_values() -> None:
    with pytest.raises(ValueError, match="needs values"):
        stats.percentile([], 95)
    with pytest.raises(ValueError, match="from 0 to 100"):
        stats.percentile([1.0], 101)
    with pytest.raises(ValueError, match="no measurements"):
        stats.summarise([])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=50))
def test_a_summary_is_ordered_and_of_the_values(values: list[float]) -> None:
    summary = stats.summarise(values)
    assert summary.n == len(values)
    assert summary.min <= summary.median <= max(values)
    assert summary.min <= summary.p95 <= max(values)
    assert summary.p95 in values


def test_ratio_compares_figure_by_figure() -> None:
    program = stats.Summary(n=3, min=2, median=6, p95=20)
    yardstick = stats.Summary(n=3, min=1, median=4, p95=5)
    assert stats.ratio(program, yardstick) == stats.Ratio(min=2, median=1.5, p95=4)
    assert stats.ratio(program, stats.Summary(n=3, min=0, median=4, p95=5)) is None


# --- targets and the report


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (report.Target("times", 1.6), True),
        (report.Target("times", 1.5), False),
        (report.Target("times", 1.5, inclusive=True), True),
        (report.Target("over", 15, "p95"), False),
        (report.Target("over", 15, "p95", inclusive=True), True),
        (report.Target("value", 100, "p95"), True),
        (report.Target("value", 6), False),
        (report.Target("times", 2.1, "min"), True),
    ],
)
def test_targets_look_at_their_own_figure(target: report.Target, met: bool) -> None:
    program = stats.Summary(n=3, min=2, median=6, p95=20)
    yardstick = stats.Summary(n=3, min=1, median=4, p95=5)
    assert target.met(program, yardstick) is met


def test_a_comparison_without_yardstick_cannot_be_told() -> None:
    item = report.result("a", "label", "ms", [1.0], [], report.Target("times", 2))
    assert item.met is None
    assert item.missed


def test_no_figures_are_a_problem_with_its_reason() -> None:
    item = report.result("a", "label", "ms", [], [1.0], missing="it stayed dark")
    assert item.problem == "it stayed dark"
    assert item.missed
    assert "it stayed dark" in report.table([report.Group("g", "heading", (item,))])


def test_a_key_without_effect_is_one_line_and_one_with_effect_is_three() -> None:
    silent, heard = Strokes(), Strokes()
    heard.frame, heard.drawn, heard.bytes = [3.0, 4.0], [30.0, 40.0], [100, 200]
    (line,) = silent.beside(heard, "keys.down", "down")
    assert line.problem == report.NO_CHANGE
    limit = report.Target("value", 50, "p95")
    frame, drawn, sent = heard.beside(silent, "keys.down", "down", drawn=limit)
    assert [item.id for item in (frame, drawn, sent)] == [
        *("keys.down.frame", "keys.down.drawn", "keys.down.bytes"),
    ]
    assert frame.yardstick is None
    assert drawn.met is True
    assert sent.program is not None
    assert sent.program.median == 150


def test_the_table_shows_figures_ratio_and_verdict() -> None:
    item = report.result("a", "a label", "ms", [300, 300], [200], report.Target("times", 1.6))
    line = report.table([report.Group("g", "heading", (item,))]).splitlines()[-1]
    assert line.split() == [
        *("a", "label,", "ms", "300", "300", "300", "200", "200", "200"),
        *("1.50", "<", "1.6x", "met"),
    ]


def test_the_document_is_json_with_stable_ids() -> None:
    items = (
        report.result("a.ms", "a label", "ms", [3.0], [2.0], report.Target("times", 1.6)),
        report.result("b.ms", "b label", "ms", [3.0]),
    )
    made = report.document([report.Group("g", "heading", items)], {"python": "3"})
    (group,) = json.loads(json.dumps(made))["groups"]
    first, second = group["results"]
    assert first["ratio"] == {"min": 1.5, "median": 1.5, "p95": 1.5}
    assert first["met"] is True
    assert second["yardstick"] is None
    assert second["ratio"] is None
    assert second["met"] is None


def test_a_command_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--command", "/nowhere/aif"]) == 2
    assert "no such command" in capsys.readouterr().err


# --- the terminal

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color"}


def test_a_program_has_a_terminal_and_gets_keys() -> None:
    script = "stty -echo; stty size; printf '\\033[1mready'; read answer; echo \"got $answer\"; cat"
    with Terminal(["/bin/sh", "-c", script], ENVIRONMENT) as terminal:
        terminal.wait_for(["ready"], 0, 20)
        assert "40 120" in terminal.text()
        before = terminal.received
        burst = terminal.press("yes\n", patience=20)
        assert terminal.text(before).strip() == "got yes"
        assert burst is not None
        assert burst.before == before
        assert burst.size == len("got yes\r\n")
        assert 0 < burst.first <= burst.last
        assert terminal.seen(["got yes"], before) is not None
        assert terminal.seen(["ready"], before) is None


def test_the_end_of_a_program_is_told_with_its_last_words() -> None:
    with (
        Terminal(["/bin/sh", "-c", "echo out of luck"], ENVIRONMENT) as terminal,
        pytest.raises(TerminalError, match="ended: out of luck"),
    ):
        terminal.wait_for(["good news"], 0, 20)


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(TerminalError, match="cannot run /nowhere/aif"):
        Terminal(["/nowhere/aif"], ENVIRONMENT)


# --- synthetic datasets


def read(folder: Path) -> dict[str, Any]:
    return {
        str(path.relative_to(folder)): tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.toml"))
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("synthetic") / "data"
    synthetic.write(folder, 40, VOCABULARY)
    return read(folder)


def sites(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [content for name, content in made.items() if name.startswith("sites/")]


def test_every_file_is_toml_and_every_site_has_its_partners(made: dict[str, Any]) -> None:
    assert len(sites(made)) == 40
    for site in sites(made):
        ids = [partner["id"] for partner in site["partner"]]
        assert len(ids) == len(set(ids)) == synthetic.PARTNERS
        assert [partner["role"] for partner in site["partner"]].count("host") == 1


def test_values_are_from_the_vocabulary(made: dict[str, Any]) -> None:
    words = {
        key: {entry["id"] for entry in made["vocabulary.toml"][key]}
        for key in ("partner_type", "role", "sector", "service", "system_status", "indicator")
    }
    for site in sites(made):
        assert {partner["type"] for partner in site["partner"]} <= words["partner_type"]
        assert {partner["role"] for partner in site["partner"]} <= words["role"]
        assert {sector["id"] for sector in site["sector"]} <= words["sector"]
        assert {service["kind"] for service in site["service"]} <= words["service"]
        assert {system["status"] for system in site["system"]} <= words["system_status"]
    for region in made["regions.toml"]["region"]:
        assert {figure["id"] for figure in region["indicator"]} <= words["indicator"]


def test_an_organisation_is_the_same_wherever_it_sits(made: dict[str, Any]) -> None:
    known: dict[str, tuple[str, ...]] = {}
    shared = 0
    for site in sites(made):
        for partner in site["partner"]:
            facts = tuple(partner[key] for key in ("name", "acronym", "country", "type"))
            shared += partner["id"] in known
            assert known.setdefault(partner["id"], facts) == facts
    assert shared


def test_every_site_lies_in_its_region_and_every_source_is_listed(made: dict[str, Any]) -> None:
    region_of = {
        site: region["nuts2"]
        for region in made["regions.toml"]["region"]
        for site in region["sites"]
    }
    sources = {source["id"] for source in made["sources.toml"]["source"]}
    for site in sites(made):
        assert region_of[site["id"]] == site["nuts2"]
        for row in [site, site["budget"], *site["partner"], *site["sector"], *site["system"]]:
            assert row["sources"]
            assert set(row["sources"]) <= sources


def test_the_same_size_and_seed_give_the_same_files(made: dict[str, Any], tmp_path: Path) -> None:
    synthetic.write(tmp_path / "again", 40, VOCABULARY)
    assert read(tmp_path / "again") == made
    synthetic.write(tmp_path / "other", 40, VOCABULARY, seed=1)
    assert read(tmp_path / "other") != made


def test_a_dataset_is_made_once_and_a_stale_one_removed(tmp_path: Path) -> None:
    stale = tmp_path / "3-0123456789ab"
    stale.mkdir()
    folder = synthetic.dataset(3, VOCABULARY, tmp_path)
    assert not stale.exists()
    marker = folder / "marker"
    marker.touch()
    assert synthetic.dataset(3, VOCABULARY, tmp_path) == folder
    assert marker.exists()
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
