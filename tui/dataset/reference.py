"""What lies beside the sites and their regions: bibliography, access modes, comparisons, findings.

The sites need nothing of this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.dataset.fields import Label, PartialDate, how_sure, key, need, remark, rests_on
from tui.dataset.records import Value
from tui.frozen import frozen


@frozen(kw_only=True)
class Source:
    """An entry of the bibliography."""

    id: str = need("slug", "Id of the source", "Id", default_column=True)
    title: str = need("text", "Title", "Title", default_column=True)
    publisher: str = need("text", "Publisher", "Publisher", default_column=True, plain=True)
    url: str | None = key("url", "Address", "Address")
    published: PartialDate | None = key(
        "date", "Date of publication", "Published", default_column=True
    )
    language: str | None = key("text", "Language, ISO 639-1", "Language")
    kind: str = need(
        "word", "Kind of source", "Kind", vocabulary="source_kind", default_column=True
    )
    read: str = need(
        "word", "Read directly or quoted by another text", "Read", vocabulary="source_read",
        default_column=True,
    )  # fmt: skip
    quoted_by: tuple[str, ...] = key("urls", "Addresses of the texts that quote it", "Quoted by")
    note: str | None = key("text", "Remark", "Note")


@frozen(kw_only=True)
class AccessMode:
    """A EuroHPC-wide way to computing time."""

    id: str = need("slug", "Id of the access mode", "Id")
    name: str = need("text", "Name", "Access mode", default_column=True)
    label_de: str | None = key("text", "German name", "German name")
    track: str = need("text", "Track of the programme", "Track", default_column=True, plain=True)
    audience: str = need("text", "Whom it is for", "Audience", default_column=True)
    eligibility: str | None = key("text", "Who may apply", "Eligibility")
    gpu_hours_min: int | None = key(
        "integer",
        "Least GPU-hours",
        "Least GPU-hours",
        unit="GPU-hours",
        default_column=True,
        low=1,
        short="Min",
    )
    gpu_hours_max: int | None = key(
        "integer",
        "Most GPU-hours",
        "Most GPU-hours",
        unit="GPU-hours",
        default_column=True,
        low=1,
        short="Max",
    )
    duration_months: tuple[int, ...] = key(
        "integers", "Possible durations", "Months", unit="months", default_column=True
    )
    review_working_days: int | None = key(
        "integer", "Time of review", "Review", unit="working days", default_column=True, low=1
    )
    cost: str | None = key("text", "Price", "Cost", default_column=True)
    call: str | None = key("text", "When one can apply", "Call")
    quota: str | None = key("text", "Part of the EuroHPC share set aside", "Quota")
    as_of: PartialDate | None = key("date", "State of the entry", "As of")
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True)
class Cluster:
    """A machine to compare the factories with."""

    id: str = need("slug", "Id of the cluster", "Id")
    name: str = need("text", "Name", "Cluster", default_column=True)
    owner: str = need("text", "Owner", "Owner", default_column=True, plain=True)
    country: str = need("country", "Country", "Country", default_column=True)
    sector: str = need(
        "word", "Private or public", "Sector", vocabulary="cluster_sector", default_column=True
    )
    status: str = need(
        "word", "Where it stands", "Status", vocabulary="system_status", default_column=True
    )
    as_of: PartialDate = need("date", "State of the entry", "As of", default_column=True)
    accelerators: int | None = key(
        "integer", "Number of chips", "Chips", unit="chips", default_column=True,
        low=1, basis="status",
    )  # fmt: skip
    accelerator: str | None = key(
        "text", "Accelerator model", "Accelerator", default_column=True, plain=True
    )
    h100_equivalents: int | None = key(
        "integer", "Size in H100-equivalents", "H100-equivalents", unit="H100-equivalents",
        default_column=True, low=1, basis="status", short="H100 eq.",
    )  # fmt: skip
    power_mw: float | None = key(
        "number", "Electrical power", "Power", unit="MW", low=0.001, basis="status"
    )
    cost_usd_bn: float | None = key(
        "number", "Cost", "Cost", unit="USD billion", low=0.001, basis="status"
    )
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True)
class Fact:
    """A single sourced figure."""

    id: str = need("slug", "Id of the fact", "Id")
    topic: str = need("text", "Topic", "Topic", default_column=True)
    label: Label = need("label", "What the figure says", "Fact", default_column=True)
    value: Value = need(
        "mixed", "Number, date or short text", "Value", default_column=True, plain=True
    )
    unit: str = need("text", "Unit of the value", "Unit", default_column=True)
    as_of: PartialDate | None = key("date", "State of the figure", "As of", default_column=True)
    sources: tuple[str, ...] = rests_on()
    confidence: str = how_sure()
    note: str | None = remark()


@frozen(kw_only=True)
class Finding:
    """A sentence of the brief and the rule that re-computes it.

    ``check``, ``see`` and ``variants`` are kept as the file writes them; the analysis layer
    reads and checks them.
    """

    id: str = need("slug", "Id of the finding", "Id", default_column=True)
    theme: str = need("word", "Theme", "Theme", vocabulary="theme", default_column=True)
    kind: str = need(
        "word", "Claim, judgement or recommendation", "Kind", vocabulary="finding_kind",
        default_column=True,
    )  # fmt: skip
    statement: Label = need("label", "The sentence", "Statement", default_column=True)
    passage: str | None = key("text", "Where it stands in the text", "Passage")
    sources: tuple[str, ...] = need("slugs", "Ids of the sources of the sentence", "Sources")
    cohort: str | None = key("text", "Cohort that the sentence is about", "Cohort")
    claimed: Value | tuple[str, ...] | None = key(
        "claim", "Value that the sentence states", "Stated", default_column=True
    )
    unit: str | None = key("text", "Unit of the value", "Unit", default_column=True)
    comparator: str | None = key(
        "text", "How the re-computed value must relate to the stated one", "Comparator"
    )
    tolerance: float | None = key("number", "Part by which ~= may differ", "Tolerance", low=0)
    uses: tuple[str, ...] = key("texts", "Lists whose completeness matters", "Uses")
    note: str | None = key("text", "Remark", "Note")
    check: Mapping[str, Any] | None = key("table", "Rule", "Rule")
    see: Mapping[str, Any] | None = key("table", "What to look at", "See")
    variants: tuple[Mapping[str, Any], ...] = key(
        "rows", "Other readings of the sentence", singular="variant"
    )
