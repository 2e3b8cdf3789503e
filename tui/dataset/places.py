"""Where the keys of a TOML file stand, found when a fault needs its line.

The text was parsed before, so it is read here only as far as names and nesting go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tui import toml

Steps = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)+")
_BASIC = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"'
_LITERAL = r"'[^'\n]*+'"
_NAME = re.compile(rf"[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL}", re.DOTALL)
_VALUE = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']++|'(?!''))*'{3,5}"
    rf"|{_BASIC}|{_LITERAL}|[^\s,\[\]{{}}#]++",
    re.DOTALL,
)
# Names that lead to one key; what lies deeper is found at this depth.
_DEEPEST = 40


class Places:
    """The lines of one text, found in a single pass over it."""

    def __init__(self, text: str) -> None:
        """Read the text."""
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._lines: dict[Steps, int] = {}
        self._implied: dict[Steps, int] = {}
        self._rows: dict[Steps, int] = {}
        self._read()

    def line(self, steps: Steps) -> int:
        """Line (from 1) of the deepest part of ``steps`` that stands in the text.

        ``()`` is the first key. A table that only dotted keys speak of stands where the
        first of them does. 0 where nothing of it is there.
        """
        for lines in (self._lines, self._implied):
            for end in range(len(steps), 0, -1):
                if steps[:end] in lines:
                    return lines[steps[:end]]
        return 0 if steps else self._lines.get((), 0)

    def known(self, steps: Steps) -> bool:
        """Whether this very key stands in the text."""
        return steps in self._lines or steps in self._implied

    def _read(self) -> None:
        """Read header after header and key after key."""
        table: Steps = ()
        while self._skip():
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._value(self._key(table))

    def _skip(self) -> bool:
        """Go on to the next sign; whether there is one."""
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._at < len(self._text)

    def _names(self) -> Sequence[str]:
        """Read a name, or several with dots between them."""
        found: list[str] = []
        while self._skip() and (name := _NAME.match(self._text, self._at)):
            found.append(_plain(name.group()))
            self._at = name.end()
            if not self._skip() or self._text[self._at] != ".":
                break
            self._at += 1
        return found

    def _put(self, steps: Steps, *, implied: bool = False) -> None:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        (self._implied if implied else self._lines).setdefault(steps, self._line)

    def _header(self) -> Steps:
        """Read ``[a.b]`` or ``[[a.b]]``; rows of arrays of tables are counted from 0."""
        is_row = self._text.startswith("[[", self._at)
        self._at += 2 if is_row else 1
        here: Steps = ()
        names = self._names()
        for number, name in enumerate(names, 1):
            here = (*here, name)
            if number <= _DEEPEST:
                self._put(here, implied=is_row or number < len(names))
            if is_row and number == len(names):
                self._rows[here] = self._rows.get(here, -1) + 1
            if here in self._rows:
                here = (*here, self._rows[here])
                self._put(here)
        end = self._text.find("]", self._at)
        self._at = len(self._text) if end < 0 else end + (2 if is_row else 1)
        return here

    def _key(self, table: Steps) -> Steps:
        """Read a name up to the value behind it."""
        start = self._at
        names = self._names()
        here = (*table, *names)
        self._put(())
        for number in range(1, min(len(names), _DEEPEST) + 1):
            self._put(here[: len(table) + number], implied=number < len(names))
        if self._skip() and self._text[self._at] == "=":
            self._at += 1
        self._at = max(self._at, start + 1)
        return here

    def _value(self, steps: Steps) -> None:
        """Read a value with everything in it.

        ``containers`` holds the arrays and inline tables around the place, each with the
        number of the item that an array is at; None for a table.
        """
        containers: list[tuple[Steps, int | None]] = []
        here: Steps | None = steps
        while self._skip():
            sign = self._text[self._at]
            if here is not None and sign in "[{":
                if containers and sign == "{":
                    self._put(here)
                containers.append((here, 0 if sign == "[" else None))
                self._at += 1
            elif here is not None and sign not in ",]}":
                value = _VALUE.match(self._text, self._at)
                self._at = value.end() if value else self._at + 1
            elif sign == "," and containers:
                around, item = containers.pop()
                containers.append((around, None if item is None else item + 1))
                self._at += 1
            elif sign in "]}" and containers:
                containers.pop()
                self._at += 1
            if not containers:
                return
            here = self._inside(*containers[-1])

    def _inside(self, around: Steps, item: int | None) -> Steps | None:
        """Steps of what stands next in an array or inline table; None at its sign or end."""
        if not self._skip() or self._text[self._at] in ",]}":
            return None
        return self._key(around) if item is None else (*around, item)


def _plain(name: str) -> str:
    """A name without its quotes."""
    if name[0] not in "\"'":
        return name
    try:
        return next(iter(toml.loads(f"{name} = 0")))
    except toml.TOMLDecodeError:
        return name[1:-1]
