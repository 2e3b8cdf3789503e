"""How the regions that host the chosen sites stand to each other and to the EU.

A figure may cover a whole country or a larger statistical unit; such a unit counts once in
ranks and means, however many of the regions lie in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tui.dataset.records import Indicator, Region
from tui.dataset.reference import Fact
from tui.dataset.vocabulary import Word
from tui.frozen import frozen
from tui.query.engine import masks, relations
from tui.query.engine.fold import fold
from tui.query.engine.masks import Mask
from tui.query.engine.store import Store

REFERENCES = "eu-reference"
"""Topic of the facts that state values of the EU."""

_BASE = re.compile(r"EU(?: (\d{4}))? = (\d+(?:\.\d+)?)")
_FACT = re.compile(r"eu-(.+)-\d{4}")
_IN_WORDS = re.compile(r"\bEU (?:stands|stood) at (\d+(?:\.\d+)?)")
_ORDER = re.compile(r"best to weakest: ([^.]*)")
_ASIDE = re.compile(r"\([^)]*\)")


@frozen
class Reference:
    """Value of the EU in one year; ``fact`` is the id of the fact that states it.

    ``fact`` is "" where the unit of the indicator sets the EU to this value.
    """

    value: float
    fact: str = ""


@frozen
class Place:
    """Where a region stands by one indicator.

    ``region`` and ``figure`` are rows of the tables ``regions`` and ``indicators``, -1
    where there is none: a chosen site whose region is not described has a place without
    region. ``sites`` are ids of the chosen sites there. ``rank`` counts from 1, the best,
    among ``among`` units; ``tied`` tells that another unit has the same. ``height`` is what
    a bar shows: the value, or for groups their place from the weakest, 1, upwards.
    ``to_eu`` and ``to_mean`` are differences in the unit of the indicator. Of a ``partner`` only
    organisations of the sites sit there, and it is not ranked.
    """

    region: int
    sites: tuple[str, ...]
    partner: bool = False
    figure: int = -1
    value: object = None
    year: int | None = None
    level: str = ""
    geo: str = ""
    confidence: str = ""
    rank: int | None = None
    tied: bool = False
    among: int = 0
    height: float | None = None
    eu: Reference | None = None
    to_eu: float | None = None
    to_mean: float | None = None


@frozen
class Ranking:
    """The hosting regions by one indicator, best first, those without a value last.

    ``units`` is the number of different units that the known figures cover, ``mean`` their
    mean (None for groups and for a single unit), ``top`` the longest bar including the EU's.
    ``beside`` are the regions of partners: compared with the EU and the mean, but not counted.
    """

    indicator: str
    label: str
    definition: str
    unit: str
    higher_is_better: bool
    places: tuple[Place, ...]
    known: int
    units: int
    mean: float | None
    eu: Mapping[int, Reference]
    years: tuple[int, ...]
    top: float
    beside: tuple[Place, ...] = ()


def hosting(store: Store, sites: Mask) -> tuple[Place, ...]:
    """The regions of the chosen sites, then the sites whose region is not described."""
    ids = store.table("sites").values("id")
    regions: Sequence[Region] = store.table("regions").records
    chosen = relations.of_sites(store, "regions", sites) or masks.nothing(len(regions))
    places = []
    housed: set[str] = set()
    for row in masks.rows(chosen):
        own = tuple(
            site for site in regions[row].sites if (at := store.site_row(site)) >= 0 and sites[at]
        )
        housed.update(own)
        places.append(Place(row, own))
    homeless = [ids[row] for row in masks.rows(sites) if ids[row] not in housed]
    return (*places, *(Place(-1, (site,)) for site in homeless))


def partnering(store: Store, sites: Mask) -> tuple[Place, ...]:
    """The regions where partners of the chosen sites sit, but none of these sites."""
    places = []
    for row, region in enumerate(store.table("regions").records):
        here, there = (
            tuple(site for site in named if (at := store.site_row(site)) >= 0 and sites[at])
            for named in (region.sites, region.partner_of)
        )
        if there and not here:
            places.append(Place(row, there, partner=True))
    return tuple(places)


def indicators(store: Store) -> tuple[str, ...]:
    """Ids of the indicators for which some region has a figure, as the vocabulary lists them."""
    used = {figure.id for figure in store.table("indicators").records}
    return tuple(ident for ident in store.vocabulary.words("indicator") if ident in used)


def ranking(
    store: Store, hosts: Sequence[Place], indicator: str, partners: Sequence[Place] = ()
) -> Ranking:
    """Rank hosting regions (see :func:`hosting`) by the newest figure that each has.

    ``partners`` are the regions of partners (see :func:`partnering`), which stand beside.
    """
    word = store.vocabulary.words("indicator")[indicator]
    order = groups(word)
    better = word.attributes.get("higher_is_better") is not False
    newest = _newest(store, indicator)
    references = eu_values(store, word, (figure.year for _, figure in newest.values()))
    found = [_figure(place, newest.get(place.region), order, references) for place in hosts]
    known = [place for place in found if place.figure >= 0]
    missing = [place for place in found if place.figure < 0]
    ranked = _ranked(known, _units(store, known), better)
    numbers = {
        unit: float(place.value)
        for unit, place in zip(_units(store, ranked), ranked, strict=True)
        if isinstance(place.value, int | float)
    }
    mean = round(sum(numbers.values()) / len(numbers), 6) if len(numbers) > 1 else None
    ranked = [_to_mean(place, mean) for place in ranked]
    beside = [
        _to_mean(_figure(place, newest.get(place.region), order, references), mean)
        for place in partners
    ]

    def by_name(place: Place) -> str:
        return fold(region_name(store, place) or site_names(store, place))

    ranked.sort(key=lambda place: (place.rank is None, place.rank or 0, by_name(place)))
    missing.sort(key=lambda place: (place.region < 0, by_name(place)))
    beside.sort(key=by_name)
    heights = [place.height for place in (*ranked, *beside) if place.height is not None]
    levels = [reference.value for reference in references.values()]
    return Ranking(
        indicator=indicator,
        label=word.en,
        definition=word.definition,
        unit=str(word.attributes.get("unit", "")),
        higher_is_better=better,
        places=(*ranked, *missing),
        known=len(known),
        units=len(set(_units(store, known))),
        mean=mean,
        eu=references,
        years=tuple(sorted({place.year for place in known if place.year is not None})),
        top=max([*heights, *levels], default=0.0),
        beside=tuple(beside),
    )


def rankings(
    store: Store, hosts: Sequence[Place], partners: Sequence[Place] = ()
) -> tuple[Ranking, ...]:
    """The ranking by each indicator that has figures."""
    return tuple(ranking(store, hosts, indicator, partners) for indicator in indicators(store))


def groups(word: Word) -> tuple[str, ...]:
    """Values of an indicator that groups regions, best first, as its definition names them."""
    found = _ORDER.search(word.definition)
    if found is None:
        return ()
    return tuple(part.strip() for part in _ASIDE.sub("", found[1]).split(",") if part.strip())


def eu_values(store: Store, word: Word, years: Iterable[int]) -> dict[int, Reference]:
    """The EU's value of an indicator in those of the years for which it is known.

    The unit may set it (``EU 2023 = 100``, for figures of 2023). Else a fact of the topic
    ``eu-reference`` states it: of the same year and unit, and either named after the
    indicator (``eu-rd-gdp-2024`` for ``rd_gdp``) or the value that its definition gives.
    """
    unit = str(word.attributes.get("unit", ""))
    base = _BASE.fullmatch(unit)
    facts = [
        fact
        for fact in store.dataset.facts
        if fact.topic == REFERENCES and fact.unit == unit and _speaks_of(fact, word)
    ]
    found = {}
    for year in sorted(set(years)):
        if base is not None and base[1] in (None, str(year)):
            found[year] = Reference(float(base[2]))
            continue
        for fact in facts:
            if fact.as_of is not None and fact.as_of.first.year == year:
                found[year] = Reference(float(str(fact.value)), fact.id)
    return found


def _speaks_of(fact: Fact, word: Word) -> bool:
    if isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
        return False
    named = _FACT.fullmatch(fact.id)
    if named is not None and named[1].replace("-", "_") == word.id:
        return True
    stated = _IN_WORDS.search(word.definition)
    return stated is not None and float(stated[1]) == float(fact.value)


def _newest(store: Store, indicator: str) -> dict[int, tuple[int, Indicator]]:
    """Row and record of the newest figure of each region that has one."""
    table = store.table("indicators")
    found: dict[int, tuple[int, Indicator]] = {}
    for row, region in enumerate(table.parents["region"]):
        figure: Indicator = table.records[row]
        if figure.id == indicator and (region not in found or figure.year >= found[region][1].year):
            found[region] = row, figure
    return found


def _figure(
    place: Place,
    newest: tuple[int, Indicator] | None,
    order: tuple[str, ...],
    references: Mapping[int, Reference],
) -> Place:
    if newest is None:
        return place
    row, figure = newest
    value = figure.value
    number = float(value) if isinstance(value, int | float) else None
    if number is not None:
        height: float | None = number
    else:
        height = float(len(order) - order.index(str(value))) if str(value) in order else None
    eu = references.get(figure.year)
    return replace(
        place,
        figure=row,
        value=value,
        year=figure.year,
        level=figure.level,
        geo=figure.geo or "",
        confidence=figure.confidence,
        height=height,
        eu=eu,
        to_eu=None if eu is None or number is None else round(number - eu.value, 6),
    )


def _units(store: Store, places: Sequence[Place]) -> list[str]:
    """What each known figure covers: a country, a larger unit, or the region itself."""
    regions: Sequence[Region] = store.table("regions").records
    return [
        regions[place.region].country
        if place.level == "country"
        else place.geo or regions[place.region].nuts2
        for place in places
    ]


def _ranked(places: Sequence[Place], units: Sequence[str], better: bool) -> list[Place]:
    heights = {
        unit: place.height
        for unit, place in zip(units, places, strict=True)
        if place.height is not None
    }
    ordered = sorted(heights.values())
    times = Counter(place.height for place in places)

    def rank(place: Place) -> Place:
        height = place.height
        if height is None:
            return place
        below = bisect_left(ordered, height)
        ahead = len(ordered) - bisect_right(ordered, height) if better else below
        return replace(place, rank=ahead + 1, tied=times[height] > 1, among=len(ordered))

    return [rank(place) for place in places]


def _to_mean(place: Place, mean: float | None) -> Place:
    if mean is None or not isinstance(place.value, int | float):
        return place
    return replace(place, to_mean=round(float(place.value) - mean, 6))


def region_name(store: Store, place: Place) -> str:
    """Name of the region; of a site whose region is not described, as its file has it, or ""."""
    if place.region >= 0:
        return str(store.table("regions").records[place.region].name)
    return store.dataset.sites[store.site_row(place.sites[0])].region or ""


def site_names(store: Store, place: Place) -> str:
    """Names of the chosen sites of the region, or whose partners sit there."""
    names = ", ".join(map(store.site_name, place.sites))
    return f"partners of {names}" if place.partner else names
