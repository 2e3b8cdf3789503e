"""What is kept of the data seen last, and what is told of it the next time."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.running import FIXTURES
from tui.analysis.difference import from_json, plain, recorded, to_json
from tui.analysis.since import in_a_line, since_last_seen, tell, told
from tui.dataset import Dataset, load
from tui.query.engine.store import store_of
from tui.user import session
from tui.user.paths import state_dir

NAMES = ("small", "factories", "hostile")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small dataset, to be changed."""
    return Path(shutil.copytree(FIXTURES / "small", tmp_path / "data"))


def changed(folder: Path, old: str, new: str, name: str = "sites/alder.toml") -> Dataset:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return load([folder])


def lines(dataset: Dataset, folder: Path, mark: str) -> list[str]:
    sections = told(store_of(dataset), since_last_seen(dataset, (folder,), mark))
    found: list[str] = []
    for each in sections:
        found += (each.title, *(f"{line.label} {line.text}".strip() for line in each.lines))
    return found


def nothing_new(dataset: Dataset, folders: tuple[Path, ...], mark: str) -> bool:
    return session.load_mark(dataset.meta.id, folders) == (mark, True)


def mine() -> list[Path]:
    """The files that are kept."""
    state = state_dir()
    assert state is not None
    return [path for path in (state / "seen").iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_what_is_read(name: str) -> None:
    state = recorded(load([FIXTURES / name]))
    assert state.size > 10
    assert "\n" not in to_json(state)
    assert from_json(to_json(state)) == state


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner).map(tuple),
)


@given(VALUES)
def test_plain_values_stay_as_they_are(value: object) -> None:
    assert plain(value) == value


@given(st.text())
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(text)


@pytest.mark.parametrize(
    "text",
    ["[]", "[1,{},{},{}]", "[2,{},{},{}]", "[1,[],[],[]]", pytest.param("[" * 9999, id="deep")],
)
def test_so_is_what_only_looks_like_one(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_json(text)


def test_the_first_time_there_is_nothing_to_compare_with(folder: Path) -> None:
    data = load([folder])
    since = since_last_seen(data, (folder,), "a")
    assert (since.old, since.told, since.changes, in_a_line(since)) == (None, True, (), "")
    assert "No earlier state" in lines(data, folder, "a")[1]
    assert nothing_new(data, (folder,), "a")
    assert not nothing_new(data, (folder,), "b")
    assert not nothing_new(data, (), "a")


def test_a_change_is_told_until_it_was_seen(folder: Path) -> None:
    data = load([folder])
    since_last_seen(data, (folder,), "a")
    data = changed(folder, "accelerator_count = 1000", "accelerator_count = 1250")
    since = since_last_seen(data, (folder,), "b")
    assert not since.told
    assert in_a_line(since).startswith(f"data of {data.meta.as_of.text}: 1 value changed")
    assert not nothing_new(data, (folder,), "b")
    text = "\n".join(lines(data, folder, "b"))
    assert "alder/alder-one\nChips: from 1,000 to 1,250" in text
    tell(data, (folder,))
    assert nothing_new(data, (folder,), "b")
    # Once told, the list can still be looked at.
    again = since_last_seen(data, (folder,), "b")
    assert (again.told, again.changes) == (True, since.changes)


def test_changes_add_up_until_they_were_seen_and_begin_anew_after(folder: Path) -> None:
    since_last_seen(load([folder]), (folder,), "a")
    since_last_seen(changed(folder, "count = 1000", "count = 1250"), (folder,), "b")
    data = changed(folder, "total_meur = 85.0", "total_meur = 95.0")
    both = {each.column for each in since_last_seen(data, (folder,), "c").changes}
    assert both >= {"accelerator_count", "budget.total_meur"}
    tell(data, (folder,))
    data = changed(folder, 'acronym = "UA"\n', "")
    [last] = [e for e in since_last_seen(data, (folder,), "d").changes if e.kind == "changed"]
    assert (last.column, last.old, last.new) == ("acronym", "UA", None)


def test_what_is_taken_back_is_not_told(folder: Path) -> None:
    since_last_seen(load([folder]), (folder,), "a")
    since_last_seen(changed(folder, "count = 1000", "count = 1250"), (folder,), "b")
    since = since_last_seen(changed(folder, "count = 1250", "count = 1000"), (folder,), "c")
    assert (since.told, since.changes) == (True, ())


def test_files_that_say_the_same_are_nothing_new(folder: Path) -> None:
    data = load([folder])
    since_last_seen(data, (folder,), "a")
    assert since_last_seen(data, (folder,), "other files").told
    assert nothing_new(data, (folder,), "other files")


def test_another_version_alone_is_nothing_new(folder: Path) -> None:
    since_last_seen(load([folder]), (folder,), "a")
    data = changed(folder, 'version = "', 'version = "9', "dataset.toml")
    since = since_last_seen(data, (folder,), "b")
    assert (since.told, since.changes) == (True, ())
    data = changed(folder, "count = 1000", "count = 1250")
    since = since_last_seen(data, (folder,), "c")
    assert since.old is not None
    assert since.old.version == data.meta.version
    assert {each.table for each in since.changes} <= {"systems", "findings"}


def test_a_row_that_came_and_one_that_went(folder: Path) -> None:
    since_last_seen(load([folder]), (folder,), "a")
    (folder / "sites" / "cedar.toml").unlink()
    text = lines(load([folder]), folder, "b")
    assert "Gone cedar" in text
    (folder / "sites" / "cedar.toml").write_bytes(
        (FIXTURES / "small" / "sites" / "cedar.toml").read_bytes()
    )
    tell(load([folder]), (folder,))
    assert "New cedar" in lines(load([folder]), folder, "c")


def test_verdicts_stand_first_with_their_sentences(folder: Path) -> None:
    since_last_seen(load([folder]), (folder,), "a")
    data = changed(folder, "accelerator_count = 1000", "accelerator_count = 1001")
    text = lines(data, folder, "b")
    assert text.index("Verdicts turned") < text.index("Systems")
    [finding] = [each for each in data.findings if each.id == "sum-installed"]
    at = text.index(finding.statement.en)
    assert text[at + 1] == "from holds to fails"


@pytest.mark.parametrize("garbage", [b"", b"\n\n", b"\xff\xfe", b"[]\n{}\n", b'{"mark": 1}\nx\ny'])
def test_a_broken_file_is_as_none(folder: Path, garbage: bytes) -> None:
    data = load([folder])
    since_last_seen(data, (folder,), "a")
    [path] = mine()
    path.write_bytes(garbage)
    assert not nothing_new(data, (folder,), "a")
    assert since_last_seen(data, (folder,), "a").old is None
    assert nothing_new(data, (folder,), "a")


def test_a_pipe_in_its_place_holds_nothing_up(folder: Path) -> None:
    data = load([folder])
    since_last_seen(data, (folder,), "a")
    [path] = mine()
    path.unlink()
    os.mkfifo(path)
    assert not nothing_new(data, (folder,), "a")
    assert since_last_seen(data, (folder,), "a").old is None


def test_of_a_large_dataset_nothing_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.analysis.since.MOST_ROWS", 10)
    data = load([folder])
    assert "of this size" in lines(data, folder, "a")[1]
    assert not nothing_new(data, (folder,), "a")


def test_without_a_place_to_write_there_is_no_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.user.paths.state_dir", lambda: Path("/proc/nowhere"))
    data = load([folder])
    assert since_last_seen(data, (folder,), "a").old is None
    monkeypatch.setattr("tui.user.paths.state_dir", lambda: None)
    assert since_last_seen(data, (folder,), "a").old is None
    tell(data, (folder,))


def test_few_datasets_are_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "KEPT_DATASETS", 2)
    data = load([folder])
    for number in range(4):
        since_last_seen(data, (folder / str(number),), "a")
    assert len(mine()) == 2
    assert nothing_new(data, (folder / "3",), "a")
