"""Facets, completion, earlier filters: ways to a filter beside typing it."""

from __future__ import annotations

import dataclasses
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive

from tui.explorer.first_frame import WIDE
from tui.explorer.main_base import MainBase
from tui.explorer.messages import FacetsRequested, FilterDropped, FilterKept
from tui.explorer.panes.frame import FilterBar, FilterInput, Words
from tui.explorer.state import State, fault_of, typed_state, under
from tui.explorer.tabs.way import findings_excluders
from tui.text import cut, printable

if TYPE_CHECKING:
    from tui.explorer.panes.facets import FacetPane
    from tui.query.assist.complete import Completions, Item
    from tui.query.assist.empty_result import Excluder


LINES = 8


class Suggestions(Words):
    """A few completions, the chosen one set off; hidden while there are none."""

    DEFAULT_CSS = """
    Suggestions {
        display: none; height: auto; padding: 0 1 0 3; background: $surface;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Suggestions.-open { display: block; }
    """

    found: reactive[Completions | None] = reactive(None, repaint=False)
    chosen: reactive[int] = reactive(0, repaint=False)

    @property
    def open(self) -> bool:
        """Whether there is something to choose from."""
        return self.found is not None and bool(self.found.items)

    @property
    def item(self) -> Item | None:
        """The chosen completion."""
        return self.found.items[self.chosen] if self.found and self.found.items else None

    def watch_found(self) -> None:
        """Show other completions, the first one chosen."""
        self.chosen = 0
        self.set_class(self.open, "-open")
        self._draw()

    def watch_chosen(self) -> None:
        """Set another one off."""
        self._draw()

    def step(self, by: int) -> None:
        """Choose the next or previous one."""
        if self.found is not None and self.found.items:
            self.chosen = (self.chosen + by) % len(self.found.items)

    def _draw(self) -> None:
        found = self.found
        if found is None or not found.items:
            return
        first = max(0, min(self.chosen - LINES // 2, len(found.items) - LINES))
        items = list(enumerate(found.items))[first : first + LINES]
        wide = min(max(len(item.label) for _, item in items), 34)
        parts: list[str | tuple[str, str]] = []
        for place, item in items:
            label = cut(printable(item.label), wide, "…")
            count = "" if item.count is None else str(item.count)
            line = f"{label:<{wide}}  {count:>5}"
            style = "reverse $primary" if place == self.chosen else ""
            hint = f"  {printable(item.hint)}" if item.hint else ""
            parts += [(line, style), (f"{hint}\n", "$text-muted")]
        more = found.total - len(items)
        rest = f"{more} more · " if more > 0 else ""
        parts.append((f"{rest}Tab or ↓ next · Enter take · Esc close", "$text-muted"))
        self.update(Content.assemble(*parts))


FACETS_WIDTH = 41


class FilterActions(MainBase):
    """The filter bar and the facets, two faces of one filter."""

    _earlier_at = -1
    _before_earlier = ""

    # Typing

    def follow_typing(self) -> None:
        """Follow the input from now on.

        It is watched, not messaged: what a key leaves is then drawn in the same frame as the
        key itself.
        """
        self.watch(self._input, "value", self._typed, init=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Have the fields of findings at hand soon, which a filter may speak of: no key waits."""
        if isinstance(event.widget, FilterInput) and not self._fields_asked_for:
            self._fields_asked_for = True
            self.run_worker(
                partial(import_module, "tui.analysis.lenses.verdict_table"),
                description="Have the fields of findings at hand",
                thread=True,
            )

    _fields_asked_for = False

    def _typed(self, text: str) -> None:
        """Follow the typing, and the completions with it while they are shown."""
        if text == self.now.typed:
            return
        self._earlier_at = -1
        self.state = typed_state(self.now, text)
        if self._suggesting:
            self._suggest()

    def on_filter_kept(self, _: FilterKept) -> None:
        """Take the chosen completion; else keep the filter as a step, unless it is faulty."""
        if self._suggesting:
            self._take()
            return
        error = fault_of(self.now)
        if error is not None:
            self.state = dataclasses.replace(self.now, error=error)
        else:
            self.change(under(self.now.dataset, self.now.view, self.now.typed))
            self.remember_filter(self.now.typed)
            self.focus_tab()

    def keep_typed(self) -> bool:
        """Make a step of a filter that was typed, and remember it; False without one."""
        kept = super().keep_typed()
        if kept:
            self.remember_filter(self.now.typed)
        return kept

    def on_filter_dropped(self, _: FilterDropped) -> None:
        """Close the completions; else show again what stood in the bar before."""
        if self._suggesting:
            self._suggestions.found = None
            return
        self.change(self.history.present, step=False)
        self.focus_tab()

    # Completion

    _suggested: Suggestions | None = None
    """The list of completions, made when Tab is first pressed."""

    @property
    def _suggestions(self) -> Suggestions:
        if self._suggested is None:
            self._suggested = Suggestions()
            self.mount(self._suggested, before="#middle")
        return self._suggested

    @property
    def _suggesting(self) -> bool:
        return self._suggested is not None and self._suggested.open

    @property
    def _input(self) -> FilterInput:
        return self.query_one(FilterBar).input

    @on(FilterInput.Asked)
    def _asked(self, message: FilterInput.Asked) -> None:
        message.stop()
        if message.what == "complete":
            self._complete()
        elif self._suggesting:
            self._suggestions.step(1 if message.what == "later" else -1)
        else:
            self._recall(1 if message.what == "earlier" else -1)

    def _complete(self) -> None:
        """Tab: the next completion if they are shown, else what is certain, else the list."""
        if self._suggesting:
            self._suggestions.step(1)
            return
        self._suggest()
        found = self._suggestions.found
        if found is not None and found.common:
            self._put(found.common)
            if len(found.items) == 1:
                self._suggestions.found = None

    def _suggest(self) -> None:
        from tui.analysis.lenses.verdict_table import fields_of_findings
        from tui.query.assist.complete import complete

        field, now = self._input, self.now
        known = now.result("verdicts") if now.knows("verdicts") else fields_of_findings(now.dataset)
        self._suggestions.found = complete(
            now.dataset, now.view, field.value, field.cursor_position, self.saved_filters(),
            beside=known,
        )  # fmt: skip
        if self._suggestions.found.uncounted:
            self.run_worker(
                partial(self._count_findings, now),
                group="findings",
                description="Count findings for the completions",
                exclusive=True,
                thread=True,
            )

    def _count_findings(self, state: State) -> None:
        state.result("verdicts")
        self.app.call_from_thread(self._suggest_counted, state)

    def _suggest_counted(self, state: State) -> None:
        """Show the completions with their counts, unless something else was typed meanwhile."""
        chosen = self._suggestions.item
        if self.now is not state or chosen is None:
            return
        self._suggest()
        found = self._suggestions.found
        texts = [each.text for each in found.items] if found is not None else []
        self._suggestions.chosen = texts.index(chosen.text) if chosen.text in texts else 0

    def _take(self) -> None:
        item = self._suggestions.item
        if item is not None:
            self._put(item.text)
        self._suggestions.found = None

    def _put(self, insertion: str) -> None:
        """Write a completion into the bar, as if it had been typed."""
        found, field = self._suggestions.found, self._input
        if found is not None:
            text, cursor = found.put(field.value, insertion)
            field.value = text
            field.cursor_position = cursor

    # Earlier filters

    def saved_filters(self) -> tuple[tuple[str, str], ...]:
        """Names and filters of saved views, to complete."""
        from tui.user.saved_views import list_views

        views = list_views(self.data_folders()).views
        return tuple((each.name, each.view.text) for each in views if each.view.text)

    def earlier_filters(self) -> tuple[str, ...]:
        """Filters kept before, in this session and earlier ones, the latest first."""
        from tui.user.session import recent_filters

        texts = [view.text for view in reversed(self.history.views) if view.text]
        return tuple(dict.fromkeys((*texts, *(recent_filters() if self.keeps else ()))))

    def remember_filter(self, text: str) -> None:
        """Keep a filter for the next time."""
        if self.keeps and text:
            from tui.user.session import remember_filter

            remember_filter(text)

    def _recall(self, by: int) -> None:
        """Write an earlier filter into the bar, or what stood there before."""
        earlier = self.earlier_filters()
        if self._earlier_at < 0:
            self._before_earlier = self._input.value
        place = max(-1, min(self._earlier_at + by, len(earlier) - 1))
        text = self._before_earlier if place < 0 else earlier[place]
        self.state = typed_state(self.now, text)
        self._earlier_at = place

    # Facets

    _facets: FacetPane | None = None
    """The facets, made when they are first shown."""

    async def action_facets(self) -> None:
        """Show the facets, or give them the keyboard."""
        pane = await self._unfolded()
        self.set_focus(pane.grid)  # before the tab is folded, which looks who has the keyboard
        self.fold_facets()

    async def _unfolded(self) -> FacetPane:
        from tui.explorer.panes.facets import FacetPane

        pane = self._facets
        if pane is None:
            pane = self._facets = FacetPane()
            with self.own_context():
                pane.data_bind(MainBase.state)
            await self.query_one("#middle").mount(pane, before=0)
        pane.display = True
        pane.watch_state(self.state)
        return pane

    def facets_shown(self) -> bool:
        """Whether the facets are open, or will be once all is loaded."""
        pane = self._facets
        return self.history.present.facets if pane is None else bool(pane.display)

    async def on_facets_requested(self, message: FacetsRequested) -> None:
        """Open the facets, or fold them away; they have the keyboard where they stand alone."""
        if message.shown:
            pane = await self._unfolded()
            if self.app.size.width < WIDE:
                self.set_focus(pane.grid)
            self.fold_facets()
        elif self._facets is not None and self._facets.display:
            self.on_facet_grid_left()

    def on_facet_grid_left(self) -> None:
        """Fold the facets away."""
        if self._facets is not None:
            self._facets.display = False
        self.fold_facets()
        self.focus_tab()

    def fold_facets(self) -> None:
        """Facets beside the tab where there is room, else in its place."""
        pane = self._facets
        width = self.app.size.width
        shown = pane is not None and bool(pane.display)
        alone = shown and width < WIDE
        if pane is not None:
            pane.set_class(alone, "-alone")
        self.query_one("#body", Vertical).display = not alone
        self.wide = width - (FACETS_WIDTH if shown else 0) >= WIDE

    # Empty results

    def action_drop(self) -> None:
        """Drop the term that excludes the last sites, or of the findings in sight the last ones."""
        from tui.query.assist.empty_result import why_empty, without

        now, view = self.now, self.now.view
        if excluders := why_empty(now.dataset, view):
            self.change(view.but(filter=without(view.filter, excluders[0])))
        elif excluders := self._findings_excluders():
            self.change(view.but(findings=without(view.findings, excluders[0])))
        elif not view.text:
            self.notify("No filter is set: there is nothing to remove")
        else:
            left = "Findings" if self.tab == "findings" and now.site_count else "Sites"
            self.notify(f"{left} are left: there is nothing to remove. x clears the whole filter.")

    def _findings_excluders(self) -> tuple[Excluder, ...]:
        from tui.analysis.tables import OF_FINDINGS

        view, name = self.now.view, self.here().table
        if not view.findings or view.whole or name not in OF_FINDINGS:
            return ()
        return findings_excluders(self.now, name)
