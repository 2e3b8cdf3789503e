"""What people type by habit: taken with a note that shows the form, or refused with it."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.query.language.parse import LONGEST, parse, read
from tui.query.language.tree import And, FilterError, Node, OneOf, Span, Term, Text, Value


@pytest.mark.parametrize(
    ("written", "form", "note"),
    [
        ("not country:DE", "-country:DE", "'not' is read as NOT"),
        ("country:DE or sectors:>=5", "country:DE OR sectors:>=5", "'or' is read as OR"),
        ("country:DE and sectors:>=5", "country:DE sectors:>=5", "'and' is read as AND"),
        ("nicht country:DE", "-country:DE", "'nicht' is read as NOT"),
        ("a Nicht(b oder c)", "a -(b OR c)", "'oder' is read as OR"),
        ("country:DE ODER x:1", "country:DE OR x:1", "'ODER' is read as OR; in quotes it is a w"),
        ("country:DE und nicht x:1", "country:DE -x:1", "'und' is read as AND"),
        ("“max planck”", '"max planck"', '“max planck” is read as "max planck"'),
        ("„max planck“", '"max planck"', '„max planck“ is read as "max planck"'),
        ("name:«max planck»", 'name:"max planck"', 'is read as name:"max planck"'),
        ("–country:DE", "-country:DE", "–country:DE is read as -country:DE"),
        ("−country:DE", "-country:DE", "−country:DE is read as -country:DE"),
        ("x:>−5", "x:>-5", "x:>−5 is read as x:>-5"),
        ("selected:2025–10", "selected:2025-10", "is read as selected:2025-10"),
        ("sectors:≥5", "sectors:>=5", "sectors:≥5 is read as sectors:>=5"),
        ("sectors:≤5", "sectors:<=5", "sectors:≤5 is read as sectors:<=5"),
        ("country:≠DE", "-country:DE", "country:≠DE is read as -country:DE"),
        ("country:!=DE,AT", "-country:DE,AT", "is read as -country:DE,AT"),
        ("country:<>DE", "-country:DE", "is read as -country:DE"),
        ("count(partner):≠2", "-count(partner):2", "is read as -count(partner):2"),
        ("country：ＤＥ", "country:DE", "country：ＤＥ is read as country:DE"),
        ("（a OR b） c", "(a OR b) c", "is read as"),
        ("country:\u200bDE", "country:DE", "invisible characters in country:DE are left out"),
        ("\ufeffcoun\u200btry:DE", "country:DE", "invisible characters"),
        (f"name：{'a' * 35}", f"name:{'a' * 35}", f" is read as name:{'a' * 35}"),
        (f"name：{'a' * 36}", f"name:{'a' * 36}", f"name：{'a' * 34}… is read as name:{'a' * 34}…"),
        ("x:>10 000", "x:>10000", "10 000 is read as 10000"),
        ("x:1 234 567 a", "x:1234567 a", "1 234 567 is read as 1234567"),
        ("x:1 234,5", "x:1234.5", "1 234,5 is read as 1234.5"),
        ("x:>10\u202f000", "x:>10000", "is read as 10000"),
    ],
)
def test_a_habit_without_doubt_is_taken_and_told(written: str, form: str, note: str) -> None:
    reading = read(written)
    assert reading.node == parse(form)
    assert note in "\n".join(each.text for each in reading.notes)
    assert read(form).notes == ()


EXCLUDING = ["≠", "!=", "<>", "！＝", "＜＞", "<\u200b>"]


@given(
    st.sampled_from(["name:", "count(partner):", 'count(partner(name:"x≠y")):', "name："]),
    st.sampled_from(EXCLUDING),
    st.sampled_from(["DE", "DE,AT", "1..2", '"a!=b"', '"a≠b"', '"a<>b"']),
)
def test_a_sign_that_excludes_is_told_as_a_minus(field: str, sign: str, value: str) -> None:
    """Whatever else its term holds, and however it is typed."""
    form = f"-{field.replace('：', ':')}{value}"
    reading = read(f"a {field}{sign}{value}")
    assert reading.node == parse(f"a {form}")
    assert [note.text for note in reading.notes] == [f"{field}{sign}{value} is read as {form}"]


def test_a_note_stands_at_the_term_that_it_is_about() -> None:
    text = "a “b c” country：ＤＥ d -–x:≥5\u200b (“e”)"
    assert noted(text) == ["“b c”", "country：ＤＥ", "-–x:≥5\u200b", "(“e”)"]
    assert noted("a or b x:>10 000 y:≠1 “c”") == ["or", "10 000", "y:≠1", "“c”"]


def noted(text: str) -> list[str]:
    return [text[note.span.start : note.span.end] for note in read(text).notes]


def test_a_word_without_invisible_characters_needs_no_note() -> None:
    assert read("stutt\u00adgart ＤＥ") == read("stuttgart DE")


@pytest.mark.parametrize(
    ("written", "words", "meant"),
    [
        ("country=DE", "'country=DE' is no term (in quotes it is text)", "country:DE"),
        ("country==DE", "in quotes it is text", "country:DE"),
        ("name='JAIF'", "in quotes it is text", "name:JAIF"),
        ("country!=DE", "in quotes it is text", "-country:DE"),
        ("country≠DE", "in quotes it is text", "-country:DE"),
        ("members>5", "in quotes it is text", "members:>5"),
        ("members>=5", "in quotes it is text", "members:>=5"),
        ("members≥5", "in quotes it is text", "members:>=5"),
        ("members => 5", "in quotes it is text", "members:>=5"),
        ("members > 5", "in quotes it is text", "members:>5"),
        ("members >5", "in quotes it is text", "members:>5"),
        (">5", "no field before it", ""),
        ("> 5 members", "no field before it", ""),
        ("1..5", "no field before it", ""),
        ("!country:DE", "in quotes it is text", "-country:DE"),
        ("！country:DE", "in quotes it is text", "-country:DE"),
        ("a !b", "in quotes it is text", "-b"),
        ("country=", "'country=' is no term (in quotes it is text)", "country:…"),
        ("members >", "'>' is no term (in quotes it is text)", "members:>…"),
        ("country===DE", "in quotes it is text", "country:DE"),
        ("country<<DE", "in quotes it is text", "country:DE"),
        ("name~bsc", "in quotes it is text", "name:bsc"),
        ("name=~/^bsc/", "in quotes it is text", "name:/^bsc/"),
        ('name="max planck"', "in quotes it is text", 'name:"max planck"'),
        ("a & b", "write a b", ""),
        ("a && b", "write a b", ""),
        ("a | b", "write a OR b", ""),
        ("a || b", "write a OR b", ""),
        ("+country:DE", "in quotes it is text", "country:DE"),
        ("{country:DE}", "in quotes it is text", "country:DE"),
        ("länder:DE", "no field has the name 'länder'", ""),
        ("country:!DE", "write -field:DE", "-country:DE"),
        ("name:~bsc", "write field:bsc", "name:bsc"),
        ("country:DE|AT", "commas between them", "DE,AT"),
        ("country:(DE OR AT)", "field:one,other", "country:DE,AT"),
        ("country in [DE, AT]", "'in' joins nothing here", "country:DE,AT"),
        ("country not in (DE, AT)", "'in' joins nothing here", "-country:DE,AT"),
        ("country != {DE;AT}", "field:one,other", "-country:DE,AT"),
        ("members:[5 TO 10]", "field:one,other", "members:5..10"),
        ("members:[5 TO *]", "field:one,other", "members:5.."),
        ("members:>=(5)", "field:one,other", "members:>=5"),
        ("name:(max planck)", "field:one,other", 'name:"max planck"'),
        ("[DE,AT]", "no field before it, as in country:DE,AT (in quotes it is text)", ""),
        ("a {health, energy}", "no field before it, as in FIELD:health,energy", ""),
        ("country:DE, AT", "no spaces at its commas", "DE,AT"),
        ("country:DE ,AT", "no spaces at its commas", "DE,AT"),
        ("country:(DE OR sectors:5)", "field:one,other or relation( … )", ""),
        ("country: DE", "has no value directly after it", "country:DE"),
        ('a country: "DE" b', "has no value directly after it", 'country:"DE"'),
        ("country: (DE)", "field:one,other", "country:DE"),
        ("x:>1,5", "takes one value", ">1.5"),
        ("'max planck'", "single quotes hold no words together", '"max planck"'),
        ("name:'max planck' a", "single quotes hold no words together", '"max planck"'),
        ("'a'", "single quotes hold no words together", '"a"'),
        ("'' b'", "single quotes hold no words together", '"\' b"'),
        ("‘planck’", "single quotes hold no words together", '"planck"'),
        ("https://www.bsc.es/a?b=c d e", "stands in quotes", '"https://www.bsc.es/a?b=c"'),
        ("file:///a", "stands in quotes", '"file:///a"'),
        ("doi:10.1234/x", "stands in quotes", '"doi:10.1234/x"'),
        ("a or", "or has nothing on its right; in quotes it is a word", ""),
        ("a not", "not has nothing on its right", ""),
        ("a oder", "oder has nothing on its right; in quotes it is a word", ""),
        ("country nicht in (DE, AT)", "'in' joins nothing here", "-country:DE,AT"),
    ],
)
def test_a_habit_in_doubt_is_an_error_that_shows_the_form(
    written: str, words: str, meant: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(written)
    assert words in caught.value.reason
    assert caught.value.suggestion == meant
    assert not meant or put_right(written) is not None


def put_right(text: str, steps: int = 4) -> Node | None:
    """The filter once each suggestion stands where its error is; None where that leads nowhere."""
    for _ in range(steps + 1):
        try:
            return parse(text)
        except FilterError as error:
            if not error.suggestion:
                return None
            text = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    return None


PAIRS = ["[]", "{}", "()", "<>"]
VALUES = st.lists(
    st.sampled_from(["DE", "fr", "Köln", "a-b", "5", "2024-10", "Max Planck", "3.5"]),
    min_size=2, max_size=4,
)  # fmt: skip


@given(
    VALUES,
    st.sampled_from(PAIRS),
    st.sampled_from([",", ", ", " , ", ";", "; ", "|", " | ", " or ", " OR "]),
    st.sampled_from(["", '"', "'"]),
    st.sampled_from([("x:", "x:"), ("x: ", "x:"), ("x=", "x:"), ("x = ", "x:"), ("x in ", "x:"),
                     ("count(y):", "count(y):"), ("count(y(z:1)) in ", "count(y(z:1)):"),
                     ("count(y) != ", "-count(y):"), ("count(y) not in ", "-count(y):"),
                     ("x:!=", "-x:"), ("x != ", "-x:"), ("x not in ", "-x:"), ("-x:", "-x:")]),
)  # fmt: skip
def test_a_list_in_brackets_leads_to_the_list(
    values: list[str], pair: str, comma: str, quote: str, begins: tuple[str, str]
) -> None:
    """Whatever brackets, whatever parts its values, in quotes or not, behind any sign."""
    inside = comma.join(f"{quote}{value}{quote}" for value in values)
    text = f"a {begins[0]}{pair[0]}{inside}{pair[1]} b"
    with pytest.raises(FilterError) as caught:
        parse(text)
    error = caught.value
    written = f"{text[: error.span.start]}{error.suggestion}{text[error.span.end :]}"
    listed = ",".join(f'"{value}"' for value in values)
    assert parse(written) == parse(f"a {begins[1]}{listed} b"), written


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("value", ["DE", "Max Planck", "5..10", "5 to 10"])
def test_a_single_value_in_brackets_leads_to_it(pair: str, value: str) -> None:
    """In square or curly ones it may be a text, unless it is a range."""
    text = f"x:{pair[0]}{value}{pair[1]}"
    if value in ("DE", "Max Planck") and pair in ("[]", "{}"):
        assert isinstance(parse(text), Term | And)
    else:
        form = value.replace(" to ", "..")
        assert put_right(text) == parse(f'x:"{form}"' if " " in form else f"x:{form}")


NUMBERS = st.sampled_from(["5", "10", "3.5", "2024-12", "100M", "-2"])
LIMITS = st.sampled_from([">", ">=", "<", "<=", "≥", "≤"])
TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "≥": "≤", "≤": "≥"}


SIZES = {"-2": -2, "3.5": 3.5, "5": 5, "10": 10, "2024-12": 2024}


def is_empty(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether nothing is within two limits that can be compared."""
    below, above = sorted((one, other), key=lambda each: each[0][0] not in "<≤")
    if below[0][0] not in "<≤" or above[0][0] not in ">≥":
        return False
    high, low = (SIZES.get(each[1], each[1]) for each in (below, above))
    both_are_in = {below[0], above[0]} <= {"<=", ">=", "≤", "≥"}
    if isinstance(high, str) or isinstance(low, str):
        return high == low and not both_are_in
    return high < low or (high == low and not both_are_in)


@given(
    st.sampled_from(["x:{one}{low},{other}{high}", "x:{one}{low}{other}{high}",
                     "x:{one}{low} {other}{high}", "x{one}{low}{other}{high}",
                     "x {one} {low}, {other} {high}", "x:{one}{low} AND {other}{high}",
                     "x{one}{low} & {other} {high}", "{low}{first}x{other}{high}",
                     "{low} {first} x {other} {high}"]),
    st.tuples(LIMITS, NUMBERS), st.tuples(LIMITS, NUMBERS),
    st.sampled_from(["", "-", "NOT ", "a OR ", "(b) "]),
)  # fmt: skip
def test_two_limits_lead_to_two_terms(
    form: str, one: tuple[str, str], other: tuple[str, str], before: str
) -> None:
    """However they are joined, with the field before or between them; together if denied.

    Limits that nothing is within are alternatives, unless a word or sign says that both hold.
    """
    either = is_empty(one, other) and not re.search(r"AND|&", form)
    terms = f"x:{one[0]}{one[1]}{' OR ' * either or ' '}x:{other[0]}{other[1]}"
    text = form.format(one=one[0], first=TURNED[one[0]], low=one[1], other=other[0], high=other[1])
    if before in ("-", "NOT ") or either:
        terms = f"({terms})"
    found = put_right(f"{before}{text} c")
    # Nobody knows whether a minus in front of a number denies.
    in_doubt = form.startswith("{low}") and (before == "-" or one[1] == "-2")
    assert found == (None if in_doubt else parse(f"{before}{terms} c")), text


@given(LIMITS, NUMBERS, st.sampled_from(["{n} {turned} x", "{n}{turned}x", "x:{sign} {n}",
                                         "x: {sign}{n}", "x : {sign} {n}", "x {sign} {n}",
                                         "x{sign}{n}", "x {sign}{n}"]))  # fmt: skip
def test_a_limit_leads_to_its_term(sign: str, number: str, form: str) -> None:
    number = number.lstrip("-") if form.startswith("{n}") else number
    text = form.format(n=number, sign=sign, turned=TURNED[sign])
    assert put_right(f"a {text} c") == parse(f"a x:{sign}{number} c"), text


@given(LIMITS, st.sampled_from(["{c} {s} 5", "{c}{s}5", "{c}: {s}5", "{c} :{s}5", "{c}:{s} 5"]),
       st.sampled_from(["count(y)", 'count(y(z:"a b" OR w))']))  # fmt: skip
def test_a_count_is_compared_behind_its_colon(sign: str, form: str, count: str) -> None:
    text = form.format(c=count, s=sign)
    assert put_right(f"a {text} c") == parse(f"a {count}:{sign}5 c"), text


@given(NUMBERS, NUMBERS, st.sampled_from(["x:{} to {}", "x:{} - {}", "x:{} – {}", "x:{} bis {}",
                                          "x:from {} to {}", "x:between {} and {}",
                                          "x:[{} TO {}]", "x:({}..{})"]))  # fmt: skip
def test_from_one_number_to_another_leads_to_a_range(low: str, high: str, form: str) -> None:
    text = form.format(low, high)
    assert put_right(f"a {text} c") == parse(f"a x:{low}..{high} c"), text


@given(NUMBERS | st.sampled_from(["DE", "DE,AT", '"max planck"', '"a,b",c']),
       st.sampled_from([("x:!{}", "-x:{}"), ("x:not {}", "-x:{}"), ("x:NOT {}", "-x:{}"),
                        ("x !={}", "-x:{}"), ("x <> {}", "-x:{}"), ("! x:{}", "-x:{}"),
                        ("x :{}", "x:{}"), ("x : {}", "x:{}"), ("x: {}", "x:{}"),
                        ("x::{}", "x:{}"), ("x->{}", "x:{}"), ("x = {}", "x:{}"),
                        ("y(x:{}, z:1)", "y(x:{} z:1)"), ("y(x:{},z:1)", "y(x:{} z:1)"),
                        ("y{{x:{}}}", "y(x:{})"), ("y[x={}]", "y(x:{})"),
                        ("y/x:{}", "y.x:{}"), ("y->x:{}", "y.x:{}"),
                        ("count(y x:{}):2", "count(y(x:{})):2"),
                        ("count(y.x:{}):2", "count(y(x:{})):2")]))  # fmt: skip
def test_signs_in_other_places_lead_to_the_term(value: str, forms: tuple[str, str]) -> None:
    written, form = (each.format(value) for each in forms)
    found = put_right(f"a {written} c")
    # A list, or a text with a space, takes another step at some places; none leads elsewhere.
    assert found in (parse(f"a {form} c"), None), written
    assert found is not None or not value.isalnum(), written


@given(VALUES, st.sampled_from(["[]", "{}"]), st.sampled_from([",", ", ", ";", "|"]))
def test_a_list_in_brackets_without_a_field_is_told_where_one_stands(
    values: list[str], pair: str, comma: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse(f"{pair[0]}{comma.join(values)}{pair[1]}")
    assert re.search(r"has no field before it, as in (FIELD|country):\S", caught.value.reason)


@pytest.mark.parametrize("text", ["[a]", "{a}", "[a", "a]", "a,b", "a;b", "in", "[]", "[,]"])
def test_brackets_in_a_text_stay(text: str) -> None:
    assert read(text).node == Text(Value(text))
    assert read(f"x:{text}" if "," not in text else f'x:"{text}"').node == Term(
        "x", OneOf((Value(text),))
    )


@pytest.mark.parametrize(
    "text",
    [
        "R&D", "AT&T", "C++", "l'aquila", "'s-hertogenbosch", "X'", "rock'n'roll", "10:30", "a/b",
        "3.5", "www.bsc.es", "x-y", "50%", "orbit", "andorra", "nothing", "oder", "und", "nicht",
    ],
)  # fmt: skip
def test_words_of_texts_stay_words(text: str) -> None:
    assert read(text).node == Text(Value(text))
    assert read(text).notes == ()


def test_a_river_is_no_operator() -> None:
    assert read("frankfurt Oder a") == read('frankfurt "Oder" a')
    assert read("frankfurt (Oder)").notes == ()


@pytest.mark.parametrize(
    ("written", "place", "reason"),
    [
        ("a https://b.c/d?e=f g", "https://b.c/d?e=f", "an address stands in quotes"),
        ("a 'b c' d", "'b c'", "single quotes hold no words together"),
        ("name:'b c' d", "'b c'", "single quotes hold no words together"),
        (f"'{'b ' * 12}c'", f"'{'b ' * 12}c'", "single quotes hold no words together"),
    ],
)
def test_the_place_of_what_needs_quotes_is_told(written: str, place: str, reason: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(written)
    span = caught.value.span
    assert (written[span.start : span.end], caught.value.reason) == (place, reason)


def test_a_quote_far_behind_closes_none() -> None:
    assert isinstance(parse(f"'{'b ' * 13}c'"), And)


HABITS = ["country=DE", "members>5", "!x", "&", "a|b", "or", "NOT", "x ~ y", "https://a.b", "≥"]


@given(st.sampled_from(HABITS) | st.text(st.characters(exclude_characters='"\\'), max_size=12))
def test_in_quotes_anything_is_text(text: str) -> None:
    reading = read(f'"{text}"')
    assert reading.node == Text(Value(text))
    assert reading.notes == ()


def test_a_number_goes_on_behind_one_space_only() -> None:
    assert parse("x:10  000") == parse('x:10 "000"')
    assert parse("x:1000 000") == parse('x:1000 "000"')
    assert parse("x:10 0000") == parse('x:10 "0000"')
    assert parse('x:"10" 000') == parse('x:10 "000"')
    assert parse("x:5,10 000") == parse('x:5,10 "000"')
    tree = parse("x:10 000 000")
    assert isinstance(tree, Term)
    assert isinstance(tree.condition, OneOf)
    assert tree.condition.values[0].span == Span(2, 12)


def test_a_filter_has_an_end() -> None:
    longest = "a" + " " * (LONGEST - 1)
    assert parse(longest) == parse("a")
    with pytest.raises(FilterError, match="it can have 200,000") as caught:
        parse(longest + " ")
    assert caught.value.span == Span(0, LONGEST)


@pytest.mark.parametrize(
    "before",
    [
        "x",
        "x:",
        "x:>",
        "x:>5",
        "5",
        "5<",
        "x:5 to",
        "x:not",
        "x in",
        "x:a,",
        "count(y)",
        "count(y):",
        "count(y",
        "y{x:",
        "x<",
    ],
)
@pytest.mark.parametrize("after", ["", "a", "5", ",", "(", "<"])
def test_a_filter_of_spaces_is_read_at_once(before: str, after: str) -> None:
    """Looking for another way to write a term costs time in proportion to the text."""
    with suppress(FilterError):
        parse(f"{before}{' ' * (LONGEST - 20)}{after}")


@given(
    st.sampled_from(["len", "LENGTH", "size", "number", "anzahl"]),
    st.sampled_from(
        [("partner", "partner"), ("partner(type:company)", "partner(type:company)"),
         ("partner.type:company", "partner(type:company)")]
    ),
    st.sampled_from(
        [(":>5", "", ":>5"), (" > 5", "", ":>5"), ("=2", "", ":2"), (":2..4", "", ":2..4"),
         ("≠2", "-", ":2"), ("", "", ":>=1")]
    ),
)  # fmt: skip
def test_what_counts_elsewhere_leads_to_count(
    name: str, what: tuple[str, str], condition: tuple[str, str, str]
) -> None:
    written, begin, meant = condition
    with pytest.raises(FilterError) as caught:
        parse(f"kiel {name}({what[0]}){written}")
    assert caught.value.suggestion == f"{begin}count({what[1]}){meant}"
    parse(f"kiel {caught.value.suggestion}")


@pytest.mark.parametrize("name", ["sum", "MAX", "avg", "median", "summe"])
@pytest.mark.parametrize("behind", ["", ":>5", " > 5", "=2 kiel"])
def test_other_functions_are_said_to_be_columns(name: str, behind: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(f"{name}(system.accelerator_count){behind}")
    assert caught.value.reason.startswith(f"'{name}' is no function here, only count( ) is")
    assert caught.value.span.start == 0


@pytest.mark.parametrize("text", ["size (MW)", "sum (a OR b)", '"sum(a)"', "summary"])
def test_a_word_before_a_group_is_no_function(text: str) -> None:
    parse(text)


def test_only_short_filters_are_kept() -> None:
    assert read("kept  alone") is read("kept  alone")
    assert read("a " * 1_001) is not read("a " * 1_001)
