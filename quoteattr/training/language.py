"""Train the compact English models that quoteattr ships: tokens and sentences, names.

    python -m quoteattr.training.language --ud DIR --names FILE --vectors FILE --out DIR

The work is done by Stanza's own trainers; this module prepares what they read, calls them with
shapes small enough for a laptop, and packs the results into a folder that `stanza.Pipeline` loads
with downloads switched off.

- The tokenizer learns from the UD English treebanks GUM and EWT. Multiword tokens ("don't")
  become adjacent words ("do", "n't"), so every word has characters of its own and no expander runs.
- Names (person, organization, place, nationality) come from the Worldwide articles. A tenth of
  them is held out for the figures, and always those named with ``--hold-out``.
- Quotation marks, dashes and odd spaces are made plain (`quoteattr.language.blocks.plain`), here as at
  run time.

Every step leaves its product in the work folder and is skipped when that is there, so a run that
was killed goes on where it stopped. The seed fixes
the order of the data and the start of every network.
"""

from __future__ import annotations

import argparse
import io
import json
import lzma
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from quoteattr.language.blocks import plain
from quoteattr.language.reader import Reader
from quoteattr.language.words import NameKind, Sentence
from quoteattr.text.page import Page

__all__ = ["Corpora", "main", "named_sentences", "prepare", "split_multiword"]

NAME_KINDS = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Location": "LOC",
    "NORP": "NORP",
}
"""The Worldwide labels that are kept, and what the bundled model calls them."""

SHORTEST_SENTENCE = 4
"""Words that a sentence of the names has at least, so that initials don't end one."""

STEPS = ("prepare", "pretrain", "tokenize", "ner", "pack", "evaluate")


@frozen
class Corpora:
    """Where the training data lies, and where the work goes."""

    ud: Path
    names: Path
    vectors: Path
    work: Path
    out: Path
    hold_out: frozenset[str] = frozenset()
    seed: int = 1234


@frozen
class UDSentence:
    """One sentence of a treebank: its comment lines, its rows, and whether it opens a paragraph."""

    rows: tuple[tuple[str, ...], ...]
    opens_paragraph: bool


def split_multiword(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Replace each multiword token by its words, and say that no space follows all but its last.

    Words that do not spell their token (a few typos in the treebanks) are replaced by the token's
    characters, shared out in order, so that the text stays what it was.

    >>> rows = [("1-2", "don't", *["_"] * 8), ("1", "do", *["_"] * 8), ("2", "n't", *["_"] * 8)]
    >>> [(row[1], row[9]) for row in split_multiword(rows)]
    [('do', 'SpaceAfter=No'), ("n't", '_')]
    """
    out: list[tuple[str, ...]] = []
    last, surface, glued = 0, "", False
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            last = int(row[0].split("-")[1])
            surface, glued = row[1], "SpaceAfter=No" in row[9]
            continue
        number, form, misc = int(row[0]), row[1], row[9]
        if number <= last:
            ends = number == last
            form = surface if ends else _shared(surface, form, left=last - number)
            surface = surface[len(form) :]
            misc = "SpaceAfter=No" if glued or not ends else "_"
        else:
            misc = "SpaceAfter=No" if "SpaceAfter=No" in misc else "_"
        out.append((row[0], plain(form), "_", *row[3:9], misc))
    return out


def _shared(surface: str, form: str, left: int) -> str:
    """Return the characters of `surface` for one word, `left` more words being still to come."""
    return surface[: max(1, min(len(form), len(surface) - left))]


def treebank(path: Path) -> Iterator[UDSentence]:
    """Yield the sentences of a compressed CoNLL-U file, multiword tokens split."""
    rows: list[tuple[str, ...]] = []
    opens = False
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith(("# newpar", "# newdoc")):
                opens = True
            elif line and not line.startswith("#"):
                rows.append(tuple(line.split("\t")))
            elif not line and rows:
                yield UDSentence(tuple(split_multiword(rows)), opens)
                rows, opens = [], False


def _write_conllu(path: Path, sentences: Iterable[UDSentence]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for sentence in sentences:
            file.writelines("\t".join(row) + "\n" for row in sentence.rows)
            file.write("\n")


def _write_tokenizer_data(stem: Path, sentences: Iterable[UDSentence]) -> None:
    """Write text and one label per character, as Stanza's tokenizer reads them: 1 ends a token, 2 a sentence."""
    text: list[str] = []
    labels: list[str] = []
    for sentence in sentences:
        if sentence.opens_paragraph and text:
            text.append("\n\n")
            labels.append("\n\n")
        elif text:
            text.append(" ")
            labels.append("0")
        for i, row in enumerate(sentence.rows):
            is_last = i == len(sentence.rows) - 1
            text.append(row[1])
            labels.append("0" * (len(row[1]) - 1) + ("2" if is_last else "1"))
            if not is_last and row[9] != "SpaceAfter=No":
                text.append(" ")
                labels.append("0")
    stem.with_suffix(".txt").write_text("".join(text) + "\n", encoding="utf-8")
    stem.with_suffix(".labels").write_text("".join(labels) + "\n", encoding="utf-8")


def named_sentences(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield article id and words with labels (BIO) for each sentence of a Worldwide file.

    An article starts with ``-DOCSTART- id``; blank lines part its paragraphs, which are cut after full stops.
    """
    article, words = "", list[tuple[str, str]]()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("-DOCSTART-") or not line.strip():
                if words:
                    yield article, words
                words = []
                article = line.split()[1] if line.strip() else article
                continue
            word, label = _columns(line)
            kind = NAME_KINDS.get(label.partition("-")[2])
            words.append((plain(word), f"{label[0]}-{kind}" if kind else "O"))
            if word in (".", "!", "?") and len(words) > SHORTEST_SENTENCE:
                yield article, words
                words = []
    if words:
        yield article, words


def _columns(line: str) -> tuple[str, str]:
    """Return the word and its outermost label; names inside names have columns of their own, which are left out.

    >>> _columns("China\\tI-Organization\\tB-Location\\n")
    ('China', 'I-Organization')
    """
    columns = line.split("\t") if "\t" in line else line.rsplit(maxsplit=1)
    return columns[0].strip(), columns[1].strip()


def _bioes(labels: list[str]) -> list[str]:
    """Return BIO labels as BIOES.

    >>> _bioes(["B-LOC", "O", "B-ORG", "I-ORG"])
    ['S-LOC', 'O', 'B-ORG', 'E-ORG']
    """
    out = []
    for label, following in zip(labels, [*labels[1:], "O"], strict=True):
        goes_on = following == "I" + label[1:]
        prefix = {"B": "B" if goes_on else "S", "I": "I" if goes_on else "E"}.get(label[0])
        out.append(prefix + label[1:] if prefix else "O")
    return out


def _write_names(corpora: Corpora) -> None:
    sentences = list(named_sentences(corpora.names))
    articles = sorted({article for article, _ in sentences})
    random.Random(corpora.seed).shuffle(articles)
    held = {a for a in articles if a in corpora.hold_out}
    held |= set(articles[: max(0, len(articles) // 10 - len(held))])
    for split in ("train", "dev"):
        chosen = [
            [{"text": w, "ner": label} for (w, _), label in zip(words, _bioes([x for _, x in words]), strict=True)]
            for article, words in sentences
            if (article in held) == (split == "dev")
        ]
        (corpora.work / f"names-{split}.json").write_text(json.dumps(chosen), encoding="utf-8")
    (corpora.work / "names-held-out.txt").write_text("\n".join(sorted(held)) + "\n", encoding="utf-8")


def prepare(corpora: Corpora) -> None:
    """Write what Stanza's trainers read: CoNLL-U, characters with labels, names as JSON."""
    for split in ("train", "dev"):
        files = sorted(corpora.ud.glob(f"*-ud-{split}.conllu.xz"))
        if not files:
            raise SystemExit(f"no *-ud-{split}.conllu.xz in {corpora.ud}: pass the folder of the UD files as --ud")
        sentences = [s for file in files for s in treebank(file)]
        _write_conllu(corpora.work / f"ud-{split}.conllu", sentences)
        _write_tokenizer_data(corpora.work / f"ud-{split}", sentences)
    (corpora.work / "mwt.json").write_text("[]", encoding="utf-8")
    _write_names(corpora)


def pretrain(corpora: Corpora) -> None:
    """Convert word vectors from text to Stanza's format."""
    from stanza.models.common.pretrain import Pretrain

    Pretrain(str(corpora.work / "pretrain.pt"), str(corpora.vectors)).load()


def tokenize(corpora: Corpora) -> None:
    """Train the tokenizer, which also finds the sentences."""
    from stanza.models import tokenizer

    work = corpora.work
    # fmt: off
    tokenizer.main([
        "--mode", "train", "--lang", "en", "--shorthand", "en_quoteattr", "--cpu",
        "--txt_file", str(work / "ud-train.txt"), "--label_file", str(work / "ud-train.labels"),
        "--dev_txt_file", str(work / "ud-dev.txt"), "--dev_label_file", str(work / "ud-dev.labels"),
        "--dev_conll_gold", str(work / "ud-dev.conllu"), "--conll_file", str(work / "tokenized.conllu"),
        "--mwt_json_file", str(work / "mwt.json"),
        "--no_use_mwt", "--split_mwt_prob", "0", "--max_seqlen", "200", "--dropout", "0.33", "--unit_dropout", "0.1",
        "--steps", "3000", "--eval_steps", "300", "--max_steps_before_stop", "1500",
        "--seed", str(corpora.seed), "--save_dir", str(work), "--save_name", "tokenize.pt",
    ])
    # fmt: on


def ner(corpora: Corpora) -> None:
    """Train the name tagger."""
    from stanza.models import ner_tagger

    work = corpora.work
    resume = ["--finetune"] if (work / "ner.pt").exists() else []
    # fmt: off
    ner_tagger.main([
        "--mode", "train", "--shorthand", "en_quoteattr", "--cpu",
        "--wordvec_pretrain_file", str(work / "pretrain.pt"), "--emb_finetune_known_only",
        "--train_file", str(work / "names-train.json"), "--eval_file", str(work / "names-dev.json"),
        "--hidden_dim", "200", "--char_hidden_dim", "64", "--char_emb_dim", "32", "--word_dropout", "0.03",
        "--optim", "adam", "--lr", "0.002", "--min_lr", "0.0001", "--lr_decay", "0.5", "--patience", "0",
        "--batch_size", "32", "--max_batch_words", "1200", "--eval_interval", "500",
        "--max_steps", "6000", "--max_steps_no_improve", "2000",
        "--seed", str(corpora.seed), "--save_dir", str(work), "--save_name", "ner.pt", *resume,
    ])
    # fmt: on


RESOURCES = {
    "en": {
        "lang_name": "English",
        "packages": {"default": {"tokenize": "quoteattr", "ner": "quoteattr"}},
        "tokenize": {"quoteattr": {}},
        "ner": {"quoteattr": {"dependencies": [{"model": "pretrain", "package": "quoteattr"}]}},
        "pretrain": {"quoteattr": {}},
        "default_processors": {"tokenize": "quoteattr", "ner": "quoteattr"},
    }
}
"""What Stanza looks up in a folder of models."""


VECTORS = 32_000
"""How many of the most frequent words keep a vector in the packed models."""

ADJUSTED = 10_000
"""How many of the vectors that the name tagger adjusted are kept: those it adjusted most."""


def pack(corpora: Corpora) -> None:
    """Copy the models to `out` as Stanza expects them: smaller, optimizers left out.

    Weights go to half precision, which Stanza turns back to single precision as it loads them; the
    vectors, which it takes as they are, stay in single precision but lose the rarest words.
    """
    import torch

    for name in ("tokenize", "ner", "pretrain"):
        saved = torch.load(corpora.work / f"{name}.pt", map_location="cpu", weights_only=True)
        saved = {key: value for key, value in saved.items() if "optimizer" not in key and "scheduler" not in key}
        if name == "pretrain":
            _keep_words(saved["vocab"], range(VECTORS))
            saved["emb"] = saved["emb"][:VECTORS].half()
        else:
            saved["model"] = _halve(saved["model"])
        if name == "ner":
            _keep_words(saved["vocab"]["word"], range(VECTORS))
            adjusted = saved["model"]["delta_emb.weight"]
            most = sorted(adjusted.float().norm(dim=1).argsort(descending=True)[:ADJUSTED].tolist())
            keep = [*range(PREFIX), *(i for i in most if i >= PREFIX)]
            _keep_words(saved["vocab"]["delta"], keep)
            saved["model"]["delta_emb.weight"] = adjusted[keep].clone()
        target = corpora.out / "en" / name / "quoteattr.pt"
        target.parent.mkdir(parents=True, exist_ok=True)
        torch.save(saved, target)
    (corpora.out / "resources.json").write_text(json.dumps(RESOURCES, indent=1) + "\n", encoding="utf-8")


PREFIX = 4
"""Entries that open every Stanza vocabulary: padding, unknown, empty, root."""


def _keep_words(vocabulary: dict[str, Any], indexes: Iterable[int]) -> None:
    """Cut a saved Stanza vocabulary down to some of its entries, which get new numbers in order."""
    units = vocabulary["_id2unit"]
    kept = [units[i] for i in indexes if i < len(units)]
    vocabulary["_id2unit"] = kept
    vocabulary["_unit2id"] = {unit: i for i, unit in enumerate(kept)}


def _halve(value: Any) -> Any:
    """Return the same nested dicts, every floating-point tensor in half precision."""
    if isinstance(value, dict):
        return {key: _halve(item) for key, item in value.items()}
    return value.half() if hasattr(value, "is_floating_point") and value.is_floating_point() else value


def evaluate(corpora: Corpora) -> None:
    """Print the figures of the packed models and write them beside them, as ``figures.json``.

    Sentences and words are those of raw text: the tokenizer's, not the treebank's. Names
    are found in the held-out articles' words joined by spaces.
    """
    reader = Reader(corpora.out)
    figures = {**_word_figures(corpora, reader), **_name_figures(corpora, reader)}
    (corpora.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


def _word_figures(corpora: Corpora, reader: Reader) -> dict[str, float]:
    """Return the official CoNLL 2018 scores of words and sentences on UD dev, in percent."""
    from stanza.models.common.utils import ud_scores

    text = (corpora.work / "ud-dev.txt").read_text(encoding="utf-8")
    (analysis,) = reader.read([Page.verbatim(text)])
    found = io.StringIO("".join(_conllu(sentence) for sentence in analysis.sentences))
    scores = ud_scores(str(corpora.work / "ud-dev.conllu"), found)
    return {name: round(100 * scores[name].f1, 2) for name in ("Words", "Sentences")}


def _conllu(sentence: Sentence) -> str:
    """Return a sentence as CoNLL-U, its words in a chain: the scores want a tree."""
    rows = ("\t".join([str(w.index + 1), w.text, *["_"] * 4, str(w.index), "dep", "_", "_"]) for w in sentence.words)
    return "\n".join(rows) + "\n\n"


def _name_figures(corpora: Corpora, reader: Reader) -> dict[str, float]:
    """Return the F1 of person, organization and place together and by kind, exact spans, in percent."""
    sentences = json.loads((corpora.work / "names-dev.json").read_text(encoding="utf-8"))
    text, gold = _with_spans(sentences)
    (analysis,) = reader.read([Page.verbatim(text)])
    found = {
        (name.start, name.end, name.kind.value) for name in analysis.names if name.kind is not NameKind.NATIONALITY
    }
    kinds = {"PERSON": "person", "ORG": "organization", "LOC": "place"}
    wanted = {(start, end, kinds[label]) for start, end, label in gold if label in kinds}
    figures = {"names": _f1(found, wanted)}
    for kind in kinds.values():
        figures[kind] = _f1({f for f in found if f[2] == kind}, {w for w in wanted if w[2] == kind})
    return figures


def _with_spans(sentences: list[list[dict[str, str]]]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return sentences as paragraphs of one text, and the character spans of their BIOES names."""
    text, spans, position, start = [], [], 0, 0
    for sentence in sentences:
        for word in sentence:
            prefix, _, label = word["ner"].partition("-")
            start = position if prefix in ("B", "S") else start
            if prefix in ("E", "S"):
                spans.append((start, position + len(word["text"]), label))
            text.append(word["text"] + " ")
            position += len(text[-1])
        text[-1] = text[-1][:-1] + "\n"
    return "".join(text), spans


def _f1(found: set[tuple[int, int, str]], wanted: set[tuple[int, int, str]]) -> float:
    return round(200 * len(found & wanted) / max(1, len(found) + len(wanted)), 2)


PRODUCTS = {
    "prepare": "names-held-out.txt",
    "pretrain": "pretrain.pt",
    "tokenize": "tokenize.done",
    "ner": "ner.done",
}


def _run(step: str, corpora: Corpora) -> None:
    product = corpora.work / PRODUCTS.get(step, "never skipped")
    if product.exists():
        print(f"{step}: {product.name} is there, skipped", file=sys.stderr)
        return
    globals()[step](corpora)
    if product.suffix == ".done":
        product.touch()


def main(arguments: list[str] | None = None) -> None:
    """Run the steps asked for, in order."""
    parser = argparse.ArgumentParser(prog="python -m quoteattr.training.language", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--ud", type=Path, required=True, help="folder with *-ud-train.conllu.xz and *-ud-dev.conllu.xz"
    )
    parser.add_argument("--names", type=Path, required=True, help="Worldwide articles with names, .tsv.xz")
    parser.add_argument("--vectors", type=Path, required=True, help="word vectors as text, .xz")
    parser.add_argument("--out", type=Path, required=True, help="folder for the finished models")
    parser.add_argument("--work", type=Path, default=Path("build/language"), help="folder for data, checkpoints, logs")
    parser.add_argument("--hold-out", nargs="*", default=[], help="articles of --names never to train on")
    parser.add_argument("--seed", type=int, default=1234)
    parser.add_argument("--steps", nargs="*", choices=STEPS, default=list(STEPS))
    args = parser.parse_args(arguments)
    args.work.mkdir(parents=True, exist_ok=True)
    corpora = Corpora(args.ud, args.names, args.vectors, args.work, args.out, frozenset(args.hold_out), args.seed)
    for step in STEPS:
        if step in args.steps:
            _run(step, corpora)


if __name__ == "__main__":
    main()
