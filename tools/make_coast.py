"""Make data/coast.json, the coast of Europe that the map draws.

The source is Natural Earth 1:50m land (public domain) in the npm package
world-atlas:

    npm pack world-atlas@2.0.2
    tar xzf world-atlas-2.0.2.tgz
    python tools/make_coast.py package/land-50m.json

The same input always gives the same file. Islands too small for a dot are left
out and lines are thinned to what a terminal can show (Douglas and Peucker), so that the
coast is calm. Lines are cut at the edges of the window in the plane of the map, so an
edge is never taken for a shore; the land is kept beside them as closed rings, which run
along the edges.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tui.analysis.lenses.geo import EUROPE, Point, Window, project, unproject

SCALE = 100
"""Steps of a degree in the file: a hundredth is about one kilometre."""

TOLERANCE = 9_000.0
"""Metres that a thinned line may stray: half a dot on a map of a hundred lines."""

LEAST = 500e6
"""Square metres of the smallest island that is kept."""

OUTPUT = Path(__file__).resolve().parent.parent / "data" / "coast.json"

Position = tuple[float, float]
"""Longitude and latitude in degrees, the order of TopoJSON."""


def decode_arcs(topology: dict[str, Any]) -> list[list[Position]]:
    """Return the arcs of a quantised topology as positions in degrees."""
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        positions = []
        for step_x, step_y in arc:
            x += step_x
            y += step_y
            positions.append((x * scale_x + shift_x, y * scale_y + shift_y))
        arcs.append(positions)
    return arcs


def rings(topology: dict[str, Any]) -> Iterator[list[Position]]:
    """Yield the closed rings of the object `land`, in the order of the file."""
    arcs = decode_arcs(topology)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for indexes in polygon:
                yield stitch(arcs, indexes)


def stitch(arcs: Sequence[list[Position]], indexes: Sequence[int]) -> list[Position]:
    """Join arcs to one ring; the complement of an index means that arc backwards."""
    ring: list[Position] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def cut(start: Point, end: Point, window: Window) -> tuple[Point, Point] | None:
    """Return the part of a segment inside a window (Liang-Barsky); None if there is none."""
    (x, y), (to_x, to_y) = start, end
    enter, leave = 0.0, 1.0
    sides = (
        (x - to_x, x - window.west),
        (to_x - x, window.east - x),
        (y - to_y, y - window.south),
        (to_y - y, window.north - y),
    )
    for outward, room in sides:
        if outward == 0:
            if room < 0:
                return None
        elif outward < 0:
            enter = max(enter, room / outward)
        else:
            leave = min(leave, room / outward)
    if enter >= leave:
        return None

    def at(share: float) -> Point:
        return x + share * (to_x - x), y + share * (to_y - y)

    return start if enter == 0 else at(enter), end if leave == 1 else at(leave)


def clip(ring: Sequence[Point], window: Window) -> list[list[Point]]:
    """Cut a closed ring at the edges of a window into the lines inside it."""
    lines: list[list[Point]] = []
    for start, end in pairwise(ring):
        part = cut(start, end, window)
        if part is None:
            continue
        if lines and lines[-1][-1] == part[0]:
            lines[-1].append(part[1])
        else:
            lines.append(list(part))
    # A ring that starts inside the window comes back to its start on the last line.
    if len(lines) > 1 and lines[-1][-1] == lines[0][0]:
        lines[0] = lines.pop() + lines[0][1:]
    return lines


def near(position: Position) -> bool:
    """Tell whether a position lies in the quarter of the globe around Europe.

    A ring without such a position is left out before the projection, which tears
    apart what lies around the antipode.
    """
    longitude, latitude = position
    return -60 <= longitude <= 80 and 15 <= latitude <= 85


def shapes(topology: dict[str, Any], tolerance: float, least: float) -> Iterator[list[Point]]:
    """Yield the rings around Europe in metres, thinned to a tolerance in metres.

    Rings of an area below `least` (square metres) are left out.
    """
    for ring in rings(topology):
        if any(near(position) for position in ring):
            kept = [project(latitude, longitude) for longitude, latitude in ring]
            if abs(area(kept)) >= least:
                half = len(kept) // 2
                yield thinned(kept[: half + 1], tolerance)[:-1] + thinned(kept[half:], tolerance)


def area(ring: Sequence[Point]) -> float:
    """Return the area of a closed ring, negative for one that runs clockwise."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) / 2


def thinned(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return a line without the points that lie within the tolerance of what is left."""
    if len(line) < 3:
        return list(line)
    (x, y), (to_x, to_y) = line[0], line[-1]
    length = math.hypot(to_x - x, to_y - y)

    def off(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - x, point[1] - y)
        return abs((to_x - x) * (y - point[1]) - (x - point[0]) * (to_y - y)) / length

    at = max(range(1, len(line) - 1), key=lambda place: off(line[place]))
    if off(line[at]) <= tolerance:
        return [line[0], line[-1]]
    return thinned(line[: at + 1], tolerance)[:-1] + thinned(line[at:], tolerance)


def within(ring: Sequence[Point], window: Window) -> list[Point]:
    """Return the part of a closed ring inside a window, closed along its edges.

    One edge after the other cuts off what lies beyond it (Sutherland and Hodgman).
    """
    kept = list(ring[:-1])
    for axis, limit, sign in (
        (0, window.west, 1), (0, window.east, -1), (1, window.south, 1), (1, window.north, -1)
    ):  # fmt: skip
        points, kept = kept, []
        for start, end in zip(points, points[1:] + points[:1], strict=True):
            ahead, behind = (sign * (point[axis] - limit) for point in (start, end))
            if ahead >= 0:
                kept.append(start)
            if (ahead < 0) != (behind < 0):
                share = ahead / (ahead - behind)
                kept.append(
                    (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))
                )
    return [*kept, kept[0]] if kept else []


def coast_lines(
    topology: dict[str, Any], window: Window, tolerance: float = 0, least: float = 0
) -> list[list[Point]]:
    """Return the coast inside a window as lines in metres."""
    return [line for ring in shapes(topology, tolerance, least) for line in clip(ring, window)]


def encode(line: Sequence[Point]) -> list[int]:
    """Write a line as whole steps: the first position, then the differences."""
    steps: list[int] = []
    before = (0, 0)
    for point in line:
        latitude, longitude = unproject(*point)
        here = (math.floor(longitude * SCALE + 0.5), math.floor(latitude * SCALE + 0.5))
        if steps and here == before:
            continue
        steps += [here[0] - before[0], here[1] - before[1]]
        before = here
    return steps


def coast_text(topology: dict[str, Any], window: Window) -> str:
    """Return the text of the coast file: one line of JSON a coast line."""
    lines = coast_lines(topology, window, TOLERANCE, LEAST)
    land = [within(ring, window) for ring in shapes(topology, TOLERANCE, LEAST)]
    head = {
        "source": "Natural Earth 1:50m land, public domain (npm world-atlas 2.0.2 land-50m.json)",
        "made_by": "tools/make_coast.py",
        "window": {
            "west": window.west,
            "south": window.south,
            "east": window.east,
            "north": window.north,
        },
        "scale": SCALE,
    }
    fields = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for name, parts in (("lines", lines), ("land", land)):
        encoded = (steps for part in parts if len(steps := encode(part)) >= 4)
        rows = ",\n".join(json.dumps(steps, separators=(",", ":")) for steps in encoded)
        fields.append(f'"{name}": [\n{rows}\n]')
    return "{" + ",\n".join(fields) + "}\n"


def main() -> None:
    """Read the topology named on the command line and write the coast."""
    parser = argparse.ArgumentParser(description="Make the coast of Europe from Natural Earth.")
    parser.add_argument("land", type=Path, help="land-50m.json of the npm package world-atlas")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="default: data/coast.json")
    options = parser.parse_args()
    topology = json.loads(options.land.read_text(encoding="utf-8"))
    options.output.write_text(coast_text(topology, EUROPE), encoding="utf-8")
    print(f"{options.output.name}: {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
