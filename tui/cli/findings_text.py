"""Findings for reading in a terminal: the list by theme, and one finding in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.analysis.findings.engine import standing
from tui.analysis.findings.evaluate import Evaluated, Reading, Rows
from tui.analysis.findings.passages import by_theme, parts_of, row_words, site_words, sources_of
from tui.analysis.findings.wording import verdict_words
from tui.dataset import Dataset
from tui.query.engine.store import store_of
from tui.text import listed, padded, plural, printable, width_of, wrap

WIDTH = 80
"""Cells where the width is not known."""
MOST_ROWS = 20

_VERDICT = 18
_LABEL = 13


def table_lines(dataset: Dataset, found: Sequence[Evaluated], width: int) -> Iterator[str]:
    """Findings by theme: verdict and sentence, below them the values and the id."""
    for number, (theme, group) in enumerate(by_theme(dataset, found).items()):
        if number:
            yield ""
        yield from wrap(printable(theme), width)
        for each in group:
            yield ""
            verdict = verdict_words(each.verdict, is_open=each.open)
            sentences = list(wrap(printable(each.finding.statement.en), width - _VERDICT))
            yield f"{padded(verdict, _VERDICT)}{sentences[0]}"
            below = [*sentences[1:], *_together(_facts(each), width - _VERDICT)]
            yield from (f"{' ' * _VERDICT}{line}" for line in below)


def _facts(each: Evaluated) -> list[str]:
    """Short statements on a finding that stand in one line if there is room."""
    reading, ident = each.headline, each.finding.id
    if reading is None:
        see = each.see
        kind = each.finding.kind if each.finding.kind != "claim" else each.holes
        look = [f"see {plural(len(see.rows), 'row')} of {see.table}"] if see else []
        return [printable(kind), *look, ident]
    values = [f"stated {reading.stated_figure}", f"re-computed {reading.value_words}"]
    readings = f"{len(each.readings)} readings" if len(each.readings) > 1 else ""
    since = f"outdated since {each.since}" if each.since else ""
    return [*values, *(part for part in (readings, since) if part), ident]


def _together(parts: Sequence[str], width: int) -> Iterator[str]:
    """Parts joined by a dot, broken between them where they do not fit."""
    line = ""
    for part in parts:
        joined = f"{line} · {part}" if line else part
        if line and width_of(joined) > width:
            yield from wrap(line, width)
            joined = part
        line = joined
    yield from wrap(line, width)


def explain_lines(dataset: Dataset, each: Evaluated, width: int) -> Iterator[str]:
    """One finding in full."""
    finding = each.finding
    for text in (finding.statement.en, finding.statement.de):
        yield from wrap(printable(text), width) if text else ()
    yield ""
    for label, text in _particulars(dataset, each):
        yield from _entry(label, text, width)
    if each.readings:
        yield from ("", "Readings")
        for reading in each.readings:
            yield from _reading(reading, width)
        yield from _fares(dataset, each, width)
    rows = parts_of(each)
    if any(part.rows for part in rows):
        yield from ("", "Rows behind it" if each.readings else "Rows to look at")
        for part in rows:
            yield from _rows(dataset, part, width)
    if each.unconfirmed:
        yield from ("", "Not confirmed")
        unsure = each.readings[0].unsure
        for table, key in unsure[:MOST_ROWS]:
            yield from _indented(f"{table}: {printable(key)}", width)
        if len(unsure) > MOST_ROWS:
            yield f"  and {len(unsure) - MOST_ROWS} more"


def _particulars(dataset: Dataset, each: Evaluated) -> Iterator[tuple[str, str]]:
    finding, reading = each.finding, each.headline
    yield "Id", finding.id
    theme = dataset.vocabulary.label("theme", finding.theme)
    yield "Theme", f"{printable(theme)} ({dataset.vocabulary.label('finding_kind', finding.kind)})"
    if finding.passage:
        yield "Passage", printable(finding.passage)
    sources = [
        f"{source.publisher}, {source.title}" for source in sources_of(dataset, finding.sources)
    ]
    yield "Source", printable("; ".join(sources))
    if each.by_sites:
        yield "Sites", cohort_words(dataset, each)
    if reading is not None:
        yield "Stated", reading.stated_words
        yield "Re-computed", reading.value_words
    meaning = dataset.vocabulary.words("verdict").get(each.verdict)
    words = verdict_words(each.verdict, is_open=each.open)
    since = f" since {each.since}" if each.since else ""
    yield "Verdict", f"{words}{since}. {printable(meaning.definition) if meaning else ''}".strip()
    if each.holes:
        yield "Holes", each.holes
    if each.unconfirmed:
        yield "Unconfirmed", f"{plural(each.unconfirmed, 'row')} behind it"
    if finding.note:
        yield "Note", printable(finding.note)


def cohort_words(dataset: Dataset, each: Evaluated) -> str:
    """Which sites a finding was computed for, and how many they are."""
    labels = {cohort.id: cohort.label.en for cohort in dataset.cohorts}
    label = printable(labels.get(each.cohort, each.cohort)) if each.cohort else "Every site"
    text = f", filter {printable(each.filter)}" if each.filter.strip() else ""
    return f"{label}{text} ({plural(each.sites, 'site')})"


def _entry(label: str, text: str, width: int) -> Iterator[str]:
    first, *more = wrap(text, width - _LABEL)
    yield f"{padded(label, _LABEL)}{first}"
    yield from (f"{' ' * _LABEL}{line}" for line in more)


def _indented(text: str, width: int, by: int = 2) -> Iterator[str]:
    yield from (f"{' ' * by}{line}" for line in wrap(text, width - by))


def _reading(reading: Reading, width: int) -> Iterator[str]:
    since = f" (state of {reading.since})" if reading.since else ""
    head = f"{verdict_words(reading.verdict, is_open=reading.open)}: {printable(reading.label.en)}"
    yield from _indented(f"{head}{since}", width)
    told = f"{reading.value_words}, stated {reading.stated_figure}"
    yield from _indented(told if reading.holds is not None else f"unknown: {reading.why}", width, 6)
    yield from _indented(printable(reading.rule), width, 6)


def _fares(dataset: Dataset, each: Evaluated, width: int) -> Iterator[str]:
    """How the claim fares for other sites; nothing for one that rests on no sites."""
    strip = standing(dataset, each.finding, each.filter, cohort=each.cohort)
    if not each.by_sites or not strip:
        return
    yield from ("", "For other sites")
    for one in strip:
        verdict = padded(verdict_words(one.verdict, is_open=one.open), _VERDICT)
        text = f"{printable(one.label)} ({plural(one.sites, 'site')}): {one.words}"
        first, *more = wrap(text, width - _VERDICT - 2)
        yield f"  {verdict}{first}"
        yield from (f"{' ' * (_VERDICT + 2)}{line}" for line in more)


def _rows(dataset: Dataset, part: Rows, width: int) -> Iterator[str]:
    store = store_of(dataset)
    role = f" ({part.role})" if part.role else ""
    where = f" where {printable(part.where)}" if part.where else ""
    yield from _indented(f"{part.table}{role}: {plural(len(part.rows), 'row')}{where}", width)
    if part.table == "sites":
        yield from _indented(listed(site_words(store, part), MOST_ROWS), width, 4)
        return
    for row in part.rows[:MOST_ROWS]:
        first, *more = wrap(row_words(store, part, row), width - 6)
        yield f"    {first}"
        yield from (f"      {line}" for line in more)
    if len(part.rows) > MOST_ROWS:
        yield f"    and {len(part.rows) - MOST_ROWS} more"
