"""The library for notebooks and scripts: what ``import tui`` offers.

>>> import tui
>>> data = tui.open_dataset()
>>> sites = data.frame("sites", "country:DE", cohort="factories")
>>> list(sites["name"])
['HammerHAI', 'JAIF']

The tables, filters, cohorts and columns are those of the explorer and of ``aif show``; what
is promised about them between versions stands in docs/library.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.analysis.tables import TableInfo, table, tables
from tui.dataset import Dataset, DatasetError, load
from tui.query import FilterError, Result, UnknownNameError, View
from tui.query.engine.view import parse_sort
from tui.user.paths import over_bundled

if TYPE_CHECKING:
    import pandas as pd

    from tui.query.engine.view import Measure, Share

__all__ = ["Data", "DatasetError", "FilterError", "UnknownNameError", "open_dataset"]


def open_dataset(*folders: str | Path) -> Data:
    """Open the bundled dataset, or the one in a folder; later folders lie over earlier ones.

    A folder without ``dataset.toml`` lies over the bundled data. Rows with faults are left
    out, as in the explorer; :attr:`Data.faults` names them.

    Raises :class:`DatasetError` where nothing can be opened.
    """
    return Data(load(over_bundled([Path(folder).expanduser() for folder in folders])))


class Data:
    """An open dataset and the tables of it.

    >>> import tui
    >>> data = tui.open_dataset()
    >>> data.cohorts["brief"]
    'The thirteen of the brief'
    >>> len(data.frame("sites"))
    13
    """

    def __init__(self, dataset: Dataset) -> None:
        """Wrap a dataset that was loaded; :func:`open_dataset` is the usual way."""
        self._dataset = dataset

    def __repr__(self) -> str:
        from tui.text import plural

        meta = self._dataset.meta
        return f"<Data {meta.id} {meta.version}: {plural(len(self._dataset.sites), 'site')}>"

    @property
    def version(self) -> str:
        """Version of the dataset."""
        return self._dataset.meta.version

    @property
    def tables(self) -> Mapping[str, TableInfo]:
        """Every table by name, with its title and what its rows are.

        >>> import tui
        >>> tui.open_dataset().tables["systems"].title
        'Systems'
        """
        return tables(self._dataset)

    @property
    def cohorts(self) -> Mapping[str, str]:
        """The cohorts: id and label."""
        return {cohort.id: cohort.label.en for cohort in self._dataset.cohorts}

    @property
    def faults(self) -> Sequence[str]:
        """What is wrong with the dataset, one line a fault with file, line, key and reason."""
        self._dataset.load_all()
        return [str(fault) for fault in self._dataset.known_faults()]

    def frame(
        self,
        name: str,
        where: str = "",
        *,
        cohort: str | None = None,
        sites: str = "",
        columns: Sequence[str] = (),
        sort: str = "",
    ) -> pd.DataFrame:
        """A table as a data frame of pandas.

        ``where`` is a filter on its rows, ``sites`` one on the sites that they belong to (on
        ``sites`` both are the same), ``cohort`` a set of sites: the dataset's default unless
        given, ``""`` for all. ``columns`` are ids in order, all of them unless given; ``sort``
        names columns as ``"country,-members"``. See :func:`tui.analysis.schemas.frame` for the
        types.

        Raises :class:`UnknownNameError` for a table, column or cohort that is not there,
        :class:`FilterError` for a filter that cannot be understood, and ImportError without
        pandas.

        >>> import tui
        >>> partners = tui.open_dataset().frame("partners", "type:company role:member")
        >>> sorted(set(partners["country"]))[:3]
        ['AT', 'DE', 'FR']
        """
        from tui.analysis.lenses.verdict_table import under
        from tui.analysis.schemas import frame

        _pandas()
        view = under(self._dataset, View(cohort=self._cohort(cohort), rows=where), sites)
        shown = view.with_table(name, columns=tuple(columns), sort=parse_sort(sort))
        return frame(self._table(shown, name))

    def findings(self, sites: str = "", *, cohort: str | None = None) -> pd.DataFrame:
        """The sentences of the brief, re-computed: stated value, value of the data, verdict.

        Each is re-computed for the cohort that it speaks of, or for the one given, and for
        the sites that a filter picks; terms on fields of findings pick among them.

        >>> import tui
        >>> found = tui.open_dataset().findings()
        >>> bool((found["verdict"] == "holds").any())
        True
        """
        return self.frame("verdicts", sites=sites, cohort=cohort)

    def tally(  # noqa: PLR0913 - what a tally can be asked for
        self,
        name: str,
        by: str | Sequence[str],
        *,
        where: str = "",
        sites: str = "",
        cohort: str | None = None,
        figure: str = "",
        measure: Measure = "sum",
        share: Share = "",
    ) -> pd.DataFrame:
        """The rows of a table counted by the values of a column, or of two.

        ``where`` filters the rows, ``sites`` the sites that they belong to. A ``figure`` is
        measured (sum, mean, median, least, most) within each value, with how many rows have it
        and how much no source confirms. Of a list each element counts. With two columns ``share``
        gives percentages of the row, the column or all (``"row"``, ``"column"``, ``"all"``).

        >>> import tui
        >>> tui.open_dataset().tally("partners", "type", cohort="factories").columns.tolist()
        ['value', 'rows', 'share']
        """
        from tui.analysis.lenses.verdict_table import under
        from tui.analysis.schemas import frame
        from tui.analysis.tally import tally
        from tui.query.engine.table import result_of
        from tui.query.engine.view import Ask

        _pandas()
        words = (by,) if isinstance(by, str) else tuple(by)
        view = under(self._dataset, View(cohort=self._cohort(cohort), rows=where), sites)
        result = self._table(view, name)
        counted = tally(result, Ask(words, figure, measure, share=share))
        return frame(result_of(result.store, counted, View(), every=True))

    def cite(self, *ids: str, style: str = "text") -> str:
        """A citation of the dataset, or of sources by id; the style is text, bibtex, csl-json.

        Raises :class:`UnknownNameError` for a source or style that is not there.

        >>> import tui
        >>> print(tui.open_dataset().cite(style="bibtex").splitlines()[0])
        @dataset{eu-ai-factories,
        """
        from tui.export.citation import STYLES, cited, dataset_cited

        _listed("style", style, STYLES)
        if not ids:
            return dataset_cited(style, self._dataset.meta)
        sources = {source.id: source for source in self._dataset.sources}
        for ident in ids:
            _listed("source", ident, sources)
        return cited(style, [sources[ident] for ident in ids], self._dataset.meta.as_of)

    def _cohort(self, name: str | None) -> str:
        if name is None:
            return self._dataset.default_cohort
        if name:
            _listed("cohort", name, self.cohorts)
        return name

    def _table(self, view: View, name: str) -> Result:
        return table(self._dataset, view, name, every=True)


def _pandas() -> None:
    """Say what to install where there is no pandas."""
    try:
        import pandas  # noqa: F401
    except ImportError:
        raise ImportError("frames need pandas: pip install 'aif-explorer[pandas]'") from None


def _listed(kind: str, name: str, names: Sequence[str] | Mapping[str, object]) -> None:
    from tui.text import did_you_mean

    if name not in names:
        close = did_you_mean(name, names)
        hint = f"did you mean '{close}'?" if close else f"there are {', '.join(list(names)[:20])}"
        raise UnknownNameError(f"no {kind} '{name}'; {hint}")
