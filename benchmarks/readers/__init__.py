"""Public corpora of quotations, read from where their users put them.

    python -m benchmarks.readers FORMAT PATH > GOLD.jsonl

Nothing is downloaded and no corpus is part of the project. `read` yields one `Article` after another, whatever the
format; `to_gold` turns it into a line that the benchmarks read.

>>> from pathlib import Path
>>> samples = Path(__file__).parents[2] / "tests" / "data" / "readers"
>>> for article in read("polnear", samples / "polnear" / "data" / "dev"):
...     print(article.id, [article.cut(said.cue) for said in article.attributions])
lantern_2021-03-02_ferry-to-sail-aga [('says',), ('said',), ('hopes',), ('an answer about',)]

What each format gives:

=============  ========================================  ======  ====  =======  ======================================
format         articles                                  source  cue   speaker  remarks
=============  ========================================  ======  ====  =======  ======================================
`jsonl`        the project's own                         yes     yes   yes      kind, role, organization, tags, traps
`polnear`      US political news                         yes     yes   no       thoughts are statements too
`parc`         Wall Street Journal                       yes     yes   no       text laid out from words; nested ones
`directquote`  paragraphs of news in English             yes     no    no       direct only; split ones are two
`riqua`        excerpts of 19th-century fiction          yes     yes   no       direct and indirect
`pdnc`         novels                                    no      no    yes      direct only; aliases of every speaker
`quotebank`    news, or a quotation and its context      no      no    yes      direct only; mostly found by a program
`citron`       what somebody annotated                   yes     yes   maybe    names from coreferences
=============  ========================================  ======  ====  =======  ======================================

`FORMATS` says where each corpus is got, under which terms, and which folder to point at. Statements keep the
corpus's own convention: whether marks belong to a content, whether thoughts count, and whether a quotation that
its cue splits is one statement or two.
"""

from __future__ import annotations

from benchmarks.readers.article import Article, Attribution, CorpusError, Span, Trap, to_gold
from benchmarks.readers.formats import FORMATS, Format, read
from benchmarks.readers.project import with_speakers

__all__ = [
    "FORMATS",
    "Article",
    "Attribution",
    "CorpusError",
    "Format",
    "Span",
    "Trap",
    "read",
    "to_gold",
    "with_speakers",
]
