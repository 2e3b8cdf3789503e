"""Writes the commands, formats and exit codes of the manual page anew from the program.

Run with ``make man``; a test holds the two together.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from tui.cli.options import EXITS
from tui.cli.parser import COMMANDS, Parser, parser_of
from tui.export.formats import FORMATS

PAGE = Path(__file__).parent.parent / "man" / "aif.1"
_BEGIN, _END = '.\\" Begin of {0}, written by make man.\n', '.\\" End of {0}.\n'


def commands() -> str:
    """The part on each command with its options."""
    lines: list[str] = []
    for name in ("", *COMMANDS):
        parser = parser_of(name)
        lines += [f".SS {roff(_call(parser, name))}"]
        if name:
            lines += [roff(sentence) for sentence in _sentences(parser.description or "")]
        for action in parser._actions:
            if not isinstance(action, argparse._HelpAction):
                lines += _option(action)
    return "\n".join(lines) + "\n"


def formats() -> str:
    """The part on each format: its name, the endings that choose it, what it needs."""
    lines: list[str] = []
    for each in FORMATS.values():
        endings = f"; {', '.join(each.suffixes)}" if each.suffixes else ""
        needs = f"; needs {each.needs}" if each.needs else ""
        lines += [".TP", f".B {roff(each.id)}", roff(f"{each.label}{endings}{needs}.")]
    return "\n".join(lines) + "\n"


def exits() -> str:
    """The part on each exit code."""
    lines: list[str] = []
    for code, said in EXITS.items():
        lines += [".TP", f".B {code}", roff(f"{said[:1].upper()}{said[1:]}.")]
    return "\n".join(lines) + "\n"


PARTS = {"commands": commands, "formats": formats, "exit codes": exits}


def page(text: str) -> str:
    """The page with the parts between their marks written anew."""
    for name, made in PARTS.items():
        begin, end = _BEGIN.format(name), _END.format(name)
        before, rest = text.split(begin)
        _, after = rest.split(end)
        text = f"{before}{begin}{made()}{end}{after}"
    return text


def roff(text: str) -> str:
    """A line that roff reads as it stands."""
    safe = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace('"', "\\(dq")
    safe = safe.replace("'", "\\(aq")
    return f"\\&{safe}" if safe.startswith(".") else safe


def _call(parser: Parser, name: str) -> str:
    if not name:
        return "explorer"
    usage = (parser.usage or "").partition("\n")[0]
    return usage.removeprefix("aif ").removesuffix(" [options]")


def _sentences(text: str) -> Iterator[str]:
    """The description, a sentence a line; indented lists stand behind what announces them."""
    whole = re.sub(r"\s+", " ", text).strip()
    whole = whole.replace(". tables:", ". Tables:")
    return (part for part in re.split(r"(?<=[.]) (?=[A-Z])", whole) if part)


def _option(action: argparse.Action) -> Iterator[str]:
    names = action.option_strings
    metavar = str(action.metavar or "") if action.nargs != 0 else ""
    yield ".TP"
    if not names:
        yield f".I {roff(metavar)}"
    elif metavar:
        yield f'.BI "{roff(", ".join(names))}" " {roff(metavar)}"'
    else:
        yield f".B {roff(', '.join(names))}"
    said = (action.help or "").strip()
    listed = re.match(r"[\w-]+(,|$)", said)  # words to be typed as they are
    yield roff(f"{said if listed else said[:1].upper() + said[1:]}.")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
