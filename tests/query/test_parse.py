"""The parser: what a filter means, where its parts stand, and how errors are explained."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.language.parse import MAX_DEPTH, parse
from tui.query.language.tree import (
    And,
    Between,
    Compare,
    Condition,
    Count,
    Everything,
    FilterError,
    Group,
    Node,
    Not,
    OneOf,
    Or,
    Pattern,
    Present,
    Span,
    Term,
    Text,
    Value,
    placed,
)


def text(content: str) -> Text:
    return Text(Value(content))


def one_of(*contents: str) -> OneOf:
    return OneOf(tuple(map(Value, contents)))


A, B, C, D = map(text, "abcd")


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("stuttgart", text("stuttgart")),
        ('"max planck"', text("max planck")),
        (r'"a \"b\" \\ \c"', text(r'a "b" \ \c')),
        ('""', text("")),
        # What stands in quotes stays as it is, also behind other quotes.
        ("“a–b ：”", text("a–b ：")),
        ('"a" "–b" “–c”', And((A, text("–b"), text("–c")))),
        ("or", text("or")),
        ("not", text("not")),
        ('a "or" b', And((A, text("or"), B))),
        ('"OR"', text("OR")),
        ("ORB NOTE", And((text("ORB"), text("NOTE")))),
        ("a,b", text("a,b")),
        ("10:30", text("10:30")),
        ("x-y", text("x-y")),
        ('a"b c"', And((A, text("b c")))),
        ("42(a)", And((text("42"), A))),
    ],
)
def test_free_text(written: str, tree: Node) -> None:
    assert parse(written) == tree


@pytest.mark.parametrize(
    ("written", "tree"),
    [
        ("a b", And((A, B))),
        ("a AND b", And((A, B))),
        ("a b OR c", Or((And((A, B)), C))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a AND b OR c AND d", Or((And((A, B)), And((C, D))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("((a b) c) (d)", And((A, B, C, D))),
        ("a OR (b OR (c OR d))", Or((A, B, C, D))),
        ("-a b", And((Not(A), B))),
        ("NOT a b", And((Not(A), B))),
        ("NOT a OR b", Or((Not(A), B))),
        ("NOT(a b)", Not(And((A, B)))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("--a", Not(Not(A))),
        ("-NOT a", Not(Not(A))),
        ("NOT -a", Not(Not(A))),
        ("(a)-b", And((A, Not(B)))),
        ("a\n\tOR\u00a0b", Or((A, B))),
        ("a or b", Or((A, B))),
        ("a and b Or c", Or((And((A, B)), C))),
        ("not a", Not(A)),
        ("a or not b", Or((A, Not(B)))),
        ("a not b", And((A, Not(B)))),
        ("not(a b)", Not(And((A, B)))),
        # In lower case they are words where they have nothing to join.
        ("-or b", And((Not(text("or")), B))),
        ("a -and", And((A, Not(text("and"))))),
        ("(or b)", And((text("or"), B))),
        ("(and)", text("and")),
        ("(not) a", And((text("not"), A))),
        ("(a or not)", Or((A, text("not")))),
        ("a or or b", Or((A, And((text("or"), B))))),
        ("a and or", And((A, text("or")))),
        ("not or a", Or((text("not"), A))),
        ("not and a", And((text("not"), A))),
        ("NOT or a", And((Not(text("or")), A))),
    ],
)
def test_operators(written: str, tree: Node) -> None:
    assert parse(written) == tree


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("DE", one_of("DE")),
        ("DE,AT", one_of("DE", "AT")),
        ('a,b,"c, d"', one_of("a", "b", "c, d")),
        ('""', one_of("")),
        ("hpc-centre", one_of("hpc-centre")),
        ("2025-06", one_of("2025-06")),
        ("-5", one_of("-5")),
        ("a:b", one_of("a:b")),
        ("OR", one_of("OR")),
        ('"*"', one_of("*")),
        ('">=5"', one_of(">=5")),
        ('"/a/"', one_of("/a/")),
        ('"1..2"', one_of("1..2")),
        ("a...", one_of("a...")),
        ("//host/path", one_of("//host/path")),
        (">=5", Compare(">=", Value("5"))),
        ("<=5", Compare("<=", Value("5"))),
        (">5", Compare(">", Value("5"))),
        ("<2025-10-01", Compare("<", Value("2025-10-01"))),
        ("=5", Compare("=", Value("5"))),
        (">-1.5", Compare(">", Value("-1.5"))),
        ('>="2026 H1"', Compare(">=", Value("2026 H1"))),
        ("1..10", Between(Value("1"), Value("10"))),
        ("1.5..10.25", Between(Value("1.5"), Value("10.25"))),
        ("1..", Between(Value("1"), None)),
        ("..10", Between(None, Value("10"))),
        ("2025-03-01..2025-03-31", Between(Value("2025-03-01"), Value("2025-03-31"))),
        ('"a b".."c"', Between(Value("a b"), Value("c"))),
        ("*", Present()),
        ("/^bsc/", Pattern("^bsc")),
        ("/a (b|c), d/", Pattern("a (b|c), d")),
        (r"/a\/b\\/", Pattern(r"a/b\\")),
    ],
)
def test_conditions(written: str, condition: Condition) -> None:
    assert parse(f"budget.total_meur:{written}") == Term("budget.total_meur", condition)
    assert parse(f"(x:{written}) a") == And((Term("x", condition), A))


def test_relations_and_counts() -> None:
    company = Term("type", one_of("company"))
    german = Term("country", one_of("DE"))
    group = Group("partner", And((company, german)))
    two = Compare(">=", Value("2"))
    assert parse("partner(type:company country:DE)") == group
    assert parse("partner( type:company country:DE ) a") == And((group, A))
    assert parse("-partner(a)") == Not(Group("partner", A))
    assert parse("partner()") == Group("partner", Everything())
    assert parse("count(partner( type:company country:DE )):>=2") == Count(group, two)
    assert parse("count( partner ):>=2") == Count(Group("partner", Everything()), two)
    assert parse("count(partner):*") == Count(Group("partner", Everything()), Present())
    assert parse("count(partner):0,3") == Count(Group("partner", Everything()), one_of("0", "3"))
    assert parse("count (a)") == And((text("count"), A))
    assert parse("count:3") == Term("count", one_of("3"))
    assert parse("partner (a)") == And((text("partner"), A))


@pytest.mark.parametrize("blank", ["", " ", "\t\n "])
def test_blank_is_everything(blank: str) -> None:
    assert parse(blank) == Everything()


@pytest.mark.parametrize(
    "filter_text",
    [
        "-partner(type:university,research_organisation role:host,coordinator,partner,affiliated)",
        "count(sector(official:true)):>=5",
        "sectors:>=1 -sector(-group:industry,mobility_space)",
        'track:"commercial use" OR track:"industrial innovation"',
        "system(kind:new,upgrade) OR system(status:planned) OR system(operational:>=2025-01-01)",
        "kind:factory selected:2025-10-01..2025-10-31",
    ],
)
def test_filters_of_findings_parse(filter_text: str) -> None:
    assert not isinstance(parse(filter_text), Everything | Text)


def test_spans() -> None:
    written = ' a -partner(type:"x y",z) OR count(site):>=2'
    #          01234567890123456789012345678901234567890123
    tree = parse(written)
    assert isinstance(tree, Or)
    assert tree.span == Span(1, 44)
    left, count = tree.nodes
    assert isinstance(left, And)
    assert left.span == Span(1, 25)
    negation = left.nodes[1]
    assert isinstance(negation, Not)
    assert negation.span == Span(3, 25)
    group = negation.node
    assert isinstance(group, Group)
    assert (group.relation_span, group.span) == (Span(4, 11), Span(4, 25))
    term = group.node
    assert isinstance(term, Term)
    assert (term.field_span, term.span) == (Span(12, 16), Span(12, 24))
    assert isinstance(term.condition, OneOf)
    quoted, plain = term.condition.values
    assert (quoted.quoted, quoted.span) == (True, Span(17, 22))
    assert (plain.quoted, plain.span) == (False, Span(23, 24))
    assert isinstance(count, Count)
    assert (count.span, count.group.span) == (Span(29, 44), Span(35, 39))
    assert count.group.relation_span == Span(35, 39)
    assert isinstance(count.condition, Compare)
    assert count.condition.value.span == Span(43, 44)


def test_span_of_a_group_in_parentheses_reaches_to_them() -> None:
    tree = parse("NOT (a OR b) x:/a b/")
    assert isinstance(tree, And)
    negation, term = tree.nodes
    assert isinstance(negation, Not)
    assert negation.span == Span(0, 12)
    assert isinstance(term, Term)
    assert isinstance(term.condition, Pattern)
    assert term.condition.span == Span(15, 20)


@pytest.mark.parametrize(
    ("written", "span", "words"),
    [
        ('a "max planck', (2, 13), "quote is not closed"),
        ('x:"max', (2, 6), "quote is not closed"),
        ('"abc\\', (0, 5), "quote is not closed"),
        ("a (b OR c", (2, 3), "')' is missing for the '('"),
        ("partner(type:x", (7, 8), "')' is missing for the '('"),
        ("partner(", (7, 8), "')' is missing for the '('"),
        ("count(partner", (5, 6), "')' is missing for the '('"),
        ("count(", (5, 6), "')' is missing for the '('"),
        ("a b)", (3, 4), "')' without '('"),
        (") a", (0, 1), "')' without '('"),
        ("x:a)", (3, 4), "')' without '('"),
        ("a ( ) b", (2, 5), "nothing between"),
        ("a country:", (2, 10), "'country:' has no value"),
        ("country: DE", (0, 11), "'country:' has no value"),
        ("(country:)", (1, 9), "'country:' has no value"),
        ("country :DE", (0, 11), "directly behind a field"),
        (":DE", (0, 1), "no field name"),
        ('"a":DE', (3, 4), "no field name"),
        ("OR a", (0, 2), "OR has nothing on its left"),
        ("a OR", (2, 4), "OR has nothing on its right"),
        ("(a OR ) b", (3, 5), "OR has nothing on its right"),
        ("a OR OR b", (2, 4), "OR has nothing on its right"),
        ("a AND", (2, 5), "AND has nothing on its right"),
        ("AND a", (0, 3), "AND has nothing on its left"),
        ("NOT", (0, 3), "NOT has nothing on its right"),
        ("a NOT OR b", (2, 5), "NOT has nothing on its right"),
        ("a OR AND b", (2, 4), "OR has nothing on its right"),
        ("a AND AND b", (2, 5), "AND has nothing on its right"),
        ("-", (0, 1), "'-' has nothing directly after it"),
        ("a - b", (2, 3), "'-' has nothing directly after it"),
        ("(a -)", (3, 4), "'-' has nothing directly after it"),
        ("-OR", (0, 1), "'-' has nothing directly after it"),
        ("-AND", (0, 1), "'-' has nothing directly after it"),
        ("x:>", (2, 3), "'>' has no value"),
        ("x:≠", (2, 3), "'≠' has no value"),
        ("x:!= 5", (0, 6), "'!=' has no value"),
        ("x:>= 5", (0, 6), "'>=' has no value"),
        ("x:>1,2", (2, 6), "takes one value"),
        ("x:>a,b", (3, 6), "takes one value"),
        ("x:>1..2", (3, 7), "takes one value"),
        ("x:..", (2, 4), "no value on either side"),
        ("x:1..2..3", (2, 9), "two ends"),
        ("x:1..2,3", (2, 8), "cannot stand in a list"),
        ("x:a,", (3, 4), "no value directly after ','"),
        ("x:a, b", (2, 6), "a list has no spaces at its commas"),
        ("x:,a", (2, 3), "no value before ','"),
        ("x:a,,b", (4, 5), "no value before ','"),
        ('x:a"b"', (3, 6), "put the whole value in quotes"),
        ('x:"a"b', (5, 6), "put the whole value in quotes"),
        ("x:a(b)", (3, 4), "'(' inside a value"),
        ("x:(a)", (0, 5), "values stand without brackets"),
        ("x:(a:b)", (2, 3), "'(' cannot follow ':'"),
        ("x:*,a", (2, 3), "'*' stands alone"),
        ("x:/a", (2, 4), "regular expression is not closed"),
        ("x:/a/b", (5, 6), "text after the regular expression"),
        ("x:/a[b/", (6, 6), "unterminated character set"),
        (r"x:/\/\/**/", (8, 9), "multiple repeat"),
        ("count(partner)", (0, 14), "such as ':>=2'"),
        ("count(partner) :x", (0, 14), "such as ':>=2'"),
        ("count(partner) :2", (0, 17), "directly behind its colon"),
        ("count(partner):", (0, 15), "no number"),
        ("count():2", (6, 7), "name of what is counted"),
        ("count(count(a):1):2", (6, 11), "name of what is counted"),
        ("count(type:x):2", (6, 10), "name of what is counted"),
        ("count(partner x):2", (6, 15), "takes one name"),
    ],
)
def test_errors_name_place_and_remedy(written: str, span: tuple[int, int], words: str) -> None:
    with pytest.raises(FilterError, match=re.escape(words)) as caught:
        parse(written)
    error = caught.value
    assert error.span == Span(*span)
    assert SENTENCE.fullmatch(error.reason)
    end = f"; did you mean '{error.suggestion}'?" if error.suggestion else ""
    assert str(error) == f"{placed(error.reason, error.span)}{end}"
    # Spaces, brackets and a decimal comma are put right here.
    meant = {
        "country: DE": "country:DE", "x:>1,2": ">1.2", "x:1..2,3": "1..2.3",
        "x:a, b": "a,b", "x:(a)": "x:a", "country :DE": "country:DE", "x:!= 5": "x:!=5",
        "x:>= 5": "x:>=5", "count(partner) :2": "count(partner):2",
        "count(partner x):2": "partner(x)",
    }  # fmt: skip
    assert error.suggestion == meant.get(written, "")


SENTENCE = re.compile(
    r"""the quote is not closed; add '"'
    |'\)' is missing for the '\('
    |'\)' without '\(' before it
    |nothing between '\(' and '\)'
    |a list has no spaces at its commas
    |values stand without brackets, as in field:one,other
    |'[^']*' has no value directly after it
    |':' has no field name directly before it
    |the colon stands directly behind a field \(in quotes it is text\)
    |a count is compared directly behind its colon, as in count\(partner\):>=2
    |(OR|AND|NOT) has nothing on its (left|right); in quotes it is a word like any other
    |'-' has nothing directly after it to exclude; in quotes it is plain text
    |a comparison takes one value; a range is written 1..10
    |'\.\.' has no value on either side
    |a range has two ends, as in 1..10
    |a range cannot stand in a list; join the parts with OR
    |no value (directly after|before) ','
    |a quote inside a value; put the whole value in quotes
    |'\(' inside a value; put the whole value in quotes, or a space before '\('
    |'\(' cannot follow ':'; write field:value, field:one,other or relation\( … \)
    |'\*' stands alone after a field, as in website:\*; parts of words are found without it
    |the regular expression is not closed; add '/'
    |text after the regular expression; inside it a slash is written \\/
    |the regular expression is not valid \((unterminated character set|multiple repeat)\)
    |count\( \) needs a number to compare with directly after it, such as ':>=2'
    |count\( \): has no number directly after it, such as '>=2'
    |count\( \) needs the name of what is counted, as in count\(partner\):>=2
    |count\( \) takes one name; a filter on it has its own parentheses, """
    r"as in count\(partner\(country:DE\)\):>=2".replace("\n    ", ""),
)
"""All that is said of the filters above, whole."""


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [("x:=>5", ">="), ("x:=<5", "<="), ("x:==5", "="), ("x:bsc*", "bsc"), ("*bsc*", "bsc")],
)
def test_near_misses_are_suggested(written: str, suggestion: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(written)
    assert caught.value.suggestion == suggestion


@pytest.mark.parametrize("piece", ["-", "(", "NOT ", "a(", "-("])
def test_nesting_is_limited(piece: str) -> None:
    levels = MAX_DEPTH // len(re.findall(r"[-(]|NOT", piece))
    closing = ")" * (piece.count("(") * levels)
    assert parse(piece * levels + "a" + closing) != Everything()
    with pytest.raises(FilterError, match="inside each other"):
        parse(piece * 5000 + "a")


ROUND = {"(": ")", "a(": ")", "-": "", "NOT ": "", "count(a(": ")):1", "-(": ")"}
"""What a term may stand in, and what ends it."""


@pytest.mark.parametrize("piece", sorted(ROUND))
def test_many_stand_side_by_side(piece: str) -> None:
    tree = parse(" ".join([f"{piece}a{ROUND[piece]}"] * (2 * MAX_DEPTH)))
    assert isinstance(tree, And)
    assert len(tree.nodes) == 2 * MAX_DEPTH


@given(st.sampled_from(sorted(ROUND)), st.lists(st.sampled_from(sorted(ROUND)), max_size=3))
def test_what_stands_side_by_side_is_not_inside_each_other(outer: str, beside: list[str]) -> None:
    deep = len(re.findall(r"[-(]|NOT", outer))
    inside = [f"{each}a{ROUND[each]}" for each in beside]
    levels = MAX_DEPTH // deep - 2
    held = " ".join([*inside * 40, f"{outer}{outer}b{ROUND[outer] * 2}"])
    opening = "(" * (MAX_DEPTH - (levels + 2) * deep)
    written = f"{opening}{outer * levels}({held}){ROUND[outer] * levels}{')' * len(opening)}"
    with pytest.raises(FilterError, match="inside each other"):
        parse(written)


def test_regular_expression_with_extreme_nesting_is_refused() -> None:
    with pytest.raises(FilterError, match="too many parentheses"):
        parse(f"x:/{'(' * 5000}a{')' * 5000}/")


def test_ten_thousand_terms_stand_side_by_side() -> None:
    tree = parse("country:DE " * 10_000)
    assert isinstance(tree, And)
    assert len(tree.nodes) == 10_000


PIECES = st.sampled_from(
    [
        *'()":,-*/\\.<>=![ \n\x00',
        *"aé1",
        "..",
        "OR",
        "AND",
        "NOT",
        "x:",
        "count(",
        "partner(",
        *"≠！＝＜＞：（“”–／\u200b",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join)))
def test_any_text_is_read_or_refused_with_a_place(written: str) -> None:
    try:
        span = parse(written).span
    except FilterError as error:
        span = error.span
    assert 0 <= span.start <= span.end <= len(written)


def test_the_column_stands_behind_the_first_clause_of_a_reason() -> None:
    place = Span(8, 9)
    assert placed("no value", place) == "no value at column 9"
    assert placed("no value, only a, b", place) == "no value at column 9, only a, b"
    assert placed("no 'a; b' here; write c", place) == "no 'a; b' here at column 9; write c"
    assert placed("'a; b' is none; write c", place) == "'a; b' is none at column 9; write c"
    assert placed("'a' is none; write 'b", place) == "'a' is none at column 9; write 'b"
    assert placed("none; write c", place, " of it") == "none at column 9 of it; write c"
