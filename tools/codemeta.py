"""Writes codemeta.json, what catalogues of software read: ``python -m tools.codemeta``.

All of it follows from pyproject.toml, the version and the head of the dataset.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from tui import __version__

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "codemeta.json"
_LICENCE = "https://spdx.org/licenses/"
_PYTHON = "Programming Language :: Python :: "


def codemeta() -> str:
    """The text of the file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    dataset = tomllib.loads((ROOT / "data" / "dataset.toml").read_text("utf-8"))
    made: dict[str, Any] = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": "AIF Explorer",
        "identifier": project["name"],
        "description": project["description"],
        "version": __version__,
        "license": [_LICENCE + each for each in project["license"].split(" AND ")],
        "author": [_organisation(each["name"]) for each in project["authors"]],
        "keywords": project["keywords"],
        "programmingLanguage": "Python",
        "runtimePlatform": [
            f"Python {each.removeprefix(_PYTHON)}"
            for each in project["classifiers"]
            if each.removeprefix(_PYTHON)[:2] == "3."
        ],
        "operatingSystem": ["Linux", "macOS"],
        "softwareRequirements": f"Python {project['requires-python']}",
        "hasPart": {
            "@type": "Dataset",
            "identifier": dataset["id"],
            "name": dataset["title"]["en"],
            "description": dataset["description"]["en"],
            "version": dataset["version"],
            "dateModified": dataset["as_of"].isoformat(),
            "license": _LICENCE + dataset["licence"],
            "creator": [_organisation(each) for each in dataset["contributors"]],
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def main() -> None:
    """Write it."""
    PAGE.write_text(codemeta(), "utf-8")


if __name__ == "__main__":
    main()
