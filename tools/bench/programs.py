"""What is measured, and how it is started: the command under test and the yardsticks."""

from __future__ import annotations

import csv
import io
import itertools
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui.user.settings import put_setting

from .link import Line
from .terminal import Terminal, TerminalError

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
PATIENCE = 60.0  # seconds for a command, or for the first paint

LEFT_AFTER = 0.3  # seconds of silence after which a start is over

# What the bare table shows; names as in the dataset's contract.
SHOWN_COLUMNS = ("name", "country", "city", "region", "selected", "systems", "partners", "members")
# Looked for on the screen: long enough not to be found anywhere, short enough for a column.
_SHORTEST, _LONGEST = 4, 12


@dataclass(slots=True)
class Bench:
    """One run of the benchmark: command under test, scratch folder, thoroughness.

    ``command`` starts the program; ``scratch`` is an empty folder that vanishes after the
    run; ``data`` is the bundled dataset's folder.
    """

    command: tuple[str, ...]
    scratch: Path
    data: Path
    quick: bool = False
    _names: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _homes: itertools.count[int] = field(default_factory=itertools.count)

    def rounds(self, thorough: int, quick: int) -> int:
        """Return how often to repeat."""
        return quick if self.quick else thorough

    def environment(self) -> dict[str, str]:
        """Return the environment of a program: a colour terminal and a home of its own.

        Whoever lives there has put the lines of the first start away. What programs cache is
        common to all starts, as Python's own compiled code is.
        """
        home = self.scratch / f"home-{next(self._homes)}"
        home.mkdir()
        put_setting("welcome", value=False, folder=home / "config" / "aif")
        return {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CACHE_HOME": str(self.scratch / "cache"),
            "XDG_DATA_HOME": str(home / "share"),
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }

    def explorer(self, *, data: Path | None = None, line: Line | None = None) -> Terminal:
        """Start the explorer in a terminal, on the bundled dataset unless told otherwise."""
        source = () if data is None else ("--data", str(data))
        return Terminal((*self.command, *source), self.environment(), line=line)

    def start_once(self) -> None:
        """Start the explorer and leave it, since the second start is what a person knows it by.

        Raises TerminalError where it does not start.
        """
        name = self.names()[0]
        with self.explorer() as terminal:
            terminal.wait_for([name], PATIENCE)
            terminal.rest(LEFT_AFTER)
            terminal.send("q")
            terminal.wait(PATIENCE)

    def yardstick(self, name: str, *arguments: str, line: Line | None = None) -> Terminal:
        """Start a yardstick app in a terminal."""
        return Terminal(yardstick(name, *arguments), self.environment(), line=line)

    def visidata(self, path: Path, *, line: Line | None = None) -> Terminal:
        """Start VisiData on a file, without the settings of whoever runs the benchmark."""
        command = (str(Path(sys.executable).with_name("vd")), "--config", os.devnull, str(path))
        return Terminal(command, self.environment(), line=line)

    def output(self, argv: Sequence[str]) -> str:
        """Return what a command prints; raises TerminalError unless it succeeds."""
        try:
            done = subprocess.run(
                argv,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TerminalError(f"no answer within {PATIENCE:g} s: {' '.join(argv)}") from error
        except OSError as error:
            raise TerminalError(f"cannot run {argv[0]}: {error.strerror}") from error
        if done.returncode:
            said = " / ".join(done.stderr.strip().splitlines()[-2:])[:200]
            raise TerminalError(f"{' '.join(argv[1:4])} ended with {done.returncode}: {said}")
        return done.stdout

    def rows(self, table: str, *columns: str) -> list[list[str]]:
        """Return the cells of a table as ``aif show`` prints them, without the header."""
        chosen = ("--columns", ",".join(columns), "--format", "csv")
        printed = self.output([*self.command, "show", table, *chosen])
        return list(csv.reader(io.StringIO(printed)))[1:]

    def names(self, table: str = "sites", column: str = "name") -> list[str]:
        """Return beginnings of a column's values, to look for on the screen.

        Raises TerminalError when the table cannot be printed or holds none.
        """
        if (table, column) not in self._names:
            rows = self.rows(table, column)
            heads = (row[0].strip()[:_LONGEST].strip() for row in rows if row)
            fit = [head for head in dict.fromkeys(heads) if len(head) >= _SHORTEST]
            if not fit:
                raise TerminalError(f"aif show {table} prints no {column}")
            self._names[table, column] = fit
        return self._names[table, column]

    def table_file(self) -> Path:
        """Return a CSV file with the texts of the sites table, for the yardsticks."""
        path = self.scratch / "sites.csv"
        if not path.exists():
            self.write(path, SHOWN_COLUMNS, self.rows("sites", *SHOWN_COLUMNS))
        return path

    @staticmethod
    def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a CSV file."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)


def yardstick(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line of a yardstick."""
    return sys.executable, str(HERE / f"yardstick_{name}.py"), *arguments
