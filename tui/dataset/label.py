"""A text in two languages."""

from __future__ import annotations

from tui.frozen import frozen


@frozen(kw_only=True)
class Label:
    """A text in English, and in German where there is one."""

    en: str
    de: str | None = None
