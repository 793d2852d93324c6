"""What the words of a mention say by themselves: its form, its head noun, the gender it states, the name in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import IntEnum
from itertools import pairwise

import regex

from quoteattr.language.lexicon.countries import COUNTRY_OF
from quoteattr.language.lexicon.grammar import DETERMINERS, PRONOUNS, singular
from quoteattr.language.lexicon.roles import FEMALE, MALE, TITLE_WORDS, is_role
from quoteattr.language.lexicon.titles import COURTESY, HONORIFICS, LETTERS
from quoteattr.records import SpeakerKind

__all__ = [
    "Form",
    "Gender",
    "Key",
    "bare_name",
    "find_form",
    "full_name",
    "gender_of_name",
    "gender_of_wording",
    "head_noun",
    "name_key",
    "offices_behind",
    "offices_beside",
    "shorten",
    "strip_titles",
    "title_range",
    "titles_before",
    "without_titles",
    "words_around",
]

Key = tuple[str, ...]
"""The words of a name, plain: lower case, no accents, no dots."""

_TOKEN = regex.compile(r"[\w'’.-]+")
_WORD = regex.compile(r"[\w’'-]+")
_UNSPACED = regex.compile(r"\S+")
_POSSESSIVE = regex.compile(r"['’]s?$")
_OPENING = regex.compile(r"^(?:The|A|An|His|Her|Its|Their|Some|Many|Several|One|Other|Most)\b")
_CAPITAL_WORD = regex.compile(r"(?:^|\s)\p{Lu}")
_END_OF_HEAD = regex.compile(
    r",|\(|\b(?:of|for|from|at|with|in|on|to|by|who|which|that|whose|close|familiar|near|behind|after|before|among)\b"
)
_END_OF_BODY = regex.compile(r"\s(?:on|in|at|from|with|through|by|to)\s")
_CLAUSE_BEHIND = (
    r"\b(?:who|which|that)\b|"
    r"\s\p{Ll}++(?<=\p{Ll}(?:ed|ing))(?=\s(?:by|on|in|at|to|for|from|with|the|an?|his|her|their|last)\s|$)"
)
_END_OF_NAME = regex.compile(rf",(?!\d)|\s\(|{_CLAUSE_BEHIND}")
_END_OF_GROUP = regex.compile(rf",(?!\d)|{_CLAUSE_BEHIND}")
_AND = regex.compile(r"\s(?:and|or|&)\s")

_END_OF_CLAUSE = regex.compile(r"[\n“”\"(;:]|(?<!\b\p{Lu}\p{Ll}{0,3})\.\s")
_APPOSITION = regex.compile(r",\s(?:(?:an?|the|his|her|their|who is an?)\s)?(?P<words>(?:[\w-]+\s){0,3}[\w-]+)")
_ADDITION = regex.compile(r",\s(?P<words>(?:[\w’'-]+\s){0,7}[\w’'-]+)")
_TOGETHER = regex.compile(r" and (?:an?|the|his|her|their) (?P<words>(?:[\w-]+ ){0,3}[\w-]+)")
_END_OF_APPOSITION = regex.compile(r"\b(?:of|for|at|in|who|whose|and|with|to|from|said|says)\b")
_NEAR = 60
"""Characters before and behind a name in which its titles and an apposition are looked for."""

_OPENINGS = DETERMINERS | frozenset("one any several".split())
_PARTICIPLE = regex.compile(r"\s\p{Ll}++(?<=\p{Ll}ed)\s(?:by|on|in|at|to|for|from|with)\s")


class Form(IntEnum):
    """How a source is worded. The numbers are those that the network has learned."""

    NONE = 0
    HE = 1
    SHE = 2
    THEY = 3
    IT = 4
    SPEAKER = 5
    RELATIVE = 6
    NAME = 7
    DESCRIPTION = 8
    UNSAID = 9

    @property
    def is_pronoun(self) -> bool:
        """True for pronouns, relative ones too."""
        return Form.HE <= self <= Form.RELATIVE


class Gender(IntEnum):
    """What an article itself states of somebody's gender. It is never put out."""

    UNSTATED = 0
    MALE = 1
    FEMALE = 2


_FORMS = {
    "he": Form.HE,
    "she": Form.SHE,
    "they": Form.THEY,
    "it": Form.IT,
    "i": Form.SPEAKER,
    "we": Form.SPEAKER,
    "who": Form.RELATIVE,
}
_RELATIVE = frozenset("which that whose".split())


def find_form(source: str) -> Form:
    """Return how a source is worded.

    >>> [find_form(source).name for source in ("he", "Ms Obi", "her mother", "which")]
    ['HE', 'NAME', 'DESCRIPTION', 'RELATIVE']
    """
    words = [word.lower() for word in _TOKEN.findall(source)]
    if words and (len(words) == 1 or (len(words) == 2 and words[0] not in DETERMINERS)):
        first = _POSSESSIVE.sub("", words[0])
        form = Form.RELATIVE if first in _RELATIVE else _FORMS.get(PRONOUNS.get(first, ""))
        if form is not None:
            return form
    return Form.NAME if _CAPITAL_WORD.search(_OPENING.sub("", source)) else Form.DESCRIPTION


def head_noun(phrase: str) -> str:
    """Return the noun that a phrase is built on, lower case and singular; "" without one.

    >>> head_noun("the union's lawyers in Lagos"), head_noun("people briefed on the talks")
    ('lawyer', 'people')
    """
    words = _WORD.findall(_END_OF_HEAD.split(_PARTICIPLE.split(phrase)[0])[0].strip() or phrase)
    return singular(_POSSESSIVE.sub("", words[-1]).lower()) if words else ""


def bare_name(name: str) -> str:
    """Return a name without a possessive ending."""
    bare = _POSSESSIVE.sub("", name)
    return bare if bare.strip() else name


def shorten(phrase: str, kind: SpeakerKind) -> str:
    """Return a phrase without its determiner and what follows its head: the shortest wording that identifies somebody.

    >>> shorten("a spokesman for the union, who", SpeakerKind.UNNAMED_PERSON)
    'spokesman for the union'
    >>> shorten("the dockers waiting in the port", SpeakerKind.GROUP), shorten("Obi, Lee and Moss", SpeakerKind.GROUP)
    ('dockers', 'Obi, Lee and Moss')
    """
    name = " ".join(_without_first(bare_name(phrase).split(), _is_determiner))
    if kind is SpeakerKind.ORGANIZATION:
        name = _END_OF_BODY.split(name, maxsplit=1)[0]
    end = _end_of_group(name) if kind is SpeakerKind.GROUP else _END_OF_NAME.search(name)
    return (name[: end.start()].strip() if end else name) or name


def _end_of_group(name: str) -> regex.Match[str] | None:
    """Return what follows the words for a group; commas between several of them belong to it."""
    last = max((found.start() for found in _AND.finditer(name)), default=0)
    return next((end for end in _END_OF_GROUP.finditer(name) if end[0] != "," or end.start() > last), None)


def name_key(name: str) -> Key:
    """Return the words of a name in plain letters, to compare names by.

    >>> name_key("José O’Neill-Roy’s")
    ('jose', "o'neill-roy")
    """
    words = (_plain(word).replace(".", "") for word in _TOKEN.findall(bare_name(name)))
    return tuple(word for word in words if word.strip("'-"))


def without_titles(key: Key) -> Key:
    """Return a key without titles and "the", or as it is if nothing else is in it."""
    return tuple(word for word in key if word != "the" and not _is_title(word)) or key


def strip_titles(name: str) -> str:
    """Return a name as it is written, without titles before it.

    >>> strip_titles("Deputy Minister Dr. Ada Obi")
    'Ada Obi'
    """
    return " ".join(_without_first(name.split(), lambda word, _: _is_title(_plain(word).strip(".,"))))


def full_name(name: str) -> str:
    """Return a person's name without ranks and nationality before it, and without letters behind it.

    Offices stay: many are first names, too.

    >>> full_name("Brigadier Dean Moss’s"), full_name("Kenyan Ada Obi MEP")
    ('Dean Moss', 'Ada Obi')
    """
    words = _without_first(bare_name(name).split(), lambda word, _: _plain(word).strip(".,") in HONORIFICS)
    while len(words) > 1 and _plain(words[-1]).replace(".", "") in LETTERS:
        words.pop()
    return " ".join(words[1:] if len(words) > 2 and words[0] in COUNTRY_OF else words)


def titles_before(text: str, start: int) -> tuple[str, ...]:
    """Return the plain titles that stand straight before a name, in text order.

    >>> titles_before("Yesterday Deputy Minister Dr. Obi", 30)
    ('deputy', 'minister', 'dr')
    """
    return tuple(title for title, _ in _titles_before(text, start))


def title_range(text: str, start: int) -> tuple[int, int] | None:
    """Return where the title stands that is straight before a name, without courtesy; None where there is none.

    >>> text = "Yesterday Deputy Minister Dr. Obi"
    >>> text[slice(*title_range(text, 30))], title_range("Mr Obi", 3), title_range("said the mayor, Obi", 16)
    ('Deputy Minister', None, None)
    """
    offices = [where for title, where in _titles_before(text, start) if title not in COURTESY]
    return (offices[0][0], offices[-1][1]) if offices and text[offices[-1][1]].isspace() else None


def _titles_before(text: str, start: int) -> list[tuple[str, tuple[int, int]]]:
    """Return the plain titles that stand straight before a name, and where."""
    titles: list[tuple[str, tuple[int, int]]] = []
    for word, where in reversed(_places_before(text, start)):
        if not _is_title(word) and not (titles and word in TITLE_WORDS):
            break
        titles.append((word, where))
    return titles[::-1]


def gender_of_name(text: str, start: int, end: int) -> Gender:
    """Return the gender that a title before a name, or an apposition behind it, states.

    >>> text = "Mr Obi met Ann Lee, a businesswoman."
    >>> gender_of_name(text, 3, 6).name, gender_of_name(text, 11, 18).name
    ('MALE', 'FEMALE')
    """
    before = _words_before(text, start)
    near = before[-2:] if before and _is_title(before[-1]) else before[-1:]
    words = (*reversed(near), *_apposition(text, end))
    return next((gender for gender in map(_gender, words) if gender), Gender.UNSTATED)


def offices_behind(text: str, end: int) -> tuple[str, ...]:
    """Return the nouns of office in an apposition behind a name.

    >>> offices_behind("Ada Obi, the deputy health minister of Lagos, left.", 7)
    ('deputy', 'minister')
    """
    return tuple(word for word in _apposition(text, end) if is_role(word) or word == "deputy")


def gender_of_wording(source: str) -> Gender:
    """Return the gender that a source states: by its pronoun, its title or its head noun.

    >>> [gender_of_wording(source).name for source in ("she", "Mr Obi", "the spokeswoman", "the officer")]
    ['FEMALE', 'MALE', 'FEMALE', 'UNSTATED']
    """
    words = [_plain(word).strip(".") for word in source.split()]
    form = find_form(source)
    if form in (Form.HE, Form.SHE):
        return Gender(form)
    return (_gender(words[0]) if words else Gender.UNSTATED) or _gender(head_noun(source))


def offices_beside(text: str, end: int) -> frozenset[str]:
    """Return the noun of office of somebody who is named together with the bearer of a name: another one.

    >>> offices_beside("Ada Obi and the mayor toured the dam.", 7)
    frozenset({'mayor'})
    """
    found = _TOGETHER.match(text, end, end + _NEAR)
    words = map(_plain, found["words"].split()) if found else ()
    return frozenset([word for word in words if is_role(word)][:1])


def words_around(text: str, start: int, end: int) -> frozenset[str]:
    """Return the plain words right before a name and in what a comma adds behind it.

    >>> sorted(words_around("The Kenyan minister Ada Obi, head of the Fund, left.", 20, 27))
    ['fund', 'head', 'kenyan', 'minister', 'of', 'the']
    """
    behind = _ADDITION.match(text, end, end + 2 * _NEAR)
    return frozenset((*_words_before(text, start), *(map(_plain, behind["words"].split()) if behind else ())))


def _without_first(words: list[str], is_left_out: Callable[[str, str], bool]) -> list[str]:
    """Return the words from the first on that, with the one after it, is not left out; the last word always."""
    pairs = enumerate(pairwise(words))
    return words[next((i for i, pair in pairs if not is_left_out(*pair)), max(0, len(words) - 1)) :]


def _is_determiner(word: str, following: str) -> bool:
    """Return whether a word only opens a phrase: "a", but not "one" of several."""
    return word.lower() in _OPENINGS and following.lower() != "of"


def _gender(word: str) -> Gender:
    return Gender.MALE if word in MALE else Gender.FEMALE if word in FEMALE else Gender.UNSTATED


def _apposition(text: str, end: int) -> list[str]:
    """Return the plain words of an apposition behind a name, up to what goes on from its noun."""
    found = _APPOSITION.match(text, end, end + _NEAR)
    return [_plain(word) for word in _END_OF_APPOSITION.split(found["words"])[0].split()] if found else []


def _is_title(word: str) -> bool:
    word = word.rpartition("-")[2]
    return word in HONORIFICS or is_role(word) or word == "deputy"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def _words_before(text: str, start: int) -> list[str]:
    """Return the last four plain words of the clause before an offset."""
    return [word for word, _ in _places_before(text, start)]


def _places_before(text: str, start: int) -> list[tuple[str, tuple[int, int]]]:
    """Return the last four plain words of the clause before an offset, and where they stand."""
    clause = _END_OF_CLAUSE.split(text[max(0, start - _NEAR) : start])[-1]
    return [_placed(word, start - len(clause)) for word in list(_UNSPACED.finditer(clause))[-4:]]


def _placed(found: regex.Match[str], clause: int) -> tuple[str, tuple[int, int]]:
    """Return a plain word of a clause, and where it stands without the commas and marks around it."""
    word = found[0].strip(",'’")
    start = clause + found.start() + found[0].find(word)
    return _plain(word).strip(".,'"), (start, start + len(word))
