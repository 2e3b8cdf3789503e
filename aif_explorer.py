"""The installed command ``aif``: starts the package ``tui`` that lies beside this file.

A ``tui.py`` somewhere on PYTHONPATH, as the environments of login nodes may have it, would
be found first; so this folder is, for the one import.
"""

from __future__ import annotations

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

    return command()
