"""The bibliography and the confidence of the facts as worked-out tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tui.analysis.provenance import (
    FactRow,
    Facts,
    Picks,
    Share,
    facts,
    shares,
    sites_of,
    telling_of,
    unconfirmed,
    usage,
)
from tui.analysis.tables import Selection, count, field, percent, share, site_column, worked_out
from tui.dataset.reference import Source
from tui.dataset.vocabulary import Word
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.columns import Field
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table


@frozen
class SourceRow:
    """A source, and how many facts of the selection, facts of all and claims rest on it."""

    source: Source
    here: int
    every: int
    claims: int


def _of_source(ident: str, title: str, kind: Any, meaning: str, **more: Any) -> Field:
    """A column read from the source itself."""
    return Field(id=ident, title=title, kind=kind, meaning=meaning,
                 default=ident not in ("id", "url"), value=lambda row: getattr(row.source, ident),
                 **more)  # fmt: skip


_SOURCE = (
    _of_source("title", "Title", "text", "Title of the source"),
    count("here", "Here", "Facts of the chosen sites and their regions that rest on it",
          lambda row: row.here),
    count("all", "All", "Facts of the dataset that rest on it", lambda row: row.every),
    _of_source("kind", "Kind", "word", "Kind of source", vocabulary="source_kind"),
    _of_source("read", "Read", "word", "Read directly or quoted by another text",
               vocabulary="source_read"),
    _of_source("published", "Published", "date", "Date of publication"),
    _of_source("publisher", "Publisher", "text", "Publisher"),
    count("claims", "Claims", "Claims of the brief that name it", lambda row: row.claims),
    _of_source("id", "Id", "slug", "Id of the source"),
    _of_source("url", "Address", "text", "Address"),
)  # fmt: skip


def facts_of(selection: Selection) -> tuple[Facts, Picks]:
    """The facts of a dataset, and which of them belong to the picked sites."""
    found = facts(selection.dataset)
    return found, found.picks(selection.picked, selection.narrowing)


def bibliography(selection: Selection) -> Table:
    """The sources with the facts that rest on each, those most rested on first.

    Where a filter narrows the lists, only sources that something here rests on are listed.
    """
    found, picks = facts_of(selection)
    rows = source_rows(found, found.chosen(picks), used=bool(selection.narrowing))
    return worked_out("bibliography", _SOURCE, rows,
                      key=lambda row: str(row.source.id), singular="source")  # fmt: skip


def source_rows(facts: Facts, here: Sequence[FactRow], *, used: bool = False) -> list[SourceRow]:
    """The sources by the number of facts ``here`` that rest on them; ``used`` leaves out the rest.

    Those with as many stand by the number of facts in the whole dataset.
    """
    dataset = facts.store.dataset
    counts, every = usage(here), facts.usage
    claims = Counter(source for finding in dataset.findings for source in set(finding.sources))
    rows = [
        SourceRow(source, counts[source.id], every[source.id], claims[source.id])
        for source in dataset.sources
        if not used or counts[source.id]
    ]
    return sorted(rows, key=lambda row: (-row.here, -row.every))


def confidence_by_site(selection: Selection) -> Table:
    """How sure the facts in the file of each site are."""
    found, picks = facts_of(selection)
    store = selection.store
    return confidence_table(store, shares(store, found.chosen(picks), selection.picked))


def confidence_table(store: Store, found: Sequence[Share]) -> Table:
    """The table of the shares of some sites."""
    total: Counter[str] = Counter()
    for each in found:
        total.update(each.counts)
    words = tuple(store.vocabulary.words("confidence").values())
    fields = (
        site_column(lambda row: row.site),
        count("facts", "Facts", "Facts in the file of the site", lambda row: row.total),
        *(field for at, word in enumerate(words) for field in _counted(word, first=not at)),
        count("region", "Unsure figures of the region",
              "Figures of the region that are not confirmed", lambda row: row.region,
              short="Region ~"),
    )  # fmt: skip
    return worked_out(
        "confidence-by-site", fields, found, key=lambda row: str(row.site),
        total=Share(None, dict(total), None) if len(found) > 1 else None, singular="site",
        parents={"site": [store.site_row(str(each.site)) for each in found]},
    )  # fmt: skip


def _counted(word: Word, *, first: bool) -> tuple[Field, Field]:
    """How many facts are so sure, and their share; the screen shows that of the first word."""

    def number(row: Share) -> int:
        return row.counts.get(word.id, 0)

    part = share(f"{word.id}_share", f"{word.en} share", f"{word.en}, of the facts",
                 lambda row: percent(number(row), row.total), short="%", default=first)  # fmt: skip
    return count(word.id, word.en, word.definition, number), part


@frozen
class UnsureFact:
    """A fact that no source confirms: what it says, and the sites that it is about."""

    fact: FactRow
    key: str
    kind: str
    what: str
    sites: tuple[str, ...]


_FACT = (
    field("sites", "Site", "slugs", "Chosen sites that the fact is about", lambda row: row.sites,
          refers="site", default=True),
    field("confidence", "Confidence", "word", "How sure the fact is",
          lambda row: row.fact.confidence, vocabulary="confidence", default=True),
    field("kind", "Kind", "text", "Kind of fact", lambda row: row.kind, default=True),
    field("what", "What", "text", "What the row states", lambda row: row.what, default=True),
    field("note", "Note", "text", "Remark; where sources disagree, both values are named",
          lambda row: row.fact.note or None, default=True),
    field("table", "Table", "text", "Table of the row", lambda row: row.fact.table),
    field("row", "Row", "text", "Name of the row in its table", lambda row: row.key),
    field("sources", "Sources", "slugs", "Ids of the sources that the fact rests on",
          lambda row: row.fact.sources),
)  # fmt: skip


def unconfirmed_facts(selection: Selection) -> Table:
    """The facts that no source confirms; without a filter those beside sites too."""
    found, picks = facts_of(selection)
    here = found.chosen(picks)
    if not selection.narrowing:
        nowhere = masks.nothing(len(selection.picked))
        here += found.chosen(found.picks(nowhere, general=True))
    return worked_out("unconfirmed-facts", _FACT, unsure_facts(found, here, selection.picked),
                      key=lambda row: f"{row.fact.table}:{row.key}", singular="fact")  # fmt: skip


def unsure_facts(facts: Facts, found: Sequence[FactRow], sites: Mask) -> list[UnsureFact]:
    """The facts among ``found`` that no source confirms, in words."""
    rows = []
    for fact in unconfirmed(found):
        said = telling_of(facts.store, fact)
        about = sites_of(facts.store, fact, sites)
        rows.append(UnsureFact(fact, facts.key(fact), said.kind, str(said), about))
    return rows
