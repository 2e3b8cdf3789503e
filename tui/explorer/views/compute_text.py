"""Computers in words and bars: columns, the lines above the table, the note below it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import wrap

from rich.cells import cell_len

from tui.analysis import ranks
from tui.analysis.breakdown import Breakdown, Line
from tui.analysis.compute import INSTALLING, Tally, Totals, names, silent
from tui.analysis.ranks import Place, edition_columns, edition_values, places, rank_id
from tui.analysis.sizes import STANDINGS, Bar
from tui.dataset.dates import PartialDate
from tui.dataset.records import System
from tui.explorer.source import ResultSource
from tui.explorer.state import State
from tui.explorer.views.computed import Draw, Shown, plain, whole
from tui.explorer.widgets.bars import fill_of, log_axis, log_bar
from tui.explorer.widgets.glyphs import Glyphs
from tui.explorer.widgets.grid import GridColumn
from tui.explorer.widgets.gridtext import Cell, cut, width_of
from tui.query import Result
from tui.query.display import UNKNOWN, UNSURE, number, shown
from tui.query.store import Store
