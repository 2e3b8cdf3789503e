"""Terms as they are written elsewhere, told by their text: each is refused with the form meant.

``members:>5,<10``, ``5 < members``, ``members:5 to 10``, ``country :DE``, ``country:not DE``,
``partner{type:company}``, ``type:company, country:DE``, ``country:DE, country:FR``,
``sum(system.racks)>5``. Only signs and digits decide: whether a name is that of a field is not
known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tui.lazy_pattern import lazy_pattern
from tui.query.language.brackets import counted
from tui.query.language.frames import of_frame
from tui.query.language.habits import SIGNS, Misread, is_denied
from tui.query.language.lex import operator_named
from tui.query.language.tree import Span

_NAME = r"[A-Za-z_][A-Za-z0-9_.]*(?:-[A-Za-z0-9_.]+)*"
_SIGN = "(?:>=?|<=?|=[<>]|[≥≤])"
_NUMBER = r"[-+]?\d(?:[^\s,;:|()<>=≥≤\".]|\.(?!\.))*"
_VALUE = r'(?:"[^"]*"|[^\s,:()"]+)'
_VALUES = f"{_VALUE}(?:,{_VALUE})*"
_END = r"(?=[\s)]|\Z)"
_JOINED = (
    r"(?:\s*[,;]\s*|(?P<both>\s*&\s*|\s+(?:and|und)\s+)"
    r"|(?P<either>\s*\|\s*|\s+(?:or|oder)\s+)|\s*)"
)
# A list whose values may stand apart, in a row of terms.
_LISTED = r'(?:"[^"]*"|[^\s,;:()"]+)'
_LIST = rf"{_LISTED}(?:\s*+[,;]\s*+{_LISTED})*"
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def _limits(found: re.Match[str], text: str) -> Misread:
    """``members:>5,<10`` and ``5 < members < 10``."""
    name, one, low = found.group("name", "one", "low")
    one = _compared(one)
    before = text[: found.start()].rstrip()
    if text[found.start()] == low[0]:
        if before.endswith("-"):
            # Nobody knows whether the sign of -2 < x denies.
            return _misread(found, "the field stands first", "")
        one = _TURNED[one]
    first = f"{one}{low}"
    if not (other := found["other"]):
        return _misread(found, "the field stands first", f"{name}:{first}")
    limits = [first, f"{_compared(other)}{found['high']}"]
    joined = found.groupdict()
    either = joined.get("either") or (not joined.get("both") and _are_apart(*limits))
    meant = _terms(name, limits, either=bool(either), denied=is_denied(before))
    return _misread(found, "each limit is a term of its own", meant)


def _terms(name: str, conditions: Sequence[str], *, either: bool, denied: bool) -> str:
    """A term for each condition, of which all are to hold or ``either``."""
    joined = (" OR " if either else " ").join(f"{name}:{each}" for each in conditions)
    return f"({joined})" if either or denied else joined


def _are_apart(one: str, other: str) -> bool:
    """Whether nothing is within two limits: ``<5`` and ``>10``."""
    found = [each for each in map(_LIMIT.fullmatch, sorted((one, other))) if each]
    if [each["sign"][:1] for each in found] != ["<", ">"]:
        return False
    below, above = found
    if re.sub(r"[\d.-]", "", below["limit"]) != re.sub(r"[\d.-]", "", above["limit"]):
        return False
    high, low = _figures(below["limit"]), _figures(above["limit"])
    within = {below["sign"], above["sign"]} == {"<=", ">="}
    return high < low or (high == low and not within)


def _figures(limit: str) -> list[float]:
    """The numbers in a number or date, of which the first may be below zero."""
    figures = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", limit)]
    return [-figures[0], *figures[1:]] if limit.startswith("-") else figures


def _compared(sign: str) -> str:
    return SIGNS[sign][1]


def _from_to(found: re.Match[str], _text: str) -> Misread:
    """``members:5 to 10``."""
    low, high = found.group("low", "high")
    return _misread(found, "a range is written low..high", f"{found['name']}:{low}..{high}")


def _apart(found: re.Match[str], _text: str) -> Misread | None:
    """``country : DE`` and ``members:> 5``."""
    written, sign = found[0], found["sign"] or ""
    meant = f"{found['name']}:{sign}{found['value']}"
    if written == meant or operator_named(found["value"]):
        return None
    if found["colon"] and not sign and not written.startswith(f"{found['name']}:"):
        return _misread(found, _COLON_APART, meant)
    if sign:
        return _misread(found, f"'{sign}' has no value directly after it", meant)
    return _misread(found, f"'{found['name']}:' has no value directly after it", meant)


def _denied(found: re.Match[str], _text: str) -> Misread:
    """``country:not DE`` and ``country:!DE,!FR``."""
    values = found["values"].replace("!", "")
    return _misread(found, f"'{found['sign']}' before a value; write -field:{values}",
                    f"-{found['name']}:{values}")  # fmt: skip


def _about(found: re.Match[str], _text: str) -> Misread:
    """``name:~bsc``."""
    reason = f"'~' before a value; write field:{found['value']}"
    return _misread(found, reason, f"{found['name']}:{found['value']}")


def _of_rows(found: re.Match[str], _text: str) -> Misread:
    """``partner{type:company}``, ``partner[type=company]``."""
    terms = _EQUALS.sub(r"\1:", found["terms"].strip())
    return _misread(found, "what belongs to a row stands in parentheses",
                    f"{found['name']}({terms})")  # fmt: skip


def _of_query(found: re.Match[str], _text: str) -> Misread:
    """``WHERE country``, ``DATE '2025-01-01'``."""
    word = found[0].split(maxsplit=1)[0]
    return _misread(
        found, f"'{word}' joins nothing here (in quotes it is text)", found["name"] or found["date"]
    )


def _with_path(found: re.Match[str], _text: str) -> Misread:
    """``partner->type:company``, ``partner/type:company``, ``country::DE``."""
    colon = found["sign"] in ("::", "->") and not found["term"].partition(":")[1]
    reason = f"'{found['sign']}' joins nothing here"
    return _misread(found, reason, f"{found['name']}{':' if colon else '.'}{found['term']}")


def _with_comma(found: re.Match[str], text: str) -> Misread:
    """``type:company, country:DE``, and ``country:DE,country:FR``, whose values are one list."""
    denied = is_denied(text[: found.start()])
    first = ""
    asked: dict[str, list[str]] = {}
    for term in _TERM.finditer(found["terms"]):
        excluding = _EXCLUDING.match(term["values"])
        sign = "-" if excluding else term["sign"]
        name = term["name"] if denied and term["name"] == first else f"{sign}{term['name']}"
        first = first or name
        values = re.sub(r"\s*[,;]\s*", ",", term["values"][excluding.end() if excluding else 0 :])
        if limit := _LIMIT.fullmatch(values):
            values = f"{_compared(limit['sign'])}{limit['limit']}"
        asked.setdefault(name, []).append(values)
    reason = "terms stand side by side, without commas"
    if len(asked) == 1:
        reason = "commas part values, not terms"
    meant = (_any_of(name, each, denied=denied and name == first) for name, each in asked.items())
    return _misread(found, reason, " ".join(meant))


def _any_of(name: str, conditions: list[str], *, denied: bool) -> str:
    """What asks that one of several conditions on a field holds, or that it is between two."""
    if len(conditions) == 1 or not any(map(_IS_NO_VALUE.match, conditions)):
        return f"{name}:{','.join(conditions)}"
    signs = {each[:1] for each in conditions}
    between = len(conditions) == len("<>") == len(signs & {"<", ">"}) and not _are_apart(
        *conditions
    )
    return _terms(name, conditions, either=not between, denied=denied)


def _function(found: re.Match[str]) -> Misread:
    """``sum(system.accelerator_count) > 1000``, ``len(partner) > 5``."""
    name, sign, value = found.group("name", "sign", "value")
    if name.casefold() not in _COUNTING:
        return _misread(found, f"'{name}' is no function here, only count( ) is; other figures "
                        "are columns, listed by aif fields", "")  # fmt: skip
    what = found["what"].strip()
    begin, condition = SIGNS.get(sign or "", ("", ""))
    meant = f"{begin}count({counted(what) or what}):{condition}{value or '>=1'}"
    return _misread(found, "rows are counted by count( )", meant)


def _misread(found: re.Match[str], reason: str, meant: str) -> Misread:
    return Misread(reason, Span(found.start(), found.end()), meant)


_COUNTING = frozenset({"len", "length", "size", "number", "anzahl", "cardinality"})
_COLON_APART = "the colon stands directly behind a field (in quotes it is text)"
_LIMIT = lazy_pattern(rf"(?P<sign>{_SIGN})(?P<limit>{_NUMBER})")
_EXCLUDING = lazy_pattern(r"!=|<>|≠")
_IS_NO_VALUE = lazy_pattern(r'[<>=≥≤≠!/*]|[^"]*\.\.')
_TERM = lazy_pattern(rf"(?P<sign>-?)(?P<name>{_NAME}):(?P<values>{_LIST})(?=\s*[,;]|\Z)")
_EQUALS = lazy_pattern(rf"({_NAME})\s*={{1,2}}\s*")
_COMPARED = r"(?:\s*(?:[=<>!~:≥≤≠]|not\s+)|\s+(?:is|in|i?like|between)\s)"
_HABITS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Misread | None]], ...] = (
    (
        lazy_pattern(
            rf"(?P<name>{_NAME})\s*+:?\s*+(?P<one>{_SIGN})\s*(?P<low>{_NUMBER}){_JOINED}"
            rf"(?P<other>{_SIGN})\s*(?P<high>{_NUMBER})[,;]?{_END}",
            re.IGNORECASE,
        ),
        _limits,
    ),
    (
        lazy_pattern(
            rf"(?P<low>{_NUMBER})\s*(?P<one>{_SIGN})\s*(?P<name>{_NAME})"
            rf"(?:\s*(?P<other>{_SIGN})\s*(?P<high>{_NUMBER}))?[,;]?{_END}"
        ),
        _limits,
    ),
    (
        lazy_pattern(
            rf"(?P<name>{_NAME}):(?:(?:between|zwischen)\s+(?P<from>)|(?:from|von)\s+)?"
            rf"(?P<low>{_NUMBER})\s+(?:to|till|until|through|bis|[-–—…]|(?(from)(?:and|und)|(?!)))"
            rf"\s+(?P<high>{_NUMBER}){_END}",
            re.IGNORECASE,
        ),
        _from_to,
    ),
    (
        lazy_pattern(
            rf"(?P<name>{_NAME}):(?P<sign>not|nicht|!(?!=))(?:(?<=!)|\s+)(?P<values>!?(?!!){_VALUE}(?:,!?(?!!){_VALUE})*){_END}",
            re.IGNORECASE,
        ),
        _denied,
    ),
    (
        lazy_pattern(
            rf"(?:(?:select\s[^()\"']*?\s)?where\s+(?P<name>{_NAME})(?={_COMPARED})"
            rf"|(?:date|timestamp)\s*'(?P<date>\d{{4}}[-\dQH]*)'{_END})",
            re.IGNORECASE,
        ),
        _of_query,
    ),
    (lazy_pattern(rf"(?P<name>{_NAME}):~(?P<value>{_VALUE}){_END}"), _about),
    (
        lazy_pattern(
            rf"(?P<name>[A-Za-z_]\w*)(?P<sign>->|::|/|\\)(?P<term>{_NAME}:{_VALUES}){_END}"
        ),
        _with_path,
    ),
    (lazy_pattern(rf"(?P<name>{_NAME})(?P<sign>->|::)(?P<term>{_VALUES}){_END}"), _with_path),
    (
        lazy_pattern(
            rf"(?P<name>{_NAME})[\[{{](?P<terms>\s*{_NAME}\s*(?::|={{1,2}})[^\[\]{{}}]*)[\]}}]{_END}"
        ),
        _of_rows,
    ),
    (
        lazy_pattern(
            rf"(?P<name>{_NAME})(?:\s*(?P<colon>:)\s*+(?P<sign>{_SIGN}|!?=|≠|<>)?\s*+)"
            rf"(?P<value>(?!/|-\D){_VALUES}){_END}"
        ),
        _apart,
    ),
    (
        lazy_pattern(rf"(?P<terms>{_NAME}:{_LIST}(?:\s*+[,;]\s*+-?{_NAME}:{_LIST})+)[,;]?{_END}"),
        _with_comma,
    ),
)

_FUNCTION = lazy_pattern(
    r"(?P<name>sum|total|max(?:imum)?|min(?:imum)?|avg|average|mean|median|len|length|size"
    r"|number|anzahl|summe|cardinality)\((?P<what>[^()\"]+(?:\([^()\"]*\))?\s*)\)"
    rf"(?:\s*:?\s*(?P<sign>{_SIGN}|!?=|≠|<>|==)?\s*(?P<value>\d[^\s()]*))?",
    re.IGNORECASE,
)


def elsewhere(text: str, start: int) -> Misread | None:
    """The term of another language that begins at ``start``; None where none does."""
    if picked := of_frame(text, start):
        return picked
    for pattern, reader in _HABITS:
        found = pattern.match(text, start)
        wrong = reader(found, text) if found else None
        if wrong is not None:
            return wrong
    return None


def function(text: str, start: int) -> Misread | None:
    """The function of another language that is called at ``start``; None where none is."""
    found = _FUNCTION.match(text, start)
    return None if found is None else _function(found)
