"""The metrics: small cases whose figures can be counted by hand, and agreement with the scorer of record."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from benchmarks import metrics
from benchmarks.corpus import FOLDER
from benchmarks.metrics import (
    Affiliations,
    Aspect,
    Comparison,
    Counts,
    Guess,
    Interval,
    Level,
    Levels,
    Mention,
    Recall,
    Share,
    Tally,
    align,
    assess,
    calibration_error,
    compare,
    count,
    guesses,
    interval,
    mention_kind,
    reliability,
    same_name,
    same_organization,
    same_phrase,
    same_role,
    top_accuracy,
)
from benchmarks.readers import Article as AnnotatedArticle
from benchmarks.readers import Attribution, read, to_gold
from benchmarks.readers import Span as Range
from quoteattr import (
    Affiliation,
    Article,
    Pipeline,
    Presentation,
    Quote,
    QuoteattrError,
    QuoteKind,
    RecordError,
    Span,
    Speaker,
    SpeakerKind,
)

SHARED = Path(__file__).parents[2] / "shared"
WORLD = SHARED / "corpora" / "world" / "dev.jsonl"
POLNEAR = SHARED / "corpora" / "polnear" / "dev.jsonl"
POLNEAR_SPEAKERS = SHARED / "corpora" / "polnear" / "dev_speakers.jsonl"

TEXT = (
    "“The lock gates will open on Friday,” said Hanne Vik, keeper of the Norra canal. “Bring a rope.”\n\n"
    "Vik added that the fee was “not worth arguing about”. The council denied it.\n\n"
    "“Nobody asked the eels.”"
)


def span(piece: str) -> Span:
    start = TEXT.index(piece)
    return Span.cut(TEXT, start, start + len(piece))


def offsets(piece: str) -> Range:
    return span(piece).start, span(piece).end


SURNAME = (TEXT.index("Vik added"), TEXT.index(" added"))

GOLD = AnnotatedArticle(
    "canal",
    TEXT,
    (
        Attribution(
            content=(offsets("“The lock gates will open on Friday,”"), offsets("“Bring a rope.”")),
            cue=(offsets("said"),),
            source=(offsets("Hanne Vik, keeper of the Norra canal"),),
            kind=QuoteKind.DIRECT,
            speaker="Hanne Vik",
            speaker_kind=SpeakerKind.PERSON,
            role="keeper",
            organization=("Norra canal",),
            forms=("inverted", "split", "name"),
        ),
        Attribution(
            content=(offsets("that the fee was “not worth arguing about”"),),
            cue=(offsets("added"),),
            source=(SURNAME,),
            kind=QuoteKind.MIXED,
            speaker="Hanne Vik",
            speaker_kind=SpeakerKind.PERSON,
            role="keeper",
            organization=("Norra canal",),
            forms=("surname",),
        ),
        Attribution(
            content=(offsets("it."),),
            cue=(offsets("denied"),),
            source=(offsets("The council"),),
            kind=QuoteKind.INDIRECT,
            speaker="canal council",
            aliases=("council",),
            speaker_kind=SpeakerKind.ORGANIZATION,
            forms=("organization",),
        ),
        Attribution(
            content=(offsets("“Nobody asked the eels.”"),),
            kind=QuoteKind.DIRECT,
            speaker_kind=SpeakerKind.UNKNOWN,
        ),
    ),
)

KEEPER = Affiliation(role="lock keeper", organization="Norra canal")
PERFECT = (
    Quote(
        (span("“The lock gates will open on Friday,”"), span("“Bring a rope.”")),
        QuoteKind.DIRECT,
        cue=span("said"),
        speaker=Speaker("Hanne Vik", SpeakerKind.PERSON, span("Hanne Vik, keeper"), 1, KEEPER),
        confidence=0.9,
    ),
    Quote(
        (span("that the fee was “not worth arguing about”"),),
        QuoteKind.MIXED,
        cue=span("added"),
        speaker=Speaker("Hanne Vik", SpeakerKind.PERSON, Span.cut(TEXT, *SURNAME), 1, KEEPER),
        confidence=0.8,
    ),
    Quote(
        (span("it."),),
        QuoteKind.INDIRECT,
        cue=span("denied"),
        speaker=Speaker("council", SpeakerKind.ORGANIZATION, span("The council"), 2),
        confidence=0.6,
    ),
    Quote((span("“Nobody asked the eels.”"),), QuoteKind.DIRECT, confidence=0.4),
)


def article(*quotes: Quote) -> Article:
    return Article(quotes, id="canal")


def test_a_perfect_prediction_has_everything_right() -> None:
    figures = count(GOLD, article(*PERFECT)).to_dict()
    right = {"p": 100.0, "r": 100.0, "f1": 100.0}
    assert figures["cue"] == figures["content"] == figures["speaker"] == figures["speaker_named"] == right
    assert figures["quotes@0.8"] == figures["direct@0.8"] == {**right, "mention": 100.0, "attr_f1": 100.0}
    assert figures["role"] == figures["organization"] == figures["former"] == figures["speaker_kind"] == 100.0
    assert figures["people"] == {"n": 1, "role": 100.0, "organization": 100.0}
    assert figures["counted"] == {"articles": 1, "gold speakers": 3, "right-named persons": 2}
    assert figures["kinds"] == {"direct": right, "mixed": right, "indirect": right, "right": 100.0}
    assert figures["forms"]["surname"] == {"content": 100.0, "speaker": 100.0, "statements": 1}


def test_spans_count_when_both_edges_are_right_but_for_punctuation() -> None:
    quote = evolve(PERFECT[0], spans=(span("The lock gates will open on Friday"), span("Bring a")))
    spans = count(GOLD, article(quote)).spans
    assert spans.content == Tally(hits=1, found=2, wanted=5)
    assert spans.source == Tally(hits=0, found=1, wanted=3)
    assert spans.cue == Tally(hits=1, found=1, wanted=3)


def test_half_of_a_content_is_enough_for_the_loose_level_only() -> None:
    quotes = count(GOLD, article(evolve(PERFECT[0], spans=PERFECT[0].spans[:1]))).quotes
    assert quotes.loose.matched == Tally(1, 1, 4)
    assert quotes.close.matched == Tally(0, 1, 4)


def test_a_source_is_right_where_it_overlaps_or_is_absent_in_both() -> None:
    speaker = Speaker("Hanne Vik", SpeakerKind.PERSON, span("Norra canal"))
    level = count(GOLD, article(evolve(PERFECT[1], speaker=speaker), PERFECT[2], PERFECT[3])).quotes.loose
    assert level == Level(matched=Tally(3, 3, 4), attributed=Tally(2, 3, 4), mention=Share(1, 2))


def test_direct_leaves_out_what_has_less_than_four_words_in_marks() -> None:
    assert count(GOLD, article(*PERFECT)).direct.loose.matched == Tally(3, 3, 3)
    assert count(GOLD, article(PERFECT[2])).direct.loose.matched == Tally(0, 0, 3)


def test_the_best_overlap_is_paired_first_and_each_quote_once() -> None:
    part = evolve(PERFECT[0], spans=PERFECT[0].spans[:1])
    outcome = assess(GOLD, article(part, PERFECT[0]))
    assert outcome.verdicts[0].quote == PERFECT[0]
    assert outcome.spurious == (part,)


def test_named_persons_have_to_be_found_as_persons() -> None:
    body = evolve(PERFECT[0], speaker=Speaker("Hanne Vik", SpeakerKind.ORGANIZATION))
    speakers = count(GOLD, article(body)).speakers
    assert (speakers.speaker, speakers.named) == (Tally(1, 1, 3), Tally(0, 0, 2))
    assert (speakers.statements.role, speakers.former, speakers.kind) == (Share(0, 1), Share(1, 1), Share(0, 1))


def test_a_matched_quote_counts_under_the_annotated_kind_a_spurious_one_under_its_own() -> None:
    spurious = Quote((span("The council denied"),), QuoteKind.INDIRECT)
    counts = count(GOLD, article(evolve(PERFECT[0], kind=QuoteKind.MIXED), spurious))
    assert counts.kinds.direct == Tally(1, 1, 2)
    assert counts.kinds.mixed == Tally(0, 0, 1)
    assert counts.kinds.indirect == Tally(0, 1, 1)
    assert counts.kinds.right == Share(0, 1)
    both = counts.kinds.direct + counts.kinds.mixed + counts.kinds.indirect
    assert both == counts.quotes.loose.matched


def test_forms_tell_contents_from_speakers() -> None:
    counts = count(GOLD, article(evolve(PERFECT[1], speaker=Speaker("Vik", SpeakerKind.PERSON))))
    assert counts.forms["surname"] == Recall(content=Share(1, 1), speaker=Share(0, 1))
    assert counts.forms["inverted"].content == Share(0, 1)
    assert counts.forms["transcript"].content == Share(0, 0)


def test_what_is_not_annotated_is_not_counted() -> None:
    bare = evolve(GOLD, attributions=_spans_only(GOLD))
    figures = count(bare, article(*PERFECT)).to_dict()
    assert figures["quotes@0.5"]["f1"] == 100.0
    assert not {"speaker", "role", "counted", "kinds", "forms", "mentions", "speaker_kinds"} & figures.keys()
    assert guesses(bare, article(*PERFECT)) == ()


def test_counts_of_articles_add_up() -> None:
    one, other = count(GOLD, article(*PERFECT[:2])), count(GOLD, article(*PERFECT[2:]))
    both = sum([one, other], Counts())
    assert both == other + one
    assert both.quotes.loose.matched == Tally(4, 4, 8)
    assert both.speakers.articles == 2
    assert both.forms["surname"].content == Share(1, 2)
    assert Counts() + one == one


def test_nothing_found_and_nothing_annotated_are_zero_percent() -> None:
    assert count(GOLD, article()).to_dict()["quotes@0.5"]["f1"] == 0.0
    assert count(AnnotatedArticle("empty", ""), Article()).to_dict()["content"] == {"p": 0.0, "r": 0.0, "f1": 0.0}


@pytest.mark.parametrize(
    ("found", "names", "kind", "same"),
    [
        ("Senator Zoë Ångström", ("Zoe Angstrom",), SpeakerKind.PERSON, True),
        ("Angstrom", ("Zoe Angstrom",), SpeakerKind.PERSON, False),
        ("Angstrom", ("Zoe Angstrom", "Angstrom"), SpeakerKind.PERSON, True),
        ("the Norra canal’s council", ("council of the Norra canal",), SpeakerKind.ORGANIZATION, True),
        ("council", ("Norra canal trust",), SpeakerKind.ORGANIZATION, False),
        ("The President", ("Mr President",), SpeakerKind.PERSON, False),
        ("", ("Zoe Angstrom",), SpeakerKind.PERSON, False),
        (None, ("Zoe Angstrom",), SpeakerKind.PERSON, False),
    ],
)
def test_names(found: str | None, names: tuple[str, ...], kind: SpeakerKind, same: bool) -> None:
    wanted = Attribution(content=((0, 1),), speaker=names[0], aliases=names[1:], speaker_kind=kind)
    assert same_name(found, wanted) is same


def test_joint_speakers_are_one_name_of_which_most_words_have_to_be_there() -> None:
    pair = Attribution(content=((0, 1),), speaker="Hanne Vik and Odd Lund", speaker_kind=SpeakerKind.GROUP)
    assert same_name("Vik and Lund", pair)
    assert not same_name("Hanne Vik", pair)


@pytest.mark.parametrize(
    ("found", "acceptable", "same"),
    [
        ("deputy minister of fisheries", ["minister of fisheries"], True),
        ("minister", ["deputy minister of fisheries"], True),
        ("keeper of locks", ["keeper of gates"], True),
        ("pilot", ["keeper"], False),
        ("the", ["keeper"], False),
        (None, ["keeper"], False),
        ("keeper", [], False),
        (None, [], True),
    ],
)
def test_phrases(found: str | None, acceptable: list[str], same: bool) -> None:
    assert same_phrase(found, acceptable) is same


def test_predictions_are_aligned_by_id() -> None:
    other = evolve(GOLD, id="dock")
    predicted = article(*PERFECT)
    assert align([GOLD, other], [predicted.to_dict()]) == ((GOLD, predicted), (other, Article()))
    assert align([GOLD], []) == ((GOLD, Article()),)


def test_predictions_of_other_articles_are_refused() -> None:
    with pytest.raises(QuoteattrError, match=r"found 'canal' .* keep their ids"):
        align([evolve(GOLD, id="dock")], [article()])
    with pytest.raises(RecordError):
        align([GOLD], [{"id": "canal"}])


def test_an_interval_holds_the_figure_and_repeats() -> None:
    articles = [Counts(quotes=Levels(Level(Tally(hits, 10, 10)))) for hits in (2, 4, 5, 6, 7, 7, 8, 9, 9, 10)]
    first, again = (interval(articles, lambda counts: counts.quotes.loose.matched) for _ in range(2))
    assert first == again
    assert first is not None
    assert first.value == pytest.approx(67.0)
    assert 40 < first.low < first.value < first.high < 90


def test_an_interval_over_equal_articles_has_no_width_and_one_over_nothing_is_none() -> None:
    counts = count(GOLD, article(*PERFECT[:2]))
    assert interval([counts] * 5, lambda c: c.speakers.kind) == Interval(100.0, 100.0, 100.0)
    assert interval([counts, Counts()], lambda c: c.speakers.statements.role, resamples=2) == Interval(
        100.0, 100.0, 100.0
    )
    assert interval([Counts()], lambda c: c.speakers.statements.role) is None
    assert interval([], lambda c: c.kinds.direct) is None
    with pytest.raises(QuoteattrError, match="got 1"):
        interval([counts], lambda c: c.speakers.statements.role, resamples=1)


def test_guesses_are_right_where_content_and_speaker_are() -> None:
    stranger = evolve(PERFECT[1], speaker=Speaker("Odd Lund", SpeakerKind.PERSON))
    spurious = Quote((span("The council"),), QuoteKind.INDIRECT, confidence=0.2)
    judged = guesses(GOLD, article(PERFECT[0], stranger, spurious, PERFECT[3]))
    assert set(judged) == {Guess(0.9, True), Guess(0.8, False), Guess(0.4, True), Guess(0.2, False)}


def test_a_confidence_that_is_no_probability_is_refused() -> None:
    with pytest.raises(QuoteattrError, match=r"between 0 and 1, got 93\.0"):
        guesses(GOLD, article(evolve(PERFECT[0], confidence=93.0)))


def test_reliability_bins_hold_every_guess_once() -> None:
    judged = [Guess(n / 20, n % 3 > 0) for n in range(21)]
    bins = reliability(judged, bins=5)
    assert [found.quotes for found in bins] == [4, 4, 4, 4, 5]
    assert all(found.low <= found.confidence <= found.high for found in bins)
    assert all(one.high == other.low for one, other in pairwise(bins))


def test_calibration_error_is_zero_where_confidence_is_accuracy() -> None:
    assert calibration_error(reliability([Guess(0.5, True), Guess(0.5, False)])) == 0
    assert calibration_error(reliability([Guess(1.0, False)])) == 1
    assert calibration_error(()) == 0


def test_top_accuracy_shares_ties() -> None:
    tied = [Guess(0.9, True)] * 3 + [Guess(0.9, False)]
    assert top_accuracy(tied, 0.25) == top_accuracy(tied[::-1], 0.25) == 0.75
    assert top_accuracy([Guess(0.2, False), Guess(0.9, True)], 0.5) == 1
    for judged, share in (([], 0.5), (tied, 0.0), (tied, 1.5)):
        with pytest.raises(QuoteattrError, match="expected quotes and a share"):
            top_accuracy(judged, share)


def test_a_comparison_lists_gains_losses_and_spurious_quotes() -> None:
    stranger = evolve(PERFECT[0], speaker=Speaker("Odd Lund", SpeakerKind.PERSON, span("Hanne Vik")))
    gone, new, kept = (Quote((span(s),), QuoteKind.INDIRECT) for s in ("The council", "keeper of", "Norra"))
    changed = compare(GOLD, article(stranger, PERFECT[1], gone, kept), article(PERFECT[0], PERFECT[2], new, kept))
    speaker, lost, found = changed.changes
    assert speaker.gained == {Aspect.SPEAKER, Aspect.ROLE, Aspect.ORGANIZATION, Aspect.FORMER}
    assert not speaker.lost
    assert (speaker.before, speaker.after) == (stranger, PERFECT[0])
    assert changed.losses(Aspect.CONTENT) == (lost,)
    assert lost.text == "that the fee was “not worth arguing about”"
    assert changed.gains(Aspect.CONTENT) == (found,)
    assert changed.gains(Aspect.SPEAKER) == (speaker, found)
    assert [one.quote for one in changed.removed] == [gone]
    assert [one.quote for one in changed.added] == [new]


def test_a_prediction_changes_nothing_from_itself_and_comparisons_add_up() -> None:
    assert compare(GOLD, article(*PERFECT), article(*PERFECT)) == Comparison()
    lost = compare(GOLD, article(*PERFECT), article())
    assert len((lost + lost).losses(Aspect.CONTENT)) == 8


def noisy(gold: AnnotatedArticle, chance: random.Random) -> Article:
    """The annotation as a prediction with mistakes of every kind in it."""
    quotes = [_noisy_quote(gold, s, chance) for s in gold.attributions if chance.random() < 0.85]
    extra = [Quote((_moved(gold.text, (0, 40), chance),), chance.choice(list(QuoteKind))) for _ in range(3)]
    doubled = [quote for quote in quotes if chance.random() < 0.1]
    return Article((*quotes, *extra, *doubled), id=gold.id)


def _noisy_quote(gold: AnnotatedArticle, statement: Attribution, chance: random.Random) -> Quote:
    content = statement.content if chance.random() < 0.8 else statement.content[:1]
    cue = [_moved(gold.text, r, chance) for r in statement.cue if chance.random() < 0.9]
    kind = statement.kind if statement.kind and chance.random() < 0.8 else chance.choice(list(QuoteKind))
    spans = tuple(_moved(gold.text, r, chance) for r in content)
    speaker = _noisy_speaker(gold, statement, chance) if chance.random() < 0.95 else None
    return Quote(spans, kind, cue=cue[0] if cue else None, speaker=speaker, confidence=chance.random())


def _moved(text: str, edges: Range, chance: random.Random) -> Span:
    """Most stay, the others lose or gain a little at an edge or go elsewhere."""
    start, end = edges
    match chance.choice("=======<>?"):
        case "<":
            start = max(0, start + chance.randint(-8, (end - start) // 2))
        case ">":
            end = min(len(text), end + chance.randint((start - end) // 2, 8))
        case "?":
            start = chance.randrange(len(text) - 10)
            end = start + chance.randint(1, 10)
    return Span.cut(text, start, max(end, start + 1))


def _noisy_speaker(gold: AnnotatedArticle, statement: Attribution, chance: random.Random) -> Speaker:
    who = statement if chance.random() < 0.85 else chance.choice(gold.attributions)
    kind = who.speaker_kind or SpeakerKind.UNKNOWN
    return Speaker(
        name=_noisy_name(who, chance) if chance.random() < 0.9 else None,
        kind=kind if chance.random() < 0.8 else chance.choice(list(SpeakerKind)),
        mention=next((_moved(gold.text, r, chance) for r in statement.source), None),
        affiliation=_noisy_affiliation(who, chance) if chance.random() < 0.8 else None,
    )


def _noisy_name(who: Attribution, chance: random.Random) -> str | None:
    if who.speaker is None:
        return None
    name = chance.choice([who.speaker, *who.aliases])
    return chance.choice([name, name, name, f"Dr. {name}", f"the {name}’s", name.split()[-1], name.upper()])


def _noisy_affiliation(who: Attribution, chance: random.Random) -> Affiliation:
    wording = chance.choice([who.role or "", *who.roles])
    role = " ".join(word for word in wording.split() if chance.random() < 0.8)
    body = chance.choice([*who.organization, "Norra canal", None])
    return Affiliation(role or None, body, former=who.former if chance.random() < 0.9 else not who.former)


def figures_of_record(
    score: ModuleType, gold: list[Any], predictions: list[Article], speakers: Path | None = None, thoughts: bool = False
) -> dict[str, Any]:
    """What the scorer of record makes of the same predictions."""
    known: defaultdict[str, dict[int, Any]] = defaultdict(dict)
    for line in lines(speakers) if speakers else ():
        known[line["id"]][line["attribution"]] = line
    read = {article.id: score.predicted_attributions(article.to_dict()) for article in predictions}
    figures: dict[str, Any] = score.score(gold, read, known if speakers else None, thoughts)
    return figures


def lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def figures_here(
    articles: Sequence[AnnotatedArticle], predictions: list[Article], thoughts: bool = False
) -> dict[str, Any]:
    aligned = align(articles, [article.to_dict() for article in predictions])
    return sum((count(article, found, thoughts=thoughts) for article, found in aligned), Counts()).to_dict()


BREAKDOWNS = {"kinds", "forms", "mentions", "speaker_kinds"}
"""Figures that the scorer of record has not."""


@pytest.mark.parametrize("thoughts", [False, True], ids=["spoken", "thoughts"])
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("gold", "speakers"),
    [(WORLD, None), (POLNEAR, POLNEAR_SPEAKERS), (FOLDER / "tune.jsonl", None)],
    ids=["world", "polnear", "tune"],
)
def test_figures_are_those_of_the_scorer_of_record(
    score: ModuleType, gold: Path, speakers: Path | None, seed: int, thoughts: bool
) -> None:
    if not gold.exists() or (speakers and not speakers.exists()):
        pytest.skip(f"the annotated articles of {gold.parent.name} are not here")
    articles = tuple(read("jsonl", gold))
    chance = random.Random(seed)
    predictions = [noisy(article, chance) for article in articles if chance.random() < 0.95]
    figures = figures_here(articles, predictions, thoughts)
    expected = figures_of_record(score, lines(gold), predictions, speakers, thoughts)
    assert {name: figures.get(name) for name in expected} == expected
    assert figures.keys() - expected.keys() <= BREAKDOWNS


@pytest.mark.skipif(not POLNEAR.exists(), reason="the articles of ../shared are not here")
def test_articles_without_speakers_have_the_figures_of_the_scorer_of_record(score: ModuleType) -> None:
    articles = [evolve(article, attributions=_spans_only(article)) for article in read("jsonl", POLNEAR)]
    predictions = [noisy(article, random.Random(4)) for article in articles]
    assert figures_here(articles, predictions) == figures_of_record(score, lines(POLNEAR), predictions)


@pytest.mark.skipif(not WORLD.exists(), reason="the articles of ../shared are not here")
def test_the_library_itself_has_the_figures_of_the_scorer_of_record(score: ModuleType, pipeline: Pipeline) -> None:
    articles = tuple(read("jsonl", WORLD))[::12]
    found = [pipeline(article.text, id=article.id) for article in articles]
    gold = [line for line in lines(WORLD) if line["id"] in {article.id for article in articles}]
    expected = figures_of_record(score, gold, found)
    figures = figures_here(articles, found)
    assert {name: figures.get(name) for name in expected} == expected


def _spans_only(article: AnnotatedArticle) -> tuple[Attribution, ...]:
    return tuple(Attribution(s.content, s.cue, s.source) for s in article.attributions)


VIK, COUNCIL = GOLD.attributions[1], GOLD.attributions[2]
HOPE = evolve(COUNCIL, presentation=Presentation.THOUGHT)

SMALL = {
    "another wording of the role": (
        [evolve(VIK, role="chief engineer", roles=("lock keeper", "warden"))],
        [PERFECT[1]],
        {"role": 100.0},
    ),
    "no wording of the role": ([evolve(VIK, role=None, roles=())], [PERFECT[1]], {"role": 0.0}),
    "a body that is optional and found": (
        [evolve(VIK, organization_optional=True)],
        [PERFECT[1]],
        {"organization": 100.0},
    ),
    "a body that is optional and not found": (
        [evolve(VIK, organization_optional=True)],
        [evolve(PERFECT[1], speaker=evolve(PERFECT[1].speaker, affiliation=Affiliation("keeper")))],
        {"organization": 100.0},
    ),
    "another body than the optional one": (
        [evolve(VIK, organization_optional=True)],
        [evolve(PERFECT[1], speaker=evolve(PERFECT[1].speaker, affiliation=Affiliation("keeper", "Oslo port")))],
        {"organization": 0.0},
    ),
    "a body that is not optional and not found": (
        [VIK],
        [evolve(PERFECT[1], speaker=evolve(PERFECT[1].speaker, affiliation=Affiliation("keeper")))],
        {"organization": 0.0},
    ),
    "a thought that is found": ([VIK, HOPE], PERFECT[1:3], {"quotes@0.5": 100.0, "speaker": 100.0}),
    "a thought that is missed": ([VIK, HOPE], [PERFECT[1]], {"quotes@0.5": 100.0, "speaker": 100.0}),
    "nothing but a thought": ([HOPE], [PERFECT[2]], {"quotes@0.5": 0.0}),
    "a content without its that": (
        [VIK],
        [evolve(PERFECT[1], spans=(span("the fee was “not worth arguing about”"),))],
        {"content": 100.0},
    ),
    "a that in the quote alone": (
        [evolve(VIK, content=(offsets("the fee was “not worth arguing about”"),))],
        [PERFECT[1]],
        {"content": 100.0},
    ),
    "one person twice, the first time without a role": (
        GOLD.attributions[:2],
        [evolve(PERFECT[0], speaker=evolve(PERFECT[0].speaker, affiliation=None)), PERFECT[1]],
        {"role": 50.0, "people": {"n": 1, "role": 0.0, "organization": 0.0}},
    ),
    "one person twice, the first time under another name": (
        GOLD.attributions[:2],
        [evolve(PERFECT[0], speaker=Speaker("Odd Lund", SpeakerKind.PERSON)), PERFECT[1]],
        {"role": 100.0, "people": {"n": 1, "role": 100.0, "organization": 100.0}},
    ),
    "joint speakers": (
        [evolve(COUNCIL, speaker="Hanne Vik and Odd Lund", aliases=(), speaker_kind=SpeakerKind.GROUP)],
        [evolve(PERFECT[2], speaker=Speaker("Vik and Lund", SpeakerKind.GROUP, span("The council")))],
        {"speaker": 100.0},
    ),
}
"""What is annotated, what was found, and the figures of that that a rule decides."""


@pytest.mark.parametrize("rule", SMALL)
def test_each_rule_has_the_figures_that_can_be_counted_by_hand(rule: str) -> None:
    gold, quotes, wanted = SMALL[rule]
    figures = figures_here([evolve(GOLD, attributions=tuple(gold))], [article(*quotes)])
    got = {name: figures[name] for name in wanted}
    assert {name: figure["f1"] if "f1" in _dict(figure) else figure for name, figure in got.items()} == wanted


def _dict(figure: Any) -> dict[str, Any]:
    return figure if isinstance(figure, dict) else {}


@pytest.mark.parametrize("thoughts", [False, True], ids=["spoken", "thoughts"])
@pytest.mark.parametrize("rule", SMALL)
def test_each_rule_is_that_of_the_scorer_of_record(score: ModuleType, rule: str, thoughts: bool) -> None:
    gold = evolve(GOLD, attributions=tuple(SMALL[rule][0]))
    found = article(*SMALL[rule][1])
    expected = figures_of_record(score, [json.loads(to_gold(gold))], [found], None, thoughts)
    figures = figures_here([gold], [found], thoughts)
    assert {name: figures.get(name) for name in expected} == expected


def test_thoughts_count_where_they_are_asked_for() -> None:
    gold = evolve(GOLD, attributions=(VIK, HOPE))
    assert count(gold, article(PERFECT[2])).quotes.loose.matched == Tally(0, 0, 1)
    assert count(gold, article(PERFECT[2]), thoughts=True).quotes.loose.matched == Tally(1, 1, 2)
    assert [len(guesses(gold, article(*PERFECT[1:3]), thoughts=asked)) for asked in (False, True)] == [1, 2]
    lost = [compare(gold, article(*PERFECT[1:3]), article(), thoughts=asked) for asked in (False, True)]
    assert [len(one.changes) for one in lost] == [1, 2]


def test_roles_and_organizations_of_the_new_annotation() -> None:
    envoy = Attribution(((0, 1),), role="envoy", roles=("diplomat",), organization=("Norway",))
    assert [same_role(role, envoy) for role in ("special envoy", "diplomat", "pilot", None)] == [
        True,
        True,
        False,
        False,
    ]
    assert not same_organization(None, envoy)
    assert same_organization(None, evolve(envoy, organization_optional=True))


@pytest.mark.parametrize(
    ("source", "speaker", "kind", "mention"),
    [
        ("", "Hanne Vik", SpeakerKind.PERSON, Mention.NONE),
        ("“Hanne Vik”, keeper of the Norra canal,", "Hanne Vik", SpeakerKind.PERSON, Mention.NAME),
        ("Hanne B. Vik", "Hanne Berit Vik", SpeakerKind.PERSON, Mention.NAME),
        ("Hanne", "Hanne", SpeakerKind.PERSON, Mention.NAME),
        ("Ms Vik", "Hanne Vik", SpeakerKind.PERSON, Mention.SURNAME),
        ("Hanne", "Hanne Vik", SpeakerKind.PERSON, Mention.SURNAME),
        ("She", "Hanne Vik", SpeakerKind.PERSON, Mention.PRONOUN),
        ("which", "Norra canal", SpeakerKind.ORGANIZATION, Mention.PRONOUN),
        ("his deputy", "deputy", SpeakerKind.UNNAMED_PERSON, Mention.DESCRIPTION),
        ("the keeper", "Hanne Vik", SpeakerKind.PERSON, Mention.DESCRIPTION),
        ("Ms Vik's keeper", "keeper", SpeakerKind.UNNAMED_PERSON, Mention.DESCRIPTION),
        ("The Norra Canal Trust", "Norra Canal Trust", SpeakerKind.ORGANIZATION, Mention.BODY),
        ("The NCT", "Norra Canal Trust", SpeakerKind.ORGANIZATION, Mention.DESCRIPTION),
        ("The trust", "Norra Canal Trust", SpeakerKind.ORGANIZATION, Mention.DESCRIPTION),
        ("The government", "government", SpeakerKind.ORGANIZATION, Mention.DESCRIPTION),
        ("the Canal Act", "Canal Act", SpeakerKind.DOCUMENT, Mention.DOCUMENT),
        ("It", "Canal Act", SpeakerKind.DOCUMENT, Mention.PRONOUN),
        ("Canal users", "canal users", SpeakerKind.GROUP, Mention.DESCRIPTION),
        ("Mr Lund and Ms Vik", "Odd Lund and Hanne Vik", SpeakerKind.GROUP, Mention.SURNAME),
        ("somebody", None, SpeakerKind.UNKNOWN, Mention.DESCRIPTION),
    ],
)
def test_mentions(source: str, speaker: str | None, kind: SpeakerKind, mention: Mention) -> None:
    statement = Attribution(((0, 1),), source=((2, 2 + len(source)),), speaker=speaker, speaker_kind=kind)
    assert mention_kind(f"- {source} said so", statement) is mention


def test_an_acronym_among_the_aliases_is_a_name_of_the_body() -> None:
    trust = Attribution(((0, 1),), source=((0, 7),), speaker="Norra Canal Trust", aliases=("NCT",))
    assert mention_kind("The NCT said so", evolve(trust, speaker_kind=SpeakerKind.ORGANIZATION)) is Mention.BODY


MENTIONS_OF_FORMS = {
    "name": Mention.NAME,
    "surname": Mention.SURNAME,
    "title-surname": Mention.SURNAME,
    "pronoun": Mention.PRONOUN,
    "who": Mention.PRONOUN,
    "description": Mention.DESCRIPTION,
    "unnamed": Mention.DESCRIPTION,
    "group": Mention.DESCRIPTION,
    "acronym": Mention.BODY,
    "document": Mention.DOCUMENT,
}
"""A form of a source in the project's own annotation → how such a source is worded."""

OTHER_FORMS = {"organization", "metonym", "first-name", "nickname", "initials", "joint", "no-cue", "nested"}
"""Forms beside which a source may be worded in more than one way."""


def test_mentions_agree_with_the_forms_that_people_annotated() -> None:
    same = [
        mention_kind(article.text, statement) is MENTIONS_OF_FORMS[form]
        for article in read("jsonl", FOLDER)
        for statement in article.attributions
        if len(forms := set(statement.forms) & {*MENTIONS_OF_FORMS, *OTHER_FORMS}) == 1
        for form in forms & MENTIONS_OF_FORMS.keys()
    ]
    assert len(same) > 600
    assert sum(same) / len(same) > 0.98


def test_recall_is_broken_down_by_mention_and_by_kind_of_speaker() -> None:
    counts = count(GOLD, article(PERFECT[0], evolve(PERFECT[1], speaker=Speaker("Vik", SpeakerKind.PERSON))))
    assert counts.mentions["name"] == Recall(content=Share(1, 1), speaker=Share(1, 1))
    assert counts.mentions["surname"] == Recall(content=Share(1, 1), speaker=Share(0, 1))
    assert counts.mentions["none"] == Recall(content=Share(0, 1), speaker=Share(0, 0))
    assert counts.speaker_kinds["person"] == Recall(content=Share(2, 2), speaker=Share(1, 2))
    assert counts.uncued == Recall(content=Share(0, 1), speaker=Share(0, 0))
    assert count(evolve(GOLD, attributions=(evolve(VIK, cue=(), source=()),)), article(PERFECT[1])).uncued == Recall(
        content=Share(1, 1), speaker=Share(1, 1)
    )
    assert counts.speakers.right == Share(1, 3)
    assert counts.speakers.people == Affiliations(role=Share(1, 1), organization=Share(1, 1))


MODULES = [
    metrics,
    *(importlib.import_module(f"{metrics.__name__}.{m.name}") for m in pkgutil.iter_modules(metrics.__path__)),
]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_in_the_documentation_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_the_metrics_have_examples() -> None:
    assert sum(doctest.testmod(module).attempted for module in MODULES) > 30
