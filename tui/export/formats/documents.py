"""Tables to be read by people: aligned text, Markdown, a web page, LaTeX.

They have the words and figures of the screen; legend and origin stand below the table. The web
page is self-contained, without scripts, links or pictures, to print. The LaTeX is a fragment for
a document of one's own, which loads ``booktabs``, ``longtable`` and ``textcomp``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from tui.export.sheet import Sheet, heading, lay_out, legend, marks
from tui.markup import html, latex, markdown
from tui.query.engine.columns import Column
from tui.query.engine.format import UNSURE

if TYPE_CHECKING:
    from tui.export.origin import Origin


def write_table(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write the table; the origin stands below it."""
    for line in lay_out(sheet).lines:
        stream.write(f"{line}\n")
    if origin:
        stream.write("\n")
        for line in origin.lines():
            stream.write(f"{line}\n")


def write_md(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write a table with figures on the right; the legend and the origin stand below it."""
    figures = sheet.numeric()
    stream.write(_piped([markdown(heading(column)) for column in sheet.columns]))
    stream.write(_piped(["---:" if figure else "---" for figure in figures]))
    used: set[str] = set()
    for row in sheet.texts():
        used.update(marks(row))
        stream.write(_piped([markdown(text) for text in row]))
    if used:
        stream.write(f"\n{legend(used)}\n")
    if origin:
        stream.write("\n")
        for line in origin.lines():
            stream.write(f"- {markdown(line)}\n")


def _piped(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


_STYLE = """\
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; font-size: 1.2em; padding: 0 0 .6em; }
th, td { padding: .3em .8em .3em 0; text-align: left; vertical-align: top; }
thead th { border-top: 2px solid; border-bottom: 1px solid; background: #fff; }
thead th { position: sticky; top: 0; }
tbody td { border-bottom: 1px solid #ddd; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.u { font-style: italic; }
footer { margin-top: 1.5em; font-size: .85em; color: #444; }
footer p { margin: .2em 0; overflow-wrap: anywhere; }
@media print {
  body { margin: 0; font-size: 9pt; }
  thead { display: table-header-group; }
  thead th { position: static; }
  tr { break-inside: avoid; }
}
"""


def write_html(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write the page; the legend and the origin stand below the table."""
    figures = sheet.numeric()
    title = html(sheet.title)
    stream.write(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<table>\n<caption>{title}</caption>\n<thead>\n<tr>"
    )
    for column, figure in zip(sheet.columns, figures, strict=True):
        kind = ' class="n"' if figure else ""
        stream.write(f'<th scope="col"{kind}>{html(heading(column))}</th>')
    stream.write("</tr>\n</thead>\n<tbody>\n")
    used: set[str] = set()
    for row in sheet.texts():
        used.update(marks(row))
        cells = map(_cell, sheet.columns, row, figures)
        stream.write(f"<tr>{''.join(cells)}</tr>\n")
    stream.write("</tbody>\n</table>\n")
    lines = [legend(used)] if used else []
    lines += origin.lines() if origin else []
    if lines:
        said = "\n".join(f"<p>{html(line)}</p>" for line in lines)
        stream.write(f"<footer>\n{said}\n</footer>\n")
    stream.write("</body>\n</html>\n")


def _cell(column: Column, text: str, figure: bool) -> str:
    unsure = column.confidence and text.startswith(UNSURE)
    names = [name for name, is_so in (("n", figure), ("u", unsure)) if is_so]
    kind = f' class="{" ".join(names)}"' if names else ""
    return f"<td{kind}>{html(text)}</td>"


LONG = 40
"""Characters from which the texts of a column are broken into lines."""
_HEAD = "% needs \\usepackage{booktabs,longtable,textcomp}; UTF-8\n"


def write_latex(sheet: Sheet, stream: TextIO, origin: Origin | None) -> None:
    """Write the table with the rules of booktabs, over several pages where it is long."""
    rows = list(sheet.texts())
    aligned = "".join(
        "r" if figure else "l" if max(map(len, texts), default=0) <= LONG else "p{0.3\\linewidth}"
        for figure, texts in zip(sheet.numeric(), _columns(rows, len(sheet.columns)), strict=True)
    )
    titles = _with_ampersands([latex(heading(column)) for column in sheet.columns])
    stream.write(f"{_HEAD}\\begin{{longtable}}{{@{{}}{aligned}@{{}}}}\n")
    stream.write(f"\\toprule\n{titles}\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n")
    used: set[str] = set()
    for row in rows:
        used.update(marks(row))
        stream.write(_with_ampersands([latex(text) for text in row]))
    stream.write("\\end{longtable}\n")
    lines = [legend(used)] if used else []
    lines += origin.lines() if origin else []
    if lines:
        said = "\\par\n".join(latex(line) for line in lines)
        stream.write(f"{{\\footnotesize\\raggedright\\sloppy\\noindent\n{said}\\par}}\n")


def _columns(rows: Sequence[tuple[str, ...]], count: int) -> Iterator[list[str]]:
    return ([row[at] for row in rows] for at in range(count))


def _with_ampersands(cells: list[str]) -> str:
    return f"{' & '.join(cells)} \\\\\n"
