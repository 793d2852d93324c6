"""A corpus as JSON lines: ``python -m benchmarks.readers FORMAT PATH > GOLD.jsonl``."""

from __future__ import annotations

import argparse
import sys

from benchmarks.readers import FORMATS, CorpusError, read, to_gold

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Print a line for every article; return 1 with a message where the corpus can't be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers", description=__doc__)
    parser.add_argument("format", choices=sorted(FORMATS))
    parser.add_argument("path")
    args = parser.parse_args(arguments)
    try:
        for article in read(args.format, args.path):
            print(to_gold(article))
    except CorpusError as error:
        print(f"benchmarks.readers: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
