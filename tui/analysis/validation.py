"""Everything wrong with a dataset, each with file, line, key and nearest word."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tui.analysis.findings.claim import VARIANT_KEYS, claims_of, stated
from tui.analysis.findings.measures import scope_of
from tui.analysis.findings.rule import (
    LISTS,
    Check,
    Problem,
    RuleError,
    figure,
    read_check,
    read_see,
)
from tui.dataset import Dataset, DatasetError, load
from tui.dataset.faults import Fault, Report, Row
from tui.dataset.fields import PartialDate
from tui.dataset.files import Folders
from tui.dataset.overlay import laid_over
from tui.dataset.reading import rows_of
from tui.dataset.reference import Finding
from tui.frozen import frozen
from tui.query import FilterError
from tui.query.engine import masks
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.store import Store, store_of
from tui.query.language.tree import placed
from tui.text import did_you_mean, quote


def finding_faults(dataset: Dataset, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Every misuse of the language of findings in these folders, read against the dataset.

    Keys, types and vocabulary of the rows are checked on loading and not here again.
    """
    report = Report()
    rows = Folders(folders).tables("findings.toml", Report(), {"finding": "id"})
    checker = _Checker(dataset, report)
    for stack in rows.get("finding", []):
        row = laid_over(stack, Finding, Report())
        if row is not None:
            checker.finding(row)
    return tuple(report.faults)


class _Checker:
    """Checks findings one by one against a dataset."""

    def __init__(self, dataset: Dataset, report: Report) -> None:
        self.dataset = dataset
        self.store: Store = store_of(dataset)
        self.report = report
        self._told: tuple[Problem, ...] = ()

    def finding(self, row: Row) -> None:
        """Report all that is wrong with the rules of one finding."""
        raw = row.raw
        self._told = ()
        cohorts = [cohort.id for cohort in self.dataset.cohorts]
        cohort = raw.get("cohort")
        if isinstance(cohort, str) and cohort not in cohorts:
            self.report.add(
                row, "cohort", f"no cohort {quote(cohort)}", did_you_mean(cohort, cohorts)
            )
            cohort = None
        if "see" in raw:
            self._try(row, lambda: read_see(self.store, raw["see"]))
        if raw.get("kind") == "claim":
            self._claim(row, cohort if isinstance(cohort, str) else "")
        elif raw.get("kind") in ("judgement", "recommendation"):
            for key in ("check", "variant"):
                if key in raw:
                    reason = f"a {raw['kind']} carries none; 'see' says what to look at"
                    self.report.add(row, key, reason)

    def _claim(self, row: Row, cohort: str) -> None:
        for key, why in (
            ("claimed", "a claim states a value"),
            ("comparator", "a claim has one"),
            ("check", "a claim has one"),
        ):
            if key not in row.raw:
                self.report.add(row, "", f"missing key '{key}'; {why}")
        self._uses(row)
        self._reading(row, row.raw, cohort)
        variants = row.raw.get("variant")
        for index, raw in enumerate(variants if isinstance(variants, list) else []):
            if isinstance(raw, dict):
                self._variant(row.child(raw, "variant", index), row.raw, cohort)

    def _uses(self, row: Row) -> None:
        uses = row.raw.get("uses")
        for name in uses if isinstance(uses, list) else []:
            if isinstance(name, str) and name not in LISTS:
                reason = f"no list {quote(name)} has a completeness, only {', '.join(LISTS)}"
                self.report.add(row, "uses", reason, did_you_mean(name, LISTS))

    def _variant(self, row: Row, finding: Mapping[str, Any], cohort: str) -> None:
        for key in row.raw:
            if key not in VARIANT_KEYS:
                self.report.add(row, key, "unknown key", did_you_mean(key, VARIANT_KEYS))
        self._label(row)
        since = row.raw.get("since")
        if since is not None and not isinstance(figure(since), PartialDate):
            try:
                PartialDate.parse(str(since))
            except ValueError as error:
                self.report.add(row, "since", f"{quote(since)}: {error}")
        if "check" not in row.raw:
            self.report.add(row, "", "missing key 'check'; a variant has one")
        self._reading(row, finding, cohort)

    def _label(self, row: Row) -> None:
        label = row.raw.get("label")
        if not isinstance(label, dict):
            self.report.add(
                row, "label", "needs label.en, and label.de where there is a German one"
            )
            return
        for language in ("en", "de"):
            if not isinstance(label.get(language, None if language == "en" else ""), str):
                self.report.add(row, f"label.{language}", "missing; must be text")

    def _reading(self, row: Row, finding: Mapping[str, Any], cohort: str) -> None:
        """Check a rule and the value that it is held against."""
        own = row.raw is finding
        raw = row.raw.get("check")
        if own and raw is not None and not isinstance(raw, dict):
            return  # said on loading
        found = self._try(row, lambda: read_check(self.store, raw)) if "check" in row.raw else None
        if not isinstance(found, Check):
            self._alone(row, own=own)
            return
        self._single(row, found, cohort)
        claims = claims_of(finding, {} if own else row.raw)
        try:
            stated(self.store, found, *claims)
        except RuleError as error:
            self._stated(row, error.problems, own=own)
        if "tolerance" in row.raw and claims[1] != "~=":
            self.report.add(row, "tolerance", "only the comparator ~= uses it")

    def _stated(self, row: Row, problems: Sequence[Problem], *, own: bool) -> None:
        """Report problems of a stated value; what a variant takes over, once at its finding."""
        told = self._told
        for problem in problems:
            missing = problem.reason.startswith("missing") and problem.key != "tolerance"
            if problem in told or missing:
                continue
            key = problem.key if problem.key in row.raw else ""
            reason = problem.reason if key else f"{problem.key} {problem.reason}"
            self.report.add(row, key, reason, problem.suggestion)
        self._told = tuple(problems) if own else told

    def _alone(self, row: Row, *, own: bool) -> None:
        """A comparator or tolerance that is wrong whatever the rule gives."""
        claims = [row.raw.get(key) for key in ("claimed", "comparator", "tolerance")]
        try:
            stated(self.store, Check("value", "facts", "value"), *claims)
        except RuleError as error:
            keys = ("comparator", "tolerance")
            given = [each for each in error.problems if each.key in keys and each.key in row.raw]
            self._stated(row, given, own=own)

    def _single(self, row: Row, check: Check, cohort: str) -> None:
        """The measure ``value`` needs one row; which there are is known only from the data."""
        for leaf in check.leaves:
            if leaf.measure != "value":
                continue
            try:
                number = masks.count(scope_of(self.dataset, cohort).pick(leaf.of, leaf.where))
            except FilterError:
                continue
            if number > 1:
                reason = f"{number} rows of {leaf.of} match, and the measure 'value' needs one"
                self.report.add(row, "check.where", reason)

    def _try(self, row: Row, read: Any) -> Any:
        """What ``read`` gives; None, with the problems reported, where it fails."""
        try:
            return read()
        except RuleError as error:
            for problem in error.problems:
                self.report.add(row, problem.key, problem.reason, problem.suggestion)
            return None


def rule_notes(dataset: Dataset, findings: Iterable[Finding]) -> Iterator[str]:
    """Each note on a rule of these findings once, behind the id of the finding.

    What is wrong with a rule is told by its verdict, not here.
    """
    store = store_of(dataset)
    for finding in findings:
        checks = (finding.check, *(each.get("check") for each in finding.variants))
        told = (note for check in checks if check for note in _of_check(store, check))
        yield from (f"finding {finding.id}: {note}" for note in dict.fromkeys(told))


def _of_check(store: Store, check: Mapping[str, Any]) -> Iterator[str]:
    table = check.get("of")
    for key in ("where", "among"):
        text = check.get(key)
        if isinstance(table, str) and table in store.specs and isinstance(text, str):
            with contextlib.suppress(FilterError):
                yield from (note.text for note in notes(store, table, text))
    for key in ("numerator", "denominator"):
        if isinstance(part := check.get(key), Mapping):
            yield from _of_check(store, part)


def filter_faults(dataset: Dataset, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Faults in the filters of the cohorts of these folders, read against the dataset."""
    report, read_before = Report(), Report()
    store, where = store_of(dataset), Folders(folders)
    for path in where.paths("dataset.toml"):
        top = where.read(path, read_before)
        for row in rows_of(top, "cohort", top.raw.get("cohort", []), read_before) if top else ():
            text = row.raw.get("where")
            try:
                match_text(store, "sites", text if isinstance(text, str) else "")
            except FilterError as error:
                report.add(row, "where", placed(error.reason, error.span), error.suggestion)
    return tuple(report.faults)


@frozen
class Checked:
    """A dataset, None where none can be opened, with every fault of it by place.

    ``absent`` are files that are not there.
    """

    dataset: Dataset | None
    faults: tuple[Fault, ...]
    absent: tuple[Fault, ...] = ()

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is no fault and yet worth a look."""
        return (*self.absent, *self.dataset.warnings) if self.dataset is not None else ()


def checked(folders: Sequence[Path]) -> Checked:
    """Load all of a dataset and look for every fault, once each."""
    try:
        dataset = load(folders)
    except DatasetError as error:
        return Checked(None, _by_place(error.faults))
    return Checked(dataset, faults_of(dataset, folders), tuple(_absent(folders)))


_HELD = {
    "sources.toml": "sources",
    "access_modes.toml": "EuroHPC-wide access modes",
    "regions.toml": "regions and their indicators",
    "comparisons.toml": "clusters and single facts",
    "findings.toml": "findings",
}
"""What a file of a dataset holds that works without it, and says less."""


def _absent(folders: Sequence[Path]) -> Iterator[Fault]:
    where = Folders(folders)
    for name, held in _HELD.items():
        if folders and not where.paths(name):
            reason = f"is not there: no {held}, and what asks for them is open"
            yield Fault(where.label(folders[0] / name), 0, "", reason)


def faults_of(dataset: Dataset, folders: Sequence[Path]) -> tuple[Fault, ...]:
    """Every fault of a dataset that was read from these folders, by place."""
    dataset.load_all()
    deeper = (*filter_faults(dataset, folders), *finding_faults(dataset, folders))
    return _by_place((*dataset.known_faults(), *deeper))


def _by_place(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line)))
