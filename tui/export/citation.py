"""A source of the bibliography as a citation: plain text, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tui.dataset import PartialDate
from tui.dataset.reference import Source
from tui.export.escapes import escaped_json
from tui.text import printable

_TEX = {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
# Signs that would end a field of BibTeX or the command around an address.
_IN_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CSL_TYPES = {"register": "dataset", "brief": "report"}


def text(source: Source) -> str:
    """One line: publisher, date, title, address, and who quotes it where it was not read."""
    date = source.published.text if source.published else "undated"
    parts = [f"{source.publisher} ({date}).", _ended(source.title)]
    parts += [source.url] if source.url else []
    if source.read == "quoted":
        parts.append(f"[{_quoted(source)}]")
    return printable(" ".join(parts))


def bibtex(source: Source) -> str:
    """An entry ``@misc`` whose key is the id of the source; UTF-8, for BibTeX and biblatex."""
    publisher = "howpublished" if source.kind == "press" else "author"
    fields = {
        # A second pair of braces keeps the capitals, and an organisation from being split.
        publisher: f"{{{_tex(source.publisher)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "year": str(source.published.first.year) if source.published else "",
        "month": _month(source.published),
        "date": _day(source.published),
        "url": _address(source.url or ""),
        "language": _tex(source.language or ""),
        "note": _tex(_quoted(source)) if source.read == "quoted" else "",
    }
    braced = {name: f"{{{value}}}" if name != "month" else value for name, value in fields.items()}
    lines = [f"  {name} = {value}," for name, value in braced.items() if fields[name]]
    return "\n".join([f"@misc{{{source.id},", *lines, "}"])


def csl(source: Source) -> dict[str, Any]:
    """An item of CSL-JSON. The publisher of a press item is its container, else its author."""
    publisher = printable(source.publisher)
    item: dict[str, Any] = {
        "id": source.id,
        "type": _CSL_TYPES.get(source.kind, "webpage" if source.url else "document"),
        "title": printable(source.title),
    }
    if source.kind == "press":
        item["container-title"] = publisher
    else:
        item["author"] = [{"literal": publisher}]
    if source.published is not None:
        item["issued"] = {"date-parts": _date_parts(source.published)}
    if source.url:
        item["URL"] = printable(source.url)
    if source.language:
        item["language"] = printable(source.language)
    if source.read == "quoted":
        item["note"] = printable(_quoted(source))
    return item


def _csl_json(sources: Iterable[Source]) -> str:
    items = [csl(source) for source in sources]
    return escaped_json(json.dumps(items, ensure_ascii=False, indent=2)) + "\n"


def _joined(each: Callable[[Source], str], between: str) -> Callable[[Iterable[Source]], str]:
    def cited(sources: Iterable[Source]) -> str:
        return between.join(f"{each(source)}\n" for source in sources)

    return cited


STYLES: Mapping[str, Callable[[Iterable[Source]], str]] = {
    "text": _joined(text, ""),
    "bibtex": _joined(bibtex, "\n"),
    "csl-json": _csl_json,
}
"""Format -> function from sources to the text of a file, with a line break at its end."""


def _quoted(source: Source) -> str:
    by = ", ".join(source.quoted_by)
    return f"not read directly; quoted by {by}" if by else "not read directly"


def _ended(title: str) -> str:
    return title if title.endswith((".", "!", "?", "…")) else f"{title}."


def _tex(value: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in printable(value))


def _address(url: str) -> str:
    return "".join(_IN_ADDRESS.get(sign, sign) for sign in printable(url))


def _month(date: PartialDate | None) -> str:
    """The month as BibTeX names it; "" where it is not known."""
    if date is None or date.first.month != date.last.month:
        return ""
    return _MONTHS[date.first.month - 1]


def _day(date: PartialDate | None) -> str:
    """The day, which biblatex reads in place of year and month; "" where it is not known."""
    return date.text if date is not None and date.first == date.last else ""


def _date_parts(date: PartialDate) -> list[list[int]]:
    """The date as precisely as it is known; a quarter or half-year as its first and last month."""
    first, last = date.first, date.last
    if first == last:
        return [[first.year, first.month, first.day]]
    if (first.year, first.month) == (last.year, last.month):
        return [[first.year, first.month]]
    if last.month - first.month == 11:
        return [[first.year]]
    return [[first.year, first.month], [last.year, last.month]]
