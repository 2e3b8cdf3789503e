"""AIF Explorer: the EU's AI Factories in a terminal, filtered, checked and exported.

For notebooks and scripts: ``tui.open_dataset()``, see :mod:`tui.api`. What it offers is
loaded when it is first asked for, so that ``import tui`` costs the command nothing.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.api import Data, DatasetError, FilterError, UnknownNameError, open_dataset

__all__ = [
    "Data",
    "DatasetError",
    "FilterError",
    "UnknownNameError",
    "__version__",
    "open_dataset",
]


def __getattr__(name: str) -> object:
    """Load the library when something of it is first asked for."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("tui.api"), name)
    raise AttributeError(f"module 'tui' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
