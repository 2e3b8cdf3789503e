"""What is to be counted, as a value: part of a view that shows a tally."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

from tui.frozen import frozen
from tui.text import did_you_mean, quote

Measure = Literal["sum", "mean", "median", "least", "most"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
TALLY = "tally"
"""Name of the table of a tally."""
Each = Literal["", "value", "day", "month", "year", "class"]
GRAINS: tuple[Each, ...] = get_args(Each)


@frozen
class Ask:
    """What is to be counted.

    ``by`` holds the ids of one or two columns, ``figure`` that of a numeric column to measure
    ("" for none), ``each`` how dates or numbers of the first column are put together ("" for
    what suits them).
    """

    by: tuple[str, ...]
    figure: str = ""
    measure: Measure = "sum"
    each: Each = ""


@frozen
class TallyView:
    """A tally of a table; ``rows`` is the filter of its rows, "" for all."""

    table: str
    ask: Ask
    rows: str = ""


_KEYS = ("table", "rows", "by", "figure", "measure", "each")


def tally_to_plain(tally: TallyView) -> dict[str, Any]:
    """A tally as plain values for TOML; what is at its default is left out."""
    ask = tally.ask
    plain: dict[str, Any] = {"table": tally.table}
    if tally.rows:
        plain["rows"] = tally.rows
    plain["by"] = list(ask.by)
    if ask.figure:
        plain |= {"figure": ask.figure, "measure": ask.measure}
    if ask.each:
        plain["each"] = ask.each
    return plain


def tally_from_plain(plain: Mapping[str, Any]) -> TallyView:
    """The tally that :func:`tally_to_plain` wrote. Raises ValueError naming the key at fault."""
    for key in plain:
        if key not in _KEYS:
            close = did_you_mean(key, _KEYS)
            raise ValueError(f"tally.{key} is unknown{f', {close} is near' if close else ''}")
    texts = {key: _text(plain, key) for key in _KEYS if key != "by"}
    by = plain.get("by")
    named = isinstance(by, list) and all(isinstance(each, str) and each for each in by)
    if not named or not by or len(by) > 2:
        raise ValueError("tally.by must name one column or two")
    if not texts["table"]:
        raise ValueError("tally.table must name a table")
    measure = next((each for each in MEASURES if each == (texts["measure"] or "sum")), None)
    if measure is None:
        raise ValueError(f"tally.measure must be one of {', '.join(MEASURES)}")
    grain = next((each for each in GRAINS if each == texts["each"]), None)
    if grain is None:
        raise ValueError(f"tally.each must be one of {', '.join(GRAINS[1:])}")
    return TallyView(texts["table"], Ask(tuple(by), texts["figure"], measure, grain), texts["rows"])


def _text(plain: Mapping[str, Any], key: str) -> str:
    value = plain.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"tally.{key} must be a text, not {quote(value)}")
    return value
