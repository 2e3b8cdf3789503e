"""Rows by the text of one column, quick for columns of many different values.

All texts stand one behind the other in one string, so that a search is a search in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from tui.dataset import Dataset
from tui.query.engine.columns import Column
from tui.query.engine.store import store_of

_END = "\n\0\n"


class Lookup:
    """The rows of a column by what its searchable texts contain or are."""

    def __init__(self, stacks: list[str], rows: list[list[int]]) -> None:
        """Join the texts; ``rows`` lists the rows of each."""
        self._text = "\n" + _END.join(stacks) + "\n"
        self._starts = list(accumulate((len(stack) + len(_END) for stack in stacks), initial=1))
        self._rows = rows

    def containing(self, wanted: str) -> list[int]:
        """Rows whose text contains an already folded one."""
        return [row for number in self._numbers(wanted) for row in self._rows[number]]

    def equal(self, wanted: str) -> list[int]:
        """Rows one of whose texts is an already folded one."""
        numbers = self._numbers(f"\n{wanted}\n", shift=1)
        return [row for number in numbers for row in self._rows[number]]

    def _numbers(self, wanted: str, shift: int = 0) -> Iterator[int]:
        """Numbers of the texts in which ``wanted`` occurs, each once."""
        place = self._text.find(wanted)
        while place >= 0:
            number = bisect_right(self._starts, place + shift) - 1
            yield number
            place = self._text.find(wanted, self._starts[number + 1] - 1)


@lru_cache(maxsize=32)
def lookup(dataset: Dataset, table: str, column: Column) -> Lookup:
    """The look-up of a column of single texts, made when first used and kept."""
    store = store_of(dataset)
    source = store.table(table)
    coded = source.coded(column.id)
    numbers = {value: number for number, value in enumerate(coded.distinct)}
    rows: list[list[int]] = [[] for _ in numbers]
    for row, value in enumerate(source.values(column.id)):
        rows[numbers[value]].append(row)
    return Lookup(coded.haystacks(lambda value: store.searchable(column, value)), rows)
