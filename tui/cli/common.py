"""What all commands share: exit codes, messages, opening the dataset, delivering a table."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from tui.text import did_you_mean, plural, printable, width_of

if TYPE_CHECKING:
    import argparse
    from types import SimpleNamespace

    from tui.dataset import Dataset
    from tui.export.origin import Origin
    from tui.export.sheet import Sheet
    from tui.query import FilterError, Result
    from tui.query.language.tree import Note

DONE, FAULTS, USAGE, DATA, WRITE = range(5)
_DOCUMENTS = (".pdf", ".docx", ".doc", ".odt", ".rtf")
UNEXPECTED = 70
"""An error of the program itself; sysexits.h calls it EX_SOFTWARE."""


class CommandError(Exception):
    """A command cannot go on; the message goes to stderr and ``code`` is the exit code."""

    def __init__(self, message: str, code: int, before: Sequence[str] = ()) -> None:
        """Keep the message, the exit code, and lines that stand above the message."""
        super().__init__(message)
        self.code = code
        self.before = tuple(before)


def unknown(said: str, name: str, valid: Iterable[str], every: str = "") -> CommandError:
    """What to raise for a name that is not valid: what is ``said`` and the nearest valid one.

    Where none is near, ``every`` says what there is; "" lists the valid ones.
    """
    valid = list(valid)
    close = did_you_mean(name, valid)
    hint = f"did you mean '{close}'?" if close else every or f"there are {', '.join(valid)}"
    return CommandError(f"{said}; {hint}", USAGE)


class UnexpectedError(Exception):
    """Something went wrong that no layer foresaw; ``comfort`` says what is not lost."""

    def __init__(self, error: Exception, comfort: str) -> None:
        super().__init__(str(error))
        self.error = error
        self.comfort = comfort


def say(text: str) -> None:
    """Talk: lines to stderr, control characters shown."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        for line in text.split("\n"):
            sys.stderr.write(f"{printable(line)}\n")
        sys.stderr.flush()


def guarded(command: Callable[[], int]) -> int:
    """Run a command; whatever is wrong becomes a message and an exit code, no traceback."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        code = command()
        if sys.stdout is not None:
            sys.stdout.flush()
    except CommandError as failure:
        for line in failure.before:
            say(line)
        say(f"aif: {failure}")
        return failure.code
    except BrokenPipeError:
        _drop_output()
        return DONE
    except UnexpectedError as failure:
        return _unexpected(failure.error, failure.comfort)
    except Exception as error:
        known = _known(error)
        return _unexpected(error) if known is None else known
    return code


def _unexpected(error: Exception, comfort: str = "") -> int:
    """Say that the program has a fault, and in which file the details are."""
    from tui.user.session import write_error_log

    path = write_error_log(error)
    say(f"aif: an unexpected error: {type(error).__name__}: {error}")
    if comfort:
        say(f"aif: {comfort}")
    if path is not None:
        say(f"aif: the details are in {path}")
    return UNEXPECTED


def _drop_output() -> None:
    """The reader has gone: let the interpreter flush what is left into nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _known(error: Exception) -> int | None:
    """Report an error that the layers below raise for good reason; None for any other."""
    from tui.dataset import DatasetError
    from tui.export.formats import DoesNotFitError, MissingLibraryError, UnknownFormatError
    from tui.export.saving import ExistsError, SaveError
    from tui.query import FilterError, UnknownNameError

    if isinstance(error, DatasetError):
        for fault in error.faults:
            say(str(fault))
        say("aif: the data cannot be loaded")
        return DATA
    usage = FilterError | UnknownNameError | UnknownFormatError | MissingLibraryError
    if isinstance(error, usage):
        from tui.cli.guess import tables_with

        where = ""
        if isinstance(error, UnknownNameError) and error.column:
            every = f"; 'aif fields {error.table}' lists them" if error.table else ""
            where = tables_with(error.column) or every
        say(f"aif: {error}{where}")
        return USAGE
    if isinstance(error, SaveError | DoesNotFitError):
        say(f"aif: {error}{': --force overwrites it' if isinstance(error, ExistsError) else ''}")
        return WRITE
    if isinstance(error, OSError):
        say(f"aif: cannot write the output: {error.strerror or error}")
        _drop_output()
        return WRITE
    return None


def folders_of(names: Sequence[str]) -> tuple[Path, ...]:
    """Dataset folders by name, over the bundled one where the first is a part of a dataset."""
    from tui.user.paths import over_bundled

    return over_bundled([Path(text).expanduser() for text in names])


def open_dataset(args: argparse.Namespace | SimpleNamespace) -> Dataset:
    """Load the dataset that the options name and say what is not as it was meant.

    That is: files that are not read, sites that are left out, and faulty rows that leave
    the ones below them standing. Raises DatasetError where nothing can be opened.
    """
    from tui.dataset import load

    dataset = load(folders_of(args.data))
    for fault in dataset.unread:
        say(f"aif: {fault}")
    passed_over = len(dataset.site_faults) - sum(dataset.left_out.values())
    if passed_over:
        counted = plural(passed_over, "fault")
        say(f"aif: rows with faults are passed over ({counted}); '{_listing(args)}' lists them")
    if dataset.left_out:
        missing, there = len(dataset.left_out), len(dataset.sites)
        verb = "is" if missing == 1 else "are"
        say(
            f"aif: {missing} of {missing + there} sites {verb} left out because of faults; "
            f"'{_listing(args)}' lists them"
        )
    return dataset


def say_faults(args: argparse.Namespace | SimpleNamespace, dataset: Dataset) -> None:
    """Say how many faults there are in what was read beside the sites; its rows are left out."""
    late = len(dataset.known_faults()) - len(dataset.site_faults) - len(dataset.unread)
    if late:
        counted = plural(late, "fault")
        say(f"aif: rows with faults are left out ({counted}); '{_listing(args)}' lists them")


def _listing(args: argparse.Namespace | SimpleNamespace) -> str:
    """The command that lists the faults of the dataset."""
    return shlex.join(["aif", "validate", *args.data])


def cohort_named(name: str, dataset: Dataset) -> str:
    """The cohort with this id, "" for the dataset's default.

    Raises :class:`CommandError` for one that does not exist or whose own filter is wrong.
    """
    from tui.query import FilterError
    from tui.query.engine.match import match_text
    from tui.query.engine.store import store_of

    ident = name or dataset.default_cohort
    listed = {cohort.id: cohort for cohort in dataset.cohorts}
    if ident and ident not in listed:
        raise unknown(f"no cohort '{ident}'", ident, listed)
    if ident:
        where = listed[ident].where
        try:
            match_text(store_of(dataset), "sites", where)
        except FilterError as error:
            raise filter_failure(error, where, f"the filter of cohort '{ident}': ") from None
    return ident


def filter_failure(error: FilterError, text: str = "", whose: str = "") -> CommandError:
    """A filter that cannot be understood: the filter, a caret under the place, the reason.

    Without ``text`` the error itself knows the filter.
    """
    text = text or error.text
    ahead = width_of(printable(text[: error.span.start]))
    marked = width_of(printable(text[error.span.start : error.span.end]))
    return CommandError(
        f"{whose}{error}{_elsewhere(error, text)}",
        USAGE,
        (f"  {printable(text)}", f"  {' ' * ahead}{'^' * max(marked, 1)}"),
    )


def _elsewhere(error: FilterError, text: str) -> str:
    """Which tables have a field that the rows at hand lack; "" for other errors."""
    from tui.cli.guess import tables_with

    word = text[error.span.start : error.span.end]
    if error.suggestion or error.reason != f"unknown field '{word}'":
        return ""
    return tables_with(word) or "; 'aif fields' lists those of each table"


def say_notes(notes: Iterable[Note]) -> None:
    """Say what in a filter was taken for something else than it was written."""
    for note in notes:
        say(f"aif: {note.text}")


def format_named(args: argparse.Namespace) -> str:
    """The format to write: as asked for, by the ending of the file, or by where it goes.

    Raises UnknownFormatError, and :class:`CommandError` where the ending says nothing.
    """
    from tui.export.formats import FORMATS, format_of, format_of_path

    if args.format:
        return format_of(args.format).id
    if to_file(args):
        found = format_of_path(args.output)
        if found is None:
            reason = f"the ending of '{args.output}' names no format; add --format"
            raise CommandError(f"{reason} ({', '.join(FORMATS)})", USAGE)
        return found.id
    return "table" if on_terminal() else "csv"


def to_file(args: argparse.Namespace) -> bool:
    """Whether the output goes to a file; ``--output -`` is stdout."""
    return args.output not in ("", "-", "/dev/stdout")


def check_ending(path: str, *, ending: str, holds: str) -> None:
    """Raise a CommandError for a file whose ending says that it holds something else.

    ``ending`` is one that fits what the file ``holds``.
    """
    from tui.export.formats import format_of_path

    fmt = format_of_path(path)
    other = fmt is not None and fmt.id not in ("md", "table")
    if other or Path(path).suffix.lower() in _DOCUMENTS:
        name = Path(path).with_suffix(ending).name
        raise CommandError(f"'{path}' would hold {holds}; name it {name}", USAGE)


def on_terminal() -> bool:
    """Whether stdout is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def on_screen(args: argparse.Namespace) -> bool:
    """Whether the output goes to a terminal."""
    return on_terminal() and not to_file(args)


def output(*, fences: bool = True) -> TextIO:
    """Where data goes, on a terminal through its door; without ``fences`` no escape sequence.

    Raises :class:`CommandError` where stdout is closed.
    """
    if sys.stdout is None:
        raise CommandError("cannot write the output: stdout is closed", WRITE)
    if not on_terminal():
        return sys.stdout
    from tui.cli.terminal import Terminal

    return cast("TextIO", Terminal(sys.stdout, fences=fences))


def output_text(text: str, *, pager: bool = False, for_people: bool = False) -> None:
    """Write a text to stdout.

    With ``pager`` a text longer than the terminal goes through the program in ``$PAGER``; what
    is made ``for_people`` has colours on a terminal that shows them.
    """
    if pager and on_terminal():
        from tui.cli.terminal import paged

        if paged(text):
            return
    if for_people and on_terminal():
        from tui.cli.terminal import paint, wanted

        if wanted():
            paint(text)
            return
    output().write(text)
    output().flush()


def deliver_text(
    text: str, what: str, args: argparse.Namespace, *, for_people: bool = False
) -> None:
    """Write a text to the file that the options name, or to stdout; ``what`` it is, or ""."""
    if to_file(args):
        from tui.export.saving import save

        said = f"{what} to " if what else ""
        say(f"wrote {said}{save(args.output, text, force=args.force)}")
    else:
        output_text(text, pager=getattr(args, "pager", False), for_people=for_people)


def deliver(
    what: Result | Sheet,
    fmt: str,
    args: argparse.Namespace,
    origin: Origin | None = None,
    *,
    fold: bool = False,
) -> None:
    """Write a table to the file that the options name, or to stdout.

    ``origin`` goes into a file that has a place for it, and with ``--origin`` into one
    beside it too. On a terminal the table is made to fit, and what did not fit is said on
    stderr; with ``fold`` long texts go on in the next line instead of being cut.
    """
    from tui.export.formats import content, format_of, render
    from tui.export.sheet import sheet_of

    asked = getattr(args, "origin", False)
    if to_file(args):
        from tui.export.saving import export

        paths = export(what, fmt, args.output, origin=origin, beside=asked, force=args.force)
        for at, path in enumerate(paths):
            rows = plural(len(what), "row")
            say(f"wrote {rows if at == 0 else 'the origin'} to {path}")
        return
    if asked and not format_of(fmt).carries_origin:
        raise CommandError(
            f"{fmt} has no room for the origin; with --output it gets its own file", USAGE
        )
    pager = getattr(args, "pager", False)
    if format_of(fmt).binary:
        if on_terminal():
            raise CommandError(f"{fmt} is no text; --output names a file for it", USAGE)
        output().flush()
        output().buffer.write(content(what, fmt, origin=origin))
    elif fmt == "table" and on_terminal():
        from tui.query import Result

        _show(sheet_of(what) if isinstance(what, Result) else what, origin, fold, pager)
    else:
        output_text(render(what, fmt, origin=origin), pager=pager)


def _show(sheet: Sheet, origin: Origin | None, fold: bool, pager: bool) -> None:
    from shutil import get_terminal_size

    from tui.export.sheet import LEGEND, lay_out

    layout = lay_out(sheet, get_terminal_size().columns, fold=fold)
    lines = (*layout.lines, *(("", *origin.lines()) if origin else ()))
    output_text("".join(f"{line}\n" for line in lines), pager=pager, for_people=True)
    for mark, text in LEGEND.items():
        if mark in layout.marks:
            say(text)
    if layout.left_out:
        names = ", ".join(column.id for column in layout.left_out)
        say(f"no room for {names}; --columns chooses, a wider terminal or a file has all")
