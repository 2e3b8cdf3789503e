"""What is worked out from a dataset is kept with it, and nowhere else."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

from tui.analysis import tables
from tui.analysis.provenance import facts
from tui.analysis.telling.site import most_similar, nearest
from tui.dataset import Dataset, load
from tui.dataset.dataset import kept
from tui.explorer.palette import things_of
from tui.query import View
from tui.query.assist.complete import complete
from tui.query.assist.empty_result import why_empty
from tui.query.assist.facets import all_counts

ROOT = Path(__file__).parent.parent.parent
FACTORIES = ROOT / "tests" / "fixtures" / "factories"
PLAIN = {
    "str", "int", "float", "bool", "None", "tuple", "datetime.date", "Style", "ColorSystem", "RGB",
    "Command",
}  # fmt: skip
"""What a cache of a module may be asked with: nothing that leads to a dataset."""


def cached_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions with a cache of the module, and where they stand."""
    for path in sorted((ROOT / "tui").rglob("*.py")):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "cache" in text else ():
            if isinstance(node, ast.FunctionDef) and any(
                ast.unparse(each).partition("(")[0].rpartition(".")[2] in ("cache", "lru_cache")
                for each in node.decorator_list
            ):
                yield f"{path.relative_to(ROOT)}: {node.name}", node


def names_in(annotation: ast.expr) -> Iterator[str]:
    """The classes named in an annotation."""
    if isinstance(annotation, ast.Name | ast.Attribute | ast.Constant):
        yield ast.unparse(annotation)
    else:
        for each in ast.iter_child_nodes(annotation):
            if isinstance(each, ast.expr):
                yield from names_in(each)


def test_no_cache_of_a_module_is_asked_with_what_leads_to_a_dataset() -> None:
    found = list(cached_functions())
    assert len(found) > 10
    for where, node in found:
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            assert argument.annotation is not None, where
            names = set(names_in(argument.annotation)) - {"..."}
            assert names <= PLAIN, f"{where}: use kept of tui.dataset.dataset for {argument.arg}"


def look_at(dataset: Dataset) -> None:
    """Ask what a person asks of a dataset: tables, filters, help with them, figures."""
    view = View(cohort=dataset.default_cohort, filter="julihc")
    for name in tables.tables(dataset):
        tables.table(dataset, View(cohort=dataset.default_cohort), name, every=True)
    for text in ("", "country:", "member(", "sector.id:", "jaif"):
        complete(dataset, view, text, len(text))
    why_empty(dataset, view)
    all_counts(dataset, view)
    list(things_of(dataset).find("a"))
    assert nearest(dataset, dataset.sites[0], 3)
    assert most_similar(dataset, dataset.sites[0])
    assert facts(dataset) is facts(dataset)


def test_a_dataset_that_nobody_looks_at_is_let_go() -> None:
    dataset = load([FACTORIES])
    look_at(dataset)
    assert len(dataset.kept) > 8
    gone = ref(dataset)
    del dataset
    gc.collect()
    assert gone() is None


def test_what_is_kept_is_worked_out_once_for_each_dataset() -> None:
    asked: list[tuple[Dataset, int]] = []

    @kept(2)
    def twice(dataset: Dataset, number: int) -> int:
        asked.append((dataset, number))
        return 2 * number

    one, other = load([FACTORIES]), load([FACTORIES])
    assert [twice(one, 1), twice(one, 1), twice(other, 1), twice(one, 2)] == [2, 2, 2, 4]
    assert asked == [(one, 1), (other, 1), (one, 2)]
    twice(one, 3)
    twice(one, 1)
    assert asked[3:] == [(one, 3), (one, 1)]
