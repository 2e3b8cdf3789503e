"""A dataset and a home in which every text attacks: the terminal, the markup, the layout.

They are made from the small dataset by the declared kind of each key, so that a text field
that is added later is attacked as well.
"""

from __future__ import annotations

import dataclasses
import itertools
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli
import tomli_w

from tui.dataset import records, reference
from tui.dataset.fields import declared

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
CROWD = 10_000

ATTACKS: Mapping[str, str] = {
    "reset": "\x1bc",
    "colour": "\x1b[38;5;213;7;5mpink",
    "screen": "\x1b[2J\x1b[H\x1b[?1049l",
    "title": "\x1b]0;taken over\x07",
    "clipboard": "\x1b]52;c;dGFrZW4gb3Zlcg==\x07",
    "link": "\x1b]8;;https://taken.example\x1b\\over\x1b]8;;\x1b\\",
    "report": "\x1b[6n\x1b[c\x1bP$qm\x1b\\",
    "C1": "\x9b31m\x9d0;taken\x9c\x90q\x9c\x85",
    "C0": "bell\x07back\x08\x08tab\tfeed\x0c\x0e\x0f\x00nul\x7f",
    "lines": "one\ntwo\r\nthree\rfour\u2028five\u2029six",
    "direction": "\u202emanuals\u202c \u2066abc\u2069 \u200fx\u200e",
    "no width": "a\u200bb\u200c\u2060c\ufeffd\u00ade\u034ff\u115f\u3164",
    "tags": "flag\U000e0067\U000e0062\U000e007f",
    "tower": "Z" + "\u0301\u0316\u0330\u033e" * 15 + "algo",
    "joined": "👩\u200d👩\u200d👧\u200d👦 👍🏽 ❤\ufe0f 1\ufe0f\u20e3",
    "flags": "🇩🇪🇫🇷🇪🇺 🇩",
    "scripts": "ที่ปรึกษา ກຳປັ່ນ नमस्ते क्षि 日本語 안녕 العربية עברית ⵣ 𝒜",
    "markup": "[bold red]x[/] [@click=app.quit]y[/] [link=file:///etc/passwd]z[/link] \\[",
    "formula": '=HYPERLINK("http://taken.example","x")',
    "formula 2": "+1+cmd|' /C calc'!A0",
    "Markdown": "![x](https://taken.example/p.png) [y](javascript:alert(1)) | `z` __w__",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;",
    "LaTeX": "\\input{/etc/passwd} $x$ % & # _ ^ ~ {}",
    "path": "../../../etc/passwd",
    "quote": "\"'`$(id);|&\\",
}
"""What stands in the texts, by what it attacks."""

_TEXTS = frozenset({"text", "texts", "label"})
# Texts that are read as a language of their own, or that name something.
_READ = frozenset(
    {"where", "check", "list", "edition", "licence", "version", "cohort", "comparator", "mode",
     "uses", "language", "geo", "ai_exaflops_basis"}
)  # fmt: skip


def text_keys() -> frozenset[str]:
    """The keys of the dataset's files that hold free text."""
    found: set[str] = set()
    for module in (records, reference):
        for each in vars(module).values():
            if dataclasses.is_dataclass(each) and isinstance(each, type):
                found.update(key for key, spec in declared(each).specs.items()
                             if spec.kind in _TEXTS)  # fmt: skip
    return (frozenset(found) | {"definition", "contributors"}) - _READ


def write_dataset(folder: Path) -> None:
    """The small dataset with an attack in every text, and a site with ten thousand partners."""
    shutil.copytree(SMALL, folder)
    attacks = itertools.cycle(ATTACKS.values())
    keys = text_keys()
    organisations: dict[str, Any] = {}
    for path in sorted(folder.rglob("*.toml")):
        table = tomli.loads(path.read_text("utf-8"))
        _attack(table, keys, attacks)
        for partner in table.get("partner", ()):
            # An organisation has one name, at whichever site it sits.
            known = organisations.setdefault(partner["id"], partner)
            partner.update({key: known[key] for key in ("name", "acronym") if key in known})
        path.write_text(tomli_w.dumps(table), "utf-8")
    alder = folder / "sites" / "alder.toml"
    table = tomli.loads(alder.read_text("utf-8"))
    table["note"] = "long " * 200_000
    table["partner"] += [
        {"id": f"crowd-{number}", "name": f"{next(attacks)} {number}", "country": "DE",
         "type": "company", "role": "partner", "sources": ["office"], "confidence": "confirmed"}
        for number in range(CROWD)
    ]  # fmt: skip
    alder.write_text(tomli_w.dumps(table), "utf-8")
    _write_views(folder, "id", "label")
    broken = {**table, "id": "../../taken\x1b[31m", "name": "\x1bc", "partner": []}
    (folder / "sites" / "broken\x1b[5m.toml").write_text(tomli_w.dumps(broken), "utf-8")


def _attack(table: dict[str, Any], keys: frozenset[str], attacks: Iterator[str]) -> None:
    """Put an attack behind every text of a table and of those below it."""
    for key, value in table.items():
        if isinstance(value, dict) and not value.keys() <= {"en", "de"}:
            _attack(value, keys, attacks)
        elif isinstance(value, dict):
            table[key] = {name: f"{text} {next(attacks)}" for name, text in value.items()}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for each in value:
                _attack(each, keys, attacks)
        elif key in keys and isinstance(value, list):
            table[key] = [f"{text} {next(attacks)}" for text in value]
        elif key in keys and isinstance(value, str):
            table[key] = f"{value} {next(attacks)}"


def _write_views(folder: Path, *names: str) -> None:
    views = []
    for place, (name, attack) in enumerate(ATTACKS.items()):
        title: Any = f"{name} {attack}"
        quoted = attack.replace("\\", "\\\\").replace('"', '\\"')
        view = {
            "label": {"en": title, "de": title} if "label" in names else title,
            "description": {"en": title, "de": title} if "label" in names else title,
            "filter": f'kind:factory OR "{quoted}"',
            "tab": "sites",
        }
        if "id" in names:
            view["id"] = f"view-{place}"
        else:
            view["name"] = view.pop("label")
        views.append(view)
    (folder / "views.toml").write_text(tomli_w.dumps({"view": views}), "utf-8")


def write_home(folder: Path) -> None:
    """Settings, views and themes in which every text attacks."""
    home = folder / "aif"
    (home / "themes").mkdir(parents=True)
    _write_views(home)
    settings: dict[str, Any] = {
        "theme": f"night{ATTACKS['colour']}",
        ATTACKS["title"]: True,
        "keys": {"export": ATTACKS["reset"], ATTACKS["clipboard"]: "z"},
    }
    (home / "settings.toml").write_text(tomli_w.dumps(settings), "utf-8")
    for place, attack in enumerate(ATTACKS.values()):
        theme = {"name": f"theme-{place}", "label": attack, "dark": True,
                 "colors": {"primary": attack, attack: "#ffffff"}}  # fmt: skip
        (home / "themes" / f"theme-{place}.toml").write_text(tomli_w.dumps(theme), "utf-8")
