"""The command ``aif``: arguments in, exit code out; data to stdout, talk to stderr."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process unless given)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words in (["--version"], ["-V"]):
        from tui import __version__

        try:
            sys.stdout.write(f"aif {__version__}\n")
            sys.stdout.flush()
        except AttributeError:
            pass  # a closed stdout, told by what is loaded below
        except OSError as error:
            return _failed(error)
        else:
            return 0
    collecting = gc.isenabled()
    gc.disable()  # a command is over before it would pay
    try:
        from tui.cli.common import guarded

        if not words:
            from tui.cli.explore import run_alone

            return guarded(run_alone)
        from tui.cli.parser import run

        return guarded(lambda: run(words))
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        if collecting:
            gc.enable()


def _failed(error: OSError) -> int:
    """Report that the output cannot be written."""
    from tui.cli.common import guarded

    def again() -> int:
        raise error

    return guarded(again)
