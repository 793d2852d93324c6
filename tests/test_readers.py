from __future__ import annotations

import bz2
import doctest
import importlib
import importlib.util
import json
import shutil
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.readers import (
    FORMATS,
    Article,
    Attribution,
    CorpusError,
    Trap,
    brat,
    directquote,
    parc,
    pdnc,
    project,
    quotebank,
    read,
    to_gold,
    with_speakers,
)
from benchmarks.readers.__main__ import main
from benchmarks.readers.files import Record
from benchmarks.readers.placing import join, place
from benchmarks.readers.tokens import space, unescape
from quoteattr import Presentation, QuoteattrError, QuoteKind, SpeakerKind

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data" / "readers"
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora"

Fragments = tuple[str, ...]


def sample(format: str) -> dict[str, Article]:
    return {article.id: article for article in read(format, DATA / format)}


def parts(article: Article) -> list[tuple[Fragments, Fragments, Fragments]]:
    """Content, cue and source of every attribution, as text."""
    return [(article.cut(a.content), article.cut(a.cue), article.cut(a.source)) for a in article.attributions]


def copy(format: str, to: Path) -> Path:
    return Path(shutil.copytree(DATA / format, to / format))


def test_polnear_pairs_text_and_annotations_and_takes_one_annotator() -> None:
    found = sample("polnear")
    assert list(found) == ["lantern_2021-03-02_ferry-to-sail-aga", "gazette_2021-03-09_ledger-is-missing"]
    assert parts(found["lantern_2021-03-02_ferry-to-sail-aga"]) == [
        (("Ferry to sail again",), ("says",), ("council",)),
        (("“The hull is sound,”", "“We tested every plate.”"), ("said",), ("harbour pilot Ines Okoro",)),
        (("that the timetable will hold",), ("hopes",), ("The mayor",)),
        (("the fares",), ("an answer about",), ()),
    ]
    assert not any(a.has_speaker for article in found.values() for a in article.attributions)


@pytest.mark.parametrize("part", ["data", "data/dev"])
def test_polnear_reads_the_whole_or_a_part(part: str) -> None:
    assert "lantern_2021-03-02_ferry-to-sail-aga" in [a.id for a in read("polnear", DATA / "polnear" / part)]


def test_riqua_joins_lines_and_follows_relations() -> None:
    article = sample("riqua")["harrow_idle_mill"]
    assert parts(article) == [
        (('"You will find no flour here,\nsir,"',), ("said",), ("the old miller",)),
        (('"nor\nany man to grind it."',), ("said",), ("the old miller",)),
        (("that she had\nnot come for flour",), ("told",), ("Tabitha",)),
        (('"What, then?"',), (), ()),
    ]


def test_parc_lays_out_words_sentences_and_paragraphs() -> None:
    article = sample("parc")["wsj_9001"]
    assert article.text == (
        '"Tin isn\'t the new gold," said Mona Relf (a trader). "Ask me again in May."\n\n'
        "Prices fell, dealers hinted they would, according to the exchange."
    )
    assert parts(article) == [
        (('"Tin isn\'t the new gold,"', '"Ask me again in May."'), ("said",), ("Mona Relf",)),
        (("Prices fell, dealers hinted they would",), ("according to",), ("the exchange",)),
        (("they would",), ("hinted",), ("dealers",)),
    ]
    assert [a.forms for a in article.attributions] == [(), (), ("nested",)]


def test_directquote_gives_each_quotation_the_speaker_on_its_side() -> None:
    found = list(sample("directquote").values())
    assert [article.text for article in found[:2]] == [
        'Harbour master Ada Brandt told reporters: "The pier won\'t move."',
        '"We counted twice," said Kofi Asante, and Lena Ruiz agreed: "Twice."',
    ]
    assert [parts(article) for article in found] == [
        [(('"The pier won\'t move."',), (), ("Ada Brandt",))],
        [(('"We counted twice,"',), (), ("Kofi Asante",)), (('"Twice."',), (), ("Lena Ruiz",))],
        [(('"Keep out,"',), (), ())],
        [],
        [(("“Yes,”",), (), ("Mr Lund",)), (("“no,”",), (), ("Mr Lund",))],
    ]
    assert {a.kind for article in found for a in article.attributions} == {QuoteKind.DIRECT}
    assert found[2].attributions[0].forms == ("speaker-unknown",)


def test_pdnc_resolves_speakers_and_finds_moved_fragments() -> None:
    article = sample("pdnc")["TheGlassOrchard"]
    assert [content for content, _, _ in parts(article)] == [
        ("Nothing grows here,", "It\nnever did."),
        ("That isn't so,",),
        ("Hear, hear!",),
        ("glass",),
    ]
    assert [(a.speaker, a.aliases, a.speaker_kind) for a in article.attributions] == [
        ("Cordelia Vane", ("Cordelia", "Mrs. Vane"), SpeakerKind.PERSON),
        ("Tom O'Dell", ("Tom",), SpeakerKind.PERSON),
        (None, (), SpeakerKind.GROUP),
        (None, (), SpeakerKind.UNKNOWN),
    ]
    assert [a.forms for a in article.attributions] == [("explicit",), ("anaphoric",), ("explicit",), ("implicit",)]


def test_quotebank_reads_evaluation_rows() -> None:
    found = sample("quotebank")
    article = found["2019050107_00000001_W-0"]
    assert article.text == (
        'The keeper, Ruth Adeyemi, closed the gate. "It is only for a week," she told visitors. [QUOTE] she added.'
    )
    assert parts(article) == [(('"It is only for a week,"',), (), ())]
    assert article.attributions[0].speaker == "Ruth Adeyemi"
    nobody = found["2019050107_00000001_W-2"].attributions[0]
    assert (nobody.speaker, nobody.speaker_kind, nobody.forms) == (None, SpeakerKind.UNKNOWN, ())
    assert found["2019050107_00000002_W-0"].attributions == ()
    assert found["2019050107_00000003_W-1"].attributions[0].forms == ("ambiguous",)


def test_quotebank_reads_articles_with_and_without_text() -> None:
    found = sample("quotebank")
    whole = found["2019060309_00000011_W"]
    assert [content for content, _, _ in parts(whole)] == [('"We will be back,"',), ('"So will the clouds."',)]
    assert [a.speaker for a in whole.attributions] == ["Jo Marsh", None]
    assert {a.forms for a in whole.attributions} == {("automatic",)}
    assert parts(found["2019060309_00000012_W-0"]) == [(('"Mind the step"',), (), ())]


def test_quotebank_unpacks(tmp_path: Path) -> None:
    plain_file = DATA / "quotebank" / "quotebank-2019.json"
    packed = tmp_path / "quotebank-2019.json.bz2"
    packed.write_bytes(bz2.compress(plain_file.read_bytes()))
    assert list(read("quotebank", packed)) == list(read("quotebank", plain_file))


def test_citron_reads_documents_and_names_by_coreference() -> None:
    found = sample("citron")
    assert parts(found["boats"]) == [
        (("“I counted the boats,”", "“There were nine.”"), ("said",), ("Greta Olsen",)),
        (("that one has sunk",), ("thinks",), ("She",)),
    ]
    assert [(a.speaker, a.aliases) for a in found["boats"].attributions] == [(None, ()), ("Greta Olsen", ())]
    assert found["empty"].attributions == ()


def test_jsonl_reads_everything_and_the_speakers_beside() -> None:
    found = sample("jsonl")
    dam = found["dam"]
    assert (dam.style, dam.region, dam.traps) == ("wire", "Delta", (Trap((89, 99), "scare-quote"),))
    assert dam.cut([dam.traps[0].span]) == ("“wet year”",)
    (said,) = dam.attributions
    assert (said.kind, said.presentation, said.speaker, said.aliases) == (
        QuoteKind.MIXED,
        Presentation.SPEECH,
        "Noor Haddad",
        ("Haddad",),
    )
    assert (said.speaker_kind, said.role, said.forms) == (SpeakerKind.PERSON, "engineer", ("split", "name"))
    assert (said.roles, said.organization, said.organization_optional) == (("dam engineer",), ("Delta Power",), True)
    first, second = found["lake"].attributions
    assert not first.has_speaker
    assert (second.speaker, second.organization, second.former) == ("Vera Lind", ("Lake Trust",), True)
    assert (second.roles, second.organization_optional) == (("lake warden",), False)


def test_speakers_of_another_annotation_are_refused(tmp_path: Path) -> None:
    found = list(read("jsonl", DATA / "jsonl" / "lake.jsonl"))
    rows = tmp_path / "rows.jsonl"
    for row, message in (({"attribution": 7}, "has 2 attributions"), ({"attribution": 0, "content": [[0, 3]]}, "got")):
        rows.write_text(json.dumps({"id": "lake", "speaker": "Vera Lind", "kind": "person"} | row), encoding="utf-8")
        with pytest.raises(CorpusError, match=message):
            list(with_speakers(found, rows))


@pytest.mark.parametrize("format", FORMATS)
def test_every_span_is_inside_the_text_and_says_something(format: str) -> None:
    for article in sample(format).values():
        for attribution in article.attributions:
            for fragment in article.cut(attribution.spans):
                assert fragment == fragment.strip() != ""


@pytest.mark.parametrize("format", FORMATS)
def test_a_path_that_is_not_there_says_where_to_get_the_corpus(format: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such file or folder") as caught:
        read(format, tmp_path / "missing")
    assert isinstance(caught.value, QuoteattrError)
    assert FORMATS[format].home in str(caught.value)
    assert FORMATS[format].point_at in str(caught.value)


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_folder_says_so(format: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        list(read(format, tmp_path))
    assert FORMATS[format].hint in str(caught.value)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("other", FORMATS)
def test_another_format_is_told_apart(format: str, other: str) -> None:
    if format == other:
        return
    with pytest.raises(CorpusError) as caught:
        list(read(format, DATA / other))
    assert FORMATS[format].hint in str(caught.value)


def test_an_unknown_format_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="jsonl, polnear, parc"):
        read("conll", tmp_path)


@pytest.mark.parametrize(
    ("format", "file", "old", "new", "message"),
    [
        (
            "polnear",
            "data/train/attributions/gazette_2021-03-09_ledger-is-missing_ef2d.ann",
            "\tNobody has seen",
            "\tSomebody has seen",
            "at 0 26",
        ),
        (
            "polnear",
            "data/train/attributions/gazette_2021-03-09_ledger-is-missing_ef2d.ann",
            "Cue:T2",
            "Cue:T9",
            "no T9",
        ),
        ("polnear", "data/train/attributions/gazette_2021-03-09_ledger-is-missing_ef2d.ann", "T1\t", "Q1\t", "line 1"),
        ("polnear", "data/train/attributions/gazette_2021-03-09_ledger-is-missing_ef2d.ann", "0 26", "a b", "offsets"),
        ("riqua", "merged/harrow_idle_mill.ann", "Arg1:T2 Arg2:T1", "Arg1:T1 Arg2:T2", "Entity to Quotation"),
        ("riqua", "merged/harrow_idle_mill.ann", "Arg1:T2 Arg2:T1", "Arg1 Arg2", "label and arguments"),
        ("parc", "PARC3_complete/train/90/wsj_9001.xml", "</root>", "", "readable XML"),
        ("parc", "PARC3_complete/train/90/wsj_9001.xml", 'roleValue="cue"', 'roleValue="clue"', "roleValue"),
        ("directquote", "data/truecased.txt", "B-Speaker", "B-Speaker2", "line 3"),
        ("pdnc", "data/TheGlassOrchard/quotation_info.csv", "Hear, hear!']", "Hear, hear!'", "Python's notation"),
        ("pdnc", "data/TheGlassOrchard/quotation_info.csv", "Hear, hear!']", "Here, here!']", "isn't nearby"),
        ("pdnc", "data/TheGlassOrchard/quotation_info.csv", "quoteByteSpans", "spans", "no quoteByteSpans"),
        ("quotebank", "quotebank-2019.json", 'So will the clouds ."', 'So will it ."', "isn't nearby"),
        ("quotebank", "quotebank-2019.json", '"content"', '"text"', "leftContext"),
        ("citron", "boats.json", '“There were nine.”"\n', '“There were six.”"\n', "at 41 to 59"),
        ("citron", "boats.json", '"contents"', '"content"', "no content"),
        ("jsonl", "dam.jsonl", "[56, 73]", "[56, 7300]", "56 to 7300"),
        ("jsonl", "dam.jsonl", "[56, 73]", "[56]", "should hold"),
        ("jsonl", "dam.jsonl", '"Noor Haddad"', '["Noor Haddad", "Ada Obi"]', "'speaker' should be str"),
        ("jsonl", "dam.jsonl", '"mixed"', '"mingled"', "direct, mixed, indirect"),
        ("jsonl", "dam.jsonl", '"attributions": [', '"attributions": ', "JSON object"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, format: str, file: str, old: str, new: str, message: str) -> None:
    root = copy(format, tmp_path)
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CorpusError, match=message) as caught:
        list(read(format, root))
    assert FORMATS[format].hint in str(caught.value)


@pytest.mark.parametrize(
    ("format", "file"),
    [
        ("polnear", "data/train/text/gazette_2021-03-09_ledger-is-missing.txt"),
        ("quotebank", "quotebank-2019.json"),
        ("citron", "boats.json"),
        ("pdnc", "data/TheGlassOrchard/character_info.csv"),
    ],
)
def test_files_that_are_not_utf8_are_named(tmp_path: Path, format: str, file: str) -> None:
    root = copy(format, tmp_path)
    (root / file).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusError, match="UTF-8") as caught:
        list(read(format, root))
    assert Path(file).name in str(caught.value)


def test_truncated_archives_are_named(tmp_path: Path) -> None:
    packed = bz2.compress((DATA / "quotebank" / "quotebank-2019.json").read_bytes())
    (tmp_path / "cut.json.bz2").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(CorpusError, match="readable"):
        list(read("quotebank", tmp_path))


def test_parquet_is_declined(tmp_path: Path) -> None:
    (tmp_path / "part.parquet").write_bytes(b"PAR1")
    with pytest.raises(CorpusError, match="Parquet"):
        list(read("quotebank", tmp_path))


def test_a_novel_without_its_tables_is_named(tmp_path: Path) -> None:
    root = copy("pdnc", tmp_path)
    (root / "data" / "TheGlassOrchard" / "character_info.csv").unlink()
    with pytest.raises(CorpusError, match=r"character_info\.csv"):
        list(read("pdnc", root))


def test_an_excerpt_without_its_text_is_named(tmp_path: Path) -> None:
    root = copy("riqua", tmp_path)
    (root / "merged" / "harrow_idle_mill.txt").unlink()
    with pytest.raises(CorpusError, match=r"found no harrow_idle_mill\.txt"):
        list(read("riqua", root))


def test_two_articles_of_one_name_are_refused(tmp_path: Path) -> None:
    root = copy("citron", tmp_path)
    shutil.copy(root / "boats.json", root / "more" / "boats.json")
    with pytest.raises(CorpusError, match="two articles are called 'boats'"):
        list(read("citron", root))


@pytest.mark.parametrize("spans", [((0, 0),), ((3, 2),), ((-1, 2),), ((0, 99),), ()])
def test_an_article_refuses_spans_that_do_not_fit(spans: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(CorpusError, match="a: attribution 0"):
        Article("a", "Some text.", (Attribution(spans),))


@pytest.mark.parametrize("format", FORMATS)
def test_gold_lines_read_back_as_they_were(format: str, tmp_path: Path) -> None:
    found = list(sample(format).values())
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(to_gold(article) + "\n" for article in found), encoding="utf-8")
    back = list(read("jsonl", gold))
    assert [to_gold(article) for article in back] == [to_gold(article) for article in found]
    if format != "citron":  # a speaker of no kind comes back as one of unknown kind
        assert back == found


def test_the_command_prints_gold_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["polnear", str(DATA / "polnear")]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == list(sample("polnear"))
    assert main(["polnear", str(tmp_path)]) == 1
    assert "Get PolNeAR" in capsys.readouterr().err


@pytest.mark.parametrize("format", FORMATS)
def test_the_scorer_reads_gold_lines(score: ModuleType, format: str) -> None:
    gold = [json.loads(to_gold(article)) for article in sample(format).values()]
    wanted = [a for article in gold for a in article["attributions"]]
    figures = score.score(gold, {article["id"]: score.predicted_attributions(echo(article)) for article in gold})
    assert figures["quotes@0.8"]["f1"] == figures["quotes@0.8"]["attr_f1"] == 100
    if any(a.get("speaker") for a in wanted):
        assert figures["speaker"]["f1"] == 100
    assert ("speaker" in figures) == any("speaker" in a for a in wanted)


def echo(article: dict[str, Any]) -> dict[str, Any]:
    """The line of somebody who finds just what is annotated."""

    def first(spans: list[list[int]]) -> dict[str, int] | None:
        return {"start": spans[0][0], "end": spans[0][1]} if spans else None

    return {
        "id": article["id"],
        "quotes": [
            {
                "spans": [{"start": start, "end": end} for start, end in a["content"]],
                "cue": first(a["cue"]),
                "speaker": {"name": a.get("speaker"), "kind": a.get("speaker_kind"), "mention": first(a["source"])},
            }
            for a in article["attributions"]
        ],
    }


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    "path",
    [
        CORPORA / "world" / "dev.jsonl",
        *(ROOT / "benchmarks" / "corpus" / name for name in ("tune.jsonl", "report.jsonl")),
    ],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_annotated_articles_lose_nothing(path: Path) -> None:
    if not path.exists():
        pytest.skip("these annotated articles are not here")
    for article, line in zip(read("jsonl", path), lines_of(path), strict=True):
        if not line.get("traps"):
            line.pop("traps", None)
        line.pop("entities", None)
        for attribution in line["attributions"]:
            attribution.pop("entity", None)
        assert json.loads(to_gold(article)) == line


def test_polnear_articles_get_the_speakers_beside() -> None:
    path = CORPORA / "polnear" / "dev.jsonl"
    if not path.exists():
        pytest.skip("the PolNeAR articles of ../shared are not here")
    rows = lines_of(path.with_name("dev_speakers.jsonl"))
    found = list(read("jsonl", path))
    assert sum(a.has_speaker for article in found for a in article.attributions) == len(rows)
    assert sum(len(article.attributions) > 0 for article in found) > 80


TOKENS = st.one_of(
    st.sampled_from(
        [*"“”‘’\"'.,;:!?()[]", "``", "''", "n't", "'s", "-LRB-", "-RRB-", "1\\/2", "$", "a", "Ada", "é", "😀"]
    ),
    st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=6),
)


@given(st.lists(TOKENS, max_size=30), st.data())
def test_natural_text_has_every_token_where_it_says(tokens: list[str], data: st.DataObject) -> None:
    layout = space(tokens)
    assert [layout.text[start:end] for start, end in layout.places] == [unescape(token) for token in tokens]
    assert "".join(layout.text.split()) == "".join(map(unescape, tokens))
    chosen = data.draw(st.sets(st.integers(0, len(tokens) - 1)) if tokens else st.just(set()))
    spans = layout.spans(chosen)
    assert "".join("".join(layout.text[s:e].split()) for s, e in spans) == "".join(
        unescape(tokens[i]) for i in sorted(chosen)
    )
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


LABELS = ["O", "Out", *(f"{p}-{n}" for p in "BI" for n in ("LeftSpeaker", "RightSpeaker", "Unknown", "Speaker"))]


@given(st.lists(st.lists(st.tuples(TOKENS, st.sampled_from(LABELS)), min_size=1, max_size=20), max_size=4))
def test_directquote_contents_are_the_labelled_tokens(blocks: list[list[tuple[str, str]]]) -> None:
    lines = [line for block in blocks for line in (*(f"{token} {label}" for token, label in block), "")]
    found = list(directquote.paragraphs(lines, "truecased.txt"))
    assert len(found) == len(blocks)
    for article, block in zip(found, blocks, strict=True):
        chunks = [chunk for chunk in directquote.chunks([label for _, label in block]) if chunk.label != "Speaker"]
        contents = ["".join(article.cut(a.content)[0].split()) for a in article.attributions]
        assert contents == ["".join(unescape(token) for token, _ in block[c.first : c.last]) for c in chunks]
        sources = {"".join(fragment.split()) for a in article.attributions for fragment in article.cut(a.source)}
        labelled = "".join(unescape(token) for token, label in block if label.endswith("-Speaker"))
        assert all(source in labelled for source in sources)


ROLES = st.sets(st.tuples(st.sampled_from(["set_0", "Nested_1"]), st.sampled_from(["source", "cue", "content"])))
SENTENCES = st.lists(st.lists(st.tuples(TOKENS, st.integers(-1, 4), ROLES), min_size=1, max_size=8), max_size=4)


@given(SENTENCES)
def test_parc_parts_are_the_words_of_their_role(sentences: list[list[tuple[str, int, set[tuple[str, str]]]]]) -> None:
    words, at = [], 9
    for number, sentence in enumerate(sentences):
        for token, gap, roles in sentence:
            at = max(0, at + gap)
            words.append(parc.Word(token, number, (at, at + len(token)), tuple(sorted(roles))))
            at += len(token)
    article = parc.document("wsj_9002", words)
    assert "".join(article.text.split()) == "".join(unescape(word.text) for word in words)
    relations = dict.fromkeys(relation for word in words for relation, _ in word.roles)
    expected = [
        tuple("".join(unescape(word.text) for word in words if (relation, role) in word.roles) for role in parc.ROLES)
        for relation in relations
    ]
    got = [tuple("".join("".join(fragments).split()) for fragments in found) for found in parts(article)]
    assert got == [found for found in expected if found[0]]


@given(st.lists(TOKENS, min_size=1, max_size=8))
def test_parc_xml_gives_the_words_back(tmp_path_factory: pytest.TempPathFactory, tokens: list[str]) -> None:
    words = "".join(f"<WORD text={quoteattr(token)}/>" for token in tokens)
    path = tmp_path_factory.mktemp("parc") / "wsj_9003.xml"
    path.write_text(f"<root><SENTENCE><S>{words}</S></SENTENCE></root>", encoding="utf-8")
    assert [word.get("text") for word in ElementTree.parse(path).iter("WORD")] == tokens
    (article,) = read("parc", path)
    assert article.text == " ".join(map(unescape, tokens))


TEXTS = st.text(st.sampled_from("ab é“”\"'.,\n\u00a0😀"), min_size=1, max_size=60)


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(TEXTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if text[a:b].strip()]
    return text, [(a, b) for a, b in spans if "\n" not in text[a:b] and text[a:b] == text[a:b].strip()]


@given(text_and_spans())
def test_standoff_gives_spans_back(given: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given
    offsets = ";".join(f"{start} {end}" for start, end in spans)
    shown = " ".join(text[start:end] for start, end in spans)
    notes = f"T1\tContent {offsets}\t{shown}\n" if spans else "\n"
    standoff = brat.parse(notes, text, "a.ann")
    assert [mention.spans for mention in standoff.mentions.values()] == ([tuple(spans)] if spans else [])
    merged = join(text, spans)
    assert all(any(a <= start and end <= b for a, b in merged) for start, end in spans)
    assert "".join("".join(text[a:b].split()) for a, b in merged) == "".join(shown.split())


@given(text_and_spans(), st.integers(-40, 40))
def test_moved_fragments_are_found_again(given: tuple[str, list[tuple[int, int]]], shift: int) -> None:
    text, spans = given
    for start, end in spans:
        fragment = text[start:end]
        found = place(text, start + shift, end + shift, fragment)
        assert found is not None
        assert text[slice(*found)].split() == fragment.split()
        assert place(text, start, end, fragment) == (start, end)


@given(text_and_spans())
def test_novels_give_fragments_back(given: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given
    if not spans:
        return
    row = {
        "quoteID": "Q0",
        "subQuotationList": repr([text[start:end] for start, end in spans]),
        "quoteByteSpans": repr([list(span) for span in spans]),
        "speaker": "_unknowable",
    }
    (attribution,) = pdnc.novel("n", text, [row], {}).attributions
    assert attribution.content == tuple(spans)


@given(st.lists(TOKENS, max_size=6), st.lists(TOKENS, min_size=1, max_size=6), st.lists(TOKENS, max_size=6))
def test_quotations_in_context_are_whole(left: list[str], said: list[str], right: list[str]) -> None:
    values = {"leftContext": " ".join(left), "quotation": " ".join(said), "rightContext": " ".join(right)}
    article = quotebank.context("a", Record("a", values | {"speaker": "Ada Brandt"}), "speaker", ())
    ((content,), _, _) = parts(article)[0]
    assert "".join(content.split()) == '"' + "".join(map(unescape, said)) + '"'


@st.composite
def annotated(draw: st.DrawFn) -> Article:
    text, spans = draw(text_and_spans())
    names = st.none() | st.text(max_size=5) | st.just("Ada and Kofi")
    kinds = st.sampled_from(SpeakerKind)
    attributions = tuple(
        Attribution(
            content=(span,),
            cue=tuple(spans[:1]),
            kind=draw(st.none() | st.sampled_from(QuoteKind)),
            presentation=draw(st.none() | st.sampled_from(Presentation)),
            speaker=draw(names),
            speaker_kind=draw(kinds),
            role=draw(st.none() | st.just("mayor")),
            roles=draw(st.just(()) | st.just(("city mayor",))),
            organization=draw(st.just(()) | st.just(("Lake Trust",))),
            organization_optional=draw(st.booleans()),
            former=draw(st.booleans()),
            forms=draw(st.just(()) | st.just(("split",))),
        )
        for span in spans
    )
    return Article("a", text, attributions, style=draw(st.none() | st.just("wire")))


@given(annotated())
def test_gold_lines_keep_everything(article: Article) -> None:
    record = Record.parse(to_gold(article), "line 1")
    assert project.article(record) == article


@pytest.mark.parametrize("name", ["", ".article", ".brat", ".directquote", ".placing", ".tokens"])
def test_examples(name: str) -> None:
    module = importlib.import_module(f"benchmarks.readers{name}")
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
