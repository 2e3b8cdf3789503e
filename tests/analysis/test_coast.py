"""The coast file: shapes, shores, land and sea, and what is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from tui.analysis.lenses.geo import EUROPE, CoastError, Fit, Point, Window, load_coast, project

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
COAST = FIXTURES / "factories" / "coast.json"


def test_coast_is_small_and_lies_in_its_window() -> None:
    assert COAST.stat().st_size < 20_000
    coast = load_coast(COAST)
    assert coast.window == EUROPE
    rim = Window(EUROPE.west - 1500, EUROPE.south - 1500, EUROPE.east + 1500, EUROPE.north + 1500)
    assert all(point in rim for line in coast.lines for point in line)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        pytest.param(64.0, -22.7, id="Iceland"),
        pytest.param(38.7, -9.4, id="Portugal"),
        pytest.param(71.1, 25.8, id="North Cape"),
        pytest.param(35.1, 32.4, id="Cyprus"),
        pytest.param(37.9, 12.5, id="Sicily"),
        pytest.param(50.1, -5.5, id="Cornwall"),
        pytest.param(36.5, 22.8, id="Peloponnese"),
        pytest.param(65.5, 24.5, id="Gulf of Bothnia"),
        pytest.param(46.5, 30.7, id="Black Sea"),
    ],
)
def test_coast_passes_known_shores(latitude: float, longitude: float) -> None:
    shore = project(latitude, longitude)
    corners = [point for line in load_coast(COAST).lines for point in line]
    assert min(math.dist(shore, point) for point in corners) < 120_000


@pytest.mark.parametrize(
    ("latitude", "longitude", "there"),
    [
        pytest.param(52.5, 13.4, True, id="Berlin"),
        pytest.param(40.4, -3.7, True, id="Madrid"),
        pytest.param(64.9, -18.5, True, id="Iceland"),
        pytest.param(39.0, 35.0, True, id="Anatolia"),
        pytest.param(56.0, 3.0, False, id="North Sea"),
        pytest.param(43.0, 34.0, False, id="Black Sea"),
        pytest.param(62.5, 19.5, False, id="Gulf of Bothnia"),
        pytest.param(47.0, -7.0, False, id="Biscay"),
        pytest.param(39.5, 12.0, False, id="Tyrrhenian Sea"),
    ],
)
@pytest.mark.parametrize(("columns", "rows"), [(60, 30), (120, 60)])
def test_land_is_told_from_sea(
    latitude: float, longitude: float, there: bool, columns: int, rows: int
) -> None:
    fit = Fit(EUROPE, columns, rows)
    land = fit.land(load_coast(COAST).land)
    assert [len(row) for row in land] == [columns] * rows
    cell = fit.cell(project(latitude, longitude))
    assert cell is not None
    assert land[cell[1]][cell[0]] is there


def test_a_ring_in_a_ring_is_water() -> None:
    fit = Fit(Window(0, 0, 1000, 1000), 10, 5)

    def square(low: float, high: float) -> list[Point]:
        return [(low, low), (high, low), (high, high), (low, high), (low, low)]

    land = fit.land([square(-50, 1050), square(300, 700)])
    assert land[0] == [True] * 10
    assert not land[2][5]
    assert land[2][0]


def test_islands_are_closed() -> None:
    closed = [line for line in load_coast(COAST).lines if line[0] == line[-1]]
    assert len(closed) >= 8
    assert all(ring[0] == ring[-1] for ring in load_coast(COAST).land)


def coast_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "coast.json"
    path.write_text(text, encoding="utf-8")
    return path


SHAPE: dict[str, Any] = {
    "window": {"west": 0, "south": 0, "east": 1, "north": 1},
    "scale": 10,
    "lines": [[100, 520, 10, -20]],
}


def test_lines_are_sums_of_steps(tmp_path: Path) -> None:
    coast = load_coast(coast_file(tmp_path, json.dumps(SHAPE)))
    assert coast.lines == ((project(52, 10), project(50, 11)),)


@pytest.mark.parametrize(
    "change",
    [
        {"window": {"west": 0}},
        {"window": None},
        {"scale": 0},
        {"scale": "much"},
        {"lines": 3},
        {"lines": [[1, 2]]},
        {"lines": [[1, 2, 3]]},
        {"lines": [[1, 2, 3, 4, 5]]},
        {"lines": [["a", "b", "c", "d"]]},
        {"lines": [[0, 5000, 0, 0]]},
    ],
)
def test_other_shapes_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = coast_file(tmp_path, json.dumps(SHAPE | change))
    with pytest.raises(CoastError, match=r"coast\.json: not a coast file"):
        load_coast(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"lines": []}'])
def test_other_texts_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CoastError, match=r"coast\.json"):
        load_coast(coast_file(tmp_path, text))


def test_missing_file_and_wrong_encoding_are_named(tmp_path: Path) -> None:
    with pytest.raises(CoastError, match=r"none\.json"):
        load_coast(tmp_path / "none.json")
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(CoastError, match=r"latin\.json"):
        load_coast(tmp_path / "latin.json")
