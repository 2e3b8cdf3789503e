"""The command ``aif``: arguments in, exit code out; data to stdout, talk to stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process unless given)."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        from tui import __version__

        sys.stdout.write(f"aif {__version__}\n")
        return 0
    from tui.cli.common import guarded
    from tui.cli.parser import run

    return guarded(lambda: run(words))
