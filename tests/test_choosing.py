"""For whom a speaker speaks, the affiliation in force first."""

from __future__ import annotations

from who_values import Scene, every_name, place, statement, words_of

from quoteattr.affiliations.choosing import affiliations_of, make_records
from quoteattr.affiliations.facts import Owned
from quoteattr.network.reading import Fact, FactKind
from quoteattr.records import Affiliation, Span, SpeakerKind
from quoteattr.speakers.resolve import Resolved, Speakers, Who

ROLE, BODY, PLACE = FactKind.ROLE, FactKind.ORGANIZATION, FactKind.LOCATION


def owned(text: str, piece: str, kind: FactKind, weight: float = 1.0, candidate: int | None = 0) -> Owned:
    span = place(text, piece)
    found = Fact(kind, words_of(text).touching(span.start, span.end), span)
    return Owned(found, candidate, candidate is None, 0.9, weight)


def one(role: str | None, body: str | None, location: str | None, *, former: bool = False) -> tuple[object, ...]:
    return role, body, location, former


def said(text: str, *facts: Owned) -> list[tuple[object, ...]]:
    found = affiliations_of(text, facts)
    for affiliation in found:
        assert all(text[span.start : span.end] == span.text for span in affiliation.evidence)
        assert list(affiliation.evidence) == sorted(affiliation.evidence, key=lambda span: span.start)
    return [(a.role, a.organization, a.location, a.former) for a in found]


def test_no_facts_are_no_affiliation() -> None:
    assert affiliations_of("", ()) == ()


def test_role_body_and_place_of_one_mention_are_one_affiliation() -> None:
    text = "Ada Obi, a lawyer of the Calder Trust in Elmina"
    facts = [owned(text, "lawyer", ROLE), owned(text, "the Calder Trust", BODY), owned(text, "Elmina", PLACE)]
    assert said(text, *facts) == [one("lawyer", "Calder Trust", "Elmina")]
    assert affiliations_of(text, facts)[0].evidence == tuple(fact.fact.span for fact in facts)


def test_the_role_that_weighs_most_stands_first() -> None:
    text = "a driver and a mayor"
    assert said(text, owned(text, "driver", ROLE, 1), owned(text, "mayor", ROLE, 2)) == [
        one("mayor", None, None),
        one("driver", None, None),
    ]


def test_a_role_takes_the_nearest_body() -> None:
    text = "the Calder Trust once met a lawyer of the Moss Fund"
    facts = [owned(text, "Calder Trust", BODY, 9), owned(text, "lawyer", ROLE), owned(text, "Moss Fund", BODY)]
    assert said(text, *facts) == [one("lawyer", "Moss Fund", None)]


def test_a_role_takes_no_body_of_another_mention() -> None:
    text = "a driver of the Moss Fund, later a mayor"
    facts = [
        owned(text, "driver", ROLE, 2, candidate=0),
        owned(text, "Moss Fund", BODY, candidate=0),
        owned(text, "mayor", ROLE, 1, candidate=1),
    ]
    assert said(text, *facts) == [one("driver", "Moss Fund", None), one("mayor", None, None)]


def test_a_role_takes_no_body_far_off_unless_it_has_none() -> None:
    text = "a driver " + "and so on " * 12 + "Moss Fund and a mayor"
    facts = [owned(text, "driver", ROLE, 2), owned(text, "Moss Fund", BODY), owned(text, "mayor", ROLE, 1)]
    assert said(text, *facts) == [one("driver", "Moss Fund", None), one("mayor", "Moss Fund", None)]
    assert said(text, facts[1], facts[2], owned(text, "driver", ROLE, 0)) == [
        one("mayor", "Moss Fund", None),
        one("driver", None, None),
    ]


def test_a_body_or_a_place_without_a_role_is_an_affiliation() -> None:
    text = "Obi of the Moss Fund in Elmina"
    assert said(text, owned(text, "Moss Fund", BODY), owned(text, "Elmina", PLACE)) == [
        one(None, "Moss Fund", "Elmina")
    ]
    assert said(text, owned(text, "Elmina", PLACE)) == [one(None, None, "Elmina")]


def test_two_facts_that_say_the_same_in_one_place_are_one_affiliation() -> None:
    text = "a mayor"
    assert said(text, owned(text, "mayor", ROLE), owned(text, "mayor", ROLE)) == [one("mayor", None, None)]


def test_a_role_has_no_determiner_and_no_former() -> None:
    text = "the former mayor"
    assert said(text, owned(text, "the former mayor", ROLE)) == [one("mayor", None, None, former=True)]


def test_courtesy_is_no_role() -> None:
    text = "Dr. Obi of Elmina"
    assert said(text, owned(text, "Dr", ROLE), owned(text, "Elmina", PLACE)) == [one(None, None, "Elmina")]


def test_a_nationality_as_body_is_the_country() -> None:
    text = "the Kenyan minister"
    assert said(text, owned(text, "Kenyan", BODY), owned(text, "minister", ROLE)) == [one("minister", "Kenya", None)]
    assert said(text, owned(text, "Kenyan", BODY)) == [one(None, "Kenya", None)]


def test_the_letter_of_a_party_stays_as_it_is_worded() -> None:
    text = "Sen. Ada Obi (R)"
    assert said(text, owned(text, "R", BODY)) == [one(None, "R", None)]


def test_what_is_over_is_former() -> None:
    for text, piece in (
        ("the former mayor", "mayor"),
        ("former deputy mayor", "former deputy mayor"),
        ("an ex-mayor", "ex-mayor"),
        ("mayor until 2019", "mayor"),
    ):
        assert affiliations_of(text, [owned(text, piece, ROLE)])[0].former, text
    assert not affiliations_of("the mayor", [owned("the mayor", "mayor", ROLE)])[0].former


def test_a_role_of_determiners_keeps_the_last_word() -> None:
    assert said("the", owned("the", "the", ROLE)) == [one("the", None, None)]


def test_a_fact_of_marks_or_blanks_is_no_crash() -> None:
    blank = Owned(Fact(ROLE, (0, 1), Span(0, 1, " ")), 0, False, 0.9, 1.0)
    assert affiliations_of(" ", [blank]) == ()


TEXT = "Mayor Obi said no. “Yes,” the Moss Fund said. Obi left."
SCENE = Scene(
    TEXT,
    every_name(TEXT, "Obi"),
    [statement(TEXT, "no", "Mayor Obi"), statement(TEXT, "“Yes,”", "the Moss Fund"), statement(TEXT, "left")],
)
SPEAKERS = Speakers(
    (Who("Moss Fund", SpeakerKind.ORGANIZATION), Who("Obi", SpeakerKind.PERSON, 0)),
    (
        Resolved(0, 1, 0.9, SpeakerKind.PERSON),
        Resolved(1, 0, 0.9, SpeakerKind.ORGANIZATION),
        Resolved(2, 1, 0.9, SpeakerKind.PERSON),
    ),
)
MAYOR = owned(TEXT, "Mayor", ROLE)


def test_speakers_have_numbers_in_the_order_of_their_first_statement() -> None:
    records = make_records(TEXT, SPEAKERS, SCENE.sources, {})
    assert [(who, record.id, record.name) for who, record in records.items()] == [(1, 1, "Obi"), (0, 2, "Moss Fund")]
    assert records[1].mentions == (place(TEXT, "Mayor Obi"),)


def test_only_people_have_affiliations() -> None:
    records = make_records(TEXT, SPEAKERS, SCENE.sources, {0: [MAYOR], 1: [MAYOR]})
    assert records[1].affiliations == (Affiliation("Mayor", evidence=(place(TEXT, "Mayor"),)),)
    assert records[0].affiliations == ()


def test_nobody_has_no_record() -> None:
    nobody = Speakers((), tuple(Resolved(i, None, 0.9, SpeakerKind.PERSON) for i in range(3)))
    assert make_records(TEXT, nobody, SCENE.sources, {}) == {}
