"""Linking without models: the words, sentences and names of a text are cut by rule, its claims are written by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from attrs import asdict, frozen

from quoteattr.language.words import Analysis, Name, NameKind, Sentence, Word
from quoteattr.network.reading import Claim
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.beside import LONGEST_GAP, SHORTEST_STATEMENT
from quoteattr.statements.cues import Cues
from quoteattr.statements.finding import find_statements
from quoteattr.statements.statement import Origin, Statement
from quoteattr.statements.uncued import LONGEST_CLAUSE
from quoteattr.text.marks import find_quotations
from quoteattr.text.page import Page
from quoteattr.text.paragraphs import find_paragraphs

CAST = {
    "Ada Obi": NameKind.PERSON,
    "Jonas Werle": NameKind.PERSON,
    "Mary Ann Haddad": NameKind.PERSON,
    "Elmina": NameKind.PLACE,
    "Calder Trust": NameKind.ORGANIZATION,
}
"""The names that every text is searched for, and what they are."""

CUES = Cues.of()

_SENTENCE_END = regex.compile(r"[.!?][\"”’]*\s+(?=[\"“‘]*\p{Lu})")


def analysed(text: str) -> Analysis:
    """What the language step would find in a text: a sentence ends where a full stop stands before a capital."""
    found = [
        Name(m.start(), m.end(), name, kind)
        for name, kind in CAST.items()
        for m in regex.finditer(rf"\b{name}\b", text)
    ]
    return Analysis(Page.of(text), tuple(sentences(text)), tuple(sorted(found, key=lambda name: name.start)))


def sentences(text: str) -> list[Sentence]:
    cut = []
    for paragraph in find_paragraphs(text):
        ends = [m.end() for m in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end)]
        for start, end in pairwise([paragraph.start, *ends, paragraph.end]):
            found = regex.finditer(r"\w+|[^\w\s]", text, pos=start, endpos=end)
            cut.append(Sentence(tuple(Word(i, m[0], m.start(), m.end()) for i, m in enumerate(found))))
    return cut


def span(text: str, piece: str) -> Span:
    """The one place where a piece stands in a text."""
    assert text.count(piece) == 1, f"{piece!r} stands {text.count(piece)} times in {text!r}"
    return Span.cut(text, text.index(piece), text.index(piece) + len(piece))


def claim(
    text: str, content: str | list[str], cue: str | None, source: str | None = None, probability: float = 0.9
) -> Claim:
    """What the tagger would hold, by the words themselves."""
    pieces = [content] if isinstance(content, str) else content
    return Claim(
        tuple(span(text, piece) for piece in pieces),
        None if cue is None else span(text, cue),
        None if source is None else span(text, source),
        probability,
    )


@frozen
class Told:
    """An attribution in words, as far as a test asks: fragments of content, kind, cue and source."""

    content: tuple[str, ...]
    kind: str
    cue: str | None
    source: str | None


def direct(*content: str, cue: str | None = None, source: str | None = None) -> Told:
    return Told(content, "direct", cue, source)


def mixed(*content: str, cue: str | None = None, source: str | None = None) -> Told:
    return Told(content, "mixed", cue, source)


def indirect(*content: str, cue: str | None = None, source: str | None = None) -> Told:
    return Told(content, "indirect", cue, source)


def linked(text: str, *claims: Claim) -> tuple[Statement, ...]:
    found = find_statements(analysed(text), claims, CUES)
    for attribution in found:
        for part in (*attribution.content, attribution.cue, attribution.source):
            assert part is None or text[part.start : part.end] == part.text != ""
    return found


def told(text: str, *claims: Claim) -> list[Told]:
    """What is linked, in words."""
    return [
        Told(
            tuple(part.text for part in a.content),
            a.kind.value,
            a.cue.text if a.cue else None,
            a.source.text if a.source else None,
        )
        for a in linked(text, *claims)
    ]


# Claims: cue, content, kind


def test_a_claim_becomes_an_attribution() -> None:
    text = "Ada Obi said that the bridge was safe."
    (found,) = linked(text, claim(text, "that the bridge was safe", "said", "Ada Obi", probability=0.7))
    assert asdict(found, recurse=False) == {
        "content": (Span(13, 37, "that the bridge was safe"),),
        "kind": QuoteKind.INDIRECT,
        "presentation": Presentation.SPEECH,
        "cue": Span(8, 12, "said"),
        "source": Span(0, 7, "Ada Obi"),
        "continues": False,
        "voiced": True,
        "origin": Origin.CLAIM,
        "probability": 0.7,
    }
    assert (found.start, found.end) == (13, 37)


def test_an_attribution_reaches_from_its_first_fragment_to_its_last() -> None:
    text = "“No,” said Ada Obi. “Not today.”"
    (found,) = linked(text, claim(text, ["“No,”", "“Not today.”"], "said", "Ada Obi"))
    assert (found.start, found.end) == (0, len(text))


def test_a_claim_without_cue_is_dropped() -> None:
    text = "Ada Obi of Elmina thinks little of ferries."
    assert told(text, claim(text, "little of ferries", None, "Ada Obi")) == []


def test_a_cue_inside_a_quotation_is_the_speakers_own_word() -> None:
    text = "“The mayor told us that it would hold,” said Ada Obi."
    inner = claim(text, "that it would hold", "told", "The mayor")
    outer = claim(text, "“The mayor told us that it would hold,”", "said", "Ada Obi")
    assert told(text, inner, outer) == [
        direct("“The mayor told us that it would hold,”", cue="said", source="Ada Obi"),
    ]


def test_a_claim_whose_content_is_its_cue_and_its_source_is_dropped() -> None:
    text = "So said Ada Obi."
    assert told(text, claim(text, "said Ada Obi", "said", "Ada Obi")) == []


def test_attributions_come_in_text_order_the_longer_first() -> None:
    text = "Ada Obi said that it rained. Jonas Werle warned that it would snow."
    late = claim(text, "that it would snow", "warned", "Jonas Werle")
    early = claim(text, "that it rained", "said", "Ada Obi")
    assert [a.content[0].text for a in linked(text, late, early)] == ["that it rained", "that it would snow"]
    text = "Ada Obi said Jonas Werle warned that it would certainly snow before long."
    short = claim(text, "Jonas Werle warned", "said", "Ada Obi")
    long = claim(text, "Jonas Werle warned that it would certainly snow before long", "said", None)
    assert [a.content[0].text for a in linked(text, short, long)] == [
        "Jonas Werle warned that it would certainly snow before long",
        "Jonas Werle warned",
    ]


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("Ada Obi said: “The bridge is safe.”", "“The bridge is safe.”", QuoteKind.DIRECT),
        ("Ada Obi said that “the bridge is safe” and sound.", "that “the bridge is safe” and sound", QuoteKind.MIXED),
        ("Ada Obi said that the “bridge deck” was safe.", "that the “bridge deck” was safe", QuoteKind.MIXED),
        ("Ada Obi said that the “bridge” was safe.", "that the “bridge” was safe", QuoteKind.INDIRECT),
        ("Ada Obi said that the bridge was safe.", "that the bridge was safe", QuoteKind.INDIRECT),
    ],
)
def test_words_inside_marks_make_the_kind(text: str, content: str, kind: QuoteKind) -> None:
    (found,) = linked(text, claim(text, content, "said", "Ada Obi"))
    assert [part.text for part in found.content] == [content]
    assert found.kind is kind


def test_quoted_words_are_counted_over_all_fragments() -> None:
    text = "“Safe,” said Ada Obi, and “sound.”"
    assert told(text, claim(text, ["“Safe,”", "“sound.”"], "said", "Ada Obi")) == [
        direct("“Safe,”", "“sound.”", cue="said", source="Ada Obi")
    ]
    text = "“Perfectly safe,” said Ada Obi, and that it would be so for a hundred years."
    pieces = ["“Perfectly safe,”", "that it would be so for a hundred years"]
    assert told(text, claim(text, pieces, "said", "Ada Obi")) == [mixed(*pieces, cue="said", source="Ada Obi")]


# Presentation, and what counts as voiced


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "presentation", "voiced"),
    [
        ("Ada Obi said that it rained.", "that it rained", "said", "Ada Obi", Presentation.SPEECH, True),
        ("Ada Obi wrote that it rained.", "that it rained", "wrote", "Ada Obi", Presentation.WRITING, True),
        ("Ada Obi hoped that it rained.", "that it rained", "hoped", "Ada Obi", Presentation.THOUGHT, False),
        ("Nobody said that it rained.", "that it rained", "said", "Nobody", Presentation.SPEECH, False),
        ("Ada Obi revealed the plan.", "the plan", "revealed", "Ada Obi", Presentation.SPEECH, False),
        ("The plan, Ada Obi revealed.", "The plan", "revealed", "Ada Obi", Presentation.SPEECH, True),
        ("Ada Obi revealed “the plan”.", "“the plan”", "revealed", "Ada Obi", Presentation.SPEECH, True),
        ("Ada Obi revealed a “plan B” to all.", "a “plan B” to all", "revealed", "Ada Obi", Presentation.SPEECH, True),
        ("Asked whether it rained, he left.", "whether it rained", "Asked", None, Presentation.SPEECH, False),
        ("Ada Obi asked whether it rained.", "whether it rained", "asked", "Ada Obi", Presentation.SPEECH, True),
    ],
)
def test_the_manner_is_that_of_cue_content_source_and_order(
    text: str, content: str, cue: str, source: str | None, presentation: Presentation, voiced: bool
) -> None:
    (found,) = linked(text, claim(text, content, cue, source))
    assert (found.presentation, found.voiced) == (presentation, voiced)


def test_content_on_both_sides_of_the_cue_counts_as_after_it() -> None:
    text = "The plan, Ada Obi revealed yesterday, the whole plan."
    (found,) = linked(text, claim(text, ["The plan", "the whole plan"], "revealed", "Ada Obi"))
    assert not found.voiced


@pytest.mark.parametrize(
    ("text", "cue", "source", "voiced"),
    [
        ("Did Ada Obi say that it leaks?", "say", "Ada Obi", False),
        ("Has Ada Obi said that it leaks?", "said", "Ada Obi", False),
        ("Was it said that it leaks?", "said", None, False),
        ("Who said that it leaks?", "said", "Who", True),
        ("Did Ada Obi say that it leaks.", "say", "Ada Obi", True),
        ("It rained. Did Ada Obi say that it leaks? It did not.", "say", "Ada Obi", False),
        ("Did it rain? Ada Obi did say that it leaks.", "say", "Ada Obi", True),
        ("If Ada Obi says that it leaks, we leave.", "says", "Ada Obi", False),
        ("We stay unless Ada Obi says that it leaks.", "says", "Ada Obi", False),
        ("We leave IF Ada Obi says that it leaks.", "says", "Ada Obi", False),
        ("If told that it leaks, we leave.", "told", None, False),
        ("If, said Ada Obi, it rained, that it leaks was clear.", "said", "Ada Obi", True),
        ("We leave if said Ada Obi that it leaks.", "said", "Ada Obi", False),
        ("If it rains, Ada Obi says, that it leaks is sure.", "says", "Ada Obi", True),
        ("A motif Ada Obi says that it leaks.", "says", "Ada Obi", True),
    ],
)
def test_a_report_that_is_asked_for_or_supposed_is_not_voiced(
    text: str, cue: str, source: str | None, voiced: bool
) -> None:
    (found,) = linked(text, claim(text, "that it leaks", cue, source))
    assert found.voiced is voiced


@pytest.mark.parametrize("word", "did do does has have had will would can could is are was were".split())
def test_each_auxiliary_that_opens_a_sentence_makes_it_a_question(word: str) -> None:
    text = f"{word.title()} Ada Obi saying that it leaks?"
    (found,) = linked(text, claim(text, "that it leaks", "saying", "Ada Obi"))
    assert not found.voiced


def test_a_quotation_in_a_question_was_still_said() -> None:
    text = "Did Ada Obi say “it leaks a little”?"
    (found,) = linked(text, claim(text, "“it leaks a little”", "say", "Ada Obi"))
    assert found.voiced


def test_without_sentences_no_report_is_open() -> None:
    text = "Did Ada Obi say that it leaks?"
    (found,) = find_statements(Analysis(Page.of(text)), [claim(text, "that it leaks", "say", "Ada Obi")], CUES)
    assert found.voiced


# Sources: as the tagger saw them, and where it saw none


@pytest.mark.parametrize(
    ("text", "seen", "source"),
    [
        ("Ada Obi said that it leaks.", "Ada", "Ada Obi"),
        ("The mayor, Ada Obi, said that it leaks.", "The mayor, Ada", "The mayor, Ada Obi"),
        ("Calder Trust said that it leaks.", "Calder", "Calder"),
        ("Ada Obi, the mayor, said that it leaks.", "Ada Obi", "Ada Obi"),
        ("Ada Obi (Greens) said that it leaks.", "Ada Obi (Greens", "Ada Obi (Greens)"),
        ("Ada Obi [Greens] said that it leaks.", "Ada Obi [Greens", "Ada Obi [Greens]"),
        ("Ada Obi [Greens) said that it leaks.", "Ada Obi [Greens", "Ada Obi [Greens"),
        ("A man (like Ada Obi) said that it leaks.", "A man (like Ada", "A man (like Ada Obi)"),
        ("A man (whom Ada Obi) said that it leaks.", "Ada Obi", "Ada Obi"),
        ("A man (a (real) one) said that it leaks.", "A man (a (real) one", "A man (a (real) one)"),
        ("(A man) (here) said that it leaks.", "A man) (here", "A man) (here"),
        ("(So a man) (here) said that it leaks.", "a man", "a man"),
        ("(So) a man (here) said that it leaks.", "a man (here", "a man (here)"),
    ],
)
def test_a_source_is_made_whole(text: str, seen: str, source: str) -> None:
    assert told(text, claim(text, "that it leaks", "said", seen)) == [
        indirect("that it leaks", cue="said", source=source),
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("It was called a risk by Ada Obi.", "called", None),
        ("A risk, it was noted by Ada Obi, is growing.", "noted", "Ada Obi"),
        ("A risk, it was noted by Ada Obi, is growing.", "noted by", "Ada Obi"),
        ("A risk, it was noted by Ada Obi on Monday, is growing.", "noted", "Ada Obi"),
        ("A risk, it was noted by Ada Obi of the Calder Trust, is growing.", "noted", "Ada Obi of the Calder Trust"),
        ("A risk, it was noted by Mr. Ada Obi, is growing.", "noted", "Mr. Ada Obi"),
        ("A risk, it was noted by experts, is growing.", "noted", None),
        ("A risk, it was noted by experts on Ada Obi, is growing.", "noted", None),
        ("A risk, it was noted bypassing Ada Obi, is growing.", "noted", None),
        ("A risk, it was noted then by Ada Obi, is growing.", "noted", None),
    ],
)
def test_without_source_it_is_the_name_after_by(text: str, cue: str, source: str | None) -> None:
    content = "is growing" if "growing" in text else "a risk"
    assert told(text, claim(text, content, cue)) == [indirect(content, cue=cue, source=source)]


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("“It leaks,” Ada Obi said.", "said", "Ada Obi"),
        ("“It leaks,” the mayor said.", "said", "the mayor"),
        ("“It leaks,” a weary Ada Obi said.", "said", "Ada Obi"),
        ("“It leaks,” Jonas Werle and Ada Obi said.", "said", "Ada Obi"),
        ("“It leaks,” Ada Obi quietly said.", "said", "Ada Obi quietly"),
        ("“It leaks,” said Ada Obi.", "said", "Ada Obi"),
        ("“It leaks,”said Ada Obi.", "said", "Ada Obi"),
        ("“It leaks,” said the mayor of the town on Monday.", "said", "the mayor of the town"),
        ("“It leaks,” said the mayor, who knew.", "said", "the mayor"),
        ("“It leaks,” said 40 people.", "said", "40 people"),
        ("“It leaks,” said (she laughed).", "said", None),
        ("Ada Obi said: “It leaks.”", "said", "Ada Obi"),
        ("The mayor said: “It leaks.”", "said", "The mayor"),
        ("In the north, the mayor said: “It leaks.”", "said", None),
        ("In the far north, Ada Obi said: “It leaks.”", "said", "Ada Obi"),
        ("It rained. The mayor said: “It leaks.”", "said", "The mayor"),
        ("“It leaks,” - Ada Obi, said.", "said", "Ada Obi"),
        ("Said: “It leaks.”", "Said", None),
    ],
)
def test_without_source_the_order_beside_a_quotation_tells(text: str, cue: str, source: str | None) -> None:
    (quotation,) = find_quotations(text)
    content = text[quotation.start : quotation.end]
    assert told(text, claim(text, content, cue)) == [direct(content, cue=cue, source=source)]


def test_the_source_by_order_is_the_one_beside_the_quotation() -> None:
    text = "So the man left. “It leaks,” the man said, and the man wept."
    (found,) = linked(text, claim(text, "“It leaks,”", "said"))
    assert found.source == Span(29, 36, "the man")


@pytest.mark.parametrize(
    "text",
    [
        "“It leaks,” said {}.",
        "That it leaks was said by {}.",
        pytest.param(
            "“It leaks,” it was said by {}.",
            marks=pytest.mark.xfail(strict=True, reason="the words before the cue are taken in its place"),
        ),
    ],
)
def test_a_source_of_many_words_is_not_cut(text: str) -> None:
    long = "Ada Obi of the " + "most " * 20 + "reverend Trust here"
    text = text.format(long)
    (found,) = linked(text, claim(text, "It leaks" if "It leaks" in text else "That it leaks", "said"))
    assert found.source in (None, span(text, long))


def test_without_source_and_quotation_the_order_tells_nothing() -> None:
    text = "The mayor said that it leaks."
    assert told(text, claim(text, "that it leaks", "said")) == [indirect("that it leaks", cue="said")]


def test_without_sentences_the_order_tells_nothing() -> None:
    text = "The mayor said: “It leaks.”"
    (found,) = find_statements(Analysis(Page.of(text)), [claim(text, "“It leaks.”", "said")], CUES)
    assert found.source is None


@pytest.mark.parametrize(
    ("words", "taken"),
    [(4, True), (5, False)],
)
def test_few_words_before_a_cue_that_introduces_a_quotation_are_its_source(words: int, taken: bool) -> None:
    source = " ".join(["Some", "old", "harbour", "clerk", "here"][:words])
    text = f"{source} said: “It leaks.”"
    assert told(text, claim(text, "“It leaks.”", "said"))[0].source == (source if taken else None)


@pytest.mark.parametrize(("words", "taken"), [(16, True), (17, False)])
def test_the_words_between_a_quotation_and_its_cue_are_its_source(words: int, taken: bool) -> None:
    source = " ".join(["the"] + ["o"] * (words - 2) + ["clerk"])
    text = f"“It leaks,” {source} said."
    assert told(text, claim(text, "“It leaks,”", "said"))[0].source == (source if taken else None)


def test_a_quoted_sentence_start_is_no_source() -> None:
    text = "“Harbour Nights” said: “It leaks.”"
    assert told(text, claim(text, "“It leaks.”", "said")) == [direct("“It leaks.”", cue="said")]


# Quotations beside a reporting clause


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("“We knew,” said Ada Obi, “but nobody listened.”", True),
        ("“We knew!” said Ada Obi, “but nobody listened.”", True),
        ("“Who knew?” said Ada Obi, “but nobody listened.”", True),
        ("“We knew,” Ada Obi said, “but nobody listened.”", True),
        ("“We knew,” the weary Ada Obi said, “but nobody listened.”", True),
        ("“We knew—” said Ada Obi, “but nobody listened.”", False),
        ("“We knew.” Then said Ada Obi, “but nobody listened.”", False),
    ],
)
def test_a_quotation_before_the_clause_that_goes_on_after_it_is_taken_in(text: str, taken: bool) -> None:
    first, second = (text[q.start : q.end] for q in find_quotations(text))
    found = told(text, claim(text, second, "said", "Ada Obi"))
    assert (direct(first, second, cue="said", source="Ada Obi") in found) is taken


def test_a_quotation_is_not_taken_in_before_indirect_content() -> None:
    text = "“We knew,” said Ada Obi, adding that nobody listened."
    assert told(text, claim(text, "that nobody listened", "adding", "Ada Obi")) == [
        indirect("that nobody listened", cue="adding", source="Ada Obi"),
    ]


def test_the_quotation_before_is_found_from_the_source_where_that_comes_first() -> None:
    text = "“We knew,” Ada Obi, who had always warned of it loudly; she said, “but nobody listened.”"
    assert told(text, claim(text, "“but nobody listened.”", "said", "Ada Obi"))[0].content == (
        "“We knew,”",
        "“but nobody listened.”",
    )


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("“It leaks,” the mayor said.", True),
        ("“It leaks!” the mayor said.", True),
        ("“Who knew?” the mayor said.", True),
        ("“It leaks—” the mayor said.", True),
        ("“It leaks–” the mayor said.", True),
        ("“It leaks-” the mayor said.", True),
        ("“It leaks…” the mayor said.", True),
        ("“It leaks”, the mayor said.", True),
        ("“It leaks” – the mayor said.", True),
        ("“It leaks” — the mayor said.", True),
        ("“It leaks” - the mayor said.", True),
        ("“It leaks” the mayor said.", False),
        ("“It leaks.” the mayor said.", False),
        ("“It leaks”; the mayor said.", False),
        ("“It leaks,” one; the mayor said.", False),
        ("“It leaks,” one: the mayor said.", False),
        ("“It leaks,” oh! the mayor said.", False),
        ("“It leaks,” eh? the mayor said.", False),
        ("“It leaks,” he left. The mayor said so.", False),
        ("“It leaks,” the\nmayor said.", False),
    ],
)
def test_which_clause_completes_the_quotation_before_it(text: str, beside: bool) -> None:
    found = told(text, claim(text, "leaks" if "leaks" in text else "knew", "said"))
    sources = [attribution.source for attribution in found if attribution.cue == "said"]
    assert sources == (["the mayor"] if beside else [None])


@pytest.mark.parametrize(
    ("opener", "closer"),
    [*("“”", '""', "„“", "‟”", "‘’", "''", "«»", "»«"), ("``", "''"), ("« ", " »")],
)
def test_what_ends_a_quotation_is_seen_through_every_kind_of_marks(opener: str, closer: str) -> None:
    text = f"{opener}It leaks,{closer} the mayor said."
    assert [a.source for a in told(text, claim(text, "leaks", "said"))] == ["the mayor"]
    text = f"Then “it” rained. {opener}It leaks and leaks.{closer} So they sang."
    assert [a.content for a in told(text)] == [(f"{opener}It leaks and leaks.{closer}",)]


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("“It leaks.” said the mayor.", True),
        ("“It leaks” said the mayor.", False),
        ("“It leaks.” Said the mayor.", False),
        ("“It leaks.” so said the mayor.", False),
    ],
)
def test_a_cue_in_lower_case_right_after_a_full_stop_completes_the_quotation(text: str, beside: bool) -> None:
    cue = "Said" if "Said" in text else "said"
    assert [a.source for a in told(text, claim(text, "leaks", cue))] == (["the mayor"] if beside else [None])


def test_a_clause_too_far_from_the_quotation_does_not_complete_it() -> None:
    near = "“It leaks,” the " + "x" * (LONGEST_GAP // 2 - 6) + " said."
    far = "“It leaks,” the " + "x" * (LONGEST_GAP // 2 - 5) + " said."
    assert told(near, claim(near, "“It leaks,”", "said"))[0].source is not None
    assert told(far, claim(far, "“It leaks,”", "said"))[0].source is None


def test_a_clause_of_its_own_sentence_may_part_from_the_quotation_by_fewer_words() -> None:
    eight = "“It leaks!” The one who had the ship to sail said."
    nine = "“It leaks!” The one who had the ship to sail on said."
    assert told(eight, claim(eight, "“It leaks!”", "said"))[0].source == "The one who had the ship to sail"
    assert told(nine, claim(nine, "“It leaks!”", "said"))[0].source is None


def test_a_full_stop_parts_a_clause_from_the_quotation_unless_it_stands_in_its_sentence() -> None:
    same = "“It leaks,” Mr. Ada Obi said."
    text = "“It leaks!” He left. Ada Obi said so."
    inside = Analysis(Page.of(same), (Sentence(tuple(word for s in sentences(same) for word in s.words)),))
    (found,) = find_statements(inside, [claim(same, "“It leaks,”", "said")], CUES)
    assert found.source == span(same, "Mr. Ada Obi")
    assert told(text, claim(text, "“It leaks!”", "said"))[0].source is None


@pytest.mark.parametrize(
    ("between", "beside"),
    [
        (": ", True),
        (", ", True),
        (" – ", True),
        (" — ", True),
        (" - ", True),
        (", that ", True),
        (" that ", True),
        (" ", True),
        (" yesterday ", False),
        (" to the council: ", True),
        (" so. Then: ", False),
        (" so! Then: ", False),
        (" so? Then: ", False),
        (" at 5.30: ", True),
        (" and added: ", False),
        (" and Told: ", False),
        (":\n", True),
        (",\n", False),
        (":\n\n", True),
        (" yesterday\nnight: ", False),
    ],
)
def test_which_clause_introduces_the_quotation_after_it(between: str, beside: bool) -> None:
    text = f"The mayor said{between}“it leaks and leaks.”"
    found = told(text, claim(text, "“it leaks and leaks.”", "said"))
    assert [a.source for a in found] == (["The mayor"] if beside else [None])


@pytest.mark.parametrize(("quotation", "beside"), [("“it leaks and leaks.”", True), ("“it leaks again.”", False)])
def test_only_a_quotation_of_some_words_is_introduced_by_nothing(quotation: str, beside: bool) -> None:
    text = f"The mayor said {quotation}"
    assert told(text, claim(text, quotation, "said"))[0].source == ("The mayor" if beside else None)


def test_a_clause_too_far_from_the_quotation_does_not_introduce_it() -> None:
    near = "The mayor said " + "x" * (LONGEST_GAP - 3) + ": “It leaks.”"
    far = "The mayor said " + "x" * (LONGEST_GAP - 2) + ": “It leaks.”"
    assert told(near, claim(near, "“It leaks.”", "said"))[0].source == "The mayor"
    assert told(far, claim(far, "“It leaks.”", "said"))[0].source is None


# Content: snapped to quotations, less cue and source, trimmed


@pytest.mark.parametrize(
    ("text", "seen", "content"),
    [
        ("Ada Obi said: “The bridge is closed.”", "bridge", ["“The bridge is closed.”"]),
        ("Ada Obi said that the “old bridge” was closed.", "that the “old", ["that the “old bridge”"]),
        ("Ada Obi said that the “old bridge” was closed.", "bridge” was closed", ["“old bridge” was closed"]),
        ("Ada Obi said that the “old bridge” was closed.", "that the ", ["that the"]),
        ("“The bridge is closed.”said Ada Obi.", "bridge", ["“The bridge is closed.”"]),
        ("Ada Obi said“the bridge is closed.”", "bridge", ["“the bridge is closed.”"]),
        ("Ada Obi said that all “old bridges” and “new ones” were shut.", "bridges” and “new",
         ["“old bridges” and “new ones”"]),
    ],
)  # fmt: skip
def test_the_edges_of_a_content_snap_to_the_quotations_it_touches(text: str, seen: str, content: list[str]) -> None:
    (found,) = linked(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


def test_a_quotation_that_holds_the_source_is_not_snapped_to() -> None:
    text = "The “Voice of Elmina” said that the “old bridge” was closed."
    (found,) = linked(text, claim(text, ["of Elmina", "that the “old"], "said", "Voice"))
    assert [part.text for part in found.content] == ["of Elmina", "that the “old bridge”"]


@pytest.mark.parametrize(
    ("text", "seen", "content"),
    [
        ("The bridge, Ada Obi said, was closed.", "The bridge, Ada Obi said, was closed", ["The bridge", "was closed"]),
        ("Ada Obi said that it was closed.", "Ada Obi said that it was closed.", ["that it was closed"]),
        ("It was closed, said Ada Obi.", "It was closed, said Ada Obi.", ["It was closed"]),
        ("Said it was, Ada Obi said, closed.", "it was, Ada Obi said, closed", ["it was", "closed"]),
    ],
)
def test_cue_and_source_are_taken_out_of_the_content(text: str, seen: str, content: list[str]) -> None:
    (found,) = linked(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


@pytest.mark.parametrize(
    ("seen", "content"),
    [
        (": it was closed,", "it was closed"),
        ("... it was closed.", "it was closed"),
        ("it was closed -", "it was closed"),
        ("– it was closed —", "it was closed"),
        ("; it was closed; ", "it was closed"),
        (" it was closed\t", "it was closed"),
        ("it was closed:\r\n", "it was closed"),
        ("it was “closed”.", "it was “closed”"),
        ("it was closed?", "it was closed?"),
        ("it was closed!", "it was closed!"),
        ("it was closed)", "it was closed)"),
        ("$5 would do", "$5 would do"),
        ("£5 would do", "£5 would do"),
        ("€5 would do", "€5 would do"),
        ("¥5 would do", "¥5 would do"),
        ("#5 would do", "#5 would do"),
        ("@ada would do", "@ada would do"),
        ("(five) would do", "(five) would do"),
        ("[five] would do", "[five] would do"),
        ("-5 would do", "-5 would do"),
        ("+5 would do", "+5 would do"),
        ("it was closed..", "it was closed."),
        ("it was closed, .", "it was closed, "),
    ],
)
def test_a_fragment_loses_the_punctuation_around_it(seen: str, content: str) -> None:
    text = f"Ada Obi said {seen}"
    start = len("Ada Obi said ")
    said = Claim((Span.cut(text, start, len(text)),), span(text, "said"), span(text, "Ada Obi"), 0.9)
    (found,) = linked(text, said)
    assert [part.text for part in found.content] == [content]


def test_a_quotation_keeps_the_punctuation_inside_it() -> None:
    text = "Ada Obi said “… it was closed –” and “shut.”"
    assert told(text, claim(text, ["“… it was closed –”", "“shut.”"], "said", "Ada Obi")) == [
        direct("“… it was closed –”", "“shut.”", cue="said", source="Ada Obi"),
    ]


def test_a_fragment_without_words_is_none() -> None:
    text = "It rained, Ada Obi said, …!"
    assert told(text, claim(text, ["It rained", "…!"], "said", "Ada Obi")) == [
        indirect("It rained", cue="said", source="Ada Obi"),
    ]


@pytest.mark.parametrize(
    ("text", "seen", "content"),
    [
        ("“It leaks,” Ada Obi said then, “badly.”", ["“It leaks,”", "then", "“badly.”"], ["“It leaks,”", "“badly.”"]),
        ("“It leaks,” Ada Obi said of it then.", ["“It leaks,”", "of it"], ["“It leaks,”"]),
        ("“It leaks,” Ada Obi said of it then.", ["“It leaks,”", "of it then"], ["“It leaks,”", "of it then"]),
        ("“Leaks,” Ada Obi said.", ["“Leaks,”"], ["“Leaks,”"]),
        ("It leaks, Ada Obi said then.", ["It leaks", "then"], ["It leaks", "then"]),
    ],
)
def test_crumbs_beside_a_quotation_are_dropped(text: str, seen: list[str], content: list[str]) -> None:
    (found,) = linked(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


@pytest.mark.parametrize(
    ("seen", "content"),
    [
        (["it was", "was closed"], ["it was closed"]),
        (["it was ", "closed"], ["it was closed"]),
        (["it was", "closed"], ["it was", "closed"]),
        (["it was closed", "was"], ["it was closed"]),
        (["closed", "it was"], ["it was", "closed"]),
    ],
)
def test_fragments_that_meet_are_one(seen: list[str], content: list[str]) -> None:
    text = "Ada Obi said it was closed."
    (found,) = linked(text, claim(text, seen, "said", "Ada Obi"))
    assert [part.text for part in found.content] == content


# Paragraphs


def test_the_content_of_a_claim_stays_in_the_paragraph_of_its_cue() -> None:
    text = "“It leaks,” said Ada Obi. “It always has.\n\n“It always will.”"
    first, second = linked(
        text, claim(text, ["“It leaks,”", "“It always has.", "“It always will.”"], "said", "Ada Obi")
    )
    assert [part.text for part in first.content] == ["“It leaks,”", "“It always has."]
    assert [part.text for part in second.content] == ["“It always will.”"]
    assert (first.origin, first.continues) == (Origin.CLAIM, False)
    assert (second.origin, second.continues, second.cue, second.source) == (Origin.UNCUED, True, None, None)
    assert (second.kind, second.presentation, second.voiced) == (QuoteKind.DIRECT, Presentation.SPEECH, True)
    assert second.probability == 1.0


def test_what_a_claim_has_elsewhere_is_dropped_where_it_is_not_quoted() -> None:
    text = "It leaks, said Ada Obi.\n\nIt always will, in her words."
    assert told(text, claim(text, ["It leaks", "It always will"], "said", "Ada Obi")) == [
        indirect("It leaks", cue="said", source="Ada Obi"),
    ]


def test_a_cue_at_the_end_of_its_paragraph_has_its_content_in_the_next_one() -> None:
    text = "Then Ada Obi said:\n\n“It leaks.”\n\n“It always will.”"
    (first, second) = linked(text, claim(text, ["“It leaks.”", "“It always will.”"], "said", "Ada Obi"))
    assert ([part.text for part in first.content], first.origin) == (["“It leaks.”"], Origin.CLAIM)
    assert ([part.text for part in second.content], second.origin) == (["“It always will.”"], Origin.UNCUED)


def test_a_cue_between_paragraphs_of_content_takes_those_on_both_sides() -> None:
    text = "It leaks.\n\nThus Ada Obi:\n\nIt always will."
    assert told(text, claim(text, ["It leaks", "It always will"], "Thus", "Ada Obi")) == [
        indirect("It leaks", "It always will", cue="Thus", source="Ada Obi"),
    ]


def test_a_quotation_after_a_cue_between_paragraphs_is_not_found_again() -> None:
    text = "“It leaks.”\n\nThus Ada Obi:\n\n“It always will.”"
    assert told(text, claim(text, ["“It leaks.”", "“It always will.”"], "Thus", "Ada Obi")) == [
        direct("“It leaks.”", "“It always will.”", cue="Thus", source="Ada Obi"),
    ]


@pytest.mark.parametrize("seen", ["“It leaks.\n\n“It always will.”", "leaks.\n\n“It always"])
def test_what_a_fragment_over_a_paragraph_break_holds_is_not_found_again(seen: str) -> None:
    text = "Ada Obi said: “It leaks.\n\n“It always will.”"
    found = linked(text, claim(text, seen, "said", "Ada Obi"))
    parts = sorted((part.start, part.end) for a in found for part in a.content)
    assert parts[0][0] == text.index("“")
    assert parts[-1][1] == len(text)
    assert all(one[1] <= other[0] for one, other in pairwise(parts))


# Labels


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("OBI: The dam leaks.", "OBI", "The dam leaks."),
        ("THE MAYOR: The dam leaks.", "THE MAYOR", "The dam leaks."),
        ("MAYOR, ELMINA: The dam leaks.", "MAYOR", "The dam leaks."),
        ("QA: Does the dam leak?", None, None),
        ("DAM: Does it leak?", "DAM", "Does it leak?"),
        ("Ada Obi: The dam leaks.", "Ada Obi", "The dam leaks."),
        ("Mayor Ada Obi: The dam leaks.", "Mayor Ada Obi", "The dam leaks."),
        ("Obi: The dam leaks.\n\nThus Ada Obi.", "Obi", "The dam leaks."),
        ("Haddad: The dam leaks.\n\nThus Mary Ann Haddad.", "Haddad", "The dam leaks."),
        ("Ann: The dam leaks.\n\nThus Mary Ann Haddad.", None, None),
        ("Obi: The dam leaks.", None, None),
        ("Calder Trust: The dam leaks.", None, None),
        ("Old Hand: “The dam leaks.”", "Old Hand", "“The dam leaks.”"),
        ("One Two Three Four: “The dam leaks.”", "One Two Three Four", "“The dam leaks.”"),
        ("O'Hara Smith-Jones: “The dam leaks.”", "O'Hara Smith-Jones", "“The dam leaks.”"),
        ("the Mayor: the dam leaks.", None, None),
        ("Mayor Obi:the dam leaks.", None, None),
        ("OBI:", None, None),
        ("OBI: \n\nThe dam leaks.", None, None),
        ("“OBI: The dam leaks.", "OBI", "The dam leaks."),
        ("It rained.\n\nOBI: The dam leaks.", "OBI", "The dam leaks."),
        ("It rained. OBI: The dam leaks.", None, None),
    ],
)
def test_a_paragraph_that_opens_with_a_name_and_a_colon_is_a_statement(
    text: str, source: str | None, content: str | None
) -> None:
    found = [a for a in linked(text) if a.origin is Origin.LABEL]
    assert [(a.source and a.source.text, a.content[0].text) for a in found] == ([(source, content)] if source else [])


def test_a_label_of_one_word_needs_more_than_a_quotation() -> None:
    (found,) = linked("Warning: “The dam leaks badly.”")
    assert (found.origin, found.source) == (Origin.UNCUED, None)


def test_the_cue_of_a_label_is_its_colon() -> None:
    (first, second) = linked("MAYOR, ELMINA: It leaks: badly.\n\nAda Obi: “It does.”")
    assert (first.cue, first.kind) == (Span(13, 14, ":"), QuoteKind.INDIRECT)
    assert (first.presentation, first.voiced, first.probability) == (Presentation.SPEECH, True, 1.0)
    assert second.cue is not None
    assert (second.cue.start, second.kind) == (40, QuoteKind.DIRECT)


# Quotations without cue


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("“It leaks.”", ["“It leaks.”"]),
        ("“No!”", ["“No!”"]),
        ("“...”", []),
        ("It rained. “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained. “The dam leaks.”", []),
        ("It rained! “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained? “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("One thing: “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained — “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained – “The old dam leaks.”", ["“The old dam leaks.”"]),
        ("It rained, “the old dam leaks.”", []),
        ("It rained “the old dam leaks.”", []),
        ("It rained. “The old dam leaks” was heard.", []),
        ("It rained. “The old dam leaks!” was heard.", ["“The old dam leaks!”"]),
        ("It rained. “The old dam leaks?” was heard.", ["“The old dam leaks?”"]),
        ("It rained. “The old dam leaks” — and so on.", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks” – and so on.", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks” ― and so on.", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks”", ["“The old dam leaks”"]),
        ("It rained. “The old dam leaks, they say", ["“The old dam leaks, they say"]),
        ("“The old dam leaks” was heard.", []),
        ("“Leaks” was heard.", []),
        ("Dam in danger\n\n“It leaks.”", ["“It leaks.”"]),
        ("“One day I leave.” “Today I stay here.”", ["“One day I leave.” “Today I stay here.”"]),
    ],
)
def test_a_quotation_by_itself_is_a_statement_if_it_is_a_sentence(text: str, statements: list[str]) -> None:
    found = linked(text)
    assert [" ".join(part.text for part in a.content) for a in found] == statements
    assert all((a.origin, a.cue, a.kind, a.probability) == (Origin.UNCUED, None, QuoteKind.DIRECT, 1.0) for a in found)


def test_a_quotation_that_goes_on_in_the_next_paragraph_continues_there() -> None:
    first, second = linked("“It leaks.\n\n“It always will.”")
    assert (first.continues, second.continues) == (False, True)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A fiery speech from Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("A speech from Ada Obi on Jonas Werle: “The old dam leaks.”", "Ada Obi"),
        ("A speech from Elmina by Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("A speech from Elmina: “The old dam leaks.”", None),
        ("Thus spoke Jonas Werle. Then a speech from Ada Obi: “The old dam leaks.”", "Ada Obi"),
        ("Jonas Werle had left. Then came a speech: “The old dam leaks.”", None),
        ("A fiery speech from Ada Obi. “The old dam leaks.”", None),
        ("A fiery speech from Ada Obi: he left. “The old dam leaks.”", None),
        ("Jonas Werle.\n\nThen a speech: “The old dam leaks.”", None),
    ],
)
def test_a_quotation_after_a_colon_is_said_by_the_first_person_of_its_sentence(text: str, source: str | None) -> None:
    assert told(text) == [direct("“The old dam leaks.”", source=source)]


def test_a_colon_may_end_a_sentence() -> None:
    text = "A speech from Ada Obi: “Jonas Werle never saw the dam.”"
    before, after = text[: text.index("“")], text[text.index("“") :]
    cut = Analysis(Page.of(text), (sentences(before)[0], sentences(" " * len(before) + after)[0]), analysed(text).names)
    (found,) = find_statements(cut, [], CUES)
    assert found.source == span(text, "Ada Obi")


def test_without_sentences_a_colon_ends_what_the_paragraph_holds() -> None:
    text = "Jonas Werle.\n\nA speech from Ada Obi: “The old dam leaks.”"
    bare = Analysis(Page.of(text), (), analysed(text).names)
    (found,) = find_statements(bare, [], CUES)
    assert found.source == span(text, "Ada Obi")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The dam leaks.” — Ada Obi, Elmina", "Ada Obi"),
        ("“The dam leaks.” – Ada Obi", "Ada Obi"),
        ("“The dam leaks.” ― Old Hand", "Old Hand"),
        ("“The dam leaks.”—Ada Obi , Elmina", "Ada Obi"),
        ("“The dam leaks.” — A. B. O'Hara-Smith Jones", "A. B. O'Hara-Smith Jones"),
        ("“The dam leaks.” — Ada Obi says so", None),
        ("“The dam leaks.” — one of them", None),
        ("“The dam leaks.” Ada Obi, Elmina", None),
        ("“The dam leaks.” - Ada Obi, Elmina", None),
        ("“The dam leaks.”\n\n— Ada Obi, Elmina", None),
        ("“The dam leaks.” — One Two Three Four Five", "One Two Three Four Five"),
        ("“The dam leaks.” — One Two Three Four Five Six", None),
    ],
)
def test_a_name_after_a_dash_signs_the_quotation(text: str, source: str | None) -> None:
    assert told(text) == [direct("“The dam leaks.”", source=source)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("“It leaks,” said Ada Obi. “Badly.”", True),
        ("“It leaks,” said Ada Obi, the mayor. “Badly.”", True),
        ("“It leaks,” said Ada Obi. Really. “Very badly indeed today.”", True),
        ("“It leaks,” said Ada Obi. She left. “Very badly indeed today.”", False),
        ("“It leaks,” said Ada Obi! She left. “Very badly indeed today.”", False),
        ("“It leaks,” said Ada Obi? She left. “Very badly indeed today.”", False),
        ("“It leaks,” said Ada Obi. the town slept. “Very badly indeed today.”", True),
        ("“It leaks,” said Ada Obi of the “Trust” here.", False),
        ("It rained. The town slept.\n\n“It leaks,” said Ada Obi. “Badly.”", True),
        ("“It leaks,” said Ada Obi. “Badly.” He left. Then she left.", True),
        ("x" * LONGEST_CLAUSE + ".\n\n“It leaks,” said Ada Obi. “Badly.”", True),
        ("“It leaks,” said Ada Obi " + "x" * (LONGEST_CLAUSE - 3) + ". “Badly.”", True),
        ("“It leaks,” said Ada Obi " + "x" * (LONGEST_CLAUSE - 2) + ". “Badly.”", False),
        ("“It leaks,” said Ada Obi.\n\n“Badly.”", False),
    ],
)
def test_a_quotation_after_a_reporting_clause_goes_on_with_its_statement(text: str, joined: bool) -> None:
    first = told(text, claim(text, "“It leaks,”", "said", "Ada Obi"))[0]
    assert (len(first.content) == 2) is joined
    assert (first.cue, first.source) == ("said", "Ada Obi")


def test_several_quotations_go_on_with_one_statement() -> None:
    text = "“It leaks,” said Ada Obi. “Badly.” “Every day.”"
    assert told(text, claim(text, "“It leaks,”", "said", "Ada Obi")) == [
        direct("“It leaks,”", "“Badly.”", "“Every day.”", cue="said", source="Ada Obi"),
    ]


def test_a_quotation_may_go_on_without_a_blank() -> None:
    text = "Ada Obi said: “It leaks.”“Badly.”"
    assert told(text, claim(text, "“It leaks.”", "said", "Ada Obi")) == [
        direct("“It leaks.”", "“Badly.”", cue="said", source="Ada Obi"),
    ]


def test_a_quotation_does_not_go_on_with_indirect_speech() -> None:
    text = "It leaks, said Ada Obi. “It has leaked for years.”"
    assert told(text, claim(text, "It leaks", "said", "Ada Obi")) == [
        indirect("It leaks", cue="said", source="Ada Obi"),
        direct("“It has leaked for years.”"),
    ]


def test_a_quotation_goes_on_with_the_statement_right_before_it() -> None:
    text = "“It leaks,” said Ada Obi. “It does not,” held Jonas Werle. “Never.”"
    one = claim(text, "“It leaks,”", "said", "Ada Obi")
    other = claim(text, "“It does not,”", "held", "Jonas Werle")
    assert [a.content for a in told(text, one, other)] == [("“It leaks,”",), ("“It does not,”", "“Never.”")]


def test_a_quotation_before_the_end_of_a_reporting_clause_does_not_go_on_with_it() -> None:
    text = "“It leaks,” cried the “old badger of Elmina!” Ada Obi."
    found = told(text, claim(text, "“It leaks,”", "cried", "Ada Obi"))
    assert found[0].content == ("“It leaks,”",)


def test_a_claimed_quotation_is_not_found_again() -> None:
    text = "Ada Obi said: “The old dam leaks.” “It always has.”"
    assert told(text, claim(text, "“The old dam leaks.” “It always has.”", "said", "Ada Obi")) == [
        direct("“The old dam leaks.” “It always has.”", cue="said", source="Ada Obi"),
    ]


def test_a_quotation_in_a_labelled_paragraph_is_not_found_again() -> None:
    text = "OBI: It leaks. “The old dam leaks.” So it does."
    assert told(text) == [mixed("It leaks. “The old dam leaks.” So it does.", cue=":", source="OBI")]


def test_a_quotation_that_a_statement_of_the_paragraph_before_reaches_is_not_found_again() -> None:
    text = "So it was.\n\nAda Obi then spoke of it:\n\n“It leaks.”\n\n“The old dam always has.”"
    (first, second) = told(text, claim(text, "“It leaks.”", "spoke", "Ada Obi"))
    assert first == direct("“It leaks.”", cue="spoke", source="Ada Obi")
    assert second == direct("“The old dam always has.”")


# Doubles


def test_of_two_claims_to_one_content_the_one_with_a_source_is_kept() -> None:
    text = "Officials warned, Ada Obi said, that the dam leaks."
    near = claim(text, "that the dam leaks", "said", None)
    sourced = claim(text, "that the dam leaks", "warned", "Officials")
    assert told(text, near, sourced) == [indirect("that the dam leaks", cue="warned", source="Officials")]


@pytest.mark.parametrize("turn", [1, -1])
def test_of_two_claims_to_one_content_the_nearer_is_kept(turn: int) -> None:
    text = "Jonas Werle warned, Ada Obi said, that the dam leaks."
    far = claim(text, "that the dam leaks", "warned", "Jonas Werle")
    near = claim(text, "that the dam leaks", "said", "Ada Obi")
    assert told(text, *[far, near][::turn]) == [indirect("that the dam leaks", cue="said", source="Ada Obi")]
    text = "The dam leaks, Ada Obi said, as Jonas Werle warned."
    far = claim(text, "The dam leaks", "warned", "Jonas Werle")
    near = claim(text, "The dam leaks", "said", "Ada Obi")
    assert told(text, *[far, near][::turn]) == [indirect("The dam leaks", cue="said", source="Ada Obi")]


def test_nearness_is_counted_from_either_end_of_the_content() -> None:
    text = "Jonas Werle warned us: long, long ago the old dam leaked, Ada Obi said."
    content = "long, long ago the old dam leaked"
    before = claim(text, content, "warned", "Jonas Werle")
    after = claim(text, content, "said", "Ada Obi")
    assert told(text, before, after) == [indirect(content, cue="warned", source="Jonas Werle")]
    text = "Jonas Werle warned us loudly: long, long ago the old dam leaked, said Ada Obi."
    before = claim(text, content, "warned", "Jonas Werle")
    after = claim(text, content, "said", "Ada Obi")
    assert told(text, before, after) == [indirect(content, cue="said", source="Ada Obi")]


@pytest.mark.parametrize(
    ("other", "same"), [("0123456789", True), ("0123456", True), ("012345", False), ("3456789", True), ("yes", False)]
)
def test_claims_that_share_more_than_six_tenths_of_their_content_are_one(other: str, same: bool) -> None:
    text = "Ada Obi said 0123456789, yes, Jonas Werle warned."
    one = claim(text, "0123456789", "said", "Ada Obi")
    two = claim(text, other, "warned", "Jonas Werle")
    assert (len(linked(text, one, two)) == 1) is same


@pytest.mark.parametrize("blanks", [0, 970, 985, 999, 1985])
def test_doubles_are_found_wherever_in_a_long_text_they_stand(blanks: int) -> None:
    text = " " * blanks + "Ada Obi said that the dam leaks, warned Jonas Werle."
    longer, shorter = "that the dam leaks", "the dam leaks"
    for near, far in ((longer, shorter), (shorter, longer)):
        one = claim(text, near, "warned", "Jonas Werle")
        two = claim(text, far, "said")
        assert told(text, one, two) == told(text, two, one) == [indirect(near, cue="warned", source="Jonas Werle")]


def test_two_fragments_are_compared_with_one() -> None:
    text = "The dam, Ada Obi said, as Jonas Werle warned, leaks."
    one = claim(text, ["The dam", "leaks"], "said", "Ada Obi")
    two = claim(text, ["The dam", "leaks"], "warned", "Jonas Werle")
    assert len(linked(text, one, two)) == 1
    two = claim(text, "leaks", "warned", "Jonas Werle")
    assert len(linked(text, one, two)) == 2


@pytest.mark.parametrize("turn", [1, -1])
def test_of_contents_that_cross_the_one_with_a_source_is_kept(turn: int) -> None:
    text = "It leaks and has leaked for years, Ada Obi said."
    one = claim(text, "It leaks and has leaked", "said", "Ada Obi")
    two = claim(text, "has leaked for years", "said")
    assert told(text, *[one, two][::turn]) == [indirect("It leaks and has leaked", cue="said", source="Ada Obi")]


def test_a_content_inside_another_and_one_beside_it_are_kept() -> None:
    text = "It leaks and has leaked for years, Ada Obi said."
    whole = claim(text, "It leaks and has leaked for years", "said", "Ada Obi")
    inside, beside = claim(text, "has leaked", "said", "Ada Obi"), claim(text, "It leaks", "said", "Ada Obi")
    assert len(linked(text, whole, inside, beside)) == 3


def test_a_content_that_crosses_a_labelled_paragraph_gives_way() -> None:
    text = "''\nOBI: it leaks'' said"
    assert told(text, claim(text, "OBI: it leaks''", "said")) == [
        indirect("it leaks'' said", cue=":", source="OBI"),
    ]


# Annotated statements


def test_an_annotated_statement_is_read_as_an_attribution() -> None:
    text = "“It leaks,” the mayor, an old hand, said, “badly.”"
    content = [[0, 11], [42, 50]]
    found = Statement.from_annotation(text, {"content": content, "cue": [[36, 40]], "source": [[12, 21], [23, 34]]})
    assert found == Statement(
        (Span(0, 11, "“It leaks,”"), Span(42, 50, "“badly.”")),
        QuoteKind.DIRECT,
        Presentation.SPEECH,
        Span(36, 40, "said"),
        Span(12, 34, "the mayor, an old hand"),
    )


@pytest.mark.parametrize("opener", "“\"„‟‘'«`")
def test_an_annotated_statement_is_direct_if_it_opens_with_a_mark(opener: str) -> None:
    assert Statement.from_annotation(f"{opener}It leaks", {"content": [[0, 9]]}).kind is QuoteKind.DIRECT
    assert Statement.from_annotation(f"{opener}It leaks", {"content": [[1, 9]]}).kind is QuoteKind.INDIRECT


def test_an_annotated_statement_may_lack_cue_and_source() -> None:
    text = "It leaks."
    assert Statement.from_annotation(text, {"content": [[0, 8]], "cue": [], "source": []}) == Statement(
        (Span(0, 8, "It leaks"),), QuoteKind.INDIRECT, Presentation.SPEECH
    )


def test_a_text_without_claims_and_quotations_has_no_attributions() -> None:
    assert linked("It rained in Elmina.") == linked("") == ()


def test_the_shortest_statement_is_four_words_long() -> None:
    assert SHORTEST_STATEMENT == 4
