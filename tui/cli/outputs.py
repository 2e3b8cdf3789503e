"""What commands print that is no table of the registry, declared once: keys, types, meanings.

The same columns serve the output in every format, ``aif fields`` and ``aif schema``.
"""

from __future__ import annotations

from collections.abc import Mapping

from tui.query.engine.columns import Column, TableSpec

FAULT_COLUMNS = (
    Column("file", "File", "text", "File, from the folder of the dataset on"),
    Column("line", "Line", "integer", "Line, from 1"),
    Column("key", "Key", "text", "Key in the row"),
    Column("reason", "Reason", "text", "What is wrong"),
    Column("suggestion", "Suggestion", "text", "Nearest valid word"),
    Column("site", "Site", "slug", "Site that the file is of"),
    Column("severity", "Severity", "text", "Is it a fault, or a warning that changes nothing"),
)
FIELD_COLUMNS = (
    Column("table", "Table", "text", "Name of the table"),
    Column("column", "Column", "text", "Id of the column"),
    Column("type", "Type", "text", "What its values are"),
    Column("unit", "Unit", "text", "Unit of the values"),
    Column("vocabulary", "Vocabulary", "text", "List of the vocabulary that its words are from"),
    Column("confidence", "Confidence", "text", "Column that says how sure the figure is"),
    Column("basis", "Basis", "text", "Column that says what the figure is"),
    Column("default", "Shown", "flag", "Is it shown unless others are chosen"),
    Column("meaning", "Meaning", "text", "What it says"),
)
TABLE_COLUMNS = (
    Column("name", "Name", "text", "Name of the table"),
    Column("title", "Title", "text", "Title of the table"),
    Column("kind", "Kind", "text", "Read from the dataset, or worked out from it"),
    Column("meaning", "Meaning", "text", "What its rows are"),
)
DIFFERENCE_COLUMNS = (
    Column("kind", "Change", "text", "added, gone, changed, turned or recomputed"),
    Column("table", "Table", "text", "Table of the row"),
    Column("row", "Row", "text", "What tells the row apart"),
    Column("column", "Column", "text", "Column of the value, none for a whole row"),
    Column("old", "Old", "mixed", "Value in the old state"),
    Column("new", "New", "mixed", "Value in the new state"),
    Column("sources", "Sources", "slugs", "Sources of the row"),
)

OUTPUTS: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        TableSpec("faults", "fault", "Output of aif validate", FAULT_COLUMNS),
        TableSpec("fields", "field", "Output of aif fields", FIELD_COLUMNS),
        TableSpec("tables", "table", "Output of aif tables", TABLE_COLUMNS),
        TableSpec("differences", "difference", "Output of aif diff", DIFFERENCE_COLUMNS),
    )
}
"""By name; the output of ``aif findings`` is the worked-out table ``verdicts``."""
