"""Immutable values: dataclasses whose methods are shared instead of written for each class.

``dataclass(frozen=True)`` composes and compiles the methods of every class when it is
imported, a millisecond a class. For the classes that a command needs that was a third of
its time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform, overload

T = TypeVar("T")


class _Plan(NamedTuple):
    """What the shared methods know of a class; ``puts`` set the attributes past the lock."""

    puts: tuple[tuple[str, Callable[[Any, Any], None]], ...]
    positional: tuple[str, ...]
    defaults: Mapping[str, Any]
    factories: tuple[tuple[str, Callable[[], Any]], ...]
    compared: Callable[[Any], Any]
    shown: tuple[str, ...]
    after: Callable[[Any], None] | None


@overload
def frozen(cls: type[T], /) -> type[T]: ...


@overload
def frozen(*, kw_only: bool = False, eq: bool = True) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def frozen(
    cls: type[T] | None = None, /, *, kw_only: bool = False, eq: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """A class with these attributes alone, each set once, when an object is made.

    Used like ``dataclass(frozen=True, slots=True)``; ``dataclasses.fields`` and ``replace``
    take it, and ``__post_init__`` is called. With ``eq=False`` objects are told apart by
    identity.
    """
    if cls is None:
        return partial(_frozen, kw_only=kw_only, eq=eq)
    return _frozen(cls, kw_only=kw_only, eq=eq)


def made(cls: type[T], values: Mapping[str, Any]) -> T:
    """An object of a frozen class, from values that are known to fit it, by attribute.

    Twice as fast as calling the class, whose ``__post_init__`` is left out.
    """
    plan: _Plan = cls.__plan__  # type: ignore[attr-defined]
    found = cls.__new__(cls)
    defaults = plan.defaults
    for name, put in plan.puts:
        put(found, values[name] if name in values else defaults[name])
    return found


def _frozen(cls: type[T], *, kw_only: bool, eq: bool) -> type[T]:
    own = set(vars(cls))
    cls.__doc__ = cls.__doc__ or cls.__name__  # else dataclass works one out, slowly
    bare = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=True)
    frozen_class: Any = bare(cls)
    methods = {**_SHARED, **(_COMPARING if eq else {})}
    for name, method in methods.items():
        if name not in own:
            setattr(frozen_class, name, method)
    frozen_class.__plan__ = _plan(frozen_class)
    return frozen_class  # type: ignore[no-any-return]


def _plan(cls: Any) -> _Plan:
    fields = dataclasses.fields(cls)
    missing = dataclasses.MISSING
    compared = [field.name for field in fields if field.compare]
    return _Plan(
        puts=tuple((field.name, getattr(cls, field.name).__set__) for field in fields),
        positional=tuple(field.name for field in fields if field.init and not field.kw_only),
        defaults={field.name: field.default for field in fields if field.default is not missing},
        factories=tuple(
            (field.name, field.default_factory)
            for field in fields
            if field.default_factory is not missing
        ),
        compared=attrgetter(*compared) if compared else type,
        shown=tuple(field.name for field in fields if field.repr),
        after=getattr(cls, "__post_init__", None),
    )


def _init(self: Any, /, *args: Any, **named: Any) -> None:
    plan: _Plan = self.__plan__
    values = {**plan.defaults, **named}
    if args:
        places = plan.positional[: len(args)]
        if len(args) > len(places) or not named.keys().isdisjoint(places):
            raise TypeError(f"{type(self).__name__}: a value too many")
        values.update(zip(places, args, strict=True))
    for name, make in plan.factories:
        if name not in values:
            values[name] = make()
    for name, put in plan.puts:
        if name not in values:
            raise TypeError(f"{type(self).__name__}: no value for {name}")
        put(self, values[name])
    if len(values) > len(plan.puts):
        unknown = values.keys() - {name for name, _ in plan.puts}
        raise TypeError(f"{type(self).__name__}: no attribute {', '.join(sorted(unknown))}")
    if plan.after is not None:
        plan.after(self)


def _locked(self: Any, name: str, *_: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{type(self).__name__}.{name} is set once")


def _reduce(self: Any) -> tuple[Any, ...]:
    """A copy is made anew of the values."""
    cls: Any = type(self)
    return partial(cls, **{name: getattr(self, name) for name, _ in cls.__plan__.puts}), ()


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = self.__plan__.compared
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash(self.__plan__.compared(self))


def _repr(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__plan__.shown)
    return f"{type(self).__qualname__}({told})"


_SHARED: Mapping[str, Any] = {
    "__init__": _init, "__repr__": _repr, "__setattr__": _locked, "__delattr__": _locked,
    "__reduce__": _reduce,
}  # fmt: skip
_COMPARING: Mapping[str, Any] = {"__eq__": _eq, "__hash__": _hash}
