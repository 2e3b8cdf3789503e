"""What is worked out from a dataset and kept: it lies with the dataset, and goes with it.

A cache of the module would hold datasets that nobody looks at any more. Every cached
function of a dataset is therefore made here; a test looks for others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from tui.dataset.dataset import Dataset

P = ParamSpec("P")
T = TypeVar("T")


def kept(
    most: int | None = None,
) -> Callable[[Callable[Concatenate[Dataset, P], T]], Callable[Concatenate[Dataset, P], T]]:
    """Decorate a function of a dataset and hashable arguments: worked out once for each.

    Of each dataset the ``most`` answers that were asked for last are kept, all with None.
    """

    def decorate(
        function: Callable[Concatenate[Dataset, P], T],
    ) -> Callable[Concatenate[Dataset, P], T]:
        def ask(dataset: Dataset, /, *args: P.args, **kwargs: P.kwargs) -> T:
            answers = dataset.kept.get(function)
            if answers is None:
                made = lru_cache(most)(partial(function, dataset))
                answers = dataset.kept.setdefault(function, made)
            found: T = answers(*args, **kwargs)
            return found

        update_wrapper(ask, function)
        return ask

    return decorate
