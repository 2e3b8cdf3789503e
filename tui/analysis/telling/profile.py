"""Everything known about a record, or about what a selection comes to, to take along."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.findings.wording import verdict_words
from tui.analysis.provenance import FactRow, basis, basis_of_organisation, facts, kind_of_fact
from tui.analysis.tables import Selection
from tui.analysis.telling.sections import Line, Record, Section
from tui.analysis.telling.site import row_detail, site_sections
from tui.analysis.totals import total, words
from tui.markup import markdown
from tui.query import table
from tui.query.engine import masks
from tui.query.engine.format import UNSURE
from tui.query.engine.row_words import CONFIRMED
from tui.query.engine.store import store_of
from tui.text import plural, printable

if TYPE_CHECKING:
    from tui.dataset import Dataset
    from tui.dataset.records import Site
    from tui.query import Result, View

_WIDTH = 79
_SET_IN = 2


def as_markdown(records: Sequence[Record]) -> str:
    """Records one below the other: a heading each, a smaller one a section, a bullet a line."""
    parts = []
    for record in records:
        for place, section in enumerate(record):
            parts.append(f"{'##' if place else '#'} {markdown(section.title)}")
            parts.append("\n".join(_bullet(line) for line in section.lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _bullet(line: Line) -> str:
    label = f"**{markdown(line.label)}**: " if line.label else ""
    return f"{' ' * line.indent}- {label}{markdown(line.text)}"


def as_text(records: Sequence[Record]) -> str:
    """Records one below the other, wrapped for 79 characters, titles underlined."""
    return "\n\n\n".join("\n\n".join(_paragraphs(record)) for record in records) + "\n"


def _paragraphs(record: Record) -> Iterator[str]:
    for place, section in enumerate(record):
        title = printable(section.title)
        rule = ("-" if place else "=") * min(len(title), _WIDTH)
        yield "\n".join([title, rule, *(each for line in section.lines for each in _wrap(line))])


def _wrap(line: Line) -> list[str]:
    label = f"{printable(line.label)}: " if line.label else ""
    ahead = " " * line.indent
    return textwrap.wrap(
        f"{label}{printable(line.text)}",
        _WIDTH,
        initial_indent=ahead,
        subsequent_indent=f"{ahead}{' ' * _SET_IN}",
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_data(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Records as lists and objects: title and sections, of these title and lines."""
    return [
        {
            "title": record[0].title if record else "",
            "sections": [
                {
                    "title": section.title,
                    "lines": [{"label": line.label, "value": line.text} for line in section.lines],
                }
                for section in record
            ],
        }
        for record in records
    ]


_MONEY = ("budget.total_meur", "budget.eu_meur", "budget.national_meur")
_MACHINES = ("accelerator_count", "contract_meur")
_UNTESTED = "not_checkable"


def sources_section(dataset: Dataset, sites: Iterable[Site]) -> Section:
    """The bibliography of the facts in the files of these sites."""
    return listed_sources(
        dataset, {ident for fact in _facts(dataset, sites) for ident in fact.sources}
    )


def listed_sources(dataset: Dataset, wanted: Collection[str]) -> Section:
    """The bibliography of some sources by their ids."""
    found = [source for source in dataset.sources if source.id in wanted]
    return Section(
        f"Sources ({len(found)})",
        tuple(
            Line(each.id, ", ".join(filter(None, (
                printable(each.publisher),
                printable(each.title),
                each.published.text if each.published else "undated",
                printable(each.url or ""),
            ))))
            for each in found
        ),
    )  # fmt: skip


def selection_sections(dataset: Dataset, view: View) -> tuple[Section, ...]:
    """What the sites of a cohort and a filter add up to. Raises FilterError."""
    picked = Selection(dataset, view)
    sites = [dataset.sites[row] for row in masks.rows(picked.picked)]
    parts = (
        Section(view.filter or "All sites", tuple(_sites(picked, sites))),
        Section("Machines", tuple(_machines(picked))),
        Section("Money", tuple(_totals(picked, "sites", _MONEY))),
        Section("Members", tuple(_members(picked, sites))),
        Section("Access", tuple(_access(picked, sites))),
        Section("Claims that turn", tuple(_claims(dataset, view))),
        Section("Doubts", tuple(_doubts(dataset, sites))),
        sources_section(dataset, sites),
    )
    return tuple(part for part in parts if part.lines)


def _facts(dataset: Dataset, sites: Iterable[Site]) -> list[FactRow]:
    wanted = {each.id for each in sites}
    every = dataset.sites
    return [
        fact for fact in facts(dataset).rows if fact.site >= 0 and every[fact.site].id in wanted
    ]


def _sites(picked: Selection, sites: list[Site]) -> Iterator[Line]:
    within = f" of cohort {picked.view.cohort}" if picked.view.cohort else ""
    yield Line("", f"{plural(len(sites), 'site')}{within}", "muted")
    for kind in dict.fromkeys(each.kind for each in sites):
        names = [printable(each.name) for each in sites if each.kind == kind]
        label = picked.store.vocabulary.label("site_kind", kind)
        yield Line(f"{label} ({len(names)})", ", ".join(names))


def _machines(picked: Selection) -> Iterator[Line]:
    systems = table(picked.dataset, picked.view.but(whole=True), "systems")
    status = Counter(systems.record(row).status for row in range(len(systems)))
    for word, count in status.most_common():
        yield Line(picked.store.vocabulary.label("system_status", word), plural(count, "system"))
    yield from _totals(picked, "systems", _MACHINES)


def _totals(picked: Selection, name: str, columns: Iterable[str]) -> Iterator[Line]:
    """The sum of each column, with how many rows have a figure and how sure it is."""
    result = table(picked.dataset, picked.view.but(whole=True), name, every=True)
    if not len(result):
        return
    for column in result.spec.columns:
        if column.id in columns:
            yield Line("", words(column, total(result, column)))


def _members(picked: Selection, sites: list[Site]) -> Iterator[Line]:
    roles = picked.store.vocabulary.flagged("role", "member")
    members = [each for site in sites for each in site.partners if each.role in roles]
    if not members:
        return
    seats, organisations = len(members), len({each.id for each in members})
    many = plural(organisations, "organisation")
    yield Line("", f"{plural(seats, 'seat')} of {many}", "muted")
    for kind, count in Counter(each.type for each in members).most_common():
        share = f"{100 * count / seats:.0f} %"
        label = picked.store.vocabulary.label("partner_type", kind)
        yield Line(label, f"{plural(count, 'seat')}, {share}")
    short = [printable(each.name) for each in sites if each.completeness.partners != "complete"]
    if short:
        yield Line("Not complete", f"the list of partners of {', '.join(short)}", "muted")


def _access(picked: Selection, sites: list[Site]) -> Iterator[Line]:
    """By way: which sites offer it."""
    modes = picked.store.names("access_mode")
    offering: dict[str, dict[str, None]] = {}
    for site in sites:
        for each in site.access:
            offering.setdefault(each.mode, {})[printable(site.name)] = None
    for mode, names in offering.items():
        yield Line(modes.get(mode, mode), ", ".join(names))


def _claims(dataset: Dataset, view: View) -> Iterator[Line]:
    """Claims whose verdict on these sites is another than on their cohort."""
    cohort = view.cohort or None
    before = evaluate_all(dataset, cohort=cohort)
    after = evaluate_all(dataset, cohort=cohort, filter=view.filter)
    turned = [
        (was, now)
        for was, now in zip(before, after, strict=True)
        if now.by_sites and now.verdict not in (was.verdict, _UNTESTED)
    ]
    for was, now in turned:
        yield Line(
            now.finding.id,
            f"{printable(now.finding.statement.en)}: {verdict_words(was.verdict, glyph=False)}"
            f" → {verdict_words(now.verdict, glyph=False)}",
        )
    if not turned and before:
        yield Line("", "none")


def _doubts(dataset: Dataset, sites: list[Site]) -> Iterator[Line]:
    """How many rows of each kind no source confirms."""
    rows, store = _facts(dataset, sites), store_of(dataset)
    every = Counter(kind_of_fact(store, fact) for fact in rows)
    unsure = Counter(kind_of_fact(store, fact) for fact in rows if fact.confidence != CONFIRMED)
    for kind, count in unsure.most_common():
        yield Line(kind, f"{count:,} of {plural(every[kind], 'row')} not confirmed")


FORMATS: Mapping[str, tuple[str, str]] = {
    "md": ("Markdown", ".md"), "text": ("text", ".txt"), "json": ("JSON", ".json"),
}  # fmt: skip
"""Formats of a profile: what people call them, and the ending of a file."""


def site_profile(dataset: Dataset, site: Site) -> Record:
    """All that is known about a site, with the bibliography of its file."""
    store = store_of(dataset)
    return (*site_sections(store, store.site_row(site.id)), sources_section(dataset, [site]))


def row_profile(result: Result, row: int) -> Record:
    """All that is known about the record of a row, with the sources that it rests on."""
    dataset = result.store.dataset
    if result.name == "sites":
        return site_profile(dataset, result.record(row))
    if result.name == "organisations":
        record = result.record(row)
        rests_on = basis_of_organisation(result.store, record.id, record.sites)
    else:
        rests_on = basis(result.store, result.name, result.rows[row])
    named = {ident for each in rests_on for ident in each.sources}
    return (*row_detail(result, row), *((listed_sources(dataset, named),) if named else ()))


def written(records: Sequence[Record], fmt: str) -> str:
    """Profiles as a text in a format of :data:`FORMATS`, read without the screen's legend."""
    if fmt == "json":
        return json.dumps(as_data(records), ensure_ascii=False, indent=2) + "\n"
    text = as_markdown(records) if fmt == "md" else as_text(records)
    lines = (line for record in records for section in record for line in section.lines)
    marked = any(line.role == "unsure" and UNSURE in line.text for line in lines)
    sign = f"`{UNSURE}`" if fmt == "md" else UNSURE
    return f"{text}\n{sign} stands before what no source confirms.\n" if marked else text
