from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from quoteattr.network.checkpoint import load_network, open_tokenizer, save_network, unpack
from quoteattr.network.labels import LABELS
from quoteattr.network.tagger import Tagger
from quoteattr.network.windows import cut_windows
from quoteattr.network.words import read_words
from quoteattr.text.page import Page
from quoteattr.training import tagger, teaching
from quoteattr.training.examples import Link, examples, fold, trim
from quoteattr.training.pretrained import load_published

TEXT = "“We sail at noon,” said Petra Holm. “Nobody stays.”\n\nThe crew hoped for wind."
WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    *sorted(set("we sail at noon said petra holm nobody stays the crew hoped".split())),
]
WORDS += [*'".,', "##s", "for", "wind"]


def span(phrase: str) -> list[int]:
    start = TEXT.index(phrase)
    return [start, start + len(phrase)]


ARTICLE: dict[str, Any] = {
    "id": "pier",
    "text": TEXT,
    "attributions": [
        {
            "content": [span("“We sail at noon,”"), span("“Nobody stays.”")],
            "cue": [span("said")],
            "source": [span("Petra Holm")],
        },
        {"content": [span("for wind")], "cue": [span("hoped")], "source": [span("The crew")]},
    ],
}


def checkpoint(folder: Path, kind: str) -> Path:
    """A tiny encoder as it is published: a config, weights with the names of the original, a tokenizer."""
    folder.mkdir()
    width, inner, chance = 16, 32, torch.Generator().manual_seed(3)
    mpnet = kind == "mpnet"
    config = {"model_type": kind, "num_hidden_layers": 2, "hidden_size": width, "num_attention_heads": 2}
    config |= {"intermediate_size": inner, "vocab_size": len(WORDS), "max_position_embeddings": 80}
    config |= {"layer_norm_eps": 1e-12, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3}
    inside = [f"attention.attn.{name}" for name in "qkvo"] if mpnet else []
    inside = inside or [f"attention.{name}" for name in ("self.query", "self.key", "self.value", "output.dense")]
    shapes = {"embeddings.word_embeddings": (len(WORDS), width), "embeddings.position_embeddings": (80, width)}
    shapes |= (
        {"encoder.relative_attention_bias": (32, 2)} if mpnet else {"embeddings.token_type_embeddings": (2, width)}
    )
    for i in range(2):
        shapes |= {f"encoder.layer.{i}.{name}": (width, width) for name in inside}
        shapes |= {
            f"encoder.layer.{i}.intermediate.dense": (inner, width),
            f"encoder.layer.{i}.output.dense": (width, inner),
        }
    weights = {f"{name}.weight": torch.randn(shape, generator=chance) / 4 for name, shape in shapes.items()}
    weights |= {
        f"{name}.bias": torch.zeros(shape[0]) for name, shape in shapes.items() if name.startswith("encoder.layer")
    }
    normal = "attention.LayerNorm" if mpnet else "attention.output.LayerNorm"
    for name in (
        "embeddings.LayerNorm",
        *(f"encoder.layer.{i}.{n}" for i in range(2) for n in (normal, "output.LayerNorm")),
    ):
        weights |= {f"{name}.weight": torch.ones(width), f"{name}.bias": torch.zeros(width)}
    save_file(weights, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps(config))
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(ARTICLE | {"id": f"pier{i}"}) + "\n" for i in range(4)))
    return path


def command(articles: Path, encoder: Path, out: Path, *more: str) -> list[str]:
    return ["--train", str(articles), "--dev", str(articles), "--encoder", str(encoder), "--out", str(out), *more]


def test_annotations_become_labels_and_links() -> None:
    (example,) = examples([ARTICLE], open_tokenizer(Path(tagger.__file__).parents[1] / "models/tagger/tokenizer.json"))
    assert example.labels is not None
    words = [TEXT[s:e] for s, e in zip(example.words.starts, example.words.ends, strict=True)]
    marked = [(word, LABELS[label]) for word, label in zip(words, example.labels, strict=True) if label]
    assert marked[:6] == [
        ("We", "B-content"),
        ("sail", "I-content"),
        ("at", "I-content"),
        ("noon", "I-content"),
        ("said", "B-cue"),
        ("Petra", "B-source"),
    ]
    cue = (words.index("said"), words.index("said") + 1)
    assert Link(0, (words.index("Nobody"), words.index("Nobody") + 2), cue) in example.links
    assert Link(1, cue, (cue[1], cue[1] + 2)) in example.links
    assert len(example.links) == 5


def test_spans_lose_the_punctuation_around_them() -> None:
    assert [TEXT[slice(*trim(TEXT, *span(x)))] for x in ("“We sail at noon,”", "“Nobody stays.”")] == [
        "We sail at noon",
        "Nobody stays",
    ]


def test_a_fold_holds_every_other_article() -> None:
    numbered = [{"id": i} for i in range(5)]
    assert [a["id"] for a in fold(numbered, "0/2", inside=True)] == [0, 2, 4]
    assert [a["id"] for a in fold(numbered, "0/2", inside=False)] == [1, 3]
    assert fold(numbered, None, inside=False) == numbered


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_a_network_starts_with_the_weights_of_a_published_encoder(tmp_path: Path, kind: str) -> None:
    folder = checkpoint(tmp_path / kind, kind)
    network = load_published(folder)
    published = load_file(folder / "model.safetensors")
    assert torch.equal(network.encoder.pieces.weight, published["embeddings.word_embeddings.weight"])
    assert torch.equal(network.encoder.layers[1].outer.weight, published["encoder.layer.1.output.dense.weight"])


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_a_tagger_is_trained_written_and_read(tmp_path: Path, articles: Path, kind: str) -> None:
    encoder, out = checkpoint(tmp_path / kind, kind), tmp_path / "out"
    tagger.main(command(articles, encoder, out, "--epochs", "2"))
    assert {"tagger.json", "tagger.safetensors", "tokenizer.json", "log.txt"} <= {path.name for path in out.iterdir()}
    assert "epoch 2" in (out / "log.txt").read_text()
    saved = torch.load(out / "checkpoint.pt", weights_only=True)
    assert saved["network"].keys() == saved["mean"].keys() == unpack(load_file(out / "tagger.safetensors")).keys()
    assert len(Tagger.open(out).read([Page.of(TEXT), Page.of("")])) == 2


def test_training_again_from_a_checkpoint_gives_the_same_weights(tmp_path: Path, articles: Path) -> None:
    encoder = checkpoint(tmp_path / "bert", "bert")
    tagger.main(command(articles, encoder, tmp_path / "once", "--epochs", "2"))
    shutil.copytree(tmp_path / "once", tmp_path / "again")
    tagger.main(command(articles, encoder, tmp_path / "again", "--epochs", "2"))
    tagger.main(command(articles, encoder, tmp_path / "new", "--epochs", "2"))
    once, again, new = (load_file(tmp_path / name / "tagger.safetensors") for name in ("once", "again", "new"))
    assert all(torch.equal(once[name], again[name]) and torch.equal(once[name], new[name]) for name in once)


def test_a_student_learns_from_soft_labels(tmp_path: Path, articles: Path) -> None:
    encoder, teacher = checkpoint(tmp_path / "mpnet", "mpnet"), tmp_path / "teacher"
    tagger.main(command(articles, encoder, teacher, "--epochs", "1", "--fold", "0/2"))
    soft, unmarked = tmp_path / "soft.safetensors", tmp_path / "unmarked.jsonl"
    unmarked.write_text(json.dumps({"id": "quay", "text": TEXT}) + "\n")
    teaching.main(["--teachers", str(teacher), str(teacher), "--articles", str(unmarked), "--out", str(soft)])
    labels = load_file(soft)
    assert torch.allclose(labels["quay/single"].float().sum(-1), torch.ones(1), atol=0.01)
    assert labels["quay/links"].shape[1] == 5
    student = tmp_path / "student"
    bert = checkpoint(tmp_path / "bert", "bert")
    tagger.main(command(articles, bert, student, "--epochs", "1", "--soft", str(soft), "--unmarked", str(unmarked)))
    assert (student / "tagger.safetensors").is_file()


def test_a_saved_network_is_read_again(tmp_path: Path) -> None:
    network = load_published(checkpoint(tmp_path / "bert", "bert")).eval()
    save_network(network, tmp_path / "saved")
    back = load_network(tmp_path / "saved").eval()
    words = read_words(Page.of(TEXT), open_tokenizer(tmp_path / "bert" / "tokenizer.json"))
    assert back.shape == network.shape
    assert len(list(cut_windows(words))) == 1
    assert torch.allclose(back.encoder.pieces.weight, network.encoder.pieces.weight, atol=0.01)
