"""What every part of the screen is drawn from: one frozen value, and the views gone through."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from dataclasses import field
from typing import TYPE_CHECKING

from tui.dataset import Dataset
from tui.explorer.glyphs import UNICODE, Glyphs
from tui.frozen import frozen
from tui.query import FilterError, Result, TableView, UnknownNameError, View, table
from tui.query.engine import masks
from tui.query.engine.bind import bind_text, errors_of
from tui.query.engine.fields_meant import field_names
from tui.query.engine.masks import Mask
from tui.query.engine.match import match_text
from tui.query.engine.notes import notes
from tui.query.engine.store import Store, store_of
from tui.query.engine.table import cohort_mask, site_mask
from tui.query.engine.view import PLAIN
from tui.query.language.parse import parse
from tui.query.language.tree import Note

if TYPE_CHECKING:
    from tui.analysis.tables import Selection


@frozen(eq=False)
class State:
    """Dataset and view, with the sites that the view picks.

    ``typed`` is what stands in the filter bar and ``error`` why it cannot be used; ``view``
    then still holds the last filter that could, and ``held`` says so. ``ready`` tells whether
    everything beside the sites is loaded, ``glyphs`` which signs the terminal can draw.
    """

    dataset: Dataset
    view: View
    scope: Mask
    picked: Mask
    typed: str
    error: FilterError | None = None
    ready: bool = False
    glyphs: Glyphs = UNICODE
    held: bool = False
    _some: tuple[View, Mask] | None = field(repr=False, default=None)
    """The last view that picked some site, and these sites."""
    _results: dict[tuple[str, str], Result] = field(init=False, repr=False, default_factory=dict)

    @property
    def store(self) -> Store:
        """The dataset as columns."""
        return store_of(self.dataset)

    @property
    def cohort_label(self) -> str:
        """Name of the cohort in words."""
        for cohort in self.dataset.cohorts:
            if cohort.id == self.view.cohort:
                return cohort.label.en
        return "All sites"

    @property
    def site_count(self) -> int:
        """Number of sites that are picked."""
        return masks.count(self.picked)

    @property
    def cohort_count(self) -> int:
        """Number of sites of the cohort."""
        return masks.count(self.scope)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What in the typed filter was taken for something else than it was written."""
        if self.error is not None or self.held:
            return ()
        try:
            found = notes(self.store, "sites", self.view.filter)
            if self.view.tab == "findings" and self.view.filter:
                from tui.analysis.lenses.verdict_table import findings_sought

                found = (*found, *findings_sought(self.dataset, self.view.filter))
            if not self.view.findings:
                return found
            from tui.analysis.lenses.verdict_table import NAME, findings_store

            store = findings_store(self.dataset, self.view.filter)
            return (*found, *notes(store, NAME, self.view.findings))
        except FilterError:
            return ()

    @property
    def selection(self) -> Selection:
        """The picked sites, for what is worked out from them."""
        from tui.analysis.tables import Selection

        return Selection(self.dataset, self.view)

    def result(self, name: str, rows: str = "") -> Result:
        """A table under the present view, of its rows those that a filter picks."""
        found = self._results.get((name, rows))
        if found is None:
            view = self.view.but(rows=rows) if rows else self.view
            found = self._results[name, rows] = self._work_out(view, name)
        return found

    def knows(self, name: str) -> bool:
        """Whether a table was worked out already, so that asking for it takes no time."""
        return (name, "") in self._results

    def _work_out(self, view: View, name: str) -> Result:
        if name in self.store.specs:
            with contextlib.suppress(UnknownNameError):
                return table(self.dataset, view, name)
        from tui.analysis.tables import kept_table

        return kept_table(self.dataset, view, name)

    def same_view(self, other: State) -> bool:
        """Whether nothing but the tab in front differs in the views."""
        one, two = self.view, other.view
        return one is two or one.but(tab=two.tab) == two

    def same_rows(self, other: State | None) -> bool:
        """Whether tables are the same under another state, whatever is being typed."""
        return (
            other is not None
            and self.dataset is other.dataset
            and self.same_view(other)
            and self.picked == other.picked
            and self.ready == other.ready
            and self.glyphs is other.glyphs
        )

    def holding(self, text: str, error: FilterError | None) -> State:
        """The state while a text that cannot be used stands in the bar: the last result stays.

        Where the beginning of its last word picked nothing, that is the result before it.
        """
        view, picked = self.view, self.picked
        if self._some is not None and not masks.count(picked):
            view, picked = self._some
        state = dataclasses.replace(
            self, view=view, picked=picked, typed=text, error=error, held=True
        )
        if state.same_rows(self):
            state._results.update(self._results)
        return state

    def following(self, text: str, view: View, picked: Mask) -> State:
        """The state while a text that says this view and picks these sites stands in the bar."""
        some = (view, picked) if masks.count(picked) else self._some
        return dataclasses.replace(
            self, view=view, picked=picked, typed=text, error=None, held=False, _some=some
        )

    def showing(self, view: View) -> State:
        """The same with another view. Raises FilterError where the view does not fit."""
        other = make_state(self.dataset, view, glyphs=self.glyphs)
        state = dataclasses.replace(other, ready=self.ready)
        if _asked(view) == _asked(self.view):
            for (name, rows), result in self._results.items():
                if _shape(view, name) == _shape(self.view, name):
                    state._results[name, rows] = result
        return state


def _asked(view: View) -> tuple[object, ...]:
    """What in a view decides which rows there are."""
    return view.cohort, view.filter, view.findings, view.rows, view.whole, view.limit


def _shape(view: View, name: str) -> TableView:
    """What in a view decides order and columns of a table."""
    return dataclasses.replace(view.table(name), pinned=0, widths=PLAIN.widths, cursor=PLAIN.cursor)


def make_state(dataset: Dataset, view: View, *, glyphs: Glyphs = UNICODE) -> State:
    """The state of a view. Raises FilterError where its filter or cohort does not fit."""
    scope, picked = cohort_mask(dataset, view), site_mask(dataset, view)
    if view.findings:
        from tui.analysis.lenses.verdict_table import check_findings

        check_findings(dataset, view)
    some = (view, picked) if masks.count(picked) else None
    return State(dataset, view, scope, picked, view.text, glyphs=glyphs, _some=some)


def under(dataset: Dataset, view: View, text: str) -> View:
    """The view under a filter text, which may speak of findings as well as of sites.

    Raises FilterError.
    """
    with errors_of(text, lambda other: _under(dataset, view, other)):
        return _under(dataset, view, text)


def _under(dataset: Dataset, view: View, text: str) -> View:
    parse(text)  # what is no filter is neither one of sites nor one of findings
    try:
        bind_text(store_of(dataset), "sites", text)
    except FilterError:
        from tui.analysis.lenses import verdict_table

        return verdict_table.under(dataset, view, text)
    return view.but(filter=text, findings="")


def typed_state(state: State, text: str) -> State:
    """The state while a filter is typed: followed where it parses, else kept with the error.

    A text that only lacks its end, such as ``country:``, is no error until it is kept.
    """
    try:
        view = under(state.dataset, state.view, text)
        picked = match_text(state.store, "sites", view.filter)
    except FilterError as error:
        before = _before_last_word(state, text)
        begun = _unfinished(text) or _word_begun(text, error)
        return before.holding(text, None if begun else error)
    picked = masks.both(state.scope, picked)
    if not masks.count(picked) and _field_begun(state, text):
        return state.holding(text, None)
    return state.following(text, view, picked)


def notes_while_typing(state: State) -> tuple[Note, ...]:
    """The notes on a filter that is being typed, but for those on its last word.

    That may still grow into another: what is said of it waits for the space behind it.
    """
    if state.typed[-1:].isspace():
        return state.notes
    ends = (len(state.view.filter), len(state.view.findings))
    return tuple(each for each in state.notes if each.span.end not in ends)


def _before_last_word(state: State, text: str) -> State:
    """The state without the term that is being typed, where the rest is a filter.

    Its field was a word to look for until the colon came: what that picked says nothing.
    """
    word = re.split(r"\s", text.rstrip())[-1]
    rest = text.rstrip().removesuffix(word).rstrip()
    if not {":", "("} & set(word):
        return state
    try:
        view = under(state.dataset, state.view, rest)
        picked = masks.both(state.scope, match_text(state.store, "sites", view.filter))
    except FilterError:
        return state
    same = state.picked == picked and state.view == view
    return state if same else state.following(rest, view, picked)


def _field_begun(state: State, text: str) -> bool:
    """Whether the text ends in what may become a field, such as ``countr``."""
    word = re.split(r"[\s(-]", text)[-1]
    if not word:
        return False
    if any(name.startswith(word) for name in field_names(state.store, "sites")):
        return True
    from tui.analysis.lenses.verdict_table import NAME, findings_store

    spec = findings_store(state.dataset, "").specs[NAME]
    return any(column.id.startswith(word) for column in spec.columns)


def _unfinished(text: str) -> bool:
    """Whether a further word would make the text a filter: nothing is wrong with it yet."""
    return not _parses(text) and any(_parses(text + end) for end in ("1", "1)", '1"', '1")', "/"))


def _word_begun(text: str, error: FilterError) -> bool:
    """Whether a single letter at the end is wrong, as ``members:>3 b`` on the way to ``bsc``."""
    return error.span.end == len(text) and re.search(r"\s[^\W\d_]$", text) is not None


def _parses(text: str) -> bool:
    try:
        parse(text)
    except FilterError:
        return False
    return True


def fault_of(state: State) -> FilterError | None:
    """What is wrong with the typed text as it stands, finished or not."""
    try:
        match_text(state.store, "sites", under(state.dataset, state.view, state.typed).filter)
    except FilterError as error:
        return error
    return None


KEPT = 200


@frozen
class History:
    """Views in order and the place of the present one."""

    views: tuple[View, ...]
    place: int = 0

    @property
    def present(self) -> View:
        """The view that is shown."""
        return self.views[self.place]

    def push(self, view: View) -> History:
        """A change that can be undone; what had been undone before is forgotten."""
        if view == self.present:
            return self
        kept = (*self.views[: self.place + 1], view)[-KEPT:]
        return History(kept, len(kept) - 1)

    def replace(self, view: View) -> History:
        """A change that is not a step of its own, such as going to another tab."""
        return History((*self.views[: self.place], view, *self.views[self.place + 1 :]), self.place)

    def undo(self) -> History:
        """One step back, or the same where there is none."""
        return History(self.views, max(self.place - 1, 0))

    def redo(self) -> History:
        """One step forward, or the same where there is none."""
        return History(self.views, min(self.place + 1, len(self.views) - 1))
