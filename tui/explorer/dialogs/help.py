"""The keys and the filter language on one page, to read and to search by typing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from tui.explorer.commands import TABS, Command, Hint, key_text
from tui.explorer.dialogs.base import Dialog
from tui.explorer.glyphs import ASCII
from tui.explorer.panes.frame import Words
from tui.frozen import frozen
from tui.query.engine.fold import fold
from tui.text import one_line, wrap

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
    return (Block("Here and now", tuple(here)), *_grouped(rest, ascii_only, tab), *_beside_keys())


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


TWO_COLUMNS = 100
"""Cells from which on the help stands in two columns."""
GAP = 3
WIDEST_NAME = 34  # cells of a key or an example beside what it means
LEAST_MEANING = 24  # cells that a meaning needs beside it


class HelpScreen(Dialog[None]):
    """What each key does here, and how a filter is written; typing looks for words in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,enter,question_mark,q", "leave"),
        ("backspace", "shorten"),
        *(
            (key, f"scroll('{move}')")
            for key, move in (
                ("down", "scroll_down"), ("up", "scroll_up"), ("pagedown", "scroll_page_down"),
                ("pageup", "scroll_page_up"), ("home", "scroll_home"), ("end", "scroll_end"),
            )
        ),
    ]  # fmt: skip
    DEFAULT_CSS = """
    HelpScreen { background: $background; align: center top; }
    HelpScreen #help-head { height: 2; width: 100%; max-width: 140; padding: 0 2; }
    HelpScreen VerticalScroll {
        width: 100%; max-width: 140; height: 1fr; padding: 0 2; scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    HelpScreen #help-text { height: auto; }
    HelpScreen #help-keys {
        height: 1; width: 100%; max-width: 140; color: $text-muted; padding: 0 2;
    }
    """

    def __init__(self, title: str, blocks: Sequence[Block], everything: Sequence[Block]) -> None:
        """``blocks`` stand there at first; what is typed is looked for in ``everything``."""
        super().__init__()
        self._title = title
        self._blocks = tuple(blocks)
        self._everything = tuple(everything)
        self._needle = ""

    def compose(self) -> ComposeResult:
        """A head with what is looked for, the scrolling text, how to leave."""
        yield Words(id="help-head")
        with VerticalScroll(can_focus=False):
            yield Words(id="help-text")
        yield Words(id="help-keys")

    def on_resize(self) -> None:
        """Break the text anew for the width."""
        self._draw()

    def on_key(self, event: events.Key) -> None:
        """Look for what is typed; q and ? only leave while nothing is."""
        sign = event.character
        if sign is None or not sign.isprintable() or (not self._needle and sign in "q? "):
            return
        event.stop()
        event.prevent_default()
        self._look_for(self._needle + sign)

    def on_paste(self, event: events.Paste | None = None) -> None:
        """Look for a text."""
        if event is not None:
            self._look_for(self._needle + one_line(event.text))

    def action_shorten(self) -> None:
        """Take a letter back."""
        self._look_for(self._needle[:-1])

    def action_scroll(self, move: str) -> None:
        """Scroll the text."""
        getattr(self.query_one(VerticalScroll), move)(animate=False)

    def action_leave(self) -> None:
        """Stop looking for something, or go back."""
        if self._needle:
            self._look_for("")
        else:
            self.dismiss(None)

    def _look_for(self, needle: str) -> None:
        self._needle = needle
        self._draw()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _draw(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width - 1
        if width <= 0:
            return
        adapt = self.glyphs.adapt
        blocks = found(self._everything, self._needle) if self._needle else self._blocks
        left = f"Help · {self._title}"
        right = f"/ {self._needle}_" if self._needle else "type to search"
        gap = " " * max(width - len(left) - len(right), 2)
        style = "bold $accent" if self._needle else "$text-muted"
        head = Content.assemble((adapt(left), "bold $primary"), gap, (right, style))
        self.query_one("#help-head", Words).update(head)
        text = laid_out(blocks, width) if blocks else Content(_NOTHING)
        shown = Content(adapt(text.plain), list(text.spans))
        self.query_one("#help-text", Words).update(shown)
        arrows = "Up Down" if self.glyphs is ASCII else "↑ ↓"
        keys = f"Esc, q or ? close   {arrows} PgUp PgDn scroll   letters search"
        if self._needle:
            keys = f"Esc shows all again   Backspace takes a letter back   {arrows} scroll"
        self.query_one("#help-keys", Words).update(adapt(keys))


_NOTHING = "Nothing of this name. Another word, or Esc to see all again."


def laid_out(blocks: Sequence[Block], width: int) -> Content:
    """The blocks below one another, or in two columns of about one height."""
    if width < TWO_COLUMNS:
        return Content("\n").join([line for block in blocks for line in _lines(block, width)])
    column = (width - GAP) // 2
    tall = [_lines(block, column) for block in blocks]
    left, right = _halves(tall)
    rows = []
    for place in range(max(len(left), len(right))):
        first = left[place] if place < len(left) else Content("")
        second = right[place] if place < len(right) else Content("")
        space = " " * (column + GAP - first.cell_length)
        rows.append(Content.assemble(first, space, second) if second else first)
    return Content("\n").join(rows)


def _halves(tall: Sequence[Sequence[Content]]) -> tuple[list[Content], list[Content]]:
    """Blocks in two columns in their order, cut where the higher one is lowest."""
    heights = [len(lines) for lines in tall]
    cut = min(
        range(len(tall) + 1), key=lambda place: max(sum(heights[:place]), sum(heights[place:]))
    )
    return (
        [line for lines in tall[:cut] for line in lines],
        [line for lines in tall[cut:] for line in lines],
    )


def _lines(block: Block, width: int) -> list[Content]:
    """A block: title, entries, sentence, and an empty line."""
    names = max((len(entry.name) for entry in block.entries), default=0)
    column = min(names, WIDEST_NAME)
    lines = [Content.styled(block.title, "bold $secondary")]
    for entry in block.entries:
        lines += _beside(entry, column, width)
    if block.note:
        lines += [
            Content.styled(f"  {line}", "$text-muted") for line in wrap(block.note, width - 2)
        ]
    return [*lines, Content("")]


def _beside(entry: Entry, column: int, width: int) -> list[Content]:
    """A key or an example, and beside it what it means; below it where there is little room."""
    indent = column + 4
    if width - indent < LEAST_MEANING or len(entry.name) > column:
        indent = 6
        told = [Content.styled(f"  {entry.name}", "bold $primary")]
        return told + [Content(" " * indent + line) for line in wrap(entry.text, width - indent)]
    first, *more = wrap(entry.text, width - indent)
    name = (f"  {entry.name:<{column}}  ", "bold $primary")
    return [Content.assemble(name, first), *(Content(" " * indent + line) for line in more)]
