"""Projection, fit to a terminal, and neighbours."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tui.analysis.lenses.geo import (
    EUROPE,
    SECTOR_DEGREES,
    Direction,
    Fit,
    Point,
    Window,
    most_central,
    neighbour,
    project,
    unproject,
)

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

latitudes = st.floats(34, 72)
longitudes = st.floats(-25, 45)
points = st.builds(
    lambda east, north: (float(east), float(north)),
    st.integers(2_550_000, 6_600_000),
    st.integers(1_350_000, 5_450_000),
)


# Projection


def test_worked_example_of_the_guidance_note() -> None:
    """IOGP 373-7-2, method 9820: 50 N 5 E."""
    assert project(50, 5) == pytest.approx((3962799.45, 2999718.85), abs=0.01)
    assert unproject(3962799.45, 2999718.85) == pytest.approx((50, 5), abs=1e-7)


@pytest.mark.parametrize(
    ("latitude", "longitude", "easting", "northing"),
    [
        pytest.param(52, 10, 4321000, 3210000, id="centre"),
        pytest.param(64.232, 27.691, 5173678.99, 4678327.59, id="Kajaani"),
        pytest.param(38.72, -9.14, 2665402.84, 1946531.12, id="Lisbon"),
        pytest.param(37.984, 23.728, 5528459.29, 1764772.96, id="Athens"),
        pytest.param(35.14, 33.38, 6437547.33, 1667319.67, id="Nicosia"),
        pytest.param(66.5, -22, 2944994.08, 5146434.69, id="Iceland"),
        pytest.param(71.2, 25.7, 4888107.69, 5404672.01, id="North Cape"),
        pytest.param(56.1165, -3.9369, 3459764.43, 3751982.89, id="Stirling"),
    ],
)
def test_agrees_with_proj(
    latitude: float, longitude: float, easting: float, northing: float
) -> None:
    """Reference values computed with PROJ, EPSG:4258 to EPSG:3035."""
    assert project(latitude, longitude) == pytest.approx((easting, northing), abs=0.01)


@given(latitudes, longitudes)
def test_round_trip(latitude: float, longitude: float) -> None:
    assert unproject(*project(latitude, longitude)) == pytest.approx(
        (latitude, longitude), abs=1e-7
    )


@given(points)
def test_round_trip_from_the_plane(point: Point) -> None:
    assert project(*unproject(*point)) == pytest.approx(point, abs=0.02)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_round_trip_over_the_globe(latitude: float, longitude: float) -> None:
    assume(abs(latitude) < 89.9)
    # The antipode of the centre has no place.
    assume(math.hypot(latitude + 52, abs(longitude) - 170) > 1)
    back = unproject(*project(latitude, longitude))
    assert back[0] == pytest.approx(latitude, abs=1e-6)
    assert (back[1] - longitude + 180) % 360 - 180 == pytest.approx(0, abs=1e-6)


@given(latitudes, longitudes)
def test_equal_area(latitude: float, longitude: float) -> None:
    """A small quadrangle has the area that it has on the ellipsoid."""
    step = 0.01
    corners = [
        project(latitude + up * step, longitude + right * step)
        for up, right in ((-1, -1), (-1, 1), (1, 1), (1, -1))
    ]
    flat = 0.5 * sum(
        x * next_y - next_x * y
        for (x, y), (next_x, next_y) in zip(corners, corners[1:] + corners[:1], strict=True)
    )
    flattening = 1 / 298.257222101
    e2 = flattening * (2 - flattening)
    phi = math.radians(latitude)
    curved = 1 - e2 * math.sin(phi) ** 2
    meridian = 6378137 * (1 - e2) / curved**1.5
    parallel = 6378137 / math.sqrt(curved) * math.cos(phi)
    assert flat == pytest.approx(meridian * parallel * math.radians(2 * step) ** 2, rel=1e-6)


@pytest.mark.parametrize(
    "position",
    [(91, 0), (-91, 0), (0, 181), (math.nan, 0), (0, math.nan), (math.inf, 0), (-52, -170)],
)
def test_no_such_position(position: Point) -> None:
    with pytest.raises(ValueError, match=r"position|antipode"):
        project(*position)


@pytest.mark.parametrize("point", [(1e9, 0), (math.nan, 0), (math.inf, math.inf)])
def test_off_the_globe(point: Point) -> None:
    with pytest.raises(ValueError, match="off the globe"):
        unproject(*point)


def test_poles_have_a_place() -> None:
    assert unproject(*project(90, 10))[0] == pytest.approx(90, abs=1e-6)
    assert unproject(*project(-90, 10))[0] == pytest.approx(-90, abs=1e-6)


# Window and fit


def test_window_holds_its_edges() -> None:
    window = Window(0, 0, 10, 20)
    assert (0, 0) in window
    assert (10, 20) in window
    assert (10.1, 5) not in window
    assert (5, -0.1) not in window
    assert window.centre == (5, 10)


@given(st.integers(1, 200), st.integers(1, 80), points)
def test_what_the_window_holds_lies_in_the_block(columns: int, rows: int, point: Point) -> None:
    cell = Fit(EUROPE, columns, rows).cell(point)
    assert cell is not None
    assert 0 <= cell[0] < columns
    assert 0 <= cell[1] < rows


@given(st.integers(2, 200), st.integers(2, 80))
def test_fit_is_centred_and_unstretched(columns: int, rows: int) -> None:
    fit = Fit(EUROPE, columns, rows)
    west_north = fit.dot((EUROPE.west, EUROPE.north))
    east_south = fit.dot((EUROPE.east, EUROPE.south))
    across = east_south[0] - west_north[0]
    down = east_south[1] - west_north[1]
    assert across * 4.1 == pytest.approx(down * 4.05, abs=2 * 4.1)
    assert west_north[0] == pytest.approx(columns * 2 - 1 - east_south[0], abs=1)
    assert west_north[1] == pytest.approx(rows * 4 - 1 - east_south[1], abs=1)
    assert max(across / (columns * 2 - 1), down / (rows * 4 - 1)) == pytest.approx(1, abs=0.35)


def test_outside_the_window_is_nowhere() -> None:
    assert Fit(EUROPE, 80, 22).cell(project(28.1, -15.4)) is None


# Neighbours


def off(origin: Point, point: Point, direction: Direction) -> float:
    """Degrees between a direction and the way from origin to point."""
    east, north = point[0] - origin[0], point[1] - origin[1]
    heading = {"right": 0, "up": 90, "left": 180, "down": -90}[direction]
    return abs((math.degrees(math.atan2(north, east)) - heading + 180) % 360 - 180)


keyed = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), points, min_size=1, max_size=12
)


def far_apart(places: Mapping[str, Point]) -> bool:
    found = list(places.values())
    return all(
        math.dist(one, other) > 1 for index, one in enumerate(found) for other in found[:index]
    )


@given(keyed, st.data(), st.sampled_from(DIRECTIONS))
def test_never_the_start_itself(
    places: dict[str, Point], data: st.DataObject, direction: Direction
) -> None:
    start = data.draw(st.sampled_from(sorted(places)))
    assert neighbour(places, start, direction) != start


@given(keyed, st.data())
def test_each_way_leads_that_way(places: dict[str, Point], data: st.DataObject) -> None:
    assume(far_apart(places))
    start = data.draw(st.sampled_from(sorted(places)))
    origin = places[start]
    found = {direction: neighbour(places, start, direction) for direction in DIRECTIONS}
    if found["right"] is not None:
        assert places[found["right"]][0] > origin[0]
    if found["left"] is not None:
        assert places[found["left"]][0] < origin[0]
    if found["up"] is not None:
        assert places[found["up"]][1] > origin[1]
    if found["down"] is not None:
        assert places[found["down"]][1] < origin[1]


@given(keyed, st.data(), st.sampled_from(DIRECTIONS))
def test_none_nearer_in_the_sector(
    places: dict[str, Point], data: st.DataObject, direction: Direction
) -> None:
    assume(far_apart(places))
    start = data.draw(st.sampled_from(sorted(places)))
    origin = places[start]
    inside = [
        math.dist(origin, point)
        for key, point in places.items()
        if key != start and off(origin, point, direction) <= SECTOR_DEGREES - 1e-5
    ]
    found = neighbour(places, start, direction)
    if found is None:
        assert not inside
    else:
        assert off(origin, places[found], direction) <= SECTOR_DEGREES + 1e-5
        assert math.dist(origin, places[found]) <= min(inside, default=math.inf) + 0.01


@given(keyed, st.data(), st.sampled_from(DIRECTIONS))
def test_order_of_the_points_does_not_matter(
    places: dict[str, Point], data: st.DataObject, direction: Direction
) -> None:
    start = data.draw(st.sampled_from(sorted(places)))
    turned = dict(reversed(list(places.items())))
    assert neighbour(places, start, direction) == neighbour(turned, start, direction)


def test_ties_go_to_the_straighter_then_to_the_first_key() -> None:
    places = {"start": (0.0, 0.0), "z": (1000.0, 0.0), "a": (600.0, 800.0), "b": (600.0, -800.0)}
    assert neighbour(places, "start", "right") == "z"
    del places["z"]
    assert neighbour(places, "start", "right") == "a"


def test_nothing_in_that_direction() -> None:
    places = {"start": (0.0, 0.0), "east": (1000.0, 10.0)}
    assert neighbour(places, "start", "left") is None
    assert neighbour(places, "start", "up") is None
    assert neighbour({"start": (0.0, 0.0)}, "start", "up") is None


def test_points_on_one_spot_are_walked_by_key() -> None:
    spot = (5000.0, 5000.0)
    places = {"b": spot, "a": spot, "c": spot, "west": (0.0, 5000.0), "east": (9000.0, 5000.0)}
    assert [neighbour(places, key, "right") for key in ("a", "b", "c")] == ["b", "c", "east"]
    assert [neighbour(places, key, "left") for key in ("c", "b", "a")] == ["b", "a", "west"]


def test_start_must_be_known() -> None:
    with pytest.raises(KeyError):
        neighbour({"a": (0.0, 0.0)}, "b", "up")


def test_most_central() -> None:
    window = Window(0, 0, 10, 10)
    assert most_central({"far": (9, 9), "near": (5, 6)}, window) == "near"
    assert most_central({"b": (4, 5), "a": (6, 5)}, window) == "a"
    assert most_central({}, window) is None


def site_points() -> dict[str, Point]:
    places = {}
    for path in sorted((FIXTURES / "factories" / "sites").glob("*.toml")):
        site = tomllib.loads(path.read_text(encoding="utf-8"))
        places[site["id"]] = project(site["latitude"], site["longitude"])
    return places


def test_every_site_lies_in_the_window() -> None:
    places = site_points()
    assert len(places) > 20
    assert [key for key, point in places.items() if point not in EUROPE] == []


def test_arrows_lead_from_every_site_to_every_other() -> None:
    places = site_points()
    for start in places:
        seen, open_ends = {start}, [start]
        while open_ends:
            here = open_ends.pop()
            for direction in DIRECTIONS:
                found = neighbour(places, here, direction)
                if found is not None and found not in seen:
                    seen.add(found)
                    open_ends.append(found)
        assert seen == set(places), start
