"""Checks that a release says the same everywhere, then builds what is handed out into dist/.

Run with ``make release``, after ``make check``. Exit code 1 with a line for each thing that
does not agree.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

from tools.answers import PAGES, answered
from tools.bundle.__main__ import main as write_bundle
from tools.keytable import BEGIN, END, SCREEN, key_table
from tools.pictures import FOLDER, picture
from tui import __version__
from tui.explorer.commands import TABS

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"


def main() -> int:
    """Check, build, and say what there is."""
    faults = [*unclean(), *unsaid(), *unlocked(), *outdated()]
    for fault in faults:
        print(f"release: {fault}", file=sys.stderr)
    if faults:
        return 1
    for path in build():
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}")
    return 0


def unclean() -> Iterator[str]:
    """Changes that no commit holds."""
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    if changed:
        yield f"{len(changed.splitlines())} files differ from the last commit"


def unsaid(text: str = "", version: str = __version__) -> Iterator[str]:
    """What the changelog does not say of this version."""
    text = text or (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", text, re.MULTILINE)
    if newest is None or newest[1] != version or not newest[2]:
        yield f"CHANGELOG.md does not begin with '## [{version}] - DAY'"


def unlocked(text: str = "", wanted: Iterable[str] = ()) -> Iterator[str]:
    """Requirements that the lock file does not meet; those of pyproject.toml unless given."""
    text = text or (ROOT / "requirements.lock").read_text("utf-8")
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))
    for each in map(Requirement, wanted or requirements()):
        name = each.name.lower().replace("_", "-")
        if name not in pinned:
            yield f"requirements.lock lacks {name}: make lock"
        elif pinned[name] not in each.specifier:
            yield f"requirements.lock has {name} {pinned[name]}, asked for is {each.specifier}"


def requirements() -> Iterator[str]:
    """What the program, its extras and its development need."""
    read = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project, groups = read["project"], read["dependency-groups"]
    for each in (project["dependencies"], *project["optional-dependencies"].values()):
        yield from (one for one in each if not one.startswith(project["name"]))
    names = ["dev"]
    while names:
        for one in groups[names.pop()]:
            if isinstance(one, str):
                yield one
            else:
                names.append(one["include-group"])


def outdated() -> Iterator[str]:
    """Pages and pictures that the program would write in another way."""
    written = SCREEN.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    if written.strip() != key_table().strip():
        yield "the key table is old: python -m tools.keytable"
    for page in PAGES:
        text = page.read_text("utf-8")
        if answered(text) != text:
            yield f"answers of {page.relative_to(ROOT)} are old: python -m tools.answers"
    for tab in TABS:
        if (FOLDER / f"{tab.id}.svg").read_text("utf-8") != asyncio.run(picture(tab.id)):
            yield f"the picture of {tab.title} is old: make pictures"


def build() -> list[Path]:
    """Build wheel, source archive and the single file, and start the last one."""
    for old in DIST.glob("*"):
        old.unlink()
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(DIST), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    single = DIST / "aif.pyz"
    write_bundle([str(single), "--every-python"])
    said = subprocess.run([single, "--version"], capture_output=True, text=True, check=True).stdout
    if said != f"aif {__version__}\n":
        raise SystemExit(f"release: {single} says {said!r}")
    return sorted(DIST.iterdir())


if __name__ == "__main__":
    sys.exit(main())
