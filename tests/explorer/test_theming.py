"""Themes: the shipped ones are sound and readable, broken ones are reported and never fatal."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import Footer, Input, OptionList, Tabs

from tui.explorer.colours import FALLBACKS, GROUNDS, colour_of, nearest
from tui.explorer.grid.grid import Grid, GridColumn
from tui.explorer.grid.text import Cell
from tui.explorer.theming import NIGHT, NamedTheme, known_variables, load_themes

SHIPPED = Path(__file__).parents[2] / "themes"
THEMES, PROBLEMS = load_themes([SHIPPED])
NAMES = [theme.name for theme in THEMES]
SIGNALS = ("primary", "accent", "warning", "error", "success")


class Roles:
    """One row with a cell of every role."""

    roles = ("title", "muted", "unsure", "accent", "warn", "good", "bad", "")
    columns = tuple(GridColumn(f"c{place}", role) for place, role in enumerate(roles))
    pinned = 1

    def __len__(self) -> int:
        return 3

    def key(self, row: int) -> str:
        return str(row)

    def index(self, key: str) -> int | None:
        return int(key)

    def cell(self, row: int, column: int) -> Cell:
        return self.roles[column], self.roles[column]


class Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield Tabs("Sites", "Compute")
        yield Grid(Roles())
        yield Input("sectors:>=5", select_on_focus=False)
        yield OptionList("one", "two")
        yield Footer()


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio as the web accessibility guidelines define it, 1 to 21."""
    dark, light = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))))
    return (light + 0.05) / (dark + 0.05)


def colours(theme: NamedTheme) -> dict[str, str]:
    return {key: getattr(theme, key) for key in NIGHT}


def write(directory: Path, name: str, text: str) -> None:
    directory.mkdir(exist_ok=True)
    (directory / name).write_text(text, encoding="utf-8")


def complete(**changes: str) -> str:
    """TOML of a sound theme, with some colours changed."""
    table = {"name": "own", "label": "Own", "dark": True, "colors": {**NIGHT, **changes}}
    return tomli_w.dumps(table)


def test_the_shipped_themes_are_sound() -> None:
    assert PROBLEMS == ()
    assert sorted(NAMES) == ["contrast", "night", "okabe", "paper", "terminal"]
    assert NAMES[0] == "night"
    assert all(theme.label for theme in THEMES)
    assert [theme.name for theme in THEMES if not theme.dark] == ["paper"]


def test_night_is_the_same_in_file_and_code() -> None:
    assert colours(THEMES[0]) == NIGHT


@pytest.mark.parametrize("theme", [t for t in THEMES if not t.ansi], ids=lambda theme: theme.name)
def test_the_shipped_themes_can_be_read(theme: NamedTheme) -> None:
    own = colours(theme)
    for ground in ("background", "surface"):
        assert contrast(own["foreground"], own[ground]) >= 10
        assert contrast(theme.variables["text-muted"], own[ground]) >= 4.5
        for signal in SIGNALS:
            assert contrast(own[signal], own[ground]) >= 4.5, (signal, ground)


def test_the_contrast_theme_has_more_of_it() -> None:
    own = colours(next(theme for theme in THEMES if theme.name == "contrast"))
    assert all(contrast(own[key], own["background"]) >= 10 for key in ("foreground", *SIGNALS))


# The web accessibility guidelines ask for 4.5 for text (AA) and for 7 (AAA).
ENOUGH = {"contrast": 7.0}
LINES = ("map-coast", "bar")
"""Roles of lines and bars, which need 3 as parts of a picture do."""


def true(colour: str) -> str:
    """A colour where the terminal shows all."""
    return colour


def of_256(colour: str) -> str:
    """A colour where the terminal shows 256."""
    return Color(*colour_of(nearest(Color.parse(colour).rgb))).hex


@pytest.mark.parametrize("shown", [true, of_256])
@pytest.mark.parametrize("theme", [t for t in THEMES if not t.ansi], ids=lambda theme: theme.name)
def test_every_role_can_be_read_on_every_ground(
    theme: NamedTheme, shown: Callable[[str], str]
) -> None:
    texts = {role: shown(theme.variables[role]) for role in FALLBACKS if role not in LINES}
    texts["muted"] = shown(theme.variables["text-muted"])
    texts |= {name: shown(value) for name, value in colours(theme).items()}
    for ground in ("background", "surface", "panel"):
        del texts[ground]
    grounds = [shown(theme.variables[ground]) for ground in GROUNDS]
    grounds.append(shown(theme.background or ""))
    enough = ENOUGH.get(theme.name, 4.5)
    poor = {
        (name, ground): round(contrast(text, ground), 2)
        for name, text in texts.items()
        for ground in grounds
        if contrast(text, ground) < enough
    }
    assert not poor
    assert all(contrast(shown(theme.variables[line]), grounds[-1]) >= 3 for line in LINES)


@pytest.mark.parametrize("shown", [true, of_256])
@pytest.mark.parametrize("theme", [t for t in THEMES if not t.ansi], ids=lambda theme: theme.name)
def test_grounds_of_rows_differ_and_are_calm(
    theme: NamedTheme, shown: Callable[[str], str]
) -> None:
    """The cursor is told from the rows beside it, and no ground is stronger than a tint."""
    grounds = {name: shown(theme.variables[name]) for name in GROUNDS}
    grounds["background"] = shown(theme.background or "")
    cursor = grounds.pop("row-cursor")
    assert cursor not in grounds.values()
    assert grounds["row-odd"] != grounds["background"] != grounds["head"]
    for ground in (cursor, *grounds.values()):
        _, red, blue = seen(ground, "none")
        assert math.hypot(red, blue) < 20, ground


# Full loss of one kind of cone, as Machado, Oliveira and Fernandes (2009) work it out for
# linear red, green and blue.
DEFICIENCIES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
                   (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
                     (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
                   (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


def seen(colour: str, deficiency: str) -> tuple[float, float, float]:
    """A colour as it is seen, in CIE L*a*b* (D65)."""
    parts = [part / 255 for part in Color.parse(colour).rgb]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    red, green, blue = (
        min(max(sum(map(operator.mul, row, linear)), 0), 1) for row in DEFICIENCIES[deficiency]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    a, b, c = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("kind", ["type", "group", "status", "verdict"])
def test_okabe_keeps_the_words_of_a_list_apart_for_every_eye(kind: str, deficiency: str) -> None:
    """A difference of 2.3 is just seen side by side; 15 is another colour."""
    theme = next(theme for theme in THEMES if theme.name == "okabe")
    roles = [role for role in FALLBACKS if role.startswith(f"{kind}-")]
    pairs = {
        pair: math.dist(*(seen(theme.variables[role], deficiency) for role in pair))
        for pair in itertools.combinations(roles, 2)
    }
    assert len(roles) >= 6
    assert {pair: round(apart) for pair, apart in pairs.items() if apart < 15} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_role_has_its_colour_in_every_theme(theme: NamedTheme) -> None:
    table = tomli.loads((SHIPPED / f"{theme.name}.toml").read_text("utf-8"))
    assert table["roles"].keys() == FALLBACKS.keys() | GROUNDS.keys()


def test_a_theme_without_roles_has_the_basic_colours_for_them(tmp_path: Path) -> None:
    write(tmp_path, "own.toml", complete())
    (_, own), problems = load_themes([tmp_path])
    assert not problems
    for role, basic in {**FALLBACKS, **GROUNDS}.items():
        assert own.variables[role] == NIGHT[basic]


def test_a_wrong_role_is_named_and_its_basic_colour_used(tmp_path: Path) -> None:
    roles = '[roles]\ntype-compny = "#ffffff"\ntype-company = "reddish"\n'
    write(tmp_path, "own.toml", f"{complete()}\n{roles}")
    (_, own), problems = load_themes([tmp_path])
    assert own.variables["type-company"] == NIGHT[FALLBACKS["type-company"]]
    assert len(problems) == 2
    assert "did you mean type-company" in problems[0]
    assert "roles.type-company: 'reddish' is not a colour; error is used" in problems[1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ansi_color", [None, True])
async def test_every_theme_can_be_applied(name: str, ansi_color: bool | None) -> None:
    app = Demo(ansi_color=ansi_color)
    for theme in THEMES:
        app.register_theme(theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = name
        await pilot.press("tab", "down", "tab", "tab")
        await pilot.pause()
        assert app.current_theme.name == name
        grid = app.query_one(Grid)
        text = [strip.text for strip in grid.render_lines(grid.size.region)]
        assert "warn" in text[1]


@pytest.mark.parametrize("ansi_color", [None, True])
async def test_the_terminal_theme_uses_the_colours_of_the_terminal_alone(
    ansi_color: bool | None,
) -> None:
    app = Demo(ansi_color=ansi_color)
    for theme in THEMES:
        app.register_theme(theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "terminal"
        app.query_one(Grid).focus()
        await pilot.pause()
        assert app.native_ansi_color
        grid = app.query_one(Grid)
        used = set()
        for strip in grid.render_lines(grid.size.region):
            for segment in strip:
                assert segment.style is not None
                used |= {segment.style.color, segment.style.bgcolor}
        assert all(colour is None or colour.triplet is None for colour in used)
        # Default, red, green, yellow and cyan of the sixteen.
        assert {colour.number for colour in used if colour is not None} == {None, 1, 2, 3, 6}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            complete(accent="grün"),
            f"own.toml: colors.accent: 'grün' is not a colour; {NIGHT['accent']} is used",
        ),
        (complete(accent="#12"), "colors.accent: '#12' is not a colour"),
        (complete(accent="#11223344"), "colors.accent: '#11223344' can be seen through"),
        (complete(accent="ansi_red"), "colors.accent: 'ansi_red' is a terminal colour"),
        (
            complete(background="ansi_default"),
            "colors.accent: '#6fb8c9' is not a terminal colour (ansi_...) like the background; "
            "ansi_default is used",
        ),
        (complete(acent="#112233"), "colors.acent: unknown key, left out; did you mean accent?"),
        (complete() + 'lable = "x"\n', "colors.lable: unknown key, left out"),
        ('lable = "x"\n' + complete(), "lable: unknown key, left out; did you mean label?"),
        (complete().replace("dark = true", 'dark = "no"'), "dark: 'no' is not true or false; true"),
        (complete().replace('"Own"', "7"), "label: 7 is not a text; the name is used"),
        ('name = "own"\ncolors = 3\n', "colors: 3 is not a table; write [colors]"),
        ('name = "own"\n', "colors.background: is missing"),
        (complete() + '[variables]\nboarder = "#123456"\n', "variables.boarder: unknown key"),
        (
            complete() + '[variables]\nborder = "thick"\n',
            "variables.border: 'thick' is not a colour",
        ),
        (
            complete() + '[variables]\nborder = "red; } Screen { display: none"\n',
            "variables.border: 'red; } Screen { display: none' is not a colour",
        ),
        (
            complete() + '[variables]\nblock-cursor-text-style = "loud"\n',
            "variables.block-cursor-text-style: 'loud' is not a text style",
        ),
        (complete() + "[variables]\nborder = 3\n", "variables.border: 3 is not a colour"),
    ],
)
async def test_what_is_wrong_is_named_and_the_theme_still_works(
    tmp_path: Path, text: str, expected: str
) -> None:
    write(tmp_path, "own.toml", text)
    themes, problems = load_themes([tmp_path])
    assert any(expected in line for line in problems), problems
    assert all(line.startswith(f"{tmp_path / 'own.toml'}: ") for line in problems)
    own = next(theme for theme in themes if theme.name == "own")
    app = Demo()
    app.register_theme(own)
    async with app.run_test() as pilot:
        app.theme = "own"
        await pilot.pause()
        assert app.current_theme is own


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'name = "own', "is not valid TOML"),
        (b"\xff\xfe", "is not UTF-8 text, left out"),
        (b"#" * 200_000, "larger than 100 kB, left out"),
        (b'name = "Own Theme"', "name: 'Own Theme' is not a name of"),
        (b"name = 3", "name: 3 is not a name of"),
        (b'name = "a\\u001b[31m"', "name: 'a\\x1b[31m' is not a name of"),
    ],
)
def test_a_file_that_gives_no_theme_is_reported(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    (tmp_path / "own.toml").write_bytes(content)
    themes, problems = load_themes([tmp_path])
    assert [theme.name for theme in themes] == ["night"]
    assert len(problems) == 1
    assert expected in problems[0]
    assert problems[0].isprintable()


def test_what_cannot_be_read_is_reported_and_the_rest_loaded(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    write(tmp_path, "own.toml", complete())
    themes, problems = load_themes([tmp_path])
    assert [theme.name for theme in themes] == ["night", "own"]
    assert len(problems) == 1
    assert "folder.toml: cannot be read (" in problems[0]


def test_missing_directories_are_passed_over(tmp_path: Path) -> None:
    themes, problems = load_themes([tmp_path / "none"])
    assert [theme.name for theme in themes] == ["night"]
    assert problems == ()
    assert colours(themes[0]) == NIGHT


def test_a_later_directory_replaces_by_name(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", complete().replace('"own"', '"night"'))
    themes, problems = load_themes([SHIPPED, tmp_path])
    assert problems == ()
    assert len(themes) == len(THEMES)
    assert themes[0].label == "Own"


def test_a_name_used_twice_in_a_directory_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", complete(accent="#111111"))
    write(tmp_path, "b.toml", complete(accent="#222222"))
    themes, problems = load_themes([tmp_path])
    assert [theme.accent for theme in themes if theme.name == "own"] == ["#111111"]
    assert problems == (f"{tmp_path / 'b.toml'}: name: 'own' is also in a.toml, left out",)


def test_name_label_and_brightness_have_sensible_defaults(tmp_path: Path) -> None:
    write(tmp_path, "snow.toml", tomli_w.dumps({"colors": {**NIGHT, "background": "#ffffff"}}))
    theme = next(theme for theme in load_themes([tmp_path])[0] if theme.name == "snow")
    assert theme.label == "Snow"
    assert not theme.dark


def test_known_variables_cover_what_style_sheets_use() -> None:
    assert {"text-muted", "border", "scrollbar", "footer-background"} <= set(known_variables())


scalars = st.one_of(
    st.text(max_size=12),
    st.integers(-5, 5),
    st.booleans(),
    st.floats(allow_nan=False),
    st.sampled_from(
        ["ansi_default", "#123", "rgb(1,2,3)", "auto 60%", "none", "bold", "hsl(1,2%,3%)"]
    ),
)
sections = st.dictionaries(
    st.sampled_from([*NIGHT, "text-muted", "border", "link-style", "boarder", "x\x1by"]), scalars
)
tables = st.dictionaries(
    st.sampled_from(["name", "label", "dark", "colors", "variables", "colours", "é"]),
    st.one_of(scalars, sections, st.lists(scalars, max_size=2)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables)
def test_no_file_makes_loading_fail(tmp_path: Path, table: dict[str, Any]) -> None:
    write(tmp_path, "own.toml", tomli_w.dumps(table))
    themes, problems = load_themes([tmp_path])
    assert themes[0].name == "night"
    assert all(line.isprintable() for line in problems)
    for theme in themes:
        for value in theme.to_color_system().generate().values():
            assert ";" not in value
            assert "{" not in value
