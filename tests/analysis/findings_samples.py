"""Datasets and claims for the tests of findings."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tui.dataset import Dataset, load
from tui.dataset.fields import Label
from tui.dataset.records import Partner, Sector, Site
from tui.dataset.reference import Finding

FIXTURES = Path(__file__).parents[1] / "fixtures"
FACTORIES = FIXTURES / "factories"
_NUMBERS = itertools.count()


@lru_cache
def small() -> Dataset:
    """The dataset worked out by hand in fixtures/README.md."""
    return load([FIXTURES / "small"])


@lru_cache
def factories() -> Dataset:
    """Nineteen factories and thirteen antennas, frozen."""
    return load([FACTORIES])


def by_id(dataset: Dataset, ident: str) -> Finding:
    """A finding of a dataset."""
    return next(finding for finding in dataset.findings if finding.id == ident)


def claim(
    check: Mapping[str, Any] | None, claimed: Any, comparator: str | None = "==", **more: Any
) -> Finding:
    """A claim on the sites of the cohort ``early``."""
    words = Label(en="It is so", de="So ist es")
    settings: dict[str, Any] = {"cohort": "early", "unit": "things", **more}
    return Finding(
        id="sample",
        theme="scope",
        kind="claim",
        statement=words,
        sources=("brief",),
        check=check,
        claimed=claimed,
        comparator=comparator,
        **settings,
    )


def count(where: str, of: str = "sites") -> dict[str, str]:
    """The rule that counts rows."""
    return {"measure": "count", "of": of, "where": where}


def variant(check: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """Another reading, as the file gives it."""
    return {"label": {"en": "another way", "de": "anders"}, "check": check, **more}


def partner(kind: str = "university", role: str = "partner", country: str = "DE") -> Partner:
    """An organisation that sits nowhere yet."""
    number = next(_NUMBERS)
    return Partner(
        id=f"made-up-{number}",
        name=f"Made up {number}",
        country=country,
        type=kind,
        role=role,
        sources=("office",),
        confidence="confirmed",
        note=None,
    )


def sector(ident: str, *, official: bool = True) -> Sector:
    """A sector that a site names."""
    return Sector(
        id=ident,
        wording="made up",
        official=official,
        sources=("office",),
        confidence="confirmed",
        note=None,
    )


def changed(dataset: Dataset, sites: Mapping[str, Mapping[str, Any]]) -> Dataset:
    """The dataset with some keys of some sites replaced."""
    found: list[Site] = [
        dataclasses.replace(site, **sites.get(site.id, {})) for site in dataset.sites
    ]
    return Dataset(dataset.meta, dataset.vocabulary, tuple(found), (), lambda: dataset._reader)


def with_partners(dataset: Dataset, added: Mapping[str, Sequence[Partner]]) -> Dataset:
    """The dataset with more partners at some sites."""
    sites = {site.id: site for site in dataset.sites}
    return changed(
        dataset,
        {ident: {"partners": (*sites[ident].partners, *new)} for ident, new in added.items()},
    )
