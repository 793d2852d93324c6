"""What a text shows of sources and candidates, in numbers, and who is ruled out."""

from __future__ import annotations

from attrs import evolve
from who_values import ORGANIZATION, Scene, every_name, name, names, place, statement

from quoteattr.network.who import CLUES, FORMS, SORTS
from quoteattr.speakers.clues import AFTER, BEFORE, MOST_ALIKE, Pairs
from quoteattr.speakers.mentions import Sort
from quoteattr.speakers.wording import Form

(PARAGRAPHS, WORDS, PLACE, TURN, LIKENESS, KINDS, GENDERS, RECENCY, NEWEST, TIMES, SENTENCES, RANK, TITLES, OFFICES) = (
    range(14)
)
KNOWN = 14


def clues(scene: Scene, turn: int, clue: int) -> dict[tuple[str, int], int]:
    """The values of one clue for the candidates of a source, by their words and starts; names stand before sources."""
    pairs = scene.pairs[turn]
    found = [scene.candidates[number] for number in pairs.candidates]
    rows = list(zip(found, pairs.clues, strict=True))
    return {(scene.text[c.start : c.end], c.start): row[clue] for c, row in reversed(rows)}


def by_words(scene: Scene, turn: int, clue: int) -> dict[str, int]:
    return {words: value for (words, _), value in clues(scene, turn, clue).items()}


def ruled_out(scene: Scene, turn: int) -> set[str]:
    pairs: Pairs = scene.pairs[turn]
    found = [scene.candidates[number] for number in pairs.candidates]
    rows = zip(found, pairs.ruled_out, strict=True)
    return {f"{candidate.sort.name} {scene.text[candidate.start : candidate.end]}" for candidate, out in rows if out}


TALK = (
    "Mayor Ada Obi met Mr Moss in Elmina.\n\n“Ben Ross may go,” she said. “No,” he said.\n\n"
    "The mayor said that Elmina slept. Obi added that the driver slept."
)


def talk() -> Scene:
    found = [*names(TALK, "Ada Obi", "Moss", "Ben Ross"), name(TALK, "Obi", 1)]
    return Scene(
        TALK,
        found,
        [
            statement(TALK, "“Ben Ross may go,”", "she"),
            statement(TALK, "“No,”", "he"),
            statement(TALK, "Elmina slept", "The mayor"),
            statement(TALK, "the driver slept", place(TALK, "Obi", 1)),
        ],
    )


def test_the_enums_have_the_numbers_of_the_network() -> None:
    assert (len(Form), len(Sort)) == (FORMS, SORTS)
    assert [int(form) for form in Form] == list(range(FORMS))
    assert len(CLUES) == KNOWN + 1


def test_every_clue_is_one_of_its_numbers() -> None:
    for pairs in talk().pairs:
        assert len(pairs.clues) == len(pairs.candidates) == len(pairs.ruled_out)
        for row in pairs.clues:
            assert all(0 <= value < most for value, most in zip(row, CLUES, strict=True))


def test_an_article_without_sources_has_no_pairs() -> None:
    assert Scene("Obi left.", [name("Obi left.", "Obi")], []).pairs == ()


def test_a_source_without_candidates_has_a_pair_with_nobody() -> None:
    (pairs,) = Scene("“No.”", [], [statement("“No.”", "“No.”")]).pairs
    assert (pairs.candidates, pairs.clues, pairs.ruled_out) == ((), (), ())


def test_a_later_source_is_ruled_out_and_a_source_for_itself() -> None:
    assert {"PRONOUN_SOURCE she", "PRONOUN_SOURCE he", "DESCRIBED_SOURCE The mayor"} <= ruled_out(talk(), 0)
    assert "PRONOUN_SOURCE she" not in ruled_out(talk(), 1)


def test_a_man_is_not_she() -> None:
    assert "PERSON Moss" in ruled_out(talk(), 0)
    assert "PERSON Moss" not in ruled_out(talk(), 1)
    assert "PERSON Ada Obi" not in ruled_out(talk(), 0)


def test_who_is_named_in_a_content_does_not_say_it() -> None:
    assert "PERSON Ben Ross" in ruled_out(talk(), 0)
    assert "PERSON Ben Ross" not in ruled_out(talk(), 1)


def test_a_name_between_two_fragments_of_a_content_is_not_in_it() -> None:
    text = "“Moss left,” said Ada Obi. “So did Fry.”"
    fragments = (place(text, "“Moss left,”"), place(text, "“So did Fry.”"))
    split = evolve(statement(text, fragments[0].text, "Ada Obi"), content=fragments)
    scene = Scene(text, names(text, "Moss", "Ada Obi", "Fry"), [split])
    assert ruled_out(scene, 0) == {"PERSON Moss", "NAMED_SOURCE Ada Obi", "PERSON Fry"}


def test_a_description_after_the_source_is_ruled_out() -> None:
    assert "DESCRIPTION the driver" in ruled_out(talk(), 2)


def test_paragraphs_apart_are_counted_back_and_hardly_forward() -> None:
    found = by_words(talk(), 1, PARAGRAPHS)
    assert found["Ben Ross"] == 3
    assert found["Ada Obi"] == 4
    assert found["The mayor"] == 1


def test_words_apart_are_counted_to_both_sides() -> None:
    found = by_words(talk(), 0, WORDS)
    assert found["she"] == 0
    assert found["Ben Ross"] == 3
    assert found["he"] == 11 + 3


def test_places_are_the_source_the_content_and_other_quotations() -> None:
    assert by_words(talk(), 0, PLACE)["Ben Ross"] == 5
    assert by_words(talk(), 1, PLACE)["Ben Ross"] == 6
    assert by_words(talk(), 3, PLACE)["Moss"] == 0


def test_names_in_a_source_are_the_first_the_last_or_the_only_one() -> None:
    text = "Ada Obi said no. Ben Moss, Cy Ross and Ada Obi said yes. Later Moss slept."
    found = [*names(text, "Ada Obi", "Ben Moss", "Cy Ross", "Ada Obi"), name(text, "Moss", 1)]
    statements = [statement(text, "no", "Ada Obi"), statement(text, "yes", "Ben Moss, Cy Ross and Ada Obi")]
    scene = Scene(text, found, statements)
    assert clues(scene, 0, PLACE)["Ada Obi", 0] == 1
    named = {key: value for key, value in clues(scene, 1, PLACE).items() if value in (1, 2, 3, 4, 7)}
    assert named == {("Ada Obi", 0): 7, ("Ben Moss", 17): 2, ("Cy Ross", 27): 4, ("Ada Obi", 39): 3}


def test_a_turn_is_how_many_statements_ago_somebody_stood_in_a_source() -> None:
    found = by_words(talk(), 3, TURN)
    assert (found["The mayor"], found["he"], found["she"], found["Moss"]) == (1, 2, 3, 0)


def test_likeness_is_in_pronouns_names_and_nouns() -> None:
    text = "She left. Ada Obi said a. Mayor Obi said b. The Health Union met the lawyer. "
    text += "The lawyer said c. The union said d."
    union = name(text, "Health Union", 0, ORGANIZATION)
    found = [name(text, "Ada Obi"), name(text, "Obi", 1), union]
    sources = ["Ada Obi", "Mayor Obi", "The lawyer", "The union"]
    scene = Scene(text, found, [statement(text, f"said {x}", s) for x, s in zip("abcd", sources, strict=True)])
    name_source = clues(scene, 1, LIKENESS)
    assert name_source["Obi", 32] == 3
    assert name_source["Ada Obi", 10] == 5
    assert name_source["Mayor Obi", 26] == 2
    assert by_words(scene, 2, LIKENESS)["the lawyer"] == 2
    assert by_words(scene, 3, LIKENESS)["Health Union"] == 7


def test_a_pronoun_is_like_the_same_pronoun_alone() -> None:
    text = "“A,” she said. “B,” he said. “C,” she said to Ada."
    sources = [("“A,”", place(text, "she")), ("“B,”", place(text, "he")), ("“C,”", place(text, "she", 1))]
    scene = Scene(text, [name(text, "Ada")], [statement(text, *one) for one in sources])
    assert by_words(scene, 2, LIKENESS)["he"] == 0
    assert clues(scene, 2, LIKENESS)["she", 5] == 1


def test_recency_counts_the_others_named_since() -> None:
    found = by_words(talk(), 1, RECENCY)
    assert (found["Ben Ross"], found["Moss"], found["Ada Obi"], found["Obi"], found["she"]) == (1, 2, 3, 0, 0)


def test_the_newest_name_of_somebody_counts_more_than_earlier_ones() -> None:
    text = "Obi met Obi. He said no."
    scene = Scene(text, [name(text, "Obi"), name(text, "Obi", 1)], [statement(text, "no", "He")])
    assert clues(scene, 0, NEWEST) == {("Obi", 0): 0, ("Obi", 8): 3, ("He", 13): 1}
    assert by_words(scene, 0, TIMES)["Obi"] == 2


def test_sentences_apart_are_none_one_or_more() -> None:
    text = "Obi left. Moss came. Ross said no to Cy."
    scene = Scene(text, names(text, "Obi", "Moss", "Ross", "Cy"), [statement(text, "no", "Ross")])
    found = clues(scene, 0, SENTENCES)
    assert [found["Obi", 0], found["Moss", 10], found["Ross", 21], found["Cy", 37]] == [0, 3, 2, 2]


def test_ranks_are_names_descriptions_and_sources() -> None:
    found = by_words(talk(), 3, RANK)
    assert (found["Moss"], found["the driver"], found["he"]) == (0, 1, 2)


def test_a_title_is_shared_or_another_one() -> None:
    text = "Gov. Ada Obi met Sen. Ben Moss. Gov. Obi said no."
    found = [*names(text, "Ada Obi", "Ben Moss"), name(text, "Obi", 1)]
    scene = Scene(text, found, [statement(text, "no", "Gov. Obi")])
    assert by_words(scene, 0, TITLES)["Ada Obi"] == 1
    assert by_words(scene, 0, TITLES)["Ben Moss"] == 2


def test_an_office_is_held_by_one_and_not_by_another() -> None:
    text = "Gov. Ada Obi met Mayor Moss and Cy. The governor said no."
    scene = Scene(text, names(text, "Ada Obi", "Moss", "Cy"), [statement(text, "no", "The governor")])
    found = by_words(scene, 0, OFFICES)
    assert (found["Ada Obi"], found["Moss"], found["Cy"]) == (1, 2, 3)


def test_words_beside_a_name_are_known_of_it() -> None:
    text = "The Kenyan dentist Ada Obi left. Moss slept. The Kenyan dentist said no."
    source = place(text, "The Kenyan dentist", 1)
    scene = Scene(text, names(text, "Ada Obi", "Moss"), [statement(text, "no", source)])
    assert by_words(scene, 0, KNOWN)["Ada Obi"] == 3
    assert by_words(scene, 0, KNOWN)["Moss"] == 1


def test_what_is_said_of_somebody_elsewhere_counts_as_beside_the_name() -> None:
    text = "Ada Obi left. Moss slept. The harbour pilot said no."
    scene = Scene(text, names(text, "Ada Obi", "Moss"), [statement(text, "no", "The harbour pilot")])
    scene.known = {1: frozenset({"harbour", "pilot"})}
    assert by_words(scene, 0, KNOWN)["Ada Obi"] == 1
    assert by_words(scene, 0, KNOWN)["Moss"] == 3
    assert by_words(scene, 0, OFFICES)["Moss"] == 1


def test_candidates_far_off_are_weighed_only_where_they_share_the_last_word() -> None:
    text = "Ada Obi met Moss. " * 400 + "Obi said no."
    scene = Scene(text, every_name(text, "Ada Obi", "Moss", "Obi"), [statement(text, "no", place(text, "Obi", 400))])
    (pairs,) = scene.pairs
    assert len(scene.candidates) == 802
    assert len(pairs.candidates) == MOST_ALIKE + BEFORE
    assert {scene.candidates[number].core[-1] for number in pairs.candidates[:MOST_ALIKE]} == {"obi"}
    assert pairs.candidates == tuple(sorted(set(pairs.candidates)))


def test_candidates_behind_a_source_are_few() -> None:
    text = "Obi said no. " + "Moss left Obi. " * 100
    scene = Scene(text, every_name(text, "Moss", "Obi"), [statement(text, "no", "Obi")])
    (pairs,) = scene.pairs
    assert len(pairs.candidates) == 2 + AFTER + MOST_ALIKE


def test_who_is_named_together_with_an_office_does_not_hold_it() -> None:
    text = "Ada Obi and the mayor walked. The mayor said no."
    scene = Scene(text, names(text, "Ada Obi"), [statement(text, "no", "The mayor", "said")])
    assert "PERSON Ada Obi" in ruled_out(scene, 0)


def test_who_is_brought_in_is_not_one_of_elsewhere() -> None:
    text = "The officials slept. Some officials of the port said no. The officials said yes."
    said = [
        statement(text, "no", "Some officials of the port", "said"),
        statement(text, "yes", place(text, "The officials", 1)),
    ]
    scene = Scene(text, [], said)
    assert "DESCRIPTION The officials" in ruled_out(scene, 0)
    assert "DESCRIPTION The officials" not in ruled_out(scene, 1)


def test_one_is_not_many() -> None:
    text = "Companies met. The company said no."
    scene = Scene(text, [], [statement(text, "no", "The company", "said")])
    assert "DESCRIPTION Companies" in ruled_out(scene, 0)
