from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import Affiliation, Article, Quote, QuoteKind, Span, Speaker, SpeakerKind, SpeakerRecord
from quoteattr.text.seen import Seen

HIDDEN = ["\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202e", "\u2060", "\u2066", "\ufeff", "\ufe0f"]

strewn = st.lists(st.sampled_from([*HIDDEN, "Obi", "a", " ", "”", "é", "😀", "\ud800"])).map("".join)


@pytest.mark.parametrize("sign", HIDDEN)
def test_what_nobody_sees_is_taken_out(sign: str) -> None:
    assert Seen.of(f"{sign}“Yes,”{sign}{sign} s{sign}aid Obi.{sign}").text == "“Yes,” said Obi."


@pytest.mark.parametrize(
    "text", ["", "Plain.", "Wide\u00a0blank, narrow\u2009one.", "e\u0301", "a\x00b", "\n\t\r\n", "\ud800"]
)
def test_everything_else_stays(text: str) -> None:
    assert Seen.of(text) == Seen(text, text, [])


@given(strewn)
def test_each_character_knows_where_it_stood(text: str) -> None:
    seen = Seen.of(text)
    assert [text[slice(*seen.origin(i, i + 1))] for i in range(len(seen.text))] == list(seen.text)


def test_every_span_of_an_article_is_moved_and_every_name_is_left() -> None:
    whole = "\u200b“Y\u00ades,” said O\u00adbi, the ma\u200byor.\ufeff"
    text = "“Yes,” said Obi, the mayor."

    def span(words: str, within: str = text) -> Span:
        return Span.cut(within, within.index(words), within.index(words) + len(words))

    def article(content: Span, cue: Span, name: Span, role: Span) -> Article:
        told = Affiliation("mayor", evidence=(role,))
        speaker = Speaker("Obi", SpeakerKind.PERSON, name, 1, told)
        record = SpeakerRecord(1, "Obi", SpeakerKind.PERSON, (name,), (told,))
        return Article((Quote((content,), QuoteKind.DIRECT, cue=cue, speaker=speaker),), (record,), "x")

    read = article(span("“Yes,”"), span("said"), span("Obi"), span("mayor"))
    expected = article(*(span(words, whole) for words in ("“Y\u00ades,”", "said", "O\u00adbi", "ma\u200byor")))
    assert Seen.of(whole).restored(read) == expected


def test_an_article_without_them_is_returned_as_it_is() -> None:
    article = Article()
    assert Seen.of("Nothing hidden.").restored(article) is article
