"""Settings: what the file says holds, and what it says wrongly is told and passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.user.settings import Settings, conflicts, read_settings

COMMANDS = ("filter", "clear", "sort_up", "tab.sites")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "aif"
    folder.mkdir()
    return folder


def settings(config: Path, text: str) -> tuple[Settings, tuple[str, ...]]:
    (config / "settings.toml").write_text(text, encoding="utf-8")
    return read_settings(COMMANDS)


def test_without_a_file_the_defaults_hold(config: Path) -> None:
    assert read_settings() == (Settings(), ())


def test_without_a_home_the_defaults_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.user.paths.config_dir", lambda: None)
    assert read_settings() == (Settings(), ())


def test_everything_can_be_set(config: Path) -> None:
    found, problems = settings(
        config,
        'theme = "paper"\nascii = true\nmouse = false\nresume = true\n'
        '[keys]\nfilter = "F3"\nclear = ["x", "ctrl+l"]\nsort_up = []\ntab.sites = "0"\n',
    )
    assert problems == ()
    assert found == Settings(
        theme="paper",
        ascii=True,
        mouse=False,
        resume=True,
        keys={"filter": ("F3",), "clear": ("x", "ctrl+l"), "sort_up": (), "tab.sites": ("0",)},
    )


def test_a_command_with_a_dot_may_stand_in_quotes(config: Path) -> None:
    assert settings(config, '[keys]\n"tab.sites" = "0"\n')[0].keys == {"tab.sites": ("0",)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('them = "paper"', "aif/settings.toml:1: them: unknown key; did you mean 'theme'?"),
        ("\ntheme = 3", "aif/settings.toml:2: theme: must be the name of a theme; 'night' holds"),
        ('mouse = "no"', "aif/settings.toml:1: mouse: must be true or false; true holds"),
        ("ascii = 1", "aif/settings.toml:1: ascii: must be true or false; false holds"),
        ("keys = 1", "aif/settings.toml:1: keys: must be a table [keys]"),
        (
            '[keys]\nfilter = "a"\nsort_upp = "b"',
            "aif/settings.toml:3: keys.sort_upp: unknown command; did you mean 'sort_up'?",
        ),
        (
            "[keys]\nclear = [1]",
            "aif/settings.toml:2: keys.clear: must be a key or a list of keys; the usual ones hold",
        ),
        ('theme = "paper', "aif/settings.toml:1: not valid TOML: "),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_and_the_default_holds(
    config: Path, text: str, problem: str
) -> None:
    found, problems = settings(config, text)
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert (found.theme, found.mouse, found.ascii) == ("night", True, False)


def test_one_mistake_leaves_the_rest(config: Path) -> None:
    found, problems = settings(config, 'theme = "paper"\nmouse = 3\nnonsense = true\n')
    assert found == Settings(theme="paper")
    assert len(problems) == 2


def test_bytes_that_are_no_text_are_told(config: Path) -> None:
    (config / "settings.toml").write_bytes(b"theme = \xff")
    found, problems = read_settings()
    assert found == Settings()
    assert problems == ("aif/settings.toml: not valid UTF-8 at byte 8",)


def test_a_folder_in_its_place_is_told(config: Path) -> None:
    (config / "settings.toml").mkdir()
    found, problems = read_settings()
    assert found == Settings()
    assert len(problems) == 1


def test_problems_never_send_control_characters(config: Path) -> None:
    _, problems = settings(config, '"\\u001b[31m" = 1\n[keys]\n"\\u009b" = "a"\n')
    assert len(problems) == 2
    assert all(line.isprintable() for line in problems)


def test_keys_bound_twice_are_told_by_name() -> None:
    assert conflicts({"clear": ("x",), "sort_up": ("s", "x"), "filter": ("/", "/")}) == (
        "key 'x' is bound to clear, sort_up; clear has it",
    )
