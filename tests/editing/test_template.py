"""Templates: what they hold, and that they validate once they are filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import FIXTURES
from tui.analysis.validation import checked
from tui.cli import main
from tui.cli.common import DONE, USAGE
from tui.dataset import load
from tui.dataset.fields import declared
from tui.editing.template import TEMPLATES, template

SMALL = FIXTURES / "small"
VOCABULARY = load([SMALL]).vocabulary
Capture = pytest.CaptureFixture[str]

FILLED = {
    "id": '"new-one"', "kind": '"factory"', "name": '"New One"', "country": '"DE"',
    "city": '"Ulm"', "latitude": "48.4", "longitude": "10.0", "selected": "2026-01-31",
    "sources": '["office"]', "confidence": '"likely"', "systems": '"unknown"',
    "partners": '"unknown"', "sectors": '"unknown"', "services": '"unknown"',
    "status": '"planned"', "type": '"university"', "role": '"partner"', "wording": '"health"',
    "official": "true", "mode": '"local"', "title": '"A text"', "publisher": '"Somebody"',
    "read": '"direct"', "theme": '"scope"', "statement.en": '"So it is"', "nuts2": '"DE14"',
    "track": '"a track"', "audience": '"all"', "owner": '"X"', "sector": '"private"',
    "as_of": '"2026"', "topic": '"a topic"', "label.en": '"A figure"', "value": "3",
    "unit": '"sites"', "cost": '"free"',
}  # fmt: skip
# Where a key means something else than elsewhere.
OTHERWISE = {
    ("system", "kind"): '"new"', ("sector", "id"): '"energy"', ("service", "kind"): '"training"',
    ("source", "kind"): '"register"', ("finding", "kind"): '"judgement"',
    ("finding", "id"): '"a-finding"',
}  # fmt: skip
PLACES = {
    "system": "sites/alder.toml", "partner": "sites/alder.toml", "sector": "sites/alder.toml",
    "service": "sites/alder.toml", "access": "sites/alder.toml", "site": "sites/new-one.toml",
}  # fmt: skip


def filled(kind: str, *, optional: bool = False) -> str:
    """The template with every empty key filled, and with the optional ones switched on."""
    lines = []
    for line in template(kind, VOCABULARY).splitlines():
        on = line[2:] if optional and line.startswith("# ") else line
        match = re.fullmatch(r"([\w.]+) = (.*)", on)
        if match and (match[2] in ('""', "[]") or (optional and match[1] in FILLED)):
            on = f"{match[1]} = {OTHERWISE.get((kind, match[1]), FILLED[match[1]])}"
        lines.append(on)
    return "\n".join(lines) + "\n"


def faults(folder: Path, kind: str, text: str) -> list[str]:
    path = folder / PLACES.get(kind, TEMPLATES[kind].file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return [str(fault) for fault in checked([SMALL, folder]).faults]


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_validates_once_it_is_filled(tmp_path: Path, kind: str) -> None:
    text = filled(kind)
    if kind == "site":
        text = text.replace('# host = "…"', 'host = "A Centre"')
    assert faults(tmp_path, kind, text) == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_each_empty_key_is_a_fault_at_its_line(tmp_path: Path, kind: str) -> None:
    text = template(kind, VOCABULARY)
    place = PLACES.get(kind, TEMPLATES[kind].file)
    found = faults(tmp_path / "mine", kind, text)
    for number, line in enumerate(text.splitlines(), 1):
        if re.fullmatch(r'[\w.]+ = (""|\[\])', line):
            assert any(fault.startswith(f"mine/{place}:{number}: ") for fault in found), line


@pytest.mark.parametrize("kind", ["system", "partner", "source", "cluster", "fact"])
def test_what_stands_behind_a_sign_is_sound_too(tmp_path: Path, kind: str) -> None:
    text = filled(kind, optional=True).replace('["an-id"]', '["office"]')
    text = text.replace("operational_expected = true\n", "operational_expected = true\n", 1)
    assert [each for each in faults(tmp_path, kind, text) if "quoted_by" not in each] == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_declared_key_is_there_with_its_meaning(kind: str) -> None:
    text = template(kind, VOCABULARY)
    assert max(map(len, text.splitlines())) <= 120
    for key, spec in declared(TEMPLATES[kind].record).specs.items():
        if spec.kind == "rows":
            assert f".{key}]]" in text or f"[[{key}]]" in text
        elif spec.kind == "table" and spec.record is not None:
            assert f"[{key}]" in text
        elif spec.kind == "label":
            assert re.search(rf"^#? ?{key}\.en = ", text, re.MULTILINE)
        else:
            assert re.search(rf"^#? ?{key} = ", text, re.MULTILINE), key
        assert spec.meaning.split()[0] in text


def test_the_command_prints_it(capsys: Capture) -> None:
    assert main(["data", "template", "source", "--data", str(SMALL)]) == DONE
    assert capsys.readouterr().out == template("source", VOCABULARY)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["data", "template", "sytem"], "no template of 'sytem'; did you mean 'system'?"),
        (["data", "tempalte", "site"], "aif data cannot 'tempalte'; did you mean 'template'?"),
        (["data", "template"], "missing: KIND"),
    ],
)
def test_mistakes_are_named(capsys: Capture, words: list[str], message: str) -> None:
    assert main(words) == USAGE
    assert message in capsys.readouterr().err
