"""One claim of the report in full: what it says, its readings, the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.analysis.findings.evaluate import Evaluated, Rows
from tui.analysis.findings.passages import row_sources, row_words, site_words
from tui.analysis.findings.wording import verdict_words
from tui.analysis.telling.report_text import Citations, bullets, code, rows_command, table
from tui.markup import markdown
from tui.query.engine.store import Store
from tui.text import listed, plural

MOST_ROWS = 12


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
            yield bullets(self._row(part, row) for row in part.rows[:MOST_ROWS])
            if len(part.rows) > MOST_ROWS:
                yield f"… and {len(part.rows) - MOST_ROWS:,} more."
        cited = self._citations.cite(each.headline.sources)
        yield f"Sources of these figures: {cited}." if cited else ""

    def _row(self, part: Rows, row: int) -> str:
        cited = self._citations.cite(row_sources(self._store, part.table, row))
        return markdown(row_words(self._store, part, row)) + (f" {cited}" if cited else "")
