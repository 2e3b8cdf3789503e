"""Free text finds the rows of a table by what a person reads in them."""

from __future__ import annotations

import pytest

from tests.export.samples import TABLES, dataset, small
from tui.analysis.tables import WORKED_OUT, table
from tui.query import View
from tui.query.assist.empty_result import why_no_rows
from tui.query.engine.format import cell
from tui.query.language.render import render
from tui.query.language.tree import Text, Value

READ = ("text", "texts", "word", "words", "country", "countries")


@pytest.mark.parametrize("name", TABLES)
def test_a_text_in_a_row_finds_it(name: str) -> None:
    """In a list of the sites the site alone is not the row's own, of sites what is worked out."""
    result = small(name, every=True)
    own = name not in WORKED_OUT
    read = [
        column
        for column in result.columns
        if column.id.rpartition(".")[2] not in ("sources", "confidence")
        and (column.kind in READ or (not own and (column.refers or column.names_sites)))
        and not (name == "sites" and not column.path)
    ]
    tried = 0
    for column in read:
        for row in range(min(len(result), 5)):
            shown = cell(result, row, column, "").split(", ")[0]
            if not shown or not shown[0].isalnum():
                continue
            tried += 1
            found = small(name, rows=render(Text(Value(shown, quoted=True))))
            assert result.key(row) in {found.key(at) for at in range(len(found))}, (column, shown)
    assert tried or not read


@pytest.mark.parametrize("typed", ["Beech", "beech", "zzz", "Univresity"])
def test_what_is_meant_instead_is_something_else(typed: str) -> None:
    """A word of another table is no slip."""
    for name in WORKED_OUT:
        whole = small(name)
        for cause in why_no_rows(whole, View(cohort="all", rows=typed)):
            assert cause.meant.casefold() != typed.casefold()
            if cause.meant:
                assert len(table(dataset("small"), View(cohort="all", rows=cause.meant), name))
