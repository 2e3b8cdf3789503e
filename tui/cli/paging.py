"""Long texts through the program that a person reads them with."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
from shutil import get_terminal_size

from tui.cli.terminal import seen


def paged(text: str) -> bool:
    """Show a text that is longer than the terminal in ``$PAGER``, ``less`` unless set.

    False where it is not longer, or the program is not there; then nothing was shown.
    """
    if text.count("\n") < get_terminal_size().lines:
        return False
    try:
        words = shlex.split(os.environ.get("PAGER") or "less")
        # LESS=R lets colours through and nothing else; S keeps a wide table on its lines.
        environment = {"LESS": "RS", **os.environ}
        program = subprocess.Popen(  # noqa: S603 - the person's own choice
            words, stdin=subprocess.PIPE, encoding="utf-8", env=environment
        )
    except (OSError, ValueError):
        return False
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        program.communicate(seen(text))
    program.wait()
    return True
