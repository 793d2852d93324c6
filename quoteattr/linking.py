"""Content, cue and source, brought together: from reports and quotation marks to attributions.

A report (`quoteattr.reports`) says what the parse of one sentence shows. Here quotations join in: those
that the reporting clause stands beside (`“A,” she said. “B.”`), and those that its content touches, taken
whole: the edges of a content snap to the marks. Where the parse fails beside a quotation, the order of the
words decides. Then come statements without a reporting verb: transcripts ("MAYOR: ..."), quotations after a
colon, and quotations by themselves, which become a fragment of the statement before them in their paragraph
or a statement of their own, without cue and source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import regex
from attrs import evolve, frozen

from quoteattr.cues import VERB_CUES, VOICED
from quoteattr.language import Analysis, Name, Sentence
from quoteattr.marks import Paragraph, Quotation, Quotations, paragraphs
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.reports import Report, reports
from quoteattr.vocabulary import HONORIFICS, is_role

__all__ = ["Attribution", "find_attributions"]

SHORTEST_STATEMENT = 4
"""Words that a quotation without cue needs to count as a statement rather than a title or scare quote."""

LONGEST_GAP = 120
"""Characters that may stand between a cue and the quotation it introduces."""

_MARKS = "\"“”„‟‘’'«»` "
_OPENING = "$£€¥#@([-+"
_EDGES = " \t\r\n,;:–—-"
_SURFACE_PHRASE = regex.compile(
    r"\s+(?P<phrase>[\p{L}\d@#][^,.;:\"“”()\n]*?(?:\.[ ]\p{Lu}[^,.;:\"“”()\n]*?)*)"
    r"(?=\s*[,.;:\"“”()\n]|$|\s(?:on|in|at|after|as|when|while|during|who)\s)"
)
_SIGNED = regex.compile(r"\s*[―—–]\s*(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,4})(?=\s*(?:,|$))")
_PREPOSITION = regex.compile(r"\b(?:of|for|from|with|by|to|at|in|on|against|and|about|after)\s$", regex.IGNORECASE)
_LABEL = regex.compile(r"[\"“]?(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,3})(?:,[ ]\p{Lu}[\p{Lu} ]+)?:\s+")


@frozen
class Attribution:
    """One statement as it stands in the text: content fragments, cue, source, and what they amount to.

    `continues` says that the quotation goes on from the paragraph before; `voiced` that it counts as
    said or written rather than thought or felt. `rule` names what found the content, for the confidence.
    """

    content: tuple[Span, ...]
    kind: QuoteKind
    presentation: Presentation
    cue: Span | None = None
    source: Span | None = None
    continues: bool = False
    voiced: bool = True
    rule: str = "clause"

    @property
    def start(self) -> int:
        """Character offset of the first content fragment."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Character offset after the last content fragment."""
        return self.content[-1].end


def find_attributions(analysis: Analysis, quotations: Iterable[Quotation]) -> tuple[Attribution, ...]:
    """All attributions of a text, in text order.

    `analysis` has its reporting sentences parsed (`quoteattr.reports.may_report`); `quotations` are those
    of `quoteattr.marks.find_quotations`.
    """
    page = _Page(analysis, Quotations(quotations))
    linked = (_linked(page, report) for sentence in analysis.sentences for report in _all_reports(page, sentence))
    found = [attribution for attribution in linked if attribution is not None]
    found = _without_doubles([*found, *_labelled(page)])
    found = _with_uncued(page, found)
    return tuple(sorted(found, key=lambda a: (a.start, -a.end)))


def _all_reports(page: _Page, sentence: Sentence) -> Iterator[Report]:
    """The reports that the parse shows, and those that it misses but a quotation right after the verb gives away."""
    seen = set()
    for report in reports(sentence):
        seen.add(report.cue_words[0])
        yield report
    for word in sentence.words:
        cue = VERB_CUES.get(word.text.lower())
        if cue is None or word.index in seen or not cue.clause or cue.presentation is Presentation.THOUGHT:
            continue
        quotation = page.quotations.after(word.end)
        if quotation is not None and page.text[word.end : quotation.start].strip() in (",", ":"):
            yield Report(sentence, cue, (word.index,), (), (), "none")


class _Page:
    """A text with its quotations and paragraphs, to look things up in."""

    def __init__(self, analysis: Analysis, quotations: Quotations) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.quotations = quotations
        self.paragraphs = list(paragraphs(self.text))
        self._starts = [paragraph.start for paragraph in self.paragraphs]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that an offset stands in."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def quoted(self, offset: int) -> bool:
        """Whether a character stands inside a quotation."""
        return self.quotations.at(offset) is not None

    def span(self, start: int, end: int) -> Span:
        """The characters from `start` to `end`."""
        return Span.cut(self.text, start, end)


def _linked(page: _Page, report: Report) -> Attribution | None:
    """A report as an attribution, if content is left once cue and source are taken out of it."""
    words = report.sentence.words
    cue = page.span(words[report.cue_words[0]].start, words[report.cue_words[-1]].end)
    if page.quoted(cue.start):
        return None
    source = _source(page, report, cue)
    beside = _beside(page, cue, source) if report.cue.clause else _after_colon(page, cue)
    if source is None and beside:
        source = _source_by_order(page, report.sentence, cue, beside)
    if source is None and report.asserted and report.rule in ("clause", "order"):
        source = _name_before(page, report.sentence, cue)
    ranges, rule = _with_quotations(page, report, beside)
    content = _fragments(page, ranges, [span for span in (cue, source) if span])
    if any(q.end <= cue.start for q in beside):
        content = tuple(span for span in content if span.start < cue.start or page.quoted(span.start))
    if not content or (source is None and rule == "object"):
        return None
    thought = report.cue.presentation is Presentation.THOUGHT
    voiced = not thought and report.asserted and (rule != "object" or report.cue.lemma in VOICED)
    kind = _kind(page, content)
    return Attribution(content, kind, report.cue.presentation, cue, source, voiced=voiced, rule=rule)


def _source(page: _Page, report: Report, cue: Span) -> Span | None:
    """The source phrase, stretched over the names it cuts or stands beside, trimmed of punctuation.

    A person's name right before the cue wins over a subject that the parse found elsewhere.
    """
    words = report.sentence.words
    phrase = [words[i] for i in report.source_words]
    near = page.analysis.names_between(report.sentence.start, cue.start, "person")
    adjacent = [n for n in near if not page.text[n.end : cue.start].strip() and not _is_complement(page.text, n.start)]
    if adjacent and not any(w.start < adjacent[-1].end and adjacent[-1].start < w.end for w in phrase):
        return page.span(_title_start(page, adjacent[-1].start), adjacent[-1].end)
    if not phrase or page.quoted(phrase[0].start):
        return None
    start, end = _over_names(page, phrase[0].start, phrase[-1].end, cue)
    start = _title_start(page, _described_name(near, start, end, cue, page.text))
    while start < end and not page.text[start].isalnum() and page.text[start] not in "@#":
        start += 1
    while start and (page.text[start - 1].isalnum() or page.text[start - 1] == "-"):
        start -= 1
    while end > start and page.text[end - 1] in _EDGES + '"“”':
        end -= 1
    return page.span(start, end) if end > start else None


def _is_complement(text: str, start: int) -> bool:
    """Whether a preposition stands before a name: "the mother of Ada Obi said"."""
    return _PREPOSITION.search(text[max(0, start - 10) : start]) is not None


def _title_start(page: _Page, start: int) -> int:
    """Where a name starts if the "Mr" or "Dr." before it is counted in."""
    before = page.text[max(0, start - 12) : start].split(" ")
    is_title = len(before) > 1 and not before[-1] and before[-2].lower().rstrip(".") in HONORIFICS
    return start - len(before[-2]) - 1 if is_title else start


def _described_name(near: list[Name], start: int, end: int, cue: Span, text: str) -> int:
    """`Ada Obi, a pilot who heads the Union, called ...`: where a comma parts the source from its verb, the
    person that the description follows is the source, however the parser hung its words.
    """
    if text[end : cue.start].strip() != ",":
        return start
    opening = [n for n in near if n.kind == "person" and n.end < start and text[n.end : n.end + 1] == ","]
    return opening[0].start if opening and not regex.search(r"[.;:\"“”]", text[opening[0].end : start]) else start


def _over_names(page: _Page, start: int, end: int, cue: Span) -> tuple[int, int]:
    """Stretch a phrase over names that it cuts, that follow its title, or that it is an apposition to."""
    for name in page.analysis.names_touching(start - 3, end + 3):
        if name.start < cue.end and cue.start < name.end:
            continue
        words = page.text[start:end].split()
        follows = name.start >= end and not page.text[end : name.start].strip()
        title = follows and bool(words) and (words[-1].rstrip(".").lower() in HONORIFICS or is_role(words[-1]))
        between = page.text[end : name.start].strip()
        introduced = (
            between == "," and any(map(is_role, words)) and page.text[name.end : cue.start].strip() in ("", ",")
        )
        title = title or (name.kind == "person" and name.start >= end and introduced)
        apposed = name.kind == "person" and name.end <= start and page.text[name.end : start].strip() in (",", "")
        if (name.start < end and start < name.end) or title or apposed:
            start, end = min(start, name.start), max(end, name.end)
    return start, end


def _beside(page: _Page, cue: Span, source: Span | None) -> list[Quotation]:
    """The quotations that the reporting clause stands next to: `“A,” said X. “B.”`, `X said: “A.”`."""
    start = min(cue.start, source.start) if source else cue.start
    end = max(cue.end, source.end) if source else cue.end
    inverted = source is not None and cue.start < source.start
    found = (_left_of(page, start, inverted), _right_of(page, end))
    return [quotation for quotation in found if quotation is not None]


def _left_of(page: _Page, start: int, inverted: bool) -> Quotation | None:
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
    leads_on = not between.strip() and (page.text[start].islower() or inverted)
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
    before = before.removesuffix(" that") if before.endswith(" that") else before
    long_enough = len(page.text[quotation.start : quotation.end].split()) >= SHORTEST_STATEMENT
    introduced = before.endswith((":", ",", "-", "–", "—"))
    return quotation if introduced or (not before and long_enough) else None


def _after_colon(page: _Page, cue: Span) -> list[Quotation]:
    """`X blasts Y: “A.”`: a colon lets any reporting verb introduce a quotation."""
    quotation = _right_of(page, cue.end)
    if quotation is None or not page.text[cue.end : quotation.start].rstrip().endswith(":"):
        return []
    return [quotation]


def _source_by_order(page: _Page, sentence: Sentence, cue: Span, beside: list[Quotation]) -> Span | None:
    """Where the parse fails beside a quotation: the words between it and the cue, or those after the cue."""
    left = next((q for q in beside if q.end <= cue.start), None)
    start = left.end if left else sentence.start
    before = page.text[start : cue.start].strip(_EDGES)
    if before and not page.quoted(start):
        start = page.text.index(before, start)
        named = [n for n in page.analysis.names_between(start, cue.start) if n.end == start + len(before)]
        if named:
            return page.span(named[-1].start, named[-1].end)
        return page.span(start, start + len(before)) if len(before.split()) < (25 if left else 5) else None
    after = _SURFACE_PHRASE.match(page.text, cue.end, cue.end + LONGEST_GAP) if left else None
    return page.span(*after.span("phrase")) if after else None


def _name_before(page: _Page, sentence: Sentence, cue: Span) -> Span | None:
    """`Meanwhile, Ada Obi, head of the fund said ...`: where the parse shows no subject, the last person named before
    the cue who is not part of a larger phrase, with what stands in between as a description.
    """
    names = page.analysis.names_between(sentence.start, cue.start, "person")
    named = [n for n in names if not _is_complement(page.text, n.start) and not page.quoted(n.start)]
    for name in reversed(named):
        between = page.text[name.end : cue.start].strip()
        if not between or (between[0] == "," and not regex.search(r"[.;:\"“”]", between)):
            return page.span(
                _title_start(page, name.start), name.end + len(page.text[name.end : cue.start].rstrip(_EDGES))
            )
    return None


def _with_quotations(page: _Page, report: Report, beside: list[Quotation]) -> tuple[list[tuple[int, int]], str]:
    """The content that the parse shows, joined with or replaced by the quotations beside the cue."""
    ranges = list(report.content)
    if not beside:
        return ranges, report.rule
    quoted = [(q.start, q.end) for q in beside]
    if report.rule != "object" and any(page.quotations.touching(*r) for r in ranges):
        return ranges + quoted, report.rule
    return quoted, "quotation"


def _labelled(page: _Page) -> Iterator[Attribution]:
    """Paragraphs that open with a speaker's name and a colon, as in transcripts: `MAYOR: ...`, `Ada Obi: “...”`."""
    people = {name.text.split()[-1] for name in page.analysis.names if name.kind == "person"}
    for paragraph in page.paragraphs:
        label = _LABEL.match(page.text, paragraph.start, paragraph.end)
        if label is None or label.end() >= paragraph.end:
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
    for attribution in sorted(found, key=lambda a: a.start):
        by_paragraph.setdefault(page.paragraph(attribution.start), []).append(attribution)
    for number, paragraph in enumerate(page.paragraphs):
        here = by_paragraph.get(number, [])
        carried = [a for a in by_paragraph.get(number - 1, []) if a.end > paragraph.start]
        for quotation in page.quotations.touching(paragraph.start, paragraph.end):
            if not _is_claimed(quotation, [*carried, *here]):
                _take_uncued(page, quotation, paragraph, here)
        if here:
            by_paragraph[number] = here
    return [attribution for here in by_paragraph.values() for attribution in here]


def _is_claimed(quotation: Quotation, attributions: list[Attribution]) -> bool:
    return any(s.start < quotation.end and quotation.start < s.end for a in attributions for s in a.content)


def _take_uncued(page: _Page, quotation: Quotation, paragraph: Paragraph, here: list[Attribution]) -> None:
    """Put a quotation without cue where it belongs: on to the statement before it, or by itself."""
    span = page.span(quotation.start, quotation.end)
    before = [i for i, a in enumerate(here) if a.end <= quotation.start and a.kind is not QuoteKind.INDIRECT]
    is_fragment = bool(before) and _follows(page, here[before[-1]], quotation)
    if not _is_statement(page, quotation, paragraph, 1 if is_fragment else SHORTEST_STATEMENT):
        return
    if is_fragment:
        statement = here[before[-1]]
        here[before[-1]] = evolve(statement, content=(*statement.content, span))
        return
    source = _source_before_colon(page, quotation, paragraph) or _signature(page, quotation, paragraph)
    kind, presentation = QuoteKind.DIRECT, Presentation.SPEECH
    here.append(Attribution((span,), kind, presentation, source=source, continues=quotation.continues, rule="uncued"))


def _signature(page: _Page, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """`“...” — Ada Obi, Lagos`: the name that a dash puts under a quotation."""
    signed = _SIGNED.match(page.text, quotation.end, paragraph.end)
    return page.span(*signed.span("name")) if signed else None


def _source_before_colon(page: _Page, quotation: Quotation, paragraph: Paragraph) -> Span | None:
    """`A fiery speech from Ada Obi: “...”`: the first person named in the sentence that the colon ends."""
    if not page.text[paragraph.start : quotation.start].rstrip().endswith(":"):
        return None
    sentence = page.analysis.sentence_at(quotation.start - 1)
    start = sentence.start if sentence else paragraph.start
    names = page.analysis.names_between(start, quotation.start, "person")
    return page.span(names[0].start, names[0].end) if names else None


def _is_statement(page: _Page, quotation: Quotation, paragraph: Paragraph, shortest: int) -> bool:
    """A sentence of its own, of some length: not a title, a term or a scare quote."""
    inner = page.text[quotation.start : quotation.end].strip(_MARKS)
    words = len(regex.findall(r"\w+", inner))
    if not words or (words < shortest and quotation.start != paragraph.start):
        return False
    before = page.text[paragraph.start : quotation.start].rstrip()
    starts_sentence = not before or before[-1] in '.!?:”"’—–'
    after = page.text[quotation.end : paragraph.end].lstrip()
    ends_sentence = not after or inner[-1:] in ".!?" or after[0] in "―—–" or not quotation.closed
    return starts_sentence and ends_sentence


def _follows(page: _Page, attribution: Attribution, quotation: Quotation) -> bool:
    """Whether only the rest of the reporting clause stands between a statement and the quotation after it."""
    clause = max([attribution.end, *(s.end for s in (attribution.cue, attribution.source) if s)])
    between = page.text[clause : quotation.start]
    return clause <= quotation.start and not regex.search(r"[.!?]\s+\p{Lu}\w*\s\w+", between)


def _fragments(page: _Page, ranges: list[tuple[int, int]], holes: list[Span]) -> tuple[Span, ...]:
    """Character ranges, snapped to the quotations they touch, less the cue and the source, trimmed."""
    snapped = []
    for start, end in ranges:
        touched = page.quotations.touching(start, end)
        touched = [q for q in touched if not any(hole.start < q.end and q.start < hole.end for hole in holes)]
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


def _preference(a: Attribution) -> tuple[bool, bool, int, int]:
    distance = min(abs(a.cue.start - a.end), abs(a.start - a.cue.end)) if a.cue else LONGEST_GAP
    return (a.source is None, a.rule == "object", distance, a.start)


def _same_content(a: Attribution, b: Attribution) -> bool:
    shared = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a.content for t in b.content)
    total = sum(s.end - s.start for s in (*a.content, *b.content)) - shared
    return shared > 0.6 * total
