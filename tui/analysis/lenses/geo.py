"""The plane behind the map: projection, coast, fit to a terminal, and neighbours.

Positions come as latitude and longitude in degrees (ETRS89; at this scale the
same as WGS 84) and are drawn in EPSG:3035, the equal-area projection of EU
statistics (Lambert azimuthal, centre 52 N 10 E, ellipsoid GRS80). A point of
the plane is `(easting, northing)` in metres.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

from tui.dataset.files import read_regular
from tui.frozen import frozen

Point = tuple[float, float]
Direction = Literal["up", "down", "left", "right"]

DOTS_ACROSS = 2
"""Dots side by side in one terminal cell; with `DOTS_DOWN` they are about square."""
DOTS_DOWN = 4
"""Dots one above the other in one terminal cell."""

SECTOR_DEGREES = 60.0
"""How far a neighbour may lie off a direction, to either side."""

SAME_PLACE_METRES = 1.0
"""Closer than this, two marks stand on the same spot and no direction parts them."""

_SEMI_MAJOR = 6378137.0
_FLATTENING = 1 / 298.257222101
_E2 = _FLATTENING * (2 - _FLATTENING)
_E = math.sqrt(_E2)
_CENTRE_LATITUDE = math.radians(52.0)
_CENTRE_LONGITUDE = math.radians(10.0)
_FALSE_EASTING = 4321000.0
_FALSE_NORTHING = 3210000.0


def _authalic(latitude: float) -> float:
    """Return q of the guidance note: the area below a latitude (radians)."""
    sine = math.sin(latitude)
    return (1 - _E2) * (
        sine / (1 - _E2 * sine * sine) - math.log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E)
    )


_Q_POLE = _authalic(math.pi / 2)
_RADIUS = _SEMI_MAJOR * math.sqrt(_Q_POLE / 2)
_BETA_CENTRE = math.asin(_authalic(_CENTRE_LATITUDE) / _Q_POLE)
_STRETCH = (
    _SEMI_MAJOR
    * math.cos(_CENTRE_LATITUDE)
    / math.sqrt(1 - _E2 * math.sin(_CENTRE_LATITUDE) ** 2)
    / (_RADIUS * math.cos(_BETA_CENTRE))
)


class CoastError(ValueError):
    """A coast file that cannot be read; the message names the file and the reason."""


def project(latitude: float, longitude: float) -> Point:
    """Return easting and northing in metres (EPSG:3035) of a position in degrees.

    Formulas: IOGP Publication 373-7-2, Geomatics Guidance Note 7 part 2, method
    EPSG:9820, Lambert azimuthal equal area, ellipsoidal and oblique.

    Raises ValueError where there is no such position (latitude beyond 90,
    longitude beyond 180, not a number) and at the antipode of the centre, which
    the projection spreads over a whole circle.
    """
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"no such position: latitude {latitude}, longitude {longitude}")
    # Rounding can carry the quotient a hair past one at the poles.
    beta = math.asin(max(-1.0, min(1.0, _authalic(math.radians(latitude)) / _Q_POLE)))
    turn = math.radians(longitude) - _CENTRE_LONGITUDE
    reach = (
        1
        + math.sin(_BETA_CENTRE) * math.sin(beta)
        + math.cos(_BETA_CENTRE) * math.cos(beta) * math.cos(turn)
    )
    if reach < 1e-12:
        raise ValueError("the antipode of 52 N 10 E has no place on the map")
    scale = _RADIUS * math.sqrt(2 / reach)
    east = scale * _STRETCH * math.cos(beta) * math.sin(turn)
    north = (scale / _STRETCH) * (
        math.cos(_BETA_CENTRE) * math.sin(beta)
        - math.sin(_BETA_CENTRE) * math.cos(beta) * math.cos(turn)
    )
    return _FALSE_EASTING + east, _FALSE_NORTHING + north


def unproject(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude in degrees of a point in metres (EPSG:3035).

    The inverse of `project`, from the same guidance note; its series is good to
    a few millimetres. Raises ValueError for a point off the globe.
    """
    east = (easting - _FALSE_EASTING) / _STRETCH
    north = (northing - _FALSE_NORTHING) * _STRETCH
    rho = math.hypot(east, north)
    if not rho <= 2 * _RADIUS:
        raise ValueError(f"off the globe: easting {easting}, northing {northing}")
    if rho == 0:
        return math.degrees(_CENTRE_LATITUDE), math.degrees(_CENTRE_LONGITUDE)
    angle = 2 * math.asin(rho / (2 * _RADIUS))
    sine = math.cos(angle) * math.sin(_BETA_CENTRE) + (
        north * math.sin(angle) * math.cos(_BETA_CENTRE) / rho
    )
    beta = math.asin(max(-1.0, min(1.0, sine)))
    latitude = (
        beta
        + (_E2 / 3 + 31 * _E2**2 / 180 + 517 * _E2**3 / 5040) * math.sin(2 * beta)
        + (23 * _E2**2 / 360 + 251 * _E2**3 / 3780) * math.sin(4 * beta)
        + (761 * _E2**3 / 45360) * math.sin(6 * beta)
    )
    longitude = _CENTRE_LONGITUDE + math.atan2(
        east * math.sin(angle),
        rho * math.cos(_BETA_CENTRE) * math.cos(angle)
        - north * math.sin(_BETA_CENTRE) * math.sin(angle),
    )
    return math.degrees(latitude), (math.degrees(longitude) + 180) % 360 - 180


@frozen
class Window:
    """A rectangle of the plane, its edges in metres (EPSG:3035)."""

    west: float
    south: float
    east: float
    north: float

    def __contains__(self, point: Point) -> bool:
        """Tell whether a point lies in the rectangle or on its edge."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north

    @property
    def centre(self) -> Point:
        """The middle of the rectangle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


EUROPE = Window(west=2_550_000, south=1_350_000, east=6_600_000, north=5_450_000)
"""What the map shows: Iceland to Cyprus, the Portuguese coast to the North Cape."""


@frozen
class Coast:
    """Coast lines as points in metres (EPSG:3035), cut at the edges of `window`.

    `land` holds closed rings of the same land, which run along the edges; a ring in a ring
    is water.
    """

    window: Window
    lines: tuple[tuple[Point, ...], ...]
    land: tuple[tuple[Point, ...], ...] = ()


def load_coast(path: Path) -> Coast:
    """Read the coast that `tools/make_coast.py` wrote.

    The file is JSON: `window`, the edges in metres; `scale`, the steps of a
    degree; `lines`, each a flat list of whole steps: longitude and latitude of
    the first point, then the differences from point to point; `land`, rings of
    the same form, which may be missing.

    Raises CoastError for a file that is missing, not JSON or of another shape.
    """
    try:
        data = json.loads(read_regular(path, path.parent).decode("utf-8"))
        edges = data["window"]
        window = Window(*(float(edges[name]) for name in ("west", "south", "east", "north")))
        scale = float(data["scale"])
        lines = tuple(_decode(line, scale) for line in data["lines"])
        land = tuple(_decode(ring, scale) for ring in data.get("land", ()))
    except (OSError, ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise CoastError(f"{path}: not a coast file: {error!r}") from error
    return Coast(window, lines, land)


def _decode(steps: list[int], scale: float) -> tuple[Point, ...]:
    if len(steps) < 4 or len(steps) % 2:
        raise ValueError("a line needs two points or more, each of two numbers")
    points = []
    longitude = latitude = 0
    for index in range(0, len(steps), 2):
        longitude += steps[index]
        latitude += steps[index + 1]
        points.append(project(latitude / scale, longitude / scale))
    return tuple(points)


@frozen
class Fit:
    """A window laid into a block of terminal cells, whole, centred and unstretched."""

    window: Window
    columns: int
    rows: int

    @property
    def metres_per_dot(self) -> float:
        """The side of one dot in metres."""
        across = max(1, self.columns * DOTS_ACROSS - 1)
        down = max(1, self.rows * DOTS_DOWN - 1)
        window = self.window
        return max((window.east - window.west) / across, (window.north - window.south) / down)

    def dot(self, point: Point) -> tuple[int, int]:
        """Return column and row of the dot for a point, counted from the top left."""
        middle = self.window.centre
        side = self.metres_per_dot
        x = (self.columns * DOTS_ACROSS - 1) / 2 + (point[0] - middle[0]) / side
        y = (self.rows * DOTS_DOWN - 1) / 2 - (point[1] - middle[1]) / side
        return math.floor(x + 0.5), math.floor(y + 0.5)

    def land(self, rings: Iterable[Sequence[Point]]) -> list[list[bool]]:
        """Tell for each cell, row by row, whether its middle lies on land."""
        crossings: list[list[float]] = [[] for _ in range(self.rows)]
        middle, side = self.window.centre, self.metres_per_dot
        left = middle[0] - (self.columns * DOTS_ACROSS - 1) / 2 * side
        top = middle[1] + (self.rows * DOTS_DOWN - 1) / 2 * side
        tall = side * DOTS_DOWN
        first = top - (DOTS_DOWN - 1) / 2 * side
        for ring in rings:
            for (x, y), (to_x, to_y) in pairwise(ring):
                low, high = sorted(((first - y) / tall, (first - to_y) / tall))
                for row in range(max(0, math.ceil(low)), min(self.rows, math.ceil(high))):
                    share = (first - row * tall - y) / (to_y - y)
                    across = (x + share * (to_x - x) - left) / side
                    crossings[row].append((across - (DOTS_ACROSS - 1) / 2) / DOTS_ACROSS)
        found = []
        for places in crossings:
            places.sort()
            cells = [False] * self.columns
            for start, end in zip(places[::2], places[1::2], strict=False):
                begin, stop = max(0, math.ceil(start)), min(self.columns, math.ceil(end))
                cells[begin:stop] = [True] * max(0, stop - begin)
            found.append(cells)
        return found

    def cell(self, point: Point) -> tuple[int, int] | None:
        """Return column and row of the cell for a point; None outside the window."""
        if point not in self.window:
            return None
        x, y = self.dot(point)
        # Half a dot may round over the edge.
        column = min(self.columns - 1, max(0, x // DOTS_ACROSS))
        row = min(self.rows - 1, max(0, y // DOTS_DOWN))
        return column, row


_UNIT: dict[Direction, Point] = {"up": (0, 1), "down": (0, -1), "left": (-1, 0), "right": (1, 0)}


def neighbour(points: Mapping[str, Point], start: str, direction: Direction) -> str | None:
    """Return the key of the nearest point in a direction, or None if there is none.

    A point counts when it lies within `SECTOR_DEGREES` of the direction as seen
    from `start`; the distance decides, then the smaller angle, then the key.
    Points on the same spot are walked in the order of their keys: right and down
    lead to the next, left and up to the one before. Raises KeyError when `start`
    is not among the points.
    """
    origin = points[start]
    spot = sorted(
        key for key, point in points.items() if math.dist(origin, point) < SAME_PLACE_METRES
    )
    at = spot.index(start) + (1 if direction in ("right", "down") else -1)
    if 0 <= at < len(spot):
        return spot[at]
    best: tuple[float, float, str] | None = None
    along_x, along_y = _UNIT[direction]
    for key, point in points.items():
        east, north = point[0] - origin[0], point[1] - origin[1]
        distance = math.hypot(east, north)
        if distance < SAME_PLACE_METRES:
            continue
        angle = math.degrees(
            math.atan2(abs(east * along_y - north * along_x), east * along_x + north * along_y)
        )
        # Micrometres and millionths of a degree are noise, not a reason to prefer.
        candidate = (round(distance, 3), round(angle, 6), key)
        if angle <= SECTOR_DEGREES and (best is None or candidate < best):
            best = candidate
    return best[2] if best else None


def most_central(points: Mapping[str, Point], window: Window) -> str | None:
    """Return the key of the point nearest the middle of a window; None without points."""
    middle = window.centre
    ranked = ((round(math.dist(point, middle), 3), key) for key, point in points.items())
    return min(ranked, default=(0.0, None))[1]
