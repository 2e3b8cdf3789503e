"""Datasets of any size in the shape of the real one, the same for the same size and seed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

PARTNERS = 20  # per site
SEED = 20251030

# NUTS 2 code, name of the region, country, city, latitude, longitude
_REGIONS = (
    ("AT13", "Wien", "AT", "Vienna", 48.21, 16.37),
    ("BG41", "Yugozapaden", "BG", "Sofia", 42.70, 23.32),
    ("CZ08", "Moravskoslezsko", "CZ", "Ostrava", 49.83, 18.16),
    ("DE11", "Stuttgart", "DE", "Stuttgart", 48.78, 9.18),
    ("DEA2", "Köln", "DE", "Jülich", 50.92, 6.36),
    ("DK01", "Hovedstaden", "DK", "Copenhagen", 55.68, 12.57),
    ("EL30", "Attiki", "GR", "Athens", 37.98, 23.73),
    ("ES51", "Cataluña", "ES", "Barcelona", 41.39, 2.11),
    ("FI1D", "Pohjois- ja Itä-Suomi", "FI", "Kajaani", 64.22, 27.73),
    ("FR10", "Île-de-France", "FR", "Saclay", 48.71, 2.16),
    ("ITH5", "Emilia-Romagna", "IT", "Bologna", 44.49, 11.34),
    ("LT01", "Sostinės regionas", "LT", "Vilnius", 54.69, 25.28),
    ("NL11", "Groningen", "NL", "Groningen", 53.22, 6.57),
    ("PL41", "Wielkopolskie", "PL", "Poznań", 52.41, 16.93),
    ("PT11", "Norte", "PT", "Guimarães", 41.44, -8.29),
    ("SE12", "Östra Mellansverige", "SE", "Linköping", 58.41, 15.62),
)
NAMES = ("Alder", "Birka", "Corvo", "Delta", "Elbe", "Fjord", "Garda", "Helio", "Ister", "Jura")
_TOPICS = ("Computing", "Health Data", "Materials", "Language", "Energy", "Robotics", "Climate")
_FORMS = {
    "university": "University of",
    "research_organisation": "Institute for",
    "hpc_centre": "Supercomputing Centre",
    "public_body": "Agency for",
    "company": "Works for",
    "cluster_or_association": "Cluster for",
    "other": "Foundation for",
}
_SOURCES = ("synthetic-register", "synthetic-notice", "synthetic-page")
_CONFIDENCE = ("confirmed", "confirmed", "confirmed", "likely", "unverified")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    partner_types: tuple[str, ...]
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Organisation:
    id: str
    name: str
    acronym: str
    country: str
    type: str


def _text(value: str) -> str:
    """Return a TOML string; JSON's escapes are TOML's."""
    return json.dumps(value, ensure_ascii=False)


def _origin(random: Random) -> str:
    """Return the two lines that say where a row comes from."""
    sources = sorted(random.sample(_SOURCES, random.randint(1, 2)))
    listed = ", ".join(map(_text, sources))
    return f'sources = [{listed}]\nconfidence = "{random.choice(_CONFIDENCE)}"\n'


def _read_vocabulary(path: Path) -> _Vocabulary:
    with path.open("rb") as file:
        entries = tomllib.load(file)

    def ids(key: str) -> tuple[str, ...]:
        return tuple(entry["id"] for entry in entries[key])

    return _Vocabulary(ids("partner_type"), ids("role"), ids("sector"), ids("service"))


def _organisations(count: int, vocabulary: _Vocabulary, random: Random) -> list[_Organisation]:
    """Return the pool that consortia draw from: several sites share an organisation."""
    pool = []
    for number in range(1, count + 1):
        kind = random.choice(vocabulary.partner_types)
        _, _, country, city, _, _ = random.choice(_REGIONS)
        name = f"{_FORMS.get(kind, 'House of')} {random.choice(_TOPICS)} {city} {number}"
        acronym = "".join(word[0] for word in name.split()[:-1]) + str(number)
        pool.append(_Organisation(f"org-{number}", name, acronym, country, kind))
    return pool


def _systems(site: str, name: str, random: Random) -> Iterator[str]:
    for number in range(1, random.randint(1, 2) + 1):
        running = random.random() < 0.5
        rank = 2 * int(site.rpartition("-")[2]) + number  # a place of its own
        rmax = round(4000 / rank, 3)
        yield (
            f'\n[[system]]\nid = "{site}-system-{number}"\nname = {_text(f"{name} {number}")}\n'
            f'status = "{"operational" if running else "planned"}"\n'
            f'kind = "{"new" if number == 1 else "existing"}"\nvendor = "Example"\n'
            f'accelerator = "Example A{random.randint(1, 9)}"\n'
            f"accelerator_count = {random.randint(64, 25_000)}\n"
            f'accelerator_count_basis = "{"installed" if running else "planned"}"\n'
            f"rmax_pflops = {rmax}\nrpeak_pflops = {round(rmax * 1.4, 3)}\n{_origin(random)}"
        )
        if running and rank <= 500:
            yield (
                f'\n[[system.ranking]]\nlist = "TOP500"\nedition = "2025-11"\n'
                f"rank = {rank}\nrmax_pflops = {rmax}\n{_origin(random)}"
            )


def _partners(pool: list[_Organisation], vocabulary: _Vocabulary, random: Random) -> Iterator[str]:
    others = [role for role in vocabulary.roles if role not in {"host", "coordinator"}]
    for number, partner in enumerate(random.sample(pool, PARTNERS)):
        role = "host" if number == 0 else random.choice(others)
        coordinates = "coordinates = true\n" if role == "host" else ""
        yield (
            f'\n[[partner]]\nid = "{partner.id}"\nname = {_text(partner.name)}\n'
            f'acronym = "{partner.acronym}"\ncountry = "{partner.country}"\n'
            f'type = "{partner.type}"\nrole = "{role}"\n'
            f"{coordinates}{_origin(random)}"
        )


def _offers(vocabulary: _Vocabulary, random: Random) -> Iterator[str]:
    for sector in random.sample(vocabulary.sectors, random.randint(1, 8)):
        yield (
            f'\n[[sector]]\nid = "{sector}"\nwording = "{sector.replace("_", " ")}"\n'
            f"official = {random.choice(('true', 'false'))}\n{_origin(random)}"
        )
    for service in random.sample(vocabulary.services, random.randint(1, 5)):
        yield (
            f'\n[[service]]\nkind = "{service}"\nwording = "{service.replace("_", " ")}"\n'
            f"{_origin(random)}"
        )
    yield (
        f'\n[[access]]\nmode = "playground"\nname = "Playground"\nwho = "companies"\n'
        f'cost = "free"\n{_origin(random)}'
    )


def _site(
    number: int, pool: list[_Organisation], vocabulary: _Vocabulary, random: Random
) -> tuple[str, str]:
    """Return the id of a site and its file."""
    site = f"site-{number:05d}"
    name = f"{random.choice(NAMES)} {number:05d}"
    nuts2, region, country, city, latitude, longitude = _REGIONS[number % len(_REGIONS)]
    selected = date(2024, 12, 10) + timedelta(days=random.choice((0, 92, 304)))
    total = random.randint(20, 200)
    head = (
        f'id = "{site}"\nkind = "factory"\nname = "{name}"\n'
        f'full_name = "{name} AI Factory {city}"\ncountry = "{country}"\ncity = {_text(city)}\n'
        f'region = {_text(region)}\nnuts2 = "{nuts2}"\n'
        f"latitude = {round(latitude + random.uniform(-0.3, 0.3), 3)}\n"
        f"longitude = {round(longitude + random.uniform(-0.3, 0.3), 3)}\n"
        f'host = "Host of {name}"\ncoordinator = "Host of {name}"\n'
        f'participating_countries = ["{country}"]\nselected = {selected.isoformat()}\n'
        f'website = "https://example.org/{site}"\n'
        f"experimental_platform = {random.choice(('true', 'false'))}\n{_origin(random)}"
        f"\n[budget]\ntotal_meur = {total}.0\neu_meur = {total / 2}\nnational_meur = {total / 2}\n"
        f'{_origin(random)}\n[timeline]\nstarted = "2025"\nservices_from = "2025-04"\n'
        f'operational_expected = "2026-H2"\nends = "2030"\n{_origin(random)}'
        f'\n[completeness]\nsystems = "complete"\npartners = "complete"\n'
        f'sectors = "{random.choice(("complete", "partial"))}"\nservices = "partial"\n'
    )
    parts = [head, *_systems(site, name, random), *_partners(pool, vocabulary, random)]
    return site, "".join([*parts, *_offers(vocabulary, random)])


def _shared_files(sites: list[str], random: Random) -> Iterator[tuple[str, str]]:
    """Yield name and text of the files beside the sites."""
    yield (
        "dataset.toml",
        f'id = "synthetic-{len(sites)}"\ntitle.en = "Synthetic dataset of {len(sites)} sites"\n'
        f'title.de = "Synthetischer Datensatz mit {len(sites)} Standorten"\n'
        f'description.en = "Made for measuring."\ndescription.de = "Zum Messen erzeugt."\n'
        'version = "2025.10"\nas_of = 2025-10-30\nlicence = "CC0-1.0"\n'
        'contributors = ["The benchmark"]\n\n[[cohort]]\nid = "all"\nlabel.en = "All sites"\n'
        'label.de = "Alle Standorte"\nwhere = "kind:factory"\ndefault = true\n',
    )
    yield (
        "sources.toml",
        "\n".join(
            f'[[source]]\nid = "{source}"\ntitle = "{source}"\npublisher = "The benchmark"\n'
            f'url = "https://example.org/{source}"\npublished = 2025-10-30\nlanguage = "en"\n'
            f'kind = "reference"\nread = "direct"\n'
            for source in _SOURCES
        ),
    )
    regions = []
    for place, (nuts2, name, country, *_) in enumerate(_REGIONS):
        inside = ", ".join(
            _text(site) for number, site in enumerate(sites, 1) if number % len(_REGIONS) == place
        )
        regions.append(
            f'[[region]]\nnuts2 = "{nuts2}"\nname = {_text(name)}\ncountry = "{country}"\n'
            f"sites = [{inside}]\n"
            f'\n[[region.indicator]]\nid = "ris_rel_eu"\nvalue = {random.randint(40, 160)}.0\n'
            f'year = 2025\nlevel = "region"\n{_origin(random)}'
            f'\n[[region.indicator]]\nid = "ris_group"\n'
            f'value = "{random.choice(("leader", "strong", "moderate", "emerging"))}"\n'
            f'year = 2025\nlevel = "region"\n{_origin(random)}'
        )
    yield "regions.toml", "\n".join(regions)
    yield (
        "access_modes.toml",
        '[[access_mode]]\nid = "playground"\nname = "Playground"\nlabel_de = "Probezugang"\n'
        'track = "industry"\naudience = "companies"\neligibility = "any company"\n'
        f'cost = "free"\n{_origin(random)}as_of = 2025-10-30\n',
    )
    yield (
        "comparisons.toml",
        '[[cluster]]\nid = "example"\nname = "Example"\nowner = "Example"\ncountry = "US"\n'
        'sector = "private"\nstatus = "operational"\nas_of = 2025-10-30\n'
        f"accelerators = 100000\n{_origin(random)}",
    )
    yield (
        "findings.toml",
        '[[finding]]\nid = "some-company"\ntheme = "consortium"\nkind = "claim"\n'
        'statement.en = "Every site has a company on board"\n'
        'statement.de = "Jeder Standort hat ein Unternehmen an Bord"\npassage = "first sentence"\n'
        f'sources = ["{_SOURCES[0]}"]\ncohort = "all"\nclaimed = {len(sites)}\n'
        'unit = "sites"\ncomparator = "=="\nuses = ["partners"]\n'
        'check = { measure = "count", of = "sites", where = "partner.type:company" }\n',
    )


def write(folder: Path, sites: int, vocabulary: Path, seed: int = SEED) -> None:
    """Write a dataset of ``sites`` sites into an empty folder, with a copy of the vocabulary."""
    random = Random(f"{seed}/{sites}")
    words = _read_vocabulary(vocabulary)
    pool = _organisations(max(3 * PARTNERS, 4 * sites), words, random)
    (folder / "sites").mkdir(parents=True)
    shutil.copyfile(vocabulary, folder / "vocabulary.toml")
    ids = []
    for number in range(1, sites + 1):
        site, text = _site(number, pool, words, random)
        (folder / "sites" / f"{site}.toml").write_text(text, encoding="utf-8")
        ids.append(site)
    for name, text in _shared_files(ids, random):
        (folder / name).write_text(text, encoding="utf-8")


def cache_folder() -> Path:
    """Return the folder for datasets below the system's temporary one, ours alone.

    Raises PermissionError if somebody else owns a folder of that name.
    """
    folder = Path(tempfile.gettempdir()) / f"aif-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def dataset(sites: int, vocabulary: Path, cache: Path) -> Path:
    """Return the folder of a dataset, from the cache if this very one was made before."""
    digest = hashlib.sha256()
    for part in (Path(__file__).read_bytes(), vocabulary.read_bytes(), str(SEED).encode()):
        digest.update(part)
    target = cache / f"{sites}-{digest.hexdigest()[:12]}"
    if not target.is_dir():
        for stale in cache.glob(f"{sites}-*"):
            shutil.rmtree(stale)
        with tempfile.TemporaryDirectory(dir=cache) as making:
            made = Path(making) / "dataset"
            write(made, sites, vocabulary)
            made.rename(target)
    return target
