"""Yardstick: read the files that `aif show sites` needs and print the sites as CSV.

Arguments: the dataset's folder. Only the standard library; nothing is checked.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from pathlib import Path
from typing import Any

LISTS = ("system", "partner", "sector", "service", "access")


def read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def flat(site: dict[str, Any]) -> dict[str, Any]:
    """Return one row: nested keys with a dot, lists of values joined, child lists counted."""
    row: dict[str, Any] = {}
    for key, value in site.items():
        if key in LISTS:
            row[f"{key}s"] = len(value)
        elif isinstance(value, dict):
            row.update({f"{key}.{name}": inner for name, inner in value.items()})
        elif isinstance(value, list):
            row[key] = ";".join(map(str, value))
        else:
            row[key] = value
    return row


def main(folder: Path) -> None:
    read(folder / "dataset.toml")
    roles = {role["id"]: role["member"] for role in read(folder / "vocabulary.toml")["role"]}
    regions = {region["nuts2"]: region for region in read(folder / "regions.toml")["region"]}
    rows = []
    for path in sorted((folder / "sites").glob("*.toml")):
        site = read(path)
        if site["kind"] == "factory":
            row = flat(site)
            row["members"] = sum(roles[partner["role"]] for partner in site.get("partner", ()))
            for indicator in regions.get(site["nuts2"], {}).get("indicator", ()):
                row[indicator["id"]] = indicator["value"]
            rows.append(row)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(sys.stdout, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
