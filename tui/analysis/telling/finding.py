"""A finding told in sections: sentence, verdict, readings, other sites, the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.analysis.findings.evaluate import Evaluated, Reading, Rows, Standing
from tui.analysis.findings.wording import parts_of, row_words, site_words, sources_of, verdict_words
from tui.analysis.telling.sections import Line, Section
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
    parts = [Section(_title(each), tuple(_about(store, each, glyph=glyph)))]
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
        missing = listed([printable(key) for key in each.headline.missing], MOST_ROWS)
        parts.append(Section("Without a figure", (Line("", missing, "muted"),)))
    if each.unconfirmed:
        parts.append(Section("Not confirmed", tuple(_unsure(each))))
    sources = sources_of(store.dataset, finding.sources)
    cited = tuple(Line("", printable(f"{one.publisher}: {one.title}"), "muted") for one in sources)
    parts.append(Section("Source of the sentence", cited))
    return tuple(part for part in parts if part.lines)


def _title(each: Evaluated) -> str:
    return each.finding.statement.en


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


def _unsure(each: Evaluated) -> Iterator[Line]:
    """The rows behind the value that no source confirms, as table and key."""
    unsure = each.readings[0].unsure
    for table, key in unsure[:MOST_ROWS]:
        yield Line("", f"{table}: {printable(key)}", "unsure")
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
