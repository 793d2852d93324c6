"""Content, cue and source, brought together: from claims and quotation marks to attributions.

The tagger's claims (`quoteattr.network.tagging`) say which words belong together; here they meet the marks and the
paragraphs. The edges of a content snap to the quotations that it touches, so that each is whole. What a claim
has in other paragraphs becomes attributions of their own: a quotation that runs on. A cue beside a quotation
takes its source from the order of the words where the tagger saw none. Then come statements without a
reporting verb: transcripts ("MAYOR: ..."), quotations after a colon, and quotations by themselves, which become
a fragment of the statement before them in their paragraph or a statement of their own, without cue and source.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import regex
from attrs import evolve, frozen

from quoteattr.language.words import Analysis, NameKind
from quoteattr.network.tagging import Claim
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.statements.cues import VERB_CUES
from quoteattr.statements.presentation import manner
from quoteattr.text.marks import Quotation
from quoteattr.text.paragraphs import Paragraph

__all__ = ["Attribution", "find_attributions", "given"]

SHORTEST_STATEMENT = 4
"""Words that a quotation without cue needs to count as a statement rather than a title or scare quote."""

LONGEST_GAP = 120
"""Characters that may stand between a cue and the quotation it introduces."""

LONGEST_CLAUSE = 500
"""Characters that may stand between two fragments of one quotation."""

_MARKS = "\"“”„‟‘’'«»` "
_OPENING = "$£€¥#@([-+"
_EDGES = " \t\r\n,;:–—-"
_AUXILIARIES = frozenset("did do does has have had will would can could is are was were".split())
_SUPPOSED = regex.compile(r"\b(?:if|unless)\s$", regex.IGNORECASE)
_BRACKETS = {")": "(", "]": "["}
_SURFACE_PHRASE = regex.compile(
    r"\s+(?P<phrase>[\p{L}\d@#][^,.;:\"“”()\n]*?(?:\.[ ]\p{Lu}[^,.;:\"“”()\n]*?)*)"
    r"(?=\s*[,.;:\"“”()\n]|$|\s(?:on|in|at|after|as|when|while|during|who)\s)"
)
_NEW_SENTENCE = regex.compile(r"[.!?]\s++\p{Lu}\w*+\s\w")
_BY = regex.compile(r"\s++by(?=\s)")
_SIGNED = regex.compile(r"\s*[―—–]\s*(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,4})(?=\s*(?:,|$))")
_LABEL = regex.compile(r"[\"“]?(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,3})(?:,[ ]\p{Lu}[\p{Lu} ]+)?:\s+")


@frozen
class Attribution:
    """One statement as it stands in the text: content fragments, cue, source, and what they amount to.

    `continues` says that the quotation goes on from the paragraph before; `voiced` that it counts as
    said or written rather than thought or felt. `rule` names what found the content: ``claim``, ``label``
    or ``uncued``; `probability` is the tagger's. Both feed the confidence.
    """

    content: tuple[Span, ...]
    kind: QuoteKind
    presentation: Presentation
    cue: Span | None = None
    source: Span | None = None
    continues: bool = False
    voiced: bool = True
    rule: str = "claim"
    probability: float = 1.0

    @property
    def start(self) -> int:
        """Character offset of the first content fragment."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Character offset after the last content fragment."""
        return self.content[-1].end


def find_attributions(analysis: Analysis, claims: Iterable[Claim]) -> tuple[Attribution, ...]:
    """All attributions of a text, in text order. `claims` are those of `quoteattr.network.tagging.Tagger`."""
    page = _Page(analysis)
    linked = (_from_claim(page, claim) for claim in claims)
    found = _without_doubles([*(attribution for attribution in linked if attribution), *_labelled(page)])
    found = _with_uncued(page, _without_crossings(found))
    return tuple(sorted(found, key=lambda a: (a.start, -a.end)))


def given(text: str, annotated: Mapping[str, Any]) -> Attribution:
    """An annotated statement as an attribution, to try or train the later steps on spans that are right.

    `annotated` holds lists of ``[start, end]`` under "content" (at least one), "cue" and "source"; fragments of
    cue and source are read as one stretch.

    >>> given("It rains, she said.", {"content": [[0, 8]], "cue": [[14, 18]], "source": [[10, 13]]}).source.text
    'she'
    """

    def whole(part: str) -> Span | None:
        spans = annotated.get(part)
        return Span.cut(text, spans[0][0], spans[-1][1]) if spans else None

    content = tuple(Span.cut(text, start, end) for start, end in annotated["content"])
    kind = QuoteKind.DIRECT if content[0].text[:1] in _MARKS else QuoteKind.INDIRECT
    return Attribution(content, kind, Presentation.SPEECH, whole("cue"), whole("source"))


class _Page:
    """A text with its quotations and paragraphs, to look things up in."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.quotations = analysis.page.outermost
        self.paragraphs = analysis.page.paragraphs

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that an offset stands in."""
        return self.analysis.page.paragraph_number(offset)

    def quoted(self, offset: int) -> bool:
        """Whether a character stands inside a quotation."""
        return self.quotations.at(offset) is not None

    def first(self, start: int, end: int) -> str:
        """The first character between two offsets that is not blank, "" if there is none."""
        return next((self.text[i] for i in range(start, end) if not self.text[i].isspace()), "")

    def last(self, start: int, end: int) -> str:
        """The last character between two offsets that is not blank, "" if there is none."""
        return next((self.text[i] for i in reversed(range(start, end)) if not self.text[i].isspace()), "")

    def span(self, start: int, end: int) -> Span:
        """The characters from `start` to `end`."""
        return Span.cut(self.text, start, end)


def _from_claim(page: _Page, claim: Claim) -> Attribution | None:
    """A claim as an attribution, if content is left in its paragraph once cue and source are taken out of it.

    What it has in other paragraphs is left to `_with_uncued` where it is quoted, and dropped where it is not.
    """
    cue = claim.cue
    if cue is None or page.quoted(cue.start):
        return None
    source = _whole(page, claim.source) if claim.source else _agent(page, cue) or _source_by_order(page, cue)
    ranges = [(s.start, s.end) for s in claim.content]
    if any(page.quoted(start) for start, _ in ranges):
        ranges += [(q.start, q.end) for q in _opening(page, cue, source)]
    content = _fragments(page, ranges, [s for s in (cue, source) if s])
    near = min((abs(page.paragraph(s.start) - page.paragraph(cue.start)) for s in content), default=0)
    home = tuple(s for s in content if abs(page.paragraph(s.start) - page.paragraph(cue.start)) == near)
    if not home:
        return None
    kind, said_by = _kind(page, home), source.text if source else ""
    quoted, inverted = kind is not QuoteKind.INDIRECT, cue.start > home[-1].start
    presentation, voiced = manner(cue.text, [s.text for s in home], said_by, quoted=quoted, inverted=inverted)
    voiced = voiced and (quoted or not _is_open(page, cue, source))
    return Attribution(home, kind, presentation, cue, source, voiced=voiced, probability=claim.probability)


def _is_open(page: _Page, cue: Span, source: Span | None) -> bool:
    """Whether a report is asked for or supposed: "Did the mayor say that ...?", "If the mayor says that ..."."""
    sentence = page.analysis.sentence_at(cue.start)
    if sentence is None:
        return False
    start = min(cue.start, source.start) if source else cue.start
    supposed = _SUPPOSED.search(page.text, sentence.start, start) is not None
    return supposed or (sentence.words[0].text.lower() in _AUXILIARIES and sentence.words[-1].text == "?")


def _whole(page: _Page, span: Span) -> Span:
    """A source with the rest of a person's name that its end cuts, and with the bracket that closes one inside it."""
    cut = [n.end for n in page.analysis.names_touching(span.start, span.end) if n.kind is NameKind.PERSON]
    end = max([span.end, *cut])
    opener = _BRACKETS.get(page.text[end : end + 1])
    if opener is not None and page.text.count(opener, span.start, end) > page.text.count(
        page.text[end], span.start, end
    ):
        end += 1
    return page.span(span.start, end)


def _agent(page: _Page, cue: Span) -> Span | None:
    """Where the tagger saw no source: the name after the "by" that follows or ends a cue, up to the next comma."""
    by = _BY.match(page.text, cue.end if not cue.text.endswith(" by") else cue.end - len(" by"))
    phrase = _phrase(page, by.end()) if by else None
    return phrase if phrase and page.analysis.names_between(phrase.start, phrase.end) else None


def _phrase(page: _Page, start: int) -> Span | None:
    """The words from `start` up to a comma, a stop or the like, if that is near."""
    end = min(start + LONGEST_GAP, len(page.text))
    found = _SURFACE_PHRASE.match(page.text, start, end)
    cut = found is not None and found.end() == end < len(page.text)
    return None if found is None or cut else page.span(*found.span("phrase"))


def _opening(page: _Page, cue: Span, source: Span | None) -> list[Quotation]:
    """The quotation before a reporting clause that goes on after it, of which the tagger may have seen only the rest:
    `“No,” he said, “...”`.
    """
    left = _left_of(page, min(cue.start, source.start) if source else cue.start)
    return (
        [left] if left is not None and page.text[left.start : left.end].rstrip(_MARKS)[-1:] in (",", "?", "!") else []
    )


def _source_by_order(page: _Page, cue: Span) -> Span | None:
    """Where the tagger saw no source beside a quotation: the words between it and the cue, or those after the cue."""
    sentence = page.analysis.sentence_at(cue.start)
    beside = _beside(page, cue)
    if sentence is None or not beside:
        return None
    left = next((q for q in beside if q.end <= cue.start), None)
    start = left.end if left else sentence.start
    before = page.text[start : cue.start].strip(_EDGES)
    if before and not page.quoted(start):
        start = page.text.index(before, start)
        named = [n for n in page.analysis.names_between(start, cue.start) if n.end == start + len(before)]
        if named:
            return page.span(named[-1].start, named[-1].end)
        return page.span(start, start + len(before)) if left or len(before.split()) < 5 else None
    return _phrase(page, cue.end) if left else None


def _beside(page: _Page, cue: Span) -> list[Quotation]:
    """The quotations that the reporting clause stands next to: `“A,” said X. “B.”`, `X said: “A.”`."""
    found = (_left_of(page, cue.start), _right_of(page, cue.end))
    return [quotation for quotation in found if quotation is not None]


def _left_of(page: _Page, start: int) -> Quotation | None:
    """The quotation that the clause from `start` on completes, and no sentence end parts from it."""
    quotation = page.quotations.before(start)
    if quotation is None or start - quotation.end > LONGEST_GAP // 2:
        return None
    between = page.text[quotation.end : start]
    sentence = page.analysis.sentence_at(start)
    same_sentence = sentence is not None and sentence.start < quotation.end
    stop = r"[;:!?\n]" if same_sentence else r"[.;:!?\n]"
    if regex.search(stop, between) or len(between.split()) > (16 if same_sentence else 8):
        return None
    last = page.text[quotation.start : quotation.end].rstrip(_MARKS)[-1:]
    attached = last in ",!?—–-…" or between.lstrip()[:1] in (",", "-", "–", "—")
    leads_on = not between.strip() and page.text[start].islower()
    return quotation if attached or (leads_on and last == ".") else None


def _right_of(page: _Page, end: int) -> Quotation | None:
    """The quotation that the clause up to `end` introduces: directly, or by comma, colon or dash."""
    quotation = page.quotations.after(end)
    if quotation is None or quotation.start - end > LONGEST_GAP:
        return None
    between = page.text[end : quotation.start]
    before = between.rstrip()
    if regex.search(r"[.!?]\s|\n\s*\S", between) or ("\n" in between and not before.endswith(":")):
        return None
    if any(word.lower() in VERB_CUES for word in regex.findall(r"\w+", between)):
        return None
    before = before.removesuffix(" that")
    long_enough = len(page.text[quotation.start : quotation.end].split()) >= SHORTEST_STATEMENT
    introduced = before.endswith((":", ",", "-", "–", "—"))
    return quotation if introduced or (not before and long_enough) else None


def _labelled(page: _Page) -> Iterator[Attribution]:
    """Paragraphs that open with a speaker's name and a colon, as in transcripts: `MAYOR: ...`, `Ada Obi: “...”`."""
    people = {name.text.split()[-1] for name in page.analysis.names if name.kind is NameKind.PERSON}
    for paragraph in page.paragraphs:
        label = _LABEL.match(page.text, paragraph.start, paragraph.end)
        if label is None:
            continue
        name = label["name"]
        quoted = page.quoted(label.end()) and len(name.split()) > 1
        if name.split()[-1] in people or (name.isupper() and len(name) > 2) or quoted:
            content = (page.span(label.end(), paragraph.end),)
            colon = page.text.index(":", label.end("name"))
            cue = page.span(colon, colon + 1)
            source = page.span(*label.span("name"))
            yield Attribution(content, _kind(page, content), Presentation.SPEECH, cue, source, rule="label")


def _with_uncued(page: _Page, found: list[Attribution]) -> list[Attribution]:
    """Add the quotations that no cue claimed."""
    by_paragraph: dict[int, list[Attribution]] = {}
    for attribution in sorted(found, key=_start):
        by_paragraph.setdefault(page.paragraph(attribution.start), []).append(attribution)
    carried: list[Attribution] = []
    for number, paragraph in enumerate(page.paragraphs):
        here = by_paragraph.get(number, [])
        carried = [a for a in [*carried, *by_paragraph.get(number - 1, [])] if a.end > paragraph.start]
        claimed = _merged([(s.start, s.end) for a in [*carried, *here] for s in a.content])
        spoken = [a for a in here if a.kind is not QuoteKind.INDIRECT]
        for quotation in page.quotations.touching(paragraph.start, paragraph.end):
            if not _meets(claimed, quotation.start, quotation.end):
                _take_uncued(page, quotation, paragraph, spoken)
        if spoken:
            by_paragraph[number] = spoken + [a for a in here if a.kind is QuoteKind.INDIRECT]
    return [attribution for here in by_paragraph.values() for attribution in here]


def _start(attribution: Attribution) -> int:
    return attribution.start


def _meets(ranges: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether ranges in order, none touching another, share a character with the stretch from `start` to `end`."""
    i = bisect_left(ranges, (end,)) - 1
    return i >= 0 and start < ranges[i][1]


def _take_uncued(page: _Page, quotation: Quotation, paragraph: Paragraph, spoken: list[Attribution]) -> None:
    """Put a quotation without cue where it belongs: on to the statement before it, or by itself.

    `spoken` are the statements of the paragraph that have quotations, in order.
    """
    span = page.span(quotation.start, quotation.end)
    place = bisect_left(spoken, quotation.start, key=_start)
    before = next((i for i in reversed(range(place)) if spoken[i].end <= quotation.start), None)
    is_fragment = before is not None and _follows(page, spoken[before], quotation)
    if not _is_statement(page, quotation, paragraph, 1 if is_fragment else SHORTEST_STATEMENT):
        return
    if before is not None and is_fragment:
        spoken[before] = evolve(spoken[before], content=(*spoken[before].content, span))
        return
    source = _source_before_colon(page, quotation, paragraph) or _signature(page, quotation, paragraph)
    kind, presentation = QuoteKind.DIRECT, Presentation.SPEECH
    alone = Attribution((span,), kind, presentation, source=source, continues=quotation.continues, rule="uncued")
    spoken.insert(place, alone)


def _signature(page: _Page, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """`“...” — Ada Obi, Lagos`: the name that a dash puts under a quotation."""
    signed = _SIGNED.match(page.text, quotation.end, paragraph.end)
    return page.span(*signed.span("name")) if signed else None


def _source_before_colon(page: _Page, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """`A fiery speech from Ada Obi: “...”`: the first person named in the sentence that the colon ends."""
    if page.last(paragraph.start, quotation.start) != ":":
        return None
    sentence = page.analysis.sentence_at(quotation.start - 1)
    start = sentence.start if sentence else paragraph.start
    names = page.analysis.names_between(start, quotation.start, NameKind.PERSON)
    return page.span(names[0].start, names[0].end) if names else None


def _is_statement(page: _Page, quotation: Quotation, paragraph: Paragraph, shortest: int) -> bool:
    """A sentence of its own, of some length: not a title, a term or a scare quote."""
    inner = page.text[quotation.start : quotation.end].strip(_MARKS)
    words = len(regex.findall(r"\w+", inner))
    if not words or (words < shortest and quotation.start != paragraph.start):
        return False
    before = page.last(paragraph.start, quotation.start)
    starts_sentence = before in '.!?:”"’—–'
    after = page.first(quotation.end, paragraph.end)
    ends_sentence = inner[-1] in ".!?" or after in "―—–" or not quotation.closed
    return starts_sentence and ends_sentence


def _follows(page: _Page, attribution: Attribution, quotation: Quotation) -> bool:
    """Whether only the rest of the reporting clause stands between a statement and the quotation after it."""
    clause = max([attribution.end, *(s.end for s in (attribution.cue, attribution.source) if s)])
    near = 0 <= quotation.start - clause <= LONGEST_CLAUSE
    return near and _NEW_SENTENCE.search(page.text, clause, quotation.start) is None


def _fragments(page: _Page, ranges: list[tuple[int, int]], holes: list[Span]) -> tuple[Span, ...]:
    """Character ranges, snapped to the quotations they touch, less the cue and the source, trimmed."""
    snapped = []
    for start, end in ranges:
        near = page.quotations.touching(start, end)
        touched = [q for q in near if not any(hole.start < q.end and q.start < hole.end for hole in holes)]
        snapped.append((min([start, *(q.start for q in touched)]), max([end, *(q.end for q in touched)])))
    pieces = _subtract(_merged(snapped), [(hole.start, hole.end) for hole in holes])
    trimmed = (_trimmed(page, start, end) for start, end in pieces)
    spans = [span for span in trimmed if span is not None]
    quoted = [span for span in spans if page.quoted(span.start)]
    crumbs = [span for span in spans if len(span.text.split()) < 3 and not page.quoted(span.start)]
    return tuple(span for span in spans if not quoted or span not in crumbs)


def _trimmed(page: _Page, start: int, end: int) -> Span | None:
    """A fragment without the punctuation around it; None where no word is left."""
    while start < end and not (page.text[start].isalnum() or page.text[start] in _OPENING or page.quoted(start)):
        start += 1
    while end > start and page.text[end - 1] in _EDGES:
        end -= 1
    if page.text[end - 1 : end] == "." and not page.quoted(end - 1):
        end -= 1
    return page.span(start, end) if regex.search(r"\w", page.text[start:end]) else None


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _subtract(ranges: list[tuple[int, int]], holes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    for hole_start, hole_end in holes:
        ranges = [
            piece
            for start, end in ranges
            for piece in ((start, min(end, hole_start)), (max(start, hole_end), end))
            if piece[0] < piece[1]
        ]
    return sorted(set(ranges))


def _kind(page: _Page, content: tuple[Span, ...]) -> QuoteKind:
    """Direct where all words stand inside quotations, mixed where some do, else indirect."""
    words = [
        page.quoted(word.start())
        for span in content
        for word in regex.finditer(r"\w+", page.text, pos=span.start, endpos=span.end)
    ]
    if all(words):
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if sum(words) > 1 else QuoteKind.INDIRECT


def _without_doubles(found: list[Attribution]) -> list[Attribution]:
    """Where two cues claim nearly the same content, keep the one with a source, then the nearer one."""
    kept: dict[int, list[Attribution]] = {}
    for a in sorted(found, key=_preference):
        neighbours = (b for bucket in (-1, 0, 1) for b in kept.get(a.start // 1000 + bucket, ()))
        if not any(_same_content(a, b) for b in neighbours):
            kept.setdefault(a.start // 1000, []).append(a)
    return [a for bucket in kept.values() for a in bucket]


def _without_crossings(found: list[Attribution]) -> list[Attribution]:
    """Where contents overlap and neither lies inside the other, keep the one that `_preference` puts first."""
    dropped: set[int] = set()
    around: list[tuple[int, int]] = []
    for start, minus_end, i in sorted((s.start, -s.end, i) for i, a in enumerate(found) for s in a.content):
        around = [(end, j) for end, j in around if end > start and j not in dropped]
        for end, j in around:
            if end < -minus_end and i not in dropped:
                dropped.add(max(i, j, key=lambda number: _preference(found[number])))
        around.append((-minus_end, i))
    return [a for i, a in enumerate(found) if i not in dropped]


def _preference(a: Attribution) -> tuple[bool, int, int]:
    distance = min(abs(a.cue.start - a.end), abs(a.start - a.cue.end)) if a.cue else LONGEST_GAP
    return (a.source is None, distance, a.start)


def _same_content(a: Attribution, b: Attribution) -> bool:
    shared = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a.content for t in b.content)
    total = sum(s.end - s.start for s in (*a.content, *b.content)) - shared
    return shared > 0.6 * total
