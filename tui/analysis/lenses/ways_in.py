"""Ways in for a start-up: EuroHPC-wide modes and offers of the sites, one line each.

Whether a way is open to start-ups or to companies at all is taken from the words in which its
source names its users; nothing is concluded where these say nothing.
"""

from __future__ import annotations

import re
from functools import partial

from tui.analysis.lenses.offers import hours
from tui.analysis.tables import Selection, of_key, worked_out
from tui.dataset.fields import PartialDate
from tui.dataset.records import Access
from tui.dataset.reference import AccessMode
from tui.frozen import frozen
from tui.query.engine.columns import Field
from tui.query.engine.store import Store, Table

STARTUPS, COMPANIES = "start-ups", "companies"
EUROHPC = "EuroHPC"
_STARTUP = re.compile(r"\bstart-?ups?\b|\bSMEs?\b", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(compan(y|ies)|firms?|industr(y|ial|ies)|business(es)?|enterprises?|private)\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\bfree\b", re.IGNORECASE)
_PLANNED = re.compile(r"\b(planned|expected|to be)\b", re.IGNORECASE)


@frozen
class WayIn:
    """A way to computing time that start-ups or companies may use.

    ``record`` stands in row ``row`` of ``table``; ``site`` is the id of the site that offers
    it, None for a EuroHPC-wide mode; ``users`` is :data:`STARTUPS` or :data:`COMPANIES`.
    """

    record: AccessMode | Access
    table: str
    row: int
    site: str | None
    where: str
    users: str
    open: str | None

    @property
    def mode(self) -> AccessMode | None:
        """The EuroHPC-wide mode; None for an offer of a site."""
        return self.record if isinstance(self.record, AccessMode) else None

    @property
    def who(self) -> str | None:
        """Whom it is for, in the words of its source."""
        record = self.record
        return record.audience if isinstance(record, AccessMode) else record.who

    @property
    def key(self) -> str:
        """Identity of the way."""
        record = self.record
        return record.id if isinstance(record, AccessMode) else f"{self.site}/{record.name}"

    @property
    def sure(self) -> bool:
        """Whether a source confirms it."""
        return self.record.confidence == "confirmed"

    @property
    def free(self) -> bool:
        """Whether its price is said to be none, perhaps under conditions; not what is planned."""
        return bool(_FREE.search(self.record.cost or "")) and not self.planned

    @property
    def planned(self) -> bool:
        """Whether its price is said to be one still to come."""
        return bool(_PLANNED.search(self.record.cost or ""))

    @property
    def gpu_hours(self) -> str | None:
        """Least and most GPU-hours in words."""
        mode = self.mode
        return None if mode is None else hours(mode.gpu_hours_min, mode.gpu_hours_max)

    @property
    def months(self) -> str | None:
        """Least and most months in words."""
        durations = self.mode.duration_months if self.mode is not None else ()
        if not durations:
            return None
        low, high = min(durations), max(durations)
        return str(low) if low == high else f"{low}–{high}"


def users_of(text: str | None) -> str:
    """Whether the words for the users of a way name start-ups, or companies; "" for neither."""
    if not text:
        return ""
    if _STARTUP.search(text):
        return STARTUPS
    return COMPANIES if _COMPANY.search(text) else ""


def opening(access: Access, today: PartialDate) -> str | None:
    """Whether an offer of a site takes applications, at the state of the data."""
    if access.closes is not None and access.closes.last < today.first:
        return f"closed {access.closes.text}"
    if access.opens is not None and access.opens.first > today.last:
        return f"from {access.opens.text}"
    return f"until {access.closes.text}" if access.closes is not None else None


def found_ways(selection: Selection) -> tuple[list[WayIn], int]:
    """The ways in, those that name start-ups first, and how many others there are."""
    store = selection.store
    if not any(selection.picked):
        return [], 0
    every = [*_modes(store), *_offers(selection)]
    kept = [way for way in every if way.users]
    return sorted(kept, key=lambda way: way.users != STARTUPS), len(every) - len(kept)


def _modes(store: Store) -> list[WayIn]:
    return [
        WayIn(mode, "access_modes", row, None, EUROHPC, users_of(mode.audience), mode.call)
        for row, mode in enumerate(store.table("access_modes").records)
    ]


def _offers(selection: Selection) -> list[WayIn]:
    store = selection.store
    table = store.table("access")
    found = []
    for row in selection.rows("access"):
        access, site = table.records[row], store.dataset.sites[table.parents["site"][row]]
        when = opening(access, store.dataset.meta.as_of)
        found.append(WayIn(access, "access", row, site.id, site.name, users_of(access.who), when))
    return found


def _terms() -> tuple[Field, ...]:
    return (
        Field("gpu_hours", "GPU-hours", "text", "Least and most GPU-hours in words", default=True,
              sorts_by="gpu_hours_max", value=lambda way: way.gpu_hours, sure=lambda way: way.sure),
        Field("review_working_days", "Review", "integer", "Time of review", short="Days",
              unit="working days", default=True,
              value=lambda way: way.mode and way.mode.review_working_days,
              sure=lambda way: way.sure),
        Field("months", "Months", "text", "Least and most months of use", short="Mon.",
              default=True, value=lambda way: way.months, sure=lambda way: way.sure),
        Field("open", "Open now", "text", "When one can apply, as of the date of the data",
              short="Open", default=True, value=lambda way: way.open),
    )  # fmt: skip


_LIMITS = ("gpu_hours_min", "gpu_hours_max")


def _of_mode(ident: str, way: WayIn) -> int | None:
    """A figure that only modes have."""
    return getattr(way.mode, ident, None)


def ways_in(selection: Selection) -> Table:
    """One row a way: who, price, GPU-hours, review, duration, whether it is open, where."""
    ways, _ = found_ways(selection)
    specs = selection.store.specs
    modes = {each.id: each for each in specs["access_modes"].columns}
    who = next(each for each in specs["access"].columns if each.id == "who")
    fields = (
        Field("name", "Way in", "text", "Name of the way", default=True,
              value=lambda way: way.record.name),
        Field("users", "For", "text",
              "Whether its source names start-ups and SMEs, or companies in general", default=True,
              value=lambda way: way.users),
        Field("cost", "Cost", "text", "Price", default=True, value=lambda way: way.record.cost),
        *_terms(),
        Field("where", "Where", "text", "The site that offers it, or EuroHPC for all of them",
              default=True, value=lambda way: way.where),
        of_key(who, lambda way: way.who, default=True),
        *(of_key(modes[ident], partial(_of_mode, ident)) for ident in _LIMITS),
        Field("site", "Site", "slug", "Id of the site", refers="site", value=lambda way: way.site),
        Field("confidence", "Confidence", "word", "How sure the way is", vocabulary="confidence",
              value=lambda way: way.record.confidence),
    )  # fmt: skip
    return worked_out("ways-in", fields, ways,
                      key=lambda way: str(way.key), singular="way")  # fmt: skip
