"""CoreNLP: the quote annotator of a running server, through Stanza's client.

The server is the user's: it has to be running, with the English models (``java -cp "*" -mx8g
edu.stanford.nlp.pipeline.StanfordCoreNLPServer -port 9000``). The time is that of its answers, the way there included.

    python run_corenlp.py http://localhost:9000 < stories.jsonl
"""

from __future__ import annotations

import argparse
from itertools import accumulate
from typing import Any

from protocol import Find, Found, MissingError, Offsets, require, serve

ANNOTATORS = ("tokenize", "pos", "lemma", "ner", "depparse", "coref", "quote")
TIMEOUT = 300_000
"""Milliseconds for one story."""


class JavaOffsets:
    """Java counts UTF-16 units, the contract characters: they differ after the first character beyond U+FFFF."""

    def __init__(self, text: str) -> None:
        starts = accumulate((2 if ord(c) > 0xFFFF else 1 for c in text), initial=0)
        self._characters = {unit: i for i, unit in enumerate(starts)}

    def span(self, start: int, end: int) -> Offsets:
        """Return the same stretch in characters."""
        return (self._characters[start], self._characters[end])


def quotations_of(text: str, document: Any) -> list[Found]:
    """Return the quotations of CoreNLP's answer; a mention's tokens are numbered over the document, ends included."""
    offsets = JavaOffsets(text)
    tokens = [token for sentence in document.sentence for token in sentence.token]
    out = []
    for quote in document.quote:
        mention = None
        if quote.HasField("mentionBegin") and quote.HasField("mentionEnd"):
            mention = offsets.span(tokens[quote.mentionBegin].beginChar, tokens[quote.mentionEnd].endChar)
        name = quote.canonicalMention or quote.speaker or quote.mention or None
        out.append(Found(offsets.span(quote.begin, quote.end), mention=mention, name=name))
    return out


def load(url: str | None) -> Find:
    """Return the client of a server. Raises `MissingError` where none is named or none answers."""
    if not url:
        raise MissingError(
            "no server was named: start CoreNLP's server and give its address, as in http://localhost:9000"
        )
    server = require("stanza.server")
    client = server.CoreNLPClient(
        start_server=server.StartServer.DONT_START, endpoint=url, timeout=TIMEOUT, be_quiet=True
    )
    try:
        alive = client.is_alive()
    except Exception as error:
        raise MissingError(f"no CoreNLP server answers at {url} ({type(error).__name__}): start one there") from error
    if not alive:
        raise MissingError(f"what answers at {url} is no CoreNLP server that is ready")
    return lambda text: quotations_of(
        text, client.annotate(text, annotators=list(ANNOTATORS), output_format="serialized")
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url", nargs="?")
    args = parser.parse_args()
    serve(lambda: load(args.url))
