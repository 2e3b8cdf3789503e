"""Where an exported table comes from, so that it can be cited and made again."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from tui.analysis.tables import resting_on
from tui.dataset import Dataset
from tui.export import citation
from tui.export.formats import format_of
from tui.export.sheet import asked_for
from tui.frozen import frozen
from tui.markup import escaped_toml
from tui.query.engine import masks
from tui.query.engine.columns import TableSpec
from tui.query.engine.match import cohort
from tui.query.engine.relations import has_sites
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import Result, fitting, spec_of
from tui.query.engine.view import Ask, View
from tui.query.language.tree import NOWHERE, FilterError
from tui.text import plural, printable

# A leading minus that cannot be taken for an option: `-partner.type:…`, `-partner(…)`.
_PLAIN_MINUS = re.compile(r"-[A-Za-z_][A-Za-z0-9_.-]*[:(]")


def as_command(
    view: View,
    table: str,
    dataset: Dataset,
    data: Sequence[Path] = (),
    options: Sequence[str] = (),
    spec: TableSpec | None = None,
) -> str:
    """The ``aif show`` call that prints a table as it stands under a view, shell-quoted.

    On a terminal it is printed as the explorer shows it. ``data`` are the dataset folders that
    the explorer was started with, if any, ``options`` more words as they are typed; ``spec``
    declares a worked-out table. Raises UnknownNameError for the table.
    """
    spec = spec or spec_of(store_of(dataset), table)
    shown = fitting(spec, view.table(table))
    columns = shown.columns
    if shown.hidden and not shown.columns:
        idents = columns or tuple(column.id for column in spec.defaults)
        columns = tuple(ident for ident in idents if ident not in shown.hidden) or columns
    more = [
        *_option("--columns", ",".join(columns)),
        *_option("--sort", ",".join(f"-{name}" if down else name for name, down in shown.sort)),
        *_option("--limit", str(view.limit or "")),
    ]
    return _call(["aif", "show", table], view, dataset, (), more, data, options)


def tally_command(
    view: View, table: str, ask: Ask, dataset: Dataset, data: Sequence[Path] = ()
) -> str:
    """The ``aif tally`` call that counts the rows of a table under a view, shell-quoted."""
    asked = [
        *_option("--by", ",".join(ask.by)),
        *_option(f"--{ask.measure}", ask.figure),
        *_option("--each", ask.each),
        *_option("--share", ask.share),
    ]
    return _call(["aif", "tally", table], view, dataset, asked, (), data)


def _call(
    head: Sequence[str],
    view: View,
    dataset: Dataset,
    asked: Sequence[str],
    more: Sequence[str],
    data: Sequence[Path],
    options: Sequence[str] = (),
) -> str:
    """A call that speaks of the rows and sites of a view; ``head`` ends in its table."""
    table = head[-1]
    by_sites = rests_on_sites(store_of(dataset), table)
    rows, sites = view.rows.strip(), view.filter.strip() if by_sites else ""
    if table == "sites" and not rows:
        rows, sites = sites, ""
    behind = rows.startswith("-") and not _PLAIN_MINUS.match(rows)
    words = [*head, *([rows] if rows and not behind else []), *asked]
    words += _option("--cohort", _cohort(view, dataset) if by_sites else "")
    words += _option("--sites", sites)
    words += ["--whole"] if view.whole and sites else []
    words += more
    for folder in data:
        words += _option("--data", str(folder))
    words += options
    words += ["--", rows] if behind else []
    return shlex.join(words)


def rests_on_sites(store: Store, table: str) -> bool:
    """Whether the rows of a table depend on cohort and filter.

    What is no table of the dataset is worked out from the picked sites.
    """
    return has_sites(table) or table == "organisations" or table not in store.specs


def _option(name: str, value: str) -> Iterator[str]:
    """An option with its value, joined where the value begins with a minus; none without."""
    if value.startswith("-"):
        yield f"{name}={value}"
    elif value:
        yield from (name, value)


def _cohort(view: View, dataset: Dataset) -> str:
    """The cohort to name, one that holds all sites where the view has none.

    The default one is named too: what is kept or sent on must mean the same later.
    """
    if view.cohort:
        return view.cohort
    store = store_of(dataset)
    for each in dataset.cohorts:
        try:
            if masks.count(cohort(store, each.id, NOWHERE)) == len(dataset.sites):
                return each.id
        except FilterError:
            continue
    return ""


@frozen
class Origin:
    """Dataset, selection and sources of one export.

    ``cohort`` is the cohort's label, ``filter`` the filter on the sites and ``rows`` that
    on the rows of the table, "" where there is none, or none that the rows depend on;
    ``columns`` are the ids written, ``sources`` citations of what the rows rest on, by id;
    ``confidence`` says how many rows are confirmed, likely and so on; ``command`` makes the same
    bytes again from the same data. ``date`` is that of the data unless another was asked for.
    """

    dataset: str
    version: str
    as_of: str
    licence: str
    citation: str
    table: str
    count: int
    cohort: str
    filter: str
    rows: str
    columns: tuple[str, ...]
    command: str
    date: datetime.date
    confidence: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The origin in words, a line each, ``Name: text``."""
        lines = [
            f"Dataset: {self.dataset} Version {self.version}, state of {self.as_of}, "
            f"licence {self.licence}",
            f"Cite as: {self.citation}",
            f"Table: {self.table}, {plural(self.count, 'row')}",
        ]
        lines += [f"Cohort: {self.cohort}"] if self.cohort else []
        lines += [f"Filter on the sites: {self.filter}"] if self.filter else []
        lines += [f"Filter on the rows: {self.rows}"] if self.rows else []
        if self.confidence:
            sure = ", ".join(f"{number} {word}" for word, number in self.confidence.items())
            lines += [f"Confidence of the rows: {sure}"]
        lines += [f"Command: {self.command}"] if self.command else []
        lines += [f"Date: {self.date.isoformat()}"]
        lines += [f"Source: {ident}: {text}" for ident, text in self.sources.items()]
        return [printable(line) for line in lines]

    def plain(self) -> dict[str, Any]:
        """The origin as an object; what does not apply is left out."""
        parts: dict[str, Any] = {
            "dataset": self.dataset,
            "version": self.version,
            "as_of": self.as_of,
            "licence": self.licence,
            "citation": self.citation,
            "date": self.date.isoformat(),
            "table": self.table,
            "rows": self.count,
            "columns": list(self.columns),
            "cohort": self.cohort,
            "filter": self.filter,
            "row_filter": self.rows,
            "command": self.command,
            "confidence": dict(self.confidence),
            "sources": [{"id": ident, "citation": text} for ident, text in self.sources.items()],
        }
        return {name: value for name, value in parts.items() if value not in ("", {}, [])}

    def toml(self) -> str:
        """The origin as a TOML document."""
        import tomli_w

        plain = self.plain() | {"date": self.date}
        return escaped_toml(tomli_w.dumps(plain))


def date_of(dataset: Dataset, asked: datetime.date | None = None) -> datetime.date:
    """The date that goes into files: the one asked for, SOURCE_DATE_EPOCH, or the data's own.

    So the same data give the same bytes on any day.
    """
    if asked is not None:
        return asked
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        with contextlib.suppress(OverflowError, ValueError, OSError):
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return dataset.meta.as_of.first


def origin_of(
    dataset: Dataset,
    view: View,
    result: Result,
    *,
    fmt: str = "csv",
    date: datetime.date | None = None,
    data: Sequence[Path] = (),
    options: Sequence[str] = (),
) -> Origin:
    """The origin of a table under a view, written in a format.

    ``date`` is that of :func:`date_of` unless given; ``data`` are the dataset folders for
    the command, () for the bundled one, ``options`` what else it needs.
    """
    meta = dataset.meta
    view = resting_on(view, result.name).but(rows=result.where)
    labels = {cohort.id: cohort.label.en for cohort in dataset.cohorts}
    idents = tuple(column.id for column in result.columns)
    usual = result.spec.columns if format_of(fmt).whole else result.spec.defaults
    asked = asked_for(result.columns)
    chosen = () if asked == asked_for(usual) else tuple(column.id for column in asked)
    named = view.with_table(result.name, columns=chosen)
    picks = rests_on_sites(result.store, result.name)
    return Origin(
        dataset=_ended(meta.title.en),
        version=meta.version,
        as_of=meta.as_of.text,
        licence=meta.licence,
        citation=citation.dataset_text(meta),
        table=result.name,
        count=len(result),
        cohort=labels.get(view.cohort, "all sites") if picks else "",
        filter=view.filter if picks else "",
        rows=view.rows,
        columns=idents,
        command=as_command(
            named,
            result.name,
            dataset,
            data=data,
            options=["--format", fmt, *options],
            spec=result.spec,
        ),
        date=date_of(dataset, date),
        confidence=_confidence(result),
        sources=_citations(dataset, result),
    )


def _ended(title: str) -> str:
    return title if title.endswith((".", "!", "?")) else f"{title}."


def _confidence(result: Result) -> Mapping[str, int]:
    """How many rows have which confidence, the surest first; empty where rows have none."""
    if result.spec.column("confidence") is None:
        return {}
    values = result.source.values("confidence")
    counts = Counter(values[row] for row in result.rows if values[row])
    order = result.store.dataset.vocabulary.words("confidence")
    return {word: counts[word] for word in order if counts[word]}


def _citations(dataset: Dataset, result: Result) -> Mapping[str, str]:
    """The sources that the rows name, in the order of the bibliography."""
    named = set(_named(result))
    if not named:
        return {}
    return {source.id: citation.text(source) for source in dataset.sources if source.id in named}


def _named(result: Result) -> Iterator[str]:
    for column in result.spec.columns:
        if column.id.rpartition(".")[2] == "sources" and column.kind == "slugs":
            values = result.source.values(column.id)
            for row in result.rows:
                yield from values[row] or ()
