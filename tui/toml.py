"""Reading TOML: by the compiled ``tomli`` where it is installed, else by the standard library."""

from __future__ import annotations

try:
    from tomli import TOMLDecodeError, loads
except ImportError:
    from tomllib import TOMLDecodeError, loads  # type: ignore[assignment]

__all__ = ["TOMLDecodeError", "loads"]
