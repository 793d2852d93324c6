"""Names that the whole article mends."""

from __future__ import annotations

import pytest

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
        ("J. Marten Hale said no to J. Marten Hale", "Marten Hale", None, ["Marten Hale"]),
        ("Obi Says Moss Must Go", "Obi Says Moss", None, ["Obi"]),
    ],
)
def test_people_have_their_whole_name(text: str, named: str, source: str | None, wanted: list[str]) -> None:
    found = mend_names(analysis(text, person=named), sources(text, source) if source else ())
    assert people(found) == wanted


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
