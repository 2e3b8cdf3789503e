"""Files are written whole or not at all, and never over another unasked."""

from __future__ import annotations

import datetime
import errno
import os
import stat
import threading
import tomllib
from pathlib import Path

import pytest

from tests.export.samples import origin, small
from tui.export.formats import FORMATS, content
from tui.export.saving import ExistsError, SaveError, ending_of, export, save, suggest_name
from tui.query import View


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_writes_and_tells_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert save("a.csv", "ä\nb\n") == tmp_path / "a.csv"
    assert (tmp_path / "a.csv").read_bytes() == "ä\nb\n".encode()
    assert names(tmp_path) == ["a.csv"]


def test_home_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert save("~/a.csv", "x") == tmp_path / "a.csv"
    with pytest.raises(SaveError, match="no such home folder"):
        save("~nobody-of-this-name/a.csv", "x")


def test_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        save(tmp_path / "a", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o604)
    with pytest.raises(ExistsError, match="exists already"):
        save(path, "new")
    assert path.read_text() == "old"
    save(path, "new", force=True)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert names(tmp_path) == ["a"]


def test_link_is_kept_and_its_target_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    with pytest.raises(ExistsError):
        save(link, "new")
    assert save(link, "new", force=True) == link
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_dangling_link_counts_as_there(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nothing")
    with pytest.raises(ExistsError):
        save(link, "new")
    save(link, "new", force=True)
    assert (tmp_path / "nothing").read_text() == "new"
    assert link.is_symlink()


def test_link_to_itself_is_an_error(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(SaveError):
        save(link, "new", force=True)
    assert names(tmp_path) == ["link"]


@pytest.mark.parametrize("force", [False, True])
def test_folders_are_not_written(tmp_path: Path, force: bool) -> None:
    with pytest.raises(SaveError, match="is a folder"):
        save(tmp_path, "x", force=force)
    with pytest.raises(SaveError, match=r"the folder .*gone does not exist"):
        save(tmp_path / "gone" / "a", "x", force=force)
    (tmp_path / "file").write_text("x")
    with pytest.raises(SaveError, match="is not a folder"):
        save(tmp_path / "file" / "a", "x", force=force)
    with pytest.raises(SaveError, match="name is missing"):
        save("", "x", force=force)
    with pytest.raises(SaveError, match="NUL"):
        save("a\0b", "x", force=force)
    with pytest.raises(SaveError, match="name is too long"):
        save(tmp_path / ("n" * 300), "x", force=force)
    assert names(tmp_path) == ["file"]


def test_devices_are_not_replaced() -> None:
    with pytest.raises(SaveError, match="not a plain file"):
        save("/dev/null", "x", force=True)
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("code", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "quota"), (errno.EROFS, "only be read")],
)
def test_failure_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "old").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    for name in ("new", "old"):
        with pytest.raises(SaveError, match=reason):
            save(tmp_path / name, "x", force=name == "old")
    assert names(tmp_path) == ["old"]
    assert (tmp_path / "old").read_text() == "old"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SaveError, match="no permission to write in"):
        save(tmp_path / "a", "x")
    tmp_path.chmod(0o700)


def without_links(_source: object, _target: object) -> None:
    raise OSError(errno.EPERM, "no hard links here")


@pytest.mark.parametrize("links", [True, False])
def test_of_two_writers_one_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", without_links)
    barrier = threading.Barrier(4)
    won: list[str] = []
    lost: list[str] = []

    def write(text: str) -> None:
        barrier.wait()
        try:
            save(tmp_path / "a", text)
        except ExistsError:
            lost.append(text)
        else:
            won.append(text)

    threads = [threading.Thread(target=write, args=(each * 1000,)) for each in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(lost) == 3
    assert (tmp_path / "a").read_text() == won[0]
    assert names(tmp_path) == ["a"]


def test_export_writes_a_table(tmp_path: Path) -> None:
    result = small("partners", "id", "country")
    assert export(result, "csv", tmp_path / "p.csv") == (tmp_path / "p.csv",)
    assert (tmp_path / "p.csv").read_text().startswith("id,country\n")


@pytest.mark.parametrize("fmt", FORMATS)
def test_origin_goes_beside_a_file(fmt: str, tmp_path: Path) -> None:
    result, source = small("partners", "id"), origin("partners")
    path = tmp_path / f"p{ending_of(fmt)}"
    assert export(result, fmt, path, origin=source, beside=False) == (path,)
    assert names(tmp_path) == [path.name]
    path.unlink()
    written = export(result, fmt, path, origin=source)
    assert written == (path, tmp_path / "p.origin.toml")
    beside = tomllib.loads(written[1].read_text("utf-8"))
    assert beside["table"] == "partners"
    assert beside["date"] == datetime.date(2026, 2, 1)
    assert beside["confidence"] == source.confidence
    assert [each["id"] for each in beside["sources"]] == list(source.sources)
    assert beside["sources"]
    inside = source.citation.encode() in path.read_bytes()
    assert inside == (FORMATS[fmt].carries_origin and fmt != "xlsx")
    path.unlink()
    with pytest.raises(ExistsError, match=r"origin\.toml"):
        export(result, fmt, path, origin=source)
    assert not path.exists()


@pytest.mark.parametrize("fmt", FORMATS)
def test_same_table_same_bytes(fmt: str) -> None:
    made = [content(small("sites"), fmt, origin=origin("sites")) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("name", "view", "fmt", "expected"),
    [
        ("partners", View(cohort="early"), "csv", "aif-partners-early.csv"),
        ("access_modes", View(), "md", "aif-access-modes-all.md"),
        ("sites", View(cohort="all", filter="elm"), "table", "aif-sites-all-filtered.txt"),
    ],
)
def test_names_say_what_is_in_the_file(name: str, view: View, fmt: str, expected: str) -> None:
    assert suggest_name(small(name), view, fmt) == expected
