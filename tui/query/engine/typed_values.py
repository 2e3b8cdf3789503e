"""What a typed value means: a date, a word of a list, a country."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from tui.dataset.fields import PartialDate
from tui.dataset.vocabulary import COUNTRIES, Word, country_name
from tui.lazy_pattern import lazy_pattern
from tui.query.engine.columns import Column
from tui.query.engine.fold import needle
from tui.query.engine.relations import NAMES
from tui.query.engine.store import Store
from tui.query.language.tree import Condition, FilterError, Note, OneOf, Present, Value
from tui.text import did_you_mean
from tui.text import listed as in_a_row

NEAR = 0.7
"""Likeness of a word that is suggested: a slip of the pen, not another word that looks alike."""

_NEAR_COUNTRY = 0.8
_FEW = 8


# Words for any country, of which one begins Allemagne.
_EVERY = frozenset({"all", "alle"})
# How the EU's own statistics write two of the codes.
_CODES_OF_THE_EU = {"EL": "GR", "UK": "GB"}
_YES = frozenset({"true", "yes", "1"})
_NO = frozenset({"false", "no", "0"})
_ALSO_FLAGS = {
    "yes": ("y", "t", "on", "ja", "wahr", "oui", "sí", "si"),
    "no": ("n", "f", "off", "nein", "falsch", "non", "not"),
}
_SAY_YES = _YES | set(_ALSO_FLAGS["yes"])
_SAY_NO = _NO | set(_ALSO_FLAGS["no"])


def is_small(word: str) -> bool:
    """Whether a word is as short as the code of a country, and rather a word such as "in"."""
    return len(word) == len("DE") and word.islower()


def is_value(store: Store, column: Column, text: str) -> bool:
    """Whether a text is a whole value of a column: a word or country by id, code or name."""
    wanted = needle(text)
    if column.kind in ("word", "words"):
        return bool(words_named(store.vocabulary.words(column.vocabulary), wanted))
    if column.kind in ("country", "countries"):
        return text.upper() in COUNTRIES or bool(countries_named(wanted))
    return False


def _singular(word: str) -> Iterator[str]:
    """What a word in the plural may be one of, in English and German."""
    for ending, other in (("ies", "y"), ("s", ""), ("es", ""), ("en", ""), ("n", ""), ("e", "")):
        if word.endswith(ending) and len(word) > _SHORTEST_PLURAL:
            yield f"{word.removesuffix(ending)}{other}"


_SHORTEST_PLURAL = 4
_DENIED = lazy_pattern(r"(?:un|non?|not|nicht)[-_ ]?(?P<rest>.+)", re.IGNORECASE)


def denied(text: str) -> str:
    """The word that another denies: "confirmed" of "unconfirmed", "" where it denies none."""
    found = _DENIED.fullmatch(text)
    return found["rest"] if found else ""


def class_of(store: Store, table: str, text: str) -> tuple[Column, str] | None:
    """The column of a table, and its value, that a whole text names and that is no row's name."""
    found = class_in(store, table, text)
    return None if found is None or _is_name(store, table, needle(text)) else found


def class_in(store: Store, table: str, text: str) -> tuple[Column, str] | None:
    """The column of a table, and its value, that a whole text names: a country, a word of a list.

    A word in the plural names it too. None where none is named; columns by which rows are named
    do not count.
    """
    found = _class(store, table, text)
    others = (_class(store, table, each) for each in _singular(text.casefold()))
    return found or next(
        (each for each in others if each is not None and not is_country(each)), None
    )


def is_country(found: tuple[Column, str]) -> bool:
    """Whether a class is a country."""
    return found[0].kind in ("country", "countries")


def _class(store: Store, table: str, text: str) -> tuple[Column, str] | None:
    spec = store.specs[table]
    wanted = needle(text)
    country = _country_named(text)
    found = []
    for column in spec.columns:
        if column.id in NAMES.get(table, ()):
            continue
        if column.kind in ("country", "countries") and country:
            found.append((column, country))
        elif column.kind in ("word", "words"):
            named = words_named(store.vocabulary.words(column.vocabulary), wanted)
            found += [(column, ident) for ident in named]
    return min(found, key=lambda each: (each[0].many, not each[0].default), default=None)


def _is_name(store: Store, table: str, wanted: str) -> bool:
    """Whether a row of the table has just this name, or one from a list that holds the text."""
    source = store.table(table)
    columns = [each for ident in NAMES.get(table, ()) if (each := source.spec.own_column(ident))]
    return any(
        column.vocabulary or wanted in stack.split("\n")
        for column in columns
        for stack in source.coded(column.id).haystacks(store.texts_of(column))
        if wanted in stack
    )


@lru_cache(maxsize=256)
def _country_named(text: str) -> str:
    """The code of the country that a text is, by code or any whole name, "" for none."""
    code = text.upper()
    code = _CODES_OF_THE_EU.get(code, code)
    if code in COUNTRIES:
        return code
    wanted = needle(text)
    return next((code for code, names in COUNTRIES.items() if wanted in map(needle, names)), "")


def words_named(listed: Mapping[str, Word], wanted: str) -> list[str]:
    """Ids of the words of a list of which id or label is this folded text."""
    return [ident for ident, word in listed.items() if wanted in _names_of(word)]


def _names_of(word: Word) -> tuple[str, ...]:
    return needle(word.id), needle(word.en), needle(word.de)


def words(store: Store, column: Column, value: Value, notes: list[Note] | None = None) -> set[str]:
    """Vocabulary ids meant by a value: by id or label, else all that contain it.

    ``role:member`` stands for every role that the vocabulary marks as member. What is met only
    by parts of words goes to ``notes``. Raises :class:`FilterError` where nothing is meant.
    """
    listed = store.vocabulary.words(column.vocabulary)
    if value.text in listed:
        return {value.text}
    wanted = needle(value.text)
    if column.vocabulary == "role" and wanted == "member":
        return set(store.vocabulary.flagged("role", "member"))
    found = set(words_named(listed, wanted))
    if not found and wanted:
        found = {each for each, word in listed.items() if _is_in(wanted, word)}
        if notes is not None:
            tell_parts(store, column, value, notes)
    if not found:
        kind = column.title.lower() or column.id
        reason = f"no {kind} '{value.text}'"
        if column.vocabulary == "role" and wanted in ("members", "mitglied", "mitglieder"):
            raise FilterError(reason, value.span, "member")
        others = [ident for ident in listed if ident != denied(value.text).lower()]
        if len(others) < len(listed):
            raise FilterError(reason, value.span, ",".join(others) if len(others) < _FEW else "")
        close = _yes_or_no(wanted, listed) or did_you_mean(value.text, listed, least=NEAR)
        if not close and len(listed) <= _FEW:
            reason += f", only {', '.join(listed)}"
        raise FilterError(reason, value.span, close)
    return found


def tell_parts(store: Store, column: Column, value: Value, notes: list[Note]) -> None:
    """Tell what a value is read as that is no word of a list, and met by parts of some."""
    listed, wanted = store.vocabulary.words(column.vocabulary), needle(value.text)
    if not wanted or words_named(listed, wanted):
        return
    holding = {each: word for each, word in listed.items() if _is_in(wanted, word)}
    if holding and not _is_clear(wanted, holding.values()):
        _tell_reading(value, list(holding), notes)


def _is_in(wanted: str, word: Word) -> bool:
    return wanted in "\n".join(_names_of(word))


def _is_clear(wanted: str, found: Collection[Word]) -> bool:
    """Whether a part of words is a whole word of each, or how one of the only word begins.

    What says yes or no begins no word: ``verdict:no`` asks for no *not checkable*.
    """
    if len(found) == 1 and says_yes(wanted) is not None:
        return False
    part = re.compile(rf"(?<![^\W_]){re.escape(wanted)}{'' if len(found) == 1 else _WORD_END}")
    return all(any(map(part.search, _names_of(word))) for word in found)


_WORD_END = r"(?![^\W_])"


def _yes_or_no(wanted: str, listed: Collection[str]) -> str:
    """The verdict that a yes or no is, where the words of a list are verdicts; else ""."""
    is_so = says_yes(wanted)
    meant = "holds" if is_so else "fails"
    return "" if is_so is None or meant not in listed else meant


def _tell_reading(value: Value, read_as: Sequence[str], notes: list[Note]) -> None:
    listed = in_a_row(read_as, _MOST_TOLD)
    notes.append(Note(f"'{value.text}' is read as {listed}", value.span))


_MOST_TOLD = 4


def countries(value: Value, notes: list[Note] | None = None) -> set[str]:
    """Country codes meant by a value: a code, a name, another name, or how a name begins.

    Another name of a country, such as Holland, and what begins several go to ``notes``. Raises
    FilterError.
    """
    code = value.text.upper()
    code = _CODES_OF_THE_EU.get(code, code)
    if code in COUNTRIES:
        return {code}
    wanted = needle(value.text)
    found = set() if wanted in _EVERY else set(countries_named(wanted))
    if not found:
        close = did_you_mean(value.text, _names(), least=_NEAR_COUNTRY)
        raise FilterError(f"no country '{value.text}'", value.span, _names().get(close, ""))
    own = all(_begins(wanted, COUNTRIES[each][:2]) for each in found)
    if notes is not None and not (own and len(found) == 1):
        listed = [f"{each} ({country_name(each)})" for each in sorted(found)]
        _tell_reading(value, listed, notes)
    return found


@lru_cache(maxsize=256)
def countries_named(wanted: str) -> frozenset[str]:
    """Countries with this folded name, else those with a name that begins so."""
    if not wanted:
        return frozenset()
    exact = {code for code, names in COUNTRIES.items() if wanted in map(needle, names)}
    begun = {code for code, names in COUNTRIES.items() if _begins(wanted, names[:2])}
    also = {code for code, names in COUNTRIES.items() if _begins(wanted, names)}
    return frozenset(exact or begun or also)


def _begins(wanted: str, names: Iterable[str]) -> bool:
    return any(needle(name).startswith(wanted) for name in names)


def _names() -> dict[str, str]:
    """English name of each country by all its names."""
    return {name: names[0] for names in COUNTRIES.values() for name in names}


def flag(value: Value) -> bool:
    """True or false as typed."""
    text = value.text.lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    meant = next((word for word, others in _ALSO_FLAGS.items() if text in others), "")
    raise FilterError(f"'{value.text}' is neither true nor false", value.span, meant)


def says_yes(text: str) -> bool | None:
    """Whether a word says yes, False where it says no, None where it says neither."""
    word = text.casefold()
    return True if word in _SAY_YES else False if word in _SAY_NO else None


def is_flag(condition: Condition) -> bool:
    """Whether a condition speaks of true and false, or of there being a value at all."""
    if isinstance(condition, OneOf):
        return all(value.text.lower() in _YES | _NO for value in condition.values)
    return isinstance(condition, Present)


def date(value: Value) -> PartialDate:
    """A date as typed."""
    try:
        return PartialDate.parse(value.text)
    except ValueError as error:
        reason, meant = f"'{value.text}': {error}", dates_meant(value.text)
        if len(meant) > 1:
            days = f"{', '.join(meant[:-1])} or {meant[-1]}"
            reason = (
                f"'{value.text}' may be {'two' if len(meant) == 2 else 'three'} days; write {days}"
            )
        raise FilterError(reason, value.span, meant[0] if len(meant) == 1 else "") from None


def is_date(text: str) -> bool:
    """Whether a text is a date, in the form of the language or another one."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return bool(dates_meant(text))
    return True


_DATES = (
    lazy_pattern(r"(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d\d)", re.ASCII),
    lazy_pattern(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?(?:T.*)?", re.ASCII),
    lazy_pattern(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)", re.ASCII),
    lazy_pattern(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})", re.ASCII),
    lazy_pattern(r"(?P<part>[HQ][1-4])[-/ ]?(?P<y>\d{4})", re.ASCII | re.IGNORECASE),
    lazy_pattern(r"(?P<y>\d{4})[/ ]?(?P<part>[HQ][1-4])", re.ASCII | re.IGNORECASE),
    lazy_pattern(
        r"(?:(?P<d>\d{1,2})(?:\.|st|nd|rd|th)?[-/ ]?)?(?P<name>[^\W\d]{3,9})[-./ ]?(?P<y>\d{4})"
    ),
    lazy_pattern(r"(?P<name>[^\W\d]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)
# The day stands first in most countries, the month in some.
_DAY_OR_MONTH = lazy_pattern(r"(?P<d>\d{1,2})([-/])(?P<m>\d{1,2})\2(?P<y>\d{4}|\d\d)", re.ASCII)
_MONTHS = (
    "jan", "feb", "mar mär", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov",
    "dec dez",
)  # fmt: skip


def date_meant(text: str) -> str:
    """A date that is written another way, in the form of the language, "" for anything else."""
    meant = dates_meant(text)
    return meant[0] if len(meant) == 1 else ""


def dates_meant(text: str) -> tuple[str, ...]:
    """The dates that one written another way may be: two for ``12/10/2024``."""
    if found := _DAY_OR_MONTH.fullmatch(text):
        year, first, second = found.group("y", "d", "m")
        days = [_written(year, second, first), _written(year, first, second)]
        if found[2] == "-":  # the year may stand first, as in a date of the language
            days.append(_written(first, second, year) if len(year) == len(first) == 2 else "")
        return tuple(sorted({each for each in days if each}))
    found = next((match for form in _DATES if (match := form.fullmatch(text))), None)
    if found is None:
        return ()
    parts = found.groupdict()
    if parts.get("name"):
        begin = parts["name"].casefold()[:3]
        months = [at for at, names in enumerate(_MONTHS, 1) if begin in names.split()]
        parts["m"] = str(months[0]) if months else "0"
    later = [part for key in ("m", "d") if (part := parts.get(key))]
    meant = _written(parts["y"], *([parts["part"].upper()] if parts.get("part") else later))
    return (meant,) if meant else ()


def _written(year: str, *later: str) -> str:
    """A date in the form of the language, "" where there is none."""
    try:
        whole = year if len(year) == len("2024") else f"20{year}"
        return PartialDate.parse("-".join((whole, *(each.zfill(2) for each in later)))).text
    except ValueError:
        return ""
