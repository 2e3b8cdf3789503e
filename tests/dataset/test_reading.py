"""Rows read in few steps and rows read key by key say the same."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tui.dataset.faults import Report, Row
from tui.dataset.fields import declared
from tui.dataset.reading import read_values, sound_rows
from tui.dataset.records import SEAT, Budget, Partner, Service, System, Timeline
from tui.dataset.values import BadValueError, Context
from tui.dataset.vocabulary import Vocabulary, Word

KINDS: tuple[type, ...] = (Budget, Partner, Service, System, Timeline)
LISTS = ("partner_type", "role", "confidence", "service", "system_status", "system_kind",
         "accelerator_count_basis")  # fmt: skip
WORDS = Vocabulary({name: {"one": Word("one", "One", "Eins", "")} for name in LISTS})
DAY = datetime.date(2025, 5, 1)
# Sound ones come often; 1, 1.0 and true are equal, and so are a text and a list of its letters.
VALUES = st.sampled_from(
    ["one", "ab", "DE", "2025-H2", 1, 1.0, True, False, 2.5, -1, float("nan"), 10**16, DAY, "n/a",
     "", "A b", ["one"], ["a", "b"], ["one", "one"], [1], [True], [], [[]], {}, [{}], "DEX"]
)  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> tuple[type, dict[str, Any]]:
    record = draw(st.sampled_from(KINDS))
    keys = declared(record)
    names = draw(st.permutations([*keys.specs, "unknown"]))
    wanted = set(draw(st.lists(st.sampled_from(names)))) | (
        keys.required if draw(st.integers(0, 4)) else set()
    )
    return record, {name: _value(draw, keys.specs.get(name)) for name in names if name in wanted}


def _value(draw: st.DrawFn, spec: Any) -> object:
    usual = {"number": 2.5, "integer": 1, "flag": True, "date": "2025-H2", "slugs": ["one"],
             "country": "DE", "rows": []}  # fmt: skip
    known = usual.get(spec.kind, "one") if spec else "one"
    return known if draw(st.integers(0, 5)) else draw(VALUES)


SOURCED = [(Service, {"kind": "one", "wording": "A b", "confidence": "one", "sources": sources})
           for sources in (["a", "b"], "ab")]  # fmt: skip


@given(st.lists(rows(), min_size=1, max_size=8))
@example(SOURCED)
def test_a_row_is_sound_in_few_steps_where_it_is_key_by_key(
    drawn: list[tuple[type, dict[str, Any]]],
) -> None:
    """In one context, so that what an earlier row left behind is met by later ones."""
    context = Context(Report(), WORDS, {"one", "a", "b"})
    for record, raw in drawn:
        report = Report()
        alone = Context(report, WORDS, {"one", "a", "b"})
        values = read_values(record, Row("f", Path("f"), (), raw), alone)
        sound = not report.faults and declared(record).required <= raw.keys()
        try:
            found: Any = sound_rows(record, context).read(raw)
        except (BadValueError, TypeError):
            assert not sound
            continue
        assert sound
        for name, value in values.items():
            told = getattr(found, name)
            assert (told, type(told)) == (value, type(value))
        plan = record.__plan__  # type: ignore[attr-defined]
        left = {name for name, _ in plan.puts} - values.keys()
        assert all(getattr(found, name) == plan.defaults[name] for name in left)
    assert context.report.faults == []


def test_what_rows_say_alike_is_kept_once() -> None:
    context = Context(Report(), WORDS, {"one"})
    row = {"id": "one", "name": "A b", "country": "DE", "type": "one", "role": "one",
           "sources": ["one"], "confidence": "one"}  # fmt: skip
    read = sound_rows(Partner, context).read
    first, second = read(row), read({**row, "name": " A b"[1:], "sources": ["one"]})
    assert first is not second
    assert all(getattr(first, key) is getattr(second, key) for key in (*SEAT, "sources"))
