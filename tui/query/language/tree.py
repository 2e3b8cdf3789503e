"""The filter language as a tree: what a parsed filter is made of, with positions.

Spans count characters from 0 in the text that was parsed; ``end`` is exclusive.
Nodes compare equal whatever their spans, so a filter equals its re-parsed rendering.
"""

from __future__ import annotations

import re
from dataclasses import field as attribute
from typing import Literal

from tui.frozen import frozen

Operator = Literal["<", "<=", ">", ">=", "="]


@frozen
class Span:
    """Part of the filter text, from ``start`` up to but without ``end``."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@frozen
class Value:
    """One literal: its text without quotes, and whether it was quoted."""

    text: str
    quoted: bool = attribute(default=False, compare=False)
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class OneOf:
    """``a,b``: equal to (text fields: containing) one of the values."""

    values: tuple[Value, ...]


@frozen
class Compare:
    """``>=5``: comparison with one number or date."""

    operator: Operator
    value: Value


@frozen
class Between:
    """``1..10``: from low to high, both included; one end may be open (``1..``, ``..10``)."""

    low: Value | None
    high: Value | None


@frozen
class Present:
    """``*``: there is a value."""


@frozen
class Pattern:
    """``/^bsc/``: a regular expression, without its slashes, that is known to compile."""

    source: str
    span: Span = attribute(default=NOWHERE, compare=False)


Condition = OneOf | Compare | Between | Present | Pattern


@frozen
class Everything:
    """The empty filter."""

    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class Text:
    """Free text: anywhere in the record or its children."""

    value: Value
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class Term:
    """``field:condition``; the field may have dots (``partner.type``, ``budget.total_meur``)."""

    field: str
    condition: Condition
    field_span: Span = attribute(default=NOWHERE, compare=False)
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class Group:
    """``partner( … )``: one and the same child matches the filter inside."""

    relation: str
    node: Node
    relation_span: Span = attribute(default=NOWHERE, compare=False)
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class Count:
    """``count(partner( … )):>=2``; ``count(partner):>=2`` has ``Everything`` inside."""

    group: Group
    condition: Condition
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class Not:
    """``-x`` or ``NOT x``."""

    node: Node
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class And:
    """``a b``: two or more nodes that must all match."""

    nodes: tuple[Node, ...]
    span: Span = attribute(default=NOWHERE, compare=False)


@frozen
class Or:
    """``a OR b``: two or more nodes of which one must match."""

    nodes: tuple[Node, ...]
    span: Span = attribute(default=NOWHERE, compare=False)


Node = Everything | Text | Term | Group | Count | Not | And | Or


@frozen
class Note:
    """A sentence on what was taken for something else than it was written, and its place."""

    text: str
    span: Span


class FilterError(ValueError):
    """A filter that cannot be understood.

    ``reason`` is a sentence without position, ``span`` the place in the text,
    ``suggestion`` the nearest valid word or "" where there is none. ``text`` is the whole
    filter, "" where it is not known.
    """

    text = ""

    def __init__(self, reason: str, span: Span, suggestion: str = "") -> None:
        """Keep the parts; the message joins them with a column that counts from 1."""
        self.reason = reason
        self.span = span
        self.suggestion = suggestion
        hint = f"; did you mean '{suggestion}'?" if suggestion else ""
        super().__init__(placed(reason, span) + hint)


def placed(reason: str, span: Span, whose: str = "") -> str:
    """A reason with its column, counted from 1, behind the first clause: what follows is advice.

    ``whose`` column it is follows that.
    """
    place = f" at column {span.start + 1}{whose}"
    for found in re.finditer("; |, only ", reason):
        at = found.start()
        if reason.count("'", 0, at) % 2 == 0:  # not within what is quoted
            return f"{reason[:at]}{place}{reason[at:]}"
    return f"{reason}{place}"
