"""Run the benchmark: ``python -m tools.bench``."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .measures import MEASURES
from .programs import REPOSITORY, Bench
from .readme import described, write_table
from .report import Group, Result, document, table
from .terminal import HEIGHT, WIDTH, TerminalError


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.bench",
        description="Measure aif beside a bare Textual app and VisiData, in one run.",
        epilog="Exit codes: 0 reported, 1 a target missed or a figure not had (with --strict), "
        "2 wrong usage.",
    )
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, no 10,000 sites")
    parser.add_argument(
        "--only",
        action="append",
        choices=list(MEASURES),
        metavar="NAME",
        help=f"one measure, can be repeated: {', '.join(MEASURES)}",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    parser.add_argument("--readme", action="store_true", help="write the table of README.md anew")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a target is missed")
    parser.add_argument(
        "--command",
        metavar="COMMAND",
        default=str(Path(sys.executable).with_name("aif")),
        help="the command to measure (default: aif beside this Python)",
    )
    return parser.parse_args(argv)


def _environment(bench: Bench) -> dict[str, Any]:
    commit = subprocess.run(
        ["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip() or None,
        "python": platform.python_version(),
        "textual": version("textual"),
        "visidata": version("visidata"),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "terminal": f"{WIDTH}x{HEIGHT}",
        "quick": bench.quick,
    }


def _run(name: str, bench: Bench) -> Group:
    heading, measure = MEASURES[name]
    start = time.perf_counter()
    try:
        results = tuple(measure(bench))
    except (TerminalError, OSError, subprocess.SubprocessError) as error:
        results = (Result(name, "not measured", "", problem=str(error)),)
    return Group(name, heading, results, time.perf_counter() - start)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the JSON; return the exit code."""
    arguments = _arguments(argv)
    command = tuple(shlex.split(arguments.command))
    if not command or shutil.which(command[0]) is None:
        print(f"no such command: {arguments.command}; is the package installed?", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # tidy up first
    load = [os.getloadavg()[0]]
    groups = []
    with tempfile.TemporaryDirectory(prefix="aif-bench-run-") as scratch:
        bench = Bench(command, Path(scratch), REPOSITORY / "data", arguments.quick)
        environment = _environment(bench)
        with contextlib.suppress(TerminalError):  # each measure tells what is wrong
            bench.start_once()
        for name in MEASURES:
            if not arguments.only or name in arguments.only:
                print(f"measuring {name} …", file=sys.stderr, flush=True)
                groups.append(_run(name, bench))
    load.append(os.getloadavg()[0])
    environment["load"] = [round(value, 2) for value in load]
    print(table(groups))
    seconds = sum(group.seconds for group in groups)
    print(f"\n{described(environment)}, load {load[0]:.1f} before, {seconds:.0f} s.")
    missed = [item for group in groups for item in group.results if item.missed]
    if missed:
        print(f"{len(missed)} missed or not had: {', '.join(item.id for item in missed)}")
    if arguments.readme:
        write_table([item for group in groups for item in group.results], environment)
    if arguments.json:
        text = json.dumps(document(groups, environment), indent=2, ensure_ascii=False)
        arguments.json.write_text(text + "\n", encoding="utf-8")
    return 1 if missed and arguments.strict else 0


if __name__ == "__main__":
    sys.exit(main())
