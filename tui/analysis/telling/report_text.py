"""Markdown for the report: texts from files made harmless, tables, lists, citations."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from tui.analysis.findings.evaluate import Evaluated, Rows
from tui.dataset.reference import Source
from tui.markup import markdown
from tui.query.engine.relations import RELATIONS
from tui.text import printable


def code(text: str) -> str:
    """A text as code, whatever backticks it holds."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{room}{printable(text)}{room}{fence}"


def table(titles: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table; the columns numbered in ``right`` hold figures and stand on the right."""
    marks = ["---:" if number in right else "---" for number in range(len(titles))]
    lines = [titles, marks, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {item}" for item in items)


class Citations:
    """Sources numbered in the order in which they are first cited."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Know the bibliography."""
        self._known = {source.id: source for source in sources}
        self._numbers: dict[str, int] = {}

    def cite(self, idents: Iterable[str]) -> str:
        """``[1], [4] to [6]``; "" where none of them is in the bibliography."""
        numbers = [
            self._numbers.setdefault(ident, len(self._numbers) + 1)
            for ident in idents
            if ident in self._known
        ]
        return ", ".join(_runs(sorted(set(numbers))))

    def entries(self) -> Iterator[str]:
        """The cited sources in order, a line each."""
        for ident, number in self._numbers.items():
            source = self._known[ident]
            published = source.published.text if source.published else "undated"
            parts = [markdown(source.publisher), f"*{markdown(source.title)}*", published]
            address = (
                f", <{printable(source.url)}>" if source.url and _is_address(source.url) else ""
            )
            yield f"{number}. {', '.join(parts)}{address}"


def _is_address(url: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>]+", url) is not None


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            run = numbers[start:at]
            if len(run) > 2:
                yield f"[{run[0]}] to [{run[-1]}]"
            else:
                yield from (f"[{number}]" for number in run)
            start = at


def data_options(data: Iterable[str]) -> Iterator[str]:
    """The options that name dataset folders."""
    for folder in data:
        yield from ("--data", folder)


def rows_command(found: Evaluated, part: Rows, data: Sequence[str] = ()) -> str:
    """The ``aif show`` call that prints these rows; "" where no call can pick the sites.

    ``data`` are the dataset folders, () for the bundled one.
    """
    words = ["aif", "show", part.table]
    by_sites = part.table == "sites" or "site" in RELATIONS.get(part.table, {})
    if by_sites and not found.cohort:
        return ""
    filters = [text for text in (part.where,) if text.strip()]
    if part.table == "sites" and found.filter.strip():
        filters = [f"({found.filter})", *(f"({text})" for text in filters)]
    words += [" ".join(filters)] if filters else []
    if by_sites:
        words += ["--cohort", found.cohort]
        if part.table != "sites" and found.filter.strip():
            words += ["--sites", found.filter, "--whole"]
    return shlex.join([*words, *data_options(data)])
