"""For somebody new: three lines at the first start, and a tour in six steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.explorer.commands import TAB_IDS, Command
from tui.explorer.first_frame import too_small
from tui.explorer.glyphs import ASCII
from tui.explorer.main_base import MainBase
from tui.explorer.messages import TabRequested
from tui.explorer.panes.frame import Legend, Words, glyphs_of, styled
from tui.explorer.panes.frame_text import WELCOME_HEIGHT, Piece, welcome
from tui.query import View

if TYPE_CHECKING:
    from tui.explorer.tour import Tour


class Guide(Words):
    """Lines that take no key and no click; whoever shows them takes them away."""

    DEFAULT_CSS = """
    Guide {
        height: auto; max-height: 5; width: 1fr; padding: 0 1;
        background: $head; color: $foreground;
    }
    """

    _greeting: Sequence[Command] = ()

    def greet(self, commands: Sequence[Command]) -> None:
        """Show the lines of the first start, with the keys of these commands."""
        self._greeting = commands
        self._greet()

    def on_resize(self) -> None:
        """Lay the lines of the first start out for the new width."""
        self._greet()

    def _greet(self) -> None:
        if self._greeting:
            room = self.app.size.width - self.gutter.width
            ascii_only = glyphs_of(self) is ASCII
            self._put(styled(welcome(self._greeting, room, ascii_only=ascii_only)))

    def say(self, title: str, done: str, task: Sequence[Piece], leave: str) -> None:
        """Show what is told: a title, what was just done, what is to do, how to end it."""
        self._greeting = ()
        glyphs = glyphs_of(self)
        lines = [Content.assemble((f"{glyphs.yes} ", "$success"), done)] if done else []
        lines.append(
            Content.assemble(
                (f"{title}  ", "bold $accent"), styled(task), (f"  {leave}", "$text-muted")
            )
        )
        self._put(Content("\n").join(lines))

    def _put(self, content: Content) -> None:
        glyphs = glyphs_of(self)
        self.update(Content(glyphs.adapt(content.plain), list(content.spans)))


class GuideActions(MainBase):
    """For somebody new: three lines at the first start, and a tour in six steps."""

    welcome = False
    """Whether the three lines of the first start are still to be shown."""
    tour_first = False
    """Whether the explorer begins with the tour."""
    _tour: Tour | None = None
    _before_tour: View | None = None

    def greeting(self) -> Iterator[Guide]:
        """The three lines, on the first tab alone and where there is room."""
        self.welcome &= not self.tour_first and self.tab == TAB_IDS[0]
        if self.welcome and self.app.size.height >= WELCOME_HEIGHT:
            guide = Guide()
            guide.greet(self.commands)
            yield guide

    def change(self, view: View, *, step: bool = True) -> bool:
        """Show another view; whoever makes one has found the way, and is no longer new here."""
        before = self.history.present
        changed = super().change(view, step=step)
        if changed and view != before:
            self.welcomed()
        return changed

    def action_tour(self) -> None:
        """Walk through in six steps; the view of before comes back at the end."""
        from tui.explorer.tour import begin

        self.keep_typed()
        before = self.history.present.but(tab=self.tab)
        self._no_longer_new()
        if self._tour is None and before != View(cohort=before.cohort):
            self._before_tour = before
        self.change(View(cohort=before.cohort))
        self._tour = begin(self.now)
        self.post_message(TabRequested("sites"))
        self._tell_step()

    def action_put_away(self) -> None:
        """End the tour, or put the three lines away for good."""
        if not self.query(Guide):
            return
        before, self._before_tour = self._before_tour, None
        self._tour = None
        self.query(Guide).remove()
        self.welcomed()
        if before is not None:
            self.change(before)
            self.post_message(TabRequested(before.tab))

    def welcomed(self) -> None:
        """The three lines have done their work; they do not come back."""
        if self.welcome:
            self._no_longer_new()
            if self._tour is None:
                self.query(Guide).remove()

    def _no_longer_new(self) -> None:
        """Keep that the three lines are not to come back; what tells the tour takes their place."""
        if self.welcome:
            from tui.user.settings import put_setting

            self.welcome = False
            put_setting("welcome", value=False)

    def follow_tour(self) -> None:
        """Go a step further where what is on the screen is what the step asked for."""
        if self._tour is None or not self.is_mounted:
            return
        from tui.explorer.tour import Seen

        top = self.app.screen
        dialog = "" if top is self else type(top).__name__
        seen = Seen(self.now, self.tab, dialog, self.here().row)
        after = self._tour.after(seen)
        if after is not self._tour:
            self._tour = after
            self._tell_step()

    def on_screen_suspend(self) -> None:
        """Something lies over the screen, perhaps what a step of the tour asked for."""
        if not too_small(*self.app.size):
            self.welcomed()
        self.follow_tour()

    def _tell_step(self) -> None:
        if self._tour is not None:
            tour = self._tour
            leave = "Esc ends the tour" if not tour.over else "Esc puts this away"
            self._say(tour.title, tour.answer, tour.task(self.keys_told()), leave)

    def _say(self, title: str, done: str, task: list[Piece], leave: str) -> None:
        guides = list(self.query(Guide))
        guide = guides[0] if guides else Guide()
        if not guides:
            self.mount(guide, before=self.query_one(Legend))
        guide.say(title, done, task, leave)
