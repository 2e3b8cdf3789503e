"""``aif edit``: a row in an editor, checked before it counts, nothing lost."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import FIXTURES
from tui.cli import main
from tui.cli.common import DONE, FAULTS, USAGE, WRITE
from tui.dataset import load
from tui.editing.edit import EditError, correction, locate, outcome

SMALL = FIXTURES / "small"
Capture = pytest.CaptureFixture[str]
Editor = Callable[[str], Path]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A dataset of one's own."""
    shutil.copytree(SMALL, tmp_path / "own")
    return tmp_path / "own"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Sets $EDITOR to a script that runs sed (or any shell line) on the file, $f."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")

    def set_to(line: str) -> Path:
        path = tmp_path / "bin" / "an editor"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nfor f in "$@"; do :; done\n{line}\n', "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EDITOR", f"'{path}' -w")
        return path

    return set_to


def drafts(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "state").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("ident", "name", "first"),
    [
        ("alder", "sites/alder.toml", 'id = "alder"'),
        ("alder-one", "sites/alder.toml", "[[system]]"),
        ("alder/kiefer", "sites/alder.toml", "[[partner]]"),
        ("office", "sources.toml", "[[source]]"),
        ("sum-installed", "findings.toml", "[[finding]]"),
        ("DE11", "regions.toml", "[[region]]"),
        ("playground", "access_modes.toml", "[[access_mode]]"),
    ],
)
def test_a_row_is_found_by_its_id(ident: str, name: str, first: str) -> None:
    spot = locate([SMALL], ident)
    assert spot.name == name
    assert spot.path.read_text("utf-8").split("\n")[spot.line - 1] == first


def test_an_id_of_several_sites_asks_for_the_site() -> None:
    with pytest.raises(EditError, match="say 'alder/kiefer' or 'dogwood/kiefer'"):
        locate([SMALL], "kiefer")
    with pytest.raises(EditError, match="no row 'aldr'"):
        locate([SMALL], "aldr")


@pytest.mark.parametrize(
    ("ident", "hint"),
    [("aldr", "; did you mean 'alder'?"), ("sum-", "; did you mean one of sum-"), ("q", "")],
)
def test_a_part_of_an_id_leads_to_those_that_hold_it(
    own: Path, capsys: Capture, ident: str, hint: str
) -> None:
    assert main(["edit", ident, "--data", str(own)]) == USAGE
    said = capsys.readouterr().err
    assert f"aif: no row '{ident}'{hint}" in said
    assert hint or said.endswith(f"'{ident}'\n")


def test_a_sound_change_is_written_and_told(own: Path, editor: Editor, capsys: Capture) -> None:
    editor('sed -i "s/accelerator_count = 1000/accelerator_count = 1001/" "$f"')
    assert main(["edit", "alder-one", "--data", str(own)]) == DONE
    said = capsys.readouterr()
    assert "changed systems alder/alder-one accelerator_count: 1000 → 1001" in said.out
    assert "turned findings sum-installed verdict: holds → fails" in said.out
    assert "verdict turned" in said.err or "verdicts turned" in said.err
    [alder] = [each for each in load([own]).sites if each.id == "alder"]
    assert alder.systems[0].accelerator_count == 1001


def test_a_pipe_in_place_of_a_file_holds_nothing_up(
    tmp_path: Path, editor: Editor, capsys: Capture
) -> None:
    editor("true")
    mine = tmp_path / "mine"
    (mine / "sites").mkdir(parents=True)
    os.mkfifo(mine / "sites" / "alder.toml")
    assert main(["edit", "alder", "--data", str(SMALL), "--data", str(mine)]) == WRITE
    assert capsys.readouterr().err.endswith("alder.toml: no plain file\n")


def test_a_text_with_faults_is_kept_and_gone_on_with(
    own: Path, tmp_path: Path, editor: Editor, capsys: Capture
) -> None:
    before = (own / "sites" / "alder.toml").read_text("utf-8")
    editor('sed -i "s/^city = .*/citi = 1/" "$f"')
    assert main(["edit", "alder", "--data", str(own)]) == FAULTS
    said = capsys.readouterr().err
    assert "own/sites/alder.toml:6: citi: unknown key; did you mean 'city'?" in said
    assert (own / "sites" / "alder.toml").read_text("utf-8") == before
    [draft] = drafts(tmp_path)
    assert "citi = 1" in draft.read_text("utf-8")
    editor("""sed -i 's/^citi = .*/city = "Ulm"/' "$f\"""")
    assert main(["edit", "alder", "--data", str(own)]) == DONE
    said = capsys.readouterr().err
    assert f"going on with the text kept in {draft}" in said
    assert 'city = "Ulm"' in (own / "sites" / "alder.toml").read_text("utf-8")
    assert drafts(tmp_path) == []


def test_faults_that_were_there_before_stop_nobody(own: Path, editor: Editor) -> None:
    path = own / "sites" / "birch.toml"
    path.write_text("nonsense = 1\n" + path.read_text("utf-8"), "utf-8")
    editor('sed -i "s/^# none$//; 1i # a comment" "$f"')
    assert main(["edit", "birch", "--data", str(own)]) == DONE
    assert path.read_text("utf-8").startswith("# a comment\nnonsense = 1\n")


def test_nothing_changed_writes_nothing(own: Path, tmp_path: Path, editor: Editor) -> None:
    before = (own / "sources.toml").stat().st_mtime_ns
    editor(":")
    assert main(["edit", "office", "--data", str(own)]) == DONE
    assert (own / "sources.toml").stat().st_mtime_ns == before
    assert drafts(tmp_path) == []


def test_an_editor_that_fails_loses_nothing(
    own: Path, tmp_path: Path, editor: Editor, capsys: Capture
) -> None:
    editor('echo "# typed" >> "$f"; exit 3')
    assert main(["edit", "alder", "--data", str(own)]) == WRITE
    assert "the editor ended with 3; your text is kept in" in capsys.readouterr().err
    [draft] = drafts(tmp_path)
    assert draft.read_text("utf-8").endswith("# typed\n")


def test_a_file_changed_meanwhile_is_not_written_over(
    own: Path, tmp_path: Path, editor: Editor, capsys: Capture
) -> None:
    path = own / "sites" / "alder.toml"
    editor(f'echo "# mine" >> "$f"; echo "# theirs" >> "{path}"')
    assert main(["edit", "alder", "--data", str(own)]) == WRITE
    assert "was changed meanwhile" in capsys.readouterr().err
    assert path.read_text("utf-8").endswith("# theirs\n")
    assert len(drafts(tmp_path)) == 1


def test_a_correction_lies_over_the_bundled_data(
    tmp_path: Path, editor: Editor, capsys: Capture
) -> None:
    mine = tmp_path / "mine"
    uncomment = "s/^# total_meur = .*/total_meur = 56.5/; s/^# \\[budget\\]/[budget]/; /^# /d"
    editor(f"""sed -i '{uncomment}' "$f\"""")
    assert main(["edit", "jaif", "--data", str(mine)]) == DONE
    assert "changed sites jaif budget.total_meur: 55.0 → 56.5" in capsys.readouterr().out
    assert [path.relative_to(mine).as_posix() for path in mine.rglob("*.toml")] == [
        "sites/jaif.toml"
    ]
    editor("""sed -i 's/^# status = .*/statsu = 1/' "$f\"""")
    assert main(["edit", "jaif/jarvis", "--data", str(mine)]) == FAULTS
    assert "statsu: unknown key; did you mean 'status'?" in capsys.readouterr().err


def test_a_correction_begins_with_what_identifies_the_row() -> None:
    text = correction(locate([SMALL], "alder/alder-one"))
    kept = [line for line in text.split("\n") if line and not line.startswith("#")]
    assert kept == ["[[system]]", 'id = "alder-one"']
    assert "# rank = 22" in text
    assert "alder-two" not in text
    whole = correction(locate([SMALL], "alder"))
    assert all(not line or line.startswith("#") for line in whole.split("\n"))
    spot = locate([SMALL], "alder")
    assert outcome([SMALL], spot, spot.path.read_text("utf-8")) == outcome([SMALL], spot, (
        spot.path.read_text("utf-8") + "\n# a comment\n"
    ))  # fmt: skip


def test_the_bundled_data_stay_as_they_are(editor: Editor, capsys: Capture) -> None:
    editor(":")
    assert main(["edit", "jaif"]) == USAGE
    assert "--data mine puts the correction into the folder mine" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no-such-editor", ""])
def test_without_an_editor_it_is_told(
    own: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch, capsys: Capture, name: str
) -> None:
    editor(":")
    monkeypatch.setenv("EDITOR", name)
    monkeypatch.setenv("PATH", os.devnull)
    assert main(["edit", "alder", "--data", str(own)]) == USAGE
    assert "set EDITOR" in capsys.readouterr().err
