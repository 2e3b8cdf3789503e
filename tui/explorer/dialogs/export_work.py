"""The work behind the export dialog: looking into tables, and writing one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual.message import Message

from tui.explorer.export_choice import Option, Order, Picker
from tui.export import DoesNotFitError, MissingLibraryError, SaveError, export, format_of
from tui.frozen import frozen
from tui.text import plural, printable


@frozen
class Taken:
    """What was written, so that the next dialog can start from the same choices."""

    order: Order
    folder: str


class Known(Message):
    """Which rows and columns of a table can be had."""

    def __init__(self, name: str, rows: Sequence[Option], columns: Sequence[Option]) -> None:
        self.name = name
        self.rows = rows
        self.columns = columns
        super().__init__()


class Done(Message):
    """The writer is through: the paths written, or what prevented it."""

    def __init__(self, order: Order, rows: int, outcome: Sequence[Path] | SaveError) -> None:
        self.order = order
        self.rows = rows
        self.outcome = outcome
        super().__init__()

    def words(self) -> str:
        """The outcome as a sentence or two."""
        if isinstance(self.outcome, SaveError):
            return f"{printable(str(self.outcome))}."
        first, *beside = (printable(str(path)) for path in self.outcome)
        text = f"Wrote {plural(self.rows, 'row')} to {first}"
        return f"{text}\nand where they come from to {beside[0]}" if beside else text


def written(picker: Picker, order: Order, path: str, *, force: bool) -> Done:
    """Write the table asked for; what prevents it comes back as an error, not raised."""
    what = picker.take(order)
    try:
        always = format_of(order.format).origin == "always"
        origin = picker.origin(order, what) if order.origin or always else None
        paths = export(what, order.format, path, origin=origin, beside=order.origin, force=force)
    except (MissingLibraryError, DoesNotFitError) as error:
        return Done(order, len(what), SaveError(str(error)))
    except SaveError as error:
        return Done(order, len(what), error)
    return Done(order, len(what), paths)
