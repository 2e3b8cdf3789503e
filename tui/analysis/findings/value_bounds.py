"""How far a re-computed value can move once lists are completed and figures are found."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from tui.analysis.findings.claim import Stated, Truth, compare
from tui.analysis.findings.measures import Measured
from tui.analysis.findings.row_bounds import Bounds, Growth
from tui.analysis.findings.rule import OVER_FIGURES, Figure, Room
from tui.dataset.fields import PartialDate
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.bind import bind_text
from tui.query.engine.masks import Mask
from tui.query.engine.relations import NAMES

_FURTHEST = 10_000
_ANOTHER = "\0"
"""An id that no claim names."""


@frozen
class Reach:
    """Where a value can go.

    ``fixed``: nowhere. ``numbers``: from ``low`` to ``high``, both at least as wide as
    true. ``sets``: it keeps ``must`` and may take from ``may`` (None: anything). ``any``:
    no bound is known. ``doubt`` picks the sites whose own match is in doubt.
    """

    kind: Literal["fixed", "numbers", "sets", "any"]
    low: float = math.nan
    high: float = math.nan
    must: frozenset[str] = frozenset()
    may: frozenset[str] | None = None
    doubt: Mask = b""


FIXED = Reach("fixed")
ANY = Reach("any")


def reach(growth: Growth, measured: Measured) -> Reach:
    """How far the outcome of a rule can move as the lists of ``growth`` are completed."""
    if measured.parts:
        return _quotient(growth, *measured.parts)
    if measured.value is None:
        return FIXED
    if measured.check.measure == "value":
        return _one(growth, measured)
    return _leaf(growth, measured)


def _one(growth: Growth, measured: Measured) -> Reach:
    """The figure of the one row that matches: it grows with what it counts."""
    found = growth.figures(measured.check.of, measured.check.value)
    if found is None:
        return ANY
    least, most = (_known(values, measured.picked) for values in found)
    return FIXED if least == most else Reach("numbers", *least, *most)


@frozen
class _Rows:
    """Rows picked at least and at most, rows compared with likewise, and rows yet to come.

    Of those to come some may be picked, some compared with, and some of these not picked.
    """

    picked: Bounds
    base: Bounds
    new_picked: bool
    new_base: bool
    new_others: bool


def _rows(growth: Growth, measured: Measured) -> _Rows:
    check, scope = measured.check, growth.scope
    population = scope.population(check.of)

    def within(bounds: Bounds, frame: Bounds) -> Bounds:
        return masks.both(bounds[0], frame[0]), masks.both(bounds[1], frame[1])

    among, where = (bind_text(scope.store, check.of, text) for text in (check.among, check.where))
    base = within(growth.bounds(among), (population, population))
    picked = within(growth.bounds(where), base)
    gap = growth.gap(check.of)
    new_base = masks.both(gap, growth.newcomers(among)[1])
    surely, perhaps = growth.newcomers(where)
    new_picked = masks.both(new_base, perhaps)
    new_others = masks.both(new_base, masks.invert(surely))
    return _Rows(picked, base, any(new_picked), any(new_base), any(new_others))


def _leaf(growth: Growth, measured: Measured) -> Reach:
    rows, name = _rows(growth, measured), measured.check.measure
    low, high = rows.picked
    still = low == high and rows.base[0] == rows.base[1] and not _moves(growth, measured, high)
    share = name == "share"
    if still and not any(measured.blank) and not (rows.new_base if share else rows.new_picked):
        return FIXED
    doubt = masks.both(high, masks.invert(low)) if measured.check.of == "sites" else b""
    if name == "count":
        most = math.inf if rows.new_picked else masks.count(high)
        return Reach("numbers", masks.count(low), most, doubt=doubt)
    if share:
        return _share(rows, doubt)
    if name == "ids":
        return _ids(growth, measured, rows, doubt)
    ends = OVER_FIGURES[name].ends
    return ANY if ends is None else _figures(growth, measured, rows, doubt, ends)


def _share(rows: _Rows, doubt: Mask) -> Reach:
    (low, high), (base_low, base_high) = rows.picked, rows.base
    least, most = masks.count(low), masks.count(high)
    others_least = masks.count(masks.both(base_low, masks.invert(high)))
    others_most = masks.count(masks.both(base_high, masks.invert(low)))
    bottom = 0.0 if rows.new_others or not least else 100 * least / (least + others_most)
    top = 100.0 if rows.new_picked or not others_least else 100 * most / (most + others_least)
    return Reach("numbers", bottom, top, doubt=doubt)


def _ids(growth: Growth, measured: Measured, rows: _Rows, doubt: Mask) -> Reach:
    of = measured.check.of
    own = growth.scope.source(of).table(of).values(NAMES[of][0])
    must, may = (frozenset(str(own[row]) for row in masks.rows(mask)) for mask in rows.picked)
    return Reach("sets", must=must, may=None if rows.new_picked else may, doubt=doubt)


def _figures(
    growth: Growth,
    measured: Measured,
    rows: _Rows,
    doubt: Mask,
    ends: Callable[[Room], tuple[float, float]],
) -> Reach:
    found = growth.figures(measured.check.of, measured.check.value)
    if found is None:
        return ANY
    loose = rows.new_picked or any(measured.blank)
    reached: list[tuple[float, float]] = []
    for values in found:
        low, high = (_known(values, mask) for mask in rows.picked)
        if any(isinstance(value, PartialDate) for value in high):
            return ANY
        floor = 0.0 if all(value >= 0 for value in high) else -math.inf
        reached.append(ends(Room(low, high, floor, loose)))
    (least, _), (_, most) = reached
    return Reach("numbers", least, most, doubt=doubt)


def _known(values: Sequence[Any], mask: Mask) -> list[Any]:
    """The known ones among the figures of these rows."""
    return [values[row] for row in masks.rows(mask) if values[row] not in (None, ())]


def _moves(growth: Growth, measured: Measured, mask: Mask) -> bool:
    """Whether the figure of one of these rows may become another one."""
    if not measured.check.value:
        return False
    found = growth.figures(measured.check.of, measured.check.value)
    return found is None or _known(found[0], mask) != _known(found[1], mask)


def _quotient(growth: Growth, above: Measured, below: Measured) -> Reach:
    parts = [reach(growth, part) for part in (above, below)]
    if all(part.kind == "fixed" for part in parts):
        return FIXED
    ends: list[tuple[float, float]] = []
    for part, measured in zip(parts, (above, below), strict=True):
        if part.kind == "fixed" and isinstance(measured.value, int | float):
            ends.append((measured.value, measured.value))
        elif part.kind == "numbers" and part.low >= 0:
            ends.append((part.low, part.high))
        else:
            return ANY
    (least, most), (small, large) = ends
    return Reach(
        "numbers", least / large if large else math.inf, most / small if small > 0 else math.inf
    )


def truths(found: Reach, value: Figure | None, stated: Stated) -> frozenset[Truth]:
    """How a reading can turn out: as it does now, and otherwise where the value can move."""
    now = compare(value, stated)
    if found.kind == "fixed" or now is None:
        return frozenset({now})
    # What holds of neither end, nor of what comes nearest to the value stated, holds nowhere.
    if found.kind == "numbers" and isinstance(stated.claimed, int | float):
        nearest = min(max(stated.claimed, found.low), found.high)
        ends: Iterable[Figure] = (found.low, found.high, nearest)
    elif found.kind == "sets" and isinstance(stated.claimed, tuple):
        claimed, must = frozenset(stated.claimed), found.must
        may = must | claimed | {_ANOTHER} if found.may is None else found.may
        ends = map(tuple, (must, may, must | (claimed & may)))
    else:
        return frozenset({True, False})
    return frozenset(compare(end, stated) for end in ends) | {now}


def rows_needed(found: Reach, measured: Measured, stated: Stated) -> int:
    """Fewest rows that turn the reading: matching ones to come, or with a minus ones to go.

    For a share of child rows, with a minus: others to come. 0 where that is not told.
    """
    value, name = measured.value, measured.check.measure
    now = compare(value, stated)
    if found.kind != "numbers" or now is None or not isinstance(value, int | float):
        return 0
    picked, base = masks.count(measured.picked), masks.count(measured.base)
    grows = name == "share" and measured.check.of != "sites"
    for step in range(1, _FURTHEST if name in ("count", "share") else 1):
        within = False
        for rows in (step, -step) if grows or measured.check.of == "sites" else (step,):
            if name == "count":
                moved: float = picked + rows
            elif grows:
                moved = 100 * (picked + max(rows, 0)) / (base + step)
            else:
                moved = 100 * (picked + rows) / base
            if found.low <= moved <= found.high:
                within = True
                if compare(moved, stated) is not now:
                    return rows
        if not within:
            return 0
    return 0
