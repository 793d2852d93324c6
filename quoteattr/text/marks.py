"""Quoted stretches: which marks open, which close, and what they enclose.

News comes with curly, straight, low-high and angular marks, with doubled backticks and apostrophes,
with single marks in the British style, and with all of them mixed and mistyped. One pass over the
text decides for each mark whether it opens, closes, or is something else (an apostrophe, inches, a
stray), and a stack pairs them:

>>> text = "'I won't,' she said, and left the '90s behind."
>>> [text[q.start:q.end] for q in find_quotations(text)]
["'I won't,'"]

A quotation that is still open where its paragraph ends, ends there; when the next paragraph opens
with a mark, or closes one, it goes on there (`Quotation.continues`):

>>> text = "“One.\\n\\n“Two.”"
>>> [(text[q.start:q.end], q.closed, q.continues) for q in find_quotations(text)]
[('“One.', False, False), ('“Two.”', True, True)]

Where a closing mark was forgotten before the words that say who spoke, the quotation ends before them:

>>> text = "“We won, said Ada Obi. “We won twice.”"
>>> [text[q.start:q.end] for q in find_quotations(text)]
['“We won,', '“We won twice.”']

Whether a quotation is a statement, a title or a scare quote is not decided here. The time is linear
in the length of the text, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

import regex
from attrs import evolve, frozen

from quoteattr.text.paragraphs import Paragraph, find_paragraphs

__all__ = ["MARKS", "OPENING_MARKS", "PLAIN_MARKS", "Quotation", "find_quotations"]

_DOUBLE = '"“”„‟«»″＂'
_SINGLE = "'‘’‚‛`´‹›′"

MARKS = _DOUBLE + _SINGLE
"""Every character that is used as a quotation mark."""

OPENING_MARKS = frozenset("“„‟«‘‚‛‹")
"""Marks that open by their shape."""

_CLOSING_MARKS = frozenset("”»’›")

PLAIN_MARKS = {ord(mark): '"' for mark in _DOUBLE} | {ord(mark): "'" for mark in _SINGLE}
"""The straight mark for a mark of any style, for `str.translate`."""

DEEPEST = 8
"""Quotations that can be open at a time; of more marks, the first is a stray."""

LONGEST_UNCLOSED = 2_000
"""An unclosed quotation ends with its paragraph if that is within this many characters, else before the next one."""

LONGEST = 10_000
"""Characters after which a mark that is still open is a stray."""

_MARK = regex.compile(rf"(?<noise>(?:[{MARKS}]\s?+){{9,}}+)|``|''|[{MARKS}]")
"""One mark, or a run of nine and more, which no writer means: noise, and not paired."""

_ELISION = regex.compile(
    r"(?:\d0s|\d\d(?!\d)|(?:em|til|till|cause|cos|coz|tis|twas|twere|twill|n|round|bout|im|er|is|ere|ello|ow|appen"
    r"|neath|gainst|fraid|nother|course|kay|sup)(?!\w))",
    regex.IGNORECASE,
)
"""What may follow an apostrophe that stands for dropped letters or a century: '90s, '68, 'em, 'til."""


_SAYS = "said|says|add(?:ed|s)|ask(?:ed|s)|repl(?:ied|ies)|explain(?:ed|s)|not(?:ed|es)|warn(?:ed|s)|insist(?:ed|s)"
_PART = r"[^\s,!?“”\"]{1,30}+"
_NAMED = rf"(?=(?:[Hh]e|[Ss]he|[Tt]hey|[Aa]n?|[Tt]he)\s|(?:{_PART}\s){{0,4}}\p{{Lu}}\p{{Ll}})"
_NOBODY = r"(?!(?:and|as|but|I|if|it|so|that|we|when|which|who|you)\b)"
_TOLD = (
    rf"(?:(?:{_SAYS})(?:\s(?:after|at|during|in|on|to)\s[^,.:!?]++|\s\p{{Lu}}\p{{Ll}}++day)?"
    r"|t(?:old|ells)\s(?!me\b|us\b)[^,.:!?]++)"
)
_INVERTED = rf"(?:{_SAYS})\s(?:(?:he|she|they)\b|(?:an?|her|his|the|their)\s\p{{L}}|(?!I\b)\p{{Lu}})"
_CLAUSE = rf"{_NOBODY}{_NAMED}(?:{_PART}\s){{1,7}}?{_TOLD}"

_REPORTING = regex.compile(rf"(?<=[,!?])\s(?:{_INVERTED}|{_CLAUSE}\.?\s*+$)")
"""Words that say who spoke, behind a comma: "said Ada Obi" anywhere, "Mayor Ada Obi told reporters." at the end.

They hold no more verbs than it takes, for this is no search for statements: it tells where a mark was forgotten.
"""

_REPORTING_TWO = regex.compile(
    rf"(?<=[,!?])\s(?:{_INVERTED}|{_CLAUSE}(?:\.\s|\s*+$))"
    rf"|(?<=[.!?])\s{_NAMED}(?:{_PART},?\s){{1,12}}?{_TOLD}[:,]\s*+$"
)
"""The same before another opening mark, which may also open what somebody else says: "Ada Obi, the mayor, said: "."""


@frozen
class Quotation:
    """A quoted stretch, marks included: character offsets, end exclusive.

    `depth` is 0 for the outermost quotation, 1 for one inside it. `closed` is false where the end of
    the paragraph stands in for the closing mark, `continues` true where the quotation goes on from
    the paragraph before. Where a mark was forgotten before "said Ada Obi", `closed` is true.
    """

    start: int
    end: int
    depth: int = 0
    closed: bool = True
    continues: bool = False


class _Turn(Enum):
    """What one mark does, as far as its neighbours say."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"
    NOTHING = "nothing"


@frozen
class _Mark:
    start: int
    end: int
    double: bool
    turn: _Turn
    loose: bool
    """Stands between blanks, and counts only if it has a partner."""
    closer_next: bool = False
    """The next single mark after this one closes."""


def find_quotations(text: str, paragraphs: Iterable[Paragraph] | None = None) -> tuple[Quotation, ...]:
    """Return all quoted stretches of `text` in order of their start, the nested ones too.

    `paragraphs` are those of `find_paragraphs`, where they are at hand.
    """
    found: list[Quotation] = []
    still_open = False
    for paragraph in find_paragraphs(text) if paragraphs is None else paragraphs:
        inside = _paragraph_quotations(text, paragraph, still_open)
        found.extend(inside)
        still_open = any(not q.closed and q.depth == 0 for q in inside)
    return tuple(found)


def _paragraph_quotations(text: str, paragraph: Paragraph, continues: bool) -> list[Quotation]:
    marks = _marks(text, paragraph)
    found: list[Quotation] = []
    stack: list[_Mark] = []
    opened_before = continues
    for mark in marks:
        if stack and mark.start - stack[0].start > LONGEST:
            stack = [opener for opener in stack if mark.start - opener.start <= LONGEST]
        turn = _turn_in_context(text, mark, stack)
        if turn is _Turn.OPENS:
            stack = [*stack[1 - DEEPEST :], mark]
            opened_before = False
        elif turn is _Turn.CLOSES:
            opener = _pop_partner(stack, mark)
            if opener is not None:
                found.append(Quotation(opener.start, mark.end))
            elif opened_before and mark.double and not mark.loose:
                found.append(Quotation(paragraph.start, mark.end))
            opened_before = False
    found = _with_depth([*found, *_unclosed(text, stack, paragraph, found)])
    if continues and found and found[0].start == paragraph.start:
        found[0] = evolve(found[0], continues=True)
    return found


def _unclosed(text: str, stack: list[_Mark], paragraph: Paragraph, found: list[Quotation]) -> Iterator[Quotation]:
    """Yield what is open at the end of a paragraph: quotations whose mark was forgotten, then the first other one.

    Where a mark was forgotten, the words follow that say who spoke: “We won, said Ada Obi. “We won twice.”
    """
    opened = [mark for mark in stack if mark.double and not mark.loose]
    starts = [*(mark.start for mark in opened), *(quotation.start for quotation in found), paragraph.end]
    for mark in opened:
        until = min(start for start in starts if start > mark.start)
        expected = _REPORTING if until == paragraph.end else _REPORTING_TWO
        reporting = expected.search(text, mark.end, min(until, mark.end + LONGEST_UNCLOSED))
        if reporting is None:
            yield Quotation(mark.start, _end_of_unclosed(text, mark, paragraph, found), closed=False)
            return
        yield Quotation(mark.start, reporting.start())


def _end_of_unclosed(text: str, opener: _Mark, paragraph: Paragraph, found: list[Quotation]) -> int:
    """Return where an unclosed quotation ends: with its paragraph, unless that goes on too long."""
    if paragraph.end - opener.start <= LONGEST_UNCLOSED:
        return paragraph.end
    end = min((q.start for q in found if q.start > opener.start), default=paragraph.end)
    return opener.end + len(text[opener.end : end].rstrip())


def _with_depth(found: list[Quotation]) -> list[Quotation]:
    """Return the quotations in order, each with the number of those around it."""
    out: list[Quotation] = []
    around: list[int] = []
    for quotation in sorted(found, key=lambda q: (q.start, -q.end)):
        while around and around[-1] <= quotation.start:
            around.pop()
        out.append(evolve(quotation, depth=len(around)) if around else quotation)
        around.append(quotation.end)
    return out


def _pop_partner(stack: list[_Mark], mark: _Mark) -> _Mark | None:
    """Take the innermost open mark of the same family off the stack, and what was left open inside it."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].double == mark.double:
            opener = stack[depth]
            del stack[depth:]
            return opener
    return None


def _turn_in_context(text: str, mark: _Mark, stack: list[_Mark]) -> _Turn:
    """Return what a mark does where some marks are open already."""
    is_open = any(open_.double == mark.double for open_ in stack)
    if mark.turn is _Turn.EITHER:
        return _Turn.CLOSES if is_open else _Turn.OPENS
    if mark.turn is _Turn.OPENS and text[mark.start] in "“„‟«" and is_open and _looks_closing(text, mark):
        return _Turn.CLOSES
    if mark.double:
        return mark.turn
    if mark.turn is _Turn.OPENS:
        return mark.turn if not is_open else _Turn.NOTHING
    if mark.turn is _Turn.CLOSES and is_open and _is_possessive(text, mark):
        return _Turn.NOTHING
    return mark.turn


def _looks_closing(text: str, mark: _Mark) -> bool:
    """Return whether an opening mark stands where a closing one belongs: before a space, a stop or the end."""
    return not _opens_word(text, mark.end) or text[mark.start - 1 : mark.start] in (",", ".", "!", "?")


def _is_possessive(text: str, mark: _Mark) -> bool:
    """Return whether a mark after an s is a plural possessive ("the dogs' bowl") and not the closing mark.

    It is one if the next word is in lower case and another mark after it can close.
    """
    after_s = text[mark.start - 1 : mark.start] in ("s", "S", "z", "x")
    return after_s and mark.closer_next and text[mark.end : mark.end + 2].strip().islower()


def _marks(text: str, paragraph: Paragraph) -> list[_Mark]:
    """Return the marks of a paragraph with what each can be, without single openers that nothing after them closes."""
    found = _MARK.finditer(text, paragraph.start, paragraph.end)
    marks = [_read(text, *m.span()) for m in found if m["noise"] is None]
    kept: list[_Mark] = []
    closer_ahead = closer_next = False
    for mark in reversed(marks):
        if mark.turn is _Turn.NOTHING or (not mark.double and mark.turn is _Turn.OPENS and not closer_ahead):
            continue
        kept.append(evolve(mark, closer_next=closer_next) if closer_next else mark)
        if not mark.double:
            closer_next = mark.turn is _Turn.CLOSES
            closer_ahead |= closer_next
    kept.reverse()
    return kept


def _read(text: str, start: int, end: int) -> _Mark:
    double = end - start == 2 or text[start] in _DOUBLE
    turn = _double_turn(text, start, end) if double else _single_turn(text, start, end)
    loose = _is_blank(text, start - 1) and _is_blank(text, end)
    return _Mark(start, end, double, turn, loose)


def _double_turn(text: str, start: int, end: int) -> _Turn:
    mark = text[start]
    if mark in OPENING_MARKS:
        return _Turn.OPENS
    if end - start == 2 and mark == "`":
        return _Turn.OPENS
    if mark in _CLOSING_MARKS:
        wrong_way = _opens_word(text, end) and _is_blank(text, start - 1)
        return _Turn.EITHER if wrong_way else _Turn.CLOSES
    if _is_inches(text, start):
        return _Turn.NOTHING
    before, after = _is_blank(text, start - 1), _is_blank(text, end)
    if before and after:
        return _Turn.EITHER
    if before or (text[start - 1] in "([{—–-/=:>“‘" and not after):
        return _Turn.OPENS
    if after or text[end] in ".,;:!?)]}—–-/<”’'":
        return _Turn.CLOSES
    return _Turn.EITHER


def _single_turn(text: str, start: int, end: int) -> _Turn:
    mark = text[start]
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() and after.isalnum():
        return _Turn.NOTHING
    opens = _opens_word(text, end) and (not before or before.isspace() or before in '([{—–-/:"“„«‹')
    if opens and mark not in "›":
        return _Turn.NOTHING if mark not in "‹‚`" and _ELISION.match(text, end) else _Turn.OPENS
    if mark in "‘‚‛‹`" or not before or before.isspace():
        return _Turn.NOTHING
    if before.isdigit() and (mark == "′" or _is_feet(text, end)):
        return _Turn.NOTHING
    closes = not after or after.isspace() or after in '.,;:!?)]}—–-/"”»›'
    return _Turn.CLOSES if closes else _Turn.NOTHING


def _opens_word(text: str, end: int) -> bool:
    return not _is_blank(text, end) and text[end] not in ".,;:!?)]}"


def _is_blank(text: str, i: int) -> bool:
    return i < 0 or i >= len(text) or text[i].isspace()


_INCHES_BEFORE = regex.compile(r"\d[′'’]\s?\d{1,2}(?:\.\d|[½¼¾])?$")


def _is_inches(text: str, start: int) -> bool:
    """Return whether a mark stands for inches, as in 6'2" and 5’ 10": never a quotation mark."""
    return text[start] == "″" or _INCHES_BEFORE.search(text[max(0, start - 8) : start]) is not None


_INCHES_AFTER = regex.compile(r"\s?\d{1,2}(?:\"|″|”|\b)")


def _is_feet(text: str, end: int) -> bool:
    """Return whether a mark that ends here stands for feet, as in 6'2": inches follow."""
    return _INCHES_AFTER.match(text, end) is not None
