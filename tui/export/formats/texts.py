"""Tables as texts, for people and for programs.

Aligned text, Markdown, a web page and LaTeX have the words and figures of the screen; legend and
origin stand below the table. The web page is self-contained, without scripts, links or pictures,
to print. The LaTeX is a fragment for a document of one's own, which loads ``booktabs``,
``longtable`` and ``textcomp``.

CSV is as RFC 4180 has it, and nothing added: every text comes back as it is in the data. One
header line of column ids, then one record a row; UTF-8, quotes where a cell needs them. Lines
end with a line feed, as programs in a pipe expect. Unknown is empty; a list is one cell. TSV
is the same with tabs. Those for spreadsheets compute what looks like a formula: such a text has
an apostrophe before it, control characters are shown as codes.

In JSON unknown is null, a list stays a list, dates are ISO strings (partial ones as written:
``2026-H2``). In TOML unknown keys are absent, nested keys are sub-tables; a date of which the
day is known is a TOML date, any other a text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from tui.dataset import PartialDate
from tui.export.sheet import Sheet, heading, lay_out, legend, marks, sheet_of
from tui.markup import escaped_json, escaped_toml, html, latex, markdown, spreadsheet
from tui.query.engine.columns import Column
from tui.query.engine.format import UNSURE
from tui.query.engine.table import Result
from tui.text import printable

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
    if lines := _below(used, origin):
        said = "\n".join(f"<p>{html(line)}</p>" for line in lines)
        stream.write(f"<footer>\n{said}\n</footer>\n")
    stream.write("</body>\n</html>\n")


def _below(used: set[str], origin: Origin | None) -> list[str]:
    """What stands below a table: the meaning of the marks in it, and the origin."""
    return [*([legend(used)] if used else ()), *(origin.lines() if origin else ())]


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
    if lines := _below(used, origin):
        said = "\\par\n".join(latex(line) for line in lines)
        stream.write(f"{{\\footnotesize\\raggedright\\sloppy\\noindent\n{said}\\par}}\n")


def _columns(rows: Sequence[tuple[str, ...]], count: int) -> Iterator[list[str]]:
    return ([row[at] for row in rows] for at in range(count))


def _with_ampersands(cells: list[str]) -> str:
    return f"{' & '.join(cells)} \\\\\n"


Cell = str | int | float
BOM = "\ufeff"


def cell(value: Any) -> Cell:
    """Unknown empty, yes and no as ``true`` and ``false``, dates ISO, a list joined by ``; ``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, PartialDate):
        return value.text
    return joined(value)


def joined(items: Iterable[Any]) -> str:
    """The items of a list joined by ``; ``; a backslash escapes both in an item."""
    return "; ".join(str(cell(item)).replace("\\", "\\\\").replace(";", "\\;") for item in items)


def _write_rows(
    sheet: Sheet, stream: Any, delimiter: str, put: Callable[[Any], Cell], end: str = "\r\n"
) -> None:
    """Write the ids of the columns and the rows, each value as ``put`` gives it."""
    import csv

    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    writer.writerow([put(column.id) for column in sheet.columns])
    writer.writerows(map(put, row) for row in sheet.values())


class _LineFeeds:
    """Takes lines that end with CR LF and hands them on with LF.

    The writer quotes a lone carriage return or line feed in a cell only where it is part of
    its own line end.
    """

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def write(self, line: str) -> int:
        """Take one line."""
        return self._write(f"{line[:-2]}\n")


def write_csv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values."""
    _write_rows(sheet, _LineFeeds(stream), ",", cell)


def write_tsv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write tab-separated values."""
    _write_rows(sheet, _LineFeeds(stream), "\t", cell)


def write_excel_csv(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write comma-separated values for a spreadsheet that opens on a double click."""
    stream.write(BOM)
    _write_rows(sheet, stream, ",", _guarded)


def write_excel_csv_semicolon(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write semicolon-separated values, for a spreadsheet of a country that writes 2,5.

    There a spreadsheet splits a file at semicolons, and takes 2.5 for the second of May.
    """
    stream.write(BOM)
    _write_rows(sheet, stream, ";", _with_comma)


def _guarded(value: object) -> Cell:
    found = cell(value)
    return spreadsheet(found) if isinstance(found, str) else found


def _with_comma(value: object) -> Cell:
    found = _guarded(value)
    return str(found).replace(".", ",") if isinstance(found, float) else found


def pasted(what: Result | Sheet) -> str:
    """Tab-separated lines to be pasted: no cell is a formula or moves a terminal."""
    stream = io.StringIO(newline="")
    sheet = what if isinstance(what, Sheet) else sheet_of(what)
    _write_rows(sheet, stream, "\t", _harmless, "\n")
    return stream.getvalue()


def _harmless(value: object) -> Cell:
    found = cell(value)
    return spreadsheet(printable(found)) if isinstance(found, str) else found


def write_json(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write a list of objects."""
    separator = "[\n  "
    for line in objects(sheet):
        stream.write(separator + line)
        separator = ",\n  "
    stream.write("\n]\n" if len(sheet) else "[]\n")


def objects(sheet: Sheet) -> Iterator[str]:
    """The rows as objects, a line each."""
    import json

    encode = json.JSONEncoder(ensure_ascii=False, default=_json_value).encode
    names = [column.id for column in sheet.columns]
    for row in sheet.values():
        yield escaped_json(encode(dict(zip(names, row, strict=True))))


def _json_value(value: object) -> str:
    if isinstance(value, PartialDate):
        return value.text
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_jsonl(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write one object a line."""
    for line in objects(sheet):
        stream.write(f"{line}\n")


def write_toml(sheet: Sheet, stream: TextIO, _origin: Origin | None) -> None:
    """Write one ``[[table]]`` a row."""
    import tomli_w

    separator = ""
    parts = [column.id.rpartition(".") for column in sheet.columns]
    for row in sheet.values():
        stream.write(f"{separator}[[{sheet.name}]]\n")
        separator = "\n"
        groups: dict[str, dict[str, Any]] = {"": {}}
        for (group, _, key), value in zip(parts, row, strict=True):
            if value is not None and value != ():
                groups.setdefault(group, {})[key] = _toml_value(value)
        for group, values in groups.items():
            if group:
                stream.write(f"\n[{sheet.name}.{group}]\n")
            stream.write(escaped_toml(tomli_w.dumps(values)))


def _toml_value(value: Any) -> Any:
    if isinstance(value, PartialDate):
        day = value.first
        return day if value.text == day.isoformat() else value.text
    if isinstance(value, tuple):
        return [_toml_value(item) for item in value]
    return value
