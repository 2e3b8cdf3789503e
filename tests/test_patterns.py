"""Regular expressions mean the same in every Python that the project runs with."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ONE_WAY = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+|\(\?>")


def test_no_group_is_repeated_without_going_back() -> None:
    """Python before 3.11.5 matches possessive and atomic groups wrongly where they hold choices."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in sorted((ROOT / "tui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ONE_WAY.search(node.value)
    ]
    assert not found


def test_the_check_sees_such_groups() -> None:
    assert ONE_WAY.search(r'"(?:[^"\\]|\\.)*+"')
    assert ONE_WAY.search(r"(?>a|b)")
    assert not ONE_WAY.search(r"[^\n]*+(?:\\.[a-z]++)*")
