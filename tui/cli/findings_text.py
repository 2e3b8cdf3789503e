"""Findings for reading in a terminal: the list by theme, and one finding in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.analysis.findings.engine import standing
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.wording import by_theme, verdict_words
from tui.analysis.telling.finding import sections
from tui.analysis.telling.sections import Line
from tui.dataset import Dataset
from tui.query.engine.store import store_of
from tui.text import padded, plural, printable, width_of, wrap

WIDTH = 80
"""Cells where the width is not known."""
_VERDICT = 18
_LABEL, _GAP = 13, 2
"""Cells of the labels at least, and between a label and its text."""
_SET_IN = 2


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
        kind = each.finding.kind if each.finding.kind != "claim" else each.gaps
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
    """One finding in full, as the explorer tells it."""
    store = store_of(dataset)
    strip = standing(dataset, each.finding, each.filter, cohort=each.cohort)
    for place, section in enumerate(sections(store, each, strip)):
        if place:
            yield ""
        yield from wrap(printable(section.title), width)
        widest = max((width_of(line.label) for line in section.lines), default=0)
        labels = min(max(widest + _GAP, _LABEL), width // 2)
        for line in section.lines:
            yield from _entry(line, labels, width, 0 if place == 0 else _SET_IN)


def _entry(line: Line, labels: int, width: int, set_in: int) -> Iterator[str]:
    """A line of a section: its label in a column of its own, its text wrapped beside it."""
    before = set_in + line.indent
    label = printable(line.label)
    column = labels if label else 0
    first, *more = wrap(printable(line.text), width - before - column)
    yield f"{' ' * before}{padded(label, column) if label else ''}{first}"
    yield from (f"{' ' * (before + column)}{each}" for each in more)
