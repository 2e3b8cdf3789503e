"""The installed command ``aif``: starts the package ``tui`` that lies beside this file.

A ``tui.py`` somewhere on PYTHONPATH, as the environments of login nodes may have it, would
be found first; so this folder is, for the one import.
"""

from __future__ import annotations

import atexit
import os
import sys


def main() -> int:
    """Run the command with the arguments of the process; its exit code."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)
    try:
        import tui  # noqa: F401
    finally:
        sys.path.remove(here)
    from tui.cli import main as command

    code = command()
    _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process where only memory is left to tidy up: a sixth of the time of a short command.

    Threads that still run, and output that nobody takes, are left to the interpreter.
    """
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)
