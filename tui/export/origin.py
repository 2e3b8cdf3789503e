"""Where an exported table comes from, so that it can be cited and made again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.dataset import Dataset
from tui.export import citation
from tui.query.engine.command import as_command
from tui.query.engine.table import Result
from tui.query.engine.view import View
from tui.text import plural, printable


@dataclass(frozen=True, slots=True)
class Origin:
    """Dataset, selection and sources of one export.

    ``cohort`` is the cohort's label, ``filter`` the filter on the sites and ``rows`` that
    on the rows of the table, "" where there is none; ``sources`` are citations of what the
    rows rest on.
    """

    dataset: str
    version: str
    as_of: str
    licence: str
    table: str
    count: int
    cohort: str
    filter: str
    rows: str
    command: str
    exported: datetime.date
    sources: tuple[str, ...]

    def lines(self) -> list[str]:
        """The origin in words, a line each."""
        lines = [
            f"Dataset: {self.dataset} Version {self.version}, state of {self.as_of}, "
            f"licence {self.licence}",
            f"Table: {self.table}, {plural(self.count, 'row')}",
        ]
        lines += [f"Cohort: {self.cohort}"] if self.cohort else []
        lines += [f"Filter on the sites: {self.filter}"] if self.filter else []
        lines += [f"Filter on the rows: {self.rows}"] if self.rows else []
        lines += [f"Command: {self.command}", f"Exported: {self.exported.isoformat()}"]
        lines += [f"Source: {source}" for source in self.sources]
        return [printable(line) for line in lines]

    def plain(self) -> dict[str, Any]:
        """The origin as an object for JSON."""
        names = (name for name in self.__slots__ if name not in ("exported", "sources"))
        return {
            **{name: getattr(self, name) for name in names},
            "exported": self.exported.isoformat(),
            "sources": list(self.sources),
        }


def origin_of(
    dataset: Dataset,
    view: View,
    result: Result,
    *,
    exported: datetime.date | None = None,
    data: Sequence[Path] = (),
) -> Origin:
    """The origin of a table under a view; ``exported`` is today unless given.

    ``data`` are the dataset folders for the command, () for the bundled one.
    """
    meta = dataset.meta
    labels = {cohort.id: cohort.label.en for cohort in dataset.cohorts}
    title = meta.title.en
    return Origin(
        dataset=title if title.endswith((".", "!", "?")) else f"{title}.",
        version=meta.version,
        as_of=meta.as_of.text,
        licence=meta.licence,
        table=result.name,
        count=len(result),
        cohort=labels.get(view.cohort, "all sites"),
        filter=view.filter,
        rows=view.rows,
        command=as_command(view, result.name, dataset, data=data, spec=result.spec),
        exported=exported or datetime.date.today(),
        sources=_citations(dataset, result),
    )


def _citations(dataset: Dataset, result: Result) -> tuple[str, ...]:
    """The sources that the rows name, in the order of the bibliography."""
    named: set[str] = set()
    for column in result.spec.columns:
        if column.id.rpartition(".")[2] == "sources" and column.kind == "slugs":
            values = result.source.values(column.id)
            for row in result.rows:
                named.update(values[row] or ())
    if not named:
        return ()
    cited = (source for source in dataset.sources if source.id in named)
    return tuple(f"{source.id}: {citation.text(source)}" for source in cited)
