"""What a text shows of each source and each candidate for its speaker, in numbers that the network has learned.

Every clue is one number of a few (`quoteattr.network.who.CLUES`): how far apart the two stand, whether the candidate
stands inside the source or its content, who spoke just before, which words they share, what is stated of gender, title
and office. `Pairs.ruled_out` says who certainly can't be meant, whatever the network thinks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import chain

from attrs import field, frozen

from quoteattr.language.lexicon.bodies import GROUPS
from quoteattr.language.lexicon.grammar import DEFINITE, DETERMINERS, singular
from quoteattr.language.lexicon.roles import is_role
from quoteattr.language.lexicon.titles import ABBREVIATED
from quoteattr.records import Span
from quoteattr.speakers.cast import Cast
from quoteattr.speakers.mentions import Candidate, Sort, Source
from quoteattr.speakers.wording import Form, Gender
from quoteattr.text.index import Index, Stretch
from quoteattr.text.page import Page

__all__ = ["Pairs", "find_pairs"]

BEFORE, AFTER = 200, 60
"""Candidates before and after a source that are weighed; of those farther off only the ones that share a word."""

MOST_ALIKE = 20
"""Candidates farther off that share the last word of a source: so many at most."""

TURNS = 5
"""Earlier statements whose sources count as turns."""

_PARAGRAPHS = (1, 2, 3, 5, 9, 17)
_WORDS = (1, 3, 6, 12, 25, 50, 100, 200, 400, 800)
_TIMES = (1, 2, 4, 8, 16)


class _Place(IntEnum):
    """Where a candidate stands."""

    ELSEWHERE = 0
    ONLY_NAME_IN_SOURCE = 1
    FIRST_NAME_IN_SOURCE = 2
    LAST_NAME_IN_SOURCE = 3
    MIDDLE_NAME_IN_SOURCE = 4
    OWN_CONTENT = 5
    OTHER_QUOTATION = 6
    EARLIER_SOURCE = 7


class _Likeness(IntEnum):
    """Which words source and candidate share."""

    NONE = 0
    SAME_PRONOUN = 1
    SAME_WORDS = 2
    SAME_NAME = 3
    NAME_WITHIN_SOURCE = 4
    SAME_LAST_WORD = 5
    SAME_NOUN = 6
    NOUN_IN_NAME = 7


@frozen
class Pairs:
    """One source with the candidates that are weighed for it: their numbers, their clues, and who is ruled out."""

    source: Source
    candidates: tuple[int, ...]
    clues: tuple[tuple[int, ...], ...]
    ruled_out: tuple[bool, ...]


@frozen
class _Scene:
    """An article as the clues see it: everything looked up once."""

    page: Page
    sentences: Index[Stretch]
    cast: Cast
    sources: Sequence[Source]
    candidates: Sequence[Candidate]
    openings: Sequence[int]
    known: Mapping[int, frozenset[str]]
    paragraphs: list[int] = field(init=False)
    in_sentence: list[int] = field(init=False)
    quoted: list[bool] = field(init=False)
    starts: list[int] = field(init=False)
    alike: dict[str, list[int]] = field(init=False)
    roles: list[frozenset[str]] = field(init=False)

    @paragraphs.default
    def _find_paragraphs(self) -> list[int]:
        return [bisect_right(self.openings, candidate.words[0]) - 1 for candidate in self.candidates]

    @in_sentence.default
    def _find_sentences(self) -> list[int]:
        return [self.sentences.number(candidate.start) for candidate in self.candidates]

    @quoted.default
    def _find_quoted(self) -> list[bool]:
        return [self.page.is_quoted(candidate.start) for candidate in self.candidates]

    @starts.default
    def _find_starts(self) -> list[int]:
        return [candidate.start for candidate in self.candidates]

    @alike.default
    def _find_alike(self) -> dict[str, list[int]]:
        alike: dict[str, list[int]] = {}
        for number, candidate in enumerate(self.candidates):
            if candidate.core:
                alike.setdefault(candidate.core[-1], []).append(number)
        return alike

    @roles.default
    def _find_roles(self) -> list[frozenset[str]]:
        return [
            frozenset(chain.from_iterable(map(_nouns, entity.titles | self.known.get(number, frozenset()))))
            for number, entity in enumerate(self.cast.entities)
        ]


def find_pairs(
    page: Page,
    sentences: Index[Stretch],
    cast: Cast,
    sources: Sequence[Source],
    candidates: Sequence[Candidate],
    openings: Sequence[int],
    known: Mapping[int, frozenset[str]],
) -> tuple[Pairs, ...]:
    """Return each source with its candidates and their clues.

    `openings` are the words that open a paragraph, `known` the plain words of what is said of each entity elsewhere:
    its offices and bodies.
    """
    scene = _Scene(page, sentences, cast, sources, candidates, openings, known)
    return tuple(_pairs(scene, turn) for turn in range(len(sources)))


def _pairs(scene: _Scene, turn: int) -> Pairs:
    source = scene.sources[turn]
    numbers = _weighed(scene, source)
    columns = _clues(scene, turn, numbers)
    return Pairs(
        source,
        tuple(numbers),
        tuple(zip(*columns, strict=True)),
        tuple(_is_ruled_out(scene, turn, scene.candidates[number]) for number in numbers),
    )


def _weighed(scene: _Scene, source: Source) -> list[int]:
    """Return the numbers of the candidates near a source, and of those farther off that share its last word."""
    place = bisect_right(scene.starts, source.start)
    first, last = max(0, place - BEFORE), min(len(scene.candidates), place + AFTER)
    alike = scene.alike.get(source.core[-1], []) if source.core else []
    before = alike[: min(MOST_ALIKE, bisect_left(alike, first))]
    behind = bisect_left(alike, last)
    return [*before, *range(first, last), *alike[behind : behind + MOST_ALIKE - len(before)]]


def _is_ruled_out(scene: _Scene, turn: int, candidate: Candidate) -> bool:
    """Return whether a candidate certainly is not the speaker.

    Sources count only once they have been resolved, descriptions only before the source; a surname that several people
    bear says nothing of them, so that its bearers are weighed by their other names; a man is not "she". Somebody named
    in a content is not the one who "he" or a quotation by itself stands for (Chomsky 1981, principle C): that
    mention is ruled out, not the person. "The mayor" is not Ada Obi after "Ada Obi and the mayor".
    """
    source = scene.sources[turn]
    if candidate.source is not None:
        return candidate.source >= turn
    if candidate.sort.is_name and candidate.entity is None:
        return True
    if candidate.sort is Sort.DESCRIPTION and (candidate.start > source.start or _introduces(source, candidate)):
        return True
    others = frozenset[str]() if candidate.entity is None else scene.cast.entities[candidate.entity].others
    if source.form is Form.DESCRIPTION and source.head in others:
        return True
    clash = source.form in (Form.HE, Form.SHE) and candidate.gender not in (Gender.UNSTATED, Gender(source.form))
    return clash or _is_said(candidate, source)


def _introduces(source: Source, candidate: Candidate) -> bool:
    """Return whether a source brings somebody in rather than back: it is not definite, or one where others are many.

    "Some officials" are not those of elsewhere (Heim 1982), and "the poll" is not "polls"; but the same words may be.
    """
    if source.form not in (Form.NAME, Form.DESCRIPTION):
        return False
    own, other = (tuple(word for word in key if word not in DETERMINERS) for key in (source.key, candidate.key))
    one, many = source.head in source.key, candidate.head in candidate.key
    counted = GROUPS.isdisjoint((source.head, candidate.head, *own[-1:], *other[-1:]))
    return own != other and (not source.key or source.key[0] not in DEFINITE or (counted and one is not many))


def _clues(scene: _Scene, turn: int, numbers: Sequence[int]) -> list[list[int]]:
    """Return a column for each clue, with a value for each candidate."""
    source = scene.sources[turn]
    candidates = [scene.candidates[number] for number in numbers]
    turns = _turns(scene, turn, candidates)
    quoted = [scene.quoted[number] for number in numbers]
    recency, latest = _recency(source, candidates)
    return [
        [_paragraphs_apart(scene, source, number) for number in numbers],
        [_words_apart(source, candidate) for candidate in candidates],
        _places(source, candidates, turns, quoted),
        turns,
        [_likeness(source, candidate) for candidate in candidates],
        [source.form * len(Sort) + candidate.sort for candidate in candidates],
        [(source.gender * 3 + c.gender) * 2 + (source.form in (Form.HE, Form.SHE)) for c in candidates],
        recency,
        [3 * new + said + c.sort.is_source for c, new, said in zip(candidates, latest, quoted, strict=True)],
        [bisect_right(_TIMES, _times_named(scene.cast, candidate)) for candidate in candidates],
        [_sentences_apart(scene, source, number) for number in numbers],
        [_rank(candidate) for candidate in candidates],
        [_titles(scene.cast, source, candidate) for candidate in candidates],
        [_offices(scene, source, candidate) for candidate in candidates],
        [_words_known(scene, source, candidate) for candidate in candidates],
    ]


def _paragraphs_apart(scene: _Scene, source: Source, number: int) -> int:
    distance = bisect_right(scene.openings, source.words[0]) - 1 - scene.paragraphs[number]
    if scene.starts[number] >= source.start:
        return 0 if distance == 0 else 1 if distance >= -2 else 2
    return 3 + bisect_right(_PARAGRAPHS, distance)


def _words_apart(source: Source, candidate: Candidate) -> int:
    distance = source.words[0] - candidate.words[0]
    return bisect_right(_WORDS, distance) if distance >= 0 else len(_WORDS) + 1 + bisect_right(_WORDS, -distance)


def _places(source: Source, candidates: Sequence[Candidate], turns: Sequence[int], quoted: Sequence[bool]) -> list[int]:
    inside = [i for i, c in enumerate(candidates) if source.span and c.sort.is_name and _lies_in(c, source.span)]
    places = [
        _Place.OWN_CONTENT if _is_said(c, source) else _Place.OTHER_QUOTATION if said else _Place.ELSEWHERE
        for c, said in zip(candidates, quoted, strict=True)
    ]
    for i, candidate in enumerate(candidates):
        if turns[i] and candidate.sort.is_name and places[i] is _Place.ELSEWHERE:
            places[i] = _Place.EARLIER_SOURCE
    for i in inside:
        places[i] = _Place.MIDDLE_NAME_IN_SOURCE
    if inside:
        places[inside[-1]] = _Place.LAST_NAME_IN_SOURCE
        places[inside[0]] = _Place.FIRST_NAME_IN_SOURCE if len(inside) > 1 else _Place.ONLY_NAME_IN_SOURCE
    return [int(place) for place in places]


def _is_said(candidate: Candidate, source: Source) -> bool:
    """Return whether a candidate stands in the content of the source's statement."""
    return any(_lies_in(candidate, content) for content in source.contents)


def _lies_in(candidate: Candidate, span: Span) -> bool:
    return span.start <= candidate.start and candidate.end <= span.end


def _turns(scene: _Scene, turn: int, candidates: Sequence[Candidate]) -> list[int]:
    """Return for each candidate how many statements ago it stood in a source, 0 if it did not lately."""
    ago, starts = [0] * len(candidates), [candidate.start for candidate in candidates]
    for back in range(1, min(TURNS, turn) + 1):
        span = scene.sources[turn - back].span
        if span is not None:
            for i in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                if not ago[i] and candidates[i].end <= span.end:
                    ago[i] = back
    return ago


def _likeness(source: Source, candidate: Candidate) -> int:
    if source.span is None:
        return _Likeness.NONE
    if source.form.is_pronoun:
        same = candidate.sort.is_source and source.key == candidate.key
        return _Likeness.SAME_PRONOUN if same else _Likeness.NONE
    if source.key == candidate.key:
        return _Likeness.SAME_WORDS
    if source.form is Form.NAME and source.core and candidate.core:
        if source.core == candidate.core:
            return _Likeness.SAME_NAME
        if candidate.sort.is_name and set(candidate.core) <= set(source.core):
            return _Likeness.NAME_WITHIN_SOURCE
        if source.core[-1] == candidate.core[-1]:
            return _Likeness.SAME_LAST_WORD
    if source.head and source.head == candidate.head and not candidate.sort.is_name:
        return _Likeness.SAME_NOUN
    named = len(source.head) > 3 and any(source.head == singular(word) for word in candidate.key)
    return _Likeness.NOUN_IN_NAME if named else _Likeness.NONE


def _recency(source: Source, candidates: Sequence[Candidate]) -> tuple[list[int], list[bool]]:
    """Return for each name before a source how many others were named since, and whether it is its bearer's last.

    People are counted among people, bodies and places among themselves; 0 stands for what is no name or comes later.
    """
    ranks, latest = [0] * len(candidates), [False] * len(candidates)
    seen: tuple[dict[int | None, int], dict[int | None, int]] = ({}, {})
    for i in range(len(candidates) - 1, -1, -1):
        candidate = candidates[i]
        if candidate.start < source.start and candidate.sort <= Sort.PLACE:
            known = seen[candidate.sort is not Sort.PERSON]
            latest[i] = candidate.entity not in known
            ranks[i] = min(6, 1 + known.setdefault(candidate.entity, len(known)))
    return ranks, latest


def _times_named(cast: Cast, candidate: Candidate) -> int:
    return 0 if candidate.entity is None else len(cast.entities[candidate.entity].names)


def _sentences_apart(scene: _Scene, source: Source, number: int) -> int:
    distance = scene.sentences.number(source.start) - scene.in_sentence[number]
    if distance == 0:
        return 1 + (scene.starts[number] >= source.start)
    return 3 if distance == 1 else 0


def _rank(candidate: Candidate) -> int:
    """Return 0 for a name, 1 for a description, 2 for a source."""
    return 0 if candidate.sort.is_name else 1 if candidate.sort is Sort.DESCRIPTION else 2


def _titles(cast: Cast, source: Source, candidate: Candidate) -> int:
    """Return 1 where a title in the source is one of the candidate's, 2 where both have titles and share none."""
    if candidate.entity is None or source.form is not Form.NAME:
        return 0
    own, known = set(source.key) - set(source.core) - {"the"}, cast.entities[candidate.entity].titles
    return (1 if own & known else 2) if own and known else 0


def _offices(scene: _Scene, source: Source, candidate: Candidate) -> int:
    """Return 1 where the noun of a description is an office of the candidate, 2 where the candidate has others only."""
    nouns = _nouns(source.head)
    if candidate.sort is not Sort.PERSON or not any(map(is_role, nouns)) or candidate.entity is None:
        return 0
    known = scene.roles[candidate.entity]
    return (1 if known.intersection(nouns) else 2) if known else 3


def _words_known(scene: _Scene, source: Source, candidate: Candidate) -> int:
    """Return 1 where no word of a description stands beside a name of the candidate, 2 where one does, 3 for more."""
    if candidate.entity is None or source.form not in (Form.NAME, Form.DESCRIPTION):
        return 0
    own = set(source.key).difference(DETERMINERS)
    beside, known = scene.cast.entities[candidate.entity].words, scene.known.get(candidate.entity, frozenset())
    shared = own & beside | own & known
    return 1 + min(2, len(shared))


def _nouns(title: str) -> tuple[str, ...]:
    """Return a title and the nouns by which an article calls its bearers later."""
    return (title, *ABBREVIATED.get(title, ()))
