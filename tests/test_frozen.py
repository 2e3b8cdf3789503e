"""Immutable values behave as frozen dataclasses do."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.frozen import frozen, made


@frozen
class Plain:
    a: int
    b: str = "x"
    c: list[int] = field(default_factory=list, repr=False)
    d: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Usual:
    a: int
    b: str = "x"
    c: list[int] = field(default_factory=list, repr=False)
    d: int = field(default=0, compare=False)


@frozen(kw_only=True, eq=False)
class ByIdentity:
    a: int
    b: int | None = None


@frozen
class Child(Plain):
    e: int = 5

    def doubled(self) -> int:
        return self.e * 2


VALUES = st.tuples(st.integers(), st.text(), st.lists(st.integers()), st.integers())


@given(VALUES, VALUES)
def test_it_compares_and_shows_as_a_dataclass_does(
    one: tuple[int, str, list[int], int], other: tuple[int, str, list[int], int]
) -> None:
    assert (Plain(*one) == Plain(*other)) == (Usual(*one) == Usual(*other))
    assert repr(Plain(*one)) == repr(Usual(*one)).replace("Usual", "Plain")
    assert Plain(*one) == Plain(a=one[0], b=one[1], c=one[2], d=other[3])
    assert Plain(*one) != Usual(*one)  # type: ignore[comparison-overlap]


def test_each_object_has_defaults_of_its_own() -> None:
    first, second = Plain(1), Plain(1)
    first.c.append(3)
    assert second.c == []
    assert (second.b, second.d) == ("x", 0)


@pytest.mark.parametrize(
    ("args", "named"),
    [((), {}), ((1, "x", [], 0, 9), {}), ((1,), {"a": 1}), ((1,), {"z": 1}), ((), {"b": "x"})],
)
def test_values_that_do_not_fit_are_refused(
    args: tuple[object, ...], named: dict[str, object]
) -> None:
    for cls in (Plain, Usual):
        with pytest.raises(TypeError):
            cls(*args, **named)  # type: ignore[arg-type]


def test_keywords_alone_are_taken_where_that_is_asked_for() -> None:
    with pytest.raises(TypeError):
        ByIdentity(1)  # type: ignore[call-arg]
    assert ByIdentity(a=1).b is None


def test_nothing_is_set_twice() -> None:
    value = Plain(1)
    with pytest.raises(FrozenInstanceError):
        value.a = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        value.e = 2  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del value.a
    assert value.a == 1
    assert not hasattr(value, "__dict__")


def test_equal_values_share_a_place_in_a_set() -> None:
    @frozen
    class Point:
        x: int
        y: int = 0

    assert len({Point(1), Point(1, 0), Point(1, 1)}) == 2
    with pytest.raises(TypeError):
        hash(Plain(1))  # holds a list


def test_identity_tells_apart_where_that_is_asked_for() -> None:
    one = ByIdentity(a=1)
    assert one != ByIdentity(a=1)
    assert len({one, one, ByIdentity(a=1)}) == 2


def test_a_class_over_another_has_the_attributes_of_both() -> None:
    child = Child(1, e=4)
    assert child.doubled() == 8
    assert [each.name for each in fields(Child)] == ["a", "b", "c", "d", "e"]
    assert child != Plain(1)


def test_it_can_be_changed_into_another_copied_and_kept() -> None:
    value = Plain(1, c=[2], d=3)
    assert replace(value, b="y") == Plain(1, "y", [2])
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert (again, again.d) == (value, 3)


def test_known_values_make_the_same_object() -> None:
    assert made(Plain, {"a": 1, "b": "y", "c": [1], "d": 2}) == Plain(1, "y", [1])
    assert made(ByIdentity, {"a": 1}).b is None


def test_what_a_class_does_after_it_is_made_is_done() -> None:
    """Also for a changed copy; a view keeps its filter on one line that way."""

    @frozen
    class Upper:
        text: str

        def __post_init__(self) -> None:
            object.__setattr__(self, "text", self.text.upper())

    assert Upper("a").text == "A"
    assert replace(Upper("a"), text="b").text == "B"
