"""Sentences and queries of other languages: each is told the term that asks for the same here.

``country is DE``, ``name LIKE 'hpc%'``, ``members more than 5``, ``selected after 2024``,
``website IS NOT NULL``, ``no website``, ``website missing``, ``order by members``. Only the name
of a field, or of a group of them such as ``budget``, makes one of words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from tui.lazy_pattern import lazy_pattern
from tui.query.engine.habit_terms import is_lacking, is_nothing
from tui.query.language.render import literal
from tui.query.language.tree import FilterError, Node, Not, OneOf, Span, Term, Text

_SIGNS: Mapping[str, Collection[str]] = {
    "": ("is", "are", "in", "like", "ilike", "contains", "containing", "equals", "equal to", "eq",
         "ist", "gleich"),
    "-": ("is not", "are not", "not", "not in", "not like", "is not in", "isn't", "ne", "neq",
          "ist not"),
    ">": ("over", "above", "gt", "more than", "greater than", "larger than", "bigger than",
          "exceeds", "after", "mehr als", "größer als", "über", "nach"),
    ">=": ("ge", "gte", "at least", "since", "from", "mindestens", "seit"),
    "<": ("under", "below", "lt", "less than", "fewer than", "smaller than", "before",
          "weniger als", "kleiner als", "unter", "vor"),
    "<=": ("le", "lte", "at most", "up to", "until", "höchstens", "bis"),
    "..": ("between", "zwischen"),
    "^": ("starts with", "begins with", "startswith", "starting with"),
    "$": ("ends with", "endswith", "ending with"),
}  # fmt: skip
_VERBS = {verb: sign for sign, verbs in _SIGNS.items() for verb in verbs}
_VERBS |= {f"is {verb}": sign for verb, sign in _VERBS.items() if sign[:1] in ("<", ">", ".")}
_LONGEST = 3
_FIGURE = lazy_pattern(r"[€$]?\d.*")
_ORDER = {"order by": "--sort", "sort by": "--sort", "sorted by": "--sort", "group by": "--by"}


def refuse_sentence(fields: Collection[str], nodes: Sequence[Node]) -> None:
    """Raise FilterError for ``country in DE,FR`` and ``members between 5 and 10``.

    ``fields`` are their names, ``nodes`` terms side by side.
    """
    names = {name.casefold(): name for name in fields}
    words = list(_words(nodes))
    texts = [text for text, _, _ in words]
    plain_texts = ["" if quoted else text for text, _, quoted in words]
    for at, (_, node, _) in enumerate(words):
        if at + 1 < len(words):
            _refuse_order(names, words, at)
            _refuse_lacking(names, words, at)
        name = _first_of(names, plain_texts[at]) if len(words) >= at + 3 else ""
        if not name:
            continue
        for length in range(_LONGEST, 0, -1):
            sign = _VERBS.get(" ".join(plain_texts[at + 1 : at + 1 + length]).lower())
            first = at + 1 + length
            # What stands behind a colon already is a sentence only where it compares.
            plain = sign in ("", "-", "^", "$") and isinstance(node, Term)
            if sign is None or plain or first >= len(words) or not texts[first]:
                continue
            # Of rows is asked whether there are any, of a group of fields also for figures.
            own = plain_texts[at].casefold() in names
            of_figures = name in fields and sign[:1] in (">", "<", ".")
            if not (own or of_figures or is_nothing(texts[first])):
                continue
            meant, last = _meant(name, sign, texts, first)
            if meant:
                verb = " ".join(texts[at + 1 : first])
                span = Span(node.span.start, words[last][1].span.end)
                raise FilterError(f"'{verb}' joins nothing here", span, meant)


def _words(nodes: Sequence[Node]) -> Iterator[tuple[str, Node, bool]]:
    """Each word with its node and whether it is quoted; "" for what is no word."""
    for node in nodes:
        match node:
            case Text():
                yield node.value.text, node, node.value.quoted
            case Not(Text() as text) if text.span.start - node.span.start > len("-"):
                yield "not", node, False
                yield text.value.text, node, text.value.quoted
            case Term(field, OneOf((value,))) if not value.quoted:
                yield field, node, False
                yield value.text, node, False
            case _:
                yield "", node, False


def _meant(name: str, sign: str, texts: Sequence[str], first: int) -> tuple[str, int]:
    """The term that a sentence means, "" for none, and the place of its last word."""
    value = texts[first]
    if sign == "..":
        high = texts[first + 1] if first + 1 < len(texts) else ""
        fits = _FIGURE.fullmatch(value) and _FIGURE.fullmatch(high)
        return (f"{name}:{value}..{high}", first + 1) if fits else ("", first)
    if sign[:1] in (">", "<"):
        return (f"{name}:{sign}{value}", first) if _FIGURE.fullmatch(value) else ("", first)
    if sign in ("^", "$"):
        source = re.escape(value).replace("/", r"\/")
        return f"{name}:/{'^' * (sign == '^')}{source}{'$' * (sign == '$')}/", first
    if is_nothing(value):
        return f"{'' if sign else '-'}{name}:*", first
    last = first
    while texts[last].endswith(",") and last + 1 < len(texts) and texts[last + 1]:
        last += 1
    listed = "".join(texts[first : last + 1]).strip("%*")
    written = listed if " " not in listed else literal(listed)
    return (f"{sign}{name}:{written}" if written else "", last)


def _refuse_lacking(
    names: Mapping[str, str], words: Sequence[tuple[str, Node, bool]], at: int
) -> None:
    """Raise FilterError for ``no website`` and ``website missing``."""
    (one, node, quoted), (other, after, also_quoted) = words[at : at + 2]
    if quoted or also_quoted or not (isinstance(node, Text) and isinstance(after, Text)):
        return
    field = other if is_lacking(one) else one if is_nothing(other) else ""
    if field and (found := _first_of(names, field)):
        reason = f"'{one} {other}' is no term; rows without a value are asked for by field"
        raise FilterError(reason, Span(node.span.start, after.span.end), f"-{found}:*")


def _first_of(names: Mapping[str, str], word: str) -> str:
    """The field of a name, the rows of it, or the first field of its group; "" for none.

    ``names`` are keyed by themselves in small letters.
    """
    word = word.casefold()
    if f"{word}.id" in names:
        return names.get(word, word)
    begin = f"{word}."
    return names.get(word) or next(
        (each for key, each in names.items() if key.startswith(begin)), ""
    )


def _refuse_order(
    names: Mapping[str, str], words: Sequence[tuple[str, Node, bool]], at: int
) -> None:
    """Raise FilterError for ``order by members`` and ``limit 10``."""
    (one, node, _), (other, after, _) = words[at : at + 2]
    if one.lower() == "limit" and other.isdecimal():
        _fail_at_option(node, after, one, f"--limit {other}")
    option = _ORDER.get(f"{one} {other}".lower(), "")
    field = names.get(words[at + 2][0].casefold()) if option and at + 2 < len(words) else None
    if field:
        _fail_at_option(node, words[at + 2][1], f"{one} {other}", f"{option} {field}")


def _fail_at_option(node: Node, last: Node, written: str, option: str) -> None:
    span = Span(node.span.start, last.span.end)
    raise FilterError(f"'{written}' is no filter; {option} beside it does that", span)
