"""The claims of the brief with their verdicts, and between which two cohorts they turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations, compress
from typing import Any

from tui.analysis.findings.engine import evaluate_all, standing_of, standing_with
from tui.analysis.findings.evaluate import Evaluated, Reading, Standing
from tui.analysis.findings.wording import figure_words, parts_of
from tui.analysis.tables import Selection, field, worked_out
from tui.dataset import Dataset
from tui.dataset.dataset import kept
from tui.frozen import frozen
from tui.query.engine import masks
from tui.query.engine.bind import bind, bind_text, errors_of
from tui.query.engine.columns import Field
from tui.query.engine.fold import needle
from tui.query.engine.match import match_text, usable_cohorts
from tui.query.engine.store import Store, Table, store_of
from tui.query.engine.table import Result, cohort_mask, over, result_of
from tui.query.engine.typed_values import class_in
from tui.query.engine.view import View
from tui.query.language.parse import parse
from tui.query.language.render import filter_parts, only, source
from tui.query.language.tree import And, FilterError, Node, Not, Note, Or, Term, Text, Value
from tui.text import did_you_mean

FILTER = "filter"
"""Stands for the present filter among the ids of cohorts."""
_JOIN = "/"
_NO_JUDGEMENT = frozenset({"unknown", "not_checkable"})


def standings(dataset: Dataset, present: Evaluated) -> dict[str, Standing]:
    """How a claim fares for each cohort by id, and last under the filter where there is one."""
    finding = present.finding
    found = {
        cohort.id: standing_of(dataset, finding.id, cohort.id)
        if present.by_sites
        else standing_with(cohort.label.en, cohort.id, present)
        for cohort in usable_cohorts(dataset)
    }
    if present.filter.strip():
        found[FILTER] = standing_with("the filter", "", present)
    return found


def pairs_of(found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The pairs of cohorts between which the verdict turns, such as ``brief/factories``."""
    return tuple(
        pair_id(one, other)
        for one, other in combinations(found, 2)
        if _turns(found[one].verdict, found[other].verdict)
    )


def _turns(one: str, other: str) -> bool:
    """Whether there is a verdict for both, and not the same."""
    return one != other and not {one, other} & _NO_JUDGEMENT


def pair_id(one: str, other: str) -> str:
    """Two cohorts as a filter names them."""
    return f"{one}{_JOIN}{other}"


def turn_fields(
    named: Mapping[str, Named], pairs: Callable[[Any], tuple[str, ...]], *, default: bool = False
) -> tuple[Field, Field]:
    """The columns that say whether the claim of a row turns, and between which two cohorts."""
    return (
        Field(
            id="turns", title="Turns", kind="flag", default=default, within="turns_between",
            meaning="Whether its verdict is not the same for every cohort; turns:brief/factories "
            "asks for two of them",
            value=lambda row: bool(pairs(row)),
        ),
        Field(id="turns_between", title="Turns between", kind="slugs",
              meaning="Pairs of cohorts for which its verdict is not the same", value=pairs,
              meant=partial(_meant, named),
              offers=tuple(pair_id(one, other) for one, other in combinations(named, 2))),
    )  # fmt: skip


@frozen
class Named:
    """A cohort, or the present filter, as people know it."""

    id: str
    label: str
    sites: int

    @property
    def short(self) -> str:
        """Its label up to what explains it."""
        return self.label.partition(":")[0].partition(",")[0]


def named_cohorts(selection: Selection) -> dict[str, Named]:
    """The cohorts of a dataset by id, the present filter last."""
    dataset = selection.dataset
    found = {
        each.id: Named(
            each.id, each.label.en, masks.count(cohort_mask(dataset, View(cohort=each.id)))
        )
        for each in usable_cohorts(dataset)
    }
    if selection.view.filter.strip():
        found[FILTER] = Named(FILTER, "Under the filter", masks.count(selection.picked))
    return found


def _meant(
    named: Mapping[str, Named], values: tuple[Value, ...], notes: list[Note]
) -> tuple[Value, ...]:
    """The pairs that typed values mean, in the order of the cohorts.

    A cohort can be named by its id, by words of its label or by its number of sites. Two values
    that each name one cohort are a pair. Raises FilterError.
    """
    if len(values) == 2 and not any(_JOIN in each.text for each in values):
        one, other = values
        joined = Value(pair_id(one.text, other.text), span=one.span)
        pair = _pair_of(named, joined)
        notes.append(Note(f"{one.text},{other.text} is read as the pair {pair.text}", one.span))
        return (pair,)
    return tuple(_pair_of(named, each) for each in values)


def _pair_of(named: Mapping[str, Named], value: Value) -> Value:
    one, joined, other = value.text.partition(_JOIN)
    if not joined:
        example = pair_id(*list(named)[:2]) if len(named) > 1 else pair_id("one", "other")
        raise FilterError(f"'{value.text}' is no pair of cohorts; such as {example}", value.span)
    found = sorted({_cohort_of(named, each, value) for each in (one, other)}, key=list(named).index)
    if len(found) != 2:
        raise FilterError(f"'{value.text}' names one cohort twice", value.span)
    return Value(pair_id(*found), span=value.span)


def _cohort_of(named: Mapping[str, Named], text: str, value: Value) -> str:
    wanted = needle(text)
    exactly = [each.id for each in named.values() if needle(each.id) == wanted]
    wholly = [each.id for each in named.values() if wanted in (str(each.sites), needle(each.label))]
    partly = [each.id for each in named.values() if wanted and wanted in needle(each.label)]
    found = exactly or wholly or partly
    if len(found) == 1:
        return found[0]
    if found:
        raise FilterError(f"'{text}' may be {' or '.join(found)}", value.span)
    close = did_you_mean(text, named)
    known = "" if close else f", only {', '.join(named)}"
    raise FilterError(f"no cohort '{text}'{known}", value.span, close)


def _readings(each: Evaluated) -> tuple[str, ...]:
    return tuple(f"{reading.label.en}: {_value_told(reading)}" for reading in each.readings[1:])


def _value_told(reading: Reading) -> str:
    if reading.computed is None:
        return reading.verdict
    return f"{reading.value_words}, {reading.verdict}"


def _stated(each: Evaluated) -> str:
    """The value stated, sites and words by name, without its comparator."""
    headline = each.headline
    return figure_words(each.claimed) if headline is None else headline.claimed_figure


def _computed(each: Evaluated) -> str:
    """The value re-computed, sites and words by name."""
    return each.headline.figure if each.headline is not None else ""


def _rows(each: Evaluated) -> tuple[str, ...]:
    return tuple(f"{part.table}/{key}" for part in parts_of(each) for key in part.keys)


FIELDS = (
    field("id", "Id", "slug", "Id of the finding", lambda e: e.finding.id),
    field("theme", "Theme", "word", "Theme", lambda e: e.finding.theme, vocabulary="theme"),
    field("kind", "Kind", "word", "Claim, judgement or recommendation", lambda e: e.finding.kind,
          vocabulary="finding_kind"),
    field("statement.en", "Statement", "text", "The sentence", lambda e: e.finding.statement.en,
          default=True),
    field("statement.de", "Statement (German)", "text", "The sentence, in German",
          lambda e: e.finding.statement.de),
    field("claimed", "Stated", "mixed", "Value that the brief states", lambda e: e.claimed,
          default=True, text=_stated),
    field("comparator", "Comparator", "text", "How the values are compared",
          lambda e: e.comparator or None, default=True),
    field("unit", "Unit", "text", "Unit of both values", lambda e: e.unit or None, default=True),
    field("computed", "Re-computed", "mixed", "Value that the data give", lambda e: e.computed,
          default=True, text=_computed),
    field("verdict", "Verdict", "word", "Whether the data bear it out", lambda e: e.verdict,
          vocabulary="verdict", default=True),
    field("open", "Open", "flag", "Whether missing data may turn it", lambda e: e.open),
    field("since", "Since", "text", "State of the world since when it no longer holds",
          lambda e: e.since or None),
    field("cohort", "Cohort", "text", "Sites it is re-computed for", lambda e: e.cohort or None),
    field("incomplete_sites", "Incomplete lists", "slugs",
          "Sites whose lists, which the rule needs, may lack something",
          lambda e: e.incomplete_sites, refers="site"),
    field("unconfirmed", "Not confirmed", "integer",
          "Rows behind the value that no source confirms", lambda e: e.unconfirmed),
    field("readings", "Other readings", "texts",
          "Other defensible readings, each with its value and verdict", _readings),
    field("rows", "Rows behind it", "texts", "Rows that the value rests on, as TABLE/KEY", _rows),
)  # fmt: skip
"""Columns of a re-computed finding."""


def chosen_cohort(selection: Selection) -> str | None:
    """The cohort to re-compute for; None, each finding's own, while the default is chosen."""
    own = selection.view.cohort in ("", selection.dataset.default_cohort)
    return None if own else selection.view.cohort


def verdicts(selection: Selection) -> Table:
    """The table of claims with stated and re-computed value."""
    found = evaluate_all(
        selection.dataset, cohort=chosen_cohort(selection), filter=selection.view.filter
    )
    return verdict_table(
        found, turn_fields(named_cohorts(selection), partial(pairs_between, selection.dataset))
    )


def verdict_table(found: Sequence[Evaluated], more: Iterable[Field] = ()) -> Table:
    """Re-computed findings as a table; ``more`` are columns beside the usual ones."""
    return worked_out("verdicts", (*FIELDS, *more), found,
                      key=lambda e: str(e.finding.id), singular="finding")  # fmt: skip


def pairs_between(dataset: Dataset, each: Evaluated) -> tuple[str, ...]:
    """The pairs of cohorts between which a claim turns; () for judgements."""
    checked = each.finding.kind == "claim"
    return pairs_of(standings(dataset, each)) if checked else ()


NAME = "verdicts"
"""The table whose fields a filter may speak of beside those of the sites."""


def under(dataset: Dataset, view: View, text: str) -> View:
    """The view under a filter text, which may speak of findings as well as of sites.

    Raises FilterError.
    """
    sites, rows = split_filter(dataset, text)
    return view.but(filter=sites, findings=rows)


def split_filter(dataset: Dataset, text: str) -> tuple[str, str]:
    """The terms of a filter that speak of sites, and those that speak of findings alone.

    What both know speaks of sites. Raises FilterError for what does not parse, for what neither
    knows, and for a term that asks of both at once, as "or" and "not" can.
    """
    store = store_of(dataset)
    with errors_of(text):
        terms = filter_parts(parse(text))
        wrong = [_error(store, "sites", each) for each in terms]
        if not any(wrong):
            return text, ""
        of_sites = [each for each, error in zip(terms, wrong, strict=True) if error is None]
        findings = findings_store(dataset, source(text, *of_sites))
        of_findings = []
        for each, error in zip(terms, wrong, strict=True):
            if error is not None:
                _check(text, (store, findings), each, error)
                of_findings.append(each)
    return source(text, *of_sites), source(text, *of_findings)


def findings_sought(dataset: Dataset, text: str) -> Iterator[Note]:
    """Where a class of findings, such as a verdict, is looked for in the texts of the sites."""
    store = findings_store(dataset, "")
    for term in filter_parts(parse(text)):
        if not isinstance(term, Text) or term.value.quoted:
            continue
        word = term.value.text
        if meant := term_of_findings(store, word):
            reason = f"'{word}' is looked for in the sites; {meant} picks the findings"
            yield Note(reason, term.span)


def term_of_findings(store: Store, word: str) -> str:
    """The term that a word may be meant for: a class of findings, or a field of yes and no."""
    column = store.specs[NAME].own_column(word)
    if column is not None and column.kind == "flag":
        return f"{word}:yes"
    if word == "unconfirmed":
        return "unconfirmed:>0"
    found = class_in(store, NAME, word)
    return only(found[0].id, found[1]) if found is not None else ""


def _check(text: str, stores: tuple[Store, Store], term: Node, error: FilterError) -> None:
    """Raise FilterError where a term that sites do not know speaks not of findings alone."""
    store, findings = stores
    other = _error(findings, NAME, term)
    leaves = list(_leaves(term))
    shared = [each for each in leaves if _error(store, "sites", each) is None]
    if shared and all(each in shared or _error(findings, NAME, each) is None for each in leaves):
        site = shared[0]
        own = next(each for each in leaves if each not in shared)
        said, asked = (source(text, each) for each in (own, site))
        raise FilterError(
            f"'{said}' speaks of findings, '{asked}' of sites: OR and NOT cannot join these, "
            "only AND can",
            site.span,
        )
    if other is None:
        return
    known = other.span.start > error.span.start or any(
        _is_theirs(stores, each, error.span.start) for each in leaves
    )
    if not known and not error.suggestion and other.suggestion:
        raise FilterError(error.reason, error.span, other.suggestion)
    raise other if known else error


def _is_theirs(stores: tuple[Store, Store], node: Node, at: int) -> bool:
    """Whether a term that stands at a place is on a field that findings have and sites do not."""
    if not isinstance(node, Term) or not node.span.start <= at < node.span.end:
        return False
    store, findings = stores
    of_sites = store.specs["sites"].own_column(node.field)
    return of_sites is None and findings.specs[NAME].own_column(node.field) is not None


def _leaves(node: Node) -> Iterator[Node]:
    """The terms of a part that is joined by or, and or not."""
    if isinstance(node, Not):
        yield from _leaves(node.node)
    elif isinstance(node, And | Or):
        for each in node.nodes:
            yield from _leaves(each)
    else:
        yield node


def _error(store: Store, table: str, node: Node) -> FilterError | None:
    try:
        bind(store, table, node)
    except FilterError as error:
        return error
    return None


def is_of_findings(dataset: Dataset, text: str) -> bool:
    """Whether a filter text speaks of findings alone."""
    try:
        return not split_filter(dataset, text)[0]
    except FilterError:
        return False


def check_findings(dataset: Dataset, view: View) -> None:
    """Raise FilterError where what a view asks of findings does not fit."""
    bind_text(findings_store(dataset, view.filter), NAME, view.findings)


@kept(8)
def findings_store(dataset: Dataset, sites: str) -> Store:
    """The store in which filters of findings are read under a filter on sites, without rows."""
    return over(store_of(dataset), findings_table(dataset, (), sites))


def fields_of_findings(dataset: Dataset) -> Result:
    """The fields that a filter may speak of beside those of the sites, as a table without rows."""
    store = findings_store(dataset, "")
    return result_of(store, store.table(NAME), View(), every=True)


def picked_by(
    dataset: Dataset, found: Sequence[Evaluated], sites: str, rows: str
) -> tuple[Evaluated, ...]:
    """The findings, re-computed under a filter on sites, that a filter of findings picks."""
    if not rows:
        return tuple(found)
    table = findings_table(dataset, found, sites)
    return tuple(compress(found, match_text(over(store_of(dataset), table), NAME, rows)))


def findings_table(dataset: Dataset, found: Sequence[Evaluated], sites: str) -> Table:
    """Re-computed findings as a table, with the pairs of cohorts between which they turn.

    ``sites`` is the filter under which they were re-computed.
    """
    selection = Selection(dataset, View(filter=sites))
    return verdict_table(
        found, turn_fields(named_cohorts(selection), partial(pairs_between, dataset))
    )
