"""The project's own format: an article a line, as `to_gold` writes it, with speakers in the line or in a file beside.

A line is ``{"id", "text", "attributions": [{"content": [[start, end]], "cue", "source", "kind", "presentation",
"speaker", "aliases", "speaker_kind", "role", "roles", "organization", "organization_optional", "location", "former",
"forms"}]}``; all but ``id``, ``text`` and the contents may be missing, and what else there is is passed over. A
speakers file has a line for each attribution, ``{"id", "attribution": index, "speaker", "kind", ...}``;
``dev_speakers.jsonl`` is found beside ``dev.jsonl``, others are given to `with_speakers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve

from benchmarks.readers.article import Article, Attribution, CorpusError, Trap
from benchmarks.readers.files import Record, files_under, records
from quoteattr import Presentation, QuoteKind, SpeakerKind

__all__ = ["article", "articles", "with_speakers"]

SPEAKERS = "_speakers.jsonl"


def articles(root: Path) -> Iterator[Article]:
    """Yield the articles of a file or of all files under a folder. Raises `CorpusError`."""
    for path in files_under(root, ".jsonl"):
        if path.name.endswith(SPEAKERS):
            continue
        found = map(article, records(path))
        companion = path.with_name(f"{path.stem}{SPEAKERS}")
        yield from with_speakers(found, companion) if companion.is_file() else found


def with_speakers(found: Iterable[Article], path: Path) -> Iterator[Article]:
    """Yield the articles with the speakers that a file gives them; those it doesn't know stay as they are.

    Raises `CorpusError` where the file names an attribution that isn't there, or one with another content.
    """
    known: dict[str, dict[int, Record]] = {}
    for record in records(path):
        known.setdefault(record.get("id", str), {})[record.get("attribution", int)] = record
    for one in found:
        yield _add_speakers(one, known.get(one.id, {}))


def _add_speakers(given: Article, rows: Mapping[int, Record]) -> Article:
    out = list(given.attributions)
    for index, row in rows.items():
        if not 0 <= index < len(out):
            raise CorpusError(f"{row.where}: {given.id} has {len(out)} attributions, got attribution {index}")
        content = row.spans("content")
        if content and content != out[index].content:
            raise CorpusError(f"{row.where}: expected the content {out[index].content} of the article, got {content}")
        out[index] = _with_speaker(out[index], row, "kind")
    return evolve(given, attributions=tuple(out))


def article(record: Record) -> Article:
    """Return one article from its line."""
    traps = record.inner("traps")
    return Article(
        id=record.get("id", str),
        text=record.get("text", str),
        attributions=tuple(_attribution(given) for given in record.inner("attributions")),
        traps=tuple(Trap((trap.get("start", int), trap.get("end", int)), trap.get("why", str)) for trap in traps),
        style=record.maybe("style", str),
        region=record.maybe("region", str),
    )


def _attribution(record: Record) -> Attribution:
    attribution = Attribution(
        content=record.spans("content"),
        cue=record.spans("cue"),
        source=record.spans("source"),
        kind=record.member("kind", QuoteKind),
        presentation=record.member("presentation", Presentation),
        forms=record.strings("forms"),
    )
    return _with_speaker(attribution, record, "speaker_kind") if "speaker" in record.values else attribution


def _with_speaker(attribution: Attribution, record: Record, kind: str) -> Attribution:
    return evolve(
        attribution,
        speaker=record.maybe("speaker", str),
        aliases=record.strings("aliases"),
        speaker_kind=record.member(kind, SpeakerKind) or SpeakerKind.UNKNOWN,
        role=record.maybe("role", str),
        roles=record.strings("roles"),
        organization=record.strings("organization"),
        organization_optional=bool(record.maybe("organization_optional", bool)),
        location=record.strings("location"),
        former=bool(record.maybe("former", bool)),
    )
