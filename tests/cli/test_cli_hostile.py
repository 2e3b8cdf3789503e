"""Whatever a dataset holds, its faults are told, and the rest can be shown."""

from __future__ import annotations

import contextlib
import copy
import datetime
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.running import FIXTURES
from tui.cli import main
from tui.cli.common import DATA, DONE, FAULTS
from tui.cli.show import TABLES

SMALL = FIXTURES / "small"
FILES = sorted(path.relative_to(SMALL) for path in SMALL.rglob("*.toml"))
Steps = tuple[str | int, ...]


def places(value: Any, above: Steps = ()) -> Iterator[Steps]:
    """Steps to every value of a document."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for step, inner in items:
        yield (*above, step)
        yield from places(inner, (*above, step))


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**400), 10**400),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["x" * 5000, "2025-13", "n/a", "\x00", "\u202e", "a.b", "seed", "member"]),
    st.dates(datetime.date(1900, 1, 1)),
    st.datetimes(datetime.datetime(1900, 1, 1)),
    st.times(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[Path, str]:
    """A file of the small dataset in which some values are others, gone, doubled or renamed."""
    file = draw(st.sampled_from(FILES))
    document = tomli.loads((SMALL / file).read_text("utf-8"))
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(sorted(places(document), key=str) or [("id",)]))
        holder: Any = document
        for step in above:
            holder = holder[step]
        how = draw(st.sampled_from(["other", "gone", "double", "renamed"]))
        if how == "gone":
            holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
        elif how == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[-1]))
        elif how == "renamed" and isinstance(holder, dict):
            holder[f"{last}{draw(st.text(max_size=3))}"] = holder.pop(last, 0)
        else:
            holder[last] = draw(VALUES)
    return file, tomli_w.dumps(document)


def ran(*words: str) -> tuple[int, str]:
    """Exit code and output of a command; an exception of it fails the test."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(words)
    return code, out.getvalue()


@settings(deadline=None, max_examples=30)
@given(mutated(), st.sampled_from(TABLES), st.sampled_from(["table", "csv", "json", "toml", "md"]))
def test_no_dataset_breaks_a_command(change: tuple[Path, str], table: str, fmt: str) -> None:
    file, text = change
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        shutil.copytree(SMALL, folder)
        (folder / file).write_text(text, "utf-8", "replace")
        code, printed = ran("validate", str(folder), "--format", "json")
        faults = json.loads(printed)
        assert code == (FAULTS if faults else DONE)
        assert all(fault["file"] and fault["reason"] for fault in faults)
        assert ran("show", table, "--data", str(folder), "--format", fmt)[0] in (DONE, DATA)
        assert ran("findings", "--data", str(folder), "--format", "json")[0] in (DONE, DATA)
