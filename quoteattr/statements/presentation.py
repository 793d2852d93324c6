"""How a statement is presented: speech, writing or thought (Semino and Short 2004), and whether anybody voiced it.

The cue decides, by the last reporting verb or noun in it (`quoteattr.statements.cues`):

>>> cues = Cues.of()
>>> manner_of("told reporters", ["that taxes will rise"], cues=cues)
Manner(presentation=<Presentation.SPEECH: 'speech'>, voiced=True)
>>> manner_of("hopes", ["that taxes will rise"], cues=cues)
Manner(presentation=<Presentation.THOUGHT: 'thought'>, voiced=False)

A clause or a quotation is a statement; a phrase is one only after verbs that can't be performed without
words ("urged restraint", not "showed restraint"). What was not said is none, whatever the verb.

>>> [manner_of(cue, ["the treaty"], cues=cues).voiced for cue in ("revealed", "denounced")]
[False, True]
>>> manner_of("declined to say", ["when the treaty would be signed"], cues=cues).voiced
False
"""

from __future__ import annotations

from collections.abc import Sequence

import regex
from attrs import frozen

from quoteattr.language.words import Analysis
from quoteattr.records import Presentation, Span
from quoteattr.statements.cues import Cue, Cues

__all__ = ["Manner", "is_asked_or_supposed", "manner_of"]

_NEGATION = regex.compile(r"\b(?:not\b|never\b|declin|refus|fail)|n[’']t\b")
_ACCORDING = regex.compile(r"(?<![\w’'-])according(?![\w’'-])")
_ASKING = regex.compile(r"\bwant(?:s|ed|ing)? to know\b")
"""What reports a question where its words are quoted."""
_STAND_INS = frozenset("nothing anything something everything it this that which what so much more".split())
"""What stands for a statement without being one."""
_NOBODY = regex.compile(r"(?:nobody|no[ -]one|none|neither)\b", regex.IGNORECASE)
_AUXILIARIES = tuple("did do does has have had will would can could is are was were".split())
"""What a question opens with."""
_FINITE = (
    *_AUXILIARIES,
    *"should may might must cannot".split(),
    *"isn't aren't wasn't weren't won't wouldn't hasn't haven't hadn't can't couldn't".split(),
    *"shouldn't doesn't didn't don't".split(),
)
_FINITE_CLAUSE = regex.compile(
    r"(?<![\w’'-])(?![’'-]*+(?:which|who|that|where|when|as|if|to)\b)[’'-]*+\w[\w’'-]*+\s++(?:"
    + "|".join(_FINITE).replace("'", "[’']")
    + r")\b",
    regex.IGNORECASE,
)
"""A finite verb that is not a relative clause's: "the bridge is closed", not "the bridge which is closed"."""
_CLAUSE_OPENER = regex.compile(
    r"(?:if|whether|that|how|why|what|when|where|he|she|they|we|i|you|there|it)\b", regex.IGNORECASE
)
_SUPPOSED = regex.compile(r"\b(?:if|unless)\s$", regex.IGNORECASE)


@frozen
class Manner:
    """How a statement is presented, and whether it counts as voiced."""

    presentation: Presentation
    voiced: bool


def manner_of(
    cue: str,
    content: Sequence[str],
    source: str = "",
    *,
    cues: Cues,
    quoted: bool = False,
    inverted: bool = False,
    sure: bool = False,
) -> Manner:
    """Return the manner of a statement.

    `content` are the fragments as they stand in the text; `quoted` says that one of them stands in quotation
    marks, `inverted` that they come before the cue, `sure` that the tagger has little doubt of the statement. What
    nobody says is not voiced, nor a question put by nobody:

    >>> cues = Cues.of()
    >>> manner_of("said", ["the bridge was safe"], "Nobody", cues=cues).voiced
    False
    >>> manner_of("Asked", ["whether the bridge was safe"], cues=cues).voiced
    False

    What only stands for a statement is none:

    >>> manner_of("was said", ["Nothing"], inverted=True, cues=cues).voiced
    False
    """
    if quoted and _ASKING.search(cue.lower()):
        return Manner(Presentation.SPEECH, voiced=True)
    last = cues.last_in(cue)
    if last is None:
        return Manner(Presentation.SPEECH, quoted or sure or _ACCORDING.search(cue.lower()) is not None)
    reports = sure or _reports(last, content, inverted)
    stated = quoted or (reports and " ".join(content).lower() not in _STAND_INS)
    voiced = stated and not _is_denied(cue, last, source) and last.presentation is not Presentation.THOUGHT
    return Manner(last.presentation, voiced)


def _reports(cue: Cue, content: Sequence[str], inverted: bool) -> bool:
    """Return whether content without quotation marks is what was said rather than what was done."""
    return cue.performs or (cue.clause and (inverted or not cue.object or _is_clause(content)))


def _is_clause(content: Sequence[str]) -> bool:
    if _CLAUSE_OPENER.match(content[0]):
        return True
    return not content[0].startswith("to ") and _FINITE_CLAUSE.search(" ".join(content)) is not None


def _is_denied(expression: str, cue: Cue, source: str) -> bool:
    """Return whether a cue says that nothing was said: "declined to say", "nobody said", "asked whether"."""
    if _NEGATION.search(expression.lower()) or _NOBODY.match(source):
        return True
    return cue.lemma == "ask" and not source


def is_asked_or_supposed(analysis: Analysis, cue: Span, source: Span | None) -> bool:
    """Return whether a report is in doubt: "Did the mayor say that ...?", "If the mayor says that ..."."""
    sentence = analysis.sentence_at(cue.start)
    if sentence is None:
        return False
    start = min(cue.start, source.start) if source else cue.start
    supposed = _SUPPOSED.search(analysis.text, sentence.start, start) is not None
    return supposed or (sentence.words[0].text.lower() in _AUXILIARIES and sentence.words[-1].text == "?")
