"""The benchmark's own machinery: text from a terminal stream, figures, synthetic data."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bench import readme, report, stats, synthetic
from tools.bench.__main__ import main
from tools.bench.link import Line
from tools.bench.strokes import Strokes, beside
from tools.bench.terminal import Terminal, TerminalError

VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary.toml"


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


# --- targets and the report

OURS = stats.Summary(n=3, min=2, median=6, p95=20)
OTHERS: dict[report.Yardstick, stats.Summary] = {"bare": stats.Summary(n=3, min=1, median=4, p95=5)}


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (report.Target(1.5, "bare"), True),
        (report.Target(1.4, "bare"), False),
        (report.Target(15, of="p95", over=True), True),
        (report.Target(14, of="p95", over=True), False),
        (report.Target(20, of="p95"), True),
        (report.Target(5), False),
        (report.Target(2, "bare", of="min"), True),
        (report.Target(2, "visidata"), None),
    ],
    ids=str,
)
def test_targets_look_at_their_own_figure(target: report.Target, met: bool | None) -> None:
    assert target.met(OURS, OTHERS) is met


def test_a_comparison_without_yardstick_cannot_be_told() -> None:
    item = report.result("a", "label", "ms", [1.0], targets=[report.Target(2, "bare")])
    assert item.verdicts() == [(report.Target(2, "bare"), None)]
    assert item.missed


def test_no_figures_are_a_problem_with_its_reason() -> None:
    item = report.result("a", "label", "ms", [], [[1.0]], missing="it stayed dark")
    assert item.problem == "it stayed dark"
    assert item.missed
    assert "it stayed dark" in report.table([report.Group("g", "heading", (item,))])


def test_a_key_without_effect_is_one_line_and_one_with_effect_is_two() -> None:
    silent, heard = Strokes(), Strokes()
    heard.answer, heard.drawn, heard.bytes = [3.0, 4.0], [30.0, 40.0], [100, 200]
    (line,) = beside("keys.down", "down", silent, heard)
    assert line.problem == report.NO_CHANGE
    time, sent = beside("keys.down", "down", heard, silent, heard, time=(report.Target(50),))
    assert (time.id, sent.id) == ("keys.down.time", "keys.down.bytes")
    assert (time.times("bare"), time.times("visidata")) == (None, 1)
    assert not time.missed
    assert sent.program is not None
    assert sent.program.median == 150


RESULT = report.result(
    "near.readable", "a label", "ms", [300, 300], [[200], [400]], [report.Target(1.6, "bare")]
)
ENVIRONMENT_OF_RUN = {"python": "3.11", "textual": "8", "visidata": "3", "terminal": "80x24",
                      "processors": 2, "commit": "abc"}  # fmt: skip


def test_the_table_begins_with_the_ratios() -> None:
    line = report.table([report.Group("g", "heading", (RESULT,))]).splitlines()[-1]
    assert line.split() == [
        *("a", "label,", "ms", "1.50", "0.75", "300", "300", "200", "400"),
        *("<=", "1.6", "x", "bare", "met"),
    ]


def test_the_document_is_json_with_stable_ids() -> None:
    items = (RESULT, report.result("b.ms", "b label", "ms", [3.0]))
    made = report.document([report.Group("g", "heading", items)], {"python": "3"})
    (group,) = json.loads(json.dumps(made))["groups"]
    first, second = group["results"]
    assert first["id"] == "near.readable"
    assert first["times"] == {"bare": 1.5, "visidata": 0.75}
    assert first["targets"] == [{"target": "<= 1.6 x bare", "met": True}]
    assert second["yardsticks"] == {"bare": None, "visidata": None}


def test_the_table_of_the_readme_is_put_between_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"before\n{readme.BEGIN}old\n{readme.END}after\n", "utf-8")
    for _ in range(2):
        readme.write_table([RESULT], ENVIRONMENT_OF_RUN, path)
    text = path.read_text("utf-8")
    assert "| first rows readable | 1.50 | 0.75 | 300 ms | 200 | 400 |" in text
    assert text.startswith("before\n<!-- bench -->\n\n|  | × bare Textual |")
    assert text.endswith("commit abc.\n\n<!-- end of bench -->\nafter\n")


def test_the_readme_has_room_for_the_table() -> None:
    text = readme.README.read_text("utf-8")
    assert text.index(readme.BEGIN) < text.index(readme.END)


def test_a_command_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--command", "/nowhere/aif"]) == 2
    assert "no such command" in capsys.readouterr().err


# --- the terminal

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "HOME": "/nonexistent"}


def test_a_program_has_a_terminal_and_gets_keys() -> None:
    script = "stty -echo; stty size; printf '\\033[1mready'; read answer; echo; echo $answer; cat"
    with Terminal(["/bin/sh", "-c", script], ENVIRONMENT) as terminal:
        terminal.wait_for(["ready"], 20)
        assert terminal.lines()[:2] == ["24 80", "ready"]
        assert terminal.find("ready") == (1, 0)
        assert terminal.style(1, 0) != terminal.style(0, 0)
        before = terminal.received
        burst = terminal.press("yes\n", patience=20)
        assert terminal.lines()[2] == "yes"
        assert burst is not None
        assert burst.before == before
        assert burst.size == len("\r\nyes\r\n")
        assert 0 < burst.first <= burst.last


def test_a_slow_line_carries_everything_later() -> None:
    line = Line(delay=0.05, rate=10_000)
    script = "stty -echo -onlcr; echo ready; read answer; head -c 3000 /dev/zero | tr '\\0' x; cat"
    with Terminal(["/bin/sh", "-c", script], ENVIRONMENT, line=line) as terminal:
        terminal.wait_for(["ready"], 20)
        before = terminal.received
        burst = terminal.press("yes\n", quiet=0.3, patience=20)
        assert burst is not None
        assert terminal.received - before == 3000
        assert burst.first >= 2 * line.delay
        assert burst.last - burst.first >= 0.9 * (3000 - 512) / line.rate


def test_the_end_of_a_program_is_told_with_its_last_words() -> None:
    with (
        Terminal(["/bin/sh", "-c", "echo out of luck"], ENVIRONMENT) as terminal,
        pytest.raises(TerminalError, match="ended: out of luck"),
    ):
        terminal.wait_for(["good news"], 20)


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
