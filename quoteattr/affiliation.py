"""For whom somebody speaks: role, organization, place, former or not, from the words around a name.

`stated` looks at every person's name in an article, reader by reader:

- before the name: "China's assistant minister Hong Lei", "SMUG leader Frank Mugisha";
- before it, with a comma: "the council's chief planner, Ada Obi, ...";
- after it: "Ada Obi, an analyst for the Lagos-based Centre for Peace", "Ada Obi of the Red Cross",
  "Sen. Ada Obi (R-Texas)", "Ada Obi, who heads the fund", "Ada Obi is a professor at ...".

A phrase is split by `describe`: the words up to its head noun, and "of" with lower case, are the role;
names under a possessive, before the head, or after "of", "for", "at", "with" are the organization;
names after "in", and those in "Lagos-based", the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex
from attrs import evolve, frozen

from quoteattr.cues import VERB_CUES
from quoteattr.language import Analysis, Name, Sentence, Word
from quoteattr.records import Affiliation, Span
from quoteattr.vocabulary import (
    COUNTRY_OF,
    DETERMINERS,
    FORMER,
    GOVERNING,
    HONORIFICS,
    ORGANIZATIONS,
    PARTY_ADJECTIVES,
    RANKS,
    TITLE_WORDS,
    is_role,
    singular,
)

__all__ = ["Stated", "best_first", "describe", "described_at", "stated"]

_PREPOSITIONS = frozenset("of for at with from to in on by under within near behind against about".split())
_BINDING = frozenset("of for at with from to by on under behind".split())
_STOPS = frozenset(
    """said says say told added according who whom which that when where while as and or but if because after before
    since until is was are were be been has had have did does do will would can could may might not also then than so
    he she they it we i you him them us me said: among between during without into over out up down off through both
    like including around""".split()
)
_LEADING = regex.compile(r"lead|head|run|direct|chair|manage|found|oversee|own|coach|captain", regex.IGNORECASE)
_WORKING = frozenset(
    "works work worked represents represented teaches taught studies plays played serves served".split()
)
_TITLES = HONORIFICS | RANKS.keys() | {""}
"""What stands between a role and a name, stops stripped: what is left of a lone stop too."""

_BEFORE_OTHERS = _PREPOSITIONS | {"through", "via"}
_QUOTING = frozenset("\"“”'‘’")
_LONGEST = 18
_AGE = regex.compile(r"\d{1,3}$")
_PARTY = regex.compile(
    r"(?:,\s*(?P<party>[RDI])-(?P<place>\p{Lu}[\p{L}.]{1,20})|\s*\((?P<party>R|D|I|L|Lab|Con|LD|Labor|Labour|Republican|Democrat|[A-Z]{2,4})\.?"
    r"(?:[-–—,]\s*(?P<place>[\p{L}. ]{2,25}))?\))"
)
_PARTIES = {"R": "Republican", "D": "Democrat", "I": "Independent", "L": "Libertarian"}


@frozen
class Stated:
    """An affiliation stated beside one occurrence of a name.

    `reading` says where: ``title``, ``before``, ``comma before``, ``party``, ``of``, ``formerly``, ``is``, ``who`` or
    ``after``.
    """

    name: Name
    affiliation: Affiliation
    reading: str = "after"


@frozen
class _Phrase:
    """Some words of a sentence with the names among them."""

    words: tuple[Word, ...]
    kinds: tuple[str, ...]

    def __getitem__(self, piece: slice) -> _Phrase:
        return _Phrase(self.words[piece], self.kinds[piece])

    def __len__(self) -> int:
        return len(self.words)

    def lower(self, i: int) -> str:
        """The word at `i` in lower case."""
        return self.words[i].text.lower()


def stated(analysis: Analysis) -> tuple[Stated, ...]:
    """Every affiliation that stands beside a person's name, in text order."""
    found: list[Stated] = []
    for name in analysis.names:
        if name.kind != "person":
            continue
        sentence = analysis.sentence_at(name.start)
        if sentence is None:
            continue
        found.extend(Stated(name, a, reading) for reading, a in _beside(analysis, sentence, name))
    return tuple(found)


def described_at(analysis: Analysis, mention: Span) -> Affiliation | None:
    """What a mention without a name says of its bearer: "the Prime Minister", "the fund's director"."""
    sentence = analysis.sentence_at(mention.start)
    if sentence is None:
        return None
    inside = [w.index for w in sentence.words if mention.start <= w.start and w.end <= mention.end]
    kinds = _kinds(analysis, sentence)
    if not inside or any(kinds[i] == "person" for i in inside):
        return None
    found = describe([sentence.words[i] for i in inside], [kinds[i] for i in inside])
    return found and _with_text(analysis.text, found)


def best_first(affiliations: Iterable[Affiliation]) -> tuple[Affiliation, ...]:
    """Those with role and organization first, otherwise in text order; what the first lacks, a later one lends."""
    ordered = sorted(affiliations, key=lambda a: (a.role is None) + (a.organization is None))
    if not ordered:
        return ()
    first = ordered[0]
    for other in ordered[1:]:
        if first.organization is None and other.role is None and other.organization:
            first = evolve(first, organization=other.organization, evidence=first.evidence + other.evidence)
        if first.role is None and other.role and other.organization is None:
            first = evolve(first, role=other.role, former=other.former, evidence=other.evidence + first.evidence)
        if first.location is None and other.location:
            first = evolve(first, location=other.location)
    rest = [
        a
        for a in ordered[1:]
        if (a.role or a.organization) and (a.role, a.organization) != (first.role, first.organization)
    ]
    return (first, *rest)


def _beside(analysis: Analysis, sentence: Sentence, name: Name) -> list[tuple[str, Affiliation]]:
    words = sentence.words
    inside = [w.index for w in words if w.start < name.end and w.end > name.start]
    if not inside:
        return []
    kinds = _kinds(analysis, sentence)
    phrase = _Phrase(words, kinds)
    left, right = inside[0], inside[-1] + 1
    while left and words[left - 1].text.lower().rstrip(".") in _TITLES:
        left -= 1
    while left and words[left - 1].text in _QUOTING:
        left -= 1
    readings = (
        ("title", _rank(words[left : inside[0]])),
        ("before", _before(phrase, left)),
        ("comma before", _comma_before(phrase, left, right)),
        ("party", _party(analysis.text, name)),
        _after(phrase, right),
    )
    text = analysis.text
    return [(reading, _with_text(text, a)) for reading, a in readings if a is not None]


def _rank(titles: Sequence[Word]) -> Affiliation | None:
    """Sen. Ada Obi, Gen. Moss: a title that is a role."""
    for title in titles:
        key = title.text.lower().rstrip(".")
        if key in RANKS:
            role = title.text if title.text.endswith(".") or len(key) > 4 else title.text + "."
            return Affiliation(role, RANKS[key], evidence=(Span(title.start, title.end, ""),))
    return None


def _kinds(analysis: Analysis, sentence: Sentence) -> tuple[str, ...]:
    names = analysis.names_touching(sentence.start, sentence.end)
    return tuple(next((n.kind for n in names if n.start <= w.start < n.end), "") for w in sentence.words)


def _with_text(text: str, affiliation: Affiliation) -> Affiliation:
    evidence = tuple(Span.cut(text, span.start, span.end) for span in affiliation.evidence)
    return evolve(affiliation, evidence=evidence)


def _before(phrase: _Phrase, left: int) -> Affiliation | None:
    """The premodifier: walk left over what may belong to a title."""
    start = left
    while start and left - start < _LONGEST and _may_modify(phrase, start - 1):
        start -= 1
    if start == left or not any(is_role(w.text) for w in phrase.words[start:left]):
        return None
    if not is_role(phrase.words[left - 1].text) and not _ends_in_name(phrase, start, left):
        return None
    return describe(phrase.words[start:left], phrase.kinds[start:left])


def _may_modify(phrase: _Phrase, i: int) -> bool:
    word = phrase.words[i].text
    lower = word.lower()
    if phrase.kinds[i] == "person":
        end = next((j for j in range(i, len(phrase)) if phrase.kinds[j] != "person"), len(phrase))
        return end < len(phrase) and (phrase.words[end].text in ("'s", "’s") or phrase.words[end].text.islower())
    if lower in ("'s", "’s", "of", "for", "-", "–", "&") or (
        lower == "and" and phrase.words[i - 1 : i] and is_role(phrase.words[i - 1].text)
    ):
        return True
    if lower == "to" and i and is_role(phrase.words[i - 1].text):
        return True
    if lower in VERB_CUES and lower.endswith(("ed", "said", "told", "ing")):
        return False
    initials = word.isupper() and len(word) > 1
    if not initials and (lower in _STOPS or lower in DETERMINERS or lower in _PREPOSITIONS):
        return False
    return word[0].isalnum() and not word.isdigit()


def _ends_in_name(phrase: _Phrase, start: int, end: int) -> bool:
    """President of Chile Ada Obi: the name follows the place or body that the role belongs to."""
    return phrase.kinds[end - 1] in ("place", "organization") and any(
        phrase.lower(i) in ("of", "to", "in") for i in range(start, end)
    )


def _comma_before(phrase: _Phrase, left: int, right: int) -> Affiliation | None:
    """The role stands first and the name is the apposition: `the planner, Ada Obi, said`."""
    while left > 1 and is_role(phrase.words[left - 1].text) and phrase.words[left - 1].text[0].isupper():
        left -= 1
    if left < 2 or phrase.words[left - 1].text != ",":
        return None
    following = phrase.words[right].text if right < len(phrase) else "."
    if (following[0].isalnum() and following.lower() not in _STOPS) or following in ("'s", "’s"):
        return None
    start = left - 1
    while (
        start
        and left - start < _LONGEST
        and phrase.words[start - 1].text not in ',;:.()"“”!?'
        and phrase.lower(start - 1) not in _STOPS
    ):
        start -= 1
    if start and phrase.lower(start - 1) in _BEFORE_OTHERS:
        return None
    piece = phrase[start : left - 1]
    head = _head(piece.words, piece.kinds)
    if head is None or "person" in piece.kinds[head + 1 : head + 2] or piece.lower(0) in _PREPOSITIONS:
        return None
    return describe(piece.words, piece.kinds)


def _party(text: str, name: Name) -> Affiliation | None:
    """(R-Texas), (D., Mass.)."""
    found = _PARTY.match(text, name.end)
    if found is None:
        return None
    party = _PARTIES.get(found["party"], found["party"])
    place = found["place"].strip() if found["place"] else None
    return Affiliation(None, party, place, evidence=(Span(found.start() + 1, found.end(), ""),))


def _after(phrase: _Phrase, right: int) -> tuple[str, Affiliation | None]:
    """Apposition, "of" phrase, relative clause, copula: which one, and what it says."""
    if right >= len(phrase):
        return "after", None
    if phrase.words[right].text.startswith("(") and right + 2 < len(phrase):
        right = _after_brackets(phrase, right)
    if right < len(phrase) and phrase.lower(right) in ("of", "from", "at", "with"):
        return "of", _bound(phrase, right)
    if phrase.lower(min(right + 1, len(phrase) - 1)) == "formerly" and right + 2 < len(phrase):
        past = _bound(phrase, right + 2)
        return "formerly", past and evolve(past, former=True)
    if right < len(phrase) and phrase.lower(right) in ("is", "was", "became", "serves", "served"):
        return "is", _predicate(phrase, right + 1, phrase.lower(right) in ("was", "served"))
    if right >= len(phrase) or phrase.words[right].text not in (",", "-", "–", "—", "(", "--"):
        return "after", None
    start = right + 1
    if start + 1 < len(phrase) and _AGE.match(phrase.words[start].text) and phrase.words[start + 1].text == ",":
        start += 2
    if start < len(phrase) and phrase.lower(start) in ("now", "then", "currently", "also", "himself", "herself"):
        start += 1
    if start >= len(phrase):
        return "after", None
    if phrase.lower(start) == "who":
        return "who", _relative(phrase, start + 1)
    if phrase.lower(start) in ("of", "from", "with", "at"):
        return "of", _bound(phrase, start)
    piece = phrase[start : _phrase_end(phrase, start)]
    head = _head(piece.words, piece.kinds)
    if head is None or "person" in piece.kinds[head + 1 : head + 2]:
        return "after", None
    return "after", describe(piece.words, piece.kinds)


def _after_brackets(phrase: _Phrase, right: int) -> int:
    closing = next((i for i in range(right, min(right + 8, len(phrase))) if phrase.words[i].text == ")"), right)
    return closing + 1 if closing > right else right


def _phrase_end(phrase: _Phrase, start: int) -> int:
    """Where an apposition ends: at a comma, dash, stop or the next verb of saying."""
    end = start
    while end < len(phrase) and end - start < _LONGEST * 2:
        word = phrase.words[end].text
        if word in ',;:.()"“”!?—–' or (phrase.lower(end) in _STOPS and phrase.lower(end) not in ("and", "or")):
            break
        if phrase.lower(end) == "and" and not (end + 1 < len(phrase) and _continues_role(phrase, start, end + 1)):
            break
        end += 1
    return end


def _continues_role(phrase: _Phrase, start: int, i: int) -> bool:
    """After "and": a second role or the rest of a name, not a new clause."""
    return any(is_role(w.text) for w in phrase.words[i : i + 4]) or phrase.words[i].text[0].isupper()


def _bound(phrase: _Phrase, preposition: int) -> Affiliation | None:
    """Ada Obi of the Red Cross: an organization or a place without a role."""
    start = preposition + 1
    end = _phrase_end(phrase, start)
    piece = phrase[start:end]
    name = _first_name(piece.words, piece.kinds)
    if name is None:
        return None
    words, kind = name
    evidence = (Span(words[0].start, words[-1].end, ""),)
    if kind == "place":
        return Affiliation(location=_join(words), evidence=evidence) if phrase.lower(preposition) != "with" else None
    return Affiliation(organization=_join(words), evidence=evidence)


def _relative(phrase: _Phrase, start: int) -> Affiliation | None:
    """Who heads the fund, who is a professor at ..., who works for ..."""
    if start >= len(phrase):
        return None
    verb = phrase.lower(start)
    if verb in ("is", "was", "has", "had", "serves", "served", "became") and start + 1 < len(phrase):
        return _predicate(phrase, start + 1, verb in ("was", "had", "served"))
    end = _phrase_end(phrase, start + 1)
    piece = phrase[start + 1 : end]
    if _LEADING.match(verb) or verb in _WORKING:
        name = _first_name(piece.words, piece.kinds)
        if name is None:
            return None
        words, kind = name
        verb_phrase = {w.text.lower() for w in piece.words[:1]}
        evidence = (Span(phrase.words[start].start, words[-1].end, ""),)
        role = "head" if verb in ("heads", "leads", "runs", "directs") else None
        role = "chair" if verb == "chairs" else role
        return Affiliation(
            role, _join(words) if kind != "place" or role or "for" in verb_phrase else None, evidence=evidence
        )
    return None


def _predicate(phrase: _Phrase, start: int, past: bool) -> Affiliation | None:
    while start < len(phrase) and phrase.lower(start) in ("been", "once", "also", "now", "currently", "as", "served"):
        start += 1
    if start >= len(phrase) or not (phrase.lower(start) in ("a", "an", "the") or is_role(phrase.words[start].text)):
        return None
    piece = phrase[start : _phrase_end(phrase, start)]
    if _head(piece.words, piece.kinds) is None:
        return None
    found = describe(piece.words, piece.kinds)
    return found and evolve(found, former=found.former or (past and bool(found.organization)))


def describe(words: Sequence[Word], kinds: Sequence[str]) -> Affiliation | None:
    """Split a descriptive noun phrase into role, organization, place and whether it is past.

    `kinds` gives for each word the kind of the name it belongs to, or "". The evidence span has offsets
    but no text yet. ``None`` where the phrase names no role.
    """
    words, kinds = list(words), list(kinds)
    evidence = (Span(words[0].start, words[-1].end, ""),) if words else ()
    head = _head(words, kinds)
    if head is None:
        return None
    first = 0
    while first < head and words[first].text.lower() in DETERMINERS:
        first += 1
    organization, location, former, kept = _modifiers(words[first:head], kinds[first:head], words[head].text)
    if words[head].text.lower().startswith("ex-"):
        former = True
        words[head] = evolve(words[head], text=words[head].text[3:], start=words[head].start + 3)
    role_words = [*kept, words[head]]
    tail = _tail(words[head + 1 :], kinds[head + 1 :], words[head].text)
    role = _join(role_words + tail.role)
    return Affiliation(role, tail.organization or organization, tail.location or location, former, evidence)


def _head(words: Sequence[Word], kinds: Sequence[str]) -> int | None:
    """The head noun of the phrase: its last role noun before the first preposition or comma."""
    head = None
    for i, word in enumerate(words):
        lower = word.text.lower()
        if (lower in _PREPOSITIONS or lower == "who" or word.text in ",;(") and i:
            break
        named = kinds[i] in ("person",) or (kinds[i] == "organization" and not is_role(word.text))
        if not named and (is_role(word.text) or is_role(singular(lower))):
            head = i
    return head


def _modifiers(
    words: Sequence[Word], kinds: Sequence[str], head: str
) -> tuple[str | None, str | None, bool, list[Word]]:
    """What stands before the head: names become organization or place, the rest stays with the role."""
    organization = location = None
    former = False
    kept: list[Word] = []
    i = 0
    while i < len(words):
        lower = words[i].text.lower()
        following = words[i + 1].text.lower() if i + 1 < len(words) else ""
        end = i + 1
        while end < len(words) and kinds[i] and kinds[end] == kinds[i]:
            end += 1
        possessor = end < len(words) and words[end].text in ("'s", "’s", "'", "’")
        if lower in FORMER:
            former = True
        elif following == "-" and i + 2 < len(words) and words[i + 2].text.lower() == "based":
            location, end = words[i].text, i + 3
        elif lower.endswith("-based"):
            location = words[i].text[:-6]
        elif possessor:
            organization, end, kept = _join(words[i:end]), end + 1, []
        elif kinds[i] in ("organization", "person"):
            organization = _join(words[i:end])
        elif kinds[i] in ("place", "nationality"):
            country = _country(words[i:end])
            if singular(head.lower()) in GOVERNING or kinds[i] == "nationality":
                organization = organization or country
            else:
                location = country
        elif words[i].text in ("'s", "’s"):
            organization, kept = (_join(kept), []) if kept else (organization, kept)
        elif words[i].text in ("-", "–"):
            kept = [*kept, words[i]] if kept else kept
        elif words[i].text in PARTY_ADJECTIVES:
            organization = words[i].text
        elif _names_a_body(words[i], head) and not kept:
            while end < len(words) and not kinds[end] and _names_a_body(words[end], head):
                end += 1
            organization = organization or _join(words[i:end])
        else:
            kept.append(words[i])
        i = end
    return organization, location, former, kept


def _names_a_body(word: Word, head: str) -> bool:
    """Lyft driver, Nets Coach: a capital that is no part of a title, though no name was found there."""
    capital = word.text[0].isupper() and not is_role(word.text)
    return capital and word.text.lower() not in TITLE_WORDS


def _country(words: Sequence[Word]) -> str:
    """South Korean → South Korea; a place stays what it is."""
    *front, last = [w.text for w in words]
    return " ".join([*front, COUNTRY_OF.get(last, last)])


@frozen
class _Tail:
    role: list[Word]
    organization: str | None = None
    location: str | None = None


def _tail(words: Sequence[Word], kinds: Sequence[str], head: str) -> _Tail:
    """What follows the head, preposition by preposition."""
    tail = _Tail([])
    i = 0
    while i < len(words):
        lower = words[i].text.lower()
        if lower == "and" and not tail.organization and any(is_role(w.text) for w in words[i + 1 : i + 5]):
            more = next(j for j in range(i + 1, len(words)) if is_role(words[j].text))
            tail = evolve(tail, role=[*tail.role, *words[i : more + 1]])
            i = more + 1
            continue
        if lower not in _PREPOSITIONS:
            break
        end = i + 1
        while end < len(words) and not (
            words[end].text.lower() in _PREPOSITIONS and not _inside_name(words, kinds, end)
        ):
            end += 1
        if lower == "of" and not any(kinds[i:end]) and any(kinds[end:]):
            tail = evolve(tail, role=[*tail.role, *words[i:end]])
        else:
            tail = _with_complement(tail, words[i:end], kinds[i:end], head)
        i = end
    return tail


def _inside_name(words: Sequence[Word], kinds: Sequence[str], i: int) -> bool:
    """Whether a preposition is part of a name: Bank of Japan, Institute for Peace."""
    if kinds[i] == "organization":
        return True
    return (
        0 < i < len(words) - 1
        and words[i].text.lower() in ("of", "for", "on")
        and words[i - 1].text[0].isupper()
        and words[i + 1].text[0].isupper()
        and kinds[i + 1] != "place"
    )


def _with_complement(tail: _Tail, words: Sequence[Word], kinds: Sequence[str], head: str) -> _Tail:
    preposition = words[0].text.lower()
    name = _first_name(words[1:], kinds[1:])
    if name is None:
        bare = [w for w in words[1:] if w.text.lower() not in DETERMINERS]
        is_body = bool(bare) and singular(bare[-1].text.lower()) in ORGANIZATIONS and preposition != "on"
        if is_body and preposition in _BINDING and not tail.organization:
            return evolve(tail, organization=_join(bare))
        follows = not tail.organization and not tail.location and preposition in ("of", "for", "to", "on", "in")
        return evolve(tail, role=[*tail.role, *words]) if follows and words[1:] else tail
    found, kind = name
    if len(found) == 1 and found[0].text.lower() in ORGANIZATIONS and not tail.organization:
        return evolve(tail, role=[*tail.role, *words])
    based = next((w for w in words if w.text.lower().endswith("-based")), None)
    place = based.text[:-6] if based else _based(words)
    if place and not tail.location:
        tail = evolve(tail, location=place)
    if kind == "place":
        governs = preposition == "of" and singular(head.lower()) in GOVERNING
        if governs and not tail.organization:
            return evolve(tail, organization=_join(found))
        return tail if tail.location else evolve(tail, location=_join(found))
    if preposition in _BINDING and not tail.organization:
        return evolve(tail, organization=_join(found))
    return tail


def _based(words: Sequence[Word]) -> str | None:
    for i in range(len(words) - 2):
        if words[i + 1].text == "-" and words[i + 2].text.lower() == "based":
            return words[i].text
    return None


def _first_name(words: Sequence[Word], kinds: Sequence[str]) -> tuple[list[Word], str] | None:
    """The first organization, else the first capitalised run, else the first place."""
    words, kinds = list(words), list(kinds)
    skip = next(
        (i + 3 for i in range(len(words) - 2) if words[i + 1].text == "-" and words[i + 2].text.lower() == "based"), 0
    )
    for wanted in ("organization", "", "place", "person"):
        for i in range(skip, len(words)):
            starts = kinds[i] == wanted and (
                wanted or (words[i].text[0].isupper() and words[i].text.lower() not in DETERMINERS)
            )
            if not starts:
                continue
            end = i + 1
            while end < len(words) and (kinds[end] == kinds[i] if wanted else _goes_on(words, kinds, end)):
                end += 1
            possessed = end + 1 < len(words) and words[end].text in ("'s", "’s")
            if wanted == "organization" and possessed:
                while end < len(words) and (words[end].text in ("'s", "’s") or words[end].text[0].isupper()):
                    end += 1
            before = i
            while (
                wanted == "organization"
                and before > skip
                and kinds[before - 1] in ("place", "nationality")
                and before - 1 >= skip
            ):
                before -= 1
            return words[before:end], "place" if wanted == "place" else "organization"
    return None


def _goes_on(words: Sequence[Word], kinds: Sequence[str], i: int) -> bool:
    if kinds[i] == "person":
        return False
    if words[i].text[0].isupper() or words[i].text in ("&", "-"):
        return True
    return words[i].text.lower() in ("of", "for", "and", "the", "on") and any(
        w.text[0].isupper() for w in words[i + 1 : i + 3]
    )


def _join(words: Sequence[Word]) -> str:
    """The words as they stand: a space where the text has one."""
    out = ""
    for i, word in enumerate(words):
        glued = i and words[i - 1].end == word.start
        out += word.text if glued or not i else " " + word.text
    return out.strip(" ,-–'’")
