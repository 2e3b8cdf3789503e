"""From tree to filter text, small algebra for facets, errors under the filter, and changes to it.

A filter is a list of parts that must all match. Parts are cut out and added in the text
itself, so that what somebody wrote by hand stays as it was written. Each result is read
again: where the text does not say what it should, the tree is written out anew instead.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from tui.lazy_pattern import lazy_pattern
from tui.query.language.condition import ONE_NUMBER
from tui.query.language.lex import COUNT, NAME, Token, operator_named, tokens
from tui.query.language.parse import Reading, parse, read
from tui.query.language.tree import (
    And,
    Between,
    Compare,
    Condition,
    Count,
    Everything,
    FilterError,
    Group,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Present,
    Span,
    Term,
    Text,
    Value,
)

_THREE_DIGITS = lazy_pattern(r"\d{3}")
_READ_WITH_OTHERS = "'‘‚[{,"
"""Begin words that are read with what stands around them: single quotes, brackets, commas."""
_FIGURE = lazy_pattern(r"[-+]?\d[\d.,-]*")
_SLASHES = lazy_pattern(r"\\.|/", re.DOTALL)


def render(node: Node) -> str:
    """Write a tree as the shortest text that ``parse`` reads as the normalised tree.

    Raises:
        ValueError: no text says this, such as a field name with a space, a list without
            values or the opposite of ``Everything``.

    """
    tree = normalise(node)
    text = _alternatives(tree)
    # What stands side by side may be what another language says, as x:5 to 10.
    sound = isinstance(tree, Text | Everything) or _says(text, tree)
    return text if sound else _alternatives(_with_words_in_quotes(tree))


class _InQuotes(Value):
    """A value that stands in quotes, whether or not the language needs them."""


def _with_words_in_quotes(node: Node) -> Node:
    match node:
        case And() | Or():
            return replace(node, nodes=tuple(map(_with_words_in_quotes, node.nodes)))
        case Not() | Group():
            return replace(node, node=_with_words_in_quotes(node.node))
        case Count():
            group = replace(node.group, node=_with_words_in_quotes(node.group.node))
            return Count(group, _values_in_quotes(node.condition))
        case Text():
            return Text(_InQuotes(node.value.text))
        case Term():
            return Term(node.field, _values_in_quotes(node.condition))
    return node


def _values_in_quotes(condition: Condition) -> Condition:
    match condition:
        case OneOf(values):
            return OneOf(tuple(map(_in_quotes, values)))
        case Compare(operator, value):
            return Compare(operator, _in_quotes(value))
        case Between(low, high):
            return Between(low and _in_quotes(low), high and _in_quotes(high))
    return condition


def _in_quotes(value: Value) -> Value:
    return value if _FIGURE.fullmatch(value.text) else _InQuotes(value.text)


def only(field: str, value: str) -> str:
    """The filter of what has this value."""
    return render(Term(field, OneOf((Value(value),))))


def literal(value: str) -> str:
    """A value as it stands in a list of values, in quotes where the language needs them."""
    return only("x", value).removeprefix("x:")


def normalise(node: Node) -> Node:
    """Return the tree as ``parse`` gives it.

    And inside And and Or inside Or are flattened, ``Everything`` takes no part in an And and
    swallows an Or, a single node needs neither; a regular expression has plain slashes.

    Raises:
        ValueError: an Or without nodes, which nothing could match.

    """
    match node:
        case And():
            return _joined(node)
        case Or():
            if not node.nodes:
                raise ValueError("an Or needs at least one node")
            return _joined(node)
        case Not():
            return replace(node, node=normalise(node.node))
        case Group():
            return _normal_group(node)
        case Count():
            condition = _normal_condition(node.condition)
            return replace(node, group=_normal_group(node.group), condition=condition)
        case Term():
            return replace(node, condition=_normal_condition(node.condition))
        case _:
            return node


def _joined(node: And | Or) -> Node:
    """Normalise the inner nodes and join them."""
    flat: list[Node] = []
    for inner in map(normalise, node.nodes):
        if isinstance(inner, Everything):
            if isinstance(node, Or):
                return inner
        elif isinstance(inner, type(node)):
            flat.extend(inner.nodes)
        else:
            flat.append(inner)
    if not flat:
        return Everything(node.span)
    return flat[0] if len(flat) == 1 else replace(node, nodes=tuple(flat))


def _normal_group(group: Group) -> Group:
    return replace(group, node=normalise(group.node))


def _normal_condition(condition: Condition) -> Condition:
    if not isinstance(condition, Pattern):
        return condition
    plain = _SLASHES.sub(lambda found: "/" if found[0] == r"\/" else found[0], condition.source)
    return replace(condition, source=plain or "(?:)")


def all_of(nodes: Iterable[Node]) -> Node:
    """Return the filter that needs every one of ``nodes``; ``Everything`` if there are none."""
    return normalise(And(tuple(nodes)))


def any_of(nodes: Iterable[Node]) -> Node:
    """Return the filter that needs one of ``nodes``, where ``Everything`` counts as no choice.

    Without any other node the result is ``Everything``.
    """
    chosen = tuple(node for node in map(normalise, nodes) if not isinstance(node, Everything))
    return normalise(Or(chosen)) if chosen else Everything()


def _alternatives(node: Node) -> str:
    match node:
        case Everything():
            return ""
        case Or():
            return " OR ".join(_conjunction(inner) for inner in node.nodes)
        case _:
            return _conjunction(node)


def _conjunction(node: Node) -> str:
    if not isinstance(node, And):
        return _primary(node)
    written: list[str] = []
    for each in map(_primary, node.nodes):
        # Behind a number three digits would belong to it, as in 10 000.
        goes_on = written and written[-1][-1].isdigit() and _THREE_DIGITS.fullmatch(each)
        written.append(_quoted(each) if goes_on else each)
    return " ".join(written)


def _primary(node: Node) -> str:
    match node:
        case And() | Or():
            return f"({_alternatives(node)})"
        case Not():
            return "-" + _primary(node.node)
        case Text():
            return _word(node.value)
        case Term():
            return f"{_name(node.field)}:{_condition(node.condition)}"
        case Group():
            return f"{_relation(node)}({_alternatives(node.node)})"
        case Count():
            within = node.group
            counted = _relation(within) if isinstance(within.node, Everything) else _primary(within)
            return f"{COUNT}({counted}):{_condition(node.condition)}"
        case Everything():
            raise ValueError("no text says Everything inside another node")


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a field or relation")
    return name


def _relation(group: Group) -> str:
    if operator_named(group.relation) or group.relation == COUNT:
        raise ValueError(f"{group.relation!r} is no name of a relation")
    return _name(group.relation)


def _condition(condition: Condition) -> str:
    match condition:
        case Present():
            return "*"
        case Pattern():
            escaped = _SLASHES.sub(
                lambda found: r"\/" if found[0] == "/" else found[0], condition.source
            )
            return f"/{escaped}/"
        case Compare():
            return condition.operator + _value(condition.value)
        case Between(low, high):
            if low is None and high is None:
                raise ValueError("a range needs at least one end")
            return f"{_range_end(low)}..{_range_end(high)}"
        case OneOf():
            if not condition.values:
                raise ValueError("a list needs at least one value")
            return _list(condition.values)


def _list(values: Sequence[Value]) -> str:
    """Values with commas between them, which must not look like those of one number."""
    if len(values) == 1:
        return _value(values[0])
    written = [_quoted(each.text) if "," in each.text else _value(each) for each in values]
    if ONE_NUMBER.fullmatch(",".join(written)):
        written[-1] = _quoted(values[-1].text)
    return ",".join(written)


def _word(value: Value) -> str:
    text = value.text
    if isinstance(value, _InQuotes):
        return _quoted(text)
    bare = not operator_named(text) and text[:1] not in _READ_WITH_OTHERS
    return text if bare and _reads(text, Text(value)) else _quoted(text)


def _value(value: Value) -> str:
    text = value.text
    if isinstance(value, _InQuotes):
        return _quoted(text)
    bare = text[:1] not in _READ_WITH_OTHERS and _reads(f"x:{text}", Term("x", OneOf((value,))))
    return text if bare else _quoted(text)


def _reads(text: str, node: Node) -> bool:
    """Whether a text says this as it stands."""
    try:
        return read(text) == Reading(node)
    except FilterError:
        return False


def _range_end(value: Value | None) -> str:
    if value is None:
        return ""
    at_dots = value.text.startswith(".") or value.text.endswith(".")
    return _quoted(value.text) if at_dots else _value(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", r"\\").replace('"', r"\"") + '"'


def filter_parts(node: Node) -> tuple[Node, ...]:
    """The parts of a parsed filter that must all match, with their places; none if blank."""
    if isinstance(node, And):
        return node.nodes
    return () if isinstance(node, Everything) else (node,)


def source(text: str, *parts: Node) -> str:
    """Parts as they were written, each with the parentheses around it, a space between them."""
    pieces = tokens(text)
    ends = (_around(pieces, part.span) for part in parts)
    return " ".join(text[pieces[a].span.start : pieces[b].span.end] for a, b in ends)


def without_parts(text: str, places: Collection[int]) -> str:
    """The filter text without the parts at these places, counted from 0.

    Raises FilterError where the text is no filter.
    """
    found = filter_parts(parse(text))
    cut = text
    for place in sorted(places, reverse=True):
        cut = _cut(cut, found[place].span)
    return _said(cut, all_of(part for at, part in enumerate(found) if at not in places))


def with_part(text: str, part: str) -> str:
    """The filter text that needs ``part``, itself a filter, as well.

    Raises FilterError where one of the two is no filter.
    """
    wanted = all_of((parse(text), parse(part)))
    blank = not text.strip()
    plain = part if blank else f"{text.rstrip()} {part}"
    return plain if _says(plain, wanted) else _said(f"({text.strip()}) {part}", wanted)


def with_values(text: str, span: Span, values: Sequence[str], wanted: Node) -> str:
    """The filter text with other values in ``span``; ``wanted`` is what it is to say."""
    return _said(text[: span.start] + ",".join(values) + text[span.end :], wanted)


def _says(text: str, wanted: Node) -> bool:
    try:
        return normalise(parse(text)) == normalise(wanted)
    except FilterError:
        return False


def _said(text: str, wanted: Node) -> str:
    return text if _says(text, wanted) else render(wanted)


def _around(pieces: Sequence[Token], span: Span) -> tuple[int, int]:
    """First and last piece of a part, with the parentheses that hold nothing else."""
    first = bisect_left(pieces, span.start, key=lambda piece: piece.span.start)
    last = bisect_right(pieces, span.end, key=lambda piece: piece.span.end) - 1
    # Where one opens, something closes it further on.
    while first and pieces[first - 1].kind == "open" and pieces[last + 1].kind == "close":
        first, last = first - 1, last + 1
    return first, last


def _cut(text: str, span: Span) -> str:
    """The text without a part, the AND beside it and the space that it leaves."""
    pieces = tokens(text)
    first, last = _around(pieces, span)
    if first and _is_and(pieces[first - 1]):
        first -= 1
    elif last + 1 < len(pieces) and _is_and(pieces[last + 1]):
        last += 1
    before = text[: pieces[first].span.start].rstrip()
    after = text[pieces[last].span.end :].lstrip()
    apart = before and after and not before.endswith("(") and not after.startswith(")")
    return f"{before} {after}" if apart else before + after


def _is_and(piece: Token) -> bool:
    return piece.kind == "operator" and operator_named(piece.text) == "AND"
