"""Files that tools write from the program are those of the program, and fit what reads them."""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.cli.test_cli_schema import texts
from tools import codemeta, schemas
from tui import __version__

ROOT = Path(__file__).parents[2]
DATA = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "data").rglob("*.toml")
    if path.name != "views.toml"
)


def test_the_metadata_for_catalogues_are_those_of_this_version() -> None:
    text = codemeta.PAGE.read_text("utf-8")
    assert text == codemeta.codemeta(), "python -m tools.codemeta"
    read = json.loads(text)
    assert read["version"] == __version__
    assert read["license"] == [f"https://spdx.org/licenses/{i}" for i in ("MIT", "CC-BY-4.0")]
    assert read["runtimePlatform"][0] == "Python 3.11"
    assert read["hasPart"]["@type"] == "Dataset"


def test_the_schemas_for_editors_are_those_of_the_program() -> None:
    written = dict(schemas.schemas())
    assert set(written) == set(schemas.FOLDER.iterdir())
    for path, text in written.items():
        assert path.read_text("utf-8") == text, "python -m tools.schemas"


@pytest.mark.parametrize("name", DATA)
def test_an_editor_finds_the_schema_of_each_file_and_the_file_fits(name: str) -> None:
    """As taplo reads ``.taplo.toml``: the rules whose patterns take the path."""
    settings = tomllib.loads((ROOT / ".taplo.toml").read_text("utf-8"))
    rules = [
        rule
        for rule in settings["rule"]
        if any(fnmatch.fnmatch(name, pattern) for pattern in rule["include"])
    ]
    [rule] = rules
    schema = json.loads((ROOT / rule["schema"]["path"]).read_text("utf-8"))
    kind = "site.toml" if "/sites/" in name else Path(name).name
    assert schema["title"] == kind
    jsonschema.validate(texts(tomllib.loads((ROOT / name).read_text("utf-8"))), schema)


def test_the_counted_characters_are_those_of_the_page() -> None:
    """What has to be typed to bring a site, a rank or a table is neither more nor less."""
    page = (ROOT / "docs" / "data.md").read_text("utf-8")
    part = page.split("## How much typing it is")[1].split("\n## ")[0]
    files = [len(text.strip()) for text in re.findall(r"```csv\n# \S+\n(.*?)```", part, re.DOTALL)]
    calls = [len(call) for call in re.findall(r"^\$ (aif data import .*)$", part, re.MULTILINE)]
    told = re.findall(r"^\| a .*? \| (\d+) \| (\d+) \| 0 \|$", part, re.MULTILINE)
    assert told == [(str(a), str(b)) for a, b in zip([*files, 0], calls, strict=True)]
    assert all(int(a) + int(b) <= 240 for a, b in told)
