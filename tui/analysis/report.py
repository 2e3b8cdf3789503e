"""A report of all findings in Markdown, to be circulated."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterator, Sequence
from functools import reduce

from tui.analysis.findings.engine import evaluate_all
from tui.analysis.findings.evaluate import Evaluated
from tui.analysis.findings.measures import Scope, scope_of
from tui.analysis.findings.rule import LISTS
from tui.analysis.findings.wording import VERDICTS, by_theme, tally, verdict_words
from tui.analysis.lenses.verdict_table import picked_by
from tui.analysis.telling.finding import (
    Citations,
    ClaimInFull,
    bullets,
    code,
    data_options,
    rows_command,
    table,
)
from tui.dataset import Dataset
from tui.markup import markdown
from tui.query.engine import masks
from tui.query.engine.format import UNKNOWN, UNSURE
from tui.query.engine.match import usable_cohorts
from tui.query.engine.store import store_of
from tui.query.engine.view import View
from tui.text import listed, plural

_HEADINGS = {
    "fails": ("What fails", "The data contradict these claims in every reading."),
    "outdated": (
        "What is outdated",
        "These claims held when they were written; a later state of the world does not agree.",
    ),
    "depends": (
        "What depends on the reading",
        "These claims hold in one defensible reading and not in another.",
    ),
    "unknown": ("What cannot be told", "The data that would decide these claims are missing."),
}
_SHORT = {
    "holds": ("holds in every reading", "hold in every reading"),
    "outdated": ("held when it was written and is outdated", "held when written and are outdated"),
    "depends": ("depends on the reading", "depend on the reading"),
    "fails": ("fails in every reading", "fail in every reading"),
    "unknown": ("cannot be told", "cannot be told"),
    "not_checkable": ("is not tested under the filter", "are not tested under the filter"),
}


def report(
    dataset: Dataset,
    date: datetime.date,
    *,
    cohort: str | None = None,
    filter: str = "",  # noqa: A002
    findings: str = "",
    data: Sequence[str] = (),
) -> str:
    """The report on the findings of a dataset; the same text for the same arguments.

    ``cohort`` and ``filter`` as for :func:`~tui.analysis.findings.evaluate`, which also says
    what is raised. ``findings`` is a filter on the findings re-computed so, "" for all.
    ``data`` are the dataset folders for the commands in the report, () for the bundled one.
    """
    found = evaluate_all(dataset, cohort=cohort, filter=filter)
    found = picked_by(dataset, found, filter, findings)
    return _Writer(dataset, found, date, cohort, (filter, findings), data).text()


class _Writer:
    """Writes one report, section by section; citations are numbered as they come."""

    def __init__(
        self,
        dataset: Dataset,
        found: Sequence[Evaluated],
        date: datetime.date,
        cohort: str | None,
        filters: tuple[str, str],
        data: Sequence[str],
    ) -> None:
        self.dataset = dataset
        self.store = store_of(dataset)
        self.found = found
        self.claims = [each for each in found if each.finding.kind == "claim"]
        self.others = [each for each in found if each.finding.kind != "claim"]
        self.date = date
        self.cohort = cohort
        self.filter, self.asked = (text.strip() for text in filters)
        self.data = data
        self.citations = Citations(dataset.sources)
        self._in_full = ClaimInFull(self.store, self.citations, data)

    def text(self) -> str:
        """The whole report."""
        parts = [
            *self._opening(),
            *self._short(),
            *self._scope(),
            *self._tables(),
            *(part for verdict in _HEADINGS for part in self._explained(verdict)),
            *self._judgements(),
            *self._gaps(),
            *self._method(),
            *self._sources(),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _opening(self) -> Iterator[str]:
        meta = self.dataset.meta
        yield "# The claims, re-computed"
        statements = self.citations.cite(
            ident for each in self.found for ident in each.finding.sources
        )
        rests = f" The sentences are taken from {statements}." if statements else ""
        yield (
            f"This report holds {plural(len(self.claims), 'claim')} against the dataset "
            f"*{markdown(meta.title.en)}*, version {markdown(meta.version)}, state of "
            f"{meta.as_of}. Beside what each sentence states stands what the data give, and "
            f"whether the two agree.{rests}"
        )

    def _short(self) -> Iterator[str]:
        yield "## In short"
        counts = tally(self.claims)
        parts = [f"{number} {_SHORT[verdict][number != 1]}" for verdict, number in counts.items()]
        lines = [f"Of {plural(len(self.claims), 'claim')}, {listed(parts)}."] if parts else []
        open_ones = sum(each.open for each in self.claims)
        if open_ones:
            lines.append(
                f"{open_ones} of these verdicts {'is' if open_ones == 1 else 'are'} open: filling "
                "the gaps in the data could turn them."
            )
        if self.others:
            one = len(self.others) == 1
            what = (
                "is a judgement or recommendation" if one else "are judgements and recommendations"
            )
            more = plural(len(self.others), "more sentence")
            lines.append(f"{more} {what} that no figure settles.")
        yield " ".join(lines)
        failing = [each for each in self.claims if each.verdict == "fails"]
        if failing:
            yield "What the data contradict:"
            yield bullets(
                f"{markdown(each.finding.statement.en)}: stated {_stated(each)}, "
                f"re-computed {_computed(each)}."
                for each in failing
            )

    def _scope(self) -> Iterator[str]:
        yield "## Scope"
        if self.asked:
            many = plural(len(self.found), "sentence is", "sentences are")
            every = len(self.dataset.findings)
            yield f"{many} taken, of {every:,}: those that {code(self.asked)} picks."
        if self.cohort is not None or self.filter:
            yield self._chosen()
        used = self._cohorts_used()
        cohorts = [cohort for cohort in self.dataset.cohorts if cohort.id in used]
        if cohorts:
            yield "Each claim is computed for the sites that it speaks of:"
            yield bullets(
                self._cohort(cohort.id, cohort.label.en, cohort.where) for cohort in cohorts
            )
        if any(not each.by_sites for each in self.claims):
            yield (
                "Claims on the programme as a whole, on access modes or on machines elsewhere "
                "rest on no site."
            )

    def _cohorts_used(self) -> set[str]:
        """The cohorts that claims are computed for, those left out whose filter is faulty."""
        usable = {"", *(cohort.id for cohort in usable_cohorts(self.dataset))}
        return usable & {each.cohort for each in self.claims if each.by_sites}

    def _chosen(self) -> str:
        which = "the sites of each claim's own cohort"
        if self.cohort is not None:
            which = f"the cohort {code(self.cohort)}" if self.cohort else "every site"
        narrowed = f", narrowed to {code(self.filter)}" if self.filter else ""
        return (
            f"All claims are computed for {which}{narrowed}, whichever sites their sentences "
            "speak of."
        )

    def _cohort(self, ident: str, label: str, where: str) -> str:
        scope = scope_of(self.dataset, ident, self.filter)
        names = [markdown(name) for name in self._names(scope)]
        many = plural(scope.size, "site")
        return f"{markdown(label)} ({many}, {code(where)}): {listed(names) or 'none'}."

    def _names(self, scope: Scope) -> list[str]:
        names = self.store.table("sites").values("name")
        return [names[row] for row, picked in enumerate(scope.sites) if picked]

    def _tables(self) -> Iterator[str]:
        if not self.claims:
            return
        yield "## The claims"
        for theme, group in by_theme(self.dataset, self.claims).items():
            yield f"### {markdown(theme)}"
            rows = [
                (
                    markdown(each.finding.statement.en),
                    _stated(each),
                    _computed(each),
                    verdict_words(each.verdict, is_open=each.open),
                )
                for each in group
            ]
            yield table(("Claim", "Stated", "Re-computed", "Verdict"), rows)

    def _explained(self, verdict: str) -> Iterator[str]:
        chosen = [each for each in self.claims if each.verdict == verdict]
        if not chosen:
            return
        title, meaning = _HEADINGS[verdict]
        yield f"## {title}"
        yield meaning
        for each in chosen:
            yield from self._in_full.tell(each)

    def _judgements(self) -> Iterator[str]:
        if not self.others:
            return
        yield "## Judgements and recommendations"
        yield (
            "No figure settles these sentences, so none has a verdict. Where the data show "
            "something to weigh them by, it is named."
        )
        for theme, group in by_theme(self.dataset, self.others).items():
            yield f"### {markdown(theme)}"
            yield bullets(self._sentence(each) for each in group)

    def _sentence(self, each: Evaluated) -> str:
        text = f"{markdown(each.finding.statement.en)} ({each.finding.kind})."
        if each.see is not None:
            command = rows_command(each, each.see, self.data)
            call = f", {code(command)}" if command else ""
            rows = plural(len(each.see.rows), "row")
            text += f" To look at: {rows} of {code(each.see.table)}{call}."
        return text + (f" {markdown(each.finding.note)}" if each.finding.note else "")

    def _gaps(self) -> Iterator[str]:
        yield "## Gaps in the data"
        yield from self._lists()
        unsure = sum(each.unconfirmed > 0 for each in self.claims)
        if unsure:
            yield (
                f"{plural(unsure, 'claim rests', 'claims rest')} on rows that no source confirms."
            )
        left_out = self.dataset.left_out
        if left_out:
            names = listed([code(name) for name in left_out])
            yield f"Left out of the dataset because of faults: {names}."
        lacking = [each for each in self.claims if each.gaps and each.verdict == "holds"]
        if lacking:
            yield "Of the claims that hold, these rest on incomplete data:"
            yield bullets(
                f"{markdown(each.finding.statement.en)}: {markdown(each.gaps)}" for each in lacking
            )

    def _lists(self) -> Iterator[str]:
        scope = self._every_site()
        if not scope.size:
            yield "No claim rests on a list of a site."
            return
        rows = []
        for name in LISTS:
            states = self.store.table("sites").values(f"completeness.{name}")
            of_scope = [states[row] for row in masks.rows(scope.sites)]
            counts = [of_scope.count(state) for state in ("complete", "partial", "unknown")]
            rows.append((name, *map(str, counts)))
        yield (
            f"A claim that rests on a list is only as good as the list. Among the "
            f"{plural(scope.size, 'site')} that the claims speak of, these lists are known "
            "to be complete, known to lack entries, or neither:"
        )
        yield table(("List", "Complete", "Incomplete", "Unknown"), rows, right=(1, 2, 3))

    def _every_site(self) -> Scope:
        """The sites that any of the claims is computed for."""
        used = self._cohorts_used()
        scopes = [scope_of(self.dataset, cohort, self.filter).sites for cohort in used]
        return Scope(
            self.store, reduce(masks.either, scopes, masks.nothing(len(self.dataset.sites)))
        )

    def _method(self) -> Iterator[str]:
        meta = self.dataset.meta
        yield "## How this was computed"
        yield (
            f"Written on {self.date.isoformat()} by AIF Explorer from version "
            f"{markdown(meta.version)} of the dataset (state of {meta.as_of}, licence "
            f"{markdown(meta.licence)}). Every claim is a filter and a measure in the "
            "dataset's findings.toml; nothing was computed by hand."
        )
        yield "The verdicts:"
        words = self.dataset.vocabulary.words("verdict")
        yield bullets(
            f"{verdict_words(verdict)}: {markdown(words[verdict].definition)}"
            for verdict in VERDICTS
            if verdict in words
        )
        yield (
            "A verdict is open where filling gaps could turn it: rows added to lists that are "
            "not complete, or figures found for rows that have none. Rows can raise a count or "
            "lower it, where the filter asks that there be none; the bounds take both into "
            "account."
        )
        yield (
            f"{UNSURE} stands before a figure that its source does not confirm, {UNKNOWN} for an "
            "unknown one."
        )
        yield "These commands make the tables again:"
        yield bullets(code(command) for command in self._commands())

    def _commands(self) -> Iterator[str]:
        chosen = ["--cohort", self.cohort] if self.cohort else []
        chosen += data_options(self.data)
        narrowed = [text] if (text := View(filter=self.filter, findings=self.asked).text) else []
        yield shlex.join(["aif", "report", *narrowed, *chosen, "--date", self.date.isoformat()])
        for theme in dict.fromkeys(each.finding.theme for each in self.claims):
            words = ["aif", "findings", *narrowed, *chosen, "--theme", theme, "--format", "md"]
            yield shlex.join(words)
        yield shlex.join(["aif", "findings", *data_options(self.data), "--explain", "ID"])

    def _sources(self) -> Iterator[str]:
        entries = list(self.citations.entries())
        if entries:
            yield "## Sources"
            yield "\n".join(entries)


def _stated(each: Evaluated) -> str:
    return markdown(each.headline.stated_words) if each.headline else UNKNOWN


def _computed(each: Evaluated) -> str:
    return markdown(each.headline.value_words) if each.headline else UNKNOWN
