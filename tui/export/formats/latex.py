"""LaTeX: a table with the rules of booktabs, over several pages where it is long.

A fragment for a document of one's own, which loads ``booktabs``,
``longtable`` and ``textcomp``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from tui.export.sheet import Sheet, heading, legend, marks
from tui.markup import latex

if TYPE_CHECKING:
    from tui.export.origin import Origin

LONG = 40
"""Characters from which the texts of a column are broken into lines."""
_HEAD = "% needs \\usepackage{booktabs,longtable,textcomp}; UTF-8\n"


def write(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write the table; the legend and the origin stand in small print below it."""
    rows = list(sheet.texts())
    aligned = "".join(
        "r" if figure else "l" if max(map(len, texts), default=0) <= LONG else "p{0.3\\linewidth}"
        for figure, texts in zip(sheet.numeric(), _columns(rows, len(sheet.columns)), strict=True)
    )
    titles = _row([latex(heading(column)) for column in sheet.columns])
    stream.write(f"{_HEAD}\\begin{{longtable}}{{@{{}}{aligned}@{{}}}}\n")
    stream.write(f"\\toprule\n{titles}\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n")
    used: set[str] = set()
    for row in rows:
        used.update(marks(row))
        stream.write(_row([latex(text) for text in row]))
    stream.write("\\end{longtable}\n")
    lines = [legend(used)] if used else []
    lines += origin.lines() if origin else []
    if lines:
        said = "\\par\n".join(latex(line) for line in lines)
        stream.write(f"{{\\footnotesize\\raggedright\\sloppy\\noindent\n{said}\\par}}\n")


def _columns(rows: Sequence[tuple[str, ...]], count: int) -> Iterator[list[str]]:
    return ([row[at] for row in rows] for at in range(count))


def _row(cells: list[str]) -> str:
    return f"{' & '.join(cells)} \\\\\n"
