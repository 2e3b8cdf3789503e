"""Alternatives and open limits in another form lead to those of the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.query.test_habits import put_right
from tui.query.language.parse import parse


@pytest.mark.parametrize("joined", [" or ", " oder ", " OR ", "|", " | "])
def test_limits_joined_by_or_are_alternatives(joined: str) -> None:
    for one, other in (("<5", ">10"), (">5", "<10"), (">10", ">5")):
        assert put_right(f"a -x:{one}{joined}{other}") == parse(f"a -(x:{one} OR x:{other})")


LISTED = st.lists(st.sampled_from(["DE", "fr", "Köln", '"a b"', '"a,b"', "5", "2024-10"]),
                  min_size=1, max_size=3).map(",".join)  # fmt: skip


@given(
    st.sampled_from(["5", "10,000", "2.5", "-3", "2024-12", "10k"]),
    st.sampled_from([
        ("{n}:{v}+", ">="), ("{n}: {v} +", ">="), ("{n}:>={v}+", ">="), ("{n}:>{v}+", ">"),
        ("{n} = {v}+", ">="), ("{n}>={v} +", ">="), ("{n}:{v} or more", ">="),
        ("{n}:{v} und mehr", ">="), ("{n}:{v} or later", ">="), ("{n}:{v} OR LESS", "<="),
        ("{n}:{v} oder weniger", "<="), ("{n} = {v} or below", "<="),
    ]),
    st.sampled_from(["x", "y.z", "count(y)", "count(y(z:1 OR w))"]),
    st.sampled_from(["", "-", "a OR "]),
)  # fmt: skip
def test_an_open_limit_leads_to_its_comparison(
    limit: str, form: tuple[str, str], name: str, before: str
) -> None:
    text = form[0].format(n=name, v=limit)
    assert put_right(f"{before}{text} c", 1) == parse(f"{before}{name}:{form[1]}{limit} c"), text


@pytest.mark.parametrize(
    "text", ["x:C++", "x 5+", 'x:"5+"', "c++", "x:5 plus", "5+", "x:5 or morel"]
)
def test_a_plus_in_a_text_stays(text: str) -> None:
    parse(text)


@given(
    st.lists(st.tuples(st.sampled_from(["x", "y.z", "w"]), LISTED), min_size=2, max_size=4),
    st.sampled_from([",", ", ", " , ", ";", "; "]),
    st.sampled_from(["", "-", "not "]),
)
def test_terms_with_commas_lead_to_one_list_for_each_field(
    terms: list[tuple[str, str]], comma: str, before: str
) -> None:
    """Values of one field are alternatives, several fields all hold."""
    lists: dict[str, list[str]] = {}
    for name, values in terms:
        lists.setdefault(name, []).append(values)
    form = " ".join(f"{name}:{','.join(values)}" for name, values in lists.items())
    text = comma.join(f"{name}:{values}" for name, values in terms)
    assert put_right(f"a {before}{text} c", 1) == parse(f"a {before}{form} c"), text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("x:<5,x:>10", "(x:<5 OR x:>10)"),
        ("x:>5,x:<10", "x:>5 x:<10"),
        ("x:≥5,x:≤10", "x:>=5 x:<=10"),
        ("x:≤5; x:=>5", "x:<=5 x:>=5"),
        ("-x:>5,x:<10", "-(x:>5 x:<10)"),
        ("x:1..2,x:5..6,x:9", "(x:1..2 OR x:5..6 OR x:9)"),
        ("x:/a/,x:c,y:d", "(x:/a/ OR x:c) y:d"),
        ("-x:a,-x:b", "-x:a,b"),
        ("x:≠a,x:!=b, y:c", "-x:a,b y:c"),
        ("y:c,x:<>a", "y:c -x:a"),
        ("x:a,-x:b", "x:a -x:b"),
        ("y(x:a,x:b)", "y(x:a,b)"),
    ],
)
def test_conditions_with_commas_are_alternatives(text: str, form: str) -> None:
    """Unless they are the two ends of a range, or one is denied."""
    assert put_right(text, 1) == parse(form)
