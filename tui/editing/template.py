"""TOML for a dataset: a template of a row, files that lie over others, a tally as findings."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

import tomli_w

from tui.analysis.tally import Group, tally
from tui.dataset import records, reference
from tui.dataset.fields import Kind, Spec, declared
from tui.dataset.vocabulary import Vocabulary
from tui.frozen import frozen
from tui.query.engine.fold import slug_of
from tui.query.engine.table import Result
from tui.query.engine.view import Ask, Measure, View
from tui.text import number, plural
from tui.user.writing import write_all

WIDTH = 88


@frozen
class Template:
    """What a template is of: the record, the head of the row, the file it belongs in."""

    record: type
    head: str
    file: str


_OF_A_SITE = "sites/ID.toml, under the id of the site; over a site that is there, a file with \
these lines alone is enough"

TEMPLATES: Mapping[str, Template] = {
    "site": Template(records.Site, "", "sites/ID.toml, under the id of the site"),
    "system": Template(records.System, "[[system]]", _OF_A_SITE),
    "partner": Template(records.Partner, "[[partner]]", _OF_A_SITE),
    "sector": Template(records.Sector, "[[sector]]", _OF_A_SITE),
    "service": Template(records.Service, "[[service]]", _OF_A_SITE),
    "access": Template(records.Access, "[[access]]", _OF_A_SITE),
    "source": Template(reference.Source, "[[source]]", "sources.toml"),
    "finding": Template(reference.Finding, "[[finding]]", "findings.toml"),
    "region": Template(records.Region, "[[region]]", "regions.toml"),
    "access_mode": Template(reference.AccessMode, "[[access_mode]]", "access_modes.toml"),
    "cluster": Template(reference.Cluster, "[[cluster]]", "comparisons.toml"),
    "fact": Template(reference.Fact, "[[fact]]", "comparisons.toml"),
}

_FORMS: Mapping[Kind, tuple[str, str]] = {
    # kind: how it is written, and an example
    "slug": ("a-z, 0-9 and single hyphens", '"an-id"'),
    "text": ("", '"…"'),
    "word": ("", '"…"'),
    "country": ("two letters, ISO 3166-1 (Greece GR, United Kingdom GB)", '"DE"'),
    "integer": ("a whole number", "1"),
    "number": ("a number", "1.0"),
    "flag": ("true or false", "true"),
    "day": ("a day, without quotes", "2026-12-31"),
    "date": ('a day without quotes, or "2026-09", "2026-Q3", "2026-H2", "2026"', '"2026-H2"'),
    "slugs": ("a list of ids", '["an-id"]'),
    "texts": ("a list of texts", '["…"]'),
    "countries": ("a list of countries", '["DE", "FR"]'),
    "integers": ("a list of whole numbers", "[6, 12]"),
    "mixed": ("a number, a day or a text", "1.0"),
    "claim": ("a number, a day, a text or a list of ids", "1"),
    "url": ("an address", '"https://example.org"'),
    "urls": ("a list of addresses", '["https://example.org"]'),
    "nuts2": ("four signs", '"DE11"'),
}
# What is kept as the file writes it, and read by the analysis.
_RULES: Mapping[str, str] = {
    "check": '{ measure = "count", of = "sites", where = "kind:factory" }',
    "see": '{ table = "sites", where = "kind:factory" }',
}
_EXAMPLES: Mapping[str, str] = {"comparator": '"=="', "uses": '["partners"]', "tolerance": "0.1"}
_VARIANT = ("[[finding.variant]]", 'label.en = "…"', f"check = {_RULES['check']}")


def template(kind: str, vocabulary: Vocabulary) -> str:
    """The template of a kind of row (a key of ``TEMPLATES``) as TOML.

    Keys that a row must have are empty and are faults until they are filled; the others
    stand behind a ``#``. The words of closed lists are those of ``vocabulary``.
    """
    made = TEMPLATES[kind]
    lines = [
        *_comment(f"A {kind.replace('_', ' ')}. It belongs in {made.file}."),
        *_comment(
            "Fill in what is empty, take the single # away before what is known, and leave out "
            "what is not: an absent key means unknown. 'aif validate' says what is missing."
        ),
        "",
    ]
    if made.head:
        lines.append(made.head)
    name = made.head.strip("[]")
    lines += _keys(made.record, vocabulary, off=False)
    lines += _below(made.record, vocabulary, name, off=False)
    return "\n".join(lines) + "\n"


def _keys(record: type, vocabulary: Vocabulary, *, off: bool) -> Iterator[str]:
    """The keys of a row itself; with ``off`` all of them behind a ``#``."""
    for key, spec in declared(record).specs.items():
        if _is_below(spec):
            continue
        yield from _comment(_meaning(key, spec, vocabulary))
        if spec.kind == "label":
            yield _line(f"{key}.en", '""' if spec.required else '"…"', off or not spec.required)
            yield _line(f"{key}.de", '"…"', commented=True)
        elif spec.required and not off:
            yield _line(key, "[]" if spec.kind == "slugs" else '""', commented=False)
        else:
            yield _line(key, _example(key, spec, vocabulary), commented=True)


def _below(record: type, vocabulary: Vocabulary, name: str, *, off: bool) -> Iterator[str]:
    """The tables and rows below a row; what may be left out stands behind ``#``."""
    for key, spec in declared(record).specs.items():
        if not _is_below(spec):
            continue
        path = f"{name}.{key}" if name else key
        commented = off or not spec.required
        mark = "# " if commented else ""
        yield ""
        yield from _comment(f"{spec.meaning}.")
        if spec.record is None:
            yield from (f"# {line}" for line in _VARIANT)
            continue
        yield f"{mark}[[{path}]]" if spec.kind == "rows" else f"{mark}[{path}]"
        yield from _keys(spec.record, vocabulary, off=commented)
        yield from _below(spec.record, vocabulary, path, off=commented)


def _is_below(spec: Spec) -> bool:
    return spec.kind == "rows" or (spec.kind == "table" and spec.record is not None)


def _line(key: str, value: str, commented: bool) -> str:
    return f"{'# ' if commented else ''}{key} = {value}"


def _meaning(key: str, spec: Spec, vocabulary: Vocabulary) -> str:
    """What a key means, how it is written, and what it may be."""
    form = _FORMS.get(spec.kind, ("", ""))[0]
    if key == "sources":
        form = "a list of ids of sources.toml, at least one"
    words = vocabulary.words(spec.vocabulary) if spec.vocabulary else {}
    parts = [
        spec.meaning,
        f" ({spec.unit})" if spec.unit else "",
        f": {form}" if form else "",
        f": {', '.join(words)}" if not all(word in spec.meaning.lower() for word in words) else "",
    ]
    return f"{''.join(parts)}."


def _example(key: str, spec: Spec, vocabulary: Vocabulary) -> str:
    if spec.kind == "table":
        return _RULES[key]
    words = vocabulary.words(spec.vocabulary) if spec.vocabulary else {}
    return f'"{next(iter(words))}"' if words else _EXAMPLES.get(key, _FORMS[spec.kind][1])


def _comment(text: str) -> Iterator[str]:
    """A comment; its two signs stay apart from the one before a key that may be taken away."""
    yield from (f"## {line}" for line in wrap(text, WIDTH - 3))


class FolderError(Exception):
    """Files that are there already and would be lost; the message names them."""


def write_folder(folder: Path, sites: Mapping[str, Any], source: Mapping[str, Any]) -> list[Path]:
    """Write site files and the bibliography's new entry ({} for none); the files written.

    Raises :class:`FolderError` where one of them exists, OSError where one cannot be
    written; nothing that was there is changed.
    """
    files = {folder / "sites" / f"{ident}.toml": dict(raw) for ident, raw in sites.items()}
    if source:
        files[folder / "sources.toml"] = {"source": [dict(source)]}
    there = [str(path) for path in files if os.path.lexists(path)]
    if there:
        raise FolderError(f"{', '.join(there[:3])} exists already; choose another folder")
    for place in {path.parent for path in files}:
        place.mkdir(parents=True, exist_ok=True)
    write_all({path: toml_of(raw) for path, raw in files.items()}, new=True)
    return list(files)


def toml_of(raw: Mapping[str, Any]) -> str:
    """A table as TOML the way data files are written: a key a line, ``[[rows]]`` below."""
    return "\n".join(_lines(raw, "")).strip("\n") + "\n"


def _lines(raw: Mapping[str, Any], name: str) -> Iterator[str]:
    below: list[tuple[str, Any]] = []
    for key, value in raw.items():
        if isinstance(value, Mapping) or _are_rows(value):
            below.append((f"{name}.{key}" if name else key, value))
        else:
            yield f"{key} = {_value(value)}"
    for path, value in below:
        if isinstance(value, Mapping):
            yield from ("", f"[{path}]", *_lines(value, path))
        else:
            for row in value:
                yield from ("", f"[[{path}]]", *_lines(row, path))


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


FILE = "findings.toml"
_MEASURES: dict[Measure, str] = {
    "sum": "sum", "mean": "mean", "median": "median", "least": "min", "most": "max",
}  # fmt: skip


class KeptError(ValueError):
    """A tally that cannot be kept; the message says why."""


def keep(folder: str, result: Result, ask: Ask, view: View, *, force: bool = False) -> str:
    """Write a tally as findings to ``findings.toml`` in a folder; gives what to tell.

    Raises :class:`KeptError` where the folder holds findings already and ``force`` is not given,
    or where the tally takes a second column or a filter of sites, which no single rule can say,
    and OSError where the file cannot be written.
    """
    if len(ask.by) > 1:
        raise KeptError("a finding has one rule: keep a tally of one column")
    if view.filter and result.name != "sites":
        raise KeptError(
            "keep a tally whose filter picks rows: write 'site.country:DE', not --sites"
        )
    path = Path(folder) / FILE
    if path.exists() and not force:
        raise KeptError(f"{path} exists already: --force overwrites it")
    found = list(findings(Path(folder).name, result, ask, view))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_all({path: tomli_w.dumps({"finding": found})}, new=not force)
    return f"{plural(len(found), 'finding')} in {path}; 'aif findings --data {folder}' holds them"


def findings(name: str, result: Result, ask: Ask, view: View) -> Iterator[dict[str, Any]]:
    """The findings of a tally as the file writes them; their ids begin with ``name``."""
    own = view.filter or view.rows
    for group in tally(result, ask).records:
        where = " ".join(part for part in (f"({own})" if own else "", group.where) if part)
        value = _value_of(group, ask)
        if value is None or not _sources_of(result, group):
            continue
        check: dict[str, Any] = {"measure": "count", "of": result.name, "where": where}
        if ask.figure:
            check |= {"measure": _MEASURES[ask.measure], "value": ask.figure}
        yield {
            "id": slug_of(f"{name}-{group.key or 'unknown'}"),
            "theme": "scope",
            "kind": "claim",
            "statement": {"en": _sentence(result, ask, group, value)},
            "cohort": view.cohort,
            "claimed": value,
            "comparator": "==",
            "unit": result.spec.label.lower() if not ask.figure else _unit(result, ask),
            "sources": _sources_of(result, group),
            "check": check,
        }


def _value_of(group: Group, ask: Ask) -> float | None:
    if not ask.figure:
        return len(group.rows)
    return group.figure.value if group.figure is not None else None


def _sources_of(result: Result, group: Group) -> list[str]:
    """What the rows of a group rest on."""
    named: dict[str, None] = {}
    for row in group.rows:
        named.update(dict.fromkeys(getattr(result.record(row), "sources", ()) or ()))
    return list(named)


def _unit(result: Result, ask: Ask) -> str:
    column = result.spec.column(ask.figure)
    return column.unit if column is not None else ""


def _sentence(result: Result, ask: Ask, group: Group, value: float) -> str:
    column = result.spec.column(ask.by[0])
    title = column.title if column is not None else ask.by[0]
    what = f"{title}: {group.label}"
    if not ask.figure:
        return f"{what}, {number(value)} of {plural(len(result), 'row')} of {result.name}"
    return f"{what}, {ask.measure} of {ask.figure}: {number(value)}"
