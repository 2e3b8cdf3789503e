"""The controlled values of vocabulary.toml, and countries by their ISO 3166-1 alpha-2 codes.

Of countries there are Europe and the states that the comparisons name. Greece is GR and the
United Kingdom GB, as the standard has it (not the EU's EL and UK).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from tui.dataset.faults import Report, Row
from tui.dataset.overlay import Stack, settle
from tui.frozen import frozen
from tui.lazy_pattern import lazy_pattern
from tui.text import quote

# Attributes that an entry of a list must carry beside id, label and definition.
ATTRIBUTES: Mapping[str, Mapping[str, type]] = {
    "partner_type": {"academic": bool, "research": bool},
    "role": {"member": bool},
    "sector": {"group": str},
    "indicator": {"unit": str, "higher_is_better": bool},
}
# The lists that a vocabulary may hold.
VOCABULARIES = (
    "site_kind", "partner_type", "role", "sector_group", "sector", "service", "system_status",
    "system_kind", "accelerator_count_basis", "access_scope", "indicator", "indicator_level",
    "cluster_sector", "confidence", "completeness", "source_kind", "source_read", "theme",
    "finding_kind", "verdict", "measure",
)  # fmt: skip
_ID = lazy_pattern(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_COMMON = ("id", "label", "definition", "note")


@frozen
class Word:
    """One controlled value: id, English and German label, meaning, attributes of its own."""

    id: str
    en: str
    de: str
    definition: str
    attributes: Mapping[str, object] = field(default_factory=dict)


class Vocabulary:
    """Lists of controlled values, each id -> :class:`Word` in the order of the file."""

    __slots__ = ("_lists",)

    def __init__(self, lists: Mapping[str, Mapping[str, Word]]) -> None:
        """Wrap the lists by name."""
        self._lists = lists

    def words(self, name: str) -> Mapping[str, Word]:
        """The values of a list; empty where there is no such list."""
        return self._lists.get(name, {})

    def label(self, name: str, word: str) -> str:
        """English label of a value, or the value itself where it is not listed."""
        found = self._lists.get(name, {}).get(word)
        return found.en if found else word

    def flagged(self, name: str, attribute: str) -> frozenset[str]:
        """Ids of a list whose attribute is true, such as the roles of members."""
        words = self._lists.get(name, {}).values()
        return frozenset(word.id for word in words if word.attributes.get(attribute) is True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)


def read_vocabulary(stacks: Mapping[str, Sequence[Stack]], report: Report) -> Vocabulary:
    """Check the rows of every list and index them; faulty entries are left out."""
    lists: dict[str, dict[str, Word]] = {}
    sectors: list[Row] = []
    for name, entries in stacks.items():
        words = lists.setdefault(name, {})
        for stack in entries:

            def make(row: Row, report: Report, name: str = name) -> Word | None:
                return _word(name, row, report)

            standing = settle(stack, None, make, report)
            if standing is not None and standing.record is not None:
                words[standing.record.id] = standing.record
            if standing is not None and name == "sector":
                sectors.append(standing.row)
    groups = lists.get("sector_group", {})
    for row in sectors:
        group = row.raw.get("group")
        if isinstance(group, str) and group not in groups:
            close = report.nearest(group, groups)
            report.add(row, "group", f"no sector group {quote(group)}", close)
    return Vocabulary(lists)


def _word(name: str, row: Row, report: Report) -> Word | None:
    """One entry; a fault beside its id is reported and the entry kept."""
    raw = row.raw
    expected = ATTRIBUTES.get(name, {})
    for key in raw:
        if key not in _COMMON and key not in expected:
            report.add(row, key, "unknown key", report.nearest(key, (*_COMMON, *expected)))
    for key in ("id", "definition", *expected):
        if key not in raw:
            report.missing(row, key)
    for key, kind in {"id": str, "definition": str, **expected}.items():
        if key in raw and type(raw[key]) is not kind:
            report.add(row, key, f"must be {'true or false' if kind is bool else 'text'}")
    labels = _labels(row, report)
    ident = raw.get("id")
    if not isinstance(ident, str):
        return None
    if not _ID.fullmatch(ident):
        report.add(row, "id", f"{quote(ident)} is not an id (a-z, 0-9, single hyphens or _)")
        return None
    attributes = {key: raw[key] for key, kind in expected.items() if type(raw.get(key)) is kind}
    english = labels.get("en", ident)
    definition = raw.get("definition")
    return Word(
        ident,
        english,
        labels.get("de", english),
        definition if isinstance(definition, str) else "",
        attributes,
    )


def _labels(row: Row, report: Report) -> Mapping[str, str]:
    """The texts of the label by language, as far as they are sound."""
    label = row.raw.get("label", {})
    if not isinstance(label, dict):
        report.add(row, "label", "needs the text .en, and .de where there is a German one")
        return {}
    if "en" not in label:
        report.add(row, "", "needs label.en")
    for language, text in label.items():
        if not isinstance(text, str):
            report.add(row, f"label.{language}", "must be text")
    return {language: text for language, text in label.items() if isinstance(text, str)}


COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "AE": ("United Arab Emirates", "Vereinigte Arabische Emirate", "UAE", "Emirates", "VAE"),
    "AL": ("Albania", "Albanien", "Shqipëria"),
    "AM": ("Armenia", "Armenien"),
    "AT": ("Austria", "Österreich", "Oesterreich"),
    "AU": ("Australia", "Australien"),
    "BA": ("Bosnia and Herzegovina", "Bosnien und Herzegowina", "Bosnia", "Bosnien"),
    "BE": ("Belgium", "Belgien", "België", "Belgique"),
    "BG": ("Bulgaria", "Bulgarien", "България", "Balgariya"),
    "BR": ("Brazil", "Brasilien", "Brasil"),
    "CA": ("Canada", "Kanada"),
    "CH": ("Switzerland", "Schweiz", "Suisse", "Svizzera", "Swiss Confederation",
           "Confoederatio Helvetica"),
    "CN": ("China", "China", "People's Republic of China", "PRC", "Volksrepublik China"),
    "CY": ("Cyprus", "Zypern", "Κύπρος", "Kypros"),
    "CZ": ("Czechia", "Tschechien", "Czech Republic", "Česko", "Česká republika",
           "Tschechische Republik"),
    "DE": ("Germany", "Deutschland", "BRD", "Federal Republic of Germany",
           "Bundesrepublik Deutschland", "Allemagne"),
    "DK": ("Denmark", "Dänemark", "Danmark"),
    "EE": ("Estonia", "Estland", "Eesti"),
    "ES": ("Spain", "Spanien", "España"),
    "FI": ("Finland", "Finnland", "Suomi"),
    "FO": ("Faroe Islands", "Färöer"),
    "FR": ("France", "Frankreich", "République française"),
    "GB": ("United Kingdom", "Vereinigtes Königreich", "Britain", "Great Britain", "England",
           "Scotland", "Wales", "Northern Ireland", "Großbritannien", "Vereinigtes Koenigreich"),
    "GE": ("Georgia", "Georgien"),
    "GR": ("Greece", "Griechenland", "Hellas", "Ελλάδα", "Ellada", "Hellenic Republic"),
    "HR": ("Croatia", "Kroatien", "Hrvatska"),
    "HU": ("Hungary", "Ungarn", "Magyarország"),
    "IE": ("Ireland", "Irland", "Éire", "Eire", "Republic of Ireland"),
    "IL": ("Israel", "Israel"),
    "IN": ("India", "Indien"),
    "IS": ("Iceland", "Island", "Ísland"),
    "IT": ("Italy", "Italien", "Italia"),
    "JP": ("Japan", "Japan", "Nippon"),
    "KR": ("South Korea", "Südkorea", "Korea", "Republic of Korea"),
    "LI": ("Liechtenstein", "Liechtenstein"),
    "LT": ("Lithuania", "Litauen", "Lietuva"),
    "LU": ("Luxembourg", "Luxemburg", "Lëtzebuerg"),
    "LV": ("Latvia", "Lettland", "Latvija"),
    "MD": ("Moldova", "Moldau", "Republic of Moldova", "Republik Moldau"),
    "ME": ("Montenegro", "Montenegro", "Crna Gora"),
    "MK": ("North Macedonia", "Nordmazedonien", "Macedonia", "Mazedonien", "Северна Македонија",
           "Severna Makedonija"),
    "MT": ("Malta", "Malta"),
    "NL": ("Netherlands", "Niederlande", "Holland", "The Netherlands", "Nederland"),
    "NO": ("Norway", "Norwegen", "Norge"),
    "PL": ("Poland", "Polen", "Polska"),
    "PT": ("Portugal", "Portugal"),
    "RO": ("Romania", "Rumänien", "România"),
    "RS": ("Serbia", "Serbien", "Srbija", "Србија"),
    "SA": ("Saudi Arabia", "Saudi-Arabien"),
    "SE": ("Sweden", "Schweden", "Sverige"),
    "SG": ("Singapore", "Singapur"),
    "SI": ("Slovenia", "Slowenien", "Slovenija"),
    "SK": ("Slovakia", "Slowakei", "Slovensko", "Slovak Republic", "Slowakische Republik"),
    "TR": ("Türkiye", "Türkei", "Turkey", "Turkiye"),
    "TW": ("Taiwan", "Taiwan", "Chinese Taipei"),
    "UA": ("Ukraine", "Ukraine", "Україна", "Ukraina"),
    "US": ("United States", "Vereinigte Staaten", "USA", "United States of America", "America",
           "Amerika"),
    "XK": ("Kosovo", "Kosovo", "Kosova"),
}  # fmt: skip
"""English name, German name, and others by which a country is asked for: older, shorter and longer
ones, its own, and of its parts those that people use for the whole."""


def country_name(code: str) -> str:
    """English name of a country, or the code itself where it is not listed."""
    names = COUNTRIES.get(code)
    return names[0] if names else code
