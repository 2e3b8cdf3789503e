"""The sites near a site: on the map, and by the sectors that they name."""

from __future__ import annotations

import math
from heapq import nlargest, nsmallest

from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.dataset.records import Site

_MEAN_RADIUS_KM = 6371.0088
# Points as near to one another as rounding can make them seem.
_CLOSE = 1e-9

_Point = tuple[float, float, float]


def kilometres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Distance as the crow flies between two positions in degrees, latitude first.

    Along a great circle of the mean sphere; the ellipsoid differs by half a percent at most.
    """
    ahead, across = math.radians(end[0] - start[0]), math.radians(end[1] - start[1])
    parallels = math.cos(math.radians(start[0])) * math.cos(math.radians(end[0]))
    square = math.sin(ahead / 2) ** 2 + parallels * math.sin(across / 2) ** 2
    return 2 * _MEAN_RADIUS_KM * math.asin(min(1.0, math.sqrt(square)))


def nearest(dataset: Dataset, site: Site, most: int) -> list[tuple[float, Site]]:
    """The sites next to a site with their distances in kilometres, the nearest first.

    At the same distance they stand in the order of their names.
    """
    x, y, z = _point(site)
    # How far round the globe: 1 for the same place, -1 for the other side.
    turned = [x * each[0] + y * each[1] + z * each[2] for each in _points(dataset)]
    least = min(nlargest(most + 1, turned), default=0.0) - _CLOSE
    here = (site.latitude, site.longitude)
    close = [
        (kilometres(here, (other.latitude, other.longitude)), other)
        for other, near in zip(dataset.sites, turned, strict=True)
        if near >= least and other.id != site.id
    ]
    return nsmallest(most, close, key=lambda each: (each[0], each[1].name))


def most_similar(dataset: Dataset, site: Site) -> list[tuple[Site, int, int]]:
    """The sites that share the largest part of their sectors with a site, more only at a tie.

    Each with the number of sectors that both name and that either of them names; [] where
    nothing is shared.
    """
    own = _names(site)
    best, found = 0.0, list[tuple[Site, int, int]]()
    for other, names in zip(dataset.sites, _sectors(dataset), strict=True):
        shared = len(own & names)
        either = len(own) + len(names) - shared
        if not shared or shared / either < best or other.id == site.id:
            continue
        if shared / either > best:
            best, found = shared / either, []
        found.append((other, shared, either))
    return found


@kept()
def _points(dataset: Dataset) -> tuple[_Point, ...]:
    """Where the sites stand on a globe of radius 1, which is quicker to compare than degrees."""
    return tuple(map(_point, dataset.sites))


@kept()
def _sectors(dataset: Dataset) -> tuple[frozenset[str], ...]:
    return tuple(map(_names, dataset.sites))


def _point(site: Site) -> _Point:
    latitude, longitude = math.radians(site.latitude), math.radians(site.longitude)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)


def _names(site: Site) -> frozenset[str]:
    return frozenset(each.id for each in site.sectors)
