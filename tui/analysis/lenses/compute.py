"""Computers and their chips: how many are in use, how many only announced.

Functions take ``rows``, row numbers of the table of systems: those of the chosen sites, or
the ones among them that a filter speaks of. Chips of different kinds are counted, never
weighed against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from tui.analysis.tables import Selection, count, worked_out
from tui.analysis.totals import undusted
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.derived import ANNOUNCED, INSTALLED
from tui.query.engine.format import LOWER_BOUND
from tui.query.engine.store import Store, Table
from tui.text import number

State = Literal["in_use", "announced", "other"]
Measure = Literal["accelerator_count", "rmax_pflops", "contract_meur"]

INSTALLING = "being_installed"
UNNAMED = "Accelerator not named"
SUM = "*"
"""Begins the key of a line that stands for no record, such as a sum."""


@frozen
class Tally:
    """One figure over some systems, added up.

    ``total`` is None where no system has the figure, ``unsure`` the part of it that no
    source confirms; ``without`` are the rows of the systems that lack it. ``low`` tells that it
    may be more, since figures are missing or are lower bounds themselves.
    """

    systems: int
    total: float | None
    unsure: float
    without: tuple[int, ...]
    low: bool = False

    @property
    def known(self) -> int:
        """Number of systems that have the figure."""
        return self.systems - len(self.without)


@frozen
class Totals:
    """Chips of some systems.

    ``in_use`` are those of systems in operation, ``announced`` those of systems contracted,
    in tender, planned or, as ``installing`` counts them, being installed. Retired systems
    are in neither. ``kinds`` is the number of kinds of chips added up.
    """

    in_use: Tally
    announced: Tally
    installing: Tally
    kinds: int


def state_of(status: str) -> State:
    """Whether a system of this status is in use, only announced, or neither (retired)."""
    if status in INSTALLED:
        return "in_use"
    return "announced" if status in ANNOUNCED else "other"


_MODEL = re.compile(r"\b(?!NVL|SXM|HBM|PCI)[A-Z]{1,3}\d{2,4}[A-Z]?\b")


@lru_cache(maxsize=1024)
def family(accelerator: str | None) -> str:
    """The kind of chip: maker and models without packaging, ``NVIDIA GB200`` for ``… NVL4``.

    A mixture stays one family of its own, such as ``NVIDIA H100, A100, V100``.
    """
    text = (accelerator or "").strip()
    if not text:
        return UNNAMED
    models = dict.fromkeys(_MODEL.findall(text))
    if not models:
        return re.split(r"[(,;]", text)[0].strip() or text
    maker = text.split(maxsplit=1)[0]
    names = ", ".join(models)
    return names if maker.rstrip(",") in models else f"{maker} {names}"


def tally(store: Store, rows: Iterable[int], measure: Measure = "accelerator_count") -> Tally:
    """Add up a figure over some systems."""
    table = store.table("systems")
    values, sure = table.values(measure), table.values("confidence")
    chosen = list(rows)
    known = [row for row in chosen if values[row] is not None]
    total = undusted(sum(values[row] for row in known)) if known else None
    unsure = sum(values[row] for row in known if sure[row] != "confirmed")
    without = tuple(row for row in chosen if values[row] is None)
    kinds = table.values("accelerator_count_basis") if measure == "accelerator_count" else ()
    low = bool(without) or any(kinds and kinds[row] == "minimum" for row in known)
    return Tally(len(chosen), total, undusted(unsure), without, low)


def totals(store: Store, rows: Sequence[int]) -> Totals:
    """How many chips are in use, and how many only announced."""
    table = store.table("systems")
    states, chips = table.values("status"), table.values("accelerator")
    counts = table.values("accelerator_count")
    in_use = [row for row in rows if states[row] in INSTALLED]
    announced = [row for row in rows if states[row] in ANNOUNCED]
    kinds = {chips[row] for row in (*in_use, *announced) if counts[row]}
    return Totals(
        tally(store, in_use),
        tally(store, announced),
        tally(store, [row for row in announced if states[row] == INSTALLING]),
        len({family(chip) for chip in kinds}),
    )


def silent(store: Store, rows: Iterable[int]) -> tuple[int, ...]:
    """Those systems in use for which no accelerator is named either: they may have none."""
    table = store.table("systems")
    states, chips = table.values("status"), table.values("accelerator")
    return tuple(row for row in rows if chips[row] is None and states[row] in INSTALLED)


def names(store: Store, rows: Iterable[int]) -> tuple[str, ...]:
    """Names of systems, without what stands in brackets behind them."""
    records = store.table("systems").records
    return tuple(plain_name(records[row].name) for row in rows)


def plain_name(name: str) -> str:
    """A name without what stands in brackets at its end."""
    text = name.rstrip()
    head = text[: max(text.rfind("("), 0)].rstrip() if text.endswith(")") else ""
    return head if head and head.count("(") == head.count(")") else text


# Totals as a table


@frozen
class Group:
    """Systems whose figure is added up: a sum, or a part of it by status or by kind of chip."""

    key: str
    title: str
    by: Literal["all", "status", "accelerator"]
    state: State
    rows: tuple[int, ...]
    measure: Measure = "accelerator_count"


UNITS = {"accelerator_count": "chips", "rmax_pflops": "PFlop/s", "contract_meur": "EUR million"}
IN_USE, ONLY_ANNOUNCED = "Chips in use", "Chips announced"


@frozen
class Sum:
    """A group with its figures added up; ``without`` names the systems that lack them."""

    group: Group
    tally: Tally
    without: tuple[str, ...]


def _told(found: Tally) -> str:
    """A sum, as a lower bound where a figure is missing from it."""
    figure = number(found.total or 0)
    return f"{figure} {LOWER_BOUND}" if found.low else figure


_TOTALS = (
    Field("what", "What", "text", "What is added up", default=True, short="Sum",
          value=lambda row: row.group.title),
    Field("by", "By", "text", "A sum, or its part by status or kind of chip",
          value=lambda row: row.group.by),
    Field("standing", "Standing", "text", "In use or announced",
          value=lambda row: row.group.state.replace("_", " ")),
    count("systems", "Systems", "Number of systems", lambda row: row.tally.systems),
    count("known", "Known", "Number of systems that have the figure", lambda row: row.tally.known),
    Field("total", "Total", "number", "The known figures added up", default=True,
          value=lambda row: row.tally.total, text=lambda row: _told(row.tally)),
    Field("unit", "Unit", "text", "Unit of the total", default=True,
          value=lambda row: UNITS[row.group.measure]),
    Field("unsure", "Not confirmed", "number", "Part that no source confirms", default=True,
          value=lambda row: row.tally.unsure or None, sure=lambda _: False),
    Field("without", "No figure for", "texts", "Systems whose figure is missing from the total",
          default=True, value=lambda row: row.without),
)  # fmt: skip


def groups(store: Store, rows: Sequence[int]) -> tuple[Group, ...]:
    """Chips in use and announced, each by status and by kind of chip; Rmax; contracts.

    Nothing where there is no system.
    """
    if not rows:
        return ()
    records = store.table("systems").records
    in_use = tuple(row for row in rows if state_of(records[row].status) == "in_use")
    announced = tuple(row for row in rows if state_of(records[row].status) == "announced")
    return (
        Group(f"{SUM}in_use", IN_USE, "all", "in_use", in_use),
        *_parts(store, "in_use", in_use),
        Group(f"{SUM}announced", ONLY_ANNOUNCED, "all", "announced", announced),
        *_parts(store, "announced", announced),
        Group(f"{SUM}rmax", "Rmax in use", "all", "in_use", in_use, "rmax_pflops"),
        Group(
            f"{SUM}contracts", "Contracts announced", "all", "announced", announced, "contract_meur"
        ),
    )


def _parts(store: Store, state: State, rows: Sequence[int]) -> Iterator[Group]:
    """Systems by status where there are several, then by kind of chip, the largest sum first."""
    records = store.table("systems").records
    states: dict[str, list[int]] = {}
    kinds: dict[str, list[int]] = {}
    for row in rows:
        states.setdefault(records[row].status, []).append(row)
        kinds.setdefault(family(records[row].accelerator), []).append(row)
    for status in store.vocabulary.words("system_status"):
        if status in states and len(states) > 1:
            title = store.vocabulary.label("system_status", status)
            key = f"{SUM}{state}/status/{status}"
            yield Group(key, title, "status", state, tuple(states[status]))
    sums = {name: tally(store, some).total or 0 for name, some in kinds.items()}
    for name in sorted(kinds, key=lambda name: (name == UNNAMED, -sums[name])):
        key = f"{SUM}{state}/accelerator/{name}"
        yield Group(key, name, "accelerator", state, tuple(kinds[name]))


def compute_totals(selection: Selection) -> Table:
    """The table of sums, with the systems missing from these by name."""
    store = selection.store
    sums = []
    for group in groups(store, selection.rows("systems")):
        found = tally(store, group.rows, group.measure)
        sums.append(Sum(group, found, names(store, found.without)))
    return worked_out("compute-totals", _TOTALS, sums,
                      key=lambda row: str(row.group.key), singular="sum", apart=True)  # fmt: skip
