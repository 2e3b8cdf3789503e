"""Results of the benchmark, what is expected of them, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .stats import Summary, summarise

NO_CHANGE = "the key changed nothing on the screen"
_LABEL, _CELL = 38, 9  # widths of the table, in cells

Statistic = Literal["min", "median", "p95"]
Yardstick = Literal["bare", "visidata"]
YARDSTICKS: Mapping[Yardstick, str] = {"bare": "bare", "visidata": "VisiData"}


@dataclass(frozen=True, slots=True)
class Target:
    """An upper limit for one figure of a result.

    ``beside``: over which yardstick the figure is divided; None takes the program's own
    figure, ``over`` what it has more than the bare program. ``of`` says which statistic.
    """

    limit: float
    beside: Yardstick | None = None
    of: Statistic = "median"
    over: bool = False

    def __str__(self) -> str:
        limit = f"{self.limit:g}"
        if self.over:
            limit = f"bare + {limit}"
        elif self.beside:
            limit = f"{limit} x {YARDSTICKS[self.beside]}"
        return f"<= {limit}" if self.of == "median" else f"{self.of} <= {limit}"

    def met(self, program: Summary, others: Mapping[Yardstick, Summary]) -> bool | None:
        """Return whether the figure stays within the limit; None if it cannot be told."""
        value: float = getattr(program, self.of)
        if self.over or self.beside:
            other = others.get(self.beside or "bare")
            if other is None or getattr(other, self.of) <= 0:
                return None
            base: float = getattr(other, self.of)
            value = value - base if self.over else value / base
        return value <= self.limit


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report.

    ``id`` is stable for comparing runs; all figures are in ``unit``; ``problem`` says why a
    figure is missing.
    """

    id: str
    label: str
    unit: str
    program: Summary | None = None
    others: Mapping[Yardstick, Summary] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    problem: str = ""

    def times(self, beside: Yardstick) -> float | None:
        """How many times a yardstick's median the program's is; None where there is none."""
        other = self.others.get(beside)
        if self.program is None or other is None or other.median <= 0:
            return None
        return self.program.median / other.median

    def verdicts(self) -> list[tuple[Target, bool | None]]:
        """Each target with whether it is met; None where that cannot be told."""
        others = self.others
        return [
            (target, None if self.program is None else target.met(self.program, others))
            for target in self.targets
        ]

    @property
    def missed(self) -> bool:
        """Whether ``--strict`` objects: a target not met, or a figure that could not be had."""
        return bool(self.problem) or any(met is not True for _, met in self.verdicts())


def result(
    name: str,
    label: str,
    unit: str,
    program: Sequence[float],
    others: Sequence[Sequence[float]] = (),
    targets: Sequence[Target] = (),
    missing: str = NO_CHANGE,
) -> Result:
    """Return a result from the series, the yardsticks' in the order of :data:`YARDSTICKS`.

    ``missing`` says why the program's series may be empty.
    """
    return Result(
        name,
        label,
        unit,
        program=summarise(program) if program else None,
        others={
            yardstick: summarise(values)
            for yardstick, values in zip(YARDSTICKS, others, strict=False)
            if values
        },
        targets=tuple(targets),
        problem="" if program else missing,
    )


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one measure, under a heading that names the yardsticks."""

    name: str
    heading: str
    results: tuple[Result, ...]
    seconds: float = 0.0


def figure(value: float | None) -> str:
    """Return three significant digits, without an exponent; a dot for none."""
    if value is None:
        return "·"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _verdict(item: Result) -> str:
    words = {True: "met", False: "missed", None: "unknown"}
    return ", ".join(f"{target} {words[met]}" for target, met in item.verdicts())


def _line(item: Result) -> str:
    own = item.program
    others = item.others
    bare, visidata = others.get("bare"), others.get("visidata")
    cells = [
        figure(item.times("bare")),
        figure(item.times("visidata")),
        figure(own.median if own else None),
        figure(own.p95 if own else None),
        figure(bare.median if bare else None),
        figure(visidata.median if visidata else None),
    ]
    name = f"{item.label}, {item.unit}" if item.unit else item.label
    line = f"  {name:<{_LABEL}}" + "".join(f"{cell:>{_CELL}}" for cell in cells)
    line += f"  {_verdict(item)}"
    return line.rstrip() + (f"\n      {item.problem}" if item.problem else "")


def table(groups: Iterable[Group]) -> str:
    """Return the report as text: first how many times the yardsticks, then the figures."""
    heads = ("x bare", "x VisiD.", "median", "p95", "bare", "VisiData")
    lines = [f"  {'':<{_LABEL}}" + "".join(f"{head:>{_CELL}}" for head in heads) + "  target"]
    for group in groups:
        lines += ["", f"{group.name}: {group.heading}"]
        lines += map(_line, group.results)
    return "\n".join(lines)


def _as_json(item: Result) -> dict[str, Any]:
    def figures(summary: Summary | None) -> dict[str, float] | None:
        if summary is None:
            return None
        rounded = {key: round(getattr(summary, key), 6) for key in ("min", "median", "p95")}
        return {"n": summary.n, **rounded}

    others = item.others
    return {
        "id": item.id,
        "label": item.label,
        "unit": item.unit,
        "program": figures(item.program),
        "yardsticks": {name: figures(others.get(name)) for name in YARDSTICKS},
        "times": {name: item.times(name) for name in YARDSTICKS},
        "targets": [{"target": str(target), "met": met} for target, met in item.verdicts()],
        "problem": item.problem or None,
    }


def document(groups: Iterable[Group], environment: dict[str, Any]) -> dict[str, Any]:
    """Return the report as JSON values."""
    return {
        "environment": environment,
        "groups": [
            {
                "name": group.name,
                "heading": group.heading,
                "seconds": round(group.seconds, 1),
                "results": [_as_json(item) for item in group.results],
            }
            for group in groups
        ],
    }
