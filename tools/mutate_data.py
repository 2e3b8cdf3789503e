"""Break copies of a dataset at random and look whether every fault is told, and soon.

    python -m tools.mutate_data [--count 5000] [--seed 1] [--data DIR] [--limit SECONDS]

Each mutation changes one file of a fresh copy in its bytes, its tokens or its structure and
runs all that ``aif validate`` runs. A traceback, a fault at a line that the file does not
have, or more seconds than the limit is a failure; the seeds printed reproduce it. Exit
code 1 where there was one.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from tui.analysis.validation import checked
from tui.dataset import Fault

T = TypeVar("T")

Mutation = Callable[[random.Random, str], str]

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\w.:-]+|[^\w\s]')
_VALUES = (
    "0", "-1", "1e400", "nan", "0x" + "f" * 400, "true", '""', '"n/a"', "[]", "{}", "[[]]",
    "2026-13-01", "2026-09-01T10:00:00Z", '"' + "x" * 5000 + '"', '"\\u001b[2J"', "[" * 200,
    "{a = {b = {c = 1}}}", '"""', "'", "=", "\x00", "\ufeff", "\u202e",
)  # fmt: skip


def cut(chance: random.Random, text: str) -> str:
    """The beginning only, or the end only."""
    at = chance.randrange(len(text) + 1)
    return text[:at] if chance.random() < 0.7 else text[at:]


def other_characters(chance: random.Random, text: str) -> str:
    """Some characters changed, put in or left out."""
    signs = list(text)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(signs) + 1)
        match chance.randrange(3):
            case 0 if at < len(signs):
                signs[at] = chr(chance.choice((chance.randrange(128), chance.randrange(0xD800))))
            case 1 if at < len(signs):
                del signs[at]
            case _:
                signs.insert(at, chr(chance.randrange(128)))
    return "".join(signs)


def other_tokens(chance: random.Random, text: str) -> str:
    """Some words, texts or signs changed for others of the file or for nonsense."""
    places = list(_TOKEN.finditer(text))
    for place in sorted(_some(chance, places), key=lambda each: each.start(), reverse=True):
        word = chance.choice((chance.choice(_VALUES), chance.choice(places).group(), ""))
        text = text[: place.start()] + word + text[place.end() :]
    return text


def other_values(chance: random.Random, text: str) -> str:
    """Some values changed behind their keys."""
    lines = text.split("\n")
    for at in _some(chance, [at for at, line in enumerate(lines) if " = " in line]):
        lines[at] = f"{lines[at].partition(' = ')[0]} = {chance.choice(_VALUES)}"
    return "\n".join(lines)


def other_lines(chance: random.Random, text: str) -> str:
    """Some lines left out, doubled or changed for another."""
    lines = text.split("\n")
    for at in sorted(_some(chance, range(len(lines))), reverse=True):
        lines[at : at + 1] = chance.choice(([], [lines[at]] * 2, [chance.choice(lines)]))
    return "\n".join(lines)


def other_order(chance: random.Random, text: str) -> str:
    """The blocks between empty lines in another order, some of them doubled or left out."""
    blocks = text.split("\n\n")
    for _ in range(chance.choice((1, 3, len(blocks)))):
        a, b = chance.randrange(len(blocks)), chance.randrange(len(blocks))
        blocks[a] = blocks[b] if chance.random() < 0.5 else blocks[a]
        blocks[b] = "" if chance.random() < 0.2 else blocks[b]
    chance.shuffle(blocks)
    return "\n\n".join(blocks)


def other_names(chance: random.Random, text: str) -> str:
    """One word changed wherever it stands: a key, an id, a name of a table."""
    words = sorted(set(re.findall(r"[\w-]{3,}", text)))
    if not words:
        return "x"
    word = chance.choice(words)
    changed = (
        word[: len(word) // 2] + chance.choice(("", "x", "-", "é")) + word[len(word) // 2 + 1 :]
    )
    return re.sub(rf"\b{re.escape(word)}\b", changed, text)


MUTATIONS: tuple[Mutation, ...] = (
    cut, other_characters, other_tokens, other_values, other_lines, other_order, other_names,
)  # fmt: skip


def mutated(seed: int, folder: Path) -> tuple[Path, bytes]:
    """A file of a dataset and what becomes of it; the same for the same seed."""
    chance = random.Random(seed)
    path = chance.choice(sorted(folder.rglob("*.toml")))
    text = path.read_text("utf-8")
    for _ in range(chance.choice((1, 1, 2))):
        text = chance.choice(MUTATIONS)(chance, text)
    content = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(3) + content[at:]
    return path, content


def wrong_places(faults: Sequence[Fault], folder: Path) -> list[str]:
    """Faults that name a file or a line that is not there."""
    wrong = []
    for fault in faults:
        path = folder.parent / fault.file
        lines = path.read_bytes().count(b"\n") + 1 if path.is_file() else 0
        if not 0 <= fault.line <= lines:
            wrong.append(str(fault))
    return wrong


def _some(chance: random.Random, things: Sequence[T]) -> list[T]:
    return chance.sample(things, min(len(things), chance.choice((1, 1, 2, 10))))


def main() -> int:
    """Run the mutations and print what came of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path(__file__).parent.parent / "data")
    parser.add_argument("--limit", type=float, default=3.0)
    args = parser.parse_args()
    told: Counter[str] = Counter()
    slow: list[tuple[float, int]] = []
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        shutil.copytree(args.data, folder)
        for seed in range(args.seed, args.seed + args.count):
            path, content = mutated(seed, folder)
            before = path.read_bytes()
            path.write_bytes(content)
            start = time.process_time()
            try:
                found = checked([folder])
                wrong = wrong_places(found.faults, folder)
                failures += [f"seed {seed}: no such place: {text}" for text in wrong]
                told[
                    "no faults"
                    if not found.faults
                    else "faults"
                    if found.dataset
                    else "cannot be opened"
                ] += 1
            except Exception:  # whatever it is, it is what is looked for
                failures.append(f"seed {seed}: {traceback.format_exc(limit=-3)}")
            slow.append((time.process_time() - start, seed))
            path.write_bytes(before)
    slow.sort(reverse=True)
    failures += [f"seed {seed}: {taken:.1f} s" for taken, seed in slow if taken > args.limit]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for line in failures:
        print(line)
    print(
        f"{args.count} mutations: " + ", ".join(f"{n} {what}" for what, n in sorted(told.items()))
    )
    print("slowest: " + ", ".join(f"{taken:.2f} s (seed {seed})" for taken, seed in slow[:5]))
    print(f"peak memory {peak:.0f} MB; {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
