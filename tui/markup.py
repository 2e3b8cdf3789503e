"""Texts from files made harmless for what will read them.

For Markdown, HTML and LaTeX a text comes as it stands, on one line, never as markup, a link, a
picture or a command.
"""

from __future__ import annotations

import html as html_module
import re
from functools import lru_cache

from tui.text import printable

# What renderers turn into a link without being asked: addresses, mail, mentions.
_ADDRESS = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*://|(?:mailto|xmpp):|www\.)[^\s`|\\<>]+"
    r"|[^\s`|\\<>]*@[^\s`|\\<>]+",
    re.IGNORECASE,
)
_SIGN = re.compile(
    r"[\\`*\[\]|$~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|[<>]|//|(?<=\w)\.(?=[^\W\d_])|(?<=\w):(?=\w)"
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_LINE_START = re.compile(
    r"^(\s*)(#(?=#{0,5}(?:\s|$))|[+-](?=\s|$)|=(?==*\s*$)|-(?=-*\s*$)|\d+(?=[.)](?:\s|$)))"
)


@lru_cache(maxsize=4096)
def markdown(text: str) -> str:
    """A text within a paragraph, a list or a table of Markdown.

    An address stands in a code span, so that no renderer makes a link of it.
    """
    line = printable(text)
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        parts += [_signs(line[end : found.start()]), f"`{found.group()}`"]
        end = found.end()
    parts.append(_signs(line[end:]))
    return _LINE_START.sub(_start, "".join(parts))


def _signs(text: str) -> str:
    return _SIGN.sub(_sign, text)


def _sign(found: re.Match[str]) -> str:
    sign = found.group()
    return _ENTITIES.get(sign) or "".join(f"\\{each}" for each in sign)


def _start(found: re.Match[str]) -> str:
    """What would begin a heading, a list or an underline, made a sign like others."""
    room, sign = found.groups()
    return f"{room}{sign}\\" if sign.isdigit() else f"{room}\\{sign}"


def html(text: str) -> str:
    """A text within an element or an attribute in quotes of HTML."""
    return html_module.escape(printable(text))


_TEX = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    '"': "\\textquotedbl{}",
    "`": "\\textasciigrave{}",
    "'": "\\textquotesingle{}",
    "[": "{[}",  # at the beginning of a row it is an option of the row before
    "]": "{]}",
    "*": "{*}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=,)(?=,)|(?<=[!?])(?=\\textasciigrave)")
"""Between two signs that many fonts draw as one other."""


def latex(text: str) -> str:
    """A text within a table or a paragraph of LaTeX."""
    safe = "".join(_TEX.get(sign, sign) for sign in printable(text))
    return _LIGATURE.sub("{}", safe)


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
