"""PDNC, the Project Dialogism Novel Corpus (Vishnubhotla et al. 2022): novels with the speaker of every quotation.

``data/NOVEL`` holds ``novel_text.txt``, ``quotation_info.csv`` and ``character_info.csv``. Lists in cells are Python
literals. ``quoteByteSpans`` are character offsets, quotation marks left out; where they don't fit, the fragment of
``subQuotationList`` is looked for nearby. Sources and cues have no offsets in this corpus, so articles have speakers
with all their aliases and neither. ``quoteType`` (explicit, anaphoric, implicit) becomes a tag.
"""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from benchmarks.readers.article import Article, Attribution, CorpusError, Span
from benchmarks.readers.files import files_under, text_of
from benchmarks.readers.placing import place
from quoteattr import QuoteKind, SpeakerKind

__all__ = ["articles", "novel"]

TEXT, QUOTATIONS, CHARACTERS = "novel_text.txt", "quotation_info.csv", "character_info.csv"
NOBODY, GROUP = "_", "_group"
"""How the names of speakers begin that are no character ("_unknowable"), and the one for several at once."""

LONGEST_CELL = 10_000_000

Rows = list[dict[str, str]]


def articles(root: Path) -> Iterator[Article]:
    """Yield the novels under a folder, each one article. Raises `CorpusError`."""
    for path in files_under(root, TEXT):
        folder = path.parent
        names = _aliases(_rows(folder / CHARACTERS, "Main Name", "Aliases"), folder / CHARACTERS)
        rows = _rows(folder / QUOTATIONS, "quoteID", "subQuotationList", "quoteByteSpans", "speaker")
        yield novel(folder.name, text_of(path, newline=None), rows, names)


def novel(name: str, text: str, rows: Rows, names: Mapping[str, tuple[str, ...]]) -> Article:
    """Return one novel from the rows of its quotations and the aliases of its characters."""
    return Article(
        name, text, tuple(_attribution(row, text, names, f"{name}, quotation {row['quoteID']}") for row in rows)
    )


def _attribution(row: Mapping[str, str], text: str, names: Mapping[str, tuple[str, ...]], where: str) -> Attribution:
    speaker = row["speaker"].strip()
    form = row.get("quoteType", "").strip().casefold()
    said = Attribution(_content(row, text, where), kind=QuoteKind.DIRECT, forms=(form,) if form else ())
    if speaker.startswith(NOBODY) or not speaker:
        return evolve(said, speaker_kind=SpeakerKind.GROUP if speaker == GROUP else SpeakerKind.UNKNOWN)
    return evolve(said, speaker=speaker, aliases=names.get(speaker, ()), speaker_kind=SpeakerKind.PERSON)


def _content(row: Mapping[str, str], text: str, where: str) -> tuple[Span, ...]:
    fragments = _literal(row["subQuotationList"], where)
    spans = _literal(row["quoteByteSpans"], where)
    if len(fragments) != len(spans):
        raise CorpusError(f"{where}: expected a span for each fragment, got {len(spans)} for {len(fragments)}")
    return tuple(sorted(_place(text, span, fragment, where) for span, fragment in zip(spans, fragments, strict=True)))


def _place(text: str, span: object, fragment: object, where: str) -> Span:
    match span:
        case [int(start), int(end)]:
            found = place(text, start, end, str(fragment))
            if found is not None:
                return found
    raise CorpusError(f"{where}: expected {fragment!r:.60} at {span}, and it isn't nearby either")


def _aliases(rows: Rows, path: Path) -> dict[str, tuple[str, ...]]:
    out = {}
    for row in rows:
        name = row["Main Name"].strip()
        given = (str(alias) for alias in _literal(row["Aliases"], f"{path}, {name}"))
        out[name] = tuple(sorted(alias for alias in given if alias != name and not alias.startswith(NOBODY)))
    return out


def _literal(cell: str, where: str) -> list[object]:
    try:
        value = ast.literal_eval(cell or "[]")
    except (SyntaxError, ValueError) as error:
        raise CorpusError(f"{where}: expected a list in Python's notation, got {cell!r:.60} ({error})") from None
    if not isinstance(value, list | tuple | set | frozenset):
        raise CorpusError(f"{where}: expected a list, got {cell!r:.60}")
    return list(value)


def _rows(path: Path, *wanted: str) -> Rows:
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; a novel's folder has {TEXT}, {QUOTATIONS} and {CHARACTERS}")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(text_of(path).removeprefix("\ufeff"), newline=""))
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        raise CorpusError(f"{path}: expected the columns {', '.join(wanted)}, found no {', '.join(missing)}")
    try:
        return [{key: value or "" for key, value in row.items() if isinstance(key, str)} for row in reader]
    except csv.Error as error:
        raise CorpusError(f"{path}, line {reader.line_num}: expected CSV, got {error}") from None
