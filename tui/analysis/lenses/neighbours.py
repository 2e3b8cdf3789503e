"""The sites near a site: on the map, and by the sectors that they name."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tui.dataset.records import Site

_MEAN_RADIUS_KM = 6371.0088


def kilometres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Distance as the crow flies between two positions in degrees, latitude first.

    Along a great circle of the mean sphere; the ellipsoid differs by half a percent at most.
    """
    ahead, across = math.radians(end[0] - start[0]), math.radians(end[1] - start[1])
    parallels = math.cos(math.radians(start[0])) * math.cos(math.radians(end[0]))
    square = math.sin(ahead / 2) ** 2 + parallels * math.sin(across / 2) ** 2
    return 2 * _MEAN_RADIUS_KM * math.asin(min(1.0, math.sqrt(square)))


def most_alike(site: Site, others: Iterable[Site]) -> list[tuple[Site, int, int]]:
    """The sites that share the largest part of their sectors with a site, more only at a tie.

    Each with the number of sectors that both name and that either of them names; [] where
    nothing is shared.
    """
    own = frozenset(each.id for each in site.sectors)
    found = []
    for other in others:
        names = frozenset(each.id for each in other.sectors)
        if own & names:
            found.append((other, len(own & names), len(own | names)))
    best = max((shared / either for _, shared, either in found), default=0)
    return [each for each in found if each[1] / each[2] == best]
