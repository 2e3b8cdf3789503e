"""Sites that look like one another under two ids."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from tui.dataset.faults import Fault
from tui.dataset.records import Site


def near_duplicates(sites: Sequence[Site], files: Mapping[str, str]) -> Iterator[Fault]:
    """A warning for each site whose names are those of an earlier one, case and signs aside.

    Such as J-AIF beside JAIF, or one host in one city with two factories. ``files`` names
    the file of each site, in the order in which they were read.
    """
    places = {ident: place for place, ident in enumerate(files)}
    seen: dict[tuple[str, ...], Site] = {}
    for site in sorted(sites, key=lambda site: places[site.id]):
        names = filter(None, map(_letters, (site.id, site.name, site.full_name or "")))
        marks: set[tuple[str, ...]] = {(site.kind, name) for name in names}
        if site.host:
            marks.add((site.kind, _letters(site.host), _letters(site.city)))
        other = next((seen[mark] for mark in sorted(marks) if mark in seen), None)
        if other is not None:
            reason = (
                f"looks like the site '{other.id}' ({other.name}) once more; what corrects it "
                f"belongs in sites/{other.id}.toml"
            )
            yield Fault(files[site.id], 0, "", reason)
        for mark in marks:
            seen.setdefault(mark, site)


def _letters(text: str) -> str:
    """Letters and digits alone, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())
