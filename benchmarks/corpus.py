"""The project's own annotated articles: reading both parts, checking them, counting what is in them.

    python -m benchmarks.corpus

prints the table of `benchmarks/corpus/README.md`, after what is wrong with the articles there (nothing, or it exits
with 1). The table counts what the annotation names:

>>> from benchmarks.readers import Article, Attribution
>>> from quoteattr import QuoteKind
>>> said = Attribution(content=((10, 12),), kind=QuoteKind.INDIRECT, forms=("surname",))
>>> corpus = Corpus(tune=(Article("pier", "Moss said no.", (said,), style="local", region="British"),), report=())
>>> [row.what for row in rows(corpus)][:4]
['articles', 'words', 'statements', 'kind: indirect']
>>> print(check(corpus)[0])
pier: expected 150 to 520 words, found 3
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from benchmarks.readers import Article, Attribution, read
from quoteattr import SpeakerKind
from quoteattr.text.marks import Quotation, find_quotations

__all__ = [
    "DAMAGED",
    "FOLDER",
    "FORMS",
    "STYLES",
    "TRAPS",
    "Corpus",
    "Problem",
    "Row",
    "check",
    "main",
    "rows",
    "table",
]

FOLDER = Path(__file__).parent / "corpus"
"""Where ``tune.jsonl`` and ``report.jsonl`` are."""

DAMAGED = frozenset({"mixed_damaged_creekmarket", "mixed_damaged_tidekeeper"})
"""Articles whose quotation marks are broken on purpose: a content there may have only one of its marks."""

FORMS = frozenset(
    "normal-order inverted cue-first split continued-paragraph no-cue according-to nested transcript no-that"
    " that-clause infinitive noun-cue as-clause document passive joint name title-surname surname first-name nickname"
    " initials pronoun who description unnamed group organization acronym metonym long-distance".split()
)
"""How a statement is built and how its source is worded; benchmarks/corpus/README.md says what each means."""

TRAPS = frozenset("scare-quote title nickname negated hypothetical thought term measure other".split())
"""Why a stretch that looks like a statement is none."""

STYLES = frozenset(
    "wire broadsheet tabloid business sport science local press-release interview court culture opinion".split()
)
"""What kind of paper or page an article is written like."""

WORDS = range(150, 521)
"""How many words an article may have."""

WITHOUT_AFFILIATION = frozenset({SpeakerKind.GROUP, SpeakerKind.ORGANIZATION, SpeakerKind.DOCUMENT})
"""Speakers who have no role and no organization: what they are called says it all."""


@frozen
class Corpus:
    """The two parts of the corpus: one to look at while rules and models change, one for figures alone."""

    tune: tuple[Article, ...]
    report: tuple[Article, ...]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Corpus:
        """Return the parts in a folder; raises `benchmarks.readers.CorpusError` where one can't be read.

        Spans outside the text, empty ones and unknown kinds are such errors; what else can be wrong is for `check`.
        """
        tune, report = (tuple(read("jsonl", folder / f"{part}.jsonl")) for part in ("tune", "report"))
        return cls(tune, report)


@frozen
class Problem:
    """Something that an article does not keep to."""

    article: str
    what: str

    def __str__(self) -> str:
        return f"{self.article}: {self.what}"


@frozen
class Row:
    """One line of the table: how many there are in each part."""

    what: str
    tune: int
    report: int


def check(corpus: Corpus) -> tuple[Problem, ...]:
    """Return everything in the corpus that is not as its data statement says."""
    articles = (*corpus.tune, *corpus.report)
    shared = [name for name, count in Counter(article.id for article in articles).items() if count > 1]
    twice = [Problem(name, "expected an id of its own, found it again") for name in shared]
    return (*twice, *(Problem(article.id, what) for article in articles for what in _problems(article)))


def _problems(article: Article) -> Iterator[str]:
    words = _words(article)
    if words not in WORDS:
        yield f"expected {WORDS.start} to {WORDS.stop - 1} words, found {words}"
    if article.style not in STYLES or not article.region:
        yield f"expected a region and one of the styles, found {article.region!r} and {article.style!r}"
    starts = [statement.content[0][0] for statement in article.attributions]
    if starts != sorted(starts):
        yield "expected the statements in order of their contents"
    for number, statement in enumerate(article.attributions):
        for what in (*_span_problems(article.text, statement), *_label_problems(statement)):
            yield f"statement {number}: {what}"
    for trap in article.traps:
        start, end = trap.span
        if not 0 <= start < end <= len(article.text) or trap.why not in TRAPS:
            yield f"trap: expected a stretch of the text and a known reason, found {start}-{end}, {trap.why}"
    yield from _mark_problems(article)


def _span_problems(text: str, statement: Attribution) -> Iterator[str]:
    for part, spans in (("content", statement.content), ("cue", statement.cue), ("source", statement.source)):
        last = 0
        for start, end in spans:
            if start < last:
                yield f"{part} {start}-{end}: expected it after {last}, in text order and without overlap"
            if text[start:end] != text[start:end].strip():
                yield f"{part} {start}-{end}: expected no white space at its edges, found {text[start:end]!r}"
            last = end


def _label_problems(statement: Attribution) -> Iterator[str]:
    if statement.kind is None or statement.presentation is None or statement.speaker_kind is None:
        yield "expected kind, presentation and speaker, found at least one of them missing"
    if unknown := sorted(set(statement.forms) - FORMS):
        yield f"expected forms that the data statement lists, found {', '.join(unknown)}"
    kind = statement.speaker_kind
    if kind in WITHOUT_AFFILIATION and (statement.role or statement.organization):
        found = (statement.role, *statement.organization)
        yield f"expected the {kind.value} {statement.speaker!r} without role and organization, found {found}"
    if statement.roles and not statement.role:
        yield f"expected other wordings beside a role, found {', '.join(statement.roles)} alone"
    if statement.organization_optional and not statement.organization:
        yield f"expected an organization that is optional, found none for {statement.speaker!r}"


def _mark_problems(article: Article) -> Iterator[str]:
    quotations = find_quotations(article.text)
    halved = [
        (start, end)
        for statement in article.attributions
        for start, end in statement.content
        if _is_halved(start, end, quotations)
    ]
    if halved and article.id not in DAMAGED:
        found = "; ".join(repr(article.text[start:end]) for start, end in halved)
        yield f"expected contents with both of their quotation marks, found {found}"
    if not halved and article.id in DAMAGED:
        yield "expected a content with one of its quotation marks alone, found none: take its id out of DAMAGED"


def _is_halved(start: int, end: int, quotations: Iterable[Quotation]) -> bool:
    """Return whether a content cuts a quotation in two, or is all of it but its marks.

    >>> [_is_halved(start, end, [Quotation(10, 20)]) for start, end in ((10, 15), (0, 15), (11, 19), (14, 19), (5, 30))]
    [True, True, True, False, False]
    """
    touched = [q for q in quotations if start < q.end and q.start < end]
    if any((q.start, q.end) == (start, end) for q in touched):
        return False
    return not all((start <= q.start and q.end <= end) or _is_part(start, end, q) for q in touched)


def _is_part(start: int, end: int, quotation: Quotation) -> bool:
    """Return whether a stretch is part of what a quotation has between its marks of two characters at most."""
    before, after = start - quotation.start, quotation.end - end
    return before > 0 and (after > 0 or not quotation.closed) and max(before, after) > 2


GROUPS = "articles words statements kind presentation speaker affiliation form trap style region".split()
"""What the table counts, in its order."""


def rows(corpus: Corpus) -> tuple[Row, ...]:
    """Return the counts of both parts, by group, the most frequent first."""
    tune, report = _counts(corpus.tune), _counts(corpus.report)
    found = [Row(what, tune[what], report[what]) for what in tune | report]
    return tuple(
        sorted(found, key=lambda row: (GROUPS.index(row.what.split(": ")[0]), -row.tune - row.report, row.what))
    )


def _counts(articles: Iterable[Article]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for article in articles:
        counts["words"] += _words(article)
        counts.update(("articles", f"style: {article.style}", f"region: {article.region}"))
        counts.update(f"trap: {trap.why}" for trap in article.traps)
        counts.update(label for statement in article.attributions for label in _labels(statement))
    return counts


def _labels(statement: Attribution) -> Iterator[str]:
    yield "statements"
    named = {"kind": statement.kind, "presentation": statement.presentation, "speaker": statement.speaker_kind}
    yield from (f"{group}: {member.value}" for group, member in named.items() if member)
    facts: dict[str, object] = {
        "role": statement.role,
        "other wordings of the role": statement.roles,
        "organization": statement.organization,
        "organization optional": statement.organization_optional,
        "place": statement.location,
        "former": statement.former,
    }
    yield from (f"affiliation: {fact}" for fact, known in facts.items() if known)
    yield from (f"form: {form}" for form in statement.forms)


def _words(article: Article) -> int:
    return len(article.text.split())


def table(corpus: Corpus) -> str:
    """Return the counts as a Markdown table."""
    lines = [f"| {row.what} | {row.tune:,} | {row.report:,} | {row.tune + row.report:,} |" for row in rows(corpus)]
    return "\n".join(["| what | tune | report | both |", "| --- | ---: | ---: | ---: |", *lines])


def main() -> int:
    """Print what is wrong and the table; return 1 where anything is wrong, else 0."""
    corpus = Corpus.load()
    problems = check(corpus)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(table(corpus))
    print(f"\nMarks damaged on purpose: {', '.join(sorted(DAMAGED))}")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
