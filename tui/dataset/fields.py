"""How a key of a TOML row is declared once, for records, checking, filters and exports.

A record class is a frozen dataclass whose fields come from the functions below. Their
metadata holds a :class:`Spec`: what type the file must give, which vocabulary the value
is from, which unit it has and what it means.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from tui.frozen import frozen

Kind = Literal[
    "slug", "text", "word", "country", "integer", "number", "flag", "day", "date", "slugs",
    "texts", "countries", "integers", "label", "mixed", "claim", "url", "urls", "nuts2",
    "table", "rows",
]  # fmt: skip


@frozen
class Spec:
    """Declaration of one key.

    ``kind`` is the type that the file must give; ``vocabulary`` the list in
    vocabulary.toml that a ``word`` is from; ``record`` the class of a nested ``table`` or
    of ``rows`` (an array of tables, written in the singular in the file); ``identity`` the
    keys that tell such rows apart. ``basis`` is the key or column beside a figure that says
    what it is: measured or expected, installed or planned.
    """

    kind: Kind
    meaning: str
    title: str = ""
    unit: str = ""
    vocabulary: str = ""
    required: bool = False
    default_column: bool = False
    record: type | None = None
    singular: str = ""
    low: float | None = None
    high: float | None = None
    identity: tuple[str, ...] = ("id",)
    basis: str = ""


def _declare(spec: Spec) -> Any:
    if spec.required:
        return dataclasses.field(metadata={"spec": spec})
    empty: Any = () if spec.kind in _LISTS else None
    return dataclasses.field(default=empty, metadata={"spec": spec})


_LISTS = frozenset({"slugs", "texts", "urls", "countries", "integers", "rows"})


def key(kind: Kind, meaning: str, title: str = "", **more: Any) -> Any:
    """Declare an optional key; an absent one is None, or () for a list."""
    return _declare(Spec(kind, meaning, title, **more))


def need(kind: Kind, meaning: str, title: str = "", **more: Any) -> Any:
    """Declare a key that every row must have."""
    return _declare(Spec(kind, meaning, title, required=True, **more))


# Every stated fact carries these three.


def rests_on() -> Any:
    """Declare ``sources``."""
    return need("slugs", "Ids of the sources that the row rests on", "Sources")


def how_sure() -> Any:
    """Declare ``confidence``."""
    meaning = "How sure the row is: confirmed, likely or unverified"
    return need("word", meaning, "Confidence", vocabulary="confidence")


def remark() -> Any:
    """Declare ``note``."""
    return key("text", "Remark; where sources disagree, both values are named", "Note")


@frozen
class Declared:
    """The declared keys of a record class.

    ``specs`` and ``attributes`` go from the key as the file writes it (``partner``) to its
    declaration and to the attribute of the record (``partners``).
    """

    specs: Mapping[str, Spec]
    attributes: Mapping[str, str]
    required: frozenset[str]


_DECLARED: dict[type, Declared] = {}


def declared(record: type) -> Declared:
    """The declared keys of a record class, worked out once a class."""
    found = _DECLARED.get(record)
    if found is None:
        named: dict[str, Spec] = {}
        attributes: dict[str, str] = {}
        for field in dataclasses.fields(record):
            spec: Spec | None = field.metadata.get("spec")
            if spec is not None:
                named[spec.singular or field.name] = spec
                attributes[spec.singular or field.name] = field.name
        must = frozenset(name for name, spec in named.items() if spec.required)
        found = _DECLARED[record] = Declared(named, attributes, must)
    return found


@frozen(kw_only=True)
class Label:
    """A text in English, and in German where there is one."""

    en: str
    de: str | None = None
