"""The script that makes the coast: rings from a topology, cut and written."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.analysis.lenses.geo import EUROPE, Window, load_coast, project

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "make_coast.py"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_coast", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def topology() -> dict[str, Any]:
    """A triangle of two arcs, the second one backwards, and one far away."""
    return {
        "transform": {"scale": [0.5, 0.5], "translate": [0, 40]},
        "arcs": [
            [[0, 0], [20, 0], [0, 20]],
            [[0, 0], [20, 20]],
            [[-240, -180], [10, 0], [0, 10], [-10, -10]],
        ],
        "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]], [[2]]]}]}},
    }


def test_arcs_are_stitched_to_rings(maker: ModuleType) -> None:
    first, second = maker.rings(topology())
    assert first == [(0, 40), (10, 40), (10, 50), (0, 40)]
    assert second[0] == second[-1] == (-120, -50)


def test_single_polygons_are_read_too(maker: ModuleType) -> None:
    land = topology()
    land["objects"]["land"]["geometries"] = [{"type": "Polygon", "arcs": [[0, -2]]}]
    assert list(maker.rings(land)) == [[(0, 40), (10, 40), (10, 50), (0, 40)]]


def test_rings_elsewhere_are_left_out(maker: ModuleType) -> None:
    lines = maker.coast_lines(topology(), EUROPE)
    assert lines == [[project(40, 0), project(40, 10), project(50, 10), project(40, 0)]]


def test_an_edge_is_no_shore(maker: ModuleType) -> None:
    window = Window(0, 0, 10, 10)
    square = [(5, 5), (15, 5), (15, 8), (5, 8), (5, 5)]
    assert maker.clip(square, window) == [[(10, 8), (5, 8), (5, 5), (10, 5)]]
    around = [(-5, -5), (15, -5), (15, 15), (-5, 15), (-5, -5)]
    assert maker.clip(around, window) == []


def test_island_inside_stays_closed(maker: ModuleType) -> None:
    ring = [(1, 1), (2, 1), (2, 2), (1, 1)]
    assert maker.clip(ring, Window(0, 0, 10, 10)) == [ring]


@given(
    st.tuples(st.integers(-20, 30), st.integers(-20, 30)),
    st.tuples(st.integers(-20, 30), st.integers(-20, 30)),
)
def test_cut_keeps_the_part_inside(
    maker: ModuleType, start: tuple[int, int], end: tuple[int, int]
) -> None:
    part = maker.cut(start, end, Window(0, 0, 10, 10))
    steps = [
        (start[0] + (end[0] - start[0]) * t / 500, start[1] + (end[1] - start[1]) * t / 500)
        for t in range(501)
    ]
    inside = [point for point in steps if 0 < point[0] < 10 and 0 < point[1] < 10]
    if part is None:
        assert start == end or not inside
        return
    rim = Window(-1e-9, -1e-9, 10 + 1e-9, 10 + 1e-9)
    assert part[0] in rim
    assert part[1] in rim
    if inside:
        assert math.dist(part[0], inside[0]) < 0.2
        assert math.dist(part[1], inside[-1]) < 0.2


def test_thinning_keeps_the_ends_and_what_strays(maker: ModuleType) -> None:
    line = [(0.0, 0.0), (10.0, 1.0), (20.0, 0.0), (30.0, 50.0), (40.0, 0.0)]
    assert maker.thinned(line, 5) == [(0, 0), (20, 0), (30, 50), (40, 0)]
    assert maker.thinned(line, 0) == line
    assert maker.thinned(line, 99) == [line[0], line[-1]]


def test_small_islands_are_left_out(maker: ModuleType) -> None:
    assert len(list(maker.shapes(topology(), 0, 0))) == 1
    assert not list(maker.shapes(topology(), 0, 1e15))


def test_land_is_closed_along_the_edges(maker: ModuleType) -> None:
    window = Window(0, 0, 10, 10)
    ring = maker.within([(-5, -5), (15, -5), (15, 5), (-5, 5), (-5, -5)], window)
    assert ring[0] == ring[-1]
    assert abs(maker.area(ring)) == 50
    assert all(point in window for point in ring)
    assert maker.within([(20, 20), (30, 20), (30, 30), (20, 20)], window) == []


def test_text_reads_back_to_the_same_lines(maker: ModuleType, tmp_path: Path) -> None:
    text = maker.coast_text(topology(), EUROPE)
    assert text == maker.coast_text(topology(), EUROPE)
    path = tmp_path / "coast.json"
    path.write_text(text, encoding="utf-8")
    coast = load_coast(path)
    assert coast.window == EUROPE
    (line,) = coast.lines
    expected = [project(40, 0), project(40, 10), project(50, 10), project(40, 0)]
    assert line == tuple(pytest.approx(point, abs=0.01) for point in expected)
    assert coast.land[0][0] == coast.land[0][-1]
