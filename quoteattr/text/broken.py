"""Characters that were broken on the way, and what they were meant to be.

Feeds and archives pass through many hands, and some of them mistake one encoding for another. What follows from the
characters for certain is mended before a text is read; anything else stays as it is:

>>> from quoteattr.text.changes import Changed
>>> def mended(text, find):
...     return Changed.of(text, find(text)).text
>>> mended("&ldquo;We won&#8217;t,&amp;rdquo; said Ada Obi.", find_entities)
'“We won’t,” said Ada Obi.'
>>> mended("â€œNo,â€\\x9d said JosÃ© of SÃ£o TomÃ©, not Ãlvaro.", find_misread)
'“No,” said José of São Tomé, not Ãlvaro.'
>>> mended("\\x93We won\\x92t,\\x94 said Ada Obi.", find_controls)
'“We won’t,” said Ada Obi.'
>>> mended("?We won?t,? said Ada Obi. Why? Nobody asked.", find_lost_marks)
'“We won’t,” said Ada Obi. Why? Nobody asked.'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape
from html.entities import html5
from itertools import pairwise
from unicodedata import normalize

import regex

from quoteattr.text.changes import Change
from quoteattr.text.paragraphs import find_paragraphs

__all__ = ["find_controls", "find_cut_short", "find_entities", "find_lost_marks", "find_misread", "find_taken_apart"]


_ENTITY = regex.compile(r"&(?:amp;){0,2}(?<code>#\d{1,7}+|#[xX][0-9a-fA-F]{1,6}+|[a-zA-Z][a-zA-Z0-9]{1,31}+);")
"""A character's name or number, also where the ampersand before it was written as one once or twice."""


def find_entities(text: str) -> Iterator[Change]:
    """Yield HTML's names and numbers of characters, with the characters."""
    if "&" not in text:
        return
    for found in _ENTITY.finditer(text):
        code = found["code"]
        if code[0] == "#" or f"{code};" in html5:
            yield Change(*found.span(), unescape(f"&{code};"))


_FOLLOWING = "\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
"""What the second and later bytes of a character of UTF-8 look like in Latin-1 or Windows-1252."""

_MISREAD = regex.compile(
    rf"[Â-ß][{_FOLLOWING}](?<!\p{{Lu}}[ÂÃ][‘’“”‚„«»…–—](?!\p{{L}}))"
    rf"|[à-ï][{_FOLLOWING}]{{2}}|[ð-ô][{_FOLLOWING}]{{3}}"
)
"""What may be a misread character. A mark after a word in capitals is a mark: “AMANHÃ”."""

_MAY_BE_MISREAD = regex.compile(rf"[Â-ô][{_FOLLOWING}]")
"""Found sooner than the one before, where there is none."""

_CUT_SHORT = regex.compile(
    rf"(?<hyphen>(?<=\w)(?:â€|Ã¢â‚¬Â)\ufffd?(?=\w))|"
    rf"(?:â€|Ã¢â‚¬Â)(?:\ufffd|(?<=[,.!?]â€)\?|(?![{_FOLLOWING}]))"
)
"""A misread ” or, in a word, ‐. Windows-1252 has no character for their last bytes, which therefore are often lost or
question marks."""

_TAKEN_APART = regex.compile(rf"[Aa][\u0302\u0303\u0308\u030a](?=[{_FOLLOWING}])")
"""What the first bytes look like once letters and accents have been taken apart."""

_LINE = regex.compile(r"[^\n\r\f\u2028\u2029]{1,2000}+")
_WORD = regex.compile(r"[^ \t\v]{1,200}+")
_NOT_ASCII = regex.compile(r"[^\x00-\x7f]++")


def find_taken_apart(text: str) -> Iterator[Change]:
    """Yield letters and accents that were one character before, and the first of a misread one."""
    for found in () if text.isascii() else _TAKEN_APART.finditer(text):
        yield Change(*found.span(), normalize("NFC", found[0]))


def find_cut_short(text: str) -> Iterator[Change]:
    """Yield closing marks and hyphens that were misread and lost their last byte, with what they were."""
    for found in () if text.isascii() else _CUT_SHORT.finditer(text):
        yield Change(*found.span(), "‐" if found["hyphen"] else "”")


def find_misread(text: str) -> Iterator[Change]:
    """Yield UTF-8 that was read as Windows-1252 or Latin-1, once or more often, with the characters that it was.

    ftfy tells whether it was, of a line if all of it was misread, else of a word: what looks like one misread letter
    may well be two, and those around it tell.
    """
    if text.isascii() or not (_MAY_BE_MISREAD.search(text) and _MISREAD.search(text)):
        return
    from ftfy import fix_encoding  # slow to load, and most texts are whole

    for line in _LINE.finditer(text):
        if not _MISREAD.search(line[0]):
            continue
        right = fix_encoding(line[0], restore_byte_a0=False, decode_inconsistent_utf8=False)
        if right != line[0]:
            yield from _apart(line[0], right, line.start())
            continue
        for word in _WORD.finditer(line[0]):
            if _MISREAD.search(word[0]):
                yield from _apart(word[0], fix_encoding(word[0]), line.start() + word.start())


def _apart(broken: str, right: str, offset: int) -> Iterator[Change]:
    """Yield the changes that make one word of another. ASCII is never misread: it is in both, and parts them."""
    if _NOT_ASCII.split(broken) != _NOT_ASCII.split(right):
        return
    for old, new in zip(_NOT_ASCII.finditer(broken), _NOT_ASCII.findall(right), strict=True):
        if old[0] != new:
            yield from _character_by_character(old[0], new, offset + old.start())


def _character_by_character(old: str, new: str, offset: int) -> Iterator[Change]:
    """Yield a change for each character of `new`, or one for all if they can't be told apart in `old`."""
    changes: list[Change] = []
    at = 0
    for char in new:
        form = next((form for form in _misreadings(char) if old.startswith(form, at)), "")
        changes.append(Change(offset + at, offset + at + len(form), char))
        at += len(form)
    told_apart = at == len(old) and all(change.start < change.end for change in changes)
    yield from changes if told_apart else [Change(offset, offset + len(old), new)]


@lru_cache(1_000)
def _misreadings(char: str) -> tuple[str, ...]:
    """Return what a character may look like: misread twice, once, or not at all."""
    once = _misread(char)
    return *(form for text in once for form in _misread(text)), *once, char


def _misread(text: str) -> list[str]:
    return [text.encode(errors="surrogatepass").decode(wrong) for wrong in ("sloppy-windows-1252", "latin-1")]


_CONTROL = regex.compile(r"[\x80-\x9f]")
_TELLING = regex.compile(r"[\x80-\x84\x86-\x9f]")


def find_controls(text: str) -> Iterator[Change]:
    """Yield control characters that stand for Windows-1252's marks and letters, with these.

    \\x85 ends a line where it is the only one, and is … beside others.
    """
    if text.isascii() or not _TELLING.search(text):
        return
    for found in _CONTROL.finditer(text):
        if meant := found[0].encode("latin-1").decode("cp1252", "ignore"):
            yield Change(*found.span(), meant)


_APOSTROPHE = r"(?<=\p{L})[?\ufffd](?=(?i:s|t|ll|re|ve|d|m)(?![\w=&/]))"
_OPENING = r"(?<![^\s(\[—–-])[?\ufffd](?=\p{L})"
_LOST = regex.compile(
    rf"(?<apostrophe>{_APOSTROPHE})|(?<opening>{_OPENING})"
    r"|(?<closing>(?<=[,.!?…—–-])[?\ufffd](?![\w?\ufffd]))|(?<perhaps>(?<=\w)[?\ufffd](?![\w?\ufffd]))"
)
"""A question mark by its place. Behind a word it may be one, or stand for a closing mark."""
_BEFORE_LETTER = regex.compile(r"[?\ufffd]\p{L}")


def find_lost_marks(text: str) -> Iterator[Change]:
    """Yield question marks and replacement characters in place of apostrophes and quotation marks, with these.

    Their places have to leave no doubt: no question begins with its mark, and none ends behind a comma.
    """
    if not _BEFORE_LETTER.search(text):
        return
    for paragraph in find_paragraphs(text):
        places = [(found.lastgroup, found.start()) for found in _LOST.finditer(text, paragraph.start, paragraph.end)]
        changes = [Change(start, start + 1, "’") for kind, start in places if kind == "apostrophe"]
        for opening, closing in _pairs(text, places):
            changes += Change(opening, opening + 1, "“"), Change(closing, closing + 1, "”")
        yield from sorted(changes, key=lambda change: change.start)


def _pairs(text: str, places: Sequence[tuple[str | None, int]]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each opening mark and the mark that closes it, but for those after one left open."""
    openings = [i for i, (kind, _) in enumerate(places) if kind == "opening"]
    left_open = False
    for here, following in pairwise([*openings, len(places)]):
        start = places[here][1]
        end = _closing(text, start, places[here + 1 : following])
        if end is not None and not left_open:
            yield start, end
        left_open = end is None


def _closing(text: str, opening: int, places: Sequence[tuple[str | None, int]]) -> int | None:
    """Return the mark that closes a quotation: behind punctuation, or the only one there is within a sentence."""
    sure = next((start for kind, start in places if kind == "closing"), None)
    perhaps = [start for kind, start in places if kind == "perhaps"]
    if sure is None and len(perhaps) == 1 and ". " not in text[opening : perhaps[0]]:
        return perhaps[0]
    return sure
