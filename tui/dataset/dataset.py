"""The dataset as one value: sites at once, everything else when it is first asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial, update_wrapper
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from tui.dataset.faults import Fault
from tui.dataset.fields import Label, PartialDate, key, need
from tui.dataset.files import NOTHING_LEFT, Leftovers
from tui.dataset.records import Region, Site
from tui.dataset.vocabulary import Vocabulary
from tui.frozen import frozen

if TYPE_CHECKING:
    from tui.dataset.reading import Reader
    from tui.dataset.reference import AccessMode, Cluster, Fact, Finding, Source

P = ParamSpec("P")
T = TypeVar("T")


@frozen(kw_only=True)
class Cohort:
    """A named set of sites, given by a filter."""

    id: str = need("slug", "Id of the cohort", "Id")
    label: Label = need("label", "Name of the cohort", "Cohort")
    where: str = need("text", "Filter that picks its sites", "Filter")
    default: bool | None = key("flag", "True for the cohort shown first", "Default")


@frozen(kw_only=True)
class Meta:
    """What dataset.toml says of the whole."""

    id: str = need("slug", "Id of the dataset", "Id")
    title: Label = need("label", "Title", "Title")
    description: Label = need("label", "Description", "Description")
    version: str = need("text", "Version", "Version")
    as_of: PartialDate = need("day", "State of the data", "As of")
    licence: str = need("text", "Licence, SPDX id", "Licence")
    contributors: tuple[str, ...] = key("texts", "Who made it", "Contributors")
    cohorts: tuple[Cohort, ...] = key("rows", "Sets of sites", record=Cohort, singular="cohort")


class Dataset:
    """What was loaded. Never changes; parts beside the sites are read once, when first used.

    ``left_out`` maps the id of each site with faults to the number of them. ``unread`` are
    the files that look like data and are not read, ``warnings`` what may well be meant so.
    Safe to use from several threads. In ``kept`` lies what was worked out from it.
    """

    def __init__(
        self,
        meta: Meta,
        vocabulary: Vocabulary,
        sites: tuple[Site, ...],
        site_faults: tuple[Fault, ...],
        reader: Callable[[], Reader],
        files: Mapping[str, str] | None = None,
        leftovers: Leftovers = NOTHING_LEFT,
    ) -> None:
        """Keep what is loaded and the way to the rest."""
        self.meta = meta
        self.vocabulary = vocabulary
        self.sites = sites
        self.site_faults = site_faults
        self.unread = leftovers.faults
        self._files = files or {site.id: f"sites/{site.id}.toml" for site in sites}
        self._others = leftovers.others
        self._make_reader = reader
        self.kept: dict[object, Callable[..., Any]] = {}
        self._lock = threading.RLock()
        self._late_faults: dict[str, tuple[Fault, ...]] = {}

    @cached_property
    def _reader(self) -> Reader:
        return self._make_reader()

    def _late(self, name: str, read: Callable[[], tuple[T, tuple[Fault, ...]]]) -> T:
        with self._lock:
            value, faults = read()
            self._late_faults[name] = faults
            return value

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The bibliography."""
        return self._late("sources", self._reader.sources)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions with their indicators."""
        return self._late("regions", self._reader.regions)

    @cached_property
    def access_modes(self) -> tuple[AccessMode, ...]:
        """The EuroHPC-wide access modes."""
        return self._late("access_modes", self._reader.access_modes)

    @cached_property
    def _comparisons(self) -> tuple[tuple[Cluster, ...], tuple[Fact, ...]]:
        return self._late("comparisons", self._reader.comparisons)

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """Machines to compare with."""
        return self._comparisons[0]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Single sourced figures."""
        return self._comparisons[1]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The claims of the brief."""
        return self._late("findings", self._reader.findings)

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts, in the order of the file."""
        return self.meta.cohorts

    @property
    def default_cohort(self) -> str:
        """Id of the cohort shown first; "" where the dataset has none."""
        for cohort in self.meta.cohorts:
            if cohort.default:
                return cohort.id
        return self.meta.cohorts[0].id if self.meta.cohorts else ""

    @cached_property
    def left_out(self) -> Mapping[str, int]:
        """Sites that were left out, with the number of their faults.

        A site that stands below a faulty row of a later folder is not left out.
        """
        counts: dict[str, int] = {}
        standing = {site.id for site in self.sites}
        for fault in self.site_faults:
            if fault.site and fault.site not in standing:
                counts[fault.site] = counts.get(fault.site, 0) + 1
        return counts

    @cached_property
    def warnings(self) -> tuple[Fault, ...]:
        """What is no fault and yet worth a look."""
        return (*self._others, *near_duplicates(self.sites, self._files))

    def load_all(self) -> None:
        """Read every part that is not loaded yet."""
        _ = (self.sources, self.regions, self.access_modes, self._comparisons, self.findings)

    def known_faults(self) -> tuple[Fault, ...]:
        """Faults of the parts loaded so far."""
        late = [fault for faults in tuple(self._late_faults.values()) for fault in faults]
        return (*self.unread, *self.site_faults, *late)


def kept(
    most: int | None = None,
) -> Callable[[Callable[Concatenate[Dataset, P], T]], Callable[Concatenate[Dataset, P], T]]:
    """Decorate a function of a dataset and hashable arguments: worked out once for each.

    What it gives lies with the dataset and goes with it; a cache of a module would hold datasets
    that nobody looks at any more, and a test looks for one. Of each dataset the ``most`` answers
    that were asked for last are kept, all with None.
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
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())
