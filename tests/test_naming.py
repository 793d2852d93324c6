"""Names that the whole article mends."""

from __future__ import annotations

from time import process_time

import pytest
import regex
from attrs import evolve

from quoteattr.language.words import Analysis, Name, NameKind, Sentence, Word
from quoteattr.records import Span
from quoteattr.speakers.naming import mend_names
from quoteattr.text.page import Page


def analysis(text: str, **names: str) -> Analysis:
    """One sentence, its words parted at spaces and commas, with the names given as KIND="name | name"."""
    words, start = [], 0
    for token in text.replace(",", " ,").replace("(", "( ").replace(")", " )").split():
        start = text.index(token, start)
        words.append(Word(len(words), token, start, start + len(token)))
        start += len(token)
    found = []
    for kind, listed in names.items():
        for name in listed.split(" | "):
            at = text.index(name, max([n.end for n in found if n.text == name], default=0))
            found.append(Name(at, at + len(name), name, NameKind(kind)))
    return Analysis(Page.of(text), (Sentence(tuple(words)),), tuple(sorted(found, key=lambda n: n.start)))


def sources(text: str, *mentions: str) -> list[Span]:
    return [Span.cut(text, text.index(m), text.index(m) + len(m)) for m in mentions]


def people(found: Analysis) -> list[str]:
    return [name.text for name in found.names if name.kind is NameKind.PERSON]


@pytest.mark.parametrize(
    ("text", "named", "source", "wanted"),
    [
        ("Captain Ada Obi spoke", "Ada | Obi", None, ["Ada Obi"]),
        ("Premier Ada Obi said no", "Ada", "Premier Ada Obi", ["Ada Obi"]),
        ("Tan Wei Lin, a clerk, said no", "Wei Lin", "Tan Wei Lin, a clerk", ["Tan Wei Lin"]),
        ("J. Marten Hale said no", "Marten Hale", None, ["J. Marten Hale"]),
        ("Then J.R. Marten Hale said no", "Marten Hale", None, ["J.R. Marten Hale"]),
        ("It rained in the U.S. Marten Hale said no", "Marten Hale", None, ["Marten Hale"]),
        ("She left N.J. Marten Hale said no", "Marten Hale", None, ["Marten Hale"]),
        ("Obi Says Moss Must Go", "Obi Says Moss", None, ["Obi"]),
    ],
)
def test_people_have_their_whole_name(text: str, named: str, source: str | None, wanted: list[str]) -> None:
    found = mend_names(analysis(text, person=named), sources(text, source) if source else ())
    assert people(found) == wanted


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ("Mr Obi", "Obi"),
        ("Dr. Ada Obi", "Ada Obi"),
        ("Sen. Ada Obi", "Ada Obi"),
        ("Former Mr. Ada Obi", "Ada Obi"),
        ("Pollster Ada Obi", "Ada Obi"),
        ("Mayor Obi", "Mayor Obi"),
        ("Mr", "Mr"),
        ("St Clair", "St Clair"),
        ("Elmina’s Ada Obi", "Ada Obi"),
        ("Elmina's Sen. Ada Obi", "Ada Obi"),
        ("Obi’s", "Obi’s"),
        ("Ada Obi of Elmina", "Ada Obi"),
        ("Ada Obi of old", "Ada Obi of old"),
        ("Ada Obi Warns Ben Moss", "Ada Obi"),
        ("Ada Hope", "Ada Hope"),
        ("Ada Crow Obi", "Ada Crow Obi"),
    ],
)
def test_a_persons_name_has_no_title_possessive_place_or_headline_verb(named: str, wanted: str) -> None:
    assert people(mend_names(analysis(f"Then {named} left", person=named), ())) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ada Obi Jr. left", "Ada Obi Jr."),
        ("Ada Obi, Jr., left", "Ada Obi, Jr."),
        ("Ada Obi Sr left", "Ada Obi Sr"),
        ("Ada Obi III left", "Ada Obi III"),
        ("Ada Obi IV left", "Ada Obi IV"),
        ("Ada Obi Ivory left", "Ada Obi"),
        ("Ada Obi, Jrs left", "Ada Obi"),
    ],
)
def test_junior_is_part_of_a_name(text: str, wanted: str) -> None:
    assert people(mend_names(analysis(text, person="Ada Obi"), ())) == [wanted]


def test_a_name_does_not_grow_into_the_next_one() -> None:
    found = mend_names(analysis("Ada Obi IV Works left", person="Ada Obi", organization="IV Works"), ())
    assert [name.text for name in found.names] == ["Ada Obi", "IV Works"]


def test_whoever_has_a_title_is_a_person() -> None:
    text = "Ms. Calder met the Calder Trust"
    found = mend_names(analysis(text, organization="Ms. Calder | Calder Trust"), ())
    assert [(name.text, name.kind) for name in found.names] == [
        ("Calder", NameKind.PERSON),
        ("Calder Trust", NameKind.ORGANIZATION),
    ]


def test_a_bodys_name_keeps_its_words() -> None:
    text = "Elmina’s Calder Trust of Lagos left"
    found = mend_names(analysis(text, organization="Elmina’s Calder Trust of Lagos"), ())
    assert [name.text for name in found.names] == ["Elmina’s Calder Trust of Lagos"]


def test_a_demonym_that_speaks_and_is_a_surname_is_a_person() -> None:
    text = "Ada German left. German said no to a German bank"
    named = analysis(text, person="Ada German", nationality="German | German | German")
    # the name tagger has no name inside another
    named = evolve(named, names=tuple(name for name in named.names if name.start != text.index("German")))
    found = mend_names(named, [Span(17, 23, "German")])
    assert [(name.start, name.kind) for name in found.names] == [
        (0, NameKind.PERSON),
        (17, NameKind.PERSON),
        (text.rindex("German"), NameKind.NATIONALITY),
    ]


def test_a_demonym_that_speaks_is_a_nation_where_nobody_has_that_surname() -> None:
    text = "German said no to Ada Obi"
    found = mend_names(analysis(text, person="Ada Obi", nationality="German"), sources(text, "German"))
    assert [name.kind for name in found.names] == [NameKind.NATIONALITY, NameKind.PERSON]


def test_a_whole_name_taken_for_a_demonym_is_a_person_as_elsewhere() -> None:
    text = "Ada German left, Ada German said"
    found = mend_names(analysis(text, person="Ada German", nationality="Ada German"), ())
    assert NameKind.NATIONALITY not in [name.kind for name in found.names]


def test_a_surname_of_somebody_named_in_full_is_a_persons() -> None:
    text = "Ada Calder left, Calder said, Calder added"
    named = analysis(text, person="Ada Calder")
    later = tuple(Name(m.start(), m.end(), m[0], NameKind.ORGANIZATION) for m in regex.finditer("(?<=, )Calder", text))
    found = mend_names(evolve(named, names=(*named.names, *later)), ())
    assert people(found) == ["Ada Calder", "Calder", "Calder"]


@pytest.mark.parametrize("piece", ["Mr ", "Mayor ", "Elmina’s ", "Rep. ", "a ", "of A", "’s", " ", "Says ", "Ada Obi "])
def test_a_name_of_many_words_is_mended_in_time(piece: str) -> None:
    named = piece * 20_000 + "Obi"
    text = f"{named} left"
    page = Analysis(Page.verbatim(text), (), (Name(0, len(named), named, NameKind.PERSON),))
    started = process_time()
    (name,) = mend_names(page, ()).names
    assert process_time() - started < 2
    assert text[name.start : name.end] == name.text


def test_a_name_behind_an_office_is_found() -> None:
    text = "Harbour Post editor Ada Obi said no"
    assert people(mend_names(analysis(text), sources(text, "Harbour Post editor Ada Obi"))) == ["Ada Obi"]


def test_a_title_is_no_name() -> None:
    text = "Prime Minister Ada Obi said no"
    assert people(mend_names(analysis(text, person="Obi"), sources(text, "Prime Minister Ada Obi"))) == ["Ada Obi"]


def test_what_stands_in_brackets_behind_a_body_is_its_short_form() -> None:
    text = "The Harbour Union (Harun) met. Harun said no"
    found = mend_names(analysis(text, organization="Harbour Union | Harun", person="Harun said".split()[0]), ())
    assert "Harun" not in people(found)


def test_names_keep_their_offsets() -> None:
    text = "Captain Ada Obi spoke to Jon Moss — Harbour Post"
    found = mend_names(analysis(text, person="Ada | Obi | Jon Moss"), ())
    assert all(text[name.start : name.end] == name.text for name in found.names)
