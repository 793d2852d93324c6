"""For whom somebody speaks: role, organization, place, former or not, from the words around a name.

`find_facts` asks a small network (`quoteattr.network.neighbours`) what stands beside each person's name in an article:

- before the name: "China's assistant minister Hong Lei", "the council's chief planner, Ada Obi";
- after it: "Ada Obi, an analyst for the Lagos-based Centre for Peace", "Ada Obi of the Red Cross",
  "Sen. Ada Obi (R-Texas)", "Ada Obi, who heads the fund", "Ada Obi is a professor at ...".

A description without a name ("the fund's director") is split by `describe`, which goes by the order of words: those
up to its head noun, and "of" with lower case, are the role; names under a possessive, before the head, or after "of",
"for", "at", "with" are the organization; names after "in", and those in "Lagos-based", the place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex
from attrs import evolve, frozen

from quoteattr.language.lexicon.bodies import ORGANIZATIONS, PARTY_ADJECTIVES, PARTY_LETTERS
from quoteattr.language.lexicon.countries import COUNTRY_OF
from quoteattr.language.lexicon.grammar import DETERMINERS, singular
from quoteattr.language.lexicon.roles import FORMER, GOVERNING, TITLE_WORDS, VERB_ROLES, is_role
from quoteattr.language.lexicon.titles import RANKS, STOPPED
from quoteattr.language.words import Analysis, Name, NameKind, Word
from quoteattr.network.reading import Reading
from quoteattr.records import Affiliation, Span
from quoteattr.speakers.facts import Stated

if TYPE_CHECKING:
    from quoteattr.network.neighbours import Neighbours

__all__ = ["describe", "described_at", "find_facts"]

_PREPOSITIONS = frozenset("of for at with from to in on by under within near behind against about".split())
_BINDING = frozenset("of for at with from to by on under behind".split())
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[.&][\p{L}\p{N}]+)*")
_BASED = regex.compile(r"(?P<place>[\p{L} .]+?)\s?[-–]\s?based\b\s*(?P<body>.*)", regex.IGNORECASE)
_BASED_AFTER = regex.compile(r"\s?[-–]\s?based\s")
_OVER = regex.compile(r"\s*,?\s(?:until|till)\s", regex.IGNORECASE)
_PARTY = regex.compile(
    r"\s?\((?P<party>[RDIL])(?:\.?\s?[-–—,]\s?(?P<state>\p{Lu}[\p{L}.]{0,15}(?:\s\p{Lu}[\p{L}.]{0,15})?))?\)"
)
_BEFORE_ROLE = 3
"""Words before a role among which "former" counts."""

Part = tuple[str, int, int]
"""Role, organization or location, and the offsets of its words."""


def find_facts(analysis: Analysis, tagged: Reading, network: Neighbours) -> tuple[Stated, ...]:
    """Return every affiliation that stands beside a person's name, in text order.

    `tagged` is what the bundled tagger made of the same text.
    """
    from quoteattr.network.neighbours import find_mentions

    found: list[Stated] = []
    beside = network.read(tagged, find_mentions(tagged, analysis.names))
    read = [(mention.name, _fixed_forms(analysis.text, tagged, mention.name, parts)) for mention, parts in beside]
    owners = _owners(read, tagged)
    for name, parts in read:
        words = tagged.words
        parts = _one_body(analysis.text, tagged, parts)
        parts = [p for p in parts if p[0] != "role" or name in owners[p[1]]]
        whole = [(part, *_whole(analysis.text, words.starts[i], words.ends[j - 1])) for part, i, j in parts]
        whole = [_named(analysis, part, start, end) for part, start, end in whole]
        facts = [_fact(analysis.text, name, parts) for parts in _together(whole)]
        found += [_split(analysis, fact) for fact in facts]
    return tuple(found)


def _one_body(text: str, tagged: Reading, parts: Sequence[Part]) -> list[Part]:
    """Return parts with a capitalised word that is no role, and was taken for one, as the end of the body before it."""
    joined: list[Part] = []
    for part, first, end in parts:
        words = text[tagged.words.starts[first] : tagged.words.ends[end - 1]].split()
        rest = part == "role" and not any(word[0].islower() or _is_office(word) for word in words)
        if rest and joined and joined[-1][0] == "organization" and joined[-1][2] == first:
            joined[-1] = ("organization", joined[-1][1], end)
        else:
            joined.append((part, first, end))
    return joined


def _is_office(word: str) -> bool:
    return is_role(word) or word.lower().rstrip(".") in RANKS


def _fixed_forms(text: str, tagged: Reading, name: Name, parts: Sequence[Part]) -> list[Part]:
    """Return parts with what papers always word alike: titles before a name, parties in brackets behind it."""
    apart = [one for part in parts for one in _title_apart(text, tagged, name, part)]
    return _bracketed(text, tagged, name, apart)


def _title_apart(text: str, tagged: Reading, name: Name, part: Part) -> list[Part]:
    """Return a body that was read on to the title before the name as body and role: "Air Force" + "Gen." Ada Obi."""
    kind, first, end = part
    words = tagged.words
    title = end - 1
    while title > first and text[words.starts[title] : words.ends[title]] == ".":
        title -= 1
    noun = text[words.starts[title] : words.ends[title]]
    beside = text[words.ends[end - 1] : name.start].strip(" .") == "" and noun[0].isupper()
    if kind != "organization" or title == first or not beside or noun.lower() not in RANKS:
        return [part]
    return [(kind, first, title), ("role", title, end)]


def _bracketed(text: str, tagged: Reading, name: Name, parts: Sequence[Part]) -> list[Part]:
    """Return parts with the party and the state that American papers put in brackets behind a name: (R-Texas)."""
    found = _PARTY.match(text, name.end)
    if found is None:
        return list(parts)
    starts, ends = tagged.words.starts, tagged.words.ends
    outside = [p for p in parts if ends[p[2] - 1] <= found.start() or starts[p[1]] >= found.end()]
    inside = {"organization": found.span("party"), "location": found.span("state")}
    words = {kind: (bisect_left(starts, start), bisect_left(starts, end)) for kind, (start, end) in inside.items()}
    return outside + [(kind, first, end) for kind, (first, end) in words.items() if 0 <= first < end]


def _owners(read: Sequence[tuple[Name, Sequence[Part]]], tagged: Reading) -> dict[int, list[Name]]:
    """Return for each role, by its first word, whose it is: the nearer of two names, or the one before it."""
    claimed: dict[int, list[Name]] = {}
    for name, parts in read:
        for part, first, _ in parts:
            if part == "role":
                claimed.setdefault(first, []).append(name)
    for first, names in claimed.items():
        start = tagged.words.starts[first]
        before = [name for name in names if name.start < start]
        if len(before) not in (0, len(names)):
            nearest = min(names, key=lambda name: abs(name.end - start) if name.start < start else name.start - start)
            claimed[first] = [name for name in names if (name in before) == (nearest in before)]
    return claimed


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch with the words at its edges whole: "U.S.", whose letters the network reads one by one."""
    inside = next((m for m in _WORD.finditer(text, max(0, start - 30), start + 1) if m.end() > start), None)
    start = inside.start() if inside is not None else start
    last = _WORD.match(text, end - 1)
    end = last.end() if last is not None else end
    final = text[start:end].rpartition(" ")[2]
    return start, end + (text[end : end + 1] == "." and ("." in final or final.lower() in STOPPED))


def _named(analysis: Analysis, part: str, start: int, end: int) -> Part:
    """Return a body with the whole name that it is part of, or that it describes: "private" + "Obi Institute"."""
    if part != "organization":
        return part, start, end
    if analysis.text[start:end].islower() and analysis.text[end : end + 1] == " ":
        for name in analysis.names_touching(end + 1, end + 2):
            if name.kind is NameKind.ORGANIZATION:
                return part, name.start, name.end
    names = [name for name in analysis.names_touching(start, end) if name.kind is NameKind.ORGANIZATION]
    return part, min([start, *(name.start for name in names)]), max([end, *(name.end for name in names)])


def _together(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield each role with the body and the place nearest to it; what no role takes, by itself."""
    groups = [[part] for part in parts if part[0] == "role"]
    alone: list[Part] = []
    for part in (part for part in parts if part[0] != "role"):
        free = [group for group in groups if all(part[0] != other[0] for other in group)]
        if free:
            min(free, key=lambda group: max(part[1] - group[0][2], group[0][1] - part[2])).append(part)
        elif not groups and all(part[0] != other[0] for other in alone):
            alone.append(part)
    yield from groups
    if alone:
        yield alone


def _fact(text: str, name: Name, parts: Sequence[Part]) -> Stated:
    """Return the affiliation that some parts beside a name amount to."""
    spans = {part: Span.cut(text, start, end) for part, start, end in parts}
    worded = {part: span.text.strip(" ,") for part, span in spans.items()}
    place = worded.get("location")
    body = worded.get("organization")
    based = _BASED.match(body) if body is not None else None
    if based is not None:
        place, body = place or based["place"], based["body"] or None
    evidence = tuple(sorted(spans.values(), key=lambda span: span.start))
    role = _bare_role(worded.get("role"), body)
    affiliation = Affiliation(role, _full_body(body), place, _is_former(text, evidence), evidence)
    return Stated(name, affiliation, _reading(text, name, spans.get("role")))


def _bare_role(role: str | None, body: str | None) -> str | None:
    """Return a role without "former" or its body before it, and without a preposition left over at its edges."""
    role = VERB_ROLES.get((role or "").lower(), role)
    words = (role or "").removeprefix("ex-").split()
    while len(words) > 1 and words[0].lower() in FORMER | DETERMINERS:
        words = words[1:]
    before = (body or "").split()
    if before and words[: len(before)] == before and len(words) > len(before):
        words = words[len(before) :]
    while words and words[-1].lower() in _PREPOSITIONS | DETERMINERS:
        words = words[:-1]
    return " ".join(words) if words and words[0].lower() not in _PREPOSITIONS else None


def _full_body(body: str | None) -> str | None:
    """R → Republican, Argentine → Argentina."""
    if body is None:
        return None
    return PARTY_LETTERS.get(body, COUNTRY_OF.get(body, COUNTRY_OF.get(singular(body), body)))


def _split(analysis: Analysis, fact: Stated) -> Stated:
    """Return a fact whose role or place still holds a body: "Nets coach", "the London-based Institute for Peace"."""
    said = fact.affiliation
    for span in said.evidence:
        based = _BASED_AFTER.match(analysis.text, span.end) if span.text in (said.location, said.organization) else None
        if based is not None:
            names = analysis.names_touching(based.end(), based.end() + 1)
            bodies = [name.text for name in names if name.kind is NameKind.ORGANIZATION]
            told = (said.organization or "").removeprefix(span.text).strip(" -–").removeprefix("based").strip()
            body = next(iter(bodies), told or None)
            return evolve(fact, affiliation=evolve(said, organization=body, location=span.text))
    if said.organization is not None or len((said.role or "").split()) < 2:
        return fact
    found = next((described_at(analysis, span) for span in said.evidence if (said.role or "") in span.text), None)
    if found is None or found.organization is None or found.role is None:
        return fact
    return evolve(fact, affiliation=evolve(said, role=found.role, organization=_full_body(found.organization)))


def _is_former(text: str, evidence: Sequence[Span]) -> bool:
    """Return whether a word before or the first word says that it is over, or "until 2019" behind."""
    start, end = evidence[0].start, evidence[-1].end
    before = text[max(0, start - 30) : start].lower().split()[-_BEFORE_ROLE:]
    first = evidence[0].text.split()[0].lower()
    return first in FORMER or first.startswith("ex-") or not FORMER.isdisjoint(before) or bool(_OVER.match(text, end))


def _reading(text: str, name: Name, role: Span | None) -> str:
    """Return where a role stands: side, what is between it and the name, and the article before it."""
    if role is None:
        return "no role"
    between = text[role.end : name.start] if role.end <= name.start else text[name.end : role.start]
    words = between.split()
    gap = "beside" if not words else "comma" if between.strip() == "," else "near" if len(words) < 4 else "far"
    opening = text[max(0, role.start - 8) : role.start].lower().split()
    article = opening[-1] if opening and opening[-1] in ("the", "a", "an", "as") else "bare"
    article = "as a" if opening[-2:] in (["as", "a"], ["as", "an"]) else article
    return f"{'before' if role.end <= name.start else 'after'} {gap} {article}"


def described_at(analysis: Analysis, mention: Span) -> Affiliation | None:
    """Return what a mention without a name says of its bearer: "the Prime Minister", "the fund's director"."""
    sentence = analysis.sentence_at(mention.start)
    if sentence is None:
        return None
    inside = sentence.within(mention.start, mention.end)
    kinds = kinds_of(analysis, inside)
    if not inside or "person" in kinds:
        return None
    found = describe(inside, kinds)
    if found is None:
        return None
    return evolve(found, evidence=tuple(Span.cut(analysis.text, span.start, span.end) for span in found.evidence))


def kinds_of(analysis: Analysis, words: Sequence[Word]) -> tuple[str, ...]:
    """Return for each word the kind of the name that it belongs to, or ""."""
    around = (analysis.names_touching(word.start, word.start + 1) for word in words)
    return tuple(names[0].kind.value if names else "" for names in around)


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
    """Return the head noun of the phrase: its last role noun before the first preposition or comma."""
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
    """Return what stands before the head: names become organization or place, the rest stays with the role."""
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
        elif _names_a_body(words[i]) and not kept:
            while end < len(words) and not kinds[end] and _names_a_body(words[end]):
                end += 1
            organization = organization or _join(words[i:end])
        else:
            kept.append(words[i])
        i = end
    return organization, location, former, kept


def _names_a_body(word: Word) -> bool:
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
    """Return what follows the head, preposition by preposition."""
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
    """Return whether a preposition is part of a name: Bank of Japan, Institute for Peace."""
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
    if words[-1].text.lower() == "state" or (len(words) > 1 and is_role(words[-1].text) and not any(kinds)):
        return evolve(tail, role=[*tail.role, *words])
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
    """Return the first organization, else the first capitalised run, else the first place."""
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
    """Return the words as they stand: a space where the text has one."""
    out = ""
    for i, word in enumerate(words):
        glued = i and words[i - 1].end == word.start
        out += word.text if glued or not i else " " + word.text
    return out.strip(" ,-–'’")
