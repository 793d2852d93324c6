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
from quoteattr.network.labels import LABELS, Part, read_spans
from quoteattr.network.tagger import BUNDLED, Tagger
from quoteattr.network.windows import cut_windows
from quoteattr.network.words import read_words
from quoteattr.text.page import Page
from quoteattr.training import tagger, teaching
from quoteattr.training.examples import Example, Link, examples, fold, trim
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
    (example,) = examples([ARTICLE], open_tokenizer(BUNDLED / "tokenizer.json"))
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


REPORT = "Petra Holm said that Ada Obi had told them the pier, it was said, would sink. Jon Moss agreed to sell."


def in_report(phrase: str) -> list[int]:
    start = REPORT.index(phrase)
    return [start, start + len(phrase)]


def reported(content: str, cue: str, source: str | None) -> dict[str, Any]:
    return {
        "content": [in_report(content)],
        "cue": [in_report(cue)],
        "source": [in_report(source)] if source else [],
    }


OUTER = reported("that Ada Obi had told them the pier, it was said, would sink", "said", "Petra Holm")
INNER = reported("the pier, it was said, would sink", "had told", "Ada Obi")
INNERMOST = {
    "content": [in_report("the pier"), in_report("would sink")],
    "cue": [in_report("it was said")],
    "source": [],
}
NESTED: dict[str, Any] = {"id": "dock", "text": REPORT, "attributions": [INNERMOST, INNER, OUTER]}


def labelled(example: Example) -> list[tuple[str, str]]:
    """The labelled spans of an example, as part and words."""
    assert example.labels is not None
    spans, words = read_spans(example.labels), example.words
    return [(Part(sort).name, REPORT[words.starts[start] : words.ends[end - 1]]) for sort, start, end in spans]


def nested(*, inside: bool, attributions: list[dict[str, Any]] | None = None) -> list[Example]:
    article = NESTED if attributions is None else NESTED | {"attributions": attributions}
    return list(examples([article], open_tokenizer(BUNDLED / "tokenizer.json"), inside=inside))


def test_of_reports_inside_reports_the_outer_one_has_the_labels() -> None:
    (whole,) = nested(inside=False)
    assert labelled(whole) == [
        ("SOURCE", "Petra Holm"),
        ("CUE", "said"),
        ("CONTENT", "that Ada Obi had told them the pier, it was said, would sink"),
    ]
    assert (whole.id, whole.ranges, len(whole.links)) == ("dock", None, 2)


def test_what_is_reported_inside_a_report_is_an_example_of_its_own() -> None:
    _, inner = nested(inside=True)
    assert labelled(inner) == [
        ("SOURCE", "Ada Obi"),
        ("CUE", "had told"),
        ("CONTENT", "the pier, it was said, would sink"),
    ]
    assert inner.id == "dock/inside"
    words = [REPORT[s:e] for s, e in zip(inner.words.starts, inner.words.ends, strict=True)]
    told = (words.index("had"), words.index("had") + 2)
    assert Link(1, told, (told[0] - 2, told[0])) in inner.links
    assert len(inner.links) == 2
    (host,) = inner.ranges or ()
    assert (words[host[0]], words[host[1] - 1]) == ("that", "sink")


def test_an_example_of_what_stands_inside_has_its_hosts_as_windows() -> None:
    whole, inner = nested(inside=True)
    assert [(window.start, window.end) for window in whole.windows(254, 0)] == [(0, len(whole.words))]
    (host,) = inner.ranges or ()
    (window,) = inner.windows(254, 0)
    assert ((window.start, window.end), window.kept, window.until) == (host, *host)
    assert next(inner.windows(window.pieces, 0)).start == host[0]
    assert list(inner.windows(window.pieces - 1, 0)) == []


def test_a_host_is_an_example_too_where_nothing_is_reported_in_it() -> None:
    _, inner = nested(inside=True, attributions=[OUTER])
    assert (labelled(inner), inner.links, len(inner.ranges or ())) == ([], [], 1)


def test_a_short_span_and_one_without_a_verb_of_reporting_are_no_hosts() -> None:
    short = reported("to sell", "agreed", "Jon Moss")
    assert len(nested(inside=True, attributions=[short])) == 1
    silent = reported("the pier", "had told", "Ada Obi")
    assert len(nested(inside=True, attributions=[silent])) == 1


def test_a_report_that_crosses_another_has_no_labels() -> None:
    crossing = reported("would sink. Jon Moss agreed", "sell", None)
    whole, inner = nested(inside=True, attributions=[OUTER, crossing])
    assert ("CUE", "sell") not in [*labelled(whole), *labelled(inner)]


def test_statements_may_share_a_source() -> None:
    one, two = reported("that Ada Obi had told them", "said", "Petra Holm"), reported("to sell", "agreed", "Petra Holm")
    (whole,) = nested(inside=False, attributions=[one, two])
    assert [part for part, _ in labelled(whole)] == ["SOURCE", "CUE", "CONTENT", "CUE", "CONTENT"]
    assert len(whole.links) == 4


def test_an_attribution_of_marks_alone_has_no_labels() -> None:
    (whole,) = nested(inside=True, attributions=[{"content": [in_report(",")], "cue": [], "source": []}])
    assert (labelled(whole), whole.links) == ([], [])


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


def test_a_tagger_learns_from_several_files_and_from_what_is_reported_inside(tmp_path: Path, articles: Path) -> None:
    encoder, out, more = checkpoint(tmp_path / "bert", "bert"), tmp_path / "out", tmp_path / "nested.jsonl"
    more.write_text(json.dumps(NESTED) + "\n")
    both = [str(articles), str(more)]
    files = ["--train", *both, "--inside", str(more), "--dev", *both]
    tagger.main([*files, "--encoder", str(encoder), "--out", str(out), "--epochs", "1"])
    *_, last = (out / "log.txt").read_text().splitlines()
    assert last.count("'content'") == len(both)
    assert Tagger.open(out).read([Page.of(REPORT)])


def test_frozen_layers_stay_as_they_are(tmp_path: Path, articles: Path) -> None:
    encoder, start = checkpoint(tmp_path / "bert", "bert"), tmp_path / "start"
    tagger.main(command(articles, encoder, start, "--epochs", "1"))
    again = ["--start", str(start), "--epochs", "4", "--frozen", "1", "--rate", "0.01"]
    tagger.main(command(articles, encoder, tmp_path / "out", *again))
    before, after = (dict(load_network(folder).named_parameters()) for folder in (start, tmp_path / "out"))
    same = {name for name, tensor in before.items() if torch.allclose(tensor, after[name], atol=1e-3)}
    frozen = {n for n in before if n.startswith("encoder.") and not n.startswith("encoder.layers.1.")}
    assert frozen <= same
    assert "encoder.layers.1.outer.weight" not in same


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


def test_files_with_reports_inside_have_to_be_trained_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        tagger.main(["--train", "a", "--inside", "b", "--dev", "a", "--encoder", "c", "--out", "d"])
    assert "--inside names b: expected files that --train names" in capsys.readouterr().err
