"""The tables of a report in Markdown, for the README: dated, with the command.

>>> print(to_markdown(Table("Catch", ("boat", "fish"), (("Ines | Ada", "12"),))))
## Catch
<BLANKLINE>
| boat | fish |
| --- | ---: |
| Ines \\| Ada | 12 |
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.report.table import Table, describe_run, tables
from benchmarks.results import Report

__all__ = ["markdown", "to_markdown", "write"]


def to_markdown(table: Table) -> str:
    """Return one table under a heading, its note below it."""
    rest = "---" if table.of_words else "---:"
    rows = [table.head, ("---", *(rest for _ in table.head[1:])), *table.rows]
    body = "\n".join(f"| {' | '.join(map(_escape, row))} |" for row in rows)
    return "\n\n".join(part for part in (f"## {table.title}", body, table.note) if part)


def _escape(cell: str) -> str:
    return " ".join(cell.split()).replace("|", r"\|")


def markdown(report: Report) -> str:
    """Return the whole report."""
    return (
        "\n\n".join(["# Benchmarks", f"Measured on {describe_run(report)}.", *map(to_markdown, tables(report))]) + "\n"
    )


def write(report: Report, folder: Path) -> Path:
    """Write ``table.md`` into a folder and return its path."""
    path = folder / "table.md"
    path.write_text(markdown(report), encoding="utf-8")
    return path
