"""The library as a notebook uses it: its examples, its page, its notebook, its cost."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tui
import tui.api
from tests.export.samples import FIXTURES

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def small() -> tui.Data:
    return tui.open_dataset(FIXTURES / "small")


def test_examples_in_the_code_and_on_the_page_are_true() -> None:
    failed, tried = doctest.testmod(tui.api)
    assert (failed, tried > 8) == (0, True)
    page, examples = doctest.testfile(str(DOCS / "library.md"), module_relative=False)
    assert (page, examples > 10) == (0, True)


def test_notebook_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    """Its cells in order, as a kernel runs them; what a cell ends with is shown as text."""
    notebook = json.loads((DOCS / "first-steps.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(cells) > 5
    for cell in cells:
        assert cell["outputs"] == []
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert "@dataset{eu-ai-factories," in capsys.readouterr().out


def test_importing_it_costs_nothing_and_offering_it_is_lazy() -> None:
    ask = (
        "import sys; before = set(sys.modules); import tui; print(len(set(sys.modules) - before)); "
        "tui.open_dataset; print('pandas' in sys.modules, 'textual' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["1", "False", "False"]
    assert set(tui.__all__) - {"__version__"} == set(tui.api.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = tui.nothing


def test_frames_are_the_tables_of_the_command(small: tui.Data) -> None:
    assert list(small.frame("sites")["id"]) == ["alder", "birch", "cedar"]
    assert list(small.frame("sites", "country:DE", cohort="")["id"]) == ["alder", "cedar"]
    assert list(small.frame("sites", sites="country:DE")["id"]) == ["alder", "cedar"]
    assert len(small.frame("partners", cohort="")) == 15
    assert len(small.frame("partners", "type:company", cohort="all")) == 3
    assert list(small.frame("sites", columns=["name"], sort="-name").columns) == ["name"]
    assert len(small.frame("members-by-site")) == 3


def test_what_is_wrong_is_said_with_the_nearest_word(small: tui.Data) -> None:
    with pytest.raises(tui.UnknownNameError, match="did you mean 'sites'"):
        small.frame("sitse")
    with pytest.raises(tui.UnknownNameError, match="no cohort 'erly'; did you mean 'early'"):
        small.frame("sites", cohort="erly")
    with pytest.raises(tui.UnknownNameError, match="no source 'ofice'; did you mean 'office'"):
        small.cite("ofice")
    with pytest.raises(tui.UnknownNameError, match="did you mean 'bibtex'"):
        small.cite(style="bibtx")
    with pytest.raises(tui.FilterError, match="country"):
        small.frame("sites", "contry:DE")
    with pytest.raises(tui.DatasetError):
        tui.open_dataset(FIXTURES / "empty")


def test_faults_are_lines_and_sound_data_have_none(small: tui.Data) -> None:
    assert list(small.faults) == []
    broken = tui.open_dataset(FIXTURES / "unreadable")
    assert broken.faults
    assert all(".toml" in fault for fault in broken.faults)


def test_citations(small: tui.Data) -> None:
    assert small.cite().count("\n") == 1
    assert small.cite("office", "paper", style="bibtex").count("\n@") == 1
    assert "2026.01" in repr(small)
