"""Characters that nobody sees, which are taken out before a text is read.

Pages are full of them: soft hyphens within words, zero-width spaces around links, joiners, direction marks, a byte
order mark where a feed was glued together. A reader's eye passes over them, so they must neither part a word nor
come between a quotation mark and its neighbours:

>>> list(find_invisible("“Yes,” s\\u00adaid Ada\\u200b Obi."))
[Change(start=8, end=9, now=''), Change(start=16, end=17, now='')]

Which characters these are, Unicode says (Default_Ignorable_Code_Point, Unicode Standard Annex 44): those that a
program shows as nothing even where its font lacks them.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quoteattr.text.changes import Change

__all__ = ["find_invisible"]

_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}")


def find_invisible(text: str) -> Iterator[Change]:
    """Yield each character that nobody sees, in text order, to be taken out."""
    return (Change(*found.span(), "") for found in _INVISIBLE.finditer(text))
