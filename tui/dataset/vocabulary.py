"""The controlled values of vocabulary.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tui.dataset.faults import Report, Row, nearest

# Attributes that an entry of a list must carry beside id, label and definition.
ATTRIBUTES: Mapping[str, Mapping[str, type]] = {
    "partner_type": {"academic": bool, "research": bool},
    "role": {"member": bool},
    "sector": {"group": str},
    "indicator": {"unit": str, "higher_is_better": bool},
}
_COMMON = ("id", "label", "definition", "note")


@dataclass(frozen=True, slots=True)
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


def read_vocabulary(rows: Mapping[str, list[Row]], report: Report) -> Vocabulary:
    """Check the rows of every list and index them; faulty entries are left out."""
    lists: dict[str, dict[str, Word]] = {}
    for name, entries in rows.items():
        words = lists.setdefault(name, {})
        for row in entries:
            word = _word(name, row, report)
            if word is not None:
                words[word.id] = word
    groups = lists.get("sector_group", {})
    for row in rows.get("sector", []):
        group = row.raw.get("group")
        if isinstance(group, str) and group not in groups:
            report.add(row, "group", f"no sector group {group!r}", nearest(group, groups))
    return Vocabulary(lists)


def _word(name: str, row: Row, report: Report) -> Word | None:
    raw = row.raw
    expected = ATTRIBUTES.get(name, {})
    ident, label, definition = raw.get("id"), raw.get("label"), raw.get("definition")
    sound = True
    for key in raw:
        if key not in _COMMON and key not in expected:
            report.add(row, key, "unknown key", nearest(key, (*_COMMON, *expected)))
            sound = False
    for key, kind in expected.items():
        if key not in raw:
            report.add(row, "", f"missing key '{key}'")
            sound = False
        elif type(raw[key]) is not kind:
            report.add(row, key, f"must be {'true or false' if kind is bool else 'text'}")
            sound = False
    if not isinstance(ident, str) or not isinstance(definition, str):
        report.add(row, "", "needs the texts 'id' and 'definition'")
        return None
    if not (isinstance(label, dict) and all(isinstance(label.get(x), str) for x in ("en", "de"))):
        report.add(row, "label", "needs label.en and label.de")
        return None
    attributes = {key: raw[key] for key in expected} if sound else {}
    return Word(ident, label["en"], label["de"], definition, attributes) if sound else None
