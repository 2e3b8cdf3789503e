"""Saved views and the session: what is there again the next time."""

from __future__ import annotations

from pathlib import Path

from tui.explorer.main_base import MainBase
from tui.explorer.messages import TabRequested, TallyRequested
from tui.query import View
from tui.user import paths


class KeepActions(MainBase):
    """Saved views and the session: what is there again the next time."""

    def data_folders(self) -> tuple[Path, ...]:
        """Folders of the dataset."""
        return tuple(self.folders) or (paths.data_dir(),)

    def keep_session(self) -> None:
        """Keep the present view for the next start."""
        if self.keeps:
            from tui.user.session import save_session

            save_session(self.history.present.but(tab=self.tab))

    def apply_view(self, view: View) -> None:
        """Show a saved view, with the tally that lies over it."""
        if self.change(view.but(tally=None)):
            self.post_message(TabRequested(view.tab))
            if view.tally is not None:
                self.post_message(TallyRequested(view.tally))

    def action_views(self) -> None:
        """Show the saved views."""
        from tui.explorer.dialogs.views import ViewsScreen
        from tui.user.saved_views import SavedView

        def picked(choice: SavedView | None) -> None:
            if choice is not None:
                self.apply_view(choice.view)

        present = self.history.present.but(tab=self.tab)
        screen = ViewsScreen(present, self.data_folders(), self.now.glyphs)
        self.app.push_screen(screen, picked)
