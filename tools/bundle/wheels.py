"""Compiled modules of the libraries for other Pythons and machines than this one.

A module that was compiled bears the Python and the machine in its name, so that those of all
can lie side by side; each Python takes its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# Both kinds of macOS machines give a module the same name; those with Intel go without.
MACHINES = (
    ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64"),
    ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64"),
    ("macosx_11_0_arm64", "macosx_12_0_arm64"),
)


def compiled(names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The compiled modules of these packages, from the wheels that the lock file pins.

    Needs the network. Raises CalledProcessError where a wheel cannot be had.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wanted = folder / "wanted.txt"
        wanted.write_text("".join(pinned(each) for each in names), "utf-8")
        for python in PYTHONS:
            for machine in MACHINES:
                place = folder / f"{python}-{machine[0]}"
                download(wanted, place, python, machine)
                for wheel in sorted(place.glob("*.whl")):
                    yield from modules_of(wheel)


def pinned(name: str) -> str:
    """The entry of the lock file for a package, with its hashes. Raises LookupError."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entry = re.search(rf"^{re.escape(name)}==.*\n(?: +--hash=.*\n)+", text, re.MULTILINE)
    if entry is None:
        raise LookupError(f"{name} is not in requirements.lock")
    return entry[0]


def download(wanted: Path, place: Path, python: str, machine: Sequence[str]) -> None:
    """Fetch the wheels for a Python on a machine; hashes are checked."""
    platforms = [word for each in machine for word in ("--platform", each)]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
         "--require-hashes", "--no-deps", "--only-binary", ":all:", "--implementation", "cp",
         "--python-version", python, "--abi", f"cp{python.replace('.', '')}", *platforms,
         "--dest", str(place), "--requirement", str(wanted)],
        check=True,
    )  # fmt: skip


def modules_of(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """The compiled modules in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        for name in opened.namelist():
            if name.endswith(".so"):
                yield name, opened.read(name)
