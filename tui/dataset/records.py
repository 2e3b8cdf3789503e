"""Sites and what stands in their files: frozen records, one class a kind of row.

Records are told apart by identity.

Field names and meanings follow the data dictionary (``aif fields`` prints it). Money is
in millions of euros, performance in PFlop/s (HPL), coordinates in degrees WGS 84. An
absent key is None, an absent list ().
"""

from __future__ import annotations

from tui.dataset.fields import PartialDate, how_sure, key, need, remark, rests_on
from tui.frozen import frozen

SEAT = ("id", "name", "acronym", "country", "type")
"""Keys of a partner that tell of the organisation, the same at every site."""
TINY = 1e-6
"""Least value of a figure that is left out, not 0, where it is unknown."""


@frozen(kw_only=True, eq=False)
class Budget:
    """Published money of a site."""

    total_meur: float | None = key(
        "number", "Total public budget", "Budget", unit="EUR million", low=TINY,
        basis="includes_system",
    )  # fmt: skip
    eu_meur: float | None = key(
        "number", "Part paid by the EU", "EU part", unit="EUR million", low=0
    )
    national_meur: float | None = key(
        "number", "Part paid by the states", "National part", unit="EUR million", low=0
    )
    includes_system: bool | None = key(
        "flag", "Whether the total contains the supercomputer", "With system"
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class Timeline:
    """When a site works."""

    started: PartialDate | None = key("date", "Start of the project", "Started")
    services_from: PartialDate | None = key("date", "First services to users", "Services from")
    operational_expected: PartialDate | None = key(
        "date",
        "When the new system is expected to serve users",
        "New system expected",
        short="Expected",
    )
    ends: PartialDate | None = key("date", "End of the project", "Ends")
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class Completeness:
    """Whether the lists of a site can be taken for the whole lists."""

    systems: str = need(
        "word",
        "Is the list of systems whole",
        "List of systems",
        vocabulary="completeness",
        short="Systems list",
    )
    partners: str = need(
        "word",
        "Is the list of partners whole",
        "List of partners",
        vocabulary="completeness",
        short="Partners list",
    )
    sectors: str = need(
        "word",
        "Is the list of sectors whole",
        "List of sectors",
        vocabulary="completeness",
        short="Sectors list",
    )
    services: str = need(
        "word",
        "Is the list of services whole",
        "List of services",
        vocabulary="completeness",
        short="Services list",
    )


@frozen(kw_only=True, eq=False)
class Ranking:
    """Place of a system in one edition of a list."""

    list: str = need("text", "The list, such as TOP500", "List", default_column=True)
    edition: PartialDate = need("date", "Edition of the list", "Edition", default_column=True)
    rank: int = need("integer", "Place in the list", "Rank", default_column=True, low=1)
    rmax_pflops: float | None = key(
        "number", "Sustained HPL performance", "Rmax", unit="PFlop/s", default_column=True, low=TINY
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class System:
    """A computer, running or planned."""

    id: str = need("slug", "Id of the system within the dataset")
    name: str = need("text", "Name of the system", "System", default_column=True)
    status: str = need(
        "word", "Where it stands", "Status", vocabulary="system_status", default_column=True
    )
    kind: str = need(
        "word",
        "New, existing, upgrade or experimental",
        "Kind",
        vocabulary="system_kind",
        default_column=True,
    )
    vendor: str | None = key("text", "Supplier", "Vendor", default_column=True, plain=True)
    accelerator: str | None = key(
        "text", "Accelerator model", "Accelerator", default_column=True, plain=True
    )
    accelerator_count: int | None = key(
        "integer",
        "Number of chips",
        "Chips",
        unit="chips",
        default_column=True,
        low=1,
        basis="accelerator_count_basis",
    )
    accelerator_count_basis: str | None = key(
        "word", "What the number of chips is", "Count basis",
        vocabulary="accelerator_count_basis",
    )  # fmt: skip
    rmax_pflops: float | None = key(
        "number", "Sustained HPL performance", "Rmax", unit="PFlop/s", default_column=True,
        low=TINY, basis="rmax_basis",
    )  # fmt: skip
    rpeak_pflops: float | None = key(
        "number", "Theoretical peak performance", "Rpeak", unit="PFlop/s", low=TINY, basis="status"
    )
    ai_exaflops: float | None = key(
        "number", "AI performance as announced", "AI performance", unit="EFlop/s", low=TINY,
        basis="ai_exaflops_basis", short="AI perf.",
    )  # fmt: skip
    ai_exaflops_basis: str | None = key("text", "Precision or wording behind it", "AI basis")
    contract_meur: float | None = key(
        "number", "Contract sum", "Contract", unit="EUR million", default_column=True, low=TINY
    )
    operational: PartialDate | None = key(
        "date", "When it serves users", "Operational", default_column=True,
        basis="operational_expected",
    )  # fmt: skip
    operational_expected: bool | None = key(
        "flag", "True where that date is an expectation", "Expected"
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()
    rankings: tuple[Ranking, ...] = key(
        "rows", "Places in lists of fast computers", record=Ranking, singular="ranking",
        identity=("list", "edition"),
    )  # fmt: skip


@frozen(kw_only=True, eq=False)
class Partner:
    """An organisation in one consortium."""

    id: str = need("slug", "Id of the organisation, the same wherever it sits")
    name: str = need("text", "Name of the organisation", "Organisation", default_column=True)
    acronym: str | None = key("text", "Short name", "Acronym", default_column=True)
    country: str = need("country", "Country of its seat", "Country", default_column=True)
    type: str = need(
        "word", "Type of organisation", "Type", vocabulary="partner_type", default_column=True
    )
    role: str = need(
        "word", "Role in the consortium", "Role", vocabulary="role", default_column=True
    )
    coordinates: bool | None = key("flag", "True for a host that also coordinates", "Coordinates")
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class Sector:
    """A sector that a site names."""

    id: str = need("word", "Sector", "Sector", vocabulary="sector", default_column=True)
    wording: str = need(
        "text", "How the source puts it, shortened", "Wording", default_column=True, plain=True
    )
    official: bool = need("flag", "In an official list of targets", "Official", default_column=True)
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class Service:
    """A service that a site offers."""

    kind: str = need(
        "word", "Kind of service", "Service", vocabulary="service", default_column=True
    )
    wording: str = need(
        "text", "How the source puts it, shortened", "Wording", default_column=True, plain=True
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class Access:
    """A way to computing time at a site."""

    mode: str = need(
        "text", "Id of an access mode, or national or local", "Mode", default_column=True
    )
    name: str = need("text", "Name of the offer", "Offer", default_column=True)
    who: str | None = key("text", "Who may apply", "Who", default_column=True)
    cost: str | None = key("text", "Price", "Cost", default_column=True)
    limits: str | None = key("text", "Limits of the offer", "Limits")
    opens: PartialDate | None = key("date", "First day to apply", "Opens")
    closes: PartialDate | None = key("date", "Last day to apply", "Closes")
    remote: bool | None = key(
        "flag", "Can be used from afar", "Remote use", default_column=True, short="Remote"
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True, eq=False)
class Site:
    """An AI Factory or an antenna with everything known about it."""

    id: str = need("slug", "Id of the site, stable for ever")
    kind: str = need("word", "AI Factory or antenna", "Kind", vocabulary="site_kind")
    name: str = need("text", "Short name", "Site", default_column=True)
    full_name: str | None = key("text", "Full name", "Full name")
    country: str = need("country", "Country of the site", "Country", default_column=True)
    city: str = need("text", "City", "City", default_column=True, plain=True)
    region: str | None = key("text", "Name of the NUTS 2 region", "Region")
    nuts2: str | None = key("nuts2", "NUTS 2 code of the region (NUTS 2021)", "NUTS 2")
    latitude: float = need(
        "number", "Latitude, WGS 84", "Latitude", unit="degrees", low=27, high=72, short="Lat"
    )
    longitude: float = need(
        "number", "Longitude, WGS 84", "Longitude", unit="degrees", low=-32, high=45, short="Lon"
    )
    host: str | None = key("text", "Organisation that runs the main system", "Host")
    coordinator: str | None = key("text", "Organisation that leads the consortium", "Coordinator")
    participating_countries: tuple[str, ...] = key(
        "countries", "Countries that take part", "Countries"
    )
    selected: PartialDate = need("day", "Day of selection", "Selected", default_column=True)
    website: str | None = key("url", "Website", "Website")
    experimental_platform: bool | None = key(
        "flag",
        "Selected with an experimental platform",
        "Experimental platform",
        short="Experimental",
    )
    linked_sites: tuple[str, ...] = key(
        "slugs", "Factories that an antenna works with", "Works with"
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()
    budget: Budget | None = key("table", "Money", record=Budget)
    timeline: Timeline | None = key("table", "Dates", record=Timeline)
    completeness: Completeness = need("table", "Are the lists whole", record=Completeness)
    systems: tuple[System, ...] = key("rows", "Computers", record=System, singular="system")
    partners: tuple[Partner, ...] = key(
        "rows", "Organisations in the consortium", record=Partner, singular="partner"
    )
    sectors: tuple[Sector, ...] = key("rows", "Sectors named", record=Sector, singular="sector")
    services: tuple[Service, ...] = key(
        "rows", "Services offered", record=Service, singular="service",
        identity=("kind", "wording"),
    )  # fmt: skip
    access: tuple[Access, ...] = key(
        "rows", "Ways to computing time", record=Access, identity=("mode", "name")
    )


Value = str | int | float | bool | PartialDate


@frozen(kw_only=True)
class Indicator:
    """One figure of a region."""

    id: str = need("word", "Indicator", "Indicator", vocabulary="indicator", default_column=True)
    value: Value = need(
        "mixed", "Value in the indicator's unit", "Value", default_column=True, plain=True
    )
    year: int = need(
        "integer", "Year of the figure", "Year", default_column=True, low=1990, high=2100
    )
    level: str = need(
        "word", "Does the figure cover the region or the country", "Level",
        vocabulary="indicator_level", default_column=True,
    )  # fmt: skip
    geo: str | None = key(
        "text",
        "Unit that the figure covers, where it is larger",
        "Unit covered",
        default_column=True,
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True)
class Region:
    """A NUTS 2 region with its indicators."""

    nuts2: str = need("nuts2", "NUTS 2 code (NUTS 2021)", "NUTS 2", default_column=True)
    name: str = need("text", "Name of the region", "Region", default_column=True)
    country: str = need("country", "Country", "Country", default_column=True)
    sites: tuple[str, ...] = key("slugs", "Sites in the region", "Sites", default_column=True)
    partner_of: tuple[str, ...] = key(
        "slugs", "Sites elsewhere of which partners sit in the region", "Partners of"
    )
    note: str | None = key("text", "Remark", "Note")
    indicators: tuple[Indicator, ...] = key(
        "rows", "Figures of the region", record=Indicator, singular="indicator",
        identity=("id", "year"),
    )  # fmt: skip
