"""A finding told in full: sentence, verdict, readings, other sites, the rows behind it.

In sections for the screen, in Markdown for the report.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from tui.analysis.findings.evaluate import Evaluated, Reading, Rows, Standing
from tui.analysis.findings.wording import (
    parts_of,
    place_name,
    place_words,
    row_sources,
    row_words,
    site_words,
    sources_of,
    verdict_words,
)
from tui.analysis.telling.sections import Line, Section
from tui.dataset.reference import Source
from tui.markup import markdown
from tui.query.engine.relations import has_sites
from tui.query.engine.store import Store
from tui.text import listed, plural, printable

MOST_ROWS = 20
"""Rows and facts named one by one at most."""


def sections(
    store: Store, each: Evaluated, strip: Sequence[Standing], *, glyph: bool = True
) -> tuple[Section, ...]:
    """Everything about a finding: sentence, verdict, readings, other sites, rows.

    Without ``glyph`` verdicts are words alone.
    """
    finding = each.finding
    parts = [Section(finding.statement.en, tuple(_about(store, each, glyph=glyph)))]
    if each.readings:
        told = (line for one in each.readings for line in _reading(one, glyph=glyph))
        parts.append(Section("Readings", tuple(told)))
    if each.by_sites and strip:
        lines = tuple(_standing(one, glyph=glyph) for one in strip)
        parts.append(Section("How it fares for", lines))
    rows = [part for part in parts_of(each) if part.rows]
    if rows:
        title = "Rows behind it" if each.readings else "What to look at"
        parts.append(Section(title, tuple(line for part in rows for line in _rows(store, part))))
    if each.headline is not None and each.headline.missing:
        names = [place_name(store, *place) for place in each.headline.missing]
        missing = listed(names, MOST_ROWS)
        parts.append(Section("Without a figure", (Line("", missing, "muted"),)))
    if each.unconfirmed:
        parts.append(Section("Not confirmed", tuple(_unsure(store, each))))
    sources = sources_of(store.dataset, finding.sources)
    cited = tuple(Line("", printable(f"{one.publisher}: {one.title}"), "muted") for one in sources)
    parts.append(Section("Source of the sentence", cited))
    return tuple(part for part in parts if part.lines)


def _about(store: Store, each: Evaluated, *, glyph: bool) -> Iterator[Line]:
    finding, reading = each.finding, each.headline
    if finding.statement.de:
        yield Line("", printable(finding.statement.de), "muted")
    meaning = store.vocabulary.words("verdict").get(each.verdict)
    words = verdict_words(each.verdict, is_open=each.open, glyph=glyph)
    since = f" since {each.since}" if each.since else ""
    # A claim is not checkable for a reason of its own; the word is defined for judgements.
    untested = finding.kind == "claim" and each.verdict == "not_checkable"
    told = each.gaps if untested else printable(meaning.definition) if meaning else ""
    yield Line("Verdict", f"{words}{since}. {told}" if told else f"{words}{since}")
    if reading is not None:
        yield Line("Stated", reading.stated_words)
        yield Line("Re-computed", reading.value_words)
        yield Line("Rule", printable(reading.rule))
    if each.by_sites:
        label = next(
            (c.label.en for c in store.dataset.cohorts if c.id == each.cohort), "All sites"
        )
        text = f", filter {printable(each.filter)}" if each.filter.strip() else ""
        yield Line("Sites", f"{printable(label)}{text} ({plural(each.sites, 'site')})")
    if each.gaps and not untested:
        yield Line("Gaps", each.gaps, "unsure")
    if each.unconfirmed:
        yield Line("Unconfirmed", f"{plural(each.unconfirmed, 'row')} behind it")
    if finding.passage:
        yield Line("Passage", printable(finding.passage))
    if finding.note:
        yield Line("Note", printable(finding.note), "muted")
    theme = store.vocabulary.label("theme", finding.theme)
    yield Line("Theme", f"{theme} ({store.vocabulary.label('finding_kind', finding.kind)})")
    yield Line("Id", finding.id)


def _unsure(store: Store, each: Evaluated) -> Iterator[Line]:
    """The rows behind the value that no source confirms."""
    unsure = each.readings[0].unsure
    for table, key in unsure[:MOST_ROWS]:
        yield Line("", f"{store.specs[table].label}: {place_words(store, table, key)}", "unsure")
    if len(unsure) > MOST_ROWS:
        yield Line("", f"and {len(unsure) - MOST_ROWS} more", "muted")


def _reading(reading: Reading, *, glyph: bool) -> Iterator[Line]:
    since = f" (state of {reading.since})" if reading.since else ""
    words = verdict_words(reading.verdict, is_open=reading.open, glyph=glyph)
    yield Line("", f"{words}: {printable(reading.label.en)}{since}", "title")
    if reading.holds is None:
        yield Line("", f"unknown: {reading.why}", "", 2)
    else:
        yield Line("", f"{reading.value_words}, stated {reading.stated_figure}", "", 2)
    yield Line("", printable(reading.rule), "muted", 2)


def _standing(one: Standing, *, glyph: bool) -> Line:
    words = verdict_words(one.verdict, is_open=one.open, glyph=glyph)
    return Line(words, f"{printable(one.label)} ({plural(one.sites, 'site')}): {one.words}")


def _rows(store: Store, part: Rows) -> Iterator[Line]:
    role = f" ({part.role})" if part.role else ""
    where = f" where {printable(part.where)}" if part.where else ""
    head = f"{part.table}{role}: {plural(len(part.rows), 'row')}{where}"
    yield Line("", head, "muted")
    if part.table == "sites":
        yield Line("", listed(site_words(store, part), MOST_ROWS), "", 2)
        return
    for row in part.rows[:MOST_ROWS]:
        yield Line("", row_words(store, part, row), "", 2)
    if len(part.rows) > MOST_ROWS:
        yield Line("", f"and {len(part.rows) - MOST_ROWS} more", "muted", 2)


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
            linked = re.fullmatch(r"https?://[^\s<>]+", source.url or "")
            address = f", <{printable(linked[0])}>" if linked else ""
            yield f"{number}. {', '.join(parts)}{address}"


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
    by_sites = has_sites(part.table)
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


MOST_IN_REPORT = 12


class ClaimInFull:
    """Tells claims in full; ``citations`` numbers their sources as they come."""

    def __init__(self, store: Store, citations: Citations, data: Sequence[str]) -> None:
        """``data`` are the dataset folders for the commands, () for the bundled one."""
        self._store = store
        self._citations = citations
        self._data = data

    def tell(self, each: Evaluated) -> Iterator[str]:
        """The parts of its section, "" for one that has nothing to say."""
        finding = each.finding
        yield f"### {markdown(finding.statement.en)}"
        where = f", {markdown(finding.passage)}" if finding.passage else ""
        cited = self._citations.cite(finding.sources)
        place = f"{code(finding.id)}{where}{f' {cited}' if cited else ''}."
        yield f"{place} {verdict_words(each.verdict, is_open=each.open)}. {self._told(each)}"
        if len(each.readings) > 1:
            yield table(
                ("Reading", "Stated", "Re-computed", "Verdict"),
                [
                    (
                        markdown(reading.label.en)
                        + (f" (state of {reading.since})" if reading.since else ""),
                        markdown(reading.stated_figure),
                        markdown(reading.value_words),
                        verdict_words(reading.verdict, is_open=reading.open),
                    )
                    for reading in each.readings
                ],
            )
        yield markdown(each.gaps)
        yield f"Note: {markdown(finding.note)}" if finding.note else ""
        yield from self._rows(each)

    def _told(self, each: Evaluated) -> str:
        reading = each.headline
        if reading is None:
            return ""
        since = f" Outdated since {each.since}." if each.since else ""
        unsure = (
            f" {plural(each.unconfirmed, 'row')} behind it "
            f"{'is' if each.unconfirmed == 1 else 'are'} not confirmed."
            if each.unconfirmed
            else ""
        )
        return (
            f"Stated: {markdown(reading.stated_words)}; re-computed: "
            f"{markdown(reading.value_words)} ({code(reading.rule)}).{since}{unsure}"
        )

    def _rows(self, each: Evaluated) -> Iterator[str]:
        """The rows behind the headline with their sources, and the command that prints them."""
        if each.headline is None:
            return
        for part in each.headline.parts:
            role = f"{part.role.capitalize()}: " if part.role else ""
            head = f"{role}{plural(len(part.rows), 'row')} of {code(part.table)}"
            command = rows_command(each, part, self._data)
            call = f" ({code(command)})" if command else ""
            if part.table == "sites":
                names = listed([markdown(text) for text in site_words(self._store, part)])
                yield f"{head}{call}{': ' + names if names else ''}."
                continue
            yield f"{head}{call}{':' if part.rows else '.'}"
            yield bullets(self._row(part, row) for row in part.rows[:MOST_IN_REPORT])
            if len(part.rows) > MOST_IN_REPORT:
                yield f"… and {len(part.rows) - MOST_IN_REPORT:,} more."
        cited = self._citations.cite(each.headline.sources)
        yield f"Sources of these figures: {cited}." if cited else ""

    def _row(self, part: Rows, row: int) -> str:
        cited = self._citations.cite(row_sources(self._store, part.table, row))
        return markdown(row_words(self._store, part, row)) + (f" {cited}" if cited else "")
