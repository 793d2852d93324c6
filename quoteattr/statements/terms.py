"""What looks like a statement and is none: terms and names in marks, inscriptions, and what nobody says.

- inscriptions: "found a ring engraved “For Anna”";
- terms behind a number or "so-called" and names of things: "seized 300 “legal highs”", "called the inn “Sea View”";
- what is no clause behind its verb: "the “experts” who wrote it have left";
- impersonal passives: "it is said that ...", "is accused of ...". They report what nobody in the text is said to voice.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quoteattr.language.words import Analysis
from quoteattr.records import QuoteKind, Span
from quoteattr.statements.cues import Cues
from quoteattr.statements.statement import QUOTE_EDGES
from quoteattr.text.page import Page

__all__ = ["is_impersonal", "is_no_statement"]

LONGEST_TERM = 4
"""Words of a term in marks at most."""

_IMPERSONAL = regex.compile(
    r"\b(?:is|are|was|were|be|been|being|[’']s|[’']re)\s(?:\w+ly\s|also\s|often\s|now\s|still\s|once\s|not\s)?"
    r"(?:said|rumou?red|alleged|accused|charged|suspected)"
    r"(?:\s(?:of|with|to|that))?$",
    regex.IGNORECASE,
)
_INSCRIBED = regex.compile(
    r"\b(?:engraved|inscribed|emblazoned|embroidered|etched|carved|tattooed|stencill?ed|stamped|monogrammed|daubed"
    r"|imprinted|printed|marked|labell?ed)"
    r"(?:\s(?:with|in|on|by|as)?\s?(?:the\s(?:words?|letters?|initials?|names?|message|motto|slogan|legend))?\s?)?$",
    regex.IGNORECASE,
)
_COUNTED = regex.compile(r"(?:\b\d[\d,.]*|\b(?:two|three|four|five|six|ten|dozens of|hundreds of|so-called))\s$")
_NAMING = frozenset("call name dub label christen nickname".split())
_SEEING = frozenset("find show see display discover notice reveal read feature".split())
_THING = regex.compile(r"\b(?:the|an?|its|this)\s\p{Ll}+\s$", regex.IGNORECASE)
_NO_SUBJECT = regex.compile(
    r"(?:(?:him|them|me|us)\s(?:have|has|had|are|is|was|were|will|would|can|could|do|does|did)|it\s(?:have|are|were|do))\b"
)
_BEFORE = 40
"""Characters before a quotation that are looked at."""


def is_no_statement(
    analysis: Analysis, cue: Span, source: Span | None, content: Sequence[Span], kind: QuoteKind, cues: Cues
) -> bool:
    """Return whether what a cue and a source were found for is certainly no statement."""
    words = [span.text for span in content]
    if kind is QuoteKind.INDIRECT:
        return _NO_SUBJECT.match(words[0]) is not None
    quoted = _quoted(analysis.page, content)
    if len(quoted) == 1 and _is_name_given(analysis, cue, *quoted[0], cues):
        return True
    telling = cue if source is not None else None
    are_terms = bool(quoted) and all(_is_term(analysis, start, end, telling, kind) for start, end in quoted)
    return are_terms and (kind is QuoteKind.DIRECT or _is_thing_seen(cue, words[0], cues))


def _is_thing_seen(cue: Span, opening: str, cues: Cues) -> bool:
    """Return whether a cue is a verb of seeing, and what was seen no clause: "found a ring engraved “For Anna”"."""
    verb = cues.last_in(cue.text)
    return verb is not None and verb.lemma in _SEEING and not opening.startswith(("that ", "how ", "if ", "whether "))


def _quoted(page: Page, content: Sequence[Span]) -> list[tuple[int, int]]:
    """Return where the quotations in a content start and end."""
    return [(one.start, one.end) for span in content for one in page.outermost.within(span.start, span.end)]


def _is_term(analysis: Analysis, start: int, end: int, cue: Span | None, kind: QuoteKind) -> bool:
    """Return whether a quotation is short, no sentence, and an inscription or, alone, a term behind a number.

    Behind a cue with a source it is what somebody says: "was labelled “a liar” by Ada Obi".
    """
    inner = analysis.text[start:end].strip(QUOTE_EDGES)
    if len(inner.split()) > LONGEST_TERM or inner[-1:] in (".", "!", "?", ","):
        return False
    patterns = (_INSCRIBED, _COUNTED) if kind is QuoteKind.DIRECT else (_INSCRIBED,)
    found = (pattern.search(analysis.text, max(0, start - _BEFORE), start) for pattern in patterns)
    return any(one is not None and not (cue and cue.start < one.end() and one.start() < cue.end) for one in found)


def _is_name_given(analysis: Analysis, cue: Span, start: int, end: int, cues: Cues) -> bool:
    """Return whether a thing is named: "called the shop “Natural Life”", every word of it with a capital."""
    verb = cues.last_in(cue.text)
    named = verb is not None and verb.lemma in _NAMING and _THING.search(analysis.text, max(0, start - _BEFORE), start)
    words = analysis.text[start:end].strip(QUOTE_EDGES).split()
    return bool(named) and 1 < len(words) <= LONGEST_TERM and all(word[0].isupper() for word in words)


def is_impersonal(cue: str, source: str) -> bool:
    """Return whether a cue is a passive without anybody who says it.

    >>> is_impersonal("is said", "It"), is_impersonal("was accused of", ""), is_impersonal("was told", "")
    (True, True, False)
    """
    return source.lower() in ("", "it") and _IMPERSONAL.search(cue) is not None
