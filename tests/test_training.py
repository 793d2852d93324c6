from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from quoteattr.training.language import Corpora, main, named_sentences, prepare, split_multiword, treebank

TREEBANK = """\
# newdoc id = harbour
# newpar
# text = They don't “sail”.
1\tThey\tthey\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
3.1\tnever\tnever\tADV\tRB\t_\t_\t_\t4:advmod\t_
4\t“\t"\tPUNCT\t``\t_\t5\tpunct\t_\tSpaceAfter=No
5\tsail\tsail\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No|Entity=1
6\t”\t"\tPUNCT\t''\t_\t5\tpunct\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# text = It’s over
1-2\tIt’s\t_\t_\t_\t_\t_\t_\t_\t_
1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj\t_\t_
2\t’s\tbe\tAUX\tVBZ\t_\t3\tcop\t_\t_
3\tover\tover\tADV\tRB\t_\t0\troot\t_\t_

# newpar
# text = Done.
1\tDone\tdo\tVERB\tVBN\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_

"""
NAMES = """\
-DOCSTART- a1
Marta\tB-Person
Lindqvist\tI-Person
sailed\tO
to\tO
Elmina\tB-Location
.\tO

She\tO
won\tO
“\tO
Gold\tB-Money
”\tO

-DOCSTART- a2
The\tO
Red\tB-Organization
Cross\tI-Organization
came\tO

-DOCSTART- a3
Norwegian\tB-NORP
boats\tO
sank\tO

"""


def row(number: str, form: str, misc: str = "_") -> tuple[str, ...]:
    return (number, form, form, "X", "X", "_", "0", "dep", "_", misc)


def compressed(path: Path, text: str) -> Path:
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


@pytest.fixture
def corpora(tmp_path: Path) -> Corpora:
    ud, work = tmp_path / "ud", tmp_path / "work"
    ud.mkdir()
    work.mkdir()
    for split in ("train", "dev"):
        compressed(ud / f"en_small-ud-{split}.conllu.xz", TREEBANK)
    names = compressed(tmp_path / "names.tsv.xz", NAMES)
    return Corpora(ud, names, tmp_path / "vectors.xz", work, tmp_path / "out", hold_out=frozenset({"a2"}))


def arguments(corpora: Corpora, *more: str) -> list[str]:
    paths = {"ud": corpora.ud, "names": corpora.names, "vectors": corpora.vectors, "out": corpora.out}
    return [
        *(part for name, path in paths.items() for part in (f"--{name}", str(path))),
        "--work",
        str(corpora.work),
        *more,
    ]


def test_a_multiword_token_becomes_adjacent_words() -> None:
    rows = [("1-2", "can't", *["_"] * 8), row("1", "ca"), row("2", "n't"), row("3", "go")]
    assert [(r[0], r[1], r[9]) for r in split_multiword(rows)] == [
        ("1", "ca", "SpaceAfter=No"),
        ("2", "n't", "_"),
        ("3", "go", "_"),
    ]


def test_a_space_missing_after_a_multiword_token_is_missing_after_its_last_word() -> None:
    rows = [("1-2", "can't", *["_"] * 7, "SpaceAfter=No"), row("1", "ca"), row("2", "n't"), row("3", ".")]
    assert [r[9] for r in split_multiword(rows)] == ["SpaceAfter=No", "SpaceAfter=No", "_"]


@pytest.mark.parametrize(
    ("surface", "forms"),
    [
        ("dont", ["do", "not"]),
        ("gonna", ["going", "to"]),
        ("cannot", ["can", "not"]),
        ("wanna", ["want", "to"]),
        ("imma", ["I", "am", "to"]),
    ],
)
def test_words_of_a_token_spell_it(surface: str, forms: list[str]) -> None:
    rows = [(f"1-{len(forms)}", surface, *["_"] * 8), *(row(str(i), form) for i, form in enumerate(forms, start=1))]
    found = [r[1] for r in split_multiword(rows)]
    assert "".join(found) == surface
    assert len(found) == len(forms)
    assert all(found)


def test_words_that_are_not_written_are_left_out() -> None:
    assert [r[1] for r in split_multiword([row("1", "Done"), row("1.1", "it"), row("2", ".")])] == ["Done", "."]


def test_marks_are_made_plain_and_notes_dropped() -> None:
    (only,) = split_multiword([row("1", "“", "SpaceAfter=No|Entity=1")])
    assert (only[1], only[9]) == ('"', "SpaceAfter=No")


def test_a_treebank_is_read_sentence_by_sentence(tmp_path: Path) -> None:
    sentences = list(treebank(compressed(tmp_path / "small.conllu.xz", TREEBANK)))
    assert [[r[1] for r in s.rows] for s in sentences] == [
        ["They", "do", "n't", '"', "sail", '"', "."],
        ["It", "'s", "over"],
        ["Done", "."],
    ]
    assert [s.opens_paragraph for s in sentences] == [True, False, True]


def test_names_are_read_with_their_article(tmp_path: Path) -> None:
    found = list(named_sentences(compressed(tmp_path / "names.tsv.xz", NAMES)))
    assert [article for article, _ in found] == ["a1", "a1", "a2", "a3"]
    assert found[0][1] == [
        ("Marta", "B-PERSON"),
        ("Lindqvist", "I-PERSON"),
        ("sailed", "O"),
        ("to", "O"),
        ("Elmina", "B-LOC"),
        (".", "O"),
    ]
    assert [label for _, label in found[2][1]] == ["O", "B-ORG", "I-ORG", "O"]
    assert found[3][1][0] == ("Norwegian", "B-NORP")


def test_other_kinds_of_names_are_none_and_marks_plain(tmp_path: Path) -> None:
    found = list(named_sentences(compressed(tmp_path / "names.tsv.xz", NAMES)))
    assert found[1][1][2:] == [('"', "O"), ("Gold", "O"), ('"', "O")]


def test_a_file_that_ends_without_a_blank_line_is_read_whole(tmp_path: Path) -> None:
    found = list(named_sentences(compressed(tmp_path / "names.tsv.xz", NAMES.rstrip("\n"))))
    assert [word for word, _ in found[-1][1]] == ["Norwegian", "boats", "sank"]


def test_text_and_labels_have_equal_length(corpora: Corpora) -> None:
    prepare(corpora)
    for split in ("train", "dev"):
        text = (corpora.work / f"ud-{split}.txt").read_text(encoding="utf-8")
        labels = (corpora.work / f"ud-{split}.labels").read_text(encoding="utf-8")
        assert len(text) == len(labels)
        assert {label for char, label in zip(text, labels, strict=True) if char == " "} == {"0"}


def test_labels_end_words_and_sentences(corpora: Corpora) -> None:
    prepare(corpora)
    text = (corpora.work / "ud-train.txt").read_text(encoding="utf-8")
    labels = (corpora.work / "ud-train.labels").read_text(encoding="utf-8")
    pieces = [
        ("They", "0001"),
        (" ", "0"),
        ("do", "01"),
        ("n't", "001"),
        (" ", "0"),
        ('"', "1"),
        ("sail", "0001"),
        ('".', "12"),
        (" ", "0"),
        ("It", "01"),
        ("'s", "01"),
        (" ", "0"),
        ("over", "0002"),
        ("\n\n", "\n\n"),
        ("Done.", "00012"),
        ("\n", "\n"),
    ]
    assert text == "".join(piece for piece, _ in pieces)
    assert labels == "".join(label for _, label in pieces)


def test_words_are_written_as_the_treebank_has_them(corpora: Corpora) -> None:
    prepare(corpora)
    written = (corpora.work / "ud-train.conllu").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in written.strip().split("\n\n")]
    assert [len(block) for block in blocks] == [7, 3, 2]
    assert blocks[0][2].split("\t") == ["3", "n't", "_", "PART", "RB", "_", "4", "advmod", "_", "_"]


def test_held_out_articles_are_never_trained_on(corpora: Corpora) -> None:
    prepare(corpora)
    train = json.loads((corpora.work / "names-train.json").read_text(encoding="utf-8"))
    dev = json.loads((corpora.work / "names-dev.json").read_text(encoding="utf-8"))
    assert [[w["text"] for w in sentence] for sentence in dev] == [["The", "Red", "Cross", "came"]]
    assert not any(word["text"] == "Cross" for sentence in train for word in sentence)
    assert len(train) == 3
    assert (corpora.work / "names-held-out.txt").read_text(encoding="utf-8").split() == ["a2"]


def test_a_tenth_of_many_articles_is_held_out_the_same_way_every_time(corpora: Corpora) -> None:
    compressed(corpora.names, "".join(f"-DOCSTART- a{i}\nBoat{i}\tB-Person\n\n" for i in range(40)))
    prepare(corpora)
    held = (corpora.work / "names-held-out.txt").read_text(encoding="utf-8")
    prepare(corpora)
    assert (corpora.work / "names-held-out.txt").read_text(encoding="utf-8") == held
    assert len(held.split()) == 4
    assert "a2" in held.split()


def test_names_are_labelled_from_their_first_to_their_last_word(corpora: Corpora) -> None:
    prepare(corpora)
    train = json.loads((corpora.work / "names-train.json").read_text(encoding="utf-8"))
    assert [w["ner"] for w in train[0]] == ["B-PERSON", "E-PERSON", "O", "O", "S-LOC", "O"]


def test_a_folder_without_treebanks_is_named(corpora: Corpora, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--ud"):
        main([*arguments(corpora, "--steps", "prepare"), "--ud", str(tmp_path / "out")])


def test_steps_whose_product_is_there_are_skipped(corpora: Corpora, capsys: pytest.CaptureFixture[str]) -> None:
    main(arguments(corpora, "--steps", "prepare"))
    assert capsys.readouterr().err == ""
    (corpora.work / "ud-train.txt").write_text("left alone")
    for name in ("pretrain.pt", "tokenize.done", "ner.done"):
        (corpora.work / name).touch()
    main(arguments(corpora, "--steps", "ner", "tokenize", "pretrain", "prepare"))
    assert capsys.readouterr().err.splitlines() == [
        "prepare: names-held-out.txt is there, skipped",
        "pretrain: pretrain.pt is there, skipped",
        "tokenize: tokenize.done is there, skipped",
        "ner: ner.done is there, skipped",
    ]
    assert (corpora.work / "ud-train.txt").read_text() == "left alone"


def test_unknown_steps_are_refused(corpora: Corpora, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments(corpora, "--steps", "dance"))
    assert caught.value.code == 2
