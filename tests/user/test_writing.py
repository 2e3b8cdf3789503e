"""Files are written whole or not at all: faults, kills and other programs at every step."""

from __future__ import annotations

import ast
import builtins
import errno
import itertools
import os
import resource
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.user import writing
from tui.user.writing import NotWritableError, TakenError, cannot_write, write_all, write_whole

ERRORS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "no permission",
    errno.EROFS: "the folder can only be read",
    errno.ENOENT: "its folder is gone",
    errno.EIO: os.strerror(errno.EIO),
}
STEPS = ("open", "write", "fsync", "chmod", "link", "replace")
OLD, NEW = b"old " * 5000, b"new " * 9000


class Steps:
    """Counts the steps of a writing, and lets something happen at one of them."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, happens: Callable[[], None]) -> None:
        self.taken: list[str] = []
        self._at = at
        self._happens = happens
        for name in ("fsync", "link", "replace"):
            patch.setattr(os, name, self._watched(name, getattr(os, name)))
        patch.setattr(Path, "chmod", self._watched("chmod", Path.chmod))
        really = builtins.open
        steps = self

        def opened(path: Any, mode: str = "r", **more: Any) -> Any:
            steps.take("open")
            file = really(path, mode, **more)
            if "x" in mode:
                write = file.write

                class Slow:
                    """Writes in two pieces, so that something may happen between them."""

                    def __enter__(self) -> Any:
                        file.__enter__()
                        return self

                    def __exit__(self, *told: Any) -> None:
                        file.__exit__(*told)

                    def write(self, content: bytes) -> None:
                        write(content[: len(content) // 2])
                        file.flush()
                        steps.take("write")
                        write(content[len(content) // 2 :])

                    def __getattr__(self, name: str) -> Any:
                        return getattr(file, name)

                return Slow()
            return file

        patch.setattr(writing, "open", opened, raising=False)

    def _watched(self, name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            self.take(name)
            return really(*args, **more)

        return call

    def take(self, name: str) -> None:
        self.taken.append(name)
        if len(self.taken) == self._at:
            self._happens()


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], Path]:
    """Gives an empty folder for each drawn case."""
    numbers = itertools.count()

    def give() -> Path:
        found = tmp_path / str(next(numbers))
        found.mkdir()
        return found

    return give


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(1, 14),
    code=st.sampled_from(sorted(ERRORS)),
    there=st.lists(st.booleans(), min_size=1, max_size=3),
    new=st.booleans(),
    lasting=st.booleans(),
)
def test_a_fault_at_any_step_leaves_what_was_there(
    fresh: Callable[[], Path], at: int, code: int, there: list[bool], new: bool, lasting: bool
) -> None:
    """The old file or the new one, no part of either, nothing beside, and the message says why."""
    folder = fresh()
    files = {folder / str(place): NEW for place in range(len(there))}
    before = {path: OLD for path, is_there in zip(files, there, strict=True) if is_there}
    for path, content in before.items():
        path.write_bytes(content)

    def fail() -> None:
        raise OSError(code, os.strerror(code))

    failed: OSError | None = None
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps(patch, at, fail)
        try:
            write_all(files, new=new, lasting=lasting)
        except OSError as error:
            failed = error
    if isinstance(failed, TakenError):
        assert new
        assert Path(failed.filename) in before
    elif failed is not None:
        assert ERRORS[code] in cannot_write(Path(failed.filename), failed)
    read = {path: path.read_bytes() for path in files if path.exists()}
    assert names(folder) == {path.name for path in read}
    if failed is None:
        assert read == files
    elif steps.taken.count("replace") < 2:
        assert read == before
    assert set(read.values()) <= {OLD, NEW}


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("at", range(1, 9))
def test_a_kill_at_any_step_leaves_the_old_or_the_new(
    tmp_path: Path, at: int, new: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "views.toml"
    if not new:
        path.write_bytes(OLD)
    child = os.fork()
    if child == 0:
        Steps(monkeypatch, at, lambda: os.kill(os.getpid(), signal.SIGKILL))
        write_all({path: NEW}, new=new)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    found = path.read_bytes() if path.exists() else None
    assert found in (NEW, None if new else OLD)
    if os.WIFEXITED(status):
        assert found == NEW
    write_whole(path, "later")
    assert path.read_text() == "later"


def test_what_a_kill_left_goes_away_later(tmp_path: Path) -> None:
    """But not what another program is writing now."""
    stale, fresh = tmp_path / ".aif-1.part", tmp_path / ".aif-2.part"
    for each in (stale, fresh):
        each.write_text("half")
    os.utime(stale, (0, time.time() - 2 * 24 * 3600))
    write_whole(tmp_path / "session.toml", "whole")
    assert names(tmp_path) == {"session.toml", fresh.name}


def test_a_file_system_that_refuses_bytes(tmp_path: Path) -> None:
    """No patch: the kernel itself stops the writing in the middle."""
    path = tmp_path / "a"
    path.write_bytes(OLD)
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_all({path: NEW})
        except OSError as error:
            said = cannot_write(path, error)
            os._exit(7 if said.endswith("too large; what was there is as it was") else 1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert path.read_bytes() == OLD
    assert names(tmp_path) == {"a"}


def test_two_programs_at_once(tmp_path: Path) -> None:
    """Whoever reads meanwhile sees the file of one of them, whole."""
    path = tmp_path / "a"
    texts = [bytes([letter]) * 200_000 for letter in b"xyz"]
    path.write_bytes(texts[0])
    children = []
    for text in texts:
        child = os.fork()
        if child == 0:
            for _ in range(40):
                write_all({path: text}, lasting=False)
            os._exit(0)
        children.append(child)
    running = set(children)
    while running:
        assert path.read_bytes() in texts
        running = {child for child in running if os.waitpid(child, os.WNOHANG) == (0, 0)}
    assert path.read_bytes() in texts
    assert names(tmp_path) == {"a"}


def test_a_folder_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    Steps(monkeypatch, 1, folder.rmdir)
    with pytest.raises(FileNotFoundError) as told:
        write_all({folder / "a": NEW})
    said = cannot_write(folder / "a", told.value)
    assert said == f"cannot write {folder / 'a'}: its folder is gone; no file was made"


def test_what_is_no_file_of_ones_own_is_left(tmp_path: Path) -> None:
    """Folders, devices, pipes, links in a circle, files that are protected."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(link)
    for path, why in (
        (tmp_path, "it is a folder; a file name is missing"),
        (Path("/dev/null"), "it is not a plain file"),
        (pipe, "it is not a plain file"),
        (link, "it is a link that leads to itself"),
        (tmp_path / "none" / "a", f"the folder {tmp_path / 'none'} does not exist"),
    ):
        with pytest.raises(OSError) as told:  # noqa: PT011, the words are looked at below
            write_all({path: NEW})
        assert f": {why}; " in cannot_write(path, told.value)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    with pytest.raises(NotWritableError):
        write_all({tmp_path: NEW}, new=True)


def test_no_other_module_writes_a_file() -> None:
    """What must not be half written goes through the one writer."""
    # A device, a copy in a folder that goes away, and a whole folder that is renamed.
    known = {"explorer/ending.py", "editing/edit.py", "export/saving.py", "user/writing.py"}
    root = Path(writing.__file__).parent.parent
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            mode = ast.unparse(node.args[1]) if called == "open" and len(node.args) > 1 else ""
            name = called.rpartition(".")[2]
            moves = called in ("os.replace", "os.rename", "os.link", "shutil.move")
            if moves or name in ("write_text", "write_bytes") or set(mode) & set("wxa+"):
                found.add(path.relative_to(root).as_posix())
    assert found <= known
    assert "user/writing.py" in found
