"""The bibliography and the confidence of the facts as computed tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tui.analysis.lenses.breakdown import Breakdown, as_table, count, percent, share
from tui.analysis.lenses.rows import Selection
from tui.analysis.provenance import (
    FactRow,
    Facts,
    Picks,
    Share,
    facts,
    shares,
    sites_of,
    unconfirmed,
    usage,
)
from tui.analysis.telling.facts import statement
from tui.dataset.reference import Source
from tui.query.engine import masks
from tui.query.engine.columns import Column
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store, Table

_SOURCE = (
    Column("title", "Title", "text", "Title of the source"),
    count("here", "Here", "Facts of the chosen sites and their regions that rest on it"),
    count("all", "All", "Facts of the dataset that rest on it"),
    count("claims", "Claims", "Claims of the brief that name it"),
    Column("published", "Published", "date", "Date of publication"),
    Column("kind", "Kind", "word", "Kind of source", vocabulary="source_kind"),
    Column(
        "read", "Read", "word", "Read directly or quoted by another text",
        vocabulary="source_read",
    ),
    Column("publisher", "Publisher", "text", "Publisher"),
    Column("id", "Id", "slug", "Id of the source"),
    Column("url", "Address", "text", "Address"),
)  # fmt: skip


def bibliography_of(facts: Facts, here: Sequence[FactRow], *, used: bool = False) -> Breakdown:
    """The sources with the facts that rest on each, those most rested on first.

    ``here`` are the facts of the selection; with ``used`` only their sources are listed.
    """
    store = facts.store
    counts, every = usage(here), facts.usage
    claims = Counter(
        source for finding in store.dataset.findings for source in set(finding.sources)
    )
    sources: list[Source] = [
        source for source in store.dataset.sources if not used or counts[source.id]
    ]
    sources.sort(key=lambda source: (-counts[source.id], -every[source.id]))
    return Breakdown(
        "bibliography",
        _SOURCE,
        tuple(source.id for source in sources),
        tuple(
            (
                source.title,
                counts[source.id],
                every[source.id],
                claims[source.id],
                source.published,
                source.kind,
                source.read,
                source.publisher,
                source.id,
                source.url,
            )
            for source in sources
        ),
    )


def confidence_table(store: Store, found: Sequence[Share]) -> Breakdown:
    """How sure the facts in the file of each site are."""
    words = tuple(store.vocabulary.words("confidence").values())
    columns = (
        Column("site", "Site", "slug", "Id of the site"),
        count("facts", "Facts", "Facts in the file of the site"),
        *(count(word.id, word.en, word.definition) for word in words),
        *(share(f"{word.id}_share", f"{word.en} %", f"{word.en}, of the facts") for word in words),
        count("region", "Region ~", "Figures of the region that are not confirmed"),
    )
    ids = store.table("sites").values("id")
    total: Counter[str] = Counter()
    for each in found:
        total.update(each.counts)
    names = [word.id for word in words]
    return Breakdown(
        "confidence-by-site",
        columns,
        tuple(ids[each.site] for each in found),
        tuple(_confidence(ids[each.site], each.counts, names, each.region) for each in found),
        _confidence(None, total, names, None) if len(found) > 1 else (),
    )


def _confidence(
    site: str | None,
    counts: dict[str, int] | Counter[str],
    names: Sequence[str],
    region: int | None,
) -> tuple[object, ...]:
    known = [counts.get(name, 0) for name in names]
    whole = sum(known)
    return site, whole, *known, *(percent(part, whole) for part in known), region


_FACT = (
    Column("sites", "Site", "slugs", "Chosen sites that the fact is about"),
    Column("kind", "Kind", "text", "Kind of fact"),
    Column("what", "What", "text", "What the row states"),
    Column("confidence", "Confidence", "word", "How sure the fact is", vocabulary="confidence"),
    Column("note", "Note", "text", "Remark; where sources disagree, both values are named"),
    Column("table", "Table", "text", "Table of the row"),
    Column("row", "Row", "text", "Name of the row in its table"),
    Column("sources", "Sources", "slugs", "Ids of the sources that the fact rests on"),
)


def unconfirmed_table(
    facts: Facts, found: Sequence[FactRow], sites: Mask
) -> tuple[Breakdown, dict[str, FactRow]]:
    """The facts among ``found`` that no source confirms, and the facts by key of the table."""
    rows = unconfirmed(found)
    by_key = {f"{fact.table}:{facts.key(fact)}": fact for fact in rows}
    table = Breakdown(
        "unconfirmed-facts",
        _FACT,
        tuple(by_key),
        tuple(_fact(facts, fact, sites) for fact in rows),
    )
    return table, by_key


def _fact(facts: Facts, fact: FactRow, sites: Mask) -> tuple[object, ...]:
    said = statement(facts.store, fact)
    return (
        sites_of(facts.store, fact, sites),
        said.kind,
        str(said),
        fact.confidence,
        fact.note or None,
        fact.table,
        facts.key(fact),
        fact.sources,
    )


def facts_of(selection: Selection) -> tuple[Facts, Picks]:
    """The facts of a dataset, and which of them belong to the picked sites."""
    found = facts(selection.dataset)
    return found, found.picks(selection.picked, selection.narrowing)


def bibliography(selection: Selection) -> Table:
    """The table of sources; under a filter those alone that something here rests on."""
    found, picks = facts_of(selection)
    used = bool(selection.narrowing)
    return as_table(
        bibliography_of(found, found.chosen(picks), used=used), "Bibliography", "source", every=True
    )


def confidence_by_site(selection: Selection) -> Table:
    """The table of how sure the facts of each site are."""
    found, picks = facts_of(selection)
    parts = shares(selection.store, found.chosen(picks), selection.picked)
    return as_table(
        confidence_table(selection.store, parts), "Confidence by site", "site", every=True
    )


def unconfirmed_facts(selection: Selection) -> Table:
    """The table of facts that no source confirms; without a filter those beside sites too."""
    found, picks = facts_of(selection)
    here = found.chosen(picks)
    if not selection.narrowing:
        nowhere = masks.nothing(len(selection.picked))
        here += found.chosen(found.picks(nowhere, general=True))
    table, _ = unconfirmed_table(found, here, selection.picked)
    return as_table(table, "Facts not confirmed", "fact", every=True)
