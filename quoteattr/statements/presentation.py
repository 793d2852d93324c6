"""How a statement is presented: speech, writing or thought (Semino and Short 2004), and whether anybody voiced it.

The cue decides, by the last reporting verb or noun in it (`quoteattr.statements.cues`):

>>> manner("told reporters", ["that taxes will rise"])
(<Presentation.SPEECH: 'speech'>, True)
>>> manner("hopes", ["that taxes will rise"])
(<Presentation.THOUGHT: 'thought'>, False)

A clause or a quotation is a statement; a phrase is one only after verbs that can't be performed without
words ("urged restraint", not "showed restraint"). What was not said is none, whatever the verb.

>>> manner("revealed", ["the wording of the treaty"])[1], manner("denounced", ["the treaty"])[1]
(False, True)
>>> manner("declined to say", ["when the treaty would be signed"])[1]
False
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quoteattr.records import Presentation
from quoteattr.statements.cues import NOUN_CUES, VERB_CUES, VOICED

__all__ = ["manner"]

_WORD = regex.compile(r"[\w’'-]+")
_NEGATION = regex.compile(r"\b(?:not\b|never\b|declin|refus|fail)|n[’']t\b")
_STAND_INS = frozenset("nothing anything something everything it this that which what so much more".split())
"""What stands for a statement without being one."""
_NOBODY = regex.compile(r"(?:nobody|no[ -]one|none|neither)\b", regex.IGNORECASE)
_FINITE = (
    "is are was were will would has have had can could should may might must do does did cannot"
    " isn't aren't wasn't weren't won't wouldn't hasn't haven't hadn't can't couldn't shouldn't doesn't didn't don't"
).split()
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


def manner(
    cue: str, content: Sequence[str], source: str = "", *, quoted: bool = False, inverted: bool = False
) -> tuple[Presentation, bool]:
    """The presentation of a statement, and whether it counts as voiced.

    `content` are the fragments as they stand in the text; `quoted` says that one of them stands in quotation
    marks, `inverted` that they come before the cue. What nobody says is not voiced, nor a question put by nobody:

    >>> manner("said", ["the bridge was safe"], "Nobody")[1], manner("Asked", ["whether the bridge was safe"])[1]
    (False, False)

    What only stands for a statement is none:

    >>> manner("was said", ["Nothing"], inverted=True)[1]
    False
    """
    words = _WORD.findall(cue.lower())
    known = [VERB_CUES[w] for w in words if w in VERB_CUES] or [NOUN_CUES[w] for w in words if w in NOUN_CUES]
    if not known:
        return Presentation.SPEECH, quoted or "according" in words
    last = known[-1]
    empty = not quoted and " ".join(content).lower() in _STAND_INS
    statement = quoted or last.lemma in VOICED or (last.clause and (inverted or not last.object or _is_clause(content)))
    denied = _NEGATION.search(cue.lower()) or _NOBODY.match(source) or (last.lemma == "ask" and not source)
    return last.presentation, statement and not (denied or empty) and last.presentation is not Presentation.THOUGHT


def _is_clause(content: Sequence[str]) -> bool:
    if _CLAUSE_OPENER.match(content[0]):
        return True
    return not content[0].startswith("to ") and _FINITE_CLAUSE.search(" ".join(content)) is not None
