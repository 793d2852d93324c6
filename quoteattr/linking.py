"""Content, cue and source, brought together: from marks and dependencies to attributions.

For each reporting expression (`quoteattr.cues`) outside quotation marks this module finds

- the **source**: the subject, the agent of a passive, the noun that a "who said" or "saying" hangs on;
- the **content**: the clause the verb governs (``ccomp``, ``xcomp``), or the clause it stands beside
  (``parataxis``, "as X put it", "according to X"), or its object, and every quotation that touches it.

Relations are those of Universal Dependencies; for reported speech see its guideline at
https://universaldependencies.org/u/dep/ccomp.html. Quotations are taken whole: the edges of a content
snap to the marks. A quotation without a cue becomes a fragment of the statement before it in its
paragraph, or a statement of its own without cue and source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex
from attrs import evolve, frozen

from quoteattr.cues import NOUN_CUES, VERB_CUES, VOICED, Cue
from quoteattr.language import Analysis, Name, Sentence, Word
from quoteattr.marks import Paragraph, Quotation, paragraphs
from quoteattr.records import Presentation, QuoteKind, Span
from quoteattr.vocabulary import GOVERNING, HONORIFICS, is_role

__all__ = ["Attribution", "find_attributions", "may_report"]

SHORTEST_STATEMENT = 4
"""Words that a quotation without cue needs to count as a statement rather than a title or scare quote."""

_CLAUSAL = ("ccomp", "parataxis")
_GOVERNED = ("conj", "xcomp", "advcl", "parataxis", "ccomp", "dep")
_VERBAL = frozenset({"root", "ccomp", "xcomp", "advcl", "acl", "parataxis", "conj", "csubj", "dep", "discourse", "appos", "list"})
_NOT_NOMINAL = frozenset({"obl", "advmod", "advcl", "mark", "discourse", "parataxis", "cop", "aux", "ccomp", "nsubj", "obj", "orphan", "dep"})
_RELATIVES = frozenset({"who", "which", "that"})
_ACCORDING = frozenset({"according"})
_NO_CLAUSE = frozenset("on in at to during by from with for of about after before so".split())
_EDGES = " \t\r\n,;:–—-"


@frozen
class Attribution:
    """One statement as it stands in the text: content fragments, cue, source, and what they amount to.

    `continues` says that the quotation goes on from the paragraph before. `rule` names what found the
    content, for the confidence.
    """

    content: tuple[Span, ...]
    kind: QuoteKind
    presentation: Presentation
    cue: Span | None = None
    source: Span | None = None
    continues: bool = False
    voiced: bool = True
    rule: str = "clause"


@frozen
class _Report:
    """A cue in its sentence, with the words of its source and its content, as far as the parse shows them."""

    sentence: Sentence
    cue: Cue
    head: int
    cue_words: tuple[int, ...]
    source_words: tuple[int, ...]
    content: tuple[tuple[int, int], ...]
    rule: str


def may_report(sentence: Sentence) -> bool:
    """Whether a sentence holds anything that could be a reporting expression, so that a parse is worth its time."""
    return any(w.text.lower() in VERB_CUES or w.text.lower() in NOUN_CUES or w.text.lower() in _ACCORDING for w in sentence.words)


def find_attributions(analysis: Analysis, quotations: Iterable[Quotation]) -> tuple[Attribution, ...]:
    """All attributions of a text, in text order.

    `analysis` has its reporting sentences parsed (`may_report`); `quotations` are those of `quoteattr.marks`.
    """
    outer = [q for q in quotations if q.depth == 0]
    finder = _Finder(analysis, outer)
    reported = finder.reported()
    return tuple(sorted(finder.with_uncued(reported), key=lambda a: (a.content[0].start, -a.content[-1].end)))


class _Finder:
    """The steps of `find_attributions`, over one text."""

    def __init__(self, analysis: Analysis, quotations: list[Quotation]) -> None:
        self.analysis = analysis
        self.text = analysis.text
        self.quotations = quotations
        self.paragraphs = list(paragraphs(self.text))

    # -- cued statements ---------------------------------------------------------------------------

    def reported(self) -> list[Attribution]:
        """The attributions that have a cue."""
        found = [a for sentence in self.analysis.sentences for a in self._in_sentence(sentence)]
        found.extend(self._labelled())
        return _without_doubles(found)

    def _in_sentence(self, sentence: Sentence) -> Iterator[Attribution]:
        if not sentence.parsed:
            return
        for word in sentence.words:
            if self._inside(word.start) is not None:
                continue
            report = _verb_report(sentence, word) or _according_report(sentence, word) or _noun_report(sentence, word)
            if report is not None:
                attribution = self._attribution(report)
                if attribution is not None:
                    yield attribution

    def _attribution(self, report: _Report) -> Attribution | None:
        cue = self._cue_span(report)
        source = self._source_span(report, cue)
        beside = self._beside(cue, source) if report.cue.clause else self._after_colon(cue)
        if beside and (source is None or self._inside(source.start) is not None):
            source = self._surface_source(report.sentence, cue, beside) or source
        if source is not None and self._inside(source.start) is not None:
            source = None
        ranges, rule = self._with_quotations(report, beside)
        fragments = self._fragments(ranges, [s for s in (cue, source) if s])
        if not fragments or (source is None and rule == "object"):
            return None
        thought = report.cue.presentation is Presentation.THOUGHT
        voiced = not thought and (rule != "object" or report.cue.lemma in VOICED)
        kind = self._kind(fragments)
        return Attribution(fragments, kind, report.cue.presentation, cue, source, voiced=voiced, rule=rule)

    def _with_quotations(self, report: _Report, beside: list[Quotation]) -> tuple[list[tuple[int, int]], str]:
        """The content that the parse shows, joined with or replaced by the quotations beside the cue."""
        ranges = list(report.content)
        if not beside:
            return ranges, report.rule
        quoted = [(q.start, q.end) for q in beside]
        touched = any(self._touches(r, q) for r in ranges for q in self.quotations)
        if touched and report.rule != "object":
            return ranges + quoted, report.rule
        return quoted, "quotation"

    def _cue_span(self, report: _Report) -> Span:
        words = report.sentence.words
        return Span.cut(self.text, words[report.cue_words[0]].start, words[report.cue_words[-1]].end)

    def _source_span(self, report: _Report, cue: Span) -> Span | None:
        """The source phrase, stretched over the names it cuts or stands beside, trimmed of punctuation."""
        beside = [n for n in self.analysis.names if n.end <= cue.start and not self.text[n.end : cue.start].strip()]
        words = report.sentence.words
        if beside and not any(words[i].start < beside[-1].end and beside[-1].start < words[i].end for i in report.source_words):
            return Span.cut(self.text, beside[-1].start, beside[-1].end)
        if not report.source_words:
            return None
        start, end = words[report.source_words[0]].start, words[report.source_words[-1]].end
        start, end = self._over_names(start, end, cue)
        while start < end and not self.text[start].isalnum() and self.text[start] not in "@#":
            start += 1
        while end > start and self.text[end - 1] in _EDGES + "\"“”":
            end -= 1
        return Span.cut(self.text, start, end) if end > start else None

    def _over_names(self, start: int, end: int, cue: Span) -> tuple[int, int]:
        for name in self._names_near(start, end):
            if name.start < cue.end and cue.start < name.end:
                continue
            before, after = self.text[name.end : start], self.text[end : name.start]
            cut = name.start < end and start < name.end
            title = not after.strip() and self.text[start:end].split()[-1].rstrip(".").lower() in HONORIFICS | GOVERNING
            apposed = name.kind == "person" and name.end <= start and before.strip() in (",", "")
            if cut or (name.start >= end and title) or apposed:
                start, end = min(start, name.start), max(end, name.end)
        return start, end

    def _names_near(self, start: int, end: int) -> list[Name]:
        return [name for name in self.analysis.names if name.start <= end + 2 and start - 2 <= name.end]

    def _surface_source(self, sentence: Sentence, cue: Span, beside: list[Quotation]) -> Span | None:
        """Where the parse fails beside a quotation: the words between it and the cue, or after the cue."""
        left = next((q for q in beside if q.end <= cue.start), None)
        between = self.text[left.end : cue.start].strip(_EDGES) if left else ""
        if left and between:
            start = self.text.index(between, left.end)
            return Span.cut(self.text, start, start + len(between)) if len(between.split()) < 25 else None
        if not left:
            before = self.text[sentence.start : cue.start].strip(_EDGES)
            start = sentence.start
            return Span.cut(self.text, start, start + len(before)) if before and len(before.split()) < 5 else None
        after = _SURFACE_PHRASE.match(self.text, cue.end)
        return Span.cut(self.text, *after.span("phrase")) if after else None

    def _touches(self, content: tuple[int, int], quotation: Quotation) -> bool:
        return content[0] < quotation.end and quotation.start < content[1]

    def _beside(self, cue: Span, source: Span | None) -> list[Quotation]:
        """The quotations that the reporting clause stands next to: `“A,” said X. “B.”`, `X said: “A.”`."""
        if source is not None and self._inside(source.start) is not None:
            source = None
        start = min(cue.start, source.start) if source else cue.start
        end = max(cue.end, source.end) if source else cue.end
        left = self._left_of(start, inverted=source is not None and cue.start < source.start)
        right = self._right_of(end)
        return [q for q in (left, right) if q is not None]

    def _after_colon(self, cue: Span) -> list[Quotation]:
        """`X blasts Y: “A.”`: a colon lets any reporting verb introduce a quotation."""
        quotation = self._right_of(cue.end)
        colon = quotation is not None and self.text[: quotation.start].rstrip().endswith(":")
        return [quotation] if quotation is not None and colon else []

    def _left_of(self, start: int, inverted: bool) -> Quotation | None:
        i = len(self.quotations)
        while i and self.quotations[i - 1].end > start:
            i -= 1
        if not i:
            return None
        quotation = self.quotations[i - 1]
        between = self.text[quotation.end : start]
        if "\n" in between or len(between) > 60 or regex.search(r"[.;:!?]", between):
            return None
        if len(between.split()) > 8:
            return None
        inner = self.text[quotation.start : quotation.end].rstrip("\"”“’'»` ")[-1:]
        leads_on = self.text[start].islower() or inverted
        attached = inner in ",!?—–-…" or between.lstrip()[:1] in (",", "-", "–", "—")
        return quotation if attached or (leads_on and inner == ".") else None

    def _right_of(self, end: int) -> Quotation | None:
        quotation = next((q for q in self.quotations if q.start >= end), None)
        if quotation is None:
            return None
        between = self.text[end : quotation.start]
        if len(between) > 120 or regex.search(r"[.!?]\s|\n\s*\S", between):
            return None
        introduced = between.rstrip().endswith((":", ",", "-", "–", "—"))
        if "\n" in between and not between.rstrip().endswith(":"):
            return None
        long_enough = len(self.text[quotation.start : quotation.end].split()) >= SHORTEST_STATEMENT
        return quotation if introduced or (not between.strip() and long_enough) else None

    # -- labels: PENCE: ..., Jane Doe: “...” ---------------------------------------------------------

    def _labelled(self) -> Iterator[Attribution]:
        """Paragraphs that open with a speaker's name and a colon, as in transcripts."""
        people = {name.text for name in self.analysis.names if name.kind == "person"}
        for paragraph in self.paragraphs:
            label = _LABEL.match(self.text, paragraph.start, paragraph.end)
            if label is None or label.end() >= paragraph.end:
                continue
            name = label["name"]
            quoted = any(q.start == label.end() for q in self.quotations)
            if not (name in people or (name.isupper() and len(name) > 2) or (quoted and len(name.split()) > 1)):
                continue
            content = Span.cut(self.text, label.end(), paragraph.end)
            source = Span.cut(self.text, label.start("name"), label.end("name"))
            cue = Span.cut(self.text, label.end("name"), label.end("name") + 1)
            yield Attribution(
                (content,), self._kind((content,)), Presentation.SPEECH, cue, source, rule="label"
            )

    # -- quotations without a cue --------------------------------------------------------------------

    def with_uncued(self, reported: list[Attribution]) -> list[Attribution]:
        """Add the quotations that no cue claimed: to the statement before, or as statements of their own."""
        found = list(reported)
        for paragraph in self.paragraphs:
            self._add_uncued(found, paragraph)
        return found

    def _add_uncued(self, found: list[Attribution], paragraph: Paragraph) -> None:
        inside = [q for q in self.quotations if paragraph.start <= q.start < paragraph.end]
        for quotation in inside:
            here = [i for i, a in enumerate(found) if a.content[0].start < paragraph.end and a.content[-1].end > paragraph.start]
            if any(s.start < quotation.end and quotation.start < s.end for i in here for s in found[i].content):
                continue
            span = Span.cut(self.text, quotation.start, quotation.end)
            before = [i for i in here if found[i].content[-1].end <= quotation.start and found[i].kind is not QuoteKind.INDIRECT]
            is_fragment = bool(before) and self._follows(found[before[-1]], quotation)
            if not self._is_statement(quotation, paragraph, 1 if is_fragment else SHORTEST_STATEMENT):
                continue
            if is_fragment:
                i = before[-1]
                found[i] = evolve(found[i], content=(*found[i].content, span))
            else:
                found.append(self._uncued(span, quotation, paragraph))

    def _uncued(self, span: Span, quotation: Quotation, paragraph: Paragraph) -> Attribution:
        """A quotation by itself; after a colon the first person named in its sentence is the source."""
        source = None
        if self.text[paragraph.start : quotation.start].rstrip().endswith(":"):
            sentence = self.analysis.sentence_at(quotation.start - 1)
            start = sentence.start if sentence else paragraph.start
            names = [n for n in self.analysis.names if start <= n.start < quotation.start and n.kind == "person"]
            source = Span.cut(self.text, names[0].start, names[0].end) if names else None
        kind, presentation = QuoteKind.DIRECT, Presentation.SPEECH
        return Attribution((span,), kind, presentation, source=source, continues=quotation.continues, rule="uncued")

    def _is_statement(self, quotation: Quotation, paragraph: Paragraph, shortest: int) -> bool:
        """A sentence of its own, of some length: not a title, a term or a scare quote."""
        inner = self.text[quotation.start : quotation.end].strip("\"“”‘’'«»„‟` ")
        if len(regex.findall(r"\w+", inner)) < shortest and quotation.start != paragraph.start:
            return False
        before = self.text[paragraph.start : quotation.start].rstrip()
        starts_sentence = not before or before[-1] in ".!?:”\"’—–"
        after = self.text[quotation.end : paragraph.end].lstrip()
        ends_sentence = not after or inner[-1:] in ".!?" or not quotation.closed
        return starts_sentence and ends_sentence

    def _follows(self, attribution: Attribution, quotation: Quotation) -> bool:
        """Whether only the rest of the reporting clause stands between a statement and the quotation after it."""
        last = attribution.content[-1].end
        clause = max([last, *(s.end for s in (attribution.cue, attribution.source) if s)])
        between = self.text[clause : quotation.start]
        return clause <= quotation.start and not regex.search(r"[.!?]\s+\p{Lu}\w*\s\w+", between)

    # -- spans -----------------------------------------------------------------------------------------

    def _inside(self, offset: int) -> Quotation | None:
        return next((q for q in self.quotations if q.start <= offset < q.end), None)

    def _fragments(self, ranges: list[tuple[int, int]], holes: list[Span]) -> tuple[Span, ...]:
        """Character ranges, snapped to the quotations they touch, less the cue and the source, trimmed."""
        snapped = []
        for start, end in ranges:
            touched = [q for q in self.quotations if self._touches((start, end), q)]
            touched = [q for q in touched if not any(hole.start < q.end and q.start < hole.end for hole in holes)]
            snapped.append((min([start, *(q.start for q in touched)]), max([end, *(q.end for q in touched)])))
        pieces = _subtract(_merged(snapped), [(hole.start, hole.end) for hole in holes])
        spans = (self._trimmed(start, end) for start, end in pieces)
        return tuple(span for span in spans if span is not None)

    def _trimmed(self, start: int, end: int) -> Span | None:
        while start < end and self.text[start] in _EDGES + ".":
            start += 1
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        if self.text[end - 1 : end] == "." and self._inside(end - 1) is None:
            end -= 1
        has_word = regex.search(r"\w", self.text[start:end])
        return Span.cut(self.text, start, end) if has_word else None

    def _kind(self, content: tuple[Span, ...]) -> QuoteKind:
        """Direct where all words stand inside quotations, mixed where three or more in a row do, else indirect."""
        outside = inside = 0
        for span in content:
            for word in regex.finditer(r"\w+", self.text, pos=span.start, endpos=span.end):
                if self._inside(word.start()) is None:
                    outside += 1
                else:
                    inside += 1
        if not outside:
            return QuoteKind.DIRECT
        return QuoteKind.MIXED if inside >= 2 else QuoteKind.INDIRECT


_SURFACE_PHRASE = regex.compile(r"\s+(?P<phrase>[\p{L}\d@#][^,.;:\"“”()\n]*?(?:\.[ ]\p{Lu}[^,.;:\"“”()\n]*?)*)(?=\s*[,.;:\"“”()\n]|$|\s(?:on|in|at|after|as|when|while|during|who)\s)")
_LABEL = regex.compile(r"(?P<name>\p{Lu}[\w.'’-]*(?:[ ]\p{Lu}[\w.'’-]*){0,3}):\s+")


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


def _without_doubles(found: list[Attribution]) -> list[Attribution]:
    """Where two cues claim nearly the same content, keep the one with a source, then the nearer one."""

    def rank(a: Attribution) -> tuple[bool, bool, int]:
        distance = min(abs(a.cue.start - a.content[-1].end), abs(a.content[0].start - a.cue.end)) if a.cue else 999
        return (a.source is None, a.rule == "object", distance)

    kept: list[Attribution] = []
    for a in sorted(found, key=rank):
        if not any(_same_content(a, b) for b in kept):
            kept.append(a)
    return kept


def _same_content(a: Attribution, b: Attribution) -> bool:
    shared = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a.content for t in b.content)
    total = sum(s.end - s.start for s in a.content) + sum(s.end - s.start for s in b.content) - shared
    return shared > 0.6 * total


# -- reading the parse -----------------------------------------------------------------------------------


def _verb_report(sentence: Sentence, word: Word) -> _Report | None:
    cue = VERB_CUES.get(word.text.lower())
    if cue is None or word.relation.split(":")[0] not in _VERBAL:
        return None
    source = _neighbour(sentence, word.index)
    source = _source_of(sentence, word.index) if source is None else source
    content, rule = _content_of(sentence, word, cue, source)
    if not content and not cue.clause:
        return None
    source_words = _noun_phrase(sentence, source, word.index) if source is not None else ()
    return _Report(sentence, cue, word.index, (word.index,), source_words, tuple(content), rule)


def _neighbour(sentence: Sentence, verb: int) -> int | None:
    """A subject pronoun right before the verb, whatever the parse says."""
    before = sentence.words[verb - 1 : verb]
    return before[0].index if before and before[0].text.lower() in ("he", "she", "they", "it", "i", "we") else None


def _source_of(sentence: Sentence, verb: int, depth: int = 0) -> int | None:
    """The index of the noun or pronoun that speaks, or None."""
    word = sentence.words[verb]
    if sentence.dependents(verb, "aux:pass", "nsubj:pass") and not depth:
        agents = [w for w in sentence.dependents(verb, "obl") if _marked_by(sentence, w.index, "by")]
        return agents[0].index if agents else None
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


def _antecedent(sentence: Sentence, relative: int) -> int | None:
    """The noun before a "who" whose clause the parser did not hang on it."""
    before = [w for w in sentence.words[max(0, relative - 2) : relative] if w.text[0].isalnum()]
    return before[-1].index if before else None


def _marked_by(sentence: Sentence, noun: int, preposition: str) -> bool:
    return any(w.text.lower() == preposition for w in sentence.dependents(noun, "case"))


def _noun_phrase(sentence: Sentence, head: int, cue: int) -> tuple[int, ...]:
    """The words of the source around `head`, without the branch of the cue and without adverbials."""

    def foreign(word: Word) -> bool:
        adverbial = word.head == head and word.relation.split(":")[0] in _NOT_NOMINAL
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
    if cue.clause:
        clauses = [w for w in sentence.dependents(verb, *_CLAUSAL) if _is_content(sentence, verb, w)]
        if clauses:
            return [_reach(sentence, w.index) for w in clauses[:1]], "clause"
        beside = word.relation.startswith("parataxis") or _is_as_clause(sentence, word)
        if beside and word.head >= 0:
            return _around(sentence, verb), "parenthetical"
    if cue.object or sentence.dependents(verb, "xcomp"):
        found = _objects(sentence, verb, source)
        if found:
            return found, "object"
    if cue.clause and cue.presentation is not Presentation.THOUGHT and source is not None:
        return _by_order(sentence, verb, source), "order"
    return [], "none"


def _by_order(sentence: Sentence, verb: int, source: int) -> list[tuple[int, int]]:
    """Where the parse shows no clause: `X said C` to the end of the sentence, or `C, X said`."""
    words = sentence.words
    after = [i for i in _trailing(sentence, verb + 1) if words[i].text not in ".!?"]
    if source < verb and len(after) >= 4 and words[verb + 1].text[0].isalnum() and words[verb + 1].text.lower() not in _NO_CLAUSE:
        return [(words[after[0]].start, words[after[-1]].end)]
    first = min(source, verb)
    commas = [i for i in range(max(0, first - 6), first) if words[i].text == ","]
    if commas and len(after) <= 6 and commas[-1] >= 4:
        return [(words[0].start, words[commas[-1]].start)]
    return []


def _is_content(sentence: Sentence, verb: int, clause: Word) -> bool:
    """A clause of its own, not a second reporting verb or a bare particle."""
    if clause.relation.startswith("parataxis") and clause.text.lower() in VERB_CUES:
        return False
    return len(sentence.subtree(clause.index)) > 1


def _is_as_clause(sentence: Sentence, word: Word) -> bool:
    marks = sentence.dependents(word.index, "mark", "advmod")
    return word.relation.startswith("advcl") and any(w.text.lower() == "as" and w.index < word.index for w in marks)


def _reach(sentence: Sentence, head: int) -> tuple[int, int]:
    """The characters from the first to the last word under `head`, a leading "that" left out."""
    words = sentence.subtree(head)
    words = words + _trailing(sentence, words[-1] + 1)
    if sentence.words[words[0]].text.lower() == "that" and sentence.words[words[0]].relation == "mark" and len(words) > 1:
        words = words[1:]
    return sentence.words[words[0]].start, sentence.words[words[-1]].end


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
    if text in (";", '"', "“", "”") or text == "according":
        return True
    following = [w.text.lower() for w in sentence.words[i + 1 : i + 5]]
    if text == ",":
        return any(w in VERB_CUES and w.endswith("ing") or w == "according" for w in following[:2])
    if text in ("and", "but", "while"):
        return any(w in VERB_CUES and VERB_CUES[w].clause and w.endswith(("ed", "said", "told", "says", "wrote")) for w in following[:3])
    return False


def _around(sentence: Sentence, verb: int) -> list[tuple[int, int]]:
    """What the reporting clause interrupts or follows: the governing clause without it."""
    own = set(sentence.subtree(verb))
    rest = [i for i in sentence.subtree(sentence.words[verb].head) if i not in own]
    runs: list[list[int]] = []
    for i in rest:
        if runs and all(j in rest or sentence.words[j].relation == "punct" for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    runs = [run for run in runs if len(run) > 1]
    return [(sentence.words[run[0]].start, sentence.words[run[-1]].end) for run in runs]


def _objects(sentence: Sentence, verb: int, source: int | None) -> list[tuple[int, int]]:
    """Everything the verb governs to its right that completes it: objects, infinitives, "of" and "for" phrases."""
    complements = [
        w
        for w in sentence.dependents(verb, "obj", "xcomp", "obl", "advcl", "ccomp", "iobj")
        if w.index > verb and w.index != source and not w.relation.startswith(("obl:tmod", "obl:unmarked"))
    ]
    core = [w for w in complements if w.relation in ("obj", "xcomp", "obl", "ccomp") or sentence.dependents(verb, "aux:pass")]
    if not core:
        return []
    words = sorted({i for w in complements for i in sentence.subtree(w.index)})
    return [(sentence.words[words[0]].start, sentence.words[words[-1]].end)]


def _according_report(sentence: Sentence, word: Word) -> _Report | None:
    """According to X: the source is what "to" leads to, the content the rest of the clause."""
    following = sentence.words[word.index + 1 : word.index + 2]
    if word.text.lower() not in _ACCORDING or not following or following[0].text.lower() != "to":
        return None
    source = next((w for w in (sentence.words[word.head],) if word.head > word.index + 1), None)
    if source is None:
        below = [w for w in sentence.dependents(word.index, "obl", "nmod", "obj") if w.index > word.index + 1]
        source = below[0] if below else next(iter(sentence.words[word.index + 2 : word.index + 3]), None)
    if source is None:
        return None
    phrase = tuple(i for i in _noun_phrase(sentence, source.index, word.index) if i > word.index + 1)
    phrase = _up_to_comma(sentence, phrase)
    if not phrase:
        return None
    rest = _rest_of_sentence(sentence, word.index, phrase[-1])
    cue = Cue("according to", Presentation.SPEECH, clause=True)
    return _Report(sentence, cue, word.index, (word.index, word.index + 1), phrase, tuple(rest), "according")


def _up_to_comma(sentence: Sentence, phrase: tuple[int, ...]) -> tuple[int, ...]:
    """The phrase to its first comma, or to the second where an apposition stands between the two."""
    commas = [i for i in phrase if sentence.words[i].text == ","]
    if not commas:
        return phrase
    opens = sentence.words[commas[0] + 1].text.lower() if commas[0] + 1 < len(sentence.words) else ""
    apposed = opens in ("a", "an", "the", "who", "which") or is_role(opens)
    last = (commas[1] if len(commas) > 1 else phrase[-1] + 1) if apposed else commas[0]
    return tuple(i for i in phrase if i < last)


def _rest_of_sentence(sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence before the word at `start` and after the one at `end`, where it has words enough."""
    parts = (sentence.words[:start], sentence.words[end + 1 :])
    return [(part[0].start, part[-1].end) for part in parts if sum(w.text[:1].isalnum() for w in part) >= 3]


def _noun_report(sentence: Sentence, word: Word) -> _Report | None:
    """X's claim that ...: the possessor is the source."""
    cue = NOUN_CUES.get(word.text.lower())
    if cue is None:
        return None
    clauses = [w for w in sentence.dependents(word.index, "acl", "ccomp") if _has_that(sentence, w.index)]
    owners = sentence.dependents(word.index, "nmod:poss")
    if not clauses or not owners:
        return None
    owner = tuple(i for i in _noun_phrase(sentence, owners[0].index, word.index) if sentence.words[i].text not in ("'s", "’s", "'"))
    content = (_reach(sentence, clauses[0].index),)
    return _Report(sentence, cue, word.index, (word.index,), owner, content, "noun")


def _has_that(sentence: Sentence, clause: int) -> bool:
    return any(w.text.lower() == "that" for w in sentence.dependents(clause, "mark"))
