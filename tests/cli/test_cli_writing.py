"""Every command that writes says which file it could not write, why, and what stands there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.explorer.helpers import FACTORIES
from tui.cli import main

CALLS = {
    "show": (["show", "sites", "-o", "out.csv"], "out.csv"),
    "cite": (["cite", "-o", "out.bib"], "out.bib"),
    "report": (["report", "--output", "out.md"], "out.md"),
    "schema": (["schema", "sites", "-o", "out.json"], "out.json"),
    "profile": (["profile", "jaif", "-o", "out.md"], "out.md"),
    "findings": (["findings", "-o", "out.csv"], "out.csv"),
    "export": (["export", "out.db"], "out.db"),
    "tally": (["tally", "sites", "--by", "country", "--keep", "out"], "out/findings.toml"),
}


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("name", CALLS)
def test_a_full_disk(
    name: str,
    there: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    words, written = CALLS[name]
    path = tmp_path / written
    if there:
        path.parent.mkdir(exist_ok=True)
        path.write_text("kept")
        words = [*words, "--force"]

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    code = main([*words, "--data", str(FACTORIES)])
    said = capsys.readouterr().err
    stands = "what was there is as it was" if there else "no file was made"
    assert code == 4, said
    assert f"{written}: the disk is full; {stands}" in said
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == ([path] if there else [])
    assert not there or path.read_text() == "kept"
