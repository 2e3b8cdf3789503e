"""Every rule of the dataset is broken once in fixtures/broken; each fault must be found there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui.dataset import Dataset, DatasetError, Fault, load

FIXTURES = Path(__file__).parent.parent / "fixtures"
BROKEN = FIXTURES / "broken"
_MARK = re.compile(r"# (fault|doubt): (?P<key>[^:]+): (?P<reason>.*)")
# The language of findings and the filters of cohorts are checked by the layers above.
ABOVE = re.compile(
    r"check|see|where|claimed|comparator|tolerance|uses|cohort|since|label.en: missing$"
)


def marked(kind: str) -> dict[tuple[str, int], str]:
    """Places marked in the fixture: (file, line) -> key and reason."""
    found = {}
    for path in sorted(BROKEN.rglob("*.toml")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            match = _MARK.search(line)
            if match and match[1] == kind:
                place = (f"broken/{path.relative_to(BROKEN).as_posix()}", number)
                found[place] = f"{match['key']}: {match['reason']}"
    return found


@pytest.fixture(scope="module")
def broken() -> Dataset:
    """The broken dataset, all parts read."""
    dataset = load([BROKEN])
    dataset.load_all()
    return dataset


@pytest.fixture(scope="module")
def faults(broken: Dataset) -> dict[tuple[str, int], Fault]:
    """Its faults by place."""
    return {(fault.file, fault.line): fault for fault in broken.known_faults()}


def test_every_marked_fault_is_reported_at_its_line(
    faults: dict[tuple[str, int], Fault],
) -> None:
    """All faults come at once, each with its file and line."""
    expected = {
        place: text
        for place, text in marked("fault").items()
        if not (place[0].endswith(("findings.toml", "dataset.toml")) and ABOVE.search(text))
    }
    assert len(expected) > 100
    missing = {place: text for place, text in expected.items() if place not in faults}
    assert missing == {}


def test_nothing_sound_is_reported(faults: dict[tuple[str, int], Fault]) -> None:
    """No fault stands at a line that the fixture does not mark."""
    known = {**marked("fault"), **marked("doubt")}
    assert [str(fault) for place, fault in faults.items() if place not in known] == []


def test_the_nearest_valid_word_is_named(faults: dict[tuple[str, int], Fault]) -> None:
    """Where the fixture says what is meant, the fault suggests it."""
    wanted = {
        place: match[1]
        for place, text in marked("fault").items()
        if (match := re.search(r"(\S+) is near$", text)) and place in faults
    }
    assert len(wanted) > 12
    assert {place: faults[place].suggestion for place in wanted} == wanted


def test_sound_sites_stay_and_the_others_are_counted(broken: Dataset) -> None:
    """The explorer can open with what is sound."""
    assert "a-sound" in {site.id for site in broken.sites}
    assert broken.left_out["numbers"] >= 5
    assert not broken.left_out.keys() & {site.id for site in broken.sites}


def test_unreadable_files_name_the_line() -> None:
    """A syntax error gives its line, bytes that are not UTF-8 their place."""
    dataset = load([FIXTURES / "unreadable"])
    texts = [str(fault) for fault in dataset.site_faults]
    assert any(re.search(r"\.toml:\d+: not valid TOML", text) for text in texts)
    assert any("not valid UTF-8" in text for text in texts)
    assert dataset.sites


def test_a_dataset_without_sites_says_so() -> None:
    """Nothing to open is an error with a reason."""
    with pytest.raises(DatasetError, match="holds no site"):
        load([FIXTURES / "empty"])


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    """So is a folder that is not there, or holds something else."""
    with pytest.raises(DatasetError, match="no such folder"):
        load([tmp_path / "nowhere"])
    with pytest.raises(DatasetError, match=r"holds nothing that is read"):
        load([tmp_path])
    (tmp_path / "sources.toml").write_text("", "utf-8")
    with pytest.raises(DatasetError, match=r"dataset\.toml: no such file"):
        load([tmp_path])
    with pytest.raises(DatasetError, match=r"is a file, and the folder of a dataset is meant"):
        load([tmp_path / "sources.toml"])


def test_the_bundled_dataset_has_no_fault() -> None:
    """What is shipped is sound."""
    dataset = load([FIXTURES.parent.parent / "data"])
    dataset.load_all()
    assert [str(fault) for fault in dataset.known_faults()] == []


def test_a_word_for_nothing_is_left_out_or_is_needed(
    faults: dict[tuple[str, int], Fault],
) -> None:
    """What to do about it depends on whether the row can do without the key."""
    told = {
        fault.reason.partition("; ")[2]
        for fault in faults.values()
        if "stands for nothing" in fault.reason
    }
    assert told == {"leave out what is unknown", "this key is needed"}
