"""The tables of a report in Markdown, for the README: dated, with the command.

>>> print(drawn(Table("Catch", ("boat", "fish"), (("Ines | Ada", "12"),))))
## Catch
<BLANKLINE>
| boat | fish |
| --- | ---: |
| Ines \\| Ada | 12 |
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.report.table import Table, made, tables
from benchmarks.results import Report

__all__ = ["drawn", "markdown", "write"]


def drawn(table: Table) -> str:
    """One table under a heading, its note below it."""
    rest = "---" if table.of_words else "---:"
    rows = [table.head, ("---", *(rest for _ in table.head[1:])), *table.rows]
    body = "\n".join(f"| {' | '.join(map(_escaped, row))} |" for row in rows)
    return "\n\n".join(part for part in (f"## {table.title}", body, table.note) if part)


def _escaped(cell: str) -> str:
    return " ".join(cell.split()).replace("|", r"\|")


def markdown(report: Report) -> str:
    """The whole report."""
    return "\n\n".join(["# Benchmarks", f"Measured on {made(report)}.", *map(drawn, tables(report))]) + "\n"


def write(report: Report, folder: Path) -> Path:
    """Write ``table.md`` into a folder; its path."""
    path = folder / "table.md"
    path.write_text(markdown(report), encoding="utf-8")
    return path
