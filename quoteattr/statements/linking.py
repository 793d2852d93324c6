"""Names of the statements' step as they were."""

from __future__ import annotations

from collections.abc import Iterable

from quoteattr.language.words import Analysis
from quoteattr.network.reading import Claim
from quoteattr.statements.cues import Cues
from quoteattr.statements.finding import find_statements
from quoteattr.statements.statement import Statement

__all__ = ["Attribution", "find_attributions", "given"]

Attribution = Statement
given = Statement.from_annotation
_CUES = Cues.of()


def find_attributions(analysis: Analysis, claims: Iterable[Claim]) -> tuple[Statement, ...]:
    """Return all statements of a page in text order."""
    return find_statements(analysis, claims, _CUES)
