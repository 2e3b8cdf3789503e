"""What every test stands on: a dataset that changes with the tests alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

FACTORIES = Path(__file__).parent / "fixtures" / "factories"


@pytest.fixture(scope="session", autouse=True)
def frozen_data() -> Iterator[None]:
    """Let the program find the frozen factories where it looks for the bundled data.

    The data that is shipped may change on any day; its figures are pinned in
    ``tests/dataset/test_bundled_facts.py`` and nowhere else.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.user.paths.data_dir", lambda: FACTORIES)
        yield
