"""A text in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text in English, and in German where there is one."""

    en: str
    de: str | None = None
