"""What two states of a dataset differ in: rows, figures, and the verdicts that they turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tui.analysis.findings.engine import evaluate_all
from tui.dataset import Dataset
from tui.query.engine.columns import Column
from tui.query.engine.store import Table, store_of
from tui.text import plural

Kind = Literal["added", "gone", "changed", "turned", "recomputed"]

KINDS: Mapping[Kind, str] = {
    "added": "a row that the old state lacks",
    "gone": "a row that the new state lacks",
    "changed": "another value",
    "turned": "another verdict on a finding",
    "recomputed": "another value re-computed, the verdict stays",
}

# What tells the rows of a table apart, within their site, region or system.
_IDENTITY: Mapping[str, tuple[str, ...]] = {
    "sites": ("id",),
    "systems": ("site", "id"),
    "rankings": ("site", "system", "list", "edition"),
    "partners": ("site", "id"),
    "sectors": ("site", "id"),
    "services": ("site", "kind", "wording"),
    "access": ("site", "mode", "name"),
    "access_modes": ("id",),
    "regions": ("nuts2",),
    "indicators": ("nuts2", "id", "year"),
    "clusters": ("id",),
    "facts": ("id",),
    "findings": ("id",),
    "sources": ("id",),
}
# What a finding holds beside its columns.
_RULES = ("check", "see", "variants")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``row`` names the row within its ``table``; ``column`` is "" where the row as a whole is
    new or gone. ``old`` and ``new`` are values, None where there is none. ``sources`` are
    those of the row in the new state, of a row that is gone in the old one.
    """

    kind: Kind
    table: str
    row: str
    column: str
    old: Any
    new: Any
    sources: tuple[str, ...]


def difference(old: Dataset, new: Dataset) -> tuple[Change, ...]:
    """All that changed from one state to the other, table by table, verdicts last."""
    before, after = store_of(old), store_of(new)
    changes = [
        change for name in _IDENTITY for change in _rows(before.table(name), after.table(name))
    ]
    return (*changes, *_vocabulary(old, new), *_description(old, new), *_verdicts(old, new))


def summary(changes: Sequence[Change]) -> str:
    """How many changes of each kind there are, in words."""
    if not changes:
        return "no differences"
    number = Counter(change.kind for change in changes)
    parts = (
        plural(number["added"], "row") + " added" if number["added"] else "",
        plural(number["gone"], "row") + " gone" if number["gone"] else "",
        plural(number["changed"], "value") + " changed" if number["changed"] else "",
        plural(number["recomputed"], "figure") + " re-computed" if number["recomputed"] else "",
        plural(number["turned"], "verdict") + " turned" if number["turned"] else "",
    )
    return ", ".join(filter(None, parts))


def _rows(old: Table, new: Table) -> Iterator[Change]:
    name = new.spec.name
    before, after = _named(old), _named(new)
    for key, row in before.items():
        if key not in after:
            yield Change("gone", name, key, "", None, None, _sources(old, row))
    for key, row in after.items():
        if key not in before:
            yield Change("added", name, key, "", None, None, _sources(new, row))
        else:
            yield from _changed(key, (old, before[key]), (new, row))


def _named(table: Table) -> dict[str, int]:
    """The rows by name; a second one of the same name has its number behind it."""
    keys = _IDENTITY[table.spec.name]
    found: dict[str, int] = {}
    for row, parts in enumerate(zip(*(table.values(key) for key in keys), strict=True)):
        name = "/".join(map(str, parts))
        number = 2
        while name in found:
            name = f"{'/'.join(map(str, parts))}#{number}"
            number += 1
        found[name] = row
    return found


def _stated(column: Column) -> bool:
    """Whether a column says what the files say, and nothing worked out from it."""
    return bool(column.path)


def _changed(name: str, old: tuple[Table, int], new: tuple[Table, int]) -> Iterator[Change]:
    (below, before), (above, after) = old, new
    table = above.spec.name
    for column in above.spec.columns:
        if not _stated(column):
            continue
        was, now = below.values(column.id)[before], above.values(column.id)[after]
        if was != now:
            sources = _sources(above, after, column.id)
            yield Change("changed", table, name, column.id, _known(was), _known(now), sources)
    sources = _sources(above, after)
    if table == "systems":
        was, now = below.records[before].rmax_pflops, above.records[after].rmax_pflops
        if was != now:
            yield Change("changed", table, name, "rmax_pflops", was, now, sources)
    for key in _RULES if table == "findings" else ():
        was, now = getattr(below.records[before], key), getattr(above.records[after], key)
        if was != now:
            texts = [str(rule) if rule else None for rule in (was, now)]
            yield Change("changed", table, name, key, texts[0], texts[1], sources)


def _known(value: Any) -> Any:
    return None if value == () else value


def _sources(table: Table, row: int, column: str = "") -> tuple[str, ...]:
    """The sources of a row, or of the part of it to which a column belongs."""
    for ident in (f"{column.rpartition('.')[0]}.sources", "sources"):
        if table.spec.column(ident) is not None:
            return tuple(table.values(ident)[row] or ())
    return ()


def _vocabulary(old: Dataset, new: Dataset) -> Iterator[Change]:
    for name in dict.fromkeys((*old.vocabulary, *new.vocabulary)):
        before, after = old.vocabulary.words(name), new.vocabulary.words(name)
        for word in dict.fromkeys((*before, *after)):
            key = f"{name}/{word}"
            if word not in after:
                yield Change("gone", "vocabulary", key, "", None, None, ())
            elif word not in before:
                yield Change("added", "vocabulary", key, "", None, None, ())
            else:
                for part in ("en", "de", "definition", "attributes"):
                    was, now = getattr(before[word], part), getattr(after[word], part)
                    if was != now:
                        yield Change("changed", "vocabulary", key, part, str(was), str(now), ())


def _description(old: Dataset, new: Dataset) -> Iterator[Change]:
    def texts(dataset: Dataset) -> dict[str, str]:
        meta = dataset.meta
        found = {
            "id": meta.id, "version": meta.version, "as_of": str(meta.as_of),
            "licence": meta.licence, "title.en": meta.title.en,
            "description.en": meta.description.en, "contributors": ", ".join(meta.contributors),
        }  # fmt: skip
        return found | {f"cohort {each.id}": each.where for each in meta.cohorts}

    before, after = texts(old), texts(new)
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            pair = before.get(key), after.get(key)
            yield Change("changed", "dataset", new.meta.id, key, *pair, ())


def _verdicts(old: Dataset, new: Dataset) -> Iterator[Change]:
    before = {found.finding.id: found for found in evaluate_all(old)}
    for found in evaluate_all(new):
        was = before.get(found.finding.id)
        if was is None:
            continue
        key, sources = found.finding.id, tuple(found.finding.sources)
        if was.verdict != found.verdict:
            pair = was.verdict, found.verdict
            yield Change("turned", "findings", key, "verdict", *pair, sources)
        elif was.computed != found.computed:
            figures = was.computed, found.computed
            yield Change("recomputed", "findings", key, "computed", *figures, sources)
