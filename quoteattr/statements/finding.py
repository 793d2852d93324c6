"""The step: from claims and quotations to statements.

1. Each claim of the tagger becomes a statement (`quoteattr.statements.claims`): the edges of its content snap to the
   quotations that it touches, and a cue beside a quotation takes its source from the order of the words where the
   tagger saw none. A quotation with a reporting clause of its own is no part of another one's content
   (`quoteattr.statements.clauses`). Turns with a label in front (`quoteattr.statements.labels`) and posts with a
   signature (`quoteattr.statements.signatures`) are statements too.
2. Of statements with nearly the same content, and of those that cross, one is kept (`quoteattr.statements.overlaps`).
3. Quotations that none of them holds go on with the statement before them in their paragraph, or become statements of
   their own, without a cue (`quoteattr.statements.uncued`).
"""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.language.words import Analysis
from quoteattr.network.reading import Claim
from quoteattr.statements.claims import from_claim
from quoteattr.statements.cues import Cues
from quoteattr.statements.labels import from_labels
from quoteattr.statements.overlaps import without_crossings, without_doubles
from quoteattr.statements.signatures import from_posts
from quoteattr.statements.statement import Statement
from quoteattr.statements.uncued import with_uncued

__all__ = ["find_statements"]


def find_statements(analysis: Analysis, claims: Iterable[Claim], cues: Cues) -> tuple[Statement, ...]:
    """Return all statements of a page in text order, the longer of two that start together first.

    `claims` are those of `quoteattr.network.reading.Reading`, `cues` the reporting verbs and nouns that are known.
    """
    claimed = (from_claim(analysis, claim, cues) for claim in claims)
    found = [
        *(statement for statement in claimed if statement is not None),
        *from_labels(analysis),
        *from_posts(analysis.page),
    ]
    found = with_uncued(analysis, without_crossings(without_doubles(found)), cues)
    return tuple(sorted(found, key=lambda statement: (statement.start, -statement.end)))
