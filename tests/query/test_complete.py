"""Completion: what is offered where, in which order, quoted how, and with true counts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.dataset import Dataset, load
from tui.dataset.vocabulary import COUNTRIES
from tui.query import View
from tui.query.assist import complete as complete_module
from tui.query.assist.candidates import MONTHS, month_name, names
from tui.query.assist.complete import Completions, Item, complete
from tui.query.engine import masks
from tui.query.engine.fold import fold
from tui.query.engine.table import site_mask
from tui.query.language.lex import context_at
from tui.query.language.tree import FilterError, Span

SMALL = Path(__file__).parents[1] / "fixtures" / "small"
FACTORIES = Path(__file__).parents[1] / "fixtures" / "factories"
HOSTILE = Path(__file__).parents[1] / "fixtures" / "hostile"
ALL = View(cohort="all")


@cache
def dataset(folder: Path) -> Dataset:
    return load([folder])


def at(marked: str, view: View = ALL, folder: Path = SMALL, **more: object) -> Completions:
    """Complete where the text has its ``|``."""
    cursor = marked.index("|")
    text = marked.replace("|", "")
    return complete(dataset(folder), view, text, cursor, **more)  # type: ignore[arg-type]


def labels(found: Completions) -> list[str]:
    return [item.label for item in found.items]


def item(found: Completions, label: str) -> Item:
    return next(each for each in found.items if each.label == label)


def test_fields_come_with_their_meaning_and_a_colon() -> None:
    found = at("cou|")
    assert found.items[0] == Item("country:", "country:", "field", None, "Country of the site")
    assert found.span == Span(0, 3)


def test_an_empty_bar_offers_the_shown_columns_first_then_relations() -> None:
    found = labels(at("|", limit=200))
    assert found[:3] == ["name:", "country:", "city:"]
    assert found.index("partner(") < found.index("latitude:")
    assert "partner.type:" not in found


def test_names_are_found_by_beginning_then_by_part_then_by_title() -> None:
    assert labels(at("part|"))[:2] == ["partner(", "partner:"]
    assert labels(at("type|")) == ["member.type:", "partner.type:"]
    found = labels(at("part|", limit=200))
    assert found.index("completeness.partners:") < found.index("partner.id:")
    assert labels(at("ountr|")) == ["country:", "participating_countries:", "member_countries:"]
    assert labels(at("chips|"))[:2] == ["accelerators_installed:", "accelerators_announced:"]
    assert "budget.total_meur:" in labels(at("total|"))
    assert all(name.startswith("partner.") for name in labels(at("partner.|")))


OFFERED = [label.rstrip(":") for label in labels(at("|", limit=500)) if label.endswith(":")]
RELATIONS_OWN = ("member.", "partner.", "sector.", "system.", "service.", "access.", "ranking.",
                 "region.", "indicator.")  # fmt: skip


@given(st.sampled_from([(name, part) for name in OFFERED for part in re.split("[-_.]", name)
                        if part[:1].isalpha()]), st.integers(1, 12))  # fmt: skip
def test_each_part_of_a_name_finds_it(field: tuple[str, str], typed: int) -> None:
    """Before fields of other tables, and before names that hold it elsewhere."""
    name, part = field[0], field[1][:typed]
    found = [label.rstrip(":(") for label in labels(at(f"{part}|", limit=500))]
    before = found[: found.index(name)]
    begins = re.compile(f"(^|[-_.]){part}")
    for each in before:
        assert not each.startswith(RELATIONS_OWN) or each.partition(".")[0] == part
        spec = next(c for c in names(dataset(SMALL), "sites") if c.text == each)
        assert begins.search(each) or any(
            re.search(f"(^|[ -_.]){part}", form) for form in spec.forms.split("\n")
        )


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("member|", ["member(", "member:", "members:"]),
        ("partner.type:org|", ["research_organisation"]),
        ("partner.type:ass|", ["cluster_or_association"]),
        ("city:5|", []),
        ("partner(site.budget.total_meur:5|", []),
    ],
)
def test_parts_of_words_begin_at_signs_but_no_number_behind_its_point(
    marked: str, first: list[str]
) -> None:
    assert labels(at(marked))[: len(first) or 1] == first


def test_what_begins_in_a_part_comes_before_the_fields_of_its_rows() -> None:
    found = labels(at("memb|", limit=200))
    assert found.index("company_members:") < found.index("member.type:")


def test_inside_a_relation_stand_its_own_fields() -> None:
    found = labels(at("partner(|"))
    assert "type:" in found
    assert "sectors:" not in found
    assert "site.country:" in labels(at("partner(site.c|"))
    assert at("no_such(ty|").items == ()


def test_count_offers_relations() -> None:
    assert labels(at("count(pa|")) == ["partner"]
    assert "count(" in labels(at("cou|"))
    assert labels(at("count(partner):|")) == [">=", "<=", ">", "<"]


def test_values_come_with_label_and_the_sites_they_would_leave() -> None:
    found = at("partner.type:|")
    company = item(found, "company")
    assert (company.text, company.count, company.hint) == ("company", 2, "Company")
    assert item(found, "university").count == 2


def test_values_that_leave_no_site_come_last() -> None:
    counts = [each.count for each in at("country:FI partner(type:|").items]
    assert counts == sorted(counts, key=lambda count: count == 0)
    assert 0 in counts


def test_counts_keep_the_cohort_and_the_rest_of_the_filter() -> None:
    early = View(cohort="early")
    assert item(at("country:|", early), "FI").count == 1
    assert item(at("country:|"), "FI").count == 2
    assert item(at("partner.type:|", early), "company").count == 1
    assert item(at("-country:DE partner.type:|", early), "company").count == 0
    assert item(at("partner.type:| -country:DE"), "company").count == 1


def test_counts_of_excluded_and_of_listed_values() -> None:
    assert item(at("-partner.type:|"), "company").count == 3
    assert [(each.text, each.count) for each in at("country:DE,|").items] == [("FI", 4), ("IE", 3)]


def test_counts_inside_a_group_need_one_and_the_same_row() -> None:
    assert item(at("partner(role:funder type:|"), "company").count == 0
    assert item(at("partner(role:member type:|"), "company").count == 2
    assert item(at("count(partner(type:|)):>=2"), "company").count == 1


def test_parentheses_may_still_be_open_on_both_sides() -> None:
    assert item(at("count(partner(type:comp|"), "company").count == 2
    assert item(at("(country:DE OR partner(type:comp|"), "company").count == 3


def test_values_are_found_by_label_in_both_languages_and_without_accents() -> None:
    assert labels(at("country:germ|")) == ["DE"]
    assert labels(at("country:deutsch|")) == ["DE"]
    assert labels(at("partner.type:unternehmen|")) == ["company"]
    assert labels(at("country:osterreich|", folder=FACTORIES)) == ["AT"]


def test_texts_are_quoted_where_the_language_needs_it() -> None:
    found = at("host:alder|")
    assert found.items[0].text == '"Alder Computing Centre"'
    assert found.items[0].label == "Alder Computing Centre"
    assert at('host:"Alder C|').items[0].text == '"Alder Computing Centre"'


def test_children_are_found_by_name() -> None:
    found = at("partner:kie|")
    assert found.items == (Item("kiefer", "kiefer", "value", 2, "Kiefer AG"),)
    assert found.common == "kiefer"


def test_flags_cohorts_dates_and_figures() -> None:
    assert labels(at("generalist:|")) == ["true", "false"]
    assert [(each.text, each.kind) for each in at("in:|").items] == [
        ("early", "cohort"), ("all", "cohort"),
    ]  # fmt: skip
    assert item(at("in:|"), "early").count == 3
    assert item(at("selected:|"), "2024-12").hint == "December 2024"
    assert labels(at("sectors:|"))[:2] == [">=", "<="]
    assert item(at("sectors:|"), ">=").hint == "1 to 5"
    assert item(at("sectors:>=|"), "5").count == 2


@pytest.mark.parametrize(
    ("marked", "kind", "items"),
    [
        ("access:|", "value", [("playground", "Playground"), ("national", "National share"),
                               ("local", "Local offer")]),
        ("site:|", "value", [("alder", "Alder AI Factory"), ("birch", "Birch AI Factory"),
                             ("cedar", "Cedar"), ("dogwood", "Dogwood AI Factory"),
                             ("antenna-elm", "Elm Antenna")]),
        ("partner(site:|", "value", [("alder", "Alder"), ("antenna-elm", "Elm"),
                                     ("birch", "Birch"), ("cedar", "Cedar"),
                                     ("dogwood", "Dogwood")]),
        ("site.country:|", "value", [("DE", "Germany"), ("FI", "Finland"), ("IE", "Ireland")]),
        ("partner.site.country:f|", "value", [("FI", "Finland"), ("DE", "Germany")]),
        ("system(ranking:|", "value", [("TOP500", "")]),
        ("city:ub|", "value", [("Dublin", "")]),
        ("city:u|", "value", []),
        ("sectors:5|", "value", [("5", "")]),
        ("partner:>=4|", "value", [("4", "")]),
        ("system:|", "value", [("alder-one", "Alder One"), ("alder-two", "Alder Two"),
                               ("birch-ai", "Birch AI"), ("cedar-lab", "Cedar Lab"),
                               ("dogwood-x", "Dogwood X")]),
        ("partner.country:|", "value", [("DE", "Germany"), ("EE", "Estonia"), ("FI", "Finland"),
                                        ("IE", "Ireland")]),
        ("linked_sites:|", "value", [("alder", "Alder")]),
        ("participating_countries:esto|", "value", [("EE", "Estonia")]),
        ("generalist:y|", "value", [("true", "")]),
        ("generalist:n|", "value", [("false", "")]),
        ("partner.role:mem|", "value", [("member", "Every role that makes a member")]),
        ("partner:>=|", "value", [("2", ""), ("3", ""), ("4", "")]),
        ("sectors:<|", "value", [("2", ""), ("5", ""), ("1", "")]),
        ("city:|", "value", [("Dublin", ""), ("Heilbronn", ""), ("Kajaani", ""), ("Kuopio", ""),
                             ("Stuttgart", "")]),
        ("in:|", "cohort", [("early", "The three early factories"),
                            ("all", "Factories and antennas")]),
        ("count(s|", "relation", [("sector", "Sectors"), ("system", "Systems"),
                                  ("service", "Services")]),
        ("count(mem|", "relation", [("member", "Members")]),
        ("count(partner):|", "operator", [(sign, "number of rows")
                                          for sign in (">=", "<=", ">", "<")]),
        ("rank:|", "operator", [(sign, "9 to 22") for sign in (">=", "<=", ">", "<")]),
        ("accelerators_announced:|", "operator", [(sign, "500 to 4,000 chips")
                                                  for sign in (">=", "<=", ">", "<")]),
        ("selected:|", "operator", [(sign, "2024-12-10 to 2025-10-13")
                                    for sign in (">=", "<=", ">", "<")]),
        ("selected:202|", "value", [
            ("2024", ""), ("2024-12", "December 2024"), ("2024-12-10", ""), ("2025", ""),
            ("2025-03", "March 2025"), ("2025-03-12", ""), ("2025-10", "October 2025"),
            ("2025-10-10", ""), ("2025-10-13", "")]),
        ("memb|", "relation", [("member(", "Members: one and the same row meets what stands "
                                           "inside")]),
        ("member|", "field", [("member:", "Members: by name alone")]),
        ("partner(site.budget.to|", "field", [("site.budget.total_meur:",
                                               "Total public budget (EUR million)")]),
        ("partner(budget.to|", "field", [("site.budget.total_meur:",
                                          "Total public budget (EUR million)")]),
        ("partner(total|", "field", [("site.budget.total_meur:",
                                      "Total public budget (EUR million)")]),
        ("count|", "relation", [("count(", "Number of such rows, as in "
                                           "count(member(type:company)):>=2")]),
        ("system(ranking(c|", "relation", [("count(", "Number of such rows, as in "
                                                      "count(member(type:company)):>=2")]),
        ("system(in|", "field", [("in:", "Cohort of the site")]),
    ],
)  # fmt: skip
def test_what_is_offered_and_what_explains_it(
    marked: str, kind: str, items: list[tuple[str, str]]
) -> None:
    found = [each for each in at(marked).items if each.kind == kind]
    assert [(each.label, each.hint) for each in found][: len(items)] == items
    assert len(found) == len(items) or kind in ("relation", "field")


VALUES = {
    "partner.type:": ("research_organisation", ["research_o", "organi", "Forschung"]),
    "partner.country:": ("EE", ["ee", "estonia", "estland"]),
    "in:": ("early", ["ear", "the three", "frühen", "fruhen"]),
    "selected:": ("2024-12", ["2024-12", "december", "dec"]),
    "access:": ("local", ["loc", "local offer", "offer"]),
    "partner:": ("alder-centre", ["alder-c", "computing", "acc"]),
    "region:": ("FI1D", ["fi1", "pohjois", "ita"]),
}


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [(field, value, each) for field, (value, typed) in VALUES.items() for each in typed],
)
def test_a_value_is_found_by_each_of_its_names(field: str, value: str, typed: str) -> None:
    assert " " in typed or value in labels(at(f"{field}{typed}|"))
    assert value in labels(at(f'{field}"{typed}|'))
    assert value not in labels(at(f"{field}{typed}x|"))


def test_an_id_is_found_where_its_name_is_another() -> None:
    assert labels(at("in:al|")) == ["all"]
    assert labels(at("access:fast-|", folder=FACTORIES)) == ["fast-lane"]
    for typed in ("aifa-", "antenna-lv"):
        assert labels(at(f"partner(site:{typed}|", folder=FACTORIES)) == ["antenna-lv"]
    assert labels(at('partner.type:"hpc c|')) == ["hpc_centre"]


def test_texts_stand_as_people_sort_them() -> None:
    found = labels(at("partner.acronym:|", folder=FACTORIES, limit=500))
    assert found == sorted(found, key=fold) != sorted(found)


def test_a_country_is_found_by_each_of_its_names() -> None:
    codes = {site.country for site in dataset(FACTORIES).sites}
    assert len(codes) > 20
    for code in codes:
        for name in (code, *COUNTRIES[code]):
            assert code in labels(at(f'country:"{name}|', folder=FACTORIES)), name


def test_months_have_names_and_nothing_else_has() -> None:
    named = [month_name(f"2024-{month:02}") for month in range(1, 13)]
    assert named == [f"{month} 2024" for month in MONTHS]
    assert len(set(MONTHS)) == 12
    for text in ("2024", "2024-00", "2024-13", "2024-1", "2024-H2", "2024-Q3", "2024-12-10", ""):
        assert month_name(text) == ""


def test_a_number_column_says_its_range_and_unit() -> None:
    assert item(at("budget.total_meur:|"), ">=").hint == "6 to 200 EUR million"
    assert item(at("hrst:|"), ">=").hint == "55 percent of active population"


def test_what_cannot_be_completed_offers_nothing() -> None:
    for text in (
        "wrong:|",
        "wrong.country:|",
        "partner.wrong:|",
        "wrong:>|",
        "count(partner):>=|",
        "name:/al|",
        "42|",
        "country:xyz|",
        '"country|',
    ):
        assert at(text).items == ()
        assert at(text).common == ""


def test_saved_views_stand_for_a_whole_filter() -> None:
    saved = [("Companies on board", "partner.type:company"), ("Generalists", "generalist:true")]
    view = Item("partner.type:company", "Companies on board", "view", None, "partner.type:company")
    assert view in at("|", saved=saved).items
    assert view in at("comp|", saved=saved).items
    assert at("companies on|", saved=saved) == Completions(
        Span(0, 12), (view,), "partner.type:company", 1
    )
    assert view not in at("country:DE comp|", saved=saved).items
    assert view not in at("comp| country:DE", saved=saved).items
    assert view not in at("companies| on", saved=saved).items


def test_common_is_what_the_best_begin_with() -> None:
    assert at("accelerators_|").common == ""
    assert at("accel|").common == "accelerators_"
    assert at("sector:manu|").common == "manufacturing"
    assert at("partner:alder|").common == "alder-"


def test_what_begins_a_name_is_more_common_than_what_begins_a_part_of_one() -> None:
    assert labels(at("partner:univ|")) == ["alder-university", "birch-university"]
    assert at("partner:univ|").common == "alder-university"


def test_names_of_saved_views_stand_among_the_others() -> None:
    saved = [("Partners of note", "sectors:>2"), ("Country list", "sectors:>3")]
    found = at("part|", saved=saved)
    assert labels(found)[:3] == ["partner(", "partner:", "Partners of note"]
    assert at("countr|", saved=saved).common == "country"


def test_common_of_texts_opens_the_quote() -> None:
    assert at("host:|", folder=FACTORIES).common == ""
    saved = at("system.name:alder|")
    assert [each.text for each in saved.items] == ['"Alder One"', '"Alder Two"']
    assert saved.common == '"Alder '


def test_the_limit_cuts_the_items_but_not_the_total() -> None:
    found = at("|", limit=3)
    assert len(found.items) == 3
    assert found.total > 3


def test_put_gives_the_text_and_the_cursor() -> None:
    found = at("cou| kind:factory")
    assert found.put("cou kind:factory", "country:") == ("country: kind:factory", 8)


def test_strings_of_a_file_are_shown_and_never_sent() -> None:
    for text in ("host:|", "city:|", "partner:|", "partner.name:|"):
        for each in at(text, View(), HOSTILE, limit=500).items:
            for sent in (each.text, each.label, each.hint):
                assert not any(category(sign).startswith("C") for sign in sent)


FIELDS = st.sampled_from(
    ["country:", "-country:DE,", "partner.type:", "partner(role:member type:", "sector:",
     "partner:", "new_status:", "in:", "city:", "host:", "sectors:", "sectors:>=", "rank:..",
     "selected:", "selected:<", "count(partner(type:", "region:", "ris23_group:", "access:",
     "system.vendor:", "partner(site.country:DE type:", "generalist:", "rank:1..", "nuts2:"]
)  # fmt: skip
RESTS = st.sampled_from(
    ["", "kind:factory ", "-partner.type:company ", "(sectors:>=5 OR country:DE,FR) ", "energy "]
)


@given(rest=RESTS, field=FIELDS, folder=st.sampled_from([SMALL, FACTORIES]))
def test_counts_are_those_of_the_filter_with_the_item_put_in(
    rest: str, field: str, folder: Path
) -> None:
    data = dataset(folder)
    view = View(cohort=data.default_cohort)
    text = rest + field
    found = complete(data, view, text, len(text), limit=12)
    for each in found.items:
        filled, cursor = found.put(text, each.text)
        if "count(" in field:
            filled += ")):>0"
        elif "(" in field:
            filled += ")"
        if each.kind == "operator":
            continue
        assert each.count == masks.count(site_mask(data, view.but(filter=filled))), filled
        assert context_at(filled, cursor).kind == "value"


def test_among_very_many_rows_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The values are offered all the same, and those of smaller tables have their counts."""
    monkeypatch.setattr(complete_module, "_MANY", len(dataset(SMALL).sites))
    for large in ("partner:|", "partner.type:|", "partner(type:|", "partner(in:|"):
        assert {each.count for each in at(large).items} == {None}
    for small in ("country:|", "in:|", "system:|", "system(status:|", "partner(site(country:|"):
        assert None not in {each.count for each in at(small).items if each.kind != "operator"}


@given(st.text('cpo:(),"-/<>=.* \\', max_size=12), st.integers(0, 12))
def test_nothing_that_can_be_typed_breaks_it(text: str, cursor: int) -> None:
    found = complete(dataset(SMALL), ALL, text, cursor)
    assert 0 <= found.span.start <= found.span.end <= len(text)


def test_an_unknown_cohort_leaves_the_counts_out() -> None:
    view = View(cohort="gone")
    with pytest.raises(FilterError):
        site_mask(dataset(SMALL), view)
    assert all(each.count is None for each in at("country:|", view).items)
