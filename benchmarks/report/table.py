"""The tables of a report, as they are printed on a terminal.

`tables` makes them all, `to_text` draws one:

>>> print(to_text(Table("Catch", ("boat", "fish"), (("Ines", "12"), ("Ada May", "7")), "By weight.")))
Catch
<BLANKLINE>
boat     fish
Ines       12
Ada May     7
<BLANKLINE>
By weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from attrs import frozen

from benchmarks.figures import FIGURES, GIVEN_FIGURES, SURE, Figure, FigureName, RecallFigures
from benchmarks.results import GIVEN_SYSTEM, OWN_SYSTEM, Report, Result, System
from benchmarks.speed import Speed
from quoteattr import QuoteKind

__all__ = ["NONE", "Table", "describe_run", "tables", "to_text"]

NONE = "–"
"""What stands where nothing is annotated or measured."""

NOTE_WIDTH = 100

RIVAL_COLUMNS = ("quotations", "quotations and source", "statements", "speaker")


@frozen
class Table:
    """A table of text, its first column flush left. `note` stands below it.

    The other columns are numbers, flush right, but for a table `of_words`.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    of_words: bool = False


def to_text(table: Table) -> str:
    """Return the table for a terminal, its columns in line."""
    cells = [table.head, *table.rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    body = "\n".join(_line(row, widths, table.of_words) for row in cells)
    return "\n\n".join(part for part in (table.title, body, fill(table.note, NOTE_WIDTH)) if part)


def _line(row: Sequence[str], widths: Sequence[int], of_words: bool) -> str:
    first, *rest = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
    if not of_words:
        rest = [f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "  ".join([first, *rest]).rstrip()


def describe_run(report: Report) -> str:
    """Return when, how and with what the report was made, in one line."""
    made = report.made
    versions = f"quoteattr {made.quoteattr}, torch {made.torch}, Stanza {made.stanza}, Python {made.python}"
    return f"{made.date}, `{made.command}`, {versions}, {made.machine}, {made.cores} cores"


def tables(report: Report) -> tuple[Table, ...]:
    """Return every table that the report has something for; what was left out comes last."""
    return tuple(_tables(report))


def _tables(report: Report) -> Iterator[Table]:
    results = [result for result in report.results if result.system(OWN_SYSTEM)]
    if results:
        yield _figures(results)
    given = [result for result in report.results if result.system(GIVEN_SYSTEM)]
    if given:
        yield _given(given)
    yield from (
        table for table in (_kinds(results), _forms(results), _mentions(results), _calibration(results)) if table.rows
    )
    if any(len(result.systems) > 1 + bool(result.system(GIVEN_SYSTEM)) for result in results):
        yield _rivals(results, report.speed.runs[0].memory if report.speed else None)
    if report.speed:
        yield _speed(report.speed)
        yield _lengths(report.speed)
    if report.left_out:
        rows = tuple((left_out.what, left_out.why) for left_out in report.left_out)
        yield Table("Left out", ("what", "why"), rows, of_words=True)


def _system(result: Result, name: str = OWN_SYSTEM) -> System:
    system = result.system(name)
    assert system
    return system


def _cell(figure: Figure | None) -> str:
    return str(figure) if figure else NONE


def _row(name: FigureName, systems: Sequence[System]) -> tuple[str, ...]:
    return (f"{name.name}: {name.about}", *(_cell(system.measured.figure(name.name)) for system in systems))


def _figures(results: Sequence[Result]) -> Table:
    systems = [_system(result) for result in results]
    sizes = [(f"{len(result.material.articles):,}", f"{result.material.statements:,}") for result in results]
    articles, statements = zip(*sizes, strict=True)
    thoughtful = [result.material.name for result in results if result.material.thoughts]
    return Table(
        "How right quoteattr is",
        ("figure", *(result.material.name for result in results)),
        (
            ("articles", *articles),
            ("annotated statements", *statements),
            *(_row(name, systems) for name in FIGURES),
        ),
        "Percent, with 95 % intervals by bootstrap over articles."
        + (f" Thoughts are asked for in {', '.join(thoughtful)}." if thoughtful else ""),
    )


def _given(results: Sequence[Result]) -> Table:
    systems = [_system(result, GIVEN_SYSTEM) for result in results]
    return Table(
        "Who speaks, with the annotated statements given",
        ("figure", *(result.material.name for result in results)),
        tuple(_row(name, systems) for name in GIVEN_FIGURES),
        "Over the articles whose speakers are annotated. The first six are shares of the statements whose speaker has"
        " a name in the annotation.",
    )


def _kinds(results: Sequence[Result]) -> Table:
    known = [result for result in results if _system(result).measured.kinds]
    found = [{figure.name: figure for figure in _system(result).measured.kinds} for result in known]
    rows = tuple((kind.value, *(_cell(figures.get(kind.value)) for figures in found)) for kind in QuoteKind)
    return Table(
        "By kind of quote",
        ("statements, F1", *(result.material.name for result in known)),
        rows if known else (),
    )


def _forms(results: Sequence[Result]) -> Table:
    known = [result for result in results if _system(result).measured.forms]
    found = [_by_label(_system(result).measured.forms) for result in known]
    given = [_by_label(system.measured.forms) if system else {} for system in map(_given_system, known)]
    columns = ("found", "with speaker", *(["speaker, given"] if any(given) else []))
    return Table(
        "By form",
        ("form", *(f"{result.material.name}: {column}" for result in known for column in ("number", *columns))),
        tuple(
            (
                form,
                *(
                    cell
                    for here, there in zip(found, given, strict=True)
                    for cell in _recall(here.get(form), there.get(form))[: 1 + len(columns)]
                ),
            )
            for form in dict.fromkeys(form for figures in found for form in figures)
        ),
        "Recall of statements, and of statements with the right speaker, where the speaker has a name."
        " benchmarks/corpus/README.md says what each form means.",
    )


def _mentions(results: Sequence[Result]) -> Table:
    given = any(map(_given_system, results))
    rows = (row for result in results for row in _mentions_of(result))
    return Table(
        "By how the source is worded",
        ("corpus, source", "number", "found", "with speaker", *(["speaker, given"] if given else [])),
        tuple(row if given else row[:-1] for row in rows),
        "Recall, as above. A surname may be any one part of a name; a body is an organization's name; a document is any"
        " wording for a report, a law or a post; none: no source stands beside the statement.",
    )


def _mentions_of(result: Result) -> Iterator[tuple[str, ...]]:
    system = _given_system(result)
    given = _by_label(system.measured.mentions) if system else {}
    for recall in _system(result).measured.mentions:
        yield f"{result.material.name}, {recall.label}", *_recall(recall, given.get(recall.label))


def _given_system(result: Result) -> System | None:
    return result.system(GIVEN_SYSTEM)


def _by_label(recalls: Sequence[RecallFigures]) -> dict[str, RecallFigures]:
    return {recall.label: recall for recall in recalls}


def _recall(found: RecallFigures | None, given: RecallFigures | None) -> tuple[str, str, str, str]:
    """Return how many statements there are, the recall of them and of their speakers, and that with them given."""
    content, speaker = (found.content, found.speaker) if found else (None, None)
    number = f"{content.of:,}" if content else NONE
    return number, _cell(content), _cell(speaker), _cell(given.speaker if given else None)


def _calibration(results: Sequence[Result]) -> Table:
    named = [
        (result.material.name if system.name == OWN_SYSTEM else f"{result.material.name}, statements given", found)
        for name in (OWN_SYSTEM, GIVEN_SYSTEM)
        for result in results
        if (system := result.system(name)) and (found := system.measured.calibration)
    ]
    return Table(
        "How far confidences can be trusted",
        ("corpus", "quotes", "right", f"of the surest {100 * SURE:.0f} % right", "calibration error"),
        tuple(
            (name, f"{found.quotes:,}", f"{100 * found.right:.1f}", f"{100 * found.sure:.1f}", f"{found.error:.3f}")
            for name, found in named
        ),
        "Right: content and speaker. Error: the mean distance of confidence and share right, over ten bins (0 to 1).",
    )


def _rivals(results: Sequence[Result], memory: float | None) -> Table:
    systems = [(result, system) for result in results for system in result.systems if system.name != GIVEN_SYSTEM]
    refused = (f" {s.name} refused {len(s.refusals)} articles of {r.material.name}." for r, s in systems if s.refusals)
    return Table(
        "Beside other tools",
        ("corpus, tool", *RIVAL_COLUMNS, "words/s", "ratio", "peak MiB", "ratio"),
        tuple(_rival(result, system, memory) for result, system in systems),
        "The same articles, one at a time, and the same scorer; ratios are to quoteattr's. Loading is not in the time;"
        " quoteattr's memory is that of one process in the table of speed. Tools that look for quotations alone can't"
        f" find the other statements.{''.join(refused)}",
    )


def _rival(result: Result, system: System, memory: float | None) -> tuple[str, ...]:
    words, own = result.material.words, _system(result)
    peak = memory if system is own else system.memory
    return (
        f"{result.material.name}, {system.name}",
        *(_cell(system.measured.figure(name)) for name in RIVAL_COLUMNS),
        *_ratio(system.speed(words), own.speed(words)),
        *_ratio(peak, memory),
    )


def _ratio(value: float | None, own: float | None) -> tuple[str, str]:
    return f"{value:,.0f}" if value else NONE, f"{value / own:.2f}" if value and own else NONE


def _speed(speed: Speed) -> Table:
    steps = [(f"{step.name}, in batches", f"{step.words_per_second:,.0f} words/s", "") for step in speed.steps]
    runs = [
        (
            f"in all, {run.processes} process{'es' * (run.processes > 1)} with {run.threads} "
            f"thread{'s' * (run.threads > 1)}{' each' * (run.processes > 1)}",
            f"{run.words_per_second:,.0f} words/s",
            f"{run.memory:,.0f} MiB" if run.memory else NONE,
        )
        for run in speed.runs
    ]
    start = speed.start
    starts = [("import quoteattr", start.importing), ("import, load, first answer", start.loading)]
    return Table(
        "Speed and memory",
        ("what", "", "peak memory"),
        (
            *steps,
            *runs,
            *(
                (what, f"{seconds:.2f} s", "")
                for what, seconds in [*starts, ("fresh Python to first answer", start.fresh)]
            ),
        ),
        f"{speed.articles:,} articles, {speed.words:,} words; fresh processes, medians.",
    )


def _lengths(speed: Speed) -> Table:
    return Table(
        "Throughput by length of the article",
        ("words", "words/s"),
        tuple((f"{length.words:,}", f"{length.words_per_second:,.0f}") for length in speed.lengths),
    )
