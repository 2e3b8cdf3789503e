"""What the data leave open about a claim, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.analysis.findings.evaluate import Reading
from tui.analysis.findings.measures import Scope
from tui.analysis.findings.row_bounds import Growth
from tui.analysis.findings.wording import sentence
from tui.query.engine import masks, relations
from tui.text import listed, plural, printable

_NAMED = 6


def text(
    scope: Scope,
    growth: Growth,
    readings: Sequence[Reading],
    *,
    is_open: bool,
    left_out: Mapping[str, int],
) -> str:
    """Which lists and figures are missing where, and whether they could turn the verdict.

    ``left_out`` are the sites left out of the dataset, with the number of their faults.
    """
    parts = [_incomplete(scope, growth), _without(scope, readings), _left_out(left_out)]
    if any(parts):
        parts.append(_consequence(scope, readings[0], is_open=is_open))
    parts.append(_no_region(scope, readings))
    parts.extend(_unknown(readings))
    return sentence(parts)


def _names(scope: Scope, ids: Sequence[str]) -> str:
    sites = {site.id: site.name for site in scope.store.dataset.sites}
    return listed([printable(sites.get(ident, ident)) for ident in ids], _NAMED)


def _incomplete(scope: Scope, growth: Growth) -> str:
    found = []
    for name, gaps in growth.open.items():
        ids = scope.site_ids(gaps)
        if ids:
            where = f"at {len(ids)} of {plural(scope.size, 'site')}: {_names(scope, ids)}"
            found.append(f"The list of {name} is not known to be complete {where}.")
    return sentence(found)


def _without(scope: Scope, readings: Sequence[Reading]) -> str:
    """Rows that match and have no figure, in the headline or else in another reading."""
    for number, reading in enumerate(readings):
        if reading.missing:
            names = _names(scope, reading.missing)
            whose = "" if number == 0 else f" in the reading '{printable(reading.label.en)}'"
            many = plural(len(reading.missing), "matching row has", "matching rows have")
            return f"{many} no figure{whose}: {names}."
    return ""


def _left_out(left_out: Mapping[str, int]) -> str:
    if not left_out:
        return ""
    names = listed([printable(name) for name in left_out], _NAMED)
    verb = "is" if len(left_out) == 1 else "are"
    return f"{plural(len(left_out), 'site')} {verb} left out because of faults: {names}."


def _consequence(scope: Scope, headline: Reading, *, is_open: bool) -> str:
    if headline.holds is None:
        return ""
    if not is_open:
        return "Filling these gaps cannot turn the verdict."
    how = _turning(headline)
    how = f"; the headline turns {how}" if how else ""
    if headline.doubt:
        how += f"; the match is open at {_names(scope, headline.doubt)}"
    return f"Filling these gaps could turn the verdict{how}."


def _turning(headline: Reading) -> str:
    """What it takes, where that can be told in rows."""
    number, sites = abs(headline.needed), headline.table == "sites"
    if not number:
        return ""
    if sites and headline.needed > 0:
        return f"once {plural(number, 'more site')} match{'es' if number == 1 else ''}"
    if sites:
        verb = "does" if number == 1 else "do"
        return f"once {number} of the matching sites {verb} so no longer"
    if headline.needed > 0:
        return f"with {plural(number, 'more matching row')}"
    return f"with {plural(number, 'more row')} of another kind"


def _no_region(scope: Scope, readings: Sequence[Reading]) -> str:
    """Chosen sites whose region has no such figure, over both parts of the headline."""
    parts = [part for part in readings[0].parts if part.table == "indicators"]
    if not parts:
        return ""
    up = scope.store.table("indicators").parents["region"]
    size = len(scope.store.table("regions"))
    regions = masks.of_rows((up[row] for part in parts for row in part.rows), size)
    covered = relations.some(scope.store, "sites", "region", regions)
    ids = scope.site_ids(masks.invert(covered))
    return f"No such figure is known for the region of {_names(scope, ids)}." if ids else ""


def _unknown(readings: Sequence[Reading]) -> list[str]:
    found = []
    if readings[0].holds is None:
        found.append(f"The value cannot be told ({printable(readings[0].why)}).")
    whys: dict[str, list[str]] = {}
    for reading in readings[1:]:
        if reading.holds is None:
            whys.setdefault(reading.why, []).append(f"'{printable(reading.label.en)}'")
    for why, labels in whys.items():
        what = "reading" if len(labels) == 1 else "readings"
        verb = "counts" if len(labels) == 1 else "count"
        found.append(
            f"The {what} {listed(labels)} cannot be told ({printable(why)}) and {verb} neither way."
        )
    return found
