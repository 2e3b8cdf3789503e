"""A table as a command: it prints the same rows and columns, and breaks into lines that work."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.explorer.helpers import FIXTURES, dataset
from tui.analysis.tables import table as any_table
from tui.cli import main
from tui.explorer.dialogs.views import call_of, in_lines, tally_call
from tui.explorer.tally_text import counted
from tui.export.formats import render
from tui.export.sheet import with_evidence
from tui.query import View, table
from tui.query.engine.view import Ask

SMALL = FIXTURES / "small"
FILTERS = ("", "country:DE", "-partner.type:company", "sectors:>=5 OR birch", '"max planck"',
           "partner(type:university role:member)", "-website:*", "name:/^a/")  # fmt: skip


def printed(command: str, capsys: pytest.CaptureFixture[str], fmt: str = "csv") -> str:
    """What a command prints to stdout when it is run as it stands."""
    program, *words = shlex.split(command)
    assert program == "aif"
    capsys.readouterr()
    assert main([*words, "--format", fmt]) == 0
    return capsys.readouterr().out


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_command_prints_the_rows_and_columns_of_the_view(
    data: st.DataObject, capsys: pytest.CaptureFixture[str]
) -> None:
    small = dataset("small")
    name = data.draw(
        st.sampled_from(["sites", "partners", "sectors", "systems", "organisations", "regions"])
    )
    every = [column.id for column in table(small, View(), name, every=True).columns]
    columns = data.draw(st.lists(st.sampled_from(every), max_size=4, unique=True))
    sort = data.draw(
        st.lists(
            st.tuples(st.sampled_from(every), st.booleans()),
            max_size=2,
            unique_by=lambda pair: pair[0],
        )
    )
    view = View(
        cohort=data.draw(st.sampled_from(["early", "all"])),
        filter=data.draw(st.sampled_from(FILTERS)),
        whole=data.draw(st.booleans()),
    ).with_table(name, columns=tuple(columns), sort=tuple(sort))
    result = table(small, view, name)
    call = call_of(view, result, [SMALL])
    assert printed(call, capsys) == render(with_evidence(result), "csv")


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_command_counts_the_rows_of_the_view(
    data: st.DataObject, capsys: pytest.CaptureFixture[str]
) -> None:
    small = dataset("small")
    name, column = data.draw(
        st.sampled_from([("sites", "country"), ("partners", "type"), ("systems", "status")])
    )
    rows = data.draw(st.sampled_from(["", f"-{column}:*", f"{column}:*"]))
    view = View(
        cohort=data.draw(st.sampled_from(["", "early", "all"])),
        filter=data.draw(st.sampled_from(FILTERS)),
        whole=data.draw(st.booleans()),
        rows=rows,
    )
    result = table(small, view, name)
    ask = Ask((column,))
    call = tally_call(view, result, ask, [SMALL])
    assert printed(call, capsys) == render(counted(result, ask, view.cohort), "csv")


@pytest.mark.parametrize(
    ("ident", "value"),
    [("site", "birch"), ("type", "company"), ("country", "DE"), ("id", "pine-lab")],
)
def test_the_rows_of_one_site_type_or_country_have_a_command(
    ident: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    view = View(cohort="all", rows=f"{ident}:{value}")
    some = table(dataset("small"), view, "partners")
    assert 0 < len(some) < some.total
    call = call_of(view, some, [SMALL])
    assert printed(call, capsys) == render(some, "csv")


def test_a_dataset_of_ones_own_is_named() -> None:
    result = table(dataset("small"), View(), "sites")
    call = call_of(View(), result, [Path("/home/me/my data"), Path("/b")])
    assert call.endswith("--data '/home/me/my data' --data /b")


WORDS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=30),
        st.sampled_from(["--sites", "--columns", "-x"]),
    ),
    max_size=8,
)


@given(words=WORDS, width=st.integers(20, 120))
def test_lines_read_off_the_screen_are_the_same_command(words: list[str], width: int) -> None:
    command = shlex.join(["aif", "show", *words])
    lines = in_lines(command, width)
    assert shlex.split("\n".join(lines).replace(" \\\n", " ")) == shlex.split(command)


def test_a_command_breaks_before_its_options() -> None:
    command = "aif show partners --cohort brief --sites partner.type:company --columns name,type"
    assert in_lines(command, 100) == [command]
    assert in_lines(command, 60) == [
        "aif show partners --cohort brief \\",
        "    --sites partner.type:company --columns name,type",
    ]
    assert in_lines(f"{command},country,acronym", 36) == [
        "aif show partners --cohort brief \\",
        "    --sites partner.type:company \\",
        "    --columns \\",
        "name,type,country,acronym",
    ]


@pytest.mark.parametrize("name", ["sector-matrix", "countries-by-role", "offers"])
def test_columns_that_are_all_and_shown_by_themselves_are_not_named(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = any_table(dataset("small"), View(cohort="all"), name)
    call = call_of(View(cohort="all"), result, [SMALL])
    assert "--columns" not in call
    assert printed(call, capsys) == render(with_evidence(result), "csv")
    fewer = View(cohort="all").with_table(name, columns=(result.columns[0].id,))
    call = call_of(fewer, any_table(dataset("small"), fewer, name), [SMALL])
    assert f"--columns {result.columns[0].id}" in call
