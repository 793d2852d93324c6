from __future__ import annotations

from html import escape
from itertools import pairwise
from pathlib import Path

import ftfy
import pytest
from hostile_texts import HOSTILE, LANGUAGES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lawful import assert_lawful

from quoteattr import Pipeline
from quoteattr.text.page import Page
from quoteattr.text.seen import Seen

WRONG = ["sloppy-windows-1252", "latin-1"]
NAMES = "“It’s over – at last…” said José Muñoz, Chloë Šimić, Łukasz Żak, İlkay Güneş and Ève Œuvrard of São Tomé."

pieces = st.lists(
    st.sampled_from(
        [
            *(
                "â€œ",
                "â€\x9d",
                "â€",
                "â€�",
                "â€™",
                "Ã©",
                "Ã",
                "Â",
                "â",
                "€",
                "Ã¢â‚¬Å“",
                "Ã¢â‚¬Â",
                "A\u0303",
                "ðŸ˜€",
                "\ud800",
            ),
            *("\x93", "\x94", "\x92", "\x85", "\x8d", "?", "\ufffd", "&ldquo;", "&amp;", "&#8217;", "&#1;", "&#xd800;"),
            *(
                " ",
                "\n\n",
                ",",
                ".",
                "a",
                "We",
                "É",
                "”",
                "’",
                "“",
                "\u00ad",
                "\u200b",
                "\xa0",
                "said Ada Obi",
                "amp;",
                "l",
            ),
        ]
    ),
    max_size=30,
).map("".join)


def misread(text: str, wrong: str) -> str:
    return text.encode().decode(wrong)


def stood_there(seen: Seen) -> list[str]:
    """What stands in the text as given, for each character that is seen."""
    return [seen.whole[slice(*seen.origin(i, i + 1))] for i in range(len(seen.text))]


def assert_apart(seen: Seen) -> None:
    ends = [0]
    for i in range(len(seen.text)):
        start, end = seen.origin(i, i + 1)
        assert ends[-1] <= start < end <= len(seen.whole)
        ends.append(end)


# Whole texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_taken_for_broken(language: str) -> None:
    assert Seen.of(LANGUAGES[language]).steps == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Ãlvaro e a irmã, no château.",
            "AMANHÃ E MANHÃ.",
            "«CAFÉ» et «L’ÉTÉ…»",
            "“Café”… naïve—“Spaß”.",
            "“Ô” – “Ü”…",
        ),
        *("“AMANHÃ”", "IRMÃ…", "Å Örebro", "ÄÖÜ", "€5, £4, ©2026, 20°C, §3, ½″, ×2, â, Â, Ã.", "Đorđe Ćosić said “š”."),
        *("AT&T, Smith & Sons; R&D.", "a&b;c", "?id=3&copy=4", "&nosuchname; &; &#; &#x;", "https://a.org/?id=3&amp=4"),
        *(
            "Why? Nobody asked. Who?",
            "Who? he asked.",
            "(?)",
            "??? What?!",
            "https://a.org/?q=a b?c",
            "page?s=1, x?t/3",
        ),
        *(
            "?Que pasa",
            "?Nf3 was bad. Was it? No.",
            "? One",
            "Sixty?seventy",
            "caf\ufffd was \ufffd",
            "The line\x85 ends.",
        ),
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert Seen.of(text).text == text


def test_the_annotated_cases_are_whole() -> None:
    for path in (Path(__file__).parents[1] / "benchmarks").rglob("*.txt"):
        assert Seen.of(path.read_text(encoding="utf-8")).steps == [], path


# Broken ones


@pytest.mark.parametrize("wrong", WRONG)
def test_misread_text_is_read_as_it_was_meant(wrong: str) -> None:
    seen = Seen.of(misread(NAMES, wrong))
    assert seen.text == NAMES
    assert stood_there(seen) == [misread(char, wrong) for char in NAMES]


@pytest.mark.parametrize("first", WRONG)
@pytest.mark.parametrize("second", WRONG)
def test_text_that_was_misread_twice_is_read_as_it_was_meant(first: str, second: str) -> None:
    seen = Seen.of(misread(misread(NAMES, first), second))
    assert seen.text == NAMES
    assert stood_there(seen) == [misread(misread(char, first), second) for char in NAMES]


@pytest.mark.parametrize("lost", ["â€\x9d", "â€", "â€\ufffd", "Ã¢â‚¬Â\x9d", "Ã¢â‚¬Â", "Ã¢â‚¬Â\ufffd"])
def test_a_closing_mark_that_lost_its_last_byte_is_one(lost: str) -> None:
    seen = Seen.of(f"“No,{lost} said Ada Obi. “No.{lost}")
    assert seen.text == "“No,” said Ada Obi. “No.”"
    assert stood_there(seen).count(lost) == 2


def test_a_question_mark_for_the_last_byte_of_a_closing_mark_is_part_of_it_behind_punctuation() -> None:
    assert Seen.of("â€œNo,â€? she said.").text == "“No,” she said."
    assert Seen.of("Did he say â€œnoâ€?").text == "Did he say “no”?"


def test_a_hyphen_that_lost_its_last_byte_is_one() -> None:
    assert Seen.of("â€œA longâ€term plan.â€").text == "“A long‐term plan.”"


def test_misread_text_whose_accents_were_taken_apart_is_mended() -> None:
    assert Seen.of("JosA\u0303© of SA\u0303£o TomA\u0303©: a\u0302€œNo.a\u0302€\x9d").text == "José of São Tomé: “No.”"


def test_a_line_that_is_all_misread_is_told_by_all_of_it() -> None:
    assert Seen.of("HÃ¥kon said no.").text == "HÃ¥kon said no."
    assert Seen.of("â€œNo,â€\x9d said HÃ¥kon.").text == "“No,” said Håkon."


def test_a_word_with_whole_and_misread_characters_is_mended() -> None:
    assert Seen.of("“MÃ¼ller’s”").text == "“Müller’s”"


def test_controls_are_marks() -> None:
    seen = Seen.of("\x93We\x85 won\x92t,\x94 said Ada Obi \x96 \x91no\x92.")
    assert seen.text == "“We… won’t,” said Ada Obi – ‘no’."


@pytest.mark.parametrize(
    "text",
    ["&ldquo;No&#8217;s no,&#x201D;", "&amp;ldquo;No&amp;rsquo;s no,&amp;amp;rdquo;", "&#147;No&#146;s no,&#148;"],
)
def test_names_and_numbers_of_characters_are_these(text: str) -> None:
    assert Seen.of(text).text == "“No’s no,”"


def test_misread_characters_may_be_named() -> None:
    assert Seen.of(escape("A &acirc;&euro;&oelig;plan&acirc;&euro;&#157;", quote=False)).text == "A “plan”"


def test_an_invisible_character_that_was_broken_is_not_seen() -> None:
    assert Seen.of("ï»¿Ada s&shy;aid &#8203;noâ€‹.").text == "Ada said no."


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("?We won,? she said.", "“We won,” she said."),
        ("?We won!? she said. ?Did you see??", "“We won!” she said. “Did you see?”"),
        ("It isn?t Ada?s, and we?ll see.", "It isn’t Ada’s, and we’ll see."),
        ("Why? The ?open door? was shut.", "Why? The “open door” was shut."),
        ("She said (?not now.?) no.", "She said (“not now.”) no."),
        ("?Did you win? I did,? she said.", "“Did you win? I did,” she said."),
        ("\ufffdWe won\ufffdt,\ufffd she said.", "“We won’t,” she said."),
        ("?One.\n\n?Two,? she said. Who?", "?One.\n\n“Two,” she said. Who?"),
        ("?He said ?go? and left,? she said.", "?He said ?go? and left,? she said."),
        ("?Did you? Did he? Who knows.", "?Did you? Did he? Who knows."),
    ],
)
def test_question_marks_stand_for_marks_where_there_is_no_doubt(text: str, meant: str) -> None:
    assert Seen.of(text).text == meant


def test_ftfy_is_not_loaded_for_whole_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ftfy, "fix_encoding", None)
    for text in LANGUAGES.values():
        Seen.of(text)


# Offsets


@given(pieces)
@example("â€œâ€˜Ã©â€\x9d")
@example("À€Ã©")
def test_what_stands_for_two_characters_is_apart_and_not_empty(text: str) -> None:
    seen = Seen.of(text)
    assert_apart(seen)
    assert Seen.of(text) == seen


@given(st.text(max_size=40), st.sampled_from(WRONG))
def test_any_misread_text_keeps_its_offsets(text: str, wrong: str) -> None:
    assert_apart(Seen.of(text.encode(errors="surrogatepass").decode(wrong)))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_keep_their_offsets(text: str) -> None:
    for wrong in WRONG:
        assert_apart(Seen.of(text.encode(errors="surrogatepass").decode(wrong)))


@settings(max_examples=15)
@given(pieces)
def test_answers_on_broken_texts_are_lawful(pipeline: Pipeline, text: str) -> None:
    assert_lawful(pipeline(text, thoughts=True), text)


def test_spans_hold_broken_characters_whole(pipeline: Pipeline) -> None:
    text = misread("“We won’t pay,” said José Muñoz, the mayor of São Tomé.", "sloppy-windows-1252")
    (quote,) = pipeline(text).quotes
    assert quote.text == misread("“We won’t pay,”", "sloppy-windows-1252")
    assert quote.speaker is not None
    assert quote.speaker.name == "José Muñoz"
    assert quote.speaker.mention is not None
    assert quote.speaker.mention.text == "JosÃ© MuÃ±oz, the mayor of SÃ£o TomÃ©"


@pytest.mark.parametrize("unit", ["Ã©", "â€œ", "â€", "?a,? ", "&amp;", "&#8217;", "Ã©”", "\x93", "A\u0303©"])
def test_twice_the_text_has_twice_the_changes(unit: str) -> None:
    once, twice = (sum(len(step.starts) for step in Page.of(unit * n).seen.steps) for n in (500, 1000))
    assert 0 < once <= twice <= 2.1 * once
    assert all(a.text != b.text for a, b in pairwise(Page.of(unit * 500).seen.steps))
