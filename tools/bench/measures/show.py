"""Commands that print and end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from ..programs import Bench, yardstick
from ..report import Result, result


def _milliseconds(bench: Bench, argv: Sequence[str]) -> float:
    environment = bench.environment()
    start = time.perf_counter()
    subprocess.run(
        argv,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    return (time.perf_counter() - start) * 1000


def _pair(
    bench: Bench, name: str, label: str, program: Sequence[str], bare: Sequence[str]
) -> Result:
    for argv in (program, bare):
        bench.output(argv)
    ours, theirs = [], []
    for _ in range(bench.rounds(7, 3)):
        ours.append(_milliseconds(bench, program))
        theirs.append(_milliseconds(bench, bare))
    return result(name, label, "ms", ours, (theirs,))


def measure(bench: Bench) -> list[Result]:
    """Run each command and its yardstick in turn."""
    command, script = bench.command, yardstick("show", os.fspath(bench.data))
    return [
        _pair(
            bench,
            "show.sites",
            "aif show sites --format csv",
            (*command, "show", "sites", "--format", "csv"),
            script,
        ),
        _pair(
            bench,
            "show.partners",
            'aif show partners "type:company"',
            (*command, "show", "partners", "type:company", "--format", "csv"),
            script,
        ),
        _pair(
            bench,
            "show.version",
            "aif --version (bare: python -c pass)",
            (*command, "--version"),
            (sys.executable, "-c", "pass"),
        ),
    ]
