"""`aif tally` as a person runs it."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.running import piped
from tui.analysis import tables
from tui.analysis.tally import MOST_ACROSS, tally
from tui.dataset import Dataset, load
from tui.export.formats import render
from tui.query import View
from tui.query.engine.columns import Column
from tui.query.engine.view import Ask, Each, TallyView
from tui.user.saved_views import save_view

FACTORIES = ("--data", str(Path(__file__).parents[1] / "fixtures" / "factories"))


def rows(*words: str) -> list[dict[str, str]]:
    done = piped("tally", *words, *FACTORIES, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_members_by_type_and_selection() -> None:
    """What share of members are universities, by wave?"""
    words = ("partners", "role:member", "--by", "site.selected,type", "--cohort", "factories")
    found = {row["value"]: row for row in rows(*words)}
    shares = {day: 100 * int(row["n_university"]) / int(row["rows"]) for day, row in found.items()}
    assert {day: round(share, 1) for day, share in shares.items()} == {
        "2024-12-10": 11.6, "2025-03-12": 49.1, "2025-10-10": 33.3,
    }  # fmt: skip
    told = {row["value"]: float(row["share_university"]) for row in rows(*words, "--share", "row")}
    assert told == pytest.approx(shares)


@pytest.mark.parametrize("fmt", ["csv", "json", "md", "table"])
def test_a_file_has_every_value_of_the_second_column(fmt: str, tmp_path: Path) -> None:
    """What is for people to read puts some together, and says so."""
    words = ("tally", "partners", "--by", "type,country", *FACTORIES, "--format", fmt)
    countries = {each["value"] for each in rows("partners", "--by", "country")}
    done = piped(*words, "-o", str(tmp_path / "file"))
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "file").read_text("utf-8")
    assert all(each in text for each in countries)
    assert "other" not in text.splitlines()[0].casefold()
    printed = piped(*words)
    others = f"{len(countries) - MOST_ACROSS} others"
    assert (others in printed.stdout) == (fmt == "table")
    assert (f"{others} of country stand together" in printed.stderr) == (fmt == "table")


def test_a_sum_comes_with_its_gaps() -> None:
    found = {row["value"]: row for row in rows(
        "systems", "--by", "site.country", "--sum", "accelerator_count", "--cohort", "factories"
    )}  # fmt: skip
    assert int(found["DE"]["known"]) <= int(found["DE"]["rows"])
    assert set(found["DE"]) >= {"sum", "known", "unsure", "kinds"}


def test_json_holds_numbers() -> None:
    done = piped("tally", "sites", "--by", "country", *FACTORIES, "--format", "json")
    first = json.loads(done.stdout)[0]
    assert first["value"]
    assert isinstance(first["rows"], int)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("partners",), "--by COLUMN"),
        (("partner", "--by", "type"), "did you mean 'partners'?"),
        (("partners", "--by", "tpye"), "did you mean 'type'?"),
        (("partners", "--by", "type", "--sum", "name"), "holds no numbers"),
        (("partners", "--by", "type", "--each", "year"), "by year: type holds no dates"),
        (("sites", "--by", "selected,kind", "--each", "class"), "no column of these holds numbers"),
        (("sites", "--by", "country", "--sum", "rank"), "says nothing"),
        (("sites", "contry:DE", "--by", "country"), "did you mean 'country'?"),
        (("partners", "--by", "type,role", "--keep", "x"), "keep a tally of one column"),
    ],
)
def test_mistakes_are_told(words: tuple[str, ...], told: str) -> None:
    done = piped("tally", *words, *FACTORIES)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_kept_tally_is_a_set_of_findings_that_hold(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    words = ("partners", "role:member", "--by", "type", "--cohort", "factories")
    done = piped("tally", *words, *FACTORIES, "--keep", str(folder))
    assert done.returncode == 0, done.stderr
    held = piped("findings", *FACTORIES, "--data", str(folder), "--format", "json")
    verdicts = {
        each["id"]: each["verdict"]
        for each in json.loads(held.stdout)
        if each["id"].startswith("mine-")
    }
    assert verdicts["mine-university"] == "holds"
    assert set(verdicts.values()) == {"holds"}
    again = piped("tally", *words, *FACTORIES, "--keep", str(folder))
    assert "--force overwrites" in again.stderr


class TestSaved:
    """A tally kept in the explorer, on the command line."""

    @pytest.fixture
    def saved(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        ask = Ask(("site.country", "status"), "accelerator_count", "mean")
        tally = TallyView("systems", ask, "status:operational,planned")
        view = View(cohort="factories", filter="sectors:>=4", tab="compute", whole=True)
        assert save_view("Chips", view.but(tally=tally)).done
        assert save_view("Plain", view).done

    def test_show_and_tally_give_it(self, saved: None) -> None:
        told = piped(
            "tally", "systems", "status:operational,planned", "--by", "site.country,status",
            "--mean", "accelerator_count", "--cohort", "factories", "--sites", "sectors:>=4",
            "--whole", *FACTORIES, "--format", "csv",
        )  # fmt: skip
        assert told.stdout.count("\n") > 2
        for word in ("show", "tally"):
            done = piped(word, "--view", "Chips", *FACTORIES, "--format", "csv")
            assert (done.returncode, done.stdout) == (0, told.stdout), done.stderr

    def test_options_go_before_it(self, saved: None) -> None:
        found = rows("--view", "chips", "--by", "status", "--sum", "accelerator_count")
        assert found == rows(
            "systems", "status:operational,planned", "--by", "status",
            "--sum", "accelerator_count", "--cohort", "factories", "--sites", "sectors:>=4",
            "--whole",
        )  # fmt: skip
        assert rows("--view", "chips", "--cohort", "brief") != rows("--view", "chips")

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            (("show", "--view", "Plain"), "which table of the view 'Plain'?"),
            (("tally", "--view", "Plain"), "the view 'Plain' is no tally"),
            (("tally", "--view", "Chip"), "did you mean 'Chips'?"),
            (("tally", "partners", "--view", "Chips"), "a tally takes a table and --by"),
            (("show", "--view", "Chips", "--limit", "3"), "takes no --columns, --limit"),
        ],
    )
    def test_mistakes_are_told(self, saved: None, words: tuple[str, ...], told: str) -> None:
        done = piped(*words, *FACTORIES)
        assert done.returncode == 2
        assert told in done.stderr


# Every table as a program reads it, counted by pandas.

MOST_COLUMNS = 20


@cache
def _dataset() -> Dataset:
    return load([Path(FACTORIES[1])])


TABLES = list(tables.tables(_dataset()))


@pytest.mark.parametrize("name", TABLES)
def test_tallies_equal_pandas_on_the_exported_table(name: str) -> None:
    """The values of twenty columns of every table: texts, words, lists, dates, numbers."""
    result = tables.table(_dataset(), View(cohort="factories"), name, every=True)
    read = pd.read_csv(
        io.StringIO(render(result, "csv")), dtype="string", keep_default_na=False, na_values=[""]
    )
    columns = [each for each in result.columns if each.id in read.columns]
    assert columns
    for column in columns[:MOST_COLUMNS]:
        found = {
            str(group.key).lower() if column.kind == "flag" else group.key: len(group.rows)
            for group in tally(result, Ask((column.id,), each=_each(column))).records
            if group.value is not None
        }
        values = read[column.id].dropna()
        if column.many or column.kind == "mixed":
            values = values.str.split("; ").map(lambda parts: list(dict.fromkeys(parts))).explode()
        if column.numeric or column.kind == "mixed":
            values = values.str.removesuffix(".0")
        assert found == values.value_counts().to_dict(), column.id


def _each(column: Column) -> Each:
    if column.kind == "date":
        return "day"
    return "value" if column.numeric else ""
