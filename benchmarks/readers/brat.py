"""Standoff annotations of the brat tool: mentions with offsets, and what links them.

>>> notes = "T1\\tSource 0 3\\tAda\\nT2\\tCue 4 8\\tsaid\\nE1\\tAttribution:T2 Source:T1 Cue:T2\\n"
>>> standoff = parse(notes, "Ada said no.", "ada.ann")
>>> standoff.mentions["T1"]
Mention(label='Source', spans=((0, 3),))
>>> standoff.links
(Link(label='Attribution', arguments=(('Attribution', 'T2'), ('Source', 'T1'), ('Cue', 'T2'))),)
"""

from __future__ import annotations

from collections.abc import Mapping

import regex
from attrs import frozen

from benchmarks.readers.article import CorpusError, Span
from benchmarks.readers.placing import place

__all__ = ["Link", "Mention", "Standoff", "parse"]

OFFSETS = regex.compile(r"(\S+) ((?:\d+ \d+;)*\d+ \d+)")
COUNTER = regex.compile(r"\d+$")


@frozen
class Mention:
    """A labelled stretch of the text, in one or more fragments."""

    label: str
    spans: tuple[Span, ...]


@frozen
class Link:
    """An event or a relation: its label and its arguments as pairs of role and mention.

    The first argument of an event is its trigger, under the event's own label.
    """

    label: str
    arguments: tuple[tuple[str, str], ...]

    def all(self, role: str) -> tuple[str, ...]:
        """Return the mentions in one role; brat numbers a role that is filled twice ("Source2")."""
        return tuple(mention for given, mention in self.arguments if COUNTER.sub("", given) == COUNTER.sub("", role))


@frozen
class Standoff:
    """All mentions of one document by their name in the file, and the links in its order."""

    mentions: Mapping[str, Mention]
    links: tuple[Link, ...]

    def expect(self, label: str, where: str) -> None:
        """Raise `CorpusError` where there are mentions and none has this label: the corpus is another one."""
        labels = {mention.label for mention in self.mentions.values()}
        if labels and label not in labels:
            raise CorpusError(f"{where}: expected mentions labelled {label}, got only {', '.join(sorted(labels))}")


def parse(annotations: str, text: str, where: str) -> Standoff:
    """Return the mentions and links of an ``.ann`` file on `text`; notes and attributes are passed over.

    Raises `CorpusError` where a line isn't brat's, a fragment doesn't stand at its offsets, or a link names a mention
    that isn't there.
    """
    mentions: dict[str, Mention] = {}
    links: list[Link] = []
    for number, line in enumerate(annotations.split("\n"), start=1):
        name, _, rest = line.rstrip("\r").partition("\t")
        at = f"{where}, line {number}"
        match name[:1]:
            case "T":
                mentions[name] = _mention(rest, text, at)
            case "E" | "R":
                links.append(_link(rest, at))
            case "" | "A" | "M" | "N" | "#" | "*":
                continue
            case _:
                raise CorpusError(f"{at}: expected a line of brat's standoff format, got {line!r:.80}")
    for link in links:
        for role, mention in link.arguments:
            if mention not in mentions:
                raise CorpusError(f"{where}: {link.label} has {role}:{mention}, and there is no {mention}")
    return Standoff(mentions, tuple(links))


def _mention(rest: str, text: str, where: str) -> Mention:
    head, _, shown = rest.partition("\t")
    found = OFFSETS.fullmatch(head)
    if found is None:
        raise CorpusError(f"{where}: expected a label and offsets (“Cue 4 8”), got {head!r:.80}")
    pairs = [pair.split() for pair in found[2].split(";")]
    spans = tuple((int(start), int(end)) for start, end in pairs)
    if _fits(text, spans, shown):
        return Mention(found[1], spans)
    moved = place(text, *spans[0], shown) if len(spans) == 1 else None
    if moved is None:
        stands = " ".join(text[start:end] for start, end in spans)
        raise CorpusError(f"{where}: expected {shown!r:.60} at {found[2]}, the text there is {stands!r:.60}")
    return Mention(found[1], (moved,))


def _fits(text: str, spans: tuple[Span, ...], shown: str) -> bool:
    inside = all(0 <= start < end <= len(text) for start, end in spans)
    return inside and " ".join(text[start:end] for start, end in spans).split() == shown.split()


def _link(rest: str, where: str) -> Link:
    words = rest.split()
    pairs = [word.partition(":") for word in words]
    if not words or any(not mention for _, colon, mention in pairs[1:]):
        raise CorpusError(f"{where}: expected a label and arguments (“Speaker Arg1:T1 Arg2:T2”), got {rest!r:.80}")
    label = pairs[0][0]
    return Link(label, tuple((role, mention) for role, colon, mention in pairs if colon))
