"""Findings in words: verdicts, comparators, values with their unit, rules, rows and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from tui.analysis.findings.evaluate import Evaluated, Rows
from tui.analysis.findings.rule import OVER_FIGURES, Check, Figure
from tui.dataset import Dataset
from tui.dataset.fields import PartialDate
from tui.dataset.reference import Source
from tui.query.engine.claim_words import Namer
from tui.query.engine.format import UNKNOWN
from tui.query.engine.row_words import name_of, site_of, tell, told
from tui.query.engine.store import Store
from tui.query.engine.table import row_of
from tui.text import listed, number, printable

GLYPHS: Mapping[str, str] = {
    "holds": "✓",
    "fails": "✗",
    "depends": "≈",
    "outdated": "↻",
    "unknown": "?",
    "not_checkable": "–",
}
"""A sign for each verdict."""

_PLAIN = ("date", "partner type")
_CURRENCY = re.compile(r"([A-Z]{3}) (.+)")
_COUNTED = re.compile(r"(.*?)(\w+)((?: (?:in|of|with|on|at|per) .*)?)")


def verdict_words(verdict: str, *, is_open: bool = False, glyph: bool = True) -> str:
    """``✓ holds``, ``✗ fails, open``."""
    word = verdict.replace("_", " ") + (", open" if is_open else "")
    return f"{GLYPHS[verdict]} {word}" if glyph else word


def value_words(value: Figure | None, unit: str, *, name: Namer = printable) -> str:
    """A value with its unit; ``name`` gives texts and ids in words."""
    text = figure_words(value, name=name)
    if value is None or not unit or unit in _PLAIN or not isinstance(value, int | float):
        return text
    unit = printable(unit)
    if money := _CURRENCY.fullmatch(unit):
        return f"{money[1]} {text} {money[2]}"
    if unit.endswith("rank"):
        return f"{unit} {text}"
    if unit.startswith("times "):
        return f"{text} × {unit.removeprefix('times ')}"
    if "=" in unit:
        return f"{text} ({unit})"
    return f"{text} {_one(unit) if value == 1 else unit}"


def figure_words(value: Figure | None, *, name: Namer = printable) -> str:
    """A value without unit; ``·`` where it is unknown."""
    if value is None:
        return UNKNOWN
    if isinstance(value, tuple):
        return listed([name(item) for item in value]) if value else "none"
    if isinstance(value, PartialDate):
        return value.text
    return name(value) if isinstance(value, str) else number(value)


def _one(unit: str) -> str:
    """``factories`` as ``factory``: the counted word in the singular."""
    parts = _COUNTED.fullmatch(unit)
    if parts is None:
        return unit
    before, word, after = parts.groups()
    if word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return f"{before}{word}{after}"


_NUMBERS: Mapping[str, str] = {
    "==": "{}",
    "!=": "not {}",
    ">=": "at least {}",
    "<=": "at most {}",
    ">": "more than {}",
    "<": "less than {}",
    "~=": "about {}",
}
_DATES: Mapping[str, str] = {
    "==": "{}",
    "!=": "not {}",
    ">=": "{} or later",
    "<=": "by {}",
    ">": "after {}",
    "<": "before {}",
}
_LISTS: Mapping[str, str] = {
    "==": "{}",
    "!=": "not {}",
    ">=": "{} and perhaps more",
    "<=": "none but {}",
}


def comparator_words(
    comparator: str,
    claimed: Figure,
    unit: str,
    tolerance: float | None = None,
    *,
    name: Namer = printable,
) -> str:
    """What is stated, in words: ``at least 5``, ``about 4 times (within 10 %)``."""
    forms = _DATES  # a text that has an order is a date
    if isinstance(claimed, int | float):
        forms = _NUMBERS
    elif isinstance(claimed, tuple):
        forms = _LISTS
    words = forms[comparator].format(value_words(claimed, unit, name=name))
    if tolerance is not None:
        words += f" (within {number(round(100 * tolerance, 6))} %)"
    return words


_RULES: Mapping[str, str] = {
    "count": "number of rows of {of}",
    "share": "percent of the rows of {of}",
    "value": "{value} of the one row of {of}",
    "ids": "ids of the rows of {of}",
    **{each.id: each.words for each in OVER_FIGURES.values()},
}


def rule_words(check: Check) -> str:
    """A rule in words, its filters as they stand."""
    if check.numerator is not None and check.denominator is not None:
        return f"{_inner(check.numerator)} divided by {_inner(check.denominator)}"
    words = _RULES[check.measure].format(of=check.of, value=check.value)
    words += f" where {check.where}" if check.where else ""
    words += f", among those where {check.among}" if check.among else ""
    return printable(words)


def _inner(check: Check) -> str:
    return f"({rule_words(check)})"


def sentence(parts: Iterable[str]) -> str:
    """Sentences in a row, empty ones left out."""
    return " ".join(part for part in parts if part)


def parts_of(found: Evaluated) -> tuple[Rows, ...]:
    """The rows behind the headline, or those that a judgement points to."""
    if found.headline is not None:
        return found.headline.parts
    return (found.see,) if found.see else ()


def row_words(store: Store, part: Rows, row: int) -> str:
    """A row in words: its name with the figure that is read from it, else all it states."""
    name = name_of(store, part.table, row)
    said = _figure_of(store, part, row) or tell(store, store.table(part.table), row).stated
    return f"{name}: {said}" if said else name


def _figure_of(store: Store, part: Rows, row: int) -> str:
    """The figure that is read from a row, `~` before an unconfirmed one; "" where none is."""
    column = store.specs[part.table].column(part.value)
    if column is None:
        return ""
    found = told(store, store.table(part.table), row, column)
    return UNKNOWN if found is None else found.text


def place_name(store: Store, table: str, key: str) -> str:
    """Name of the row with this key as it stands in a list: ``Cedar Lab at Cedar``."""
    row = row_of(store, store.table(table), key)
    if row is None:
        return printable(key)
    name, site = tell(store, store.table(table), row).full_name, site_of(store, table, row)
    return f"{name} at {site}" if site else name


def place_words(store: Store, table: str, key: str) -> str:
    """The row with this key by name, with what it states; of a site the name alone."""
    row = row_of(store, store.table(table), key)
    if row is None:
        return printable(key)
    name = name_of(store, table, row)
    said = "" if table == "sites" else tell(store, store.table(table), row).stated
    return f"{name}: {said}" if said else name


def site_words(store: Store, part: Rows) -> list[str]:
    """Rows of sites by name, each with the figure that is read from it."""
    names = store.table("sites").values("name")
    return [f"{printable(names[row])} {_figure_of(store, part, row)}".rstrip() for row in part.rows]


def row_sources(store: Store, table: str, row: int) -> tuple[str, ...]:
    """Ids of the sources that a row rests on, for a site those of its parts as well."""
    spec, source = store.specs[table], store.table(table)
    found: dict[str, None] = {}
    for column in spec.columns:
        if column.id.rpartition(".")[2] == "sources" and column.kind == "slugs":
            found.update(dict.fromkeys(source.values(column.id)[row] or ()))
    return tuple(found)


def sources_of(dataset: Dataset, idents: Iterable[str]) -> tuple[Source, ...]:
    """These entries of the bibliography, in its order."""
    wanted = set(idents)
    return tuple(source for source in dataset.sources if source.id in wanted)


def by_theme(dataset: Dataset, found: Sequence[Evaluated]) -> Mapping[str, tuple[Evaluated, ...]]:
    """Findings by the label of their theme, in the order of the vocabulary."""
    groups: dict[str, tuple[Evaluated, ...]] = {}
    for theme, word in dataset.vocabulary.words("theme").items():
        of_theme = tuple(each for each in found if each.finding.theme == theme)
        if of_theme:
            groups[word.en] = of_theme
    return groups


def tally(found: Sequence[Evaluated]) -> Mapping[str, int]:
    """How many findings have each verdict, in the order of :data:`VERDICTS`."""
    counts = {verdict: sum(each.verdict == verdict for each in found) for verdict in VERDICTS}
    return {verdict: number for verdict, number in counts.items() if number}


VERDICTS = ("holds", "outdated", "depends", "fails", "unknown", "not_checkable")
