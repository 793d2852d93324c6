"""What was found of statements of one kind: by how they are built, how their source is worded, and who speaks.

>>> one = Breakdown({"pronoun": Recall(content=Share(1, 2), speaker=Share(0, 2))})
>>> (one + one)["pronoun"].content, (one + one)["name"].content
(Share(right=2, of=4), Share(right=0, of=0))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import Factory, frozen

from benchmarks.metrics.matching import Aspect, Outcome, Verdict
from benchmarks.metrics.mentions import mention_kind
from benchmarks.metrics.tallies import Additive, Share
from benchmarks.readers import Attribution

__all__ = ["Breakdown", "Recall", "count_forms", "count_mentions", "count_speaker_kinds", "count_uncued"]


@frozen
class Recall(Additive):
    """How many statements were found at 0.5, and how many of those that have a speaker with the right name."""

    content: Share = Factory(Share)
    speaker: Share = Factory(Share)


@frozen
class Breakdown:
    """The recall of statements by label; a label that no statement has counts nothing."""

    counts: Mapping[str, Recall] = Factory(dict)

    def __getitem__(self, label: str) -> Recall:
        return self.counts.get(label, Recall())

    def __add__(self, other: Breakdown) -> Breakdown:
        return Breakdown({label: self[label] + other[label] for label in sorted({*self.counts, *other.counts})})

    def to_dict(self) -> dict[str, Any]:
        """Return label → ``{"content", "speaker", "statements"}``: recall in percent, and how many statements."""
        return {
            label: {
                "content": round(recall.content.percent, 1),
                "speaker": round(recall.speaker.percent, 1) if recall.speaker.of else None,
                "statements": recall.content.of,
            }
            for label, recall in self.counts.items()
        }


def count_forms(outcome: Outcome) -> Breakdown:
    """Return what was found by the forms that the corpus tags its statements with."""
    return _break_down(outcome, lambda statement: statement.forms)


def count_mentions(text: str, outcome: Outcome) -> Breakdown:
    """Return what was found by how the source is worded, for the statements whose speaker is annotated."""
    return _break_down(outcome, lambda s: [mention_kind(text, s).value] if s.has_speaker else [])


def count_uncued(outcome: Outcome) -> Recall:
    """Return what was found of the statements with annotated speaker that have neither cue nor source beside them."""
    bare = (v for v in outcome.with_speakers if not (v.statement.cue or v.statement.source))
    return sum(map(_recall, bare), Recall())


def count_speaker_kinds(outcome: Outcome) -> Breakdown:
    """Return what was found by the annotated kind of speaker."""
    return _break_down(outcome, lambda s: [s.speaker_kind.value] if s.speaker_kind else [])


def _break_down(outcome: Outcome, labels: Callable[[Attribution], Iterable[str]]) -> Breakdown:
    counts: dict[str, Recall] = {}
    for verdict in outcome.verdicts:
        for label in labels(verdict.statement):
            counts[label] = counts.get(label, Recall()) + _recall(verdict)
    return Breakdown(dict(sorted(counts.items())))


def _recall(verdict: Verdict) -> Recall:
    named = verdict.statement.speaker is not None
    return Recall(
        content=Share.count([Aspect.CONTENT in verdict.right]),
        speaker=Share.count([Aspect.SPEAKER in verdict.right] if named else []),
    )
