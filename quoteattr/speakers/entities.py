"""From source mentions to speakers: the same person under a full name, a surname, a pronoun, a description.

The people of an article are known from its names (`quoteattr.speakers.people`). The attributions are read in text
order, as a reader would, and each source mention is resolved:

- a name, alone or beside a title, to its person; a body or a paper to itself;
- "he", "she", "who" to one of those named or heard before, whom `quoteattr.speakers.ranking` chooses; "they" and "it"
  to the group, body or paper that spoke last;
- "the minister", "the same official" to the person chosen in the same way, else to somebody never named;
- a quotation without cue to the person chosen in the same way, or to nobody.

Gender is used only as far as the article itself states it ("Mr", "spokeswoman", an earlier "he").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex
from attrs import evolve, field, frozen

from quoteattr.language.lexicon.bodies import DOCUMENTS, GENERIC_BODIES, GROUPS, ORGANIZATIONS
from quoteattr.language.lexicon.countries import COUNTRY_OF
from quoteattr.language.lexicon.grammar import DETERMINERS, PRONOUNS, singular
from quoteattr.language.lexicon.roles import GENERIC_PEOPLE, is_role
from quoteattr.language.words import Analysis, Name, NameKind
from quoteattr.records import Span, SpeakerKind
from quoteattr.speakers.facts import Stated
from quoteattr.speakers.people import LOOK_BACK, POSSESSIVE, WORD, Entity, People, bare_name, gender_of, name_words
from quoteattr.speakers.ranking import NOBODY, Candidate, Chooser
from quoteattr.statements.statement import Statement
from quoteattr.text.index import Index

__all__ = ["Resolution", "resolve"]

MOST_CANDIDATES = 12
"""People that are weighed for one pronoun, those named or heard last."""

_BIOGRAPHY = regex.compile(r"(?:\p{Lu}[\p{L}.’'-]*\s){2,4}(?:is|was|writes|teaches|serves|works)\s")
_NATIVE = regex.compile(r"^\p{Lu}\p{Ll}+(?:man|woman)$")
_QUANTIFIERS = frozenset("some many several most few two three other both".split())
_NOUNS = GENERIC_PEOPLE | GROUPS | ORGANIZATIONS | DOCUMENTS | {"ally", "aide", "backer", "camp", "family", "staff"}
_AND_OTHERS = regex.compile(
    r"(?:\s*\([^()]{1,20}\)|,\s\p{Lu}\.?-[\p{L}.]{1,12}|,?\s(?:of|from)\s\p{Lu}[\p{L} ]{2,20})?"
    r"\s*(?:,\s|,?\s(?:and|or|&)\s)"
    r"(?:(?:the\s)?(?:[\p{L}-]+\.?\s){1,4})?"
)
_BREAK = regex.compile(
    r",|\b(?:of|for|from|at|with|in|on|to|by|who|which|that|whose|close|familiar|near|outside|inside|across|behind|during|after|before|among|between|under|over|"
    r"speaking|founded|based|surnamed|named|called|led|including)\b",
    regex.IGNORECASE,
)


@frozen
class Resolution:
    """The speakers of an article and, for each attribution in order, the id of its speaker or None."""

    entities: tuple[Entity, ...]
    speakers: tuple[int | None, ...]
    certainties: tuple[float, ...]
    """For each attribution the probability of the least sure choice on the way to its speaker."""
    people: People = field(eq=False, repr=False)
    """The people named, and where; they come first among the entities."""


def resolve(
    analysis: Analysis, attributions: Sequence[Statement], stated: Iterable[Stated], chooser: Chooser
) -> Resolution:
    """Resolve the sources of `attributions`, which are in text order.

    `chooser` decides for whom pronouns and descriptions stand.
    """
    resolver = _Resolver(analysis, stated, attributions, chooser)
    speakers = tuple(resolver.speaker(a) for a in attributions)
    return Resolution(tuple(resolver.entities), speakers, tuple(resolver.certainties), resolver.people)


@frozen
class _Turn:
    """Who spoke where: for pronouns and continued quotations."""

    speaker: int
    start: int
    end: int
    content: tuple[Span, ...] = ()


class _Resolver:
    """Reads attributions in order, remembering who was named and who spoke."""

    def __init__(
        self, analysis: Analysis, stated: Iterable[Stated], attributions: Sequence[Statement], chooser: Chooser
    ) -> None:
        self.analysis = analysis
        self.chooser = chooser
        self._contents = Index(span for one in attributions for span in one.content)
        self.text = analysis.text
        self.people = People(analysis, stated)
        self.entities = list(self.people.entities)
        self.turns: list[_Turn] = []
        self._turns_of: dict[int, list[int]] = {}
        self.certainties: list[float] = []
        self._certainty = 1.0
        self.paragraphs = analysis.page.paragraphs
        self._unnamed: dict[tuple[SpeakerKind, frozenset[str]], int] = {}
        self._acronyms, self._bodies = _bodies(analysis)
        self._author = self._find_author()

    def _new(
        self, name: str, kind: SpeakerKind, words: frozenset[str] = frozenset(), heads: frozenset[str] = frozenset()
    ) -> int:
        self.entities.append(Entity(len(self.entities), name, kind, words, heads=heads))
        return len(self.entities) - 1

    def speaker(self, attribution: Statement) -> int | None:
        """Return the entity that speaks in a statement, and remember the turn."""
        source = attribution.source
        self._certainty = 1.0
        found = self._uncued(attribution) if source is None else self._mentioned(source, attribution)
        if found is not None:
            start, end = attribution.start, attribution.end
            if source is not None:
                start, end = min(start, source.start), max(end, source.end)
                entity = self.entities[found]
                self.entities[found] = evolve(entity, mentions=(*entity.mentions, source))
            if not any(turn.start <= start and end <= turn.end for turn in self.turns[-1:]):
                self._turns_of.setdefault(found, []).append(len(self.turns))
                self.turns.append(_Turn(found, start, end, attribution.content))
        self.certainties.append(self._certainty)
        return found

    def _uncued(self, attribution: Statement) -> int | None:
        """Return the speaker of a quotation by itself: that of the statement before it, or None."""
        form = "none" if attribution.cue is None else "cued"
        if form == "none" and not self.turns:
            return None
        return self._meant(form, attribution.start, attribution)

    def _mentioned(self, source: Span, attribution: Statement) -> int | None:
        words = [w.lower() for w in WORD.findall(source.text)]
        if not words:
            return None
        pronoun = PRONOUNS.get(POSSESSIVE.sub("", words[0])) if len(words) <= 2 else None
        if pronoun is not None and not (len(words) == 2 and words[1] in ORGANIZATIONS):
            return self._pronoun(pronoun, source, attribution)
        named = self._named(source)
        return self._described(source, attribution) if named is None else named

    def _named(self, source: Span) -> int | None:
        """Return the person whose name is the head of the mention, or the pair of people it joins."""
        names = [
            n
            for n in self.analysis.names_between(source.start, source.end, NameKind.PERSON)
            if n in self.people.by_name
        ]
        joined = self._joined(names, source)
        if joined:
            full = dict.fromkeys(self.entities[self._bearer(n, source)].name for n in joined)
            return self._known(" and ".join(full), SpeakerKind.GROUP)
        heads = [n for n in names if self._is_head(n, source)]
        return self._bearer(heads[0], source) if heads else None

    def _joined(self, names: Sequence[Name], source: Span) -> list[Name]:
        """Return the people of "Obi, Moss and the mayor Ann Lee": names with commas, titles or parties between."""
        run = list(names[:1])
        for name in names[1:]:
            if not _AND_OTHERS.fullmatch(self.text, run[-1].end, name.start):
                break
            run.append(name)
        ends = len(run) > 1 and regex.search(r"\b(?:and|or)\b|&", self.text[run[-2].end : run[-1].start])
        different = len({self.people.by_name[n] for n in run}) > 1
        return (
            run
            if ends and different and not self._is_possessor(run[-1]) and not self._modifies(run[-1], source)
            else []
        )

    def _modifies(self, name: Name, source: Span) -> bool:
        """Clinton aides, Cruz spokesman Rick Tyler: a name before the noun that it belongs to."""
        later = self.analysis.names_between(name.end, source.end, NameKind.PERSON)
        if later and regex.fullmatch(
            r"(?:\s\p{Ll}[\p{L}-]+){1,3}(?:\s\p{L}+\.)?\s", self.text[name.end : later[0].start]
        ):
            return not regex.search(r"\b(?:and|or|with|of|for|to|from)\b", self.text[name.end : later[0].start])
        following = (
            WORD.match(self.text, name.end + 1, source.end) if self.text[name.end : name.end + 1] == " " else None
        )
        if following is None or not following[0][0].islower():
            return False
        noun = singular(following[0].lower())
        return is_role(noun) or noun in _NOUNS or following[0].lower() in _NOUNS

    def _bearer(self, name: Name, source: Span) -> int:
        """Whose name it is: of several people with that surname the one that the chooser takes."""
        known = self.people.by_name[name]
        bearers = self.people.bearers(name)
        if len(bearers) < 2:
            return known
        return self._meant_among(bearers, name, source)

    def _is_head(self, name: Name, source: Span) -> bool:
        """Not a possessor, nor in "a spokesman for ..."; after a comma or a body a name is an apposition."""
        if self._is_possessor(name) or self._modifies(name, source):
            return False
        before = self.text[source.start : name.start]
        broken = list(_BREAK.finditer(before))
        if not broken or before.rstrip().endswith(","):
            return not broken or self.text[name.end : source.end].strip()[:1] in ("", ",") or name.end == source.end
        if any(m[0] == "," for m in broken[-1:]) and not regex.search(
            r"\b(?:of|for|to|by|with)\b", before[broken[-1].end() :]
        ):
            return True
        inner = [n for n in self.analysis.names_between(source.start, name.start) if n.kind is not NameKind.PERSON]
        return bool(inner) and not before[inner[-1].end - source.start :].strip(" ,")

    def _described(self, source: Span, attribution: Statement) -> int | None:
        """Return whom a noun phrase without a person's name stands for, by its head noun."""
        phrase = POSSESSIVE.sub("", source.text)
        core = _BREAK.split(phrase, maxsplit=1)[0].strip() or phrase
        words = list(WORD.findall(core))
        if not words:
            return None
        head = POSSESSIVE.sub("", words[-1])
        known = self._by_words(words)
        if known is not None:
            return known
        kind = self._kind(source, head, words)
        definite = words[0].lower() in ("the", "this", "that", "same")
        if kind is SpeakerKind.UNNAMED_PERSON and definite:
            known = self._the(head.lower(), words, source, attribution)
            if known is not None:
                return known
        if kind is SpeakerKind.ORGANIZATION and definite and not head.isupper() and (head.islower() or len(words) == 2):
            known = self._last_body(head.lower())
            if known is not None:
                return known
        return self._known(self._canonical(phrase, kind), kind, frozenset({singular(head.lower())}))

    def _by_words(self, words: list[str]) -> int | None:
        """Return a person whose name was missed here and found elsewhere, by capitals and the last word."""
        names = name_words(" ".join(words))
        if not names or not all(w[0].isupper() for w in words) or words[0].lower() in DETERMINERS:
            return None
        bearers = [self.entities[i] for i in self.people.named(names[-1:])]
        named = [e for e in bearers if len(names) <= 2 or set(names) <= e.words]
        return named[0].id if named else None

    def _kind(self, source: Span, head: str, words: list[str]) -> SpeakerKind:
        lower = head.lower()
        one = singular(lower)
        name = self._name_at(source, head)
        if name is not None and name.kind in (NameKind.ORGANIZATION, NameKind.PLACE):
            return SpeakerKind.ORGANIZATION
        if lower in DOCUMENTS or one in DOCUMENTS:
            return SpeakerKind.DOCUMENT
        if lower in GROUPS or words[0].lower() in _QUANTIFIERS:
            return SpeakerKind.GROUP
        if lower in ORGANIZATIONS:
            return SpeakerKind.ORGANIZATION
        if (
            (name is not None and name.kind is NameKind.NATIONALITY)
            or singular(head) in COUNTRY_OF
            or _NATIVE.search(head)
        ):
            return SpeakerKind.UNNAMED_PERSON if _is_one_native(head, words) else SpeakerKind.GROUP
        if is_role(lower) or lower in GENERIC_PEOPLE:
            return SpeakerKind.UNNAMED_PERSON
        if one != lower:
            return (
                SpeakerKind.ORGANIZATION
                if head[0].isupper() and len(words) > 1 and one not in ORGANIZATIONS
                else SpeakerKind.GROUP
            )
        if head[0].isupper():
            return (
                SpeakerKind.PERSON
                if not head.isupper() and all(w[0].isupper() for w in words)
                else SpeakerKind.ORGANIZATION
            )
        return SpeakerKind.UNNAMED_PERSON

    def _name_at(self, source: Span, head: str) -> Name | None:
        start = source.start + source.text.find(head)
        names = self.analysis.names_touching(start, start + 1)
        return next((n for n in names if n.kind is not NameKind.PERSON), None)

    def _canonical(self, phrase: str, kind: SpeakerKind) -> str:
        words = phrase.split()
        while len(words) > 1 and words[0].lower() in DETERMINERS:
            words = words[1:]
        name = " ".join(words)
        if kind is SpeakerKind.ORGANIZATION:
            name = regex.split(r"\s(?:on|in|at|from|with|through|by|to)\s", name, maxsplit=1)[0]
        if kind is not SpeakerKind.GROUP:
            name = regex.split(r",|\s\(|\b(?:who|which|that)\b", name, maxsplit=1)[0].strip() or name
        return self._acronyms.get(name, name) if kind is SpeakerKind.ORGANIZATION else name

    def _known(self, name: str, kind: SpeakerKind, heads: frozenset[str] = frozenset()) -> int:
        """Return the body, group, paper or unnamed person of that name, new if need be."""
        words = frozenset(name_words(name)) - DETERMINERS
        if not words or kind is SpeakerKind.PERSON:
            return self._new(name, kind, words, heads)
        if (kind, words) not in self._unnamed:
            self._unnamed[kind, words] = self._new(name, kind, words, heads)
        return self._unnamed[kind, words]

    def _pronoun(self, pronoun: str, source: Span, attribution: Statement) -> int | None:
        if pronoun in ("he", "she"):
            found = self._meant(pronoun, source.start, attribution)
        elif pronoun == "who":
            found = self._antecedent(source, attribution)
        elif pronoun == "they":
            found = self._last_turn(source.start, (SpeakerKind.GROUP, SpeakerKind.ORGANIZATION))
        elif pronoun == "it":
            found = self._last_turn(source.start, (SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT))
        else:
            found = self._speaking(source.start)
        if found is None:
            found = self._known(
                source.text, SpeakerKind.GROUP if pronoun in ("they", "we") else SpeakerKind.UNNAMED_PERSON
            )
        return found

    def _speaking(self, position: int) -> int | None:
        """Whose words the "I" at an offset stands in: those of the innermost statement around it, else the author's."""
        for turn in reversed(self.turns[-LOOK_BACK:]):
            if any(span.start <= position < span.end for span in turn.content):
                return turn.speaker
        return self._author

    def _find_author(self) -> int | None:
        """Return the author of a column, from "By Ada Obi" above it or "Ada Obi is ..." as its last words."""
        for name in self.people.before(len(self.text))[::-1]:
            line = self.text[self.paragraphs[self._paragraph(name.start)].start : name.start]
            if line.strip().lower() == "by":
                return self.people.by_name[name]
        last = self._paragraph(len(self.text.rstrip()) - 1)
        for paragraph in self.paragraphs[max(0, last - 1) : last + 1]:
            bio = _BIOGRAPHY.match(self.text, paragraph.start)
            named = self.analysis.names_touching(bio.start(), bio.start() + 1) if bio else []
            if named and named[0] in self.people.by_name:
                return self.people.by_name[named[0]]
        return None

    def _antecedent(self, source: Span, attribution: Statement) -> int | None:
        """Return whom "who" stands for: the noun phrase right before it, or the person chosen."""
        before = self.text[max(0, source.start - 60) : source.start].rstrip()
        noun = regex.search(r"(?:(?P<first>\p{L}[\p{L}’'-]*)\s)?(?P<noun>\p{Ll}[\p{L}’'-]*),?$", before)
        if noun is not None and not noun["noun"].endswith(("ed", "ing")):
            word = noun["noun"]
            one = singular(word)
            if (
                word in ("those", "some", "many", "people")
                or (one != word and (one in _NOUNS or is_role(one)))
                or word in GROUPS
            ):
                named = " ".join(part for part in (noun["first"], word) if part and part.lower() not in DETERMINERS)
                return self._known(named, SpeakerKind.GROUP, frozenset({one}))
        return self._meant("who", source.start, attribution)

    def _is_subject(self, name: Name) -> bool:
        """Return whether a name is the likely subject: the first person of its sentence, at or near its start."""
        sentence = self.analysis.sentence_at(name.start)
        if sentence is None:
            return False
        words = [w for w in sentence.words if name.start <= w.start < name.end]
        if not words or self.text[name.end : name.end + 2] in ("'s", "’s"):
            return False
        first = next(iter(self.analysis.names_between(sentence.start, sentence.end, NameKind.PERSON)), name)
        return first == name and words[0].index <= 3

    def _is_person(self, entity: int) -> bool:
        return self.entities[entity].kind in (SpeakerKind.PERSON, SpeakerKind.UNNAMED_PERSON)

    def _last_turn(self, position: int, kinds: tuple[SpeakerKind, ...]) -> int | None:
        before = (turn for turn in reversed(self.turns) if turn.start < position)
        return next((turn.speaker for turn in before if self.entities[turn.speaker].kind in kinds), None)

    def _the(self, head: str, words: list[str], source: Span, attribution: Statement) -> int | None:
        """Return the person that "the minister" points to."""
        described = frozenset(POSSESSIVE.sub("", w).lower() for w in words) - DETERMINERS
        return self._meant("the", source.start, attribution, head, described)

    def _meant(
        self, form: str, position: int, attribution: Statement, head: str = "", words: frozenset[str] = frozenset()
    ) -> int | None:
        """Return the person that a mention without a name stands for, as the chooser has it."""
        candidates = self._candidates(form, position, attribution, head, words)
        nobody = [NOBODY, *self._describing(head, words, candidates)] if form in ("the", "none", "cued") else []
        choice = self.chooser.choose("he" if form == "she" else form, candidates, nobody, position)
        self._certainty = min(self._certainty, choice.probability)
        chosen = choice.candidate
        if chosen is None:
            return None
        if form in ("he", "she"):
            entity = self.entities[chosen.entity]
            self.entities[chosen.entity] = evolve(entity, genders=entity.genders | {form})
        return chosen.entity

    def _last_heard(self, entity: int, position: int) -> int | None:
        """Return which turn before an offset was somebody's last."""
        return next((i for i in reversed(self._turns_of.get(entity, ())) if self.turns[i].start < position), None)

    def _meant_among(self, bearers: Sequence[int], name: Name, source: Span) -> int:
        """Return which of several people a lone surname stands for."""
        stated = self.people.stated_gender(name)
        last = {e: self.people.fully_named(e, name.start) for e in bearers}
        heard = {e: i for e in bearers if (i := self._last_heard(e, name.start)) is not None}
        counts = {e: self.people.times_named(e) for e in bearers}
        candidates: list[Candidate] = []
        fitting = [e for e in bearers if stated & self.entities[e].genders]
        fitting = fitting or [e for e in bearers if not (stated and self.entities[e].genders)]
        bearers = fitting or bearers
        for e in sorted(bearers, key=lambda e: -last[e]):
            known = self.entities[e].genders
            features = [
                f"rank {len(candidates)}",
                "named before" if last[e] >= 0 else "named later",
                f"paragraphs {min(4, self._paragraph(name.start) - self._paragraph(last[e])) if last[e] >= 0 else 9}",
                "most named" if counts[e] == max(counts.values()) else "less named",
                "far most named" if 3 * counts[e] > 2 * sum(counts.values()) else "no crowd",
                "heard last" if e in heard and heard[e] == max(heard.get(b, -1) for b in bearers) else "not heard last",
                "heard" if e in heard else "never heard",
                "as elsewhere" if self.people.by_name[name] == e else "not as elsewhere",
            ]
            if stated and known:
                features.append(f"gender {'match' if stated & known else 'clash'}")
            candidates.append(Candidate(e, self.entities[e].name, tuple(features)))
        choice = self.chooser.choose("surname", candidates, (), source.start)
        self._certainty = min(self._certainty, choice.probability)
        return self.people.by_name[name] if choice.candidate is None else choice.candidate.entity

    def _describing(self, head: str, words: frozenset[str], candidates: Sequence[Candidate]) -> list[str]:
        """Return what speaks for nobody known: how wide the noun is, and whether nobody was called so."""
        called = any("called so" in candidate.features for candidate in candidates)
        width = "wide" if head in GENERIC_PEOPLE or head.endswith("-old") else "office" if is_role(head) else "other"
        return [
            f"nobody {'called so' if called else 'else'} {width}",
            f"nobody words {min(len(words), 4)} {width}",
            f"nobody of {min(len(candidates), 3)}",
        ]

    def _candidates(
        self, form: str, position: int, attribution: Statement, head: str, words: frozenset[str]
    ) -> list[Candidate]:
        """Return those named or heard before `position`, nearest first, with what the text shows of each."""
        named: dict[int, Name] = {}
        for name in self.people.before(position):
            named.setdefault(self.people.by_name[name], name)
        heard: dict[int, _Turn] = {}
        for turn in reversed(self.turns[-LOOK_BACK:]):
            if turn.start < position and self._is_person(turn.speaker):
                heard.setdefault(turn.speaker, turn)
        near = {e: max(at.start for at in (named.get(e), heard.get(e)) if at) for e in named | heard}
        ranked = sorted(near, key=lambda e: -near[e])[:MOST_CANDIDATES]
        order = {speaker: i for i, speaker in enumerate(heard)}
        found = []
        fitting = 0
        for rank, e in enumerate(ranked):
            features = [
                f"rank {min(rank, 4)}",
                f"fitting rank {min(fitting, 3)}",
                *self._as_named(named.get(e), position, attribution),
                *self._as_heard(heard.get(e), order.get(e), position, attribution),
                *self._as_described(e, form, head, words),
            ]
            fitting += "gender clash" not in features and "mostly clash" not in features
            found.append(Candidate(e, self.entities[e].name, tuple(features)))
        return found

    def _as_named(self, name: Name | None, position: int, attribution: Statement) -> Iterator[str]:
        """Yield where and how a candidate was named last."""
        if name is None:
            yield "never named"
            return
        sentences = min(self.analysis.sentence_number(position) - self.analysis.sentence_number(name.start), 4)
        yield f"sentences {sentences}"
        yield f"paragraphs {min(self._paragraph(position) - self._paragraph(name.start), 4)}"
        if self._is_subject(name):
            yield f"subject {min(sentences, 3)}"
        if self._is_possessor(name):
            yield "possessor"
        if self._contents.at(name.start) is not None:
            yield "in a content"
        if len(self.text[name.end : position].strip(" ,(")) == 0:
            yield "adjacent"
        entity = self.people.by_name[name]
        if any(self._is_named_in(span, entity) for span in attribution.content):
            yield "named by the statement"
        times = len(self.people.named_at(entity))
        yield f"named {1 if times < 2 else 2 if times < 4 else 4 if times < 8 else 8}"

    def _as_heard(self, turn: _Turn | None, order: int | None, position: int, attribution: Statement) -> Iterator[str]:
        """Yield when a candidate spoke last."""
        if turn is None or order is None:
            yield "never heard"
            return
        paragraphs = min(self._paragraph(position) - self._paragraph(max(turn.end - 1, turn.start)), 4)
        yield f"heard {min(order, 3)}"
        yield f"heard {min(order, 2)} paragraphs {paragraphs}"
        if attribution.continues:
            yield f"continues {min(order, 2)}"

    def _as_described(self, entity: int, form: str, head: str, words: frozenset[str]) -> Iterator[str]:
        """Yield what the text says of a candidate: man or woman, office, named at all."""
        known = self.entities[entity]
        if form in ("he", "she"):
            yield f"gender {'unknown' if not known.genders else 'match' if form in known.genders else 'clash'}"
            likely = self.people.likely(entity) if entity < len(self.people.entities) else ""
            yield f"mostly {'unknown' if not likely else 'match' if likely == form else 'clash'}"
        if known.kind is SpeakerKind.UNNAMED_PERSON:
            yield "unnamed"
        if form == "the":
            genders = gender_of(head)
            if genders and known.genders:
                yield f"gender {'match' if genders & known.genders else 'clash'}"
            yield "called so" if head in known.heads else "called otherwise" if known.heads else "called nothing"
            if head not in known.heads and words & known.told:
                yield "called partly so"
            if words - {head} and (words - {head}) <= known.told | known.words:
                yield "all words told"

    def _last_body(self, head: str) -> int | None:
        for turn in reversed(self.turns):
            entity = self.entities[turn.speaker]
            if entity.kind is SpeakerKind.ORGANIZATION and (head in entity.words or head in entity.heads):
                return entity.id
        if head in GENERIC_BODIES:
            return self._last_turn(len(self.text), (SpeakerKind.ORGANIZATION,))
        named = self._bodies.get(head)
        return self._known(named, SpeakerKind.ORGANIZATION) if named else None

    def _is_named_in(self, span: Span, entity: int) -> bool:
        names = self.analysis.names_between(span.start, span.end, NameKind.PERSON)
        return any(self.people.by_name.get(name) == entity for name in names)

    def _is_possessor(self, name: Name) -> bool:
        """Return whether a possessive ends or follows a name."""
        after = self.text[name.end : name.end + 2]
        return name.text.endswith(("'s", "’s", "s'", "s’")) or after in ("'s", "’s") or after in ("' ", "’ ")

    def _paragraph(self, offset: int) -> int:
        """Return which paragraph an offset stands in."""
        return self.analysis.page.paragraph_number(offset)


def _is_one_native(head: str, words: Sequence[str]) -> bool:
    """Return whether one person is meant: the Kenyan, the Welshman; not the French, the Japanese, Kenyans."""
    return words[0].lower() in ("the", "a", "an") and head.endswith(
        ("an", "man", "woman", "eli", "ani", "aqi", "pole", "dane")
    )


def _bodies(analysis: Analysis) -> tuple[dict[str, str], dict[str, str]]:
    """Return the bodies named in an article, by their initials and by each of their words; the first named wins."""
    acronyms: dict[str, str] = {}
    words: dict[str, str] = {}
    for name in analysis.names:
        if name.kind is NameKind.ORGANIZATION:
            bare = bare_name(name.text)
            initials = "".join(w[0] for w in WORD.findall(bare) if w[0].isupper())
            if len(initials) > 1 and len(bare) > len(initials):
                acronyms.setdefault(initials, bare)
            for word in name_words(bare):
                words.setdefault(word, bare)
    return acronyms, words
