"""Terms that other search boxes know: each is told the one that asks for the same here.

``has:budget`` and ``no:budget`` ask whether there is a value, ``is:company`` for a class,
``budget:unknown`` for what is not known; ``sort:members`` is no filter at all.
"""

from __future__ import annotations

from tui.query.engine.columns import column_meant
from tui.query.engine.relations import RELATIONS, members_first
from tui.query.engine.store import Store
from tui.query.engine.typed_values import NEAR, class_in, denied, is_date
from tui.query.language.lex import COUNT
from tui.query.language.render import only
from tui.query.language.tree import Condition, FilterError, OneOf, Present, Term
from tui.text import did_you_mean

_HAS = frozenset({"has", "have", "with", "exists", "known", "hat", "mit"})
_LACKS = frozenset({"no", "not", "missing", "without", "lacks", "lacking", "unknown", "empty",
                    "ohne", "kein", "keine"})  # fmt: skip
_IS = frozenset({"is", "are", "ist"})
_YES = frozenset({"yes", "true", "1", "ja", "*"})
_NO = frozenset({"no", "false", "0", "nein"})
_NOTHING = frozenset({"unknown", "none", "null", "nan", "n/a", "na", "missing", "empty", "nil",
                      "nothing", "unbekannt", "n.a.", "tbd", "undefined", "unspecified", "fehlt",
                      "?", "·", "-", "–", "''", ""})  # fmt: skip
_ANYTHING = frozenset({"any", "all", "alle", "anything", "everything", "something", "exists",
                       "known", "present", "given", "yes", "true", "ja", "%"})  # fmt: skip
_COHORTS = frozenset({"cohort", "wave", "group", "welle", "kohorte", "selection", "auswahl",
                      "round", "runde", "batch", "tranche"})  # fmt: skip
_ORDINALS = {
    "first": "1 1st 1. i one erste erster", "second": "2 2nd 2. ii two zweite zweiter",
    "third": "3 3rd 3. iii three dritte dritter",
}  # fmt: skip
_OPTIONS = {
    "sort": "--sort", "order": "--sort", "orderby": "--sort", "sortby": "--sort",
    "limit": "--limit", "top": "--limit", "columns": "--columns", "fields": "--columns",
    "format": "--format", "cohort": "--cohort", "groupby": "--by", "by": "--by",
}  # fmt: skip


def is_nothing(text: str) -> bool:
    """Whether a value says that there is none."""
    return text.strip().casefold() in _NOTHING


def is_lacking(word: str) -> bool:
    """Whether a word before a field says that there is no value."""
    return word.casefold() in _LACKS


def says_nothing(condition: Condition) -> bool:
    """Whether all that a condition asks for are words for there being no value."""
    return isinstance(condition, OneOf) and all(is_nothing(each.text) for each in condition.values)


def says_anything(condition: Condition) -> bool:
    """Whether a condition asks for there being a value, in words."""
    listed = condition.values if isinstance(condition, OneOf) else ()
    return len(listed) == 1 and listed[0].text.casefold() in _ANYTHING


def refuse_empty(condition: Condition) -> None:
    """Raise FilterError for the empty text of ``website:""``, which is part of every other."""
    for value in condition.values if isinstance(condition, OneOf) else ():
        if not value.text.strip():
            raise FilterError("an empty text is part of every other", value.span)


def meant_term(store: Store, table: str, node: Term, near: str) -> tuple[str, str]:
    """What to say of a term whose field there is not, and the term that may be meant.

    ``near`` is the field that looks like its own. Both are "" where nothing better is known.
    """
    name, value = node.field.casefold(), _value(node)
    reason = f"unknown field '{node.field}'"
    if name == COUNT:
        return f"{reason}; count( ) takes what is counted, as in count(partner):>=2", ""
    if name in _HAS | _LACKS:
        asked = _asked(store, table, value)
        if asked:
            return reason, f"-{asked}" if name in _LACKS else asked
        return (f"{reason}; FIELD:* asks for a value, -FIELD:* for none", "") if not near else _NONE
    if name in _IS:
        asked = _is(store, table, value)
        return (
            reason if asked else f"{reason}; a class is asked by its field, as in kind:factory",
            asked,
        )
    if value in _YES | _NO and (asked := _is(store, table, name)):
        return reason, _turned(asked) if value in _NO else asked
    if name in _COHORTS and any(led := _of_cohort(store, reason, node, near)):
        return led
    option = _OPTIONS.get(name.replace("-", "").replace("_", ""), "")
    if option and not near.startswith(name):
        return f"{reason}; {option} {value or '…'} beside the filter does that", ""
    return _NONE


_NONE = ("", "")


def _of_cohort(store: Store, reason: str, node: Term, near: str) -> tuple[str, str]:
    """What to say of ``wave:2`` and ``selection:second``, and the term of the cohorts."""
    values = node.condition.values if isinstance(node.condition, OneOf) else ()
    typed = [each.text.casefold() for each in values]
    numbered = {word: each for each, words in _ORDINALS.items() for word in words.split()}
    known = {each.id for each in store.dataset.cohorts}
    named = [each if each in known else numbered.get(each, "") for each in typed]
    if named and known.issuperset(named):
        return reason, f"in:{','.join(named)}"
    if near.endswith("selected") and typed and not all(map(is_date, typed)):
        return f"{reason}; a cohort is asked by its id, as in in:first", ""
    return _NONE


def _value(node: Term) -> str:
    """The one value that a term asks for, "*" for any, "" for several or a comparison."""
    match node.condition:
        case Present():
            return "*"
        case OneOf((value,)):
            return value.text.casefold()
        case _:
            return ""


def _asked(store: Store, table: str, word: str) -> str:
    """The term that there is such a row or value; "" where the word names none."""
    links = RELATIONS.get(table, {})
    relation = word if word in links else word.removesuffix("s")
    own = store.specs[table].own_column(word)
    if relation in links and (own is None or own.numeric):
        return f"{relation}:*"
    if own is not None:
        return f"{word}:*"
    if asked := _is(store, table, word):
        return asked
    columns = store.specs[table].columns
    nearest = did_you_mean(word, [each.id for each in columns], least=NEAR)
    field = column_meant(word, columns, nearly=nearest) if word else ""
    return f"{field}:*" if field else ""


def _is(store: Store, table: str, word: str) -> str:
    """The term that asks for a class of rows, such as ``type:company``; "" where there is none."""
    column = store.specs[table].own_column(word)
    if column is not None and column.kind == "flag":
        return f"{word}:true"
    if asked := _class(store, table, word, ""):
        return asked
    for relation, target in members_first(table):
        if target != "sites" and (asked := _class(store, target, word, f"{relation}.")):
            return asked
    return ""


def _class(store: Store, table: str, word: str, prefix: str) -> str:
    if found := class_in(store, table, word):
        return only(f"{prefix}{found[0].id}", found[1])
    if found := class_in(store, table, denied(word)):
        return f"-{only(f'{prefix}{found[0].id}', found[1])}"
    return ""


def _turned(term: str) -> str:
    return term[1:] if term.startswith("-") else f"-{term}"
