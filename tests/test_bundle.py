"""The single file, as somebody else runs it: another Python, no network, no home, no root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from tools.bench.terminal import Terminal
from tools.bundle import boot
from tools.bundle.__main__ import bundle, main
from tui import __version__

ROOT = Path(__file__).parents[1]
NOBODY = 65534


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder with the file in it that everybody may read and nobody may write to."""
    folder = Path(tempfile.mkdtemp(prefix="aif-bundle-"))
    folder.chmod(0o755)
    main([str(folder / "aif.pyz")])
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def temporary() -> Iterator[Path]:
    """Where temporary files go; here everybody may write."""
    folder = Path(tempfile.mkdtemp(prefix="aif-temporary-"))
    folder.chmod(0o1777)
    yield folder
    shutil.rmtree(folder)


def other_python() -> str:
    """A Python that did not build the file, or else this one."""
    for name in ("/usr/bin/python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        fits = "import sys; sys.exit(sys.version_info < (3, 11))"
        if (
            found
            and os.path.realpath(found) != os.path.realpath(sys.executable)
            and subprocess.run([*stranger(), found, "-c", fits], check=False).returncode == 0
        ):
            return found
    return sys.executable


def stranger() -> list[str]:
    """What makes a command run as nobody and without a network, where that can be had."""
    without = ["unshare", "--net"]
    as_nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    for words in ([*without, *as_nobody], as_nobody):
        if os.getuid() == 0 and shutil.which(words[0]) and shutil.which("setpriv"):
            done = subprocess.run([*words, "true"], check=False, capture_output=True)
            if done.returncode == 0:
                return words
    return []


def environment(temporary: Path, **more: str) -> dict[str, str]:
    """A home that is not there, and hardly anything else."""
    return {"HOME": "/nonexistent", "TMPDIR": str(temporary), "PATH": "/usr/bin:/bin",
            "TERM": "xterm-256color", "LANG": "C.UTF-8", **more}  # fmt: skip


def run(*words: str | Path, temporary: Path, **more: str) -> str:
    """Run the file as a stranger, in a folder where nothing may be written."""
    done = subprocess.run(
        [*stranger(), *map(str, words)], cwd="/", env=environment(temporary, **more),
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_gives_what_the_program_gives(place: Path, temporary: Path) -> None:
    python, file = other_python(), place / "aif.pyz"
    words = ("show", "sites", "country:DE", "--format", "json")
    shown = run(python, file, *words, temporary=temporary)
    own = subprocess.run(
        [sys.executable, "-m", "tui", *words], cwd=ROOT, capture_output=True,
        encoding="utf-8", check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert shown == own.stdout
    assert run(python, file, "--version", temporary=temporary) == f"aif {__version__}\n"


def test_it_unpacks_itself_once_into_a_private_folder(place: Path, temporary: Path) -> None:
    for _ in range(2):
        run(other_python(), place / "aif.pyz", "--version", temporary=temporary)
    [root] = temporary.iterdir()
    [build] = root.iterdir()
    assert [stat & 0o077 for stat in (root.stat().st_mode, build.stat().st_mode)] == [0, 0]
    assert [path.name for path in place.iterdir()] == ["aif.pyz"]


def test_another_tui_on_the_path_does_not_break_it(
    place: Path, temporary: Path, tmp_path: Path
) -> None:
    stray = temporary / "stray"
    stray.mkdir()
    (stray / "tui.py").write_text("raise SystemExit('the wrong one')\n")
    try:
        more = {"PYTHONPATH": f"{stray}:"}
        assert run(other_python(), place / "aif.pyz", "--version", temporary=temporary, **more)
    finally:
        shutil.rmtree(stray)


def test_the_explorer_opens(place: Path, temporary: Path) -> None:
    """Without colour files, styles or data of a checkout."""
    command = (*stranger(), other_python(), str(place / "aif.pyz"))
    with Terminal(command, environment(temporary)) as terminal:
        terminal.wait_for(["HammerHAI"], 120)
        terminal.wait_for(["help"], 60)
        terminal.rest()
        terminal.send("q")
        assert terminal.wait() == 0


def test_it_is_a_program_of_its_own(place: Path, temporary: Path) -> None:
    """The shell finds a Python that fits, at the first start and afterwards."""
    fits = "import sys; sys.exit(sys.version_info < (3, 11))"
    if subprocess.run(["/usr/bin/env", "-i", "python3", "-c", fits], check=False).returncode:
        pytest.skip("python3 is too old here")
    for _ in range(2):
        shown = run(place / "aif.pyz", "--version", temporary=temporary)
        assert shown == f"aif {__version__}\n"


def test_the_same_files_give_the_same_bytes(place: Path) -> None:
    assert bundle() == (place / "aif.pyz").read_bytes()


def test_a_folder_that_others_may_write_to_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boot, "roots", lambda: [str(tmp_path)])
    (tmp_path / boot.NAME).mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    assert boot.unpacked() == str(tmp_path / boot.NAME)
    tmp_path.chmod(0o777)
    assert boot.unpacked() == ""
    assert boot.unpack("nothing.pyz") == ""


def test_nowhere_to_write_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(boot, "roots", lambda: [str(tmp_path / "file" / "aif")])
    assert boot.main() == 4
    assert "XDG_CACHE_HOME" in capsys.readouterr().err


def test_old_builds_go_and_young_ones_stay(tmp_path: Path) -> None:
    for name, age in (("old", 40), ("young", 3), (boot.NAME, 40)):
        (tmp_path / name).mkdir(mode=0o700)
        stamp = (tmp_path / name).stat().st_mtime - age * 24 * 3600
        os.utime(tmp_path / name, (stamp, stamp))
    boot.tidy(str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {"young", boot.NAME}


def test_compiled_modules_of_other_pythons_stay_in_the_file() -> None:
    own = f"regex/_regex{EXTENSION_SUFFIXES[0]}"
    assert boot.fits(own)
    assert boot.fits("tui/toml.py")
    assert not boot.fits("regex/_regex.cpython-399-x86_64-linux-gnu.so")
    assert not boot.fits("tomli/_parser.cpython-311-sparc-linux-gnu.so")
