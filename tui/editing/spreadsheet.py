"""A table of one's own, CSV or Excel: its texts, and their cells as values of a declared key.

pandas is imported when one is read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from tui.dataset.fields import Kind, PartialDate, Spec
from tui.dataset.files import look_at
from tui.dataset.vocabulary import COUNTRIES, Vocabulary
from tui.frozen import frozen
from tui.query.engine.fold import needle, slug_of
from tui.query.engine.typed_values import words_named
from tui.text import did_you_mean, quote

MOST_BYTES = 200 * 10**6
_DELIMITERS = ",;\t|"
_INSTALL = "pip install 'aif-explorer[import]'"
_EXCEL = (".xlsx", ".xlsm")


class SpreadsheetError(Exception):
    """A file that cannot be read as a table; the message says why."""


@frozen
class Spreadsheet:
    """The header of a table and its rows, each cell as text, "" where there is nothing.

    ``decimal`` is the sign that its numbers have before their decimals as far as the kind of
    file tells, "" where it does not.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    decimal: str = ""


def read_spreadsheet(path: Path, sheet: str = "") -> Spreadsheet:
    """Read a CSV file, with any usual delimiter, or a sheet of an Excel file (the first one).

    Raises :class:`SpreadsheetError`.
    """
    try:
        look_at(path)
    except FileNotFoundError:
        raise SpreadsheetError("no such file") from None
    except OSError as error:
        raise SpreadsheetError(error.strerror or str(error)) from None
    if path.stat().st_size > MOST_BYTES:
        raise SpreadsheetError(f"more than {MOST_BYTES // 10**6} MB")
    try:
        import pandas as pd
    except ImportError:
        raise SpreadsheetError(f"reading a table needs pandas; {_INSTALL}") from None
    excel = path.suffix.lower() in _EXCEL
    delimiter = "" if excel else _delimiter(path)
    try:
        if excel:
            frame = pd.read_excel(
                path, sheet_name=sheet or 0, dtype=object, keep_default_na=False, na_values=[]
            )
        else:
            frame = pd.read_csv(
                path, sep=delimiter, dtype=str, keep_default_na=False, encoding="utf-8-sig"
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
    rows = tuple(tuple(map(_decoded, row)) for row in frame.itertuples(index=False, name=None))
    # Where commas part the cells, and in Excel, which keeps numbers as such, no comma is decimal.
    return Spreadsheet(columns, rows, "." if excel or delimiter == "," else "")


def _delimiter(path: Path) -> str:
    """The sign that the first line has most of."""
    with path.open("r", encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(100_000)
    return max(_DELIMITERS, key=first.count)


def _decoded(cell: Any) -> str:
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


_NOTHING = frozenset({"", "n/a", "na", "nan", "none", "null", "unknown", "tbd", "?", "-", "–"})
_YES, _NO = frozenset({"true", "yes", "1", "x", "ja"}), frozenset({"false", "no", "0", "nein"})
# Signs between thousands that never stand before decimals.
_GAPS = re.compile(r"(?<=\d)[ '’_\u00a0\u202f](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*")
_DECIMAL = re.compile(
    r"[+-]?(?P<whole>\d+|[1-9]\d{0,2}(?P<group>[.,])\d{3}(?:(?P=group)\d{3})*)"
    r"(?P<sign>[.,])\d+"
)


class CellError(Exception):
    """A cell that does not fit its key; the message says why."""


class Converter:
    """Turns texts into values, by the declarations of the fields of a table."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        fields: Mapping[str, Spec],
        *,
        decimal: str = "",
        assumed: str = "",
    ) -> None:
        """``fields`` are the fields that may be asked for.

        ``decimal`` is the sign before decimals, "" where it is not known. Then ``assumed`` is
        that of figures with decimals, and what may still be thousands as well is refused.
        """
        self._vocabulary = vocabulary
        self._fields = fields
        self._decimal = decimal
        self._assumed = assumed

    def value(self, name: str, text: str, factor: float = 1.0) -> Any:
        """The value of a cell for a field, None where it says nothing.

        ``factor`` multiplies a number. Raises :class:`CellError`.
        """
        if text.strip().casefold() in _NOTHING:
            return None
        spec = self._fields[name]
        if spec.kind in ("integer", "number"):
            assumed = self._assumed if spec.kind == "number" else ""
            return _figure(text, spec, factor, self._decimal or assumed)
        if factor != 1.0:
            raise CellError(f"'{name}' is no number, so nothing multiplies it")
        if spec.kind == "word":
            return self._word(text, spec)
        return _READERS.get(spec.kind, _text)(text.strip())

    def _word(self, text: str, spec: Spec) -> str:
        words = self._vocabulary.words(spec.vocabulary)
        if named := words_named(words, needle(text)):
            return named[0]
        close = did_you_mean(text, words)
        hint = f"; did you mean '{close}'?" if close else f"; there are {', '.join(words)}"
        raise CellError(f"{quote(text)} is not in the vocabulary '{spec.vocabulary}'{hint}")


def decimal_sign(texts: Iterable[str]) -> str:
    """The sign before decimals that some of these numbers show, "" where none or both do."""
    found = set()
    for text in texts:
        plain = _GAPS.sub("", text.strip())
        decimal = _DECIMAL.fullmatch(plain)
        if decimal and decimal["group"] != decimal["sign"] and not _GROUPED.fullmatch(plain):
            found.add(decimal["sign"])
        elif (grouped := _GROUPED.fullmatch(plain)) and plain.count(grouped["sign"]) > 1:
            found.add(_OTHER[grouped["sign"]])
    return found.pop() if len(found) == 1 else ""


_OTHER = {".": ",", ",": "."}


def _figure(text: str, spec: Spec, factor: float, decimal: str) -> int | float:
    plain = _with_point(text, whole=spec.kind == "integer", decimal=decimal)
    try:
        # Twelve digits, so that a factor leaves no dust of binary fractions.
        value = float(f"{float(plain) * factor:.12g}")
    except ValueError:
        raise CellError(f"{quote(text)} is not a number") from None
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124
        raise CellError(f"{quote(text)} is not a number")
    if spec.kind == "number":
        return value
    if value != int(value):
        raise CellError(f"{quote(text)} is not a whole number")
    return int(value)


def _with_point(text: str, *, whole: bool, decimal: str) -> str:
    """A number without signs between thousands and with a point before its decimals.

    Raises :class:`CellError` where a sign may be either.
    """
    plain = _GAPS.sub("", text.strip())
    if found := _GROUPED.fullmatch(plain):
        sign = found["sign"]
        joined, parted = plain.replace(sign, ""), plain.replace(sign, ".", 1)
        if plain.count(sign) > 1:
            return joined
        if decimal:
            return parted if decimal == sign else joined
        if not whole or (sign == "." and plain.endswith(".000")):
            raise CellError(f"{quote(text)} may be {joined} or {float(parted):.10g}")
        return joined
    if (found := _DECIMAL.fullmatch(plain)) and found["group"] != found["sign"]:
        digits = re.sub(r"[.,]", "", plain[: found.start("sign")])
        return f"{digits}.{plain[found.end('sign') :]}"
    return plain


def _text(text: str) -> str:
    return text


def _slug(text: str) -> str:
    found = slug_of(text)
    if not found:
        raise CellError(f"{quote(text)} gives no id")
    return found


def _country(text: str) -> str:
    if text.upper() in COUNTRIES:
        return text.upper()
    wanted = needle(text)
    for code, names in COUNTRIES.items():
        if wanted in map(needle, names):
            return code
    raise CellError(f"{quote(text)} is no country")


def _flag(text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise CellError(f"{quote(text)} is neither yes nor no")
    return word in _YES


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise CellError(f"{quote(text)} is not a day such as 2026-12-31") from None


def _date(text: str) -> datetime.date | str:
    try:
        found = PartialDate.parse(text)
    except ValueError as error:
        raise CellError(f"{quote(text)}: {error}") from None
    return found.first if found.first == found.last else found.text


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split(r"[;,]", text) if item.strip()]


_READERS: Mapping[Kind, Callable[[str], Any]] = {
    "slug": _slug,
    "country": _country,
    "flag": _flag,
    "day": _day,
    "date": _date,
    "nuts2": str.upper,
    "texts": _items,
    "slugs": lambda text: [_slug(item) for item in _items(text)],
    "countries": lambda text: [_country(item) for item in _items(text)],
}
