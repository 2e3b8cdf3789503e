"""The robot: draws a step, does it in the real program, and looks whether all is well."""

from __future__ import annotations

import random
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools.monkey.draw import TEXTS, draw_keys, sent
from tools.monkey.program import Program, SilentError
from tools.monkey.screen import Eyes
from tui.dataset import Dataset, load
from tui.explorer.first_frame import SMALLEST
from tui.explorer.state import make_state
from tui.query import FilterError, View
from tui.text import printable
from tui.user.paths import data_dir

SIZES = ((80, 24), (140, 40), (60, 15), (100, 30), (50, 10), (200, 60), (20, 5))
ANSWER = 8.0
"""Seconds within which the program must have drawn something when asked to."""
HASTE = (0.06, 0.3, 1.0)
"""Seconds of silence after which the screen is looked at, longer each time it looks wrong."""
STRAY = (
    b"\x1b[?62;22c", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", b"\x1bP>|XTerm(388)\x1b\\",
    b"\x1b[?31u", b"\xfc", b"\xe4", b"\xf8", b"\x1b[M \xff\xa1", b"\x00", b"\x1b[999~",
)  # fmt: skip
"""What a terminal sends beside keys: late replies, bytes of other alphabets."""
_TABS = re.compile("1 .*2 .*3 .*4 .*5 .*6 .*7 .*8 ")
_COUNTS = re.compile(r"\b(\d+)(?: of (\d+))?(?: sites)?$")


class FaultError(Exception):
    """Something is wrong with the program; the message says what."""


@dataclass
class Robot:
    """One seeded run on one program after the other; ``pressed`` counts keys and the like."""

    seed: int
    folder: Path
    size: tuple[int, int] | None = None
    """The size to begin with and to come back to; drawn where there is none."""
    pressed: int = 0
    steps: list[str] = field(default_factory=list)
    """What was done to the present program, to do it again by hand."""
    shown: list[str] = field(default_factory=list)
    """The lines of the screen that was looked at last."""

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)
        self._starts = 0
        self._size = SIZES[0]

    def run(self, presses: int) -> None:
        """Go on until so many keys are pressed. Raises FaultError."""
        while self.pressed < presses:
            self._one_program(presses)

    def _one_program(self, presses: int) -> None:
        home = self.folder / f"home-{self.seed}-{self._starts}"
        home.mkdir(parents=True)
        self._starts += 1
        self.steps = []
        self._size = self.size or self._rng.choice(SIZES[:4])
        with Program(home, size=self._size) as program:
            if self._rng.random() < 0.7:
                program.ready()
            for _ in range(self._rng.randint(20, 120)):
                if self.pressed >= presses:
                    break
                self._step(program)
                if self._left(program):
                    return
                self._look(program)
            self._end(program)

    # Steps

    def _step(self, program: Program) -> None:
        kinds: tuple[tuple[float, Callable[[Program], None]], ...] = (
            (0.35, self._burst), (0.35, self._paced), (0.08, self._paste), (0.1, self._mouse),
            (0.07, self._resize), (0.05, self._stray),
        )  # fmt: skip
        act = self._rng.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0]
        act(program)

    def _note(self, what: str, presses: int = 1) -> None:
        self.steps.append(what)
        self.pressed += presses

    def _burst(self, program: Program) -> None:
        keys = draw_keys(self._rng, self._rng.randint(2, 10))
        self._note("burst " + " ".join(keys), len(keys))
        program.send(b"".join(sent(keys)))

    def _paced(self, program: Program) -> None:
        for key in draw_keys(self._rng, 2):
            self._note(f"key {key}")
            program.send(b"".join(sent([key])))
            program.take_in(0.03)

    def _paste(self, program: Program) -> None:
        text = self._rng.choice(["\n", " ", "\r\n"]).join(self._rng.choices(TEXTS, k=3))
        self._note(f"paste {text!r}")
        program.send(f"\x1b[200~{text}\x1b[201~")

    def _mouse(self, program: Program) -> None:
        width, height = self._size
        x, y = self._rng.randint(1, width), self._rng.randint(1, height)
        button = self._rng.choice((0, 0, 0, 2, 35, 64, 65))
        self._note(f"mouse {button} at {x},{y}")
        program.send(
            f"\x1b[<{button};{x};{y}M" + (f"\x1b[<{button};{x};{y}m" if button < 3 else "")
        )

    def _resize(self, program: Program) -> None:
        sizes = self._rng.choices(SIZES, k=self._rng.choice((1, 1, 5)))
        if self.size is not None:
            sizes.append(self.size)
        for size in sizes:
            self._size = size
            self._note("size {}x{}".format(*self._size))
            program.resize(*self._size)
            program.take_in(0.01)

    def _stray(self, program: Program) -> None:
        data = self._rng.choice(STRAY)
        self._note(f"stray {data!r}")
        place = self._rng.randint(0, len(data))
        program.send(data[:place])
        program.take_in(0.02)
        program.send(data[place:])

    # Looks

    def _left(self, program: Program) -> bool:
        """Whether the program has ended, as it may when a key says so."""
        try:
            program.done(0.06)
        except SilentError as error:
            raise FaultError(str(error)) from None
        left, entered = (program.received.rfind(b"\x1b[?1049" + end) for end in (b"l", b"h"))
        if left <= entered and program.process.poll() is None:
            return False
        try:
            code = program.ended(ANSWER)
        except SilentError as error:
            raise FaultError(f"left, but {error}") from None
        if code:
            raise FaultError(f"ended with {code}: {_log(program) or program.received[-600:]!r}")
        return True

    def _look(self, program: Program) -> None:
        """Look whether all is well; what has yet to be drawn is waited for."""
        for quiet in (*HASTE, None):
            self.shown = self._drawn_anew(program, quiet or HASTE[-1])
            try:
                self._check(self.shown)
            except FaultError:
                if quiet is None:
                    raise
            else:
                return

    def _drawn_anew(self, program: Program, quiet: float) -> list[str]:
        before = len(program.received)
        program.signal(signal.SIGWINCH)  # every screen is drawn again then
        try:
            program.until(lambda data: len(data) > before, "an answer", ANSWER)
            program.rest(quiet)
        except SilentError as error:
            raise FaultError(str(error)) from None
        eyes = Eyes(*self._size)
        eyes.see(bytes(program.received[before:]))
        return eyes.lines()

    def _check(self, lines: list[str]) -> None:
        """What stands on the screen agrees with itself and with the data."""
        width, height = self._size
        if width < SMALLEST[0] or height < SMALLEST[1]:
            return
        if not lines[0].startswith(" AIF Explorer") or not lines[2].startswith(" / "):
            return  # a dialogue lies over it
        if not _TABS.match(lines[1]):
            return  # over a part of it
        above = _COUNTS.search(lines[0])
        beside = _COUNTS.search(lines[2])
        if above is None or beside is None or beside[2] is None:
            return  # a note lies over it
        count, whole = above[1], above[2] or above[1]
        if (count, whole) != (beside[1], beside[2]):
            raise FaultError(f"counts differ: {lines[0]!r} and {lines[2]!r}")
        text = re.split(r"\s{2,}", lines[2][3 : beside.start()].strip())[0]  # remarks follow
        wanted = _matching(lines[0], text)
        begun = not wanted and re.search(r"(?:^|[\s(-])\w+$", text)  # may become a field
        if wanted is not None and wanted != int(count) and not begun:
            raise FaultError(f"{wanted} sites match, not {count}: {lines[2]!r}")

    def _end(self, program: Program) -> None:
        """End it from outside: it must go, keep the view and leave no trace of an error."""
        how = self._rng.choice(("hang up", "SIGTERM", "SIGHUP"))
        self.steps.append(how)
        if how == "hang up":
            program.hang_up()
        else:
            program.signal(signal.Signals[how])
        try:
            code = program.ended(2.5)
        except SilentError as error:
            raise FaultError(f"{how}: {error}") from None
        # 0: it was leaving already
        if code not in (0, 128 + signal.SIGHUP, 128 + signal.SIGTERM) or _log(program):
            raise FaultError(f"{how}: ended with {code}: {_log(program)}")


def _log(program: Program) -> str:
    """What the program wrote about an unexpected error."""
    return "".join(path.read_text() for path in program.home.rglob("error-*.log"))


@cache
def _data() -> Dataset:
    return load([data_dir()])


@cache
def _matching(head: str, text: str) -> int | None:
    """How many sites a filter picks; None where the screen does not say all of it."""
    if "…" in text or text.startswith("type a filter"):
        return None
    dataset = _data()
    cohorts = [each for each in dataset.cohorts if printable(each.label.en) in head]
    if len(cohorts) != 1:
        return None
    try:
        return make_state(dataset, View(cohort=cohorts[0].id, filter=text)).site_count
    except FilterError:
        return None
