"""The line of a key, however the file writes it."""

from __future__ import annotations

import tomli
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset.places import Places, Steps

WRITTEN = '''\
# [[partner]] in a comment
title = "a [b] = {c}"          # 2
label.en = "x"                 # 3
note = """
[[partner]]
id = "not a key"
"""
"quoted.name" = 1              # 8
'other' = ['a', "]", # ]
  "b = c"]
budget = { total = 1, part = { eu = 2 } }     # 11
[[partner]]                    # 12
id = "p"
sources = [
  "a",
]
  [[partner.seat]]             # 17
  city = "A"
  [[partner.seat]]             # 19
  city = "B"
[[ "partner" ]]                # 21
id = 1979-05-27 07:32:00
seat = [ { city = "C" },
         { city = "D" } ]      # 24
[deep . 'er']                  # 25
key = \'\'\'
# [no]\'\'\'
"last\\u00e9" = "\\"" # 28
'''


def test_every_way_of_writing_a_key_has_its_line() -> None:
    places = Places(WRITTEN)
    expected: dict[Steps, int] = {
        (): 2,
        ("title",): 2,
        ("label", "en"): 3,
        ("label",): 3,
        ("note",): 4,
        ("quoted.name",): 8,
        ("other",): 9,
        ("budget", "part", "eu"): 11,
        ("partner", 0): 12,
        ("partner", 0, "sources"): 14,
        ("partner", 0, "seat", 0): 17,
        ("partner", 0, "seat", 1): 19,
        ("partner", 0, "seat", 1, "city"): 20,
        ("partner", 1): 21,
        ("partner", 1, "id"): 22,
        ("partner", 1, "seat", 0, "city"): 23,
        ("partner", 1, "seat", 1): 24,
        ("deep", "er"): 25,
        ("deep", "er", "key"): 26,
        ("deep", "er", "lasté"): 28,
    }
    assert {steps: places.line(steps) for steps in expected} == expected
    tomli.loads(WRITTEN)


def test_what_is_not_there_is_found_where_it_would_be() -> None:
    places = Places(WRITTEN)
    assert places.line(("partner", 1, "role")) == 21
    assert places.line(("budget", "national")) == 11
    assert places.line(("partner", 7, "id")) == 12
    assert places.line(("nothing",)) == 0
    assert Places("").line(()) == 0


def test_a_name_with_dots_is_one_name() -> None:
    places = Places('a = 1\n[["b.c"]]\n["d.e"]\nf.g = 2\n')
    assert places.known(("b.c",))
    assert places.known(("f",)) is False
    assert places.known(("d.e", "f"))
    assert [places.line(steps) for steps in (("b.c",), ("d.e",), ("b", "c"))] == [2, 3, 0]


def test_signs_that_end_lines_elsewhere_do_not_end_them_here() -> None:
    text = 'a = "\u2028\u0085\x0b"\r\nb = 1\r\n\r\n[c]\r\nd = 2\r\n'.replace("\x0b", "\\u000b")
    places = Places(text)
    assert [places.line((key,)) for key in "abc"] == [1, 2, 4]
    assert places.line(("c", "d")) == 5


KEYS = st.text(st.sampled_from("ab.- é\"'[]=#"), max_size=4)
SIMPLE = st.sampled_from(
    ["1", "-1.5e3", "true", "1979-05-27", '"x"', "'y ] } # ='", '"\\" [[z]]"', "[]", "{}",
     "[1, [2, 3]]", '"""\na = 1\n[b]\n\\"""\\" """', "'''\n[[c]]\nd = 2\n'''", "[ # ]\n  1,\n]"]
)  # fmt: skip


@given(st.data())
def test_lines_of_any_document(data: st.DataObject) -> None:
    """A document written key by key, with the line of each noted while writing."""
    lines: list[str] = []
    expected: dict[Steps, int] = {}

    def put(steps: Steps, text: str) -> None:
        expected[steps] = len(lines) + 1
        lines.extend(text.split("\n"))

    def pairs(above: Steps) -> None:
        for key in data.draw(st.lists(KEYS, unique=True, max_size=4)):
            inner = data.draw(st.lists(KEYS, unique=True, max_size=2))
            style = data.draw(st.sampled_from(["plain", "dotted", "inline", "rows"]))
            if style == "plain" or not inner:
                put((*above, key), f"{name(key)} = {data.draw(SIMPLE)}")
            elif style == "dotted":
                for low in inner:
                    put((*above, key, low), f"{name(key)} . {name(low)} = {data.draw(SIMPLE)}")
            else:
                table = ", ".join(f"{name(low)} = 1" for low in inner)
                row: Steps = () if style == "inline" else (1,)
                text = f"{{ {table} }}" if style == "inline" else f"[{{}}, {{ {table} }}]"
                for low in inner:
                    expected[(*above, key, *row, low)] = len(lines) + 1
                put((*above, key), f"{name(key)} = {text}")

    pairs(())
    for number in range(data.draw(st.integers(0, 3))):
        put(("rows", number), "[[rows]] # [x]")
        pairs(("rows", number))
    text = "\n".join(lines)
    tomli.loads(text)
    places = Places(text)
    assert {steps: places.line(steps) for steps in expected} == expected
    assert all(places.known(steps) for steps in expected)


def name(key: str) -> str:
    """The key in quotes, with escapes."""
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.text(st.sampled_from("a=[]{}\"'#.,\n "), max_size=40))
def test_text_that_is_no_document_ends(text: str) -> None:
    """A file may change between reading and reporting."""
    assert Places(text).line(()) <= text.count("\n") + 1
