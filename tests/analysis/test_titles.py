"""Titles of columns: a share is called one, and what means the same is titled the same."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.analysis.findings_samples import factories
from tui.analysis.tables import WORKED_OUT, table, tables
from tui.query import View
from tui.query.engine.columns import Column

WAYS = (View(), View(filter="partner.type:company"))
"""Whole lists, and lists that a filter narrows: some tables then have other columns."""


def columns(name: str) -> list[Column]:
    return [each for view in WAYS for each in table(factories(), view, name, every=True).columns]


@pytest.mark.parametrize("name", tables(factories()))
def test_a_share_is_titled_as_one(name: str) -> None:
    for column in columns(name):
        if column.unit == "percent":
            assert column.title.split()[-1].casefold() == "share", column.id
            assert column.heading.endswith("%") or column.heading == column.title, column.id


def test_what_means_the_same_as_a_key_is_titled_as_that_key() -> None:
    titles = defaultdict(set)
    for name in tables(factories()).keys() - WORKED_OUT.keys():
        for column in columns(name):
            titles[column.meaning].add(column.title)
    seen = 0
    for name in WORKED_OUT:
        for column in columns(name):
            of_keys = titles.get(column.meaning, set())
            if len(of_keys) == 1:
                assert {column.title} == of_keys, f"{name}.{column.id}"
                seen += 1
    assert seen > 20


def test_whom_a_way_is_for_is_titled_as_in_the_offers_of_sites() -> None:
    ways, offers = (
        {each.id: each.title for each in columns(name)} for name in ("ways-in", "access")
    )
    assert ways["who"] == offers["who"] == "Who"
