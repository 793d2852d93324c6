"""The sources that ask for a speaker, and everything that may answer them."""

from __future__ import annotations

from who_values import ORGANIZATION, Scene, name, place, statement, words_of

from quoteattr.speakers.cast import find_cast
from quoteattr.speakers.mentions import Sort, find_candidates, find_sources
from quoteattr.speakers.wording import Form, Gender

TEXT = "Mayor Ada Obi said no. The union’s lawyers left. “Yes,” she said, and Mr Moss of the Trust nodded."
NAMES = [name(TEXT, "Ada Obi"), name(TEXT, "Moss"), name(TEXT, "Trust", 0, ORGANIZATION)]
STATEMENTS = [statement(TEXT, "no", "Mayor Ada Obi", "said"), statement(TEXT, "“Yes,”", "she")]


def test_a_source_has_its_words_and_what_they_say() -> None:
    first, second = find_sources(TEXT, words_of(TEXT), STATEMENTS)
    assert (first.statement, first.words, first.form, first.start) == (0, (0, 3), Form.NAME, 0)
    assert (first.key, first.core, first.head) == (("mayor", "ada", "obi"), ("ada", "obi"), "obi")
    assert (second.form, second.gender, second.contents) == (Form.SHE, Gender.FEMALE, (place(TEXT, "“Yes,”"),))


def test_a_quotation_without_a_source_has_the_words_of_its_content() -> None:
    words = words_of(TEXT)
    alone, unsaid = find_sources(TEXT, words, [statement(TEXT, "“Yes,”"), statement(TEXT, "no", None, "said")])
    assert (alone.form, alone.span, alone.start, alone.words) == (Form.NONE, None, 49, words.touching(49, 55))
    assert (unsaid.form, unsaid.key) == (Form.UNSAID, ())


def test_a_statement_without_a_word_asks_for_nobody() -> None:
    text = "“—” she said.\n\n— …"
    found = find_sources(text, words_of(text), [statement(text, "“—”"), statement(text, "— …")])
    assert [source.statement for source in found] == [0]
    assert find_sources("", words_of(""), []) == ()


def test_candidates_are_names_sources_and_descriptions_in_text_order() -> None:
    scene = Scene(TEXT, NAMES, STATEMENTS)
    assert list(zip(scene.wordings(), [candidate.sort for candidate in scene.candidates], strict=True)) == [
        ("Mayor Ada Obi", Sort.NAMED_SOURCE),
        ("Ada Obi", Sort.PERSON),
        ("The union", Sort.DESCRIPTION),
        ("The union’s lawyers", Sort.DESCRIPTION),
        ("she", Sort.PRONOUN_SOURCE),
        ("Moss", Sort.PERSON),
        ("Trust", Sort.ORGANIZATION),
    ]
    assert [candidate.entity for candidate in scene.candidates] == [None, 0, None, None, None, 1, 2]
    assert [candidate.source for candidate in scene.candidates] == [0, None, None, None, 1, None, None]


def test_a_candidate_has_the_gender_that_is_stated_of_its_entity() -> None:
    text = "Mr Moss left. Moss said no."
    scene = Scene(text, [name(text, "Moss"), name(text, "Moss", 1)], [statement(text, "no", place(text, "Moss", 1))])
    assert [candidate.gender for candidate in scene.candidates if candidate.sort is Sort.PERSON] == [Gender.MALE] * 2


def test_a_source_has_the_gender_of_the_only_person_named_in_it() -> None:
    text = "Mr Moss spoke. Mayor Moss said no."
    names = [name(text, "Moss"), name(text, "Moss", 1)]
    scene = Scene(text, names, [statement(text, "no", "Mayor Moss")])
    (source,) = [candidate for candidate in scene.candidates if candidate.source is not None]
    assert source.gender is Gender.MALE


def test_one_source_of_two_statements_is_one_candidate() -> None:
    statements = [statement(TEXT, "no", "Mayor Ada Obi"), statement(TEXT, "left", "Mayor Ada Obi")]
    scene = Scene(TEXT, NAMES, statements)
    assert len(scene.sources) == 2
    assert [candidate.source for candidate in scene.candidates if candidate.sort.is_source] == [0]


def descriptions(text: str) -> list[str]:
    return Scene(text, [], []).wordings()


def test_a_description_reaches_from_its_determiner_to_its_noun() -> None:
    assert descriptions("The former deputy mayor met his lawyer and the paper.") == [
        "The former deputy mayor",
        "his lawyer",
        "the paper",
    ]


def test_a_description_ends_with_the_last_of_several_nouns() -> None:
    assert descriptions("The police officer left.") == ["The police officer"]
    assert descriptions("The\u00a0officer’s lawyer left.") == ["The\u00a0officer", "The\u00a0officer’s lawyer"]


def test_plurals_for_people_bodies_and_papers_are_descriptions_without_a_determiner() -> None:
    assert descriptions("Police and angry young voters of Elmina, but also reports.") == [
        "Police",
        "angry young voters",
        "reports",
    ]


def test_a_plural_begins_behind_a_small_word_a_mark_or_another_plural() -> None:
    assert descriptions("It was seen by harbour officials. Critics voters trust, workers.") == [
        "harbour officials",
        "voters",
        "workers",
    ]


def test_a_plural_without_a_determiner_has_few_words() -> None:
    assert descriptions("Big new grey rusty leaky critics left.") == ["grey rusty leaky critics"]


def test_one_noun_without_a_determiner_and_nouns_for_things_are_no_descriptions() -> None:
    assert descriptions("Mayor saw the tree and rivers. —s.") == []


def explained(text: str, time: int = 0) -> list[str]:
    """The candidates where a relative pronoun speaks, but for itself."""
    scene = Scene(text, [], [statement(text, "no", place(text, "who", time))])
    return [words for words in scene.wordings() if words != "who"]


def test_what_a_relative_clause_explains_is_a_description_whatever_its_noun() -> None:
    assert explained("It was seen by old hands who said no.") == ["old hands"]
    assert explained("It was those hands, who said no.") == ["those hands"]
    assert explained("The economist who said no left.") == ["The economist"]


def test_a_small_word_or_a_mark_before_a_relative_clause_is_no_description() -> None:
    assert explained("It was he who said no.") == []
    assert explained("It — who said no.") == []
    assert explained("who said no.") == []


def test_a_noun_before_a_relative_pronoun_that_does_not_speak_may_be_anything() -> None:
    assert descriptions("It was seen by old hands who left.") == []


def test_no_description_crosses_a_paragraph_a_line_or_punctuation() -> None:
    assert descriptions("He saw the\n\nmayor. The, mayor. The  mayor") == []
    assert descriptions("He saw the\n\nold  workers") == ["workers"]


def test_no_description_stands_in_a_name_or_before_one() -> None:
    text = "The Police Union met the minister Obi."
    names = [name(text, "The Police Union", 0, ORGANIZATION), name(text, "Obi")]
    assert Scene(text, names, []).wordings() == ["The Police Union", "Obi"]


def test_names_between_words_are_no_candidates() -> None:
    text = "Obi left.\n\n—"
    cast = find_cast(text, [name(text, "Obi"), name(text, "—")])
    assert [candidate.start for candidate in find_candidates(text, words_of(text), cast, ())] == [0]


def test_sorts_are_names_first_and_sources_last() -> None:
    assert [sort.name for sort in Sort if sort.is_name] == ["PERSON", "ORGANIZATION", "PLACE", "NATIONALITY"]
    assert [sort.name for sort in Sort if sort.is_source] == ["PRONOUN_SOURCE", "DESCRIBED_SOURCE", "NAMED_SOURCE"]
