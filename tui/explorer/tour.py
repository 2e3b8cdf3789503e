"""Six steps through the explorer: what to press, when a step is done, what the data then say.

Every example and every answer is taken from the dataset that is open. Knows no Textual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from tui.analysis.findings.wording import tally, verdict_words
from tui.analysis.provenance import basis
from tui.explorer.commands import filled
from tui.explorer.result_rows import ResultSource
from tui.explorer.state import State
from tui.frozen import frozen
from tui.query import Result
from tui.query.engine import masks
from tui.query.engine.match import match_text
from tui.text import listed, plural, printable, width_of

COUNT = "accelerator_count"
_NAMES = 44
"""Cells for the names of sites in an answer."""


@frozen
class Seen:
    """What is on the screen: state, tab, the dialogue on top ("" for none), the row looked at."""

    state: State
    tab: str
    dialog: str
    row: tuple[Result, int] | None


@frozen
class Step:
    """One step: its sentence with ``{command}`` for keys, whether it is done, and the answer.

    The sentence and the question whether it is done are also told the example filter.
    """

    task: str
    done: Callable[[Seen, str], bool]
    answer: Callable[[Seen], str]


@frozen
class Tour:
    """Where somebody is in the tour; ``answer`` is that of the step before, ``example`` a filter.

    The last place, behind all steps, is the end.
    """

    example: str
    place: int = 0
    answer: str = ""

    @property
    def over(self) -> bool:
        """Whether all steps are done."""
        return self.place >= len(STEPS)

    def after(self, seen: Seen) -> Tour:
        """The tour when this is on the screen: a step further where the present one is done."""
        if self.over or not STEPS[self.place].done(seen, self.example):
            return self
        return Tour(self.example, self.place + 1, STEPS[self.place].answer(seen))

    @property
    def title(self) -> str:
        """Which step it is."""
        return "The end" if self.over else f"Tour {self.place + 1} of {len(STEPS)}"

    def task(self, keys: Mapping[str, str]) -> list[tuple[str, str]]:
        """What to do now, as pieces of text; ``keys`` are those of the commands."""
        if self.over:
            return filled(_END, keys)
        return filled(STEPS[self.place].task, {**keys, "example": self.example})


def begin(state: State) -> Tour:
    """The tour at its beginning, with an example that narrows these data."""
    countries = Counter(
        state.dataset.sites[row].country for row, inside in enumerate(state.scope) if inside
    )
    several = [each for each in countries if countries[each] < state.cohort_count]
    best = max(several, key=lambda each: countries[each], default="")
    return Tour(f"country:{best}" if best else "kind:factory")


def _over(dialog: str) -> Callable[[Seen, str], bool]:
    """Whether a dialogue lies over the screen."""
    return lambda seen, _: seen.dialog == dialog


def _opened_answer(seen: Seen) -> str:
    if seen.row is None:
        return "That was everything known about the row."
    result, row = seen.row
    name = printable(str(result.value(row, result.spec.columns[0])))
    site = seen.state.store.site_row(result.key(row).partition("/")[0])
    if site >= 0:
        record = seen.state.dataset.sites[site]
        name = printable(record.name)
        many = plural(len(record.partners), "organisation")
        return f"{name}: {plural(len(record.systems), 'system')} and {many} are listed."
    return f"That was everything known about {name}."


def _filtered(seen: Seen, example: str) -> bool:
    state = seen.state
    wanted = match_text(state.store, "sites", example)
    return bool(state.view.filter) and state.picked == masks.both(state.scope, wanted)


def _filtered_answer(seen: Seen) -> str:
    state = seen.state
    rows = state.result("sites").rows
    names = [printable(state.dataset.sites[row].name) for row in rows]
    told: list[str] = []
    more = len(names)
    for name in names:
        if told and width_of(listed([*told, name])) > _NAMES:
            break
        told.append(name)
        more -= 1
    rest = [f"{more} more"] if more else []
    return f"{state.site_count} of {plural(state.cohort_count, 'site')}: {listed([*told, *rest])}."


def _sorted(seen: Seen, _: str) -> bool:
    sort = seen.state.view.table("systems").sort
    return seen.tab == "compute" and sort[:1] == ((COUNT, True),)


def _sorted_answer(seen: Seen) -> str:
    result = seen.state.result("systems")
    column = result.spec.column(COUNT)
    if not len(result) or column is None or result.value(0, column) is None:
        return "For none of these systems a number of chips is known."
    at = result.columns.index(column) if column in result.columns else -1
    figure = ResultSource(result).cell(0, at)[0] if at >= 0 else str(result.value(0, column))
    name = printable(str(result.record(0).name))
    return f"The largest known one is {name} with {figure} chips."


def _sourced_answer(seen: Seen) -> str:
    if seen.row is None or seen.row[0].source.key is not None:
        return "Each fact names its sources."
    result, row = seen.row
    resting = basis(result.store, result.name, result.rows[row])
    sources = {ident for each in resting for ident in each.sources}
    return f"This row rests on {plural(len(sources), 'source')}; y there copies the citation."


def _claims(seen: Seen, _: str) -> bool:
    return seen.tab == "findings" and not seen.state.view.filter and seen.state.knows("verdicts")


def _claims_answer(seen: Seen) -> str:
    result = seen.state.result("verdicts")
    found = map(result.record, range(len(result)))
    counts = tally([each for each in found if each.finding.kind == "claim"])
    parts = [f"{verdict_words(each, glyph=False)} {many}" for each, many in counts.items()]
    claims = plural(sum(counts.values()), "claim")
    return f"{claims}: {listed(parts)}." if parts else "These data hold no claims."


STEPS = (
    Step("{down} goes down the list; {open} opens a site, Esc comes back.",
         _over("DetailScreen"), _opened_answer),
    Step("{filter} {example} {open} keeps the sites that fit, on every tab.", _filtered,
         _filtered_answer),
    Step("{tab.compute} shows their systems; go to Chips with {right}, {sort_down} sorts "
         "downwards.", _sorted, _sorted_answer),
    Step("{sources} shows on which sources a row rests, Esc comes back.",
         _over("SourcesScreen"), _sourced_answer),
    Step("{clear} clears the filter; {tab.findings} holds the claims of the brief against the "
         "data.", _claims, _claims_answer),
    Step("{export} writes the table in sight to a file; look, and Esc writes nothing.",
         _over("ExportScreen"),
         lambda _: "A file names its cohort, filter, sources and the command that makes it again."),
)  # fmt: skip
_END = "{cohort} changes the cohort, {undo} undoes, {help} lists and finds all keys."
