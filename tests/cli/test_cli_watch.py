"""``aif validate --watch`` in a process of its own, ended as a person ends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from tests.cli.running import AIF, FIXTURES
from tui.cli.common import FAULTS


def test_each_change_is_checked_until_interrupted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FIXTURES / "small", folder)
    process = subprocess.Popen(
        [*AIF, "validate", "--watch", str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None

    def until_waiting() -> str:
        assert process.stdout is not None
        read = ""
        for line in process.stdout:
            if line.startswith("waiting"):
                break
            read += line
        return read

    try:
        assert "no faults" in until_waiting()
        path = folder / "sites" / "alder.toml"
        sound = path.read_text("utf-8")
        path.write_text(sound.replace("city =", "citi ="), "utf-8")
        assert "citi" in until_waiting()
        path.write_text(sound + "\n", "utf-8")
        assert "no faults" in until_waiting()
        path.write_text(sound.replace("country =", "contry ="), "utf-8")
        assert "contry" in until_waiting()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == FAULTS
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
