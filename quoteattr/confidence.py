from __future__ import annotations

from quoteattr.linking import Attribution
from quoteattr.records import SpeakerRecord


def confidence(attribution: Attribution, record: SpeakerRecord | None) -> float:
    return 0.5
