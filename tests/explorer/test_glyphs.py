"""Both sets of signs give the same layout, and the ASCII set is ASCII."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from tui.analysis.findings.wording import GLYPHS
from tui.explorer.glyphs import ASCII, UNICODE, Glyphs
from tui.text import width_of

SETS = ("blocks", "shapes")


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)
def test_every_glyph_is_one_cell(glyphs: Glyphs) -> None:
    for name, value in asdict(glyphs).items():
        if name != "name":
            assert all(width_of(sign) == 1 for sign in value), name
            assert name in SETS or len(value) == 1, name


def test_the_ascii_set_is_ascii() -> None:
    assert "".join(asdict(ASCII).values()).isascii()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=lambda glyphs: glyphs.name)
def test_signs_that_stand_side_by_side_differ(glyphs: Glyphs) -> None:
    assert len(set(map(glyphs.adapt, GLYPHS.values()))) == 6
    assert len({glyphs.official, glyphs.evidence, glyphs.absent}) == 3
    assert len({glyphs.mark, glyphs.ellipsis, glyphs.unknown, glyphs.unsure}) == 4
    assert len(set(glyphs.shapes)) == len(UNICODE.shapes)
    assert len({glyphs.up, glyphs.down, glyphs.left, glyphs.right}) == 4


def test_adapt_replaces_signs_and_accents_one_by_one() -> None:
    assert ASCII.adapt("✓ Jülich · ~12 ≈ ● █▌▏ “x” – …") == '+ Julich . ~12 ~ # ### "x" - >'
    names = "Łódź Bruyères-le-Châtel Poznań TÜBİTAK Reykjavík Chișinău Tromsø Straße ŽĐĆ"
    plain = "Lodz Bruyeres-le-Chatel Poznan TUBITAK Reykjavik Chisinau Tromso Strase ZDC"
    assert ASCII.adapt(names) == plain
    assert ASCII.adapt("Ελλάδα България 日本") == "Ελλάδα България 日本"
    assert UNICODE.adapt("✓ Jülich · █") == "✓ Jülich · █"


def test_adapt_keeps_the_width() -> None:
    for value in asdict(UNICODE).values():
        assert width_of(ASCII.adapt(value)) == width_of(value)
        assert ASCII.adapt(value).isascii()
