"""What the words of a mention say by themselves."""

from __future__ import annotations

import doctest
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.records import SpeakerKind
from quoteattr.speakers import wording
from quoteattr.speakers.wording import (
    Form,
    Gender,
    bare_name,
    find_form,
    full_name,
    gender_of_name,
    gender_of_wording,
    head_noun,
    name_key,
    offices_behind,
    shorten,
    strip_titles,
    title_range,
    titles_before,
    without_titles,
    words_around,
)

MARKED = st.text(st.sampled_from("aÉ'’.-,( )“\n1ß") | st.characters(), max_size=30)


def test_the_examples_in_the_docstrings() -> None:
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("he", Form.HE),
        ("His", Form.HE),
        ("she herself", Form.SHE),
        ("they", Form.THEY),
        ("it", Form.IT),
        ("We", Form.SPEAKER),
        ("who", Form.RELATIVE),
        ("whose", Form.RELATIVE),
        ("Obi", Form.NAME),
        ("the Calder Trust", Form.NAME),
        ("The mayor", Form.DESCRIPTION),
        ("his lawyer", Form.DESCRIPTION),
        ("police", Form.DESCRIPTION),
        ("", Form.DESCRIPTION),
    ],
)
def test_a_source_has_the_form_of_its_words(source: str, form: Form) -> None:
    assert find_form(source) is form


def test_pronouns_are_the_forms_from_he_to_who() -> None:
    assert [form.name for form in Form if form.is_pronoun] == [
        "HE",
        "SHE",
        "THEY",
        "IT",
        "SPEAKER",
        "RELATIVE",
    ]


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("the mayors of Elmina", "mayor"),
        ("a doctor, who had left", "doctor"),
        ("an official close to the talks", "official"),
        ("the city's police", "police"),
        ("people briefed on the talks", "people"),
        ("an official speaking there", "there"),
        ("the deeds", "deed"),
        ("of", "of"),
        ("—", ""),
        ("", ""),
    ],
)
def test_a_phrase_is_built_on_the_noun_before_what_follows_it(phrase: str, noun: str) -> None:
    assert head_noun(phrase) == noun


@pytest.mark.parametrize(("name", "bare"), [("Obi’s", "Obi"), ("Moss'", "Moss"), ("'s", "'s"), (" ’", " ’"), ("", "")])
def test_a_bare_name_has_no_possessive_ending(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("phrase", "kind", "short"),
    [
        ("the mayor of Elmina", SpeakerKind.UNNAMED_PERSON, "mayor of Elmina"),
        ("one of the guards", SpeakerKind.UNNAMED_PERSON, "one of the guards"),
        ("the Calder Trust in Elmina", SpeakerKind.ORGANIZATION, "Calder Trust"),
        ("a dentist hired by the firm", SpeakerKind.UNNAMED_PERSON, "dentist"),
        ("two men, both drivers", SpeakerKind.GROUP, "two men"),
        ("a few of the guards", SpeakerKind.GROUP, "few of the guards"),
        ("one guard", SpeakerKind.UNNAMED_PERSON, "guard"),
        ("Obi, Lee and Moss, all drivers", SpeakerKind.GROUP, "Obi, Lee and Moss"),
        ("some 1,200 dockers, who left", SpeakerKind.GROUP, "1,200 dockers"),
        ("the 4,000 men’s spokesman, a driver", SpeakerKind.UNNAMED_PERSON, "4,000 men’s spokesman"),
        ("people briefed on the talks", SpeakerKind.GROUP, "people"),
        ("the", SpeakerKind.UNNAMED_PERSON, "the"),
    ],
)
def test_the_shortest_wording_ends_before_what_identifies_nobody(phrase: str, kind: SpeakerKind, short: str) -> None:
    assert shorten(phrase, kind) == short


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Zoë MÜLLER’s", ("zoe", "muller")),
        ("J.R. Obi", ("jr", "obi")),
        ("O’Neill", ("o'neill",)),
        ("—", ()),
        ("'-'", ()),
        ("", ()),
    ],
)
def test_names_are_compared_in_plain_letters(name: str, key: tuple[str, ...]) -> None:
    assert name_key(name) == key


def test_a_key_of_titles_alone_stays_as_it_is() -> None:
    assert without_titles(("the", "mayor", "ada", "obi")) == ("ada", "obi")
    assert without_titles(("the", "mayor")) == ("the", "mayor")


def test_titles_before_a_name_are_no_part_of_it() -> None:
    assert strip_titles("Prof. Ada Obi") == "Ada Obi"
    assert strip_titles("Mayor") == "Mayor"
    assert strip_titles("") == ""


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Dr. Ada Obi’s", "Ada Obi"),
        ("Kenyan Ada Obi", "Ada Obi"),
        ("Kenyan Obi", "Kenyan Obi"),
        ("Mayor Obi", "Mayor Obi"),
        ("Mr", "Mr"),
        ("", ""),
    ],
)
def test_a_full_name_has_no_rank_and_no_nationality_before_it(name: str, full: str) -> None:
    assert full_name(name) == full


@pytest.mark.parametrize(
    ("before", "titles"),
    [
        ("Vice-President ", ("vice-president",)),
        ("He met Gov. ", ("gov",)),
        ("He is a mayor. ", ()),
        ("walked with ", ()),
        ("", ()),
    ],
)
def test_titles_stand_straight_before_a_name(before: str, titles: tuple[str, ...]) -> None:
    assert titles_before(before + "Obi", len(before)) == titles


@pytest.mark.parametrize(
    ("before", "title"),
    [
        ("He met Gov. ", "Gov."),
        ("He met deputy health minister ", "deputy health minister"),
        ("The former Prime Minister Dr. ", "former Prime Minister"),
        ("Dr. Mayor ", "Mayor"),
        ("He left. State Sen. ", "State Sen."),
        ("“Mayor\u00a0", "Mayor"),
        ("(Mayor\n", None),
        ("'Mayor ", "Mayor"),
        ("Ms. ", None),
        ("He met the mayor, ", None),
        ("He is a mayor. ", None),
        ("Mayor: ", None),
        ("Mayor —", None),
        ("walked with ", None),
        ("", None),
    ],
)
def test_a_title_stands_straight_before_a_name(before: str, title: str | None) -> None:
    found = title_range(before + "Obi", len(before))
    assert (found and before[slice(*found)]) == title


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ("Mrs. Obi left.", "Obi", Gender.FEMALE),
        ("Lord Mayor Obi left.", "Obi", Gender.MALE),
        ("Obi, a spokesman for the firm, left.", "Obi", Gender.MALE),
        ("Obi, a doctor, left.", "Obi", Gender.UNSTATED),
        ("The woman met Obi.", "Obi", Gender.UNSTATED),
    ],
)
def test_a_title_or_an_apposition_states_the_gender_of_a_name(text: str, name: str, gender: Gender) -> None:
    start = text.index(name)
    assert gender_of_name(text, start, start + len(name)) is gender


@pytest.mark.parametrize(
    ("source", "gender"),
    [
        ("his", Gender.MALE),
        ("her mother", Gender.FEMALE),
        ("Mrs Obi", Gender.FEMALE),
        ("a businessman", Gender.MALE),
        ("Ada Obi", Gender.UNSTATED),
        ("", Gender.UNSTATED),
    ],
)
def test_a_source_states_the_gender_of_its_pronoun_title_or_noun(source: str, gender: Gender) -> None:
    assert gender_of_wording(source) is gender


def test_an_apposition_behind_a_name_has_its_offices() -> None:
    assert offices_behind("Obi, the mayor of Elmina, left.", 3) == ("mayor",)
    assert offices_behind("Obi and the mayor left.", 3) == ()


def test_words_around_a_name_are_those_before_it_and_of_the_addition_behind_it() -> None:
    assert words_around("Ex-mayor Obi, 41, left.", 9, 12) == {"ex-mayor", "41"}
    assert words_around("Obi", 0, 3) == frozenset()


@given(MARKED, st.sampled_from(SpeakerKind))
def test_any_words_have_a_form_a_key_and_a_short_wording(words: str, kind: SpeakerKind) -> None:
    assert isinstance(find_form(words), Form)
    assert isinstance(gender_of_wording(words), Gender)
    assert all(name_key(words))
    assert bool(shorten(words, kind)) == bool(words.split())
    assert head_noun(words) == head_noun(words).lower()


@given(MARKED, st.integers(0, 30), st.integers(0, 30))
def test_any_place_has_titles_gender_and_words_around(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(len(text), start + length)
    assert isinstance(gender_of_name(text, start, end), Gender)
    assert all(isinstance(word, str) for word in (*titles_before(text, start), *offices_behind(text, end)))
    assert isinstance(words_around(text, start, end), frozenset)
    title = title_range(text, start)
    assert title is None or 0 <= title[0] < title[1] <= start


@pytest.mark.parametrize("piece", ["the ", "Mr ", ",", " , ", " and ", "ed", " ed", "who", "'", "’s ", " to", "1,"])
def test_long_wordings_are_shortened_in_time(piece: str) -> None:
    long = "a" + piece * 50_000 + " ,"
    started = process_time()
    for kind in SpeakerKind:
        shorten(long, kind)
    for use in (head_noun, full_name, strip_titles, find_form, gender_of_wording):
        use(long)
    assert process_time() - started < 5
