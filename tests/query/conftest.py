"""The small dataset, worked out by hand in fixtures/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.dataset import Dataset, load
from tui.query.engine.store import Store, store_of

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture(scope="session")
def small() -> Dataset:
    """The small dataset."""
    return load([FIXTURES / "small"])


@pytest.fixture(scope="session")
def store(small: Dataset) -> Store:
    """The same as columns."""
    return store_of(small)


@pytest.fixture(scope="session")
def factories() -> Dataset:
    """Nineteen factories and thirteen antennas, frozen."""
    return load([FIXTURES / "factories"])
