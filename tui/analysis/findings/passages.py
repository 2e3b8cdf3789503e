"""Findings as plain values for files, and the rows and sources behind them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tui.analysis.findings.evaluate import Evaluated, Rows
from tui.dataset import Dataset
from tui.dataset.reference import Source
from tui.query.engine.columns import Column
from tui.query.engine.format import UNKNOWN, UNSURE, text_of
from tui.query.engine.relations import NAMES
from tui.query.engine.store import Store
from tui.text import printable

# Cells that tell a row of a table from others; four elsewhere.
_CELLS = {"facts": 1, "access_modes": 1, "clusters": 2}


def parts_of(found: Evaluated) -> tuple[Rows, ...]:
    """The rows behind the headline, or those that a judgement points to."""
    if found.headline is not None:
        return found.headline.parts
    return (found.see,) if found.see else ()


def row_words(store: Store, part: Rows, row: int) -> str:
    """A row in words: what tells it from others, and the figure that is read from it."""
    source = store.table(part.table)
    cells = []
    for column in _telling(store, part.table):
        value = source.values(column.id)[row]
        if value is not None and value != () and column.id != part.value:
            cells.append(text_of(store, column, value))
    figure = store.specs[part.table].column(part.value)
    said = ", ".join(cells[: _CELLS.get(part.table, 4)])
    return f"{said}: {figure_words(store, figure, part.table, row)}" if figure else said


def figure_words(store: Store, column: Column, table: str, row: int) -> str:
    """One figure of a row, `~` before an unconfirmed one."""
    source = store.table(table)
    text = text_of(store, column, source.values(column.id)[row])
    sure = source.values(column.confidence)[row] if column.confidence else None
    return text if text == UNKNOWN or sure in (None, "confirmed") else f"{UNSURE}{text}"


def site_words(store: Store, part: Rows) -> list[str]:
    """Rows of sites by name, each with the figure that is read from it."""
    names = store.table("sites").values("name")
    figure = store.specs["sites"].column(part.value)
    return [
        printable(names[row]) + (f" {figure_words(store, figure, 'sites', row)}" if figure else "")
        for row in part.rows
    ]


def _telling(store: Store, table: str) -> list[Column]:
    """Columns that say which row it is: its site, its name, then what is shown by default."""
    spec = store.specs[table]
    names = [name for name in NAMES[table] if name in ("name", "label.en", "title")]
    shown_first = [
        column.id
        for column in spec.columns
        if column.default and column.kind not in ("country", "flag") and column.id != "acronym"
    ]
    found = [spec.column(ident) for ident in dict.fromkeys(["site", *names, *shown_first])]
    return [column for column in found if column is not None]


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
