"""``aif cite`` as a person calls it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import SMALL
from tui.cli import main
from tui.cli.common import DONE, USAGE, WRITE

Capture = pytest.CaptureFixture[str]


def test_text_in_the_order_asked_for_each_once(capsys: Capture) -> None:
    assert main(["cite", "paper", "office", "paper", *SMALL]) == DONE
    assert capsys.readouterr().out == (
        "The Daily Leaf (2025). Newspaper article. https://example.org/leaf "
        "[not read directly; quoted by https://example.org/quotes]\n"
        "Programme Office (2025-12). Page of the programme office. https://example.org/office\n"
    )


def test_bibtex_and_csl_json(capsys: Capture) -> None:
    assert main(["cite", "office", *SMALL, "--format", "bibtex"]) == DONE
    assert capsys.readouterr().out.startswith("@online{office,\n")
    assert main(["cite", "--format=csl-json", "office", *SMALL]) == DONE
    (item,) = json.loads(capsys.readouterr().out)
    assert item["URL"] == "https://example.org/office"


def test_an_unknown_source_names_the_nearest_and_prints_nothing(capsys: Capture) -> None:
    assert main(["cite", "office", "ofice", "papers", *SMALL]) == USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no source 'ofice'; did you mean 'office'?" in captured.err
    assert "no source 'papers'; did you mean 'paper'?" in captured.err


def test_part_of_a_long_id_finds_it(capsys: Capture) -> None:
    assert main(["cite", "signs-contract-deploy-lumi"]) == USAGE
    assert "did you mean 'eurohpc-ju-signs-contract-deploy-lumi-ai" in capsys.readouterr().err
    assert main(["cite", "ffice", *SMALL]) == USAGE
    assert "did you mean 'office'?" in capsys.readouterr().err
    assert main(["cite", "a"]) == USAGE
    assert capsys.readouterr().err == "aif: no source 'a'\n"


def test_an_unknown_format_and_no_id_which_is_the_dataset(capsys: Capture) -> None:
    assert main(["cite", "office", *SMALL, "--format", "bibtx"]) == USAGE
    assert "did you mean 'bibtex'?" in capsys.readouterr().err
    assert main(["cite", *SMALL, "--format", "BibTeX"]) == DONE
    assert capsys.readouterr().out.startswith("@dataset{small,\n")


def test_a_file_is_written_once(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "sources.bib"
    words = ["cite", "office", "paper", *SMALL, "--output", str(path)]
    assert main(words) == DONE
    assert capsys.readouterr().err == f"wrote 2 sources to {path}\n"
    before = path.read_text("utf-8")
    assert before.count("\n@") + before.startswith("@") == 2
    assert main(words) == WRITE
    assert path.read_text("utf-8") == before
    assert main([*words, "--force"]) == DONE


def test_it_needs_neither_textual_nor_pandas() -> None:
    code = (
        "import sys\nfrom tui.cli import main\nassert main(sys.argv[1:]) == 0\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} "
        "& {'textual', 'rich', 'pandas'}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "cite", "office", *SMALL],
        capture_output=True, encoding="utf-8", check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == "[]\n"
    assert done.stdout.startswith("Programme Office (2025-12). ")
