"""Single machines: their size in chips beside yardsticks, their places in the TOP500."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from tui.analysis.lenses.compute import SUM, plain_name, state_of, totals
from tui.analysis.tables import Selection, ordered, site_column, worked_out
from tui.dataset.records import System
from tui.dataset.reference import Cluster
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.derived import Place, editions, places
from tui.query.engine.format import TOP500, rmax_of
from tui.query.engine.store import Store, Table
from tui.query.engine.table import row_key

CHIPS_UNIT = "AI chips"
"""Facts in this unit are yardsticks for the size of a system."""
RUNNING = "operational"
LARGEST_PRIVATE = 5
LARGEST_PUBLIC = 3

Standing = Literal["in_use", "announced", "other", "yardstick"]


@frozen
class Bar:
    """The size of a system, a sum or a yardstick.

    ``what`` says in a few words what the figure is, ``unit`` in what it is counted. ``table``
    and ``row`` lead to the record behind it, "" and -1 for a sum; ``site`` is the id of a
    system's site.
    """

    key: str
    label: str
    value: float
    unit: str
    standing: Standing
    what: str
    unsure: bool
    table: str = ""
    row: int = -1
    site: str | None = None


def bars(store: Store, rows: Sequence[int]) -> tuple[Bar, ...]:
    """Systems with a count, their sums and the yardsticks, the largest first."""
    every = [*_sums(store, rows), *_systems(store, rows), *yardsticks(store)]
    return tuple(sorted(every, key=lambda bar: -bar.value))


def _sums(store: Store, rows: Sequence[int]) -> Iterator[Bar]:
    found = totals(store, rows)
    parts: tuple[tuple[Standing, str], ...] = (("in_use", "in use"), ("announced", "announced"))
    for standing, word in parts:
        tally = found.in_use if standing == "in_use" else found.announced
        if tally.total and tally.known > 1:
            what = f"{tally.known} systems, chips of all kinds"
            label = f"All {word} here"
            yield Bar(f"{SUM}{standing}", label, tally.total, "chips", standing, what,
                      tally.unsure > 0)  # fmt: skip


def _systems(store: Store, rows: Sequence[int]) -> Iterator[Bar]:
    table = store.table("systems")
    sites = store.table("sites").values("id")
    label = store.vocabulary.label
    for row in rows:
        system: System = table.records[row]
        if not system.accelerator_count:
            continue
        what = label("system_status", system.status).lower()
        if system.accelerator_count_basis in ("approximate", "minimum"):
            basis = label("accelerator_count_basis", system.accelerator_count_basis)
            what += f", {basis.lower()}"
        yield Bar(
            row_key(table, row),
            plain_name(system.name),
            system.accelerator_count,
            "chips",
            state_of(system.status),
            what,
            system.confidence != "confirmed",
            "systems",
            row,
            sites[table.parents["site"][row]],
        )


def yardsticks(store: Store) -> tuple[Bar, ...]:
    """What systems are compared with.

    Facts counted in AI chips, and the largest running cluster of each of the largest owners,
    private and public; in chips where they are known, else in H100-equivalents.
    """
    return (*_facts(store), *_largest(store, "private", LARGEST_PRIVATE),
            *_largest(store, "public", LARGEST_PUBLIC))  # fmt: skip


def _facts(store: Store) -> Iterator[Bar]:
    for row, fact in enumerate(store.table("facts").records):
        value = fact.value
        figure = isinstance(value, int | float) and not isinstance(value, bool)
        if fact.unit == CHIPS_UNIT and figure and value > 0:
            unsure = fact.confidence != "confirmed"
            yield Bar(fact.id, fact.label.en, value, "chips", "yardstick", "programme", unsure,
                      "facts", row)  # fmt: skip


def _largest(store: Store, sector: str, most: int) -> list[Bar]:
    """The largest running cluster of each owner, as many as wanted."""
    word = store.vocabulary.label("cluster_sector", sector).lower()
    best: dict[str, Bar] = {}
    for row, cluster in enumerate(store.table("clusters").records):
        size = cluster.accelerators or cluster.h100_equivalents
        if cluster.sector != sector or cluster.status != RUNNING or not size:
            continue
        if cluster.owner not in best or size > best[cluster.owner].value:
            best[cluster.owner] = _cluster(cluster, row, size, word)
    return sorted(best.values(), key=lambda bar: -bar.value)[:most]


def _cluster(cluster: Cluster, row: int, size: int, word: str) -> Bar:
    unit = "chips" if cluster.accelerators else "H100-equivalents"
    unsure = cluster.confidence != "confirmed"
    return Bar(cluster.id, cluster.name, size, unit, "yardstick", f"{word}, {cluster.owner}",
               unsure, "clusters", row)  # fmt: skip


STANDINGS = {"in_use": "in use", "announced": "announced", "other": "retired",
             "yardstick": "yardstick"}  # fmt: skip
_FIELDS = (
    Field("name", "System", "text", "System, sum or yardstick", default=True,
          value=lambda bar: bar.label),
    Field("size", "Size", "number", "Number of chips, or of the unit given", default=True,
          short="Chips", value=lambda bar: bar.value, sure=lambda bar: not bar.unsure),
    Field("standing", "Standing", "text", "In use, announced, or a yardstick", default=True,
          value=lambda bar: STANDINGS[bar.standing]),
    Field("unit", "Unit", "text", "What is counted", default=True, value=lambda bar: bar.unit),
    site_column(lambda bar: bar.site, "Id of the site, unless a sum or yardstick"),
    Field("what", "What", "text", "What the figure is", default=True, value=lambda bar: bar.what),
    Field("confirmed", "Confirmed", "flag", "Whether a source confirms the figure",
          value=lambda bar: not bar.unsure),
)  # fmt: skip


def compute_sizes(selection: Selection) -> Table:
    """The table of bars: systems, their sums and the yardsticks."""
    found = bars(selection.store, selection.rows("systems"))
    return worked_out("compute-sizes", _FIELDS, found,
                      key=lambda bar: str(bar.key), singular="bar", apart=True)  # fmt: skip


def overall(found: Mapping[str, Place]) -> int | None:
    """Places won (above 0) or lost from the first to the last rank; None with fewer than two."""
    ranks = [place.rank for place in found.values()]
    return ranks[0] - ranks[-1] if len(ranks) > 1 else None


@frozen
class Ranked:
    """A system with a rank: its key, the id of its site, and its places by edition."""

    key: str
    site: str
    system: System
    places: Mapping[str, Place]


def _rank(edition: str) -> Field:
    """The rank of an edition."""

    def known(row: Ranked) -> Place | None:
        return row.places.get(edition)

    return Field(f"rank_{edition}", f"{TOP500} {edition}", "integer",
                 f"Rank in the {TOP500} of {edition}", default=True, short=edition,
                 value=lambda row: place.rank if (place := known(row)) else None,
                 sure=lambda row: not ((place := known(row)) and place.unsure))  # fmt: skip


def _moved(edition: str) -> Field:
    """How the systems moved in an edition."""
    return Field(
        f"moved_{edition}", f"Moved {edition}", "integer",
        "Places won, or lost where below 0, since the edition before with a rank",
        value=lambda row: place.moved if (place := row.places.get(edition)) else None,
    )  # fmt: skip


_NAME = Field("name", "System", "text", "Name of the system", default=True,
              value=lambda row: row.system.name)  # fmt: skip
_OTHERS = (
    Field("change", "Overall", "integer",
          "Places won, or lost where below 0, from first to last rank", default=True,
          value=lambda row: overall(row.places)),
    Field("rmax_pflops", "Rmax", "number", "Sustained HPL performance", unit="PFlop/s",
          default=True, value=lambda row: rmax_of(row.system)[0],
          sure=lambda row: row.system.confidence == "confirmed"),
    site_column(lambda row: row.site),
)  # fmt: skip


def compute_ranks(selection: Selection) -> Table:
    """Systems with a rank, edition by edition, the best of the newest edition first."""
    store, rows = selection.store, selection.rows("systems")
    table = store.table("systems")
    parents, keys = table.parents["site"], store.table("sites").values("id")
    found = [
        Ranked(row_key(table, row), keys[parents[row]], table.records[row], known)
        for row in rows
        if (known := places(table.records[row]))
    ]
    shown = editions(table.records[row] for row in rows)
    fields = (_NAME, *(make(each) for each in shown for make in (_rank, _moved)), *_OTHERS)
    made = worked_out("compute-ranks", fields, found, key=lambda row: str(row.key),
                      singular="system")  # fmt: skip
    return ordered(store, made, *((f"rank_{each}", False) for each in reversed(shown)))
