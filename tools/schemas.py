"""Writes JSON Schemas of the data files into schemas/, for editors: ``python -m tools.schemas``.

``.taplo.toml`` says which file has which. They follow the declared keys and the vocabulary of
the bundled data, as ``aif schema`` prints them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tui.analysis.schemas import FILES, file_schema
from tui.dataset import load

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "schemas"


def schemas() -> Iterator[tuple[Path, str]]:
    """Each file of schemas/ with its text."""
    dataset = load([ROOT / "data"])
    for name in FILES:
        made = json.dumps(file_schema(dataset, name), ensure_ascii=False, indent=1)
        yield FOLDER / f"{name}.json", f"{made}\n"


def main() -> None:
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in schemas():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
