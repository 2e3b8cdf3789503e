"""Results of the benchmark, what is expected of them, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .stats import Ratio, Summary, ratio, summarise

NO_CHANGE = "the key changed nothing on the screen"
_LABEL, _CELL = 42, 8  # widths of the table, in cells

Statistic = Literal["min", "median", "p95"]


@dataclass(frozen=True, slots=True)
class Target:
    """An upper limit for one figure of a result.

    ``kind``: ``times`` (program over yardstick), ``over`` (program minus yardstick, in the
    result's unit) or ``value`` (the program's own figure). ``of`` says which statistic.
    """

    kind: Literal["times", "over", "value"]
    limit: float
    of: Statistic = "median"
    inclusive: bool = False

    def __str__(self) -> str:
        sign = "<=" if self.inclusive else "<"
        limit = {"times": f"{self.limit:g}x", "over": f"+{self.limit:g}"}
        text = f"{sign} {limit.get(self.kind, f'{self.limit:g}')}"
        return text if self.of == "median" else f"{self.of} {text}"

    def met(self, program: Summary, yardstick: Summary | None) -> bool | None:
        """Return whether the figure stays within the limit; None if it cannot be told."""
        value: float = getattr(program, self.of)
        if self.kind != "value":
            if yardstick is None:
                return None
            base: float = getattr(yardstick, self.of)
            if self.kind == "times" and base <= 0:
                return None
            value = value / base if self.kind == "times" else value - base
        return value <= self.limit if self.inclusive else value < self.limit


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report.

    ``id`` is stable for comparing runs; ``program`` and ``yardstick`` are in ``unit``;
    ``problem`` says why a figure is missing.
    """

    id: str
    label: str
    unit: str
    program: Summary | None = None
    yardstick: Summary | None = None
    target: Target | None = None
    problem: str = ""

    @property
    def ratio(self) -> Ratio | None:
        """How many times the yardstick, where there is one."""
        if self.program is None or self.yardstick is None:
            return None
        return ratio(self.program, self.yardstick)

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target or figures."""
        if self.target is None or self.program is None:
            return None
        return self.target.met(self.program, self.yardstick)

    @property
    def missed(self) -> bool:
        """Whether ``--strict`` objects: a target not met, or a figure that could not be had."""
        return bool(self.problem) or (self.target is not None and not self.met)


def result(
    name: str,
    label: str,
    unit: str,
    program: Sequence[float],
    yardstick: Sequence[float] | None = None,
    target: Target | None = None,
    missing: str = NO_CHANGE,
) -> Result:
    """Return a result from the two series; ``missing`` says why the program's may be empty."""
    return Result(
        name,
        label,
        unit,
        program=summarise(program) if program else None,
        yardstick=summarise(yardstick) if yardstick else None,
        target=target,
        problem="" if program else missing,
    )


@dataclass(frozen=True, slots=True)
class Group:
    """The results of one measure, under a heading that names the yardstick."""

    name: str
    heading: str
    results: tuple[Result, ...]
    seconds: float = 0.0


def _figure(value: float) -> str:
    """Return three significant digits, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _figures(summary: Summary | None) -> tuple[str, str, str]:
    if summary is None:
        return "·", "·", "·"
    return _figure(summary.min), _figure(summary.median), _figure(summary.p95)


def _verdict(item: Result) -> str:
    if item.target is None:
        return ""
    word = {True: "met", False: "missed", None: "unknown"}[item.met]
    return f"{item.target}  {word}"


def _line(item: Result) -> str:
    quotient = item.ratio
    cells = "".join(f"{cell:>{_CELL}}" for cell in _figures(item.program))
    beside = "".join(f"{cell:>{_CELL}}" for cell in _figures(item.yardstick))
    times = _figure(quotient.median) if quotient else "·"
    name = f"{item.label}, {item.unit}" if item.unit else item.label
    line = f"  {name:<{_LABEL}}{cells}  {beside}{times:>{_CELL - 1}}  {_verdict(item)}"
    return line.rstrip() + (f"\n      {item.problem}" if item.problem else "")


def table(groups: Iterable[Group]) -> str:
    """Return the report as text; lines of 120 cells hold it."""
    three = "".join(f"{word:>{_CELL}}" for word in ("min", "median", "p95"))
    wide = 3 * _CELL
    lines = [
        f"  {'':<{_LABEL}}{'program':>{wide}}  {'yardstick':>{wide}}{'times':>{_CELL - 1}}  target",
        f"  {'':<{_LABEL}}{three}  {three}",
    ]
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

    quotient = item.ratio
    return {
        "id": item.id,
        "label": item.label,
        "unit": item.unit,
        "program": figures(item.program),
        "yardstick": figures(item.yardstick),
        "ratio": quotient
        and {key: round(getattr(quotient, key), 4) for key in ("min", "median", "p95")},
        "target": item.target
        and {"kind": item.target.kind, "of": item.target.of, "limit": item.target.limit},
        "met": item.met,
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
