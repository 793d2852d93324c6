"""The facts of each speaker, from all places where it is mentioned."""

from __future__ import annotations

from who_values import Scene, every_name, place, statement

from quoteattr.affiliations.facts import Owned
from quoteattr.affiliations.gathering import gather
from quoteattr.network.reading import Fact, FactKind
from quoteattr.records import SpeakerKind
from quoteattr.speakers.resolve import Resolved, Speakers, Who

TEXT = "Ada Obi, mayor of Elmina, met Ben Moss. “No,” the mayor said. The union’s lawyer said yes."
SCENE = Scene(
    TEXT,
    every_name(TEXT, "Ada Obi", "Ben Moss"),
    [statement(TEXT, "“No,”", "the mayor"), statement(TEXT, "yes", "The union’s lawyer")],
)
SPEAKERS = Speakers(
    (
        Who("Ada Obi", SpeakerKind.PERSON, 0),
        Who("union’s lawyer", SpeakerKind.UNNAMED_PERSON, None, place(TEXT, "The union’s lawyer")),
    ),
    (
        Resolved(0, 0, 0.9, SpeakerKind.PERSON),
        Resolved(1, 1, 0.9, SpeakerKind.UNNAMED_PERSON),
    ),
)


def owned(piece: str, owner: str | None = None, time: int = 0) -> Owned:
    """A fact with the candidate that has some words, or which is its own."""
    span = place(TEXT, piece, time)
    found = Fact(FactKind.ROLE, SCENE.words.touching(span.start, span.end), span)
    return Owned(found, None if owner is None else SCENE.wordings().index(owner), owner is None, 0.9, 1.0)


def gathered(*facts: Owned, speakers: Speakers = SPEAKERS) -> dict[str, list[str]]:
    found = gather(speakers, SCENE.sources, SCENE.candidates, facts)
    return {speakers.everybody[who].name: [one.fact.span.text for one in own] for who, own in found.items()}


def test_a_fact_goes_to_whoever_its_mention_names() -> None:
    assert gathered(owned("mayor", "Ada Obi")) == {"Ada Obi": ["mayor"]}


def test_a_fact_of_somebody_who_does_not_speak_goes_to_nobody() -> None:
    assert gathered(owned("mayor", "Ben Moss")) == {}


def test_a_fact_of_a_source_goes_to_its_speaker() -> None:
    assert gathered(owned("Elmina", "the mayor")) == {"Ada Obi": ["Elmina"]}


def test_a_fact_in_the_source_that_it_describes_goes_to_its_speaker() -> None:
    assert gathered(owned("mayor", time=1), owned("lawyer")) == {"Ada Obi": ["mayor"], "union’s lawyer": ["lawyer"]}


def test_a_fact_in_no_source_goes_to_nobody() -> None:
    assert gathered(owned("mayor")) == {}


def test_facts_of_several_mentions_come_together_in_text_order() -> None:
    assert gathered(owned("mayor", "Ada Obi"), owned("Elmina", "the mayor")) == {"Ada Obi": ["mayor", "Elmina"]}


def test_a_source_of_nobody_known_holds_no_facts() -> None:
    nobody = Speakers((), (Resolved(0, None, 0.9, SpeakerKind.PERSON), Resolved(1, None, 0.9, SpeakerKind.PERSON)))
    assert gathered(owned("lawyer"), speakers=nobody) == {}
