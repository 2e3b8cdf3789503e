"""Computers and their accelerators: totals, and sizes beside what they are compared with.

Functions take ``rows``, row numbers of the table of systems: those of the chosen sites, or
the ones among them that a filter speaks of. Chips of different kinds are counted, never
weighed against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tui.analysis.breakdown import Breakdown, Line, count
from tui.dataset.records import System
from tui.dataset.reference import Cluster
from tui.query.columns import Column
from tui.query.derived import ANNOUNCED, INSTALLED
from tui.query.store import Store

State = Literal["in_place", "announced", "other"]
Measure = Literal["accelerator_count", "rmax_pflops", "contract_meur"]

CHIPS_UNIT = "AI chips"
"""Facts in this unit are yardsticks for the size of a system."""
LARGEST_PRIVATE = 5
LARGEST_PUBLIC = 3
UNNAMED = "not named"


@dataclass(frozen=True, slots=True)
class Tally:
    """One figure over some systems, added up.

    ``total`` is None where no system has the figure, ``unsure`` the part of it that no
    source confirms; ``without`` are the rows of the systems that lack it.
    """

    systems: int
    total: float | None
    unsure: float
    without: tuple[int, ...]

    @property
    def known(self) -> int:
        """Number of systems that have the figure."""
        return self.systems - len(self.without)


@dataclass(frozen=True, slots=True)
class Totals:
    """Accelerators of some systems.

    ``in_place`` are those of systems that run or are being installed, of which
    ``installing`` are the latter; ``announced`` those contracted, in tender or planned.
    Retired systems are in neither. ``unlike`` counts the families of chips added up.
    """

    in_place: Tally
    installing: Tally
    announced: Tally
    unlike: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The size of a system, a sum or a yardstick.

    ``state`` is "yardstick" for what systems are compared with; ``what`` says in a few words
    what the figure is, ``unit`` in what it is counted. ``table`` and ``row`` lead to the
    record behind it, "" and -1 for a sum.
    """

    key: str
    label: str
    value: float
    unit: str
    state: Literal["in_place", "announced", "other", "yardstick"]
    what: str
    unsure: bool
    table: str = ""
    row: int = -1


def state_of(status: str) -> State:
    """Whether a system of this status is in place, only announced, or neither (retired)."""
    if status in INSTALLED:
        return "in_place"
    return "announced" if status in ANNOUNCED else "other"


_MODEL = re.compile(r"\b(?!NVL|SXM|HBM|PCI)[A-Z]{1,3}\d{2,4}[A-Z]?\b")


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
    records = store.table("systems").records
    systems, unsure = 0, 0.0
    figures: list[float] = []
    without = []
    for row in rows:
        system: System = records[row]
        systems += 1
        value = getattr(system, measure)
        if value is None:
            without.append(row)
            continue
        figures.append(value)
        if system.confidence != "confirmed":
            unsure += value
    total = _plain(sum(figures)) if figures else None
    return Tally(systems, total, _plain(unsure), tuple(without))


def _plain(value: float) -> float:
    """A sum without the dust of binary fractions; whole where it is whole."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def totals(store: Store, rows: Sequence[int]) -> Totals:
    """How many accelerators are in place, and how many only announced."""
    records = store.table("systems").records
    groups: dict[State, list[int]] = {"in_place": [], "announced": [], "other": []}
    kinds = set()
    for row in rows:
        system: System = records[row]
        state = state_of(system.status)
        groups[state].append(row)
        if state != "other" and system.accelerator_count:
            kinds.add(family(system.accelerator))
    installing = [row for row in groups["in_place"] if records[row].status != "operational"]
    return Totals(
        tally(store, groups["in_place"]),
        tally(store, installing),
        tally(store, groups["announced"]),
        len(kinds),
    )


def silent(store: Store, rows: Iterable[int]) -> tuple[int, ...]:
    """Those systems in place for which no accelerator is named either: they may have none."""
    records = store.table("systems").records
    return tuple(
        row
        for row in rows
        if records[row].accelerator is None and state_of(records[row].status) == "in_place"
    )


def names(store: Store, rows: Iterable[int]) -> tuple[str, ...]:
    """Names of systems, without what stands in brackets behind them."""
    records = store.table("systems").records
    return tuple(plain_name(records[row].name) for row in rows)


def plain_name(name: str) -> str:
    """A name without what stands in brackets at its end."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", name) or name


# Totals as a table

_TOTALS = (
    Column("what", "What", "text", "What is added up", default=True),
    Column("by", "By", "text", "Whether the row is a sum, a status or a kind of chip"),
    count("systems", "Systems", "Number of systems"),
    count("known", "Known", "Number of systems that have the figure"),
    Column("total", "Total", "number", "The known figures added up", default=True),
    Column("unit", "Unit", "text", "Unit of the total", default=True),
    Column("unsure", "Unconfirmed", "number", "Part that no source confirms", default=True),
    Column(
        "without", "No figure for", "texts", "Systems whose figure is missing from the total",
        default=True,
    ),
)  # fmt: skip
IN_PLACE, ONLY_ANNOUNCED = "Accelerators in place", "Accelerators only announced"


def totals_table(store: Store, rows: Sequence[int]) -> Breakdown:
    """Accelerators in place and announced, by status and by kind of chip; Rmax; contract sums."""
    records = store.table("systems").records
    groups: dict[State, list[int]] = {"in_place": [], "announced": [], "other": []}
    for row in rows:
        groups[state_of(records[row].status)].append(row)
    lines: list[tuple[str, Line]] = []
    parts: tuple[tuple[State, str], ...] = (("in_place", IN_PLACE), ("announced", ONLY_ANNOUNCED))
    for state, title in parts:
        chosen = groups[state]
        lines.append((state, _total_line(store, title, "all", chosen, "chips")))
        lines += [
            (f"{state}/{by}/{name}", _total_line(store, name, by, some, "chips"))
            for by, name, some in _parts(store, chosen)
        ]
    standing = [*groups["in_place"], *groups["announced"]]
    lines.append(("rmax", _total_line(store, "Rmax in place", "all", groups["in_place"],
                                      "PFlop/s", "rmax_pflops")))  # fmt: skip
    lines.append(("contracts", _total_line(store, "Contract sums", "all", standing,
                                           "EUR million", "contract_meur")))  # fmt: skip
    return Breakdown(
        "compute-totals", _TOTALS, tuple(key for key, _ in lines), tuple(line for _, line in lines)
    )


def _parts(store: Store, rows: Sequence[int]) -> Iterator[tuple[str, str, list[int]]]:
    """Systems by status, then by kind of chip, the largest sum first."""
    records = store.table("systems").records
    for status in store.vocabulary.words("system_status"):
        some = [row for row in rows if records[row].status == status]
        if some:
            yield "status", store.vocabulary.label("system_status", status), some
    kinds: dict[str, list[int]] = {}
    for row in rows:
        kinds.setdefault(family(records[row].accelerator), []).append(row)
    for name, some in sorted(kinds.items(), key=lambda item: -(tally(store, item[1]).total or 0)):
        yield "accelerator", name, some


def _total_line(
    store: Store,
    title: str,
    by: str,
    rows: Sequence[int],
    unit: str,
    measure: Measure = "accelerator_count",
) -> Line:
    found = tally(store, rows, measure)
    unsure = found.unsure or None
    without = names(store, found.without)
    return (title, by, found.systems, found.known, found.total, unit, unsure, without)


# Sizes beside yardsticks

_SIZES = (
    Column("name", "System", "text", "System, sum or yardstick", default=True),
    Column("site", "Site", "slug", "Id of the site, empty for sums and yardsticks"),
    Column("size", "Size", "number", "Number of accelerators, or of the unit given", default=True),
    Column("unit", "Unit", "text", "What is counted", default=True),
    Column("state", "State", "text", "in place, announced, or a yardstick", default=True),
    Column("what", "What", "text", "What the figure is", default=True),
    Column("confirmed", "Confirmed", "flag", "Whether a source confirms the figure"),
)


def bars(store: Store, rows: Sequence[int]) -> tuple[Bar, ...]:
    """Systems with a count, their sums and the yardsticks, the largest first."""
    found = totals(store, rows)
    sums = [
        Bar(f"sum/{key}", title, tally.total, "chips", key, "sum, chips of all kinds",
            tally.unsure > 0)
        for key, title, tally in (
            ("in_place", "All in place", found.in_place),
            ("announced", "All only announced", found.announced),
        )
        if tally.total and tally.known > 1
    ]  # fmt: skip
    every = [*sums, *_system_bars(store, rows), *yardsticks(store)]
    return tuple(sorted(every, key=lambda bar: -bar.value))


def _system_bars(store: Store, rows: Sequence[int]) -> Iterator[Bar]:
    table = store.table("systems")
    sites = store.table("sites").values("id")
    for row in rows:
        system: System = table.records[row]
        if system.accelerator_count:
            what = store.vocabulary.label("system_status", system.status).lower()
            basis = system.accelerator_count_basis
            if basis in ("approximate", "minimum"):
                word = store.vocabulary.label("accelerator_count_basis", basis).lower()
                what += f", {word}"
            key = f"{sites[table.parents['site'][row]]}/{system.id}"
            yield Bar(key, plain_name(system.name), system.accelerator_count, "chips",
                      state_of(system.status), what, system.confidence != "confirmed",
                      "systems", row)  # fmt: skip


def yardsticks(store: Store) -> tuple[Bar, ...]:
    """What systems are compared with.

    Facts counted in AI chips, and the largest running cluster of each of the largest owners,
    private and public; in chips where they are known, else in H100-equivalents.
    """
    found = []
    for row, fact in enumerate(store.table("facts").records):
        value = fact.value
        if fact.unit == CHIPS_UNIT and isinstance(value, int | float) and value > 0:
            found.append(Bar(f"fact/{fact.id}", fact.label.en, value, "chips", "yardstick",
                             "yardstick", fact.confidence != "confirmed", "facts", row))  # fmt: skip
    for sector, most in (("private", LARGEST_PRIVATE), ("public", LARGEST_PUBLIC)):
        found += _largest(store, sector, most)
    return tuple(found)


def _largest(store: Store, sector: str, most: int) -> list[Bar]:
    """The largest running cluster of each owner, as many as wanted."""
    word = store.vocabulary.label("cluster_sector", sector).lower()
    best: dict[str, Bar] = {}
    for row, cluster in enumerate(store.table("clusters").records):
        size = cluster.accelerators or cluster.h100_equivalents
        if cluster.sector != sector or cluster.status != "operational" or not size:
            continue
        if cluster.owner not in best or size > best[cluster.owner].value:
            best[cluster.owner] = _cluster_bar(cluster, row, size, word)
    return sorted(best.values(), key=lambda bar: -bar.value)[:most]


def _cluster_bar(cluster: Cluster, row: int, size: int, word: str) -> Bar:
    unit = "chips" if cluster.accelerators else "H100-equivalents"
    return Bar(f"cluster/{cluster.id}", cluster.name, size, unit, "yardstick",
               f"{word}, {cluster.owner}", cluster.confidence != "confirmed",
               "clusters", row)  # fmt: skip


def sizes_table(store: Store, found: Sequence[Bar]) -> Breakdown:
    """The bars as a table."""
    lines = []
    for bar in found:
        site = bar.key.partition("/")[0] if bar.table == "systems" else None
        state = bar.state.replace("_", " ")
        lines.append((bar.label, site, bar.value, bar.unit, state, bar.what, not bar.unsure))
    return Breakdown("compute-sizes", _SIZES, tuple(bar.key for bar in found), tuple(lines))
