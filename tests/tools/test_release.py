"""What keeps a release from being built."""

from __future__ import annotations

import pytest

from tools.release import unlocked, unsaid

LOCK = "rich==15.0.0 \\\n    --hash=sha256:00\ntomli-w==1.2.0 \\\n    --hash=sha256:00\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("## [1.2.0] - 2026-12-01", False),
        ("## [1.2.0]", True),
        ("## [Unreleased]", True),
        ("## [1.1.0] - 2026-11-01", True),
    ],
)
def test_the_changelog_begins_with_the_version_and_its_day(head: str, told: bool) -> None:
    text = f"# Changelog\n\n{head}\n\n- A thing.\n\n## [1.0.0] - 2026-01-01\n"
    assert bool(list(unsaid(text, "1.2.0"))) is told


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (["rich>=14", "tomli_w==1.2.0"], []),
        (["rich>=16"], ["requirements.lock has rich 15.0.0, asked for is >=16"]),
        (["ruff"], ["requirements.lock lacks ruff: make lock"]),
    ],
)
def test_the_lock_file_meets_every_requirement(wanted: list[str], told: list[str]) -> None:
    assert list(unlocked(LOCK, wanted)) == told


def test_the_lock_file_of_the_checkout_does() -> None:
    assert list(unlocked()) == []
