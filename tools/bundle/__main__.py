"""``python -m tools.bundle [FILE]`` writes the single file, from the environment that runs it."""

from __future__ import annotations

import argparse
import hashlib
import io
import re
import stat
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from tools.bundle.boot import fits
from tools.bundle.wheels import compiled
from tui import __version__

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
DATE = (1980, 1, 1, 0, 0, 0)
"""Date of every entry, so that the same files give the same bytes."""
RUN = b"""import sys

sys.dont_write_bytecode = False  # what is compiled here stays in this folder

from tui.cli import main

sys.exit(main())
"""
"""What is run once the modules lie in a folder."""


def main(argv: list[str] | None = None) -> int:
    """Write the bundle and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "dist" / "aif.pyz")
    parser.add_argument(
        "--every-python", action="store_true",
        help="with the compiled modules for other Pythons and machines (needs the network)",
    )  # fmt: skip
    args = parser.parse_args(argv)
    path: Path = args.file
    content = bundle(every_python=args.every_python)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755)
    names = ", ".join(sorted(each.name for each in dependencies()))
    print(f"{path}: {len(content) / 1e6:.1f} MB with {names}", file=sys.stderr)
    return 0


def bundle(*, every_python: bool = False) -> bytes:
    """The whole file: a head for the shell, and an archive that Python runs."""
    files = dict(modules())
    if every_python:
        files.update(compiled([each.name for each in dependencies() if is_compiled(each)]))
    files = dict(sorted(files.items()))
    inner = archive(files, zipfile.ZIP_DEFLATED)
    facts = {
        "@BUILD@": hashlib.sha256(inner).hexdigest()[:16],
        "@SIZE@": f"{sum(len(each) for name, each in files.items() if fits(name)) / 1e6:.0f} MB",
        "@VERSION@": __version__,
    }
    head, boot = (
        re.sub("@[A-Z]+@", lambda found: facts[found[0]], (HERE / name).read_text("utf-8"))
        for name in ("head.sh", "boot.py")
    )
    outer = {"__main__.py": boot.encode("utf-8"), "modules.zip": inner}
    return head.encode("utf-8") + archive(outer, zipfile.ZIP_STORED)


def archive(files: dict[str, bytes], compression: int) -> bytes:
    """An archive whose bytes depend on nothing but the files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = compression
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            zipped.writestr(entry, content)
    return written.getvalue()


def modules() -> Iterator[tuple[str, bytes]]:
    """Every module and data file by its name below the folder that Python imports from."""
    for path in (ROOT / "tui").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for name in ("data", "themes"):
        for path in (ROOT / name).rglob("*"):
            if path.is_file():
                yield f"tui/_bundled/{path.relative_to(ROOT).as_posix()}", path.read_bytes()
    yield "aif.py", RUN
    for path in (ROOT / "LICENSE", *(ROOT / "LICENSES").glob("*")):
        yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for each in dependencies():
        yield from files_of(each)


def files_of(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    """Modules, metadata and licence of an installed package."""
    for each in installed.files or ():
        inside = not each.parts[0].startswith("..") and "__pycache__" not in each.parts
        noise = each.name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
        if inside and not noise:
            yield each.as_posix(), Path(str(each.locate())).read_bytes()


def is_compiled(installed: Distribution) -> bool:
    """Whether a package has modules that are compiled."""
    return any(each.suffix == ".so" for each in installed.files or ())


def dependencies() -> list[Distribution]:
    """The packages that the program needs, and those that they need, without extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [name_of(each) for each in project["dependencies"]]
    found: dict[str, Distribution] = {}
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = distribution(name)
            needed = found[name].requires or []
            wanted += [name_of(each) for each in needed if needed_here(each)]
    return list(found.values())


def name_of(requirement: str) -> str:
    """The package that a requirement names."""
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def needed_here(requirement: str) -> bool:
    """Whether a requirement holds without extras, on POSIX and on Python 3.11 or later."""
    marker = requirement.partition(";")[2]
    return not re.search(r"extra\s*==|sys_platform\s*==\s*.win32|python_version\s*<", marker)


if __name__ == "__main__":
    sys.exit(main())
