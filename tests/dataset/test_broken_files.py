"""Files broken at random: a dataset or located faults, never a crash, with bounded work."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dataset.plain_data import DATA
from tools.mutate_data import mutated, wrong_places
from tui.analysis.validation import checked

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))
READ = [name for name in FILES if name != "views.toml"]
_PAIR = re.compile(r"[\w.]+ = ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the bundled dataset, put right again after each change."""
    place = tmp_path_factory.mktemp("broken") / "data"
    shutil.copytree(DATA, place)
    return place


REAL = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@REAL
@given(seed=st.integers(0, 10**9))
def test_a_broken_file_gives_faults_at_places_that_are_there(folder: Path, seed: int) -> None:
    path, content = mutated(seed, folder)
    sound = path.read_bytes()
    path.write_bytes(content)
    try:
        found = checked([folder])
        assert found.dataset is not None or found.faults
        assert wrong_places(found.faults, folder) == []
    finally:
        path.write_bytes(sound)


@REAL
@given(data=st.data())
def test_a_wrong_value_is_told_at_its_line(folder: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(READ))
    path = folder / name
    sound = path.read_text("utf-8")
    lines = sound.split("\n")
    pairs = [at for at, line in enumerate(lines) if _PAIR.match(line)]
    at = data.draw(st.sampled_from(pairs))
    lines[at] = f"{lines[at].partition(' = ')[0]} = [[1.5]]"
    before = data.draw(st.integers(0, at))
    lines[before:before] = ["# a comment"] * data.draw(st.integers(0, 3))
    path.write_text("\n".join(lines), "utf-8")
    place = next(number for number, line in enumerate(lines, 1) if line.endswith(" = [[1.5]]"))
    try:
        told = [(fault.file, fault.line) for fault in checked([folder]).faults]
        assert (f"data/{name}", place) in told
    finally:
        path.write_text(sound, "utf-8")


@pytest.mark.parametrize("name", ["sources.toml", "vocabulary.toml"])
def test_the_search_for_near_words_is_bounded(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of rows cite what a cut file no longer has."""
    compared = 0
    put_in = difflib.SequenceMatcher.set_seq1

    def counted(self: difflib.SequenceMatcher[str], word: str) -> None:
        nonlocal compared
        compared += 1
        put_in(self, word)

    monkeypatch.setattr(difflib.SequenceMatcher, "set_seq1", counted)
    path = folder / name
    sound = path.read_text("utf-8")
    # Every row has an id that nothing names.
    path.write_text(re.sub(r'(?m)^id = "(.*)"$', r'id = "\1x"', sound), "utf-8")
    try:
        found = checked([folder])
    finally:
        path.write_text(sound, "utf-8")
    assert found.faults
    assert 0 < compared < 40_000


def test_reading_opens_nothing_but_the_files_below_the_folder(tmp_path: Path) -> None:
    """No socket, no process, nothing run or unpickled, whatever the data say."""
    shutil.copytree(FIXTURES / "hostile", tmp_path / "data")
    script = f"""
        import sys
        from pathlib import Path
        from tui.analysis.validation import checked
        from tui.dataset import load
        checked([Path({str(FIXTURES / "broken")!r})])
        load([Path({str(FIXTURES / "small")!r})]).warnings
        seen = []
        def hook(event, args):
            if event == "open" and not isinstance(args[0], int):
                seen.append(f"open {{args[0]}}")
            elif event.partition(".")[0] in ("socket", "subprocess", "pickle", "ctypes", "exec",
                                             "compile", "marshal", "import") \\
                    or event in ("os.system", "os.exec", "os.posix_spawn", "os.fork"):
                seen.append(f"{{event}} {{args[:1]}}")
        sys.addaudithook(hook)
        found = checked([Path({str(tmp_path / "data")!r})])
        found.warnings
        print(len(found.faults))
        print("\\n".join(seen))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    faults, *seen = done.stdout.splitlines()
    assert faults == "0"
    below = {f"open {path}" for path in (tmp_path / "data").rglob("*.toml")}
    assert set(seen) == below
