"""JSON Schemas hold for what the program prints, and for the files that it reads."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.cli.running import FIXTURES
from tests.export.samples import TABLES, dataset
from tui.analysis.schemas import FILES, file_schema
from tui.cli import main
from tui.cli.common import DONE, FAULTS, USAGE
from tui.cli.fields import OUTPUTS

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]
SMALL = ("--data", str(FIXTURES / "small"))


def printed(capsys: Capture, *words: str, code: int = DONE) -> Any:
    assert main(list(words)) == code
    return json.loads(capsys.readouterr().out)


def schema(capsys: Capture, name: str, folder: str) -> Any:
    made = printed(capsys, "schema", name, "--data", str(FIXTURES / folder))
    jsonschema.Draft202012Validator.check_schema(made)
    return made


@pytest.mark.parametrize("folder", ["small", "hostile"])
@pytest.mark.parametrize("name", TABLES)
def test_tables_are_as_their_schema_says(name: str, folder: str, capsys: Capture) -> None:
    data = ("--data", str(FIXTURES / folder))
    rows = printed(capsys, "show", name, "--cohort", "all", "--exact", "--format", "json", *data)
    made = schema(capsys, name, folder)
    jsonschema.validate(rows, made)
    assert all(list(row) == list(made["items"]["properties"]) for row in rows)


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("fields", ["fields", *SMALL], DONE),
        ("tables", ["tables", *SMALL], DONE),
        ("verdicts", ["findings", *SMALL], DONE),
        ("faults", ["validate", str(FIXTURES / "broken")], FAULTS),
        ("differences", ["diff", str(FIXTURES / "small"), str(FIXTURES / "factories")], FAULTS),
    ],
)
def test_outputs_are_as_their_schema_says(
    name: str, words: list[str], code: int, capsys: Capture
) -> None:
    rows = printed(capsys, *words, "--format", "json", code=code)
    assert rows
    jsonschema.validate(rows, schema(capsys, name, "small"))


def test_every_output_has_a_schema(capsys: Capture) -> None:
    for name in OUTPUTS:
        assert schema(capsys, name, "small")["items"]["properties"]


def texts(value: Any) -> Any:
    """TOML as an editor hands it to a schema: dates are texts."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def files(folder: Path) -> list[Path]:
    return [*folder.glob("*.toml"), *(folder / "sites").glob("*.toml")]


@pytest.mark.parametrize("folder", ["small", "hostile"])
def test_sound_files_fit_their_schema(folder: str) -> None:
    found = [path for path in files(FIXTURES / folder) if path.name not in ("views.toml",)]
    assert len(found) > 8
    for path in found:
        name = "site.toml" if path.parent.name == "sites" else path.name
        made = file_schema(dataset(folder), name)
        jsonschema.validate(texts(tomllib.loads(path.read_text("utf-8"))), made)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("countri", "DE", "countri"),
        ("kind", "castle", "castle"),
        ("latitude", 91, "91"),
        ("country", "Germany", "Germany"),
        ("selected", "soon", "soon"),
        ("experimental_platform", "yes", "yes"),
    ],
)
def test_a_slip_in_a_file_does_not_fit(key: str, value: Any, said: str) -> None:
    site = texts(tomllib.loads((FIXTURES / "small/sites/alder.toml").read_text("utf-8")))
    check = jsonschema.Draft202012Validator(
        file_schema(dataset("small"), "site.toml"),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    assert check.is_valid(site)
    errors = list(check.iter_errors(site | {key: value}))
    assert [said in error.message for error in errors] == [True]


def test_a_schema_is_refused_by_the_nearest_name(capsys: Capture) -> None:
    for words, said in (
        (["sits"], "did you mean 'sites'?"),
        (["site.tml"], "'site.toml'"),
        ([], "of what?"),
    ):
        assert main(["schema", *words, *SMALL]) == USAGE
        assert said in capsys.readouterr().err
    assert set(FILES) >= {"site.toml", "findings.toml", "vocabulary.toml"}


def test_the_hook_for_pre_commit_is_a_command_of_ours() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, *words = shlex.split(hook["entry"])
    assert (
        program in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    )
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    assert re.search(hook["files"], "mine/sites/alder.toml")
    assert not re.search(hook["files"], "README.md")
    assert main([*words, str(FIXTURES / "small")]) == DONE
    assert main([*words, str(FIXTURES / "broken")]) == FAULTS
