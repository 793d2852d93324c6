"""Who said what, and for whom: the statements in English news as typed records.

>>> import quoteattr
>>> article = quoteattr.extract("“The bridge is safe,” said Ada Obi, chief engineer of the Lagos Bridge Trust.")
>>> for quote in article.quotes:
...     print(quote.speaker.name, "|", quote.speaker.affiliation.role, "|", quote.text)
Ada Obi | chief engineer | “The bridge is safe,”

`extract` reads one text; `load` gives a `Pipeline` to keep for many. Importing this module is cheap:
Stanza and torch are loaded when the first text is read.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from quoteattr.errors import ArticleError, InputError, ModelError, OutputError, QuoteattrError, RecordError
from quoteattr.output.frame import to_frame
from quoteattr.pipeline import Pipeline, extract, load
from quoteattr.records import (
    Affiliation,
    Article,
    Presentation,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    SpeakerKind,
    SpeakerRecord,
)

__all__ = [
    "Affiliation",
    "Article",
    "ArticleError",
    "InputError",
    "ModelError",
    "OutputError",
    "Pipeline",
    "Presentation",
    "Quote",
    "QuoteKind",
    "QuoteattrError",
    "RecordError",
    "Span",
    "Speaker",
    "SpeakerKind",
    "SpeakerRecord",
    "__version__",
    "extract",
    "load",
    "to_frame",
]

try:
    __version__ = version("quoteattr")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+unknown"
