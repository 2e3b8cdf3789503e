"""A session with each program in turn: start, keys, a burst of keys; near and far away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..link import Line
from ..programs import PATIENCE, Bench
from ..report import Result, Target, result
from ..strokes import ANSWERED, DOWN, ENTER, PAGE_DOWN, PAGE_UP, UP, Strokes, beside, open_filter
from ..terminal import Terminal, TerminalError

FAR = Line(delay=0.05, rate=256_000 / 8)
"""A round trip of 100 ms and 256 kbit a second."""
SETTLED = 0.3  # seconds of silence and idleness that end the first paint
SLOWEST = 5.0  # seconds that a key may take before it counts as lost
BURST, LANDS_ON = (12, -12, 12, -12, 2), 2  # keys down (or up), and the row they lead to
TYPED = "health DE"
DIALOGUES = ("?", "b", "t")
SWITCHED = ("3", "4", "7", "1")
LONG_ROWS = 400


@dataclass(frozen=True, slots=True)
class _Program:
    """One of the programs compared, and the keys that it takes for the cursor."""

    start: Callable[[Path, Line | None], Terminal]
    down: str = DOWN
    up: str = UP


def _programs(bench: Bench) -> Mapping[str, _Program]:
    return {
        "explorer": _Program(lambda _, line: bench.explorer(line=line)),
        "bare": _Program(lambda path, line: bench.yardstick("app", str(path), line=line)),
        "visidata": _Program(lambda path, line: bench.visidata(path, line=line), "j", "k"),
    }


@dataclass(slots=True)
class _Starts:
    """Figures of repeated starts of one program: milliseconds, bytes, MiB."""

    readable: list[float] = field(default_factory=list)
    answering: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def add(self, program: _Program, terminal: Terminal, names: Sequence[str]) -> None:
        """Follow a start to the second row, and to the answer to a key pressed then."""
        seen = terminal.wait_for([names[1]], PATIENCE)
        self.readable.append((seen - terminal.started) * 1000)
        before = _style_of(terminal, names[1])
        terminal.send(program.down)
        try:
            answered = terminal.wait_until(
                lambda it: _style_of(it, names[1]) != before, SLOWEST, "an answer"
            )
        except TerminalError:
            pass  # the key was lost
        else:
            self.answering.append((answered - terminal.started) * 1000)
        terminal.rest(SETTLED)
        self.sent.append(terminal.received / 1024)
        self.memory.append(terminal.peak_memory())


def _style_of(terminal: Terminal, text: str) -> object:
    """Colours and attributes of a text on the screen, which tell whether the cursor is on it."""
    place = terminal.find(text)
    return None if place is None else terminal.style(*place)


@contextmanager
def _opened(
    programs: Mapping[str, _Program], path: Path, texts: Sequence[str], line: Line | None
) -> Iterator[dict[str, Terminal]]:
    """All programs at rest, each showing one of the texts."""
    with ExitStack() as stack:
        running = {
            each: stack.enter_context(program.start(path, line))
            for each, program in programs.items()
        }
        for terminal in running.values():
            terminal.wait_for(texts, PATIENCE)
            terminal.rest(SETTLED)
        yield running


def _in_turn(
    programs: Mapping[str, _Program],
    running: Mapping[str, Terminal],
    keys: Sequence[Callable[[_Program], str]],
) -> dict[str, Strokes]:
    """Press each key in all programs."""
    strokes = {name: Strokes() for name in programs}
    for key in keys:
        for name, program in programs.items():
            strokes[name].press(running[name], key(program))
    return strokes


def _burst(
    programs: Mapping[str, _Program],
    running: Mapping[str, Terminal],
    names: Sequence[str],
    rounds: int,
) -> tuple[dict[str, Strokes], str]:
    """Send 50 cursor keys in one write; and what went wrong in the explorer."""
    strokes = {name: Strokes() for name in programs}
    problem = ""
    for _ in range(rounds):
        for name, program in programs.items():
            terminal = running[name]
            terminal.press(program.up * len(names))
            terminal.rest(ANSWERED)
            keys = "".join((program.down if n > 0 else program.up) * abs(n) for n in BURST)
            first = terminal.press(keys)
            drawn = terminal.rest(ANSWERED, after=first) if first else None
            if drawn is not None:
                strokes[name].answer.append(drawn.last * 1000)
                strokes[name].bytes.append(drawn.size)
            rest, there = (_style_of(terminal, names[at]) for at in (0, LANDS_ON))
            if name == "explorer" and rest == there:
                problem = "the keys did not lead to the row that they should"
    return strokes, problem


def _dialogues(explorer: Terminal, rounds: int) -> tuple[Strokes, Strokes]:
    """Open and close dialogues that were open before."""
    opened, closed = Strokes(), Strokes()
    for times in range(rounds + 1):
        for key in DIALOGUES:
            for strokes, pressed in ((opened, key), (closed, "q")):
                (strokes if times else Strokes()).press(explorer, pressed)
    return opened, closed


def _tabs(bench: Bench, path: Path, explorer: Terminal, line: Line | None) -> list[Result]:
    """Switch between tabs that were open before, beside bare tabs."""
    ours, theirs = Strokes(), Strokes()
    with bench.yardstick("tabs", str(path), line=line) as tabs:
        tabs.wait_for(["1 Table"], PATIENCE)
        tabs.rest(SETTLED)
        for times in range(bench.rounds(3, 2)):
            for key in SWITCHED:
                (ours if times else Strokes()).press(explorer, key)
                (theirs if times else Strokes()).press(tabs, key)
    explorer.press("1")
    explorer.rest(ANSWERED)
    half = (Target(0.5, "bare"),)
    return beside(f"{_prefix(line)}.tab", "to a tab seen before", ours, theirs, sent=half)


def _typing(bench: Bench, explorer: Terminal, line: Line | None) -> list[Result]:
    """Type a filter, beside a bare input line."""
    ours, theirs = Strokes(), Strokes()
    with bench.yardstick("input", line=line) as field_:
        field_.wait_for(["type here"], PATIENCE)
        field_.rest(SETTLED)
        open_filter(explorer)
        for character in TYPED:
            ours.press(explorer, character)
            theirs.press(field_, character)
    explorer.press(ENTER)
    explorer.rest(ANSWERED)
    over = (Target(16, of="p95", over=True),) if line is None else ()
    return beside(f"{_prefix(line)}.filter", "filter character", ours, theirs, time=over)


def _paging(bench: Bench, programs: Mapping[str, _Program]) -> list[Result]:
    """Page through a long list: the bibliography, and as many rows in the yardsticks."""
    path = bench.scratch / "long.csv"
    rows = bench.rows("sources", "title", "kind", "published", "publisher")[:LONG_ROWS]
    bench.write(path, ("title", "kind", "published", "publisher"), rows)
    shown = (bench.names()[1], rows[0][0][:12])
    with _opened(programs, path, shown, None) as running:
        running["explorer"].press("8")
        running["explorer"].rest()
        pages = [PAGE_DOWN, PAGE_DOWN, PAGE_UP] * bench.rounds(2, 1)
        strokes = _in_turn(programs, running, [partial(_same, key) for key in pages])
    half = (Target(0.5, "bare"),)
    return beside("near.page", "page, long list", *strokes.values(), sent=half)


def _same(key: str, _: _Program) -> str:
    return key


def _prefix(line: Line | None) -> str:
    return "near" if line is None else "far"


def _start_results(starts: Mapping[str, _Starts], line: Line | None) -> list[Result]:
    prefix, (ours, bare, other) = _prefix(line), starts.values()
    first = (Target(0.6, "bare"), Target(1, "visidata")) if line is None else ()
    second = (Target(1.25, "bare"),) if line is None else ()
    results = [
        result(f"{prefix}.readable", "first rows readable", "ms",
               ours.readable, (bare.readable, other.readable), first),
        result(f"{prefix}.answering", "first key answered", "ms",
               ours.answering, (bare.answering, other.answering), second,
               "keys pressed when the first rows stood there were lost"),
        result(f"{prefix}.start.bytes", "sent until at rest", "KiB",
               ours.sent, (bare.sent, other.sent)),
    ]  # fmt: skip
    if line is None:
        results.append(
            result("near.memory", "memory at rest", "MiB", ours.memory, (bare.memory, other.memory))
        )
    return results


def _measure(bench: Bench, line: Line | None) -> list[Result]:
    names, path = bench.names(), bench.table_file()
    programs = _programs(bench)
    prefix = _prefix(line)
    starts = {name: _Starts() for name in programs}
    for _ in range(bench.rounds(5, 2) if line is None else bench.rounds(2, 1)):
        for name, program in programs.items():
            with program.start(path, line) as terminal:
                starts[name].add(program, terminal, names)
    results = _start_results(starts, line)
    with _opened(programs, path, names[1:2], line) as running:
        steps = bench.rounds(5, 2)
        down: list[Callable[[_Program], str]] = [lambda each: each.down] * steps
        up: list[Callable[[_Program], str]] = [lambda each: each.up] * steps
        moved = _in_turn(programs, running, [*down, *up])
        no_more = (Target(1, "visidata"),)
        results += beside(f"{prefix}.cursor", "cursor one row", *moved.values(), sent=no_more)
        burst, problem = _burst(programs, running, names, bench.rounds(3, 1))
        results += beside(f"{prefix}.burst", "50 cursor keys at once", *burst.values())
        if problem:
            results.append(Result(f"{prefix}.burst.row", "  row", "", problem=problem))
        opened, closed = _dialogues(running["explorer"], bench.rounds(2, 1))
        quick = (Target(50, of="p95"),) if line is None else ()
        results += beside(f"{prefix}.dialogue", "dialogue opened", opened)
        results += beside(f"{prefix}.closed", "dialogue closed", closed, time=quick)
        results += _tabs(bench, path, running["explorer"], line)
        results += _typing(bench, running["explorer"], line)
    return results if line else results + _paging(bench, programs)


def near(bench: Bench) -> list[Result]:
    """Measure on this machine."""
    return _measure(bench, None)


def far(bench: Bench) -> list[Result]:
    """Measure behind the slow line."""
    return _measure(bench, FAR)
