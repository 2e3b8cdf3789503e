"""Tables as data frames of pandas; the one room that imports pandas, when a frame is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tui.dataset import PartialDate
from tui.query.engine.columns import Column
from tui.query.engine.store import Store
from tui.query.engine.table import Result

if TYPE_CHECKING:
    import pandas as pd


def frame(result: Result) -> pd.DataFrame:
    """A table as a data frame, one row a record, with the types that pandas has for them.

    Whole numbers are ``Int64``, other numbers ``Float64``, yes and no ``boolean``, each with
    ``<NA>`` where the value is unknown; texts are strings; words of a vocabulary and countries
    are categories, a vocabulary's in its own order. A list stays a list, empty where nothing
    is known. A day is a ``datetime64``; a date that may be a month, a quarter or a year is a
    string as it is written, followed by its bounds, ``NAME.first`` and ``NAME.last``.

    Units, meanings and the name of the table stand in ``frame.attrs``. Raises ImportError
    without pandas.
    """
    import pandas as pd

    parts: dict[str, Any] = {}
    for column in result.columns:
        values = result.source.values(column.id)
        parts.update(_series(result.store, column, [values[row] for row in result.rows]))
    made = pd.DataFrame(parts, index=pd.RangeIndex(len(result)))
    made.attrs = {
        "table": result.name,
        "units": {column.id: column.unit for column in result.columns if column.unit},
        "meanings": {column.id: column.meaning for column in result.columns},
    }
    return made


def _series(store: Store, column: Column, values: Sequence[Any]) -> dict[str, Any]:
    """The series of one column by name; a date that may span days has three."""
    import pandas as pd

    if column.many:
        lists = [list(value or ()) for value in values]
        return {column.id: pd.Series(lists, dtype=object)}
    if column.kind == "date":
        return _dates(column, values)
    if column.kind == "word":
        words = list(store.vocabulary.words(column.vocabulary))
        words += sorted({value for value in values if value is not None} - set(words))
        return {column.id: pd.Series(pd.Categorical(values, categories=words))}
    if column.kind == "country":
        return {column.id: pd.Series(pd.Categorical(values))}
    if column.kind == "mixed":
        plain = [_plain(value) for value in values]
        return {column.id: pd.Series(plain, dtype=object)}
    types = {"integer": "Int64", "number": "Float64", "flag": "boolean"}
    return {column.id: pd.Series(list(values), dtype=types.get(column.kind, "string"))}


def _dates(column: Column, values: Sequence[PartialDate | None]) -> dict[str, Any]:
    import pandas as pd

    bounds = {
        name: pd.Series(
            [getattr(value, name) if value is not None else None for value in values],
            dtype="datetime64[s]",
        )
        for name in ("first", "last")
    }
    if column.declared == "day":
        return {column.id: bounds["first"]}
    texts = [value.text if value is not None else None for value in values]
    return {
        column.id: pd.Series(texts, dtype="string"),
        **{f"{column.id}.{name}": series for name, series in bounds.items()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.text
    return list(value) if isinstance(value, tuple) else value
