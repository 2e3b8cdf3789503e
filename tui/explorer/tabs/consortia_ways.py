"""The ways of looking at tab consortia."""

from __future__ import annotations

from collections.abc import Callable

from tui.explorer.tabs import consortia_text as text
from tui.explorer.tabs.way import Below, Scene, Spot, Way
from tui.query.language.render import only


def _partners(field: str, *without: str) -> Below:
    """The partners that the row under the cursor stands for; all of them for that of all."""

    def rows(_: Scene, spot: Spot) -> str:
        return "" if spot.row is None else only(field, spot.key)

    return Below("partners", rows, text.caption, without)


def _site(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    return None if spot.row is None else ("sites", scene.store.site_row(spot.key))


def _organisation(scene: Scene, spot: Spot) -> tuple[str, int] | None:
    return "organisations", scene.store.table("organisations").values("id").index(spot.key)


def _total(word: str) -> Callable[[Scene], str]:
    return lambda scene: word.format(scene.state.site_count)


def _several(scene: Scene) -> str:
    """How many of the organisations are a member more than once."""
    return f"{sum(len(row.member_at) > 1 for row in scene.records)} in two consortia or more"


WAYS: tuple[Way, ...] = (
    Way(
        id="by-site",
        title="by site",
        table="members-by-site",
        drawn=text.bar_columns,
        total=_total("All {}"),
        behind=_site,
        legend=text.legend,
        below=_partners("site", "site"),
        narrows=("partners",),
    ),
    Way(
        id="by-type",
        title="by type",
        table="members-by-type",
        drawn=text.bar_columns,
        total=_total("All"),
        legend=text.legend,
        below=_partners("type"),
        narrows=("partners",),
    ),
    Way(
        id="by-country",
        title="by country",
        table="members-by-country",
        drawn=text.bar_columns,
        total=_total("All"),
        legend=text.legend,
        below=_partners("country"),
        narrows=("partners",),
    ),
    Way(
        id="shared",
        title="in several consortia",
        table="shared-organisations",
        drawn=text.shared_columns,
        remark=_several,
        behind=_organisation,
        legend=lambda _: [("· none", "sign")],
        empty=text.nothing_shared,
        below=_partners("id"),
        narrows=("partners",),
    ),
)
