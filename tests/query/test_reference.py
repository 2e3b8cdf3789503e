"""Filters against a slow reader of the records that knows neither columns nor masks.

A drawn filter is printed, read again and matched; the reader walks the drawn tree for each
site on its own. Both must pick the same sites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.query.conftest import FIXTURES
from tui.dataset import Dataset, load
from tui.dataset.fields import PartialDate
from tui.dataset.records import Site
from tui.dataset.vocabulary import COUNTRIES
from tui.query.engine import masks
from tui.query.engine.fold import fold, folds
from tui.query.engine.match import match_text
from tui.query.engine.store import store_of
from tui.query.language.parse import parse
from tui.query.language.render import normalise, render
from tui.query.language.tree import (
    And,
    Between,
    Compare,
    Condition,
    Count,
    Everything,
    Group,
    Node,
    Not,
    OneOf,
    Operator,
    Or,
    Pattern,
    Present,
    Term,
    Text,
    Value,
)

LISTS = {"partner": "partners", "sector": "sectors", "system": "systems", "service": "services"}
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
}
SEARCHED = {"slug", "text", "texts", "word", "country", "countries", "url", "urls", "nuts2"}


@cache
def dataset(name: str) -> Dataset:
    return load([FIXTURES / name])


class Reader:
    """Says of one site after the other whether a filter picks it."""

    def __init__(self, data: Dataset) -> None:
        self.data = data
        self.words = data.vocabulary
        self.members = {
            word.id for word in self.words.words("role").values() if word.attributes["member"]
        }

    def site(self, node: Node, site: Site) -> bool:
        match node:
            case Everything():
                return True
            case Not():
                return not self.site(node.node, site)
            case And():
                return all(self.site(each, site) for each in node.nodes)
            case Or():
                return any(self.site(each, site) for each in node.nodes)
            case Text():
                return self.holds(site, node.value.text)
            case Group():
                rows = self.rows(site, node.relation)
                return any(self.row(node.node, row) for row in rows)
            case Count():
                rows = self.rows(site, node.group.relation)
                number = sum(self.row(node.group.node, row) for row in rows)
                return numeric(node.condition, number)
            case Term():
                return self.site_term(node, site)

    def rows(self, site: Site, relation: str) -> list[Any]:
        if relation == "member":
            return [each for each in site.partners if each.role in self.members]
        return list(getattr(site, LISTS[relation]))

    def row(self, node: Node, row: Any) -> bool:
        match node:
            case Everything():
                return True
            case Not():
                return not self.row(node.node, row)
            case And():
                return all(self.row(each, row) for each in node.nodes)
            case Or():
                return any(self.row(each, row) for each in node.nodes)
            case Term():
                return self.value(
                    node.condition, getattr(row, node.field), kind_of(row, node.field)
                )
            case _:
                raise AssertionError(node)

    def site_term(self, node: Term, site: Site) -> bool:
        head, _, rest = node.field.partition(".")
        if head in (*LISTS, "member"):
            rows = self.rows(site, head)
            if rest:
                inner = Term(rest, node.condition)
                return any(self.row(inner, row) for row in rows)
            if isinstance(node.condition, OneOf):
                values = node.condition.values
                return any(self.named(head, row, value.text) for row in rows for value in values)
            if isinstance(node.condition, Present):
                return bool(rows)
            return numeric(node.condition, len(rows))
        if node.field == "in":
            assert isinstance(node.condition, OneOf)
            wheres = {each.id: each.where for each in self.data.cohorts}
            texts = [wheres[value.text] for value in node.condition.values]
            return any(self.site(parse(text), site) for text in texts)
        derived = self.derived(node.field, site)
        if derived is not None:
            return self.value(node.condition, *derived)
        return self.value(node.condition, getattr(site, node.field), kind_of(site, node.field))

    def named(self, relation: str, row: Any, text: str) -> bool:
        """By id, acronym or name: the very word where some row bears it, else a part of it."""
        table = "partner" if relation == "member" else relation
        every = [each for site in self.data.sites for each in self.rows(site, table)]
        wanted = fold(text)
        exact = any(wanted in self.names(table, each) for each in every)
        names = self.names(table, row)
        return wanted in names if exact else any(wanted in name for name in names)

    def names(self, table: str, row: Any) -> list[str]:
        if table == "partner":
            texts = [row.id, row.acronym, row.name]
        elif table == "system":
            texts = [row.id, row.name]
        else:
            ident = row.id if table == "sector" else row.kind
            word = self.words.words(table).get(ident)
            texts = [ident, word.en, word.de] if word else [ident]
        return [form for text in texts if text for form in folds(text)]

    def derived(self, field: str, site: Site) -> tuple[Any, str] | None:
        """Value and kind of what is worked out from the lists; None for any other field.

        The length of an empty list is not known where the list is not.
        """
        members = self.rows(site, "member")
        if field == "member_countries":
            return tuple({each.country for each in members}), "countries"
        name = "partners" if field == "members" else field
        if name not in LISTS.values():
            return None
        rows = getattr(site, name)
        unknown = not rows and getattr(site.completeness, name) == "unknown"
        number = len(members) if field == "members" else len(rows)
        return None if unknown else number, "integer"

    def value(self, condition: Condition, value: Any, kind: str) -> bool:
        if value is None or value == ():
            return False
        items = value if isinstance(value, tuple) else (value,)
        match condition:
            case Present():
                return True
            case Pattern():
                texts = [text for item in items for text in self.texts(item, kind)]
                lines = [line for text in texts for line in text.split("\n")]
                return any(re.search(condition.source, line, re.IGNORECASE) for line in lines)
            case OneOf():
                return any(
                    self.same(each.text, item, kind) for each in condition.values for item in items
                )
            case Compare() | Between():
                if kind in ("countries", "slugs", "texts", "words"):
                    return numeric(condition, len(value))
                return dated(condition, value) if kind == "date" else numeric(condition, value)

    def texts(self, item: Any, kind: str) -> Sequence[str]:
        if kind in ("country", "countries"):
            return (item, *COUNTRIES.get(item, ())[:2])
        for vocabulary in ("partner_type", "role", "sector", "service", "system_status"):
            word = self.words.words(vocabulary).get(item) if kind == vocabulary else None
            if word:
                return (word.id, word.en, word.de)
        return (str(item),)

    def same(self, text: str, item: Any, kind: str) -> bool:
        if kind in ("integer", "number"):
            return bool(float(text) == item)
        if kind == "date":
            return bool(item.within(PartialDate.parse(text)))
        if kind == "text":
            return any(fold(text) in form for form in folds(item))
        forms = [form for each in self.texts(item, kind) for form in folds(each)]
        return fold(text) in forms

    def holds(self, site: Site, text: str) -> bool:
        wanted = fold(text)
        lists = ("partners", "sectors", "systems", "services", "access")
        rows = [site, *(row for name in lists for row in getattr(site, name))]
        return any(
            wanted in form for row in rows for each in self.searched(row) for form in folds(each)
        )

    def searched(self, record: Any) -> Iterator[str]:
        for field in fields(record):
            spec = field.metadata.get("spec")
            value = getattr(record, field.name)
            if spec is None or value is None or field.name in ("sources", "confidence"):
                continue
            if spec.kind == "table" and spec.record is not None:
                yield from self.searched(value)
            elif spec.kind in SEARCHED and (spec.kind != "slug" or field.name == "id"):
                for item in value if isinstance(value, tuple) else (value,):
                    word = self.words.words(spec.vocabulary).get(item) if spec.vocabulary else None
                    yield from (word.id, word.en, word.de) if word else self.texts(item, spec.kind)


def kind_of(record: Any, field: str) -> str:
    (spec,) = (each.metadata["spec"] for each in fields(record) if each.name == field)
    kind: str = {"day": "date", "url": "text"}.get(spec.kind, spec.kind)
    return spec.vocabulary or kind


def numeric(condition: Condition, number: Any) -> bool:
    match condition:
        case OneOf():
            return any(float(each.text) == number for each in condition.values)
        case Compare():
            return SIGNS[condition.operator](number, float(condition.value.text))
        case Between():
            low, high = condition.low, condition.high
            return (low is None or number >= float(low.text)) and (
                high is None or number <= float(high.text)
            )
    raise AssertionError(condition)


def dated(condition: Compare | Between, value: PartialDate) -> bool:
    """For every day of a date of which the day is not known."""
    if isinstance(condition, Between):
        low = PartialDate.parse(condition.low.text).first if condition.low else None
        high = PartialDate.parse(condition.high.text).last if condition.high else None
        return (low is None or value.first >= low) and (high is None or value.last <= high)
    limit = PartialDate.parse(condition.value.text)
    return {
        "<": value.last < limit.first,
        "<=": value.last <= limit.last,
        ">": value.first > limit.last,
        ">=": value.first >= limit.first,
        "=": value.within(limit),
    }[condition.operator]


def one_of(*texts: str) -> st.SearchStrategy[Condition]:
    listed = st.lists(st.sampled_from(texts), min_size=1, max_size=3, unique=True)
    return listed.map(lambda found: OneOf(tuple(map(Value, found))))


OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["<", "<=", ">", ">=", "="])
NUMBERS = st.integers(0, 12).map(lambda number: Value(str(number)))
DATES = st.sampled_from(["2024-12", "2025", "2025-03-12", "2025-10-10", "2026"]).map(Value)
PRESENT: st.SearchStrategy[Condition] = st.just(Present())
PATTERNS: st.SearchStrategy[Condition] = st.sampled_from(
    ["^a", "e.$", r"\d", "(ai|hpc)", "ü", "[^a-z]", "a/b"]
).map(Pattern)
COUNTRY = one_of("DE", "FI", "germany", "Finnland", "IE", "it", "XK")


def compared(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Condition]:
    return st.one_of(
        st.builds(Compare, OPERATORS, values),
        st.builds(Between, values, st.none() | values),
        st.builds(Between, st.none(), values),
    )


def term(field: str, *conditions: st.SearchStrategy[Condition]) -> st.SearchStrategy[Node]:
    return st.builds(Term, st.just(field), st.one_of(*conditions))


COUNTS: st.SearchStrategy[Condition] = st.one_of(
    compared(NUMBERS), st.lists(NUMBERS, min_size=1, max_size=2).map(tuple).map(OneOf)
)
WORDS = ("a", "ai", "health", "Jülich", "stuttgart", "univ", "hpc", "research", "kiefer", "10",
         "xyzzy", "max planck", "centre for", "ß", "é", "-", "(")  # fmt: skip
PARTNER = st.one_of(
    term("type", one_of("company", "university", "HPC centre", "public_body")),
    term("country", COUNTRY, PATTERNS),
    term("role", one_of("host", "partner", "funder", "supporter", "coordinator")),
    term("name", one_of("univ", "Zentrum", "agency"), PRESENT, PATTERNS),
    term("acronym", PRESENT),
)
SYSTEM = st.one_of(
    term("status", one_of("operational", "planned", "contracted", "being_installed")),
    term("accelerator_count", compared(st.sampled_from(["0", "1000", "4480", "10000"]).map(Value))),
    term("vendor", PRESENT, one_of("eviden", "hpe")),
)
NAMED = ("kit", "cineca", "health", "ai", "lumi", "energy", "training", "Space", "xyzzy")
LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Text, st.sampled_from(WORDS).map(Value)),
    term("country", COUNTRY, PRESENT, PATTERNS),
    term("name", one_of("ai", "b", "Jülich"), PATTERNS),
    term("city", one_of("stuttgart", "jülich"), PRESENT),
    term("website", PRESENT),
    term("selected", compared(DATES), one_of("2024-12", "2025"), PRESENT),
    term(
        "member_countries",
        st.builds(Compare, st.just(">"), NUMBERS),
        one_of("DE", "Finland"),
        PRESENT,
    ),
    term("in", st.sampled_from(["early", "all"]).map(lambda each: OneOf((Value(each),)))),
    *(term(field, COUNTS, PRESENT) for field in ("sectors", "partners", "systems", "members")),
    *(term(name, one_of(*NAMED), PRESENT, compared(NUMBERS)) for name in (*LISTS, "member")),
    term("partner.type", one_of("company", "university")),
    term("member.country", COUNTRY),
    term("system.vendor", PRESENT, PATTERNS),
)


def inside(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    joined = st.lists(leaves, min_size=2, max_size=3).map(tuple)
    return st.one_of(leaves, leaves.map(Not), joined.map(And), joined.map(Or))


GROUPS = st.one_of(
    st.builds(Group, st.sampled_from(["partner", "member"]), inside(PARTNER)),
    st.builds(Group, st.just("system"), inside(SYSTEM)),
    st.builds(Group, st.sampled_from(["partner", "member", "sector"]), st.just(Everything())),
)


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(inner.map(Not), some.map(And), some.map(Or))


TREES = st.recursive(
    st.one_of(LEAVES, GROUPS, st.builds(Count, GROUPS, COUNTS)), grown, max_leaves=6
)


@pytest.mark.parametrize("name", ["small", "factories"])
@settings(deadline=None, max_examples=60)
@given(tree=TREES)
def test_a_filter_picks_the_sites_that_the_slow_reader_picks(name: str, tree: Node) -> None:
    data, text = dataset(name), render(tree)
    assume(name == "small" or "in:" not in text)
    assert parse(text) == normalise(tree)
    reader = Reader(data)
    expected = [site.id for site in data.sites if reader.site(tree, site)]
    picked = masks.rows(match_text(store_of(data), "sites", text))
    assert [data.sites[row].id for row in picked] == expected, text
