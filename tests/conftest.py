"""What every test stands on: a dataset that changes with the tests alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

FACTORIES = Path(__file__).parent / "fixtures" / "factories"


# A mutation run calls each test many times in one process: few examples, always the same.
settings.register_profile(
    "mutate", max_examples=10, derandomize=True, deadline=None, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def frozen_data() -> Iterator[None]:
    """Let the program find the frozen factories where it looks for the bundled data.

    The data that is shipped may change on any day; its figures are pinned in
    ``tests/dataset/test_bundled_facts.py`` and nowhere else.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.user.paths.data_dir", lambda: FACTORIES)
        yield
