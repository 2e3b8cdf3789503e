"""Countries by ISO 3166-1 alpha-2 code: Europe and the states that the comparisons name.

Greece is GR and the United Kingdom GB, as the standard has it (not the EU's EL and UK).
"""

from __future__ import annotations

COUNTRIES: dict[str, tuple[str, str]] = {
    "AE": ("United Arab Emirates", "Vereinigte Arabische Emirate"),
    "AL": ("Albania", "Albanien"),
    "AM": ("Armenia", "Armenien"),
    "AT": ("Austria", "Österreich"),
    "AU": ("Australia", "Australien"),
    "BA": ("Bosnia and Herzegovina", "Bosnien und Herzegowina"),
    "BE": ("Belgium", "Belgien"),
    "BG": ("Bulgaria", "Bulgarien"),
    "BR": ("Brazil", "Brasilien"),
    "CA": ("Canada", "Kanada"),
    "CH": ("Switzerland", "Schweiz"),
    "CN": ("China", "China"),
    "CY": ("Cyprus", "Zypern"),
    "CZ": ("Czechia", "Tschechien"),
    "DE": ("Germany", "Deutschland"),
    "DK": ("Denmark", "Dänemark"),
    "EE": ("Estonia", "Estland"),
    "ES": ("Spain", "Spanien"),
    "FI": ("Finland", "Finnland"),
    "FO": ("Faroe Islands", "Färöer"),
    "FR": ("France", "Frankreich"),
    "GB": ("United Kingdom", "Vereinigtes Königreich"),
    "GE": ("Georgia", "Georgien"),
    "GR": ("Greece", "Griechenland"),
    "HR": ("Croatia", "Kroatien"),
    "HU": ("Hungary", "Ungarn"),
    "IE": ("Ireland", "Irland"),
    "IL": ("Israel", "Israel"),
    "IN": ("India", "Indien"),
    "IS": ("Iceland", "Island"),
    "IT": ("Italy", "Italien"),
    "JP": ("Japan", "Japan"),
    "KR": ("South Korea", "Südkorea"),
    "LI": ("Liechtenstein", "Liechtenstein"),
    "LT": ("Lithuania", "Litauen"),
    "LU": ("Luxembourg", "Luxemburg"),
    "LV": ("Latvia", "Lettland"),
    "MD": ("Moldova", "Moldau"),
    "ME": ("Montenegro", "Montenegro"),
    "MK": ("North Macedonia", "Nordmazedonien"),
    "MT": ("Malta", "Malta"),
    "NL": ("Netherlands", "Niederlande"),
    "NO": ("Norway", "Norwegen"),
    "PL": ("Poland", "Polen"),
    "PT": ("Portugal", "Portugal"),
    "RO": ("Romania", "Rumänien"),
    "RS": ("Serbia", "Serbien"),
    "SA": ("Saudi Arabia", "Saudi-Arabien"),
    "SE": ("Sweden", "Schweden"),
    "SG": ("Singapore", "Singapur"),
    "SI": ("Slovenia", "Slowenien"),
    "SK": ("Slovakia", "Slowakei"),
    "TR": ("Türkiye", "Türkei"),
    "TW": ("Taiwan", "Taiwan"),
    "UA": ("Ukraine", "Ukraine"),
    "US": ("United States", "Vereinigte Staaten"),
    "XK": ("Kosovo", "Kosovo"),
}


def country_name(code: str) -> str:
    """English name of a country, or the code itself where it is not listed."""
    names = COUNTRIES.get(code)
    return names[0] if names else code
