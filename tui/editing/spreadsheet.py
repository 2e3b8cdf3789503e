"""Reading a table of one's own, CSV or Excel, as texts; pandas is imported when one is read."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from tui.frozen import frozen

MOST_BYTES = 200 * 10**6
_DELIMITERS = ",;\t|"
_INSTALL = "pip install 'aif-explorer[import]'"
_EXCEL = (".xlsx", ".xlsm")


class SpreadsheetError(Exception):
    """A file that cannot be read as a table; the message says why."""


@frozen
class Spreadsheet:
    """The header of a table and its rows, each cell as text, "" where there is nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_spreadsheet(path: Path, sheet: str = "") -> Spreadsheet:
    """Read a CSV file, with any usual delimiter, or a sheet of an Excel file (the first one).

    Raises :class:`SpreadsheetError`.
    """
    if not path.is_file():
        raise SpreadsheetError("a folder" if path.is_dir() else "no such file")
    if path.stat().st_size > MOST_BYTES:
        raise SpreadsheetError(f"more than {MOST_BYTES // 10**6} MB")
    try:
        import pandas as pd
    except ImportError:
        raise SpreadsheetError(f"reading a table needs pandas; {_INSTALL}") from None
    try:
        if path.suffix.lower() in _EXCEL:
            frame = pd.read_excel(
                path, sheet_name=sheet or 0, dtype=object, keep_default_na=False, na_values=[]
            )
        else:
            frame = pd.read_csv(
                path, sep=_delimiter(path), dtype=str, keep_default_na=False, encoding="utf-8-sig"
            )
    except ImportError as error:
        missing = error.name or "a package more"
        raise SpreadsheetError(f"reading it needs {missing}; {_INSTALL}") from None
    except UnicodeDecodeError as error:
        raise SpreadsheetError(f"not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except (OSError, ValueError, KeyError) as error:
        # ValueError is what pandas raises for a sheet that is not there and for broken files.
        raise SpreadsheetError(str(error).split("\n")[0] or "not a table") from None
    except Exception as error:
        raise SpreadsheetError(f"cannot be read: {type(error).__name__}: {error}") from None
    columns = tuple(str(column).strip() for column in frame.columns)
    rows = tuple(tuple(map(_text, row)) for row in frame.itertuples(index=False, name=None))
    return Spreadsheet(columns, rows)


def _delimiter(path: Path) -> str:
    """The sign that the first line has most of."""
    with path.open("r", encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(100_000)
    return max(_DELIMITERS, key=first.count)


def _text(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without a point, days as ISO has them."""
    if cell is None or cell != cell:  # noqa: PLR0124  not a number
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    return str(cell).strip()
