"""What the help says, as entries to lay out and to search. Knows no Textual."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from tui.explorer.commands import TABS, Command, Hint, key_text
from tui.frozen import frozen
from tui.query.engine.fold import fold

LANGUAGE = (
    ("stuttgart", "free text, anywhere in a site or its lists; accents do not matter"),
    ("country:DE,AT", "one of several values, by id, code or label"),
    ("sectors:>=5", "numbers and dates: < <= > >= and ranges such as 1..10"),
    ("website:*  -website:*", "there is a value, there is none"),
    ("sector:health", "a partner, sector, system, service by its name"),
    ("member.type:company", "some member is a company"),
    ("member(type:company country:DE)", "one and the same member is both; partner means all"),
    ("count(member(type:company)):>=2", "two or more such members"),
    ("a b   a OR b   -a   ( … )", "and, or, not, grouping"),
    ("in:factories", "in a cohort"),
)
NARROWING = (
    "A filter picks sites. A part that speaks of partners, sectors, systems, services or access "
    "also narrows those lists."
)
SIGNS = (
    ("·", "unknown, which is never zero"),
    ("~", "before a figure that no source confirms"),
    ("+", "behind the length of a list that is known to be incomplete"),
)
_WORDS = re.compile(r"\w+")


@frozen
class Entry:
    """A key, an example or a sign, and what it means; ``also`` is what else it is found by."""

    name: str
    text: str
    also: str = ""


@frozen
class Block:
    """Entries under a title, and a sentence below them."""

    title: str
    entries: tuple[Entry, ...]
    note: str = ""


def help_blocks(
    tab: str,
    commands: Sequence[Command],
    acting: Iterable[Command],
    pane: Sequence[Hint] = (),
    *,
    ascii_only: bool = False,
) -> tuple[Block, ...]:
    """What works here now, then all else that works on this tab, then filter and signs.

    ``acting`` are the commands worth naming now; ``pane`` the keys of the pane that has the
    keyboard, which takes the others itself.
    """
    here = [Entry(key_text(hint.key, ascii_only=ascii_only), hint.title) for hint in pane]
    named: set[str] = set()
    if not pane:
        # Who reads this has found the key of the help.
        now = [each for each in acting if each.id != "help"]
        now.sort(key=lambda command: -command.footer)
        named = {command.id for command in now}
        here = [_entry(command, ascii_only, tab) for command in now]
    rest = [each for each in commands if each.enabled_on(tab) and each.id not in named]
    return (
        Block("Here and now", tuple(here)),
        *_grouped(rest, ascii_only, tab),
        *_beside_keys(),
    )


def everything(commands: Sequence[Command], *, ascii_only: bool = False) -> tuple[Block, ...]:
    """All that can be looked for, also what works on other tabs alone."""
    return (*_grouped(commands, ascii_only, ""), *_beside_keys())


def found(blocks: Iterable[Block], needle: str) -> tuple[Block, ...]:
    """The entries with all words of the needle, in the blocks that still have one.

    Words that begin so come first; where there are none, the middle of words counts too.
    """
    words = fold(needle).split()
    begun = _kept(blocks, lambda text: all(f" {word}" in text for word in words))
    return begun or _kept(blocks, lambda text: all(word in text for word in words))


def _kept(blocks: Iterable[Block], fits: Callable[[str], bool]) -> tuple[Block, ...]:
    kept = []
    for block in blocks:
        entries = tuple(each for each in block.entries if fits(_sought(each, block)))
        if entries:
            kept.append(Block(block.title, entries))
    return tuple(kept)


def _sought(entry: Entry, block: Block) -> str:
    """What an entry is looked for in: words as they are and without what stands before them."""
    text = fold(f"{entry.name} {entry.text} {entry.also} {block.title}")
    return f" {text} {' '.join(_WORDS.findall(text))}"


def _grouped(commands: Iterable[Command], ascii_only: bool, tab: str) -> list[Block]:
    commands = tuple(commands)
    groups: dict[str, list[Entry]] = {}
    tabs = [command for command in commands if command.group == "Tabs"]
    if tabs:
        keys = " ".join(key_text(key) for command in tabs for key in command.keys)
        names = ", ".join(command.title for command in tabs)
        groups["Tabs"] = [Entry(keys, f"Go to a tab: {names}", "the tab")]
    for command in commands:
        if command.group != "Tabs":
            groups.setdefault(command.group, []).append(_entry(command, ascii_only, tab))
    return [Block(title, tuple(entries)) for title, entries in groups.items()]


def _entry(command: Command, ascii_only: bool, tab: str) -> Entry:
    """A command; without a tab it says on which ones it works, where these are few."""
    keys = " ".join(key_text(key, ascii_only=ascii_only) for key in command.keys)
    where = ", ".join(tab.title for tab in TABS if tab.id in command.tabs)
    text = command.help
    if where and not tab and len(command.tabs) < len(TABS) - 1:
        text = f"{text} (on {where})"
    return Entry(keys, text, f"{command.title} {command.id}")


def _beside_keys() -> tuple[Block, ...]:
    return (
        Block("The filter", tuple(Entry(*each) for each in LANGUAGE), NARROWING),
        Block("Signs", tuple(Entry(*each) for each in SIGNS)),
    )
