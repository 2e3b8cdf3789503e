"""Modules that come from one file are the same as without it, whatever stands in it."""

from __future__ import annotations

import importlib
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.explorer.terminals import environment
from tools.bench.terminal import Terminal
from tui.user import module_cache
from tui.user.module_cache import keep_modules, use_modules

SOURCES = {
    "__init__": "VALUE = 'package'\n",
    "part": "from probe.inner import deep\nVALUE = 'part'\n\ndef told():\n    return deep.VALUE\n",
    "inner/__init__": "",
    "inner/deep": "VALUE = 'deep'\n",
}


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a package ``probe`` that is kept as the explorer's are."""
    folder = tmp_path / "probe"
    for name, text in SOURCES.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(module_cache, "_PACKAGES", frozenset({"probe"}))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield folder
    _forget()


def _forget() -> None:
    """Let everything be imported anew, by Python's own finders."""
    sys.meta_path[:] = [
        each for each in sys.meta_path if type(each).__module__ != module_cache.__name__
    ]
    for name in [each for each in sys.modules if each.partition(".")[0] == "probe"]:
        del sys.modules[name]
    importlib.invalidate_caches()


def _told() -> str:
    found = importlib.import_module("probe.part").told()
    assert isinstance(found, str)
    return found


def _cached() -> set[str]:
    """Modules of the package that came from the cache."""
    return {
        name
        for name, module in sys.modules.items()
        if name.startswith("probe")
        and type(getattr(module.__spec__, "loader", None)).__module__ == module_cache.__name__
    }


def _keep(cache: Path) -> Path:
    _told()
    keep_modules(cache)
    _forget()
    (found,) = cache.iterdir()
    return found


ALL = {"probe", "probe.part", "probe.inner", "probe.inner.deep"}


def test_modules_come_from_the_cache_and_are_the_same(probe: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    importlib.import_module("probe.part")
    before = {name: vars(sys.modules[name]).keys() for name in ALL}
    files = {name: (sys.modules[name].__file__, sys.modules[name].__cached__) for name in ALL}
    _keep(cache)
    use_modules(cache)
    assert _told() == "deep"
    assert _cached() == ALL
    assert {name: vars(sys.modules[name]).keys() for name in ALL} == before
    assert {
        name: (sys.modules[name].__file__, sys.modules[name].__cached__) for name in ALL
    } == files
    assert inspect.getsource(sys.modules["probe.part"]) == SOURCES["part"]
    assert (importlib.resources.files("probe.inner") / "deep.py").is_file()


def test_what_has_changed_is_read_anew_and_then_kept(probe: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    _keep(cache)
    (probe / "inner" / "deep.py").write_text("VALUE = 'another'\n", encoding="utf-8")
    use_modules(cache)
    assert _told() == "another"
    assert _cached() == ALL - {"probe.inner.deep"}
    _keep(cache)
    use_modules(cache)
    assert _told() == "another"
    assert _cached() == ALL


def test_it_is_written_only_where_it_lacks_something(probe: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    file = _keep(cache)
    made = file.stat().st_ino
    for _ in range(2):
        use_modules(cache)
        _told()
        keep_modules(cache)
        _forget()
        assert file.stat().st_ino == made
    (probe / "more.py").write_text("VALUE = 'more'\n", encoding="utf-8")
    use_modules(cache)
    importlib.import_module("probe.more")
    keep_modules(cache)
    _forget()
    assert file.stat().st_ino != made
    use_modules(cache)
    _told()
    importlib.import_module("probe.more")
    assert _cached() == {*ALL, "probe.more"}, "what was not imported in between is kept too"


def test_a_package_elsewhere_is_not_taken_for_the_one_that_is_kept(
    probe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    _keep(cache)
    first = tmp_path / "first"
    first.mkdir()
    probe.rename(first / probe.name)
    monkeypatch.syspath_prepend(str(first))
    use_modules(cache)
    assert _told() == "deep"
    assert not _cached()


@pytest.mark.parametrize("name", ["probe.py", "probe/__init__.py", "probe.txt", "archive"])
def test_what_comes_before_it_on_the_path_is_asked_first(
    probe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    cache = tmp_path / "cache"
    _keep(cache)
    before = tmp_path / "before"
    monkeypatch.syspath_prepend(str(before))
    use_modules(cache)
    assert _told() == "deep"
    assert _cached() == ALL, "a folder that is not there has nothing"
    _forget()
    if name == "archive":
        before.write_bytes(b"PK\x05\x06" + bytes(18))
    else:
        (before / name).parent.mkdir(parents=True)
        (before / name).write_text("VALUE = 'before'\n", encoding="utf-8")
    use_modules(cache)
    importlib.invalidate_caches()
    if name.endswith(".py"):
        assert importlib.import_module("probe").VALUE == "before"
    else:
        importlib.import_module("probe")
    assert "probe" not in _cached()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_cache_costs_time_alone(probe: Path, tmp_path: Path, data: st.DataObject) -> None:
    cache = tmp_path / "cache"
    for old in cache.glob("*"):
        old.unlink()
    file = _keep(cache)
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.sampled_from((whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]))
    )
    file.write_bytes(damaged)
    use_modules(cache)
    assert _told() == "deep"
    keep_modules(cache)
    _forget()
    use_modules(cache)
    assert _told() == "deep"
    assert _cached() == ALL, "it has been made anew"
    _forget()


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_can_write_is_not_read(probe: Path, tmp_path: Path, mode: int) -> None:
    cache = tmp_path / "cache"
    file = _keep(cache)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(mode)
    use_modules(cache)
    assert _told() == "deep"
    assert not _cached()


def test_nothing_is_read_from_what_is_no_file(probe: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    file = _keep(cache)
    file.unlink()
    os.mkfifo(file, 0o600)
    use_modules(cache)
    assert _told() == "deep"
    assert not _cached()


def test_nothing_is_written_where_python_writes_no_code(
    probe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _told()
    keep_modules(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_what_belongs_to_an_explorer_that_is_gone_goes(probe: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    gone, own = cache / "modules-1", cache / "modules-of-mine"
    gone.write_bytes(module_cache._BEGIN + b"\n/no/such/folder\n...")
    own.write_text("a note\n/no/such/folder\n", encoding="utf-8")
    _told()
    keep_modules(cache)
    assert not gone.exists()
    assert own.exists()
    assert len(list(cache.iterdir())) == 2


def test_code_made_with_other_options_is_not_taken(probe: Path, tmp_path: Path) -> None:
    """What ``python -OO`` keeps has no docstrings."""
    (probe / "part.py").write_text('"""What it is for."""\n', encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": ""}
    code = (
        "import sys; from pathlib import Path; from tui.user import module_cache as own\n"
        "own._PACKAGES = frozenset({'probe'}); own.use_modules(Path(sys.argv[1]))\n"
        "import probe.part; print(probe.part.__doc__, type(probe.part.__loader__).__name__)\n"
        "own.keep_modules(Path(sys.argv[1]))\n"
    )

    def told(*options: str) -> str:
        call = (sys.executable, *options, "-c", code, str(tmp_path / "cache"))
        return subprocess.run(call, env=env, capture_output=True, text=True, check=True).stdout

    assert told("-OO") == "None SourceFileLoader\n"
    assert told() == "What it is for. SourceFileLoader\n"
    assert told() == "What it is for. _Loader\n"


def test_a_package_that_moved_is_kept_anew(
    probe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    other = tmp_path / "other"
    other.mkdir()
    shutil.copytree(probe, other / probe.name)
    _keep(cache)
    monkeypatch.syspath_prepend(str(other))
    for cached in (set(), ALL):
        use_modules(cache)
        assert _told() == "deep"
        assert sys.modules["probe"].__file__ == str(other / "probe" / "__init__.py")
        assert _cached() == cached
        keep_modules(cache)
        _forget()


def test_nothing_is_read_where_nothing_can_be_written(
    probe: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _told()
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(module_cache, "_compiled", None)
    keep_modules(tmp_path / "home" / "cache")
    assert not (tmp_path / "home").exists()


def test_where_it_cannot_be_written_nothing_happens(probe: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file\n", encoding="utf-8")
    _told()
    keep_modules(tmp_path / "cache")
    keep_modules(None)
    use_modules(None)
    use_modules(tmp_path / "cache")
    assert _told() == "deep"


def _screen(home: Path) -> tuple[list[str], int]:
    """What a start shows, and how many modules of Textual came from their own files."""
    told = home / "modules"
    code = (
        "import atexit, sys\n"
        "def tell():\n"
        "    own = [n for n, m in sys.modules.items() if n.startswith('textual.')"
        " and type(m.__spec__.loader).__name__ == 'SourceFileLoader']\n"
        f"    open({str(told)!r}, 'w').write(str(len(own)))\n"
        "atexit.register(tell)\n"
        "from tui.cli import main\n"
        "sys.exit(main(['--cohort', '']))\n"
    )
    env = {**environment(home), "PYTHONDONTWRITEBYTECODE": ""}
    with Terminal((sys.executable, "-c", code), env) as terminal:
        terminal.wait_for(["HammerHAI"], 20)
        terminal.rest(0.5)
        shown = list(terminal.screen.display)
        terminal.send("q")
        assert terminal.wait() == 0
    return shown, int(told.read_text(encoding="ascii"))


def test_the_second_start_takes_the_modules_of_textual_from_the_cache(tmp_path: Path) -> None:
    first, from_files = _screen(tmp_path)
    second, left = _screen(tmp_path)
    assert second == first
    assert from_files > 50
    assert left == 0
