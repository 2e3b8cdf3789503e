"""A source of the bibliography, or the dataset, as a citation: text, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tui.dataset import PartialDate
from tui.dataset.dataset import Meta
from tui.dataset.reference import Source
from tui.markup import escaped_json
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
_ENTRIES = {"register": "dataset", "brief": "report"}


def text(source: Source) -> str:
    """One line: publisher, date, title, address, and who quotes it where it was not read."""
    date = source.published.text if source.published else "undated"
    parts = [f"{source.publisher} ({date}).", _ended(source.title)]
    parts += [source.url] if source.url else []
    if source.read == "quoted":
        parts.append(f"[{_quoted(source)}]")
    return printable(" ".join(parts))


def bibtex(source: Source, accessed: PartialDate | None = None) -> str:
    """An entry whose key is the id of the source; UTF-8, for biblatex, and BibTeX reads it too.

    ``accessed`` is the state of the data, by which a source with an address was read.
    """
    where = {"press": "howpublished", "brief": "institution"}.get(source.kind, "")
    publisher = f"{{{_tex(source.publisher)}}}"
    fields = {
        # A second pair of braces keeps the capitals, and an organisation from being split.
        "author": publisher if source.kind != "press" else "",
        where: publisher,
        "title": f"{{{_tex(source.title)}}}",
        "year": str(source.published.first.year) if source.published else "",
        "month": _month(source.published),
        "date": _day(source.published),
        "url": _address(source.url or ""),
        "urldate": _day(accessed) if source.url and source.read == "direct" else "",
        "language": _tex(source.language or ""),
        "note": _tex(_quoted(source)) if source.read == "quoted" else "",
    }
    kind = _ENTRIES.get(source.kind, "online" if source.url else "misc")
    return _entry(kind, source.id, fields)


def _entry(kind: str, ident: str, fields: Mapping[str, str]) -> str:
    """An entry of these fields, in which the month alone goes without braces."""
    braced = {name: value if name == "month" else f"{{{value}}}" for name, value in fields.items()}
    lines = [f"  {name} = {value}," for name, value in braced.items() if name and fields[name]]
    return "\n".join([f"@{kind}{{{ident},", *lines, "}"])


def csl(source: Source, accessed: PartialDate | None = None) -> dict[str, Any]:
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
        if accessed is not None and source.read == "direct":
            item["accessed"] = {"date-parts": _date_parts(accessed)}
    if source.language:
        item["language"] = printable(source.language)
    if source.read == "quoted":
        item["note"] = printable(_quoted(source))
    return item


def dataset_text(meta: Meta) -> str:
    """The dataset in one line: who made it, state, title, version, licence."""
    who = f"{', '.join(meta.contributors)} " if meta.contributors else ""
    return printable(
        f"{who}({meta.as_of.text}). {_ended(meta.title.en)} Version {meta.version}. "
        f"Data set, {meta.licence}."
    )


def dataset_bibtex(meta: Meta) -> str:
    """The dataset as an entry ``@dataset``."""
    authors = " and ".join(f"{{{_tex(name)}}}" for name in meta.contributors)
    fields = {
        "author": authors,
        "title": f"{{{_tex(meta.title.en)}}}",
        "year": str(meta.as_of.first.year),
        "month": _month(meta.as_of),
        "date": _day(meta.as_of),
        "version": _tex(meta.version),
        "note": _tex(f"Licence {meta.licence}"),
    }
    return _entry("dataset", meta.id, fields)


def dataset_csl(meta: Meta) -> dict[str, Any]:
    """The dataset as an item of CSL-JSON."""
    return {
        "id": meta.id,
        "type": "dataset",
        "title": printable(meta.title.en),
        "author": [{"literal": printable(name)} for name in meta.contributors],
        "issued": {"date-parts": _date_parts(meta.as_of)},
        "version": printable(meta.version),
        "note": printable(f"Licence {meta.licence}"),
    }


STYLES = ("text", "bibtex", "csl-json")
"""The styles of citations."""


def cited(style: str, sources: Iterable[Source], accessed: PartialDate | None = None) -> str:
    """Sources in a style of :data:`STYLES`, as the text of a file.

    ``accessed`` is the state of the data that they stand behind.
    """
    if style == "text":
        return _file([text(source) for source in sources], style)
    if style == "bibtex":
        return _file([bibtex(source, accessed) for source in sources], style)
    return _file([csl(source, accessed) for source in sources], style)


def dataset_cited(style: str, meta: Meta) -> str:
    """The dataset in a style of :data:`STYLES`, as the text of a file."""
    one = {"text": dataset_text, "bibtex": dataset_bibtex}.get(style, dataset_csl)
    return _file([one(meta)], style)


def _file(items: Sequence[Any], style: str) -> str:
    if style == "csl-json":
        return escaped_json(json.dumps(items, ensure_ascii=False, indent=2)) + "\n"
    between = "\n" if style == "bibtex" else ""
    return between.join(f"{item}\n" for item in items)


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
