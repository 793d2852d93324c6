"""Annotated articles, as the trainings of speakers and affiliations read them.

A line is an article: ``{"id", "text", "attributions", "entities"}`` as in ``docs/benchmarks.md``, and with it, in the
same line or in a file of its own, "facts": every place that says who somebody is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from quoteattr.errors import InputError
from quoteattr.records import Presentation, QuoteKind, Span, SpeakerKind
from quoteattr.statements.statement import Statement
from quoteattr.training.articles import read_annotated

__all__ = ["Annotated", "Entity", "Place", "Spoken", "read_articles"]

Range = tuple[int, int]


@frozen
class Place:
    """A place that says who somebody is: offsets of it, of the mention, and of role, organization and location."""

    near: Range | None
    name: Range | None
    parts: Mapping[str, Range]


@frozen
class Entity:
    """A speaker: its name and kind, other names, acceptable roles and organizations, and the places that say so."""

    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@frozen
class Spoken:
    """A statement and whose it is: the number of its entity, None for nobody; `is_known` is false where nobody said."""

    statement: Statement
    entity: int | None
    kind: SpeakerKind | None
    is_known: bool = True


@frozen
class Annotated:
    """An article with what is marked in it. `places` is None where they are not marked completely."""

    id: str
    text: str
    spoken: tuple[Spoken, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] | None = None


def read_articles(
    articles: Path,
    *,
    speakers: Iterable[Path] = (),
    entities: Iterable[Path] = (),
    facts: Iterable[Path] = (),
) -> list[Annotated]:
    """Return the articles of a file, with what further files say of them. Raises `InputError` for a broken line.

    `speakers` has a line for each attribution, `entities` and `facts` one for each article, all by "id". Articles whose
    entities are in neither are left out.
    """
    spoken: dict[str, dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for line in (line for path in speakers for line in read_annotated(path, "id", "attribution")):
        spoken[line["id"]][line["attribution"]] = {**line, "speaker_kind": line["kind"]}
    known = _by_id(entities, "entities")
    places = _by_id(facts, "facts")
    return [
        _checked(
            articles,
            {"facts": places.get(line["id"])} | dict(line),
            spoken.get(line["id"], {}),
            known.get(line["id"]) or line.get("entities", []),
        )
        for line in read_annotated(articles, "id", "text", "attributions")
        if "entities" in line or line["id"] in known
    ]


def _by_id(paths: Iterable[Path], field: str) -> dict[str, list[Any]]:
    return {line["id"]: line[field] for path in paths for line in read_annotated(path, "id", field)}


def _checked(
    path: Path,
    line: Mapping[str, Any],
    speakers: Mapping[int, Mapping[str, Any]],
    entities: Sequence[Mapping[str, Any]],
) -> Annotated:
    """Return an article. Raises `InputError` where what is in it, or in a further file about it, is not as expected."""
    try:
        return _article(line, speakers, entities)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        needed = "write attributions, entities and facts as docs/benchmarks.md describes them"
        raise InputError(f"{path}, article {line['id']!r}: {type(error).__name__}: {error}; {needed}") from error


def _article(
    line: Mapping[str, Any],
    speakers: Mapping[int, Mapping[str, Any]],
    entities: Sequence[Mapping[str, Any]],
) -> Annotated:
    text = line["text"]
    spoken = [
        _spoken(text, {**attribution, **speakers.get(number, {})})
        for number, attribution in enumerate(line["attributions"])
        if attribution["content"]
    ]
    facts = line.get("facts")
    return Annotated(
        line["id"],
        text,
        tuple(sorted(spoken, key=lambda one: one.statement.start)),
        tuple(_entity(entity) for entity in entities),
        None if facts is None else tuple(map(_place, facts)),
    )


def _spoken(text: str, attribution: Mapping[str, Any]) -> Spoken:
    def whole(part: str) -> Span | None:
        spans = attribution.get(part)
        return Span.cut(text, spans[0][0], spans[-1][1]) if spans else None

    content = tuple(Span.cut(text, start, end) for start, end in attribution["content"])
    statement = Statement(content, QuoteKind.INDIRECT, Presentation.SPEECH, whole("cue"), whole("source"))
    named = attribution.get("speaker") is not None
    kind = attribution.get("speaker_kind")
    return Spoken(
        statement,
        attribution.get("entity") if named else None,
        SpeakerKind(kind) if kind else None,
        "speaker" in attribution,
    )


def _entity(line: Mapping[str, Any]) -> Entity:
    roles = [role for role in (line.get("role"), *line.get("roles", ())) if role]
    return Entity(
        line["name"],
        SpeakerKind(line["kind"]),
        tuple(line.get("aliases", ())),
        tuple(roles),
        tuple(line.get("organization") or ()),
        tuple(map(_place, line.get("facts", ()))),
    )


def _place(line: Mapping[str, Any]) -> Place:
    parts = {part: (span[0], span[1]) for part in ("role", "organization", "location") if (span := line.get(part))}
    near, name = line.get("near"), line.get("name")
    return Place((near[0], near[1]) if near else None, (name[0], name[1]) if name else None, parts)
