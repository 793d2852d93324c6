"""Reports: what the parse of one sentence shows of a reporting expression, its source and its content.

For each reporting verb, noun or "according to" (`quoteattr.cues`) this module finds

- the **source**: the subject, the agent of a passive, the noun that a "who said" or "saying" hangs on;
- the **content**: the clause the verb governs (``ccomp``, ``xcomp``), or the clause it stands beside
  (``parataxis``, "as X put it", "according to X"), or its object.

Relations are those of Universal Dependencies; for reported speech see its guideline at
https://universaldependencies.org/u/dep/ccomp.html. Quotations are brought in later, by `quoteattr.linking`.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from quoteattr.cues import NOUN_CUES, VERB_CUES, Cue
from quoteattr.language import Sentence, Word
from quoteattr.records import Presentation
from quoteattr.vocabulary import is_role

__all__ = ["Report", "may_report", "reports"]

_CLAUSAL = ("ccomp", "parataxis")
_GOVERNED = ("conj", "xcomp", "advcl", "parataxis", "ccomp", "dep")
_VERBAL = frozenset(
    {"root", "ccomp", "xcomp", "advcl", "acl", "parataxis", "conj", "csubj", "dep", "discourse", "appos", "list"}
)
_NOT_NOMINAL = frozenset(
    {"obl", "advmod", "advcl", "mark", "discourse", "parataxis", "cop", "aux", "ccomp", "nsubj", "obj", "orphan", "dep"}
)
_RELATIVES = frozenset({"who", "which", "that"})
_TRIGGERS = VERB_CUES.keys() | NOUN_CUES.keys() | {"according", "per", "words"}
_PLAIN_VERBS = frozenset(
    """say tell add argue claim warn note explain insist announce stress
    maintain contend assert admit report confirm acknowledge concede""".split()
)
"""Verbs of which a source and some words after them are report enough, whatever the parse says."""

MOST_WORDS_OF_A_TITLE = 3
"""A passive subject of fewer words ("the boat", "he") is a thing, not a statement."""

MOST_BEFORE_THAT = 12
"""Words that may stand between a reporting verb and its "that": said in a statement on Monday that ..."""

_NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
_AUXILIARIES = frozenset("did do does will would could can has have".split())
_REFUSALS = frozenset("decline declines declined declining refuse refuses refused fail fails failed".split())
_BETWEEN = frozenset(
    """that monday tuesday wednesday thursday friday saturday sunday yesterday today tonight later earlier recently
    last this again also simply only just not nothing he she they it who which when while as""".split()
)
"""What may stand between a reporting verb and its content without being part of it."""

_NO_CLAUSE = frozenset("on in at to during by from with for of about after before so".split())


@frozen
class Report:
    """A cue in its sentence, with what the parse shows of its source and its content.

    `cue_words` and `source_words` are indexes of words; `content` are character ranges; `rule` names
    what found the content; `asserted` is false for what nobody said: under a negation, a condition, in a
    question. Rules: ``clause``, ``parenthetical``, ``object``, ``order``, ``according``, ``noun``,
    ``passive`` or ``none``.
    """

    sentence: Sentence
    cue: Cue
    cue_words: tuple[int, ...]
    source_words: tuple[int, ...]
    content: tuple[tuple[int, int], ...]
    rule: str
    asserted: bool = True


def may_report(sentence: Sentence) -> bool:
    """Whether a sentence holds anything that could be a reporting expression, so that a parse is worth its time."""
    return any(w.text.lower() in _TRIGGERS for w in sentence.words)


def reports(sentence: Sentence) -> Iterator[Report]:
    """The reports of a parsed sentence in the order of their cues; none where it was not parsed."""
    if sentence.parsed:
        for word in sentence.words:
            report = _verb_report(sentence, word) or _according_report(sentence, word) or _noun_report(sentence, word)
            if report is not None:
                yield report


def _verb_report(sentence: Sentence, word: Word) -> Report | None:
    cue = VERB_CUES.get(word.text.lower())
    if cue is None or word.relation.split(":")[0] not in _VERBAL:
        return None
    source = _neighbour(sentence, word.index)
    source = _source_of(sentence, word.index) if source is None else source
    content, rule = _content_of(sentence, word, cue, source)
    if not content and not cue.clause:
        return None
    source_words = _noun_phrase(sentence, source, word.index) if source is not None else ()
    asserted = _is_asserted(sentence, word, source_words)
    return Report(sentence, cue, (word.index,), source_words, tuple(content), rule, asserted)


def _is_asserted(sentence: Sentence, word: Word, source: tuple[int, ...]) -> bool:
    """False under "not", "if", "nobody", "declined to", and in a question."""
    first = sentence.words[source[0]].text.lower() if source else ""
    modifiers = {w.text.lower() for w in sentence.dependents(word.index, "advmod", "mark", "aux")}
    governor = sentence.words[word.head].text.lower() if word.head >= 0 and word.relation == "xcomp" else ""
    asked = sentence.words[-1].text == "?" and bool(modifiers & _AUXILIARIES) and word.relation == "root"
    denied = bool(modifiers & _NEGATIONS) or first in ("nobody", "no", "none", "neither")
    return not (denied or asked or "if" in modifiers or governor in _REFUSALS)


def _neighbour(sentence: Sentence, verb: int) -> int | None:
    """A subject pronoun right before the verb, whatever the parse says."""
    before = sentence.words[verb - 1 : verb]
    return before[0].index if before and before[0].text.lower() in ("he", "she", "they", "it", "i", "we") else None


def _source_of(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """The index of the noun or pronoun that speaks, or None."""
    word = sentence.words[verb]
    if sentence.dependents(verb, "aux:pass", "nsubj:pass") and not depth:
        return _agent_of(sentence, verb)
    if _is_inverted(sentence, verb):
        return verb + 1
    subjects = sentence.dependents(verb, "nsubj")
    if subjects:
        subject = subjects[-1] if len(subjects) > 1 and subjects[-1].index > verb else subjects[0]
        if subject.text.lower() in _RELATIVES:
            return word.head if word.relation.startswith("acl") else _antecedent(sentence, subject.index)
        return subject.index
    if word.relation.startswith("acl"):
        return word.head
    if word.relation in _GOVERNED and word.head >= 0 and depth < 4:
        return _source_of(sentence, word.head, depth + 1)
    return None


def _is_inverted(sentence: Sentence, verb: int) -> bool:
    """`..., says Ada Obi.`: a name right after a verb that a comma parts from what was said."""
    if not 0 < verb < len(sentence.words) - 1 or sentence.words[verb - 1].text not in (",", "-", "–", "—"):
        return False
    cue = VERB_CUES.get(sentence.words[verb].text.lower())
    return cue is not None and cue.clause and sentence.words[verb + 1].text[0].isupper()


def _antecedent(sentence: Sentence, relative: int) -> int | None:
    """The noun before a "who" whose clause the parser did not hang on it."""
    before = [w for w in sentence.words[max(0, relative - 2) : relative] if w.text[0].isalnum()]
    return before[-1].index if before else None


def _agent_of(sentence: Sentence, verb: int) -> int | None:
    """The noun after the "by" of a passive, or None."""
    obliques = (w.index for w in sentence.dependents(verb, "obl"))
    return next((i for i in obliques if any(c.text.lower() == "by" for c in sentence.dependents(i, "case"))), None)


def _noun_phrase(sentence: Sentence, head: int, cue: int) -> tuple[int, ...]:
    """The words of the source around `head`, without the branch of the cue and without adverbials."""

    def foreign(word: Word) -> bool:
        adverbial = word.head == head and word.relation.split(":")[0] in _NOT_NOMINAL
        adverbial |= word.head == head and word.relation == "case" and word.index < head
        return word.index == cue or adverbial or (cue != head and cue in sentence.subtree(word.index))

    words = sentence.subtree(head, without=foreign)
    low = high = words.index(head)
    while low and words[low - 1] == words[low] - 1:
        low -= 1
    while high + 1 < len(words) and words[high + 1] == words[high] + 1:
        high += 1
    return tuple(words[low : high + 1])


def _content_of(sentence: Sentence, word: Word, cue: Cue, source: int | None) -> tuple[list[tuple[int, int]], str]:
    """Character ranges of what the verb reports, and the name of the rule that found them."""
    verb = word.index
    passive = _passive_content(sentence, verb) if source is not None else []
    if passive:
        return passive, "passive"
    if cue.clause:
        clauses = [w for w in sentence.dependents(verb, *_CLAUSAL) if _is_content(sentence, verb, w)]
        if clauses:
            return [_from_verb(sentence, word, cue, _reach(sentence, clauses[0].index))], "clause"
        beside = word.relation.startswith("parataxis") or _is_as_clause(sentence, word)
        if beside and word.head >= 0:
            return _around(sentence, verb), "parenthetical"
    if cue.object or sentence.dependents(verb, "xcomp"):
        found = _objects(sentence, verb, source)
        if found:
            return found, "object"
    if cue.lemma in _PLAIN_VERBS and source is not None:
        return _by_order(sentence, verb, source), "order"
    return [], "none"


def _by_order(sentence: Sentence, verb: int, source: int) -> list[tuple[int, int]]:
    """Where the parse shows no clause: `X said C` to the end of the sentence, or `C, X said`."""
    words = sentence.words
    after = [i for i in _trailing(sentence, verb + 1) if words[i].text not in ".!?"]
    that = next((i for i in after[:MOST_BEFORE_THAT] if words[i].text.lower() == "that"), None)
    if that is not None and that + 3 < len(words) and source < verb:
        return [_characters(sentence, [that + 1, after[-1]])]
    if (
        source < verb
        and len(after) >= 4
        and words[verb + 1].text[0].isalnum()
        and words[verb + 1].text.lower() not in _NO_CLAUSE
    ):
        return [_characters(sentence, after)]
    first = min(source, verb)
    commas = [i for i in range(max(0, first - 6), first) if words[i].text == ","]
    if commas and len(after) <= 6 and commas[-1] >= 4:
        return [(words[0].start, words[commas[-1]].start)]
    return []


def _passive_content(sentence: Sentence, verb: int) -> list[tuple[int, int]]:
    """What "was announced by X" or "it was announced by X that" reports: the subject, or the clause."""
    subjects = sentence.dependents(verb, "nsubj:pass", "csubj:pass")
    if _agent_of(sentence, verb) is None or not sentence.dependents(verb, "aux:pass"):
        return []
    clauses = sentence.dependents(verb, "ccomp", "csubj", "advcl")
    found = [w for w in (*clauses, *subjects) if w.text.lower() not in ("it", "who", "which", "that")]
    if not found or (not clauses and len(sentence.subtree(found[0].index)) < MOST_WORDS_OF_A_TITLE):
        return []
    return [_reach(sentence, found[0].index)] if clauses else [_characters(sentence, sentence.subtree(found[0].index))]


def _characters(sentence: Sentence, indexes: list[int]) -> tuple[int, int]:
    """From the first to the last of some words, given in order."""
    return sentence.words[indexes[0]].start, sentence.words[indexes[-1]].end


def _is_content(sentence: Sentence, verb: int, clause: Word) -> bool:
    """A clause of its own, not a second reporting verb or a bare particle."""
    if clause.relation.startswith("parataxis") and clause.text.lower() in VERB_CUES:
        return False
    return len(sentence.subtree(clause.index)) > 1


def _is_as_clause(sentence: Sentence, word: Word) -> bool:
    marks = sentence.dependents(word.index, "mark", "advmod")
    narrates = bool(sentence.dependents(word.index, "obj")) and word.text.lower() not in ("put", "puts")
    return (
        word.relation.startswith("advcl")
        and not narrates
        and any(w.text.lower() == "as" and w.index < word.index for w in marks)
    )


def _reach(sentence: Sentence, head: int) -> tuple[int, int]:
    """The characters from the first to the last word under `head`, a leading "that" left out."""
    words = sentence.subtree(head)
    words = words + _trailing(sentence, words[-1] + 1)
    cut = next((i for i in range(words[0] + 1, words[-1]) if _second_report(sentence, i)), None)
    words = words if cut is None else [i for i in words if i < cut]
    if (
        sentence.words[words[0]].text.lower() == "that"
        and sentence.words[words[0]].relation == "mark"
        and len(words) > 1
    ):
        words = words[1:]
    return _characters(sentence, words)


def _from_verb(sentence: Sentence, verb: Word, cue: Cue, content: tuple[int, int]) -> tuple[int, int]:
    """Start a content clause right after the verb where the parser cut its subject off it."""
    gap = [w for w in sentence.words[verb.index + 1 :] if w.start < content[0]]
    first = gap[0].text.lower() if gap else ""
    takes_addressee = cue.lemma not in _PLAIN_VERBS or cue.lemma == "tell"
    if not first[:1].isalnum() or takes_addressee or first in _NO_CLAUSE or first in _BETWEEN or len(gap) > 12:
        return content
    return (gap[0].start, content[1])


def _trailing(sentence: Sentence, start: int) -> list[int]:
    """The words after a content clause up to the next report or the end: what was said goes on that far.

    A parser often hangs the last phrases of a long content clause on the reporting verb instead.
    """
    end = start
    while end < len(sentence.words) and not _ends_content(sentence, end):
        end += 1
    return list(range(start, end))


def _ends_content(sentence: Sentence, i: int) -> bool:
    """Whether a new report starts here: "; ...", ", adding that", "and said", ", according to"."""
    text = sentence.words[i].text.lower()
    if text in (";", "according"):
        return True
    following = [w.text.lower() for w in sentence.words[i + 1 : i + 5]]
    if text == ",":
        return any((w in VERB_CUES and w.endswith("ing")) or w == "according" for w in following[:2])
    if text in ("and", "but", "while"):
        return any(
            w in VERB_CUES and VERB_CUES[w].clause and w.endswith(("ed", "said", "told", "says", "wrote"))
            for w in following[:3]
        )
    return False


def _second_report(sentence: Sentence, i: int) -> bool:
    """Whether a comma starts a coordinated report: "..., and accused him of ..."."""
    following = [w.text.lower() for w in sentence.words[i + 1 : i + 4]]
    if sentence.words[i].text != "," or not following or following[0] not in ("and", "but"):
        return False
    return any(word in VERB_CUES and word.endswith(("ed", "said", "told", "wrote")) for word in following[1:])


def _around(sentence: Sentence, verb: int) -> list[tuple[int, int]]:
    """What the reporting clause interrupts or follows: the governing clause without it."""
    last = max([verb, *(w.index for w in sentence.dependents(verb, "nsubj"))])
    comma = next((w.index for w in sentence.words[last + 1 :] if w.text == ","), len(sentence.words))
    own = {i for i in sentence.subtree(verb) if i < comma}
    rest = [i for i in sentence.subtree(sentence.words[verb].head) if i not in own]
    runs: list[list[int]] = []
    for i in rest:
        if runs and all(j in rest or sentence.words[j].relation == "punct" for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    runs = [run for run in runs if len(run) > 1 and not _hangs_on_clause(sentence, run[0], own)]
    return [_characters(sentence, run) for run in runs]


def _hangs_on_clause(sentence: Sentence, first: int, clause: set[int]) -> bool:
    """`..., police said on Monday.`: what follows a reporting clause without a comma belongs to it."""
    return first - 1 in clause and sentence.words[first - 1].text[0].isalnum()


def _objects(sentence: Sentence, verb: int, source: int | None) -> list[tuple[int, int]]:
    """Everything the verb governs to its right that completes it: objects, infinitives, "of" and "for" phrases."""
    complements = [
        w
        for w in sentence.dependents(verb, "obj", "xcomp", "obl", "advcl", "ccomp", "iobj")
        if w.index > verb and w.index != source and not w.relation.startswith(("obl:tmod", "obl:unmarked"))
    ]
    core = [
        w
        for w in complements
        if w.relation in ("obj", "xcomp", "obl", "ccomp") or sentence.dependents(verb, "aux:pass")
    ]
    if not core:
        return []
    words = sorted({i for w in complements for i in sentence.subtree(w.index)})
    following = sentence.words[words[-1] + 1].text.lower() if words[-1] + 1 < len(sentence.words) else ""
    if core[0].relation == "xcomp" or following in ("to", '"', "“"):
        words += _trailing(sentence, words[-1] + 1)
    return [_characters(sentence, words)]


def _according_report(sentence: Sentence, word: Word) -> Report | None:
    """According to X: the source is what "to" leads to, the content the rest of the clause."""
    length = _length_of_according(sentence, word.index)
    last = word.index + length - 1
    if not length or last + 1 >= len(sentence.words):
        return None
    heads = [sentence.words[i] for i in (word.head, last) if i > last]
    below = [w for i in range(word.index, last + 1) for w in sentence.dependents(i, "obl", "nmod", "obj")]
    source = next((w for w in (*heads, *below) if w.index > last), sentence.words[last + 1])
    phrase = tuple(i for i in _noun_phrase(sentence, source.index, word.index) if i > last)
    phrase = _up_to_comma(sentence, phrase)
    if not phrase:
        return None
    rest = _rest_of_sentence(sentence, word.index, phrase[-1])
    cue_words = tuple(range(word.index, last + 1))
    cue = Cue(" ".join(sentence.words[i].text.lower() for i in cue_words), Presentation.SPEECH, clause=True)
    return Report(sentence, cue, cue_words, phrase, tuple(rest), "according")


def _length_of_according(sentence: Sentence, i: int) -> int:
    """How many words at `i` make up "according to", "in the words of" or "per"; 0 if none."""
    words = [w.text.lower() for w in sentence.words[i : i + 4]]
    opens = i == 0 or sentence.words[i - 1].text in (",", "-", "–", "—", "(")
    if words[:2] == ["according", "to"]:
        return 2
    if words == ["in", "the", "words", "of"]:
        return 4
    named = len(words) > 1 and (sentence.words[i + 1].text[0].isupper() or words[1] == "the")
    return 1 if words[0] == "per" and opens and named else 0


def _up_to_comma(sentence: Sentence, phrase: tuple[int, ...]) -> tuple[int, ...]:
    """The phrase to its first comma, or to the second where an apposition stands between the two."""
    commas = [i for i in phrase if sentence.words[i].text == ","]
    if not commas:
        return phrase
    opens = sentence.words[commas[0] + 1].text.lower() if commas[0] + 1 < len(sentence.words) else ""
    apposed = opens in ("a", "an", "the", "who", "which") or is_role(opens) or opens.endswith("ed")
    last = (commas[1] if len(commas) > 1 else phrase[-1] + 1) if apposed else commas[0]
    return tuple(i for i in phrase if i < last)


def _rest_of_sentence(sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence before the word at `start` and after the one at `end`, where it has words enough."""
    parts = (sentence.words[:start], sentence.words[end + 1 :])
    return [(part[0].start, part[-1].end) for part in parts if sum(w.text[:1].isalnum() for w in part) >= 3]


def _noun_report(sentence: Sentence, word: Word) -> Report | None:
    """X's claim that ...: the possessor is the source."""
    cue = NOUN_CUES.get(word.text.lower())
    if cue is None:
        return None
    clauses = [w for w in sentence.dependents(word.index, "acl", "ccomp") if _has_that(sentence, w.index)]
    owners = sentence.dependents(word.index, "nmod:poss")
    if not clauses or not owners:
        return None
    owner = tuple(
        i
        for i in _noun_phrase(sentence, owners[0].index, word.index)
        if sentence.words[i].text not in ("'s", "’s", "'")
    )
    content = (_reach(sentence, clauses[0].index),)
    return Report(sentence, cue, (word.index,), owner, content, "noun")


def _has_that(sentence: Sentence, clause: int) -> bool:
    return any(w.text.lower() == "that" for w in sentence.dependents(clause, "mark"))
