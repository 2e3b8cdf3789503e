"""Terms as they are written elsewhere, told by their text: each is refused with the form meant.

``members:>5,<10``, ``5 < members``, ``members:5 to 10``, ``country :DE``, ``country:not DE``,
``partner{type:company}``, ``type:company, country:DE``, ``sum(system.racks)>5``. Only signs and
digits decide: whether a name is that of a field is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tui.lazy_pattern import lazy_pattern
from tui.query.language.brackets import counted
from tui.query.language.habits import SIGNS, Misread
from tui.query.language.tree import Span

_NAME = r"[A-Za-z_][A-Za-z0-9_.]*(?:-[A-Za-z0-9_.]+)*"
_SIGN = "(?:>=?|<=?|=[<>]|[≥≤])"
_NUMBER = r"[-+]?\d(?:[^\s,;:()<>=≥≤\".]|\.(?!\.))*"
_VALUE = r'(?:"[^"]*"|[^\s,:()"]+)'
_VALUES = f"{_VALUE}(?:,{_VALUE})*"
_END = r"(?=[\s)]|\Z)"
_JOINED = r"(?:\s*[,;&]\s*|\s+(?:and|und)\s+|\s*)"
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
    terms = [f"{name}:{one}{low}"]
    if other := found["other"]:
        terms.append(f"{name}:{_compared(other)}{found['high']}")
    denied = before.endswith("-") or before[-4:].casefold() in ("not", " not", "(not")
    meant = " ".join(terms)
    reason = "each limit is a term of its own" if len(terms) > 1 else "the field stands first"
    return _misread(found, reason, f"({meant})" if denied and len(terms) > 1 else meant)


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
    if written == meant or found["value"].upper() in ("OR", "AND", "NOT"):
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


def _with_path(found: re.Match[str], _text: str) -> Misread:
    """``partner->type:company``, ``partner/type:company``, ``country::DE``."""
    colon = found["sign"] in ("::", "->") and not found["term"].partition(":")[1]
    reason = f"'{found['sign']}' joins nothing here"
    return _misread(found, reason, f"{found['name']}{':' if colon else '.'}{found['term']}")


def _with_comma(found: re.Match[str], _text: str) -> Misread:
    """``type:company, country:DE``."""
    return _misread(found, "terms stand side by side, without commas",
                    f"{found['one']} {found['other']}")  # fmt: skip


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
_EQUALS = lazy_pattern(rf"({_NAME})\s*={{1,2}}\s*")
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
        lazy_pattern(rf"(?P<one>{_NAME}:{_VALUES})\s*[,;]\s*(?P<other>{_NAME}:{_VALUE}){_END}"),
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
