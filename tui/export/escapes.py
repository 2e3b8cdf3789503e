"""Texts from files made harmless for what will read them."""

from __future__ import annotations

import re

from tui.text import printable

# Control, format and direction characters beyond those that JSON and TOML escape anyway.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_BREAKS = re.compile(r"([\n\t])")


def escaped_json(text: str) -> str:
    """A JSON document with invisible characters as escapes, which lose nothing."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSEEN.sub(_json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def escaped_toml(text: str) -> str:
    """A TOML document with invisible characters as escapes, which lose nothing."""
    if text.isascii() and "\x7f" not in text:
        return text
    return _UNSEEN.sub(_toml_escape, text)


def _toml_escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def spreadsheet(text: str) -> str:
    """A text that a spreadsheet takes for a text: no formula, no control characters.

    What could begin a formula gets a leading ``'``, and so does what already has one, so
    that taking one off again is always right.
    """
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(part if part in "\n\t" else printable(part) for part in _BREAKS.split(text))
    return f"'{text}" if _FORMULA.match(text) else text
