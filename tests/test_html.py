from __future__ import annotations

import sys
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr import (
    Affiliation,
    Article,
    InputError,
    Presentation,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    SpeakerKind,
    SpeakerRecord,
)
from quoteattr.output.html import as_fragment, as_page
from quoteattr.output.markup import Mark, Part, display_paragraphs, mark_up
from tests.odd_texts import ODD
from tests.test_exchange import articles

CHROMIUM = Path("/usr/bin/chromium")

VOID = frozenset({"meta", "link", "input", "br"})


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes and text, and whether they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[list[str]] = []
        self.ill_nested: list[str] = []
        self._open: list[int] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append([])
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self.elements[self._open.pop()][0] != tag:
            self.ill_nested.append(tag)

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.texts[number].append(data)

    def all(self, tag: str, name: str = "") -> list[tuple[dict[str, str], str]]:
        """The elements of a kind, and of a class where one is given, with their text."""
        return [
            (given, "".join(text))
            for (found, given), text in zip(self.elements, self.texts, strict=True)
            if found == tag and (not name or name in given.get("class", "").split())
        ]

    def one(self, tag: str, name: str = "") -> tuple[dict[str, str], str]:
        (found,) = self.all(tag, name)
        return found


TEXT = """Bridge to close

By Wilma Anders

“We will dig,” said Ada Brandt, head of the Quay Office. “I told the mayor, ‘You must wait,’ and left.”

The plan is “good enough”, Mia Moe, a former pilot, told her.

Nobody knew why the road would close."""


def cut(words: str, text: str = TEXT) -> Span:
    return Span.cut(text, text.index(words), text.index(words) + len(words))


def _article() -> Article:
    ada, mia = cut("Ada Brandt, head of the Quay Office"), cut("Mia Moe, a former pilot")
    office = Affiliation("head", "Quay Office", evidence=(cut("head"), cut("Quay Office")))
    board = Affiliation("member", "Harbour Board")
    pilot = Affiliation("pilot", former=True, evidence=(cut("former pilot"),))
    speaks = Speaker("Ada Brandt", SpeakerKind.PERSON, ada, 1, office)
    return Article(
        (
            Quote(
                (cut("“We will dig,”"), cut("“I told the mayor, ‘You must wait,’ and left.”")),
                QuoteKind.DIRECT,
                cue=cut("said"),
                speaker=speaks,
                confidence=0.93,
            ),
            Quote((cut("‘You must wait,’"),), QuoteKind.DIRECT, Presentation.WRITING, cut("told"), speaks, 0.4),
            Quote(
                (cut("The plan is “good enough”"),),
                QuoteKind.MIXED,
                cue=Span.cut(TEXT, TEXT.index("told her"), TEXT.index("told her") + 4),
                speaker=Speaker("Mia Moe", SpeakerKind.UNNAMED_PERSON, mia, 2, pilot),
                confidence=0.7,
            ),
            Quote((cut("why the road would close"),), QuoteKind.INDIRECT, confidence=0.2),
        ),
        (
            SpeakerRecord(1, "Ada Brandt", SpeakerKind.PERSON, (ada, ada), (office, board)),
            SpeakerRecord(2, "Mia Moe", SpeakerKind.UNNAMED_PERSON, (mia,), (pilot,)),
        ),
        id="quay",
    )


def parts_of(page: Page, number: int) -> list[str]:
    return [text for given, text in page.all("mark", "quote") if given.get("data-q") == str(number)]


def test_the_page_marks_quotes_cues_sources_and_facts() -> None:
    page = Page(as_page(_article(), TEXT))
    assert page.ill_nested == []
    assert parts_of(page, 1) == ["“We will dig,”", "“I told the mayor, ‘You must wait,’ and left.”"]
    assert parts_of(page, 2) == ["‘You must wait,’"]
    marked = [(given["class"].split()[0], text) for given, text in page.all("span") if "data-s" in given]
    assert [text for part, text in marked if part == "cue"] == ["said", "told", "told"]
    assert [text for part, text in marked if part == "source"] == [
        "Ada Brandt, head of the Quay Office",
        "Mia Moe, a former pilot",
    ]
    assert [text for _, text in page.all("span", "fact")] == ["head", "Quay Office", "former pilot"]
    assert page.one("h2", "headline")[1] == "Bridge to close"
    assert page.one("p", "byline")[1] == "By Wilma Anders"


def test_the_page_has_the_whole_text() -> None:
    page = Page(as_page(_article(), TEXT))
    assert page.one("article")[1].split() == TEXT.split()


def test_the_list_has_speakers_with_offices_and_quotes() -> None:
    page = Page(as_page(_article(), TEXT))
    voices = page.all("li", "voice")
    assert [given["data-kind"] for given, _ in voices] == ["person", "unnamed person", "nobody"]
    assert [text for _, text in page.all("p", "office")] == ["head, Quay Office", "former pilot"]
    assert [text for _, text in page.all("p", "also")] == ["also member, Harbour Board"]
    assert "“We will dig,” … “I told the mayor" in voices[0][1]
    assert "direct writing, 40 %" in voices[0][1]
    assert "No speaker named" in voices[2][1]


def test_every_link_has_its_target_and_every_field_its_label() -> None:
    page = Page(as_page(_article(), TEXT))
    ids = [given["id"] for _, given in page.elements if "id" in given]
    assert len(ids) == len(set(ids))
    assert {given["href"][1:] for given, _ in page.all("a")} <= set(ids)
    assert {given["for"] for given, _ in page.all("label") if "for" in given} <= set(ids)
    assert all(text.strip() or given.get("aria-label") for given, text in page.all("button") + page.all("a"))
    landmarks = {"header", "main", "aside", "form"}
    assert landmarks <= {tag for tag, _ in page.elements}
    assert [given["aria-label"] for given, _ in page.all("a", "ref")] == [
        "Quote 1, direct: Ada Brandt",
        "Quote 2, direct: Ada Brandt",
        "Quote 3, mixed: Mia Moe",
        "Quote 4, indirect: No speaker named",
    ]


def test_the_page_loads_nothing_and_runs_only_its_own_script() -> None:
    page = Page(as_page(_article(), TEXT))
    (policy,) = [given["content"] for given, _ in page.all("meta") if "http-equiv" in given]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        digest = b64encode(sha256(page.one(tag)[1].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    names = {name for _, given in page.elements for name in given}
    assert not names & {"src", "srcset", "style", "action"}
    assert not any(name.startswith("on") for name in names)
    assert {given["href"] for given, _ in page.all("link")} == {"data:,"}


def test_style_and_script_are_ascii_so_that_any_encoding_can_hold_the_page() -> None:
    page = as_page(_article(), TEXT)
    assert Page(page).one("style")[1].isascii()
    assert Page(page).one("script")[1].isascii()
    written = page.encode("ascii", "xmlcharrefreplace").decode()
    assert Page(written).one("article")[1] == Page(page).one("article")[1]


def test_everything_from_the_article_is_escaped() -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)> & $title'
    span = Span.cut(evil, 0, len(evil))
    office = Affiliation(evil, evil, evil)
    speaker = Speaker(evil, SpeakerKind.PERSON, span, 1, office)
    quote = Quote((span,), QuoteKind.MIXED, cue=span, speaker=speaker)
    record = SpeakerRecord(1, evil, SpeakerKind.PERSON, (span,), (office, Affiliation("x", evil)))
    article = Article((quote,), (record,), id=evil)
    page = Page(as_page(article, evil, title=evil))
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert page.one("article")[1].strip() == evil
    assert page.one("title")[1] == f"{evil}: who said what"
    fragment = Page(as_fragment(article))
    assert not fragment.all("script")
    assert not fragment.all("img")


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_make_a_page(text: str, read: Callable[[str], Article]) -> None:
    page = as_page(read(text), text)
    assert Page(page.encode().decode()).ill_nested == []
    Page(as_fragment(read(text)).encode().decode())


def _visible(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LNP")


@given(articles())
def test_marks_cover_exactly_their_spans(made: tuple[Article, str]) -> None:
    article, text = made
    page = Page(as_page(article, text).encode().decode())
    assert page.ill_nested == []
    for number, quote in enumerate(article.quotes, start=1):
        said = "".join(span.text for span in quote.spans)
        assert set(_visible("".join(parts_of(page, number)))) == set(_visible(said))
    ids = {given["id"] for _, given in page.elements if "id" in given}
    assert {given["href"][1:] for given, _ in page.all("a")} <= ids


@given(st.text("ab \n\r\u2028\t", max_size=40))
def test_display_paragraphs_hold_all_that_is_not_blank(text: str) -> None:
    found = display_paragraphs(text)
    assert "".join("".join(text[start:end] for start, end in found).split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_every_line_is_a_paragraph_unless_there_are_blank_lines() -> None:
    assert display_paragraphs("a\nb\r\nc\n") == [(0, 1), (2, 3), (5, 6)]
    assert display_paragraphs("a\nb\n \n\nc") == [(0, 3), (7, 8)]
    assert display_paragraphs("") == display_paragraphs("\n \n") == []


def test_marks_that_cross_are_cut_where_they_cross() -> None:
    marks = [Mark(0, 5, Part.QUOTE, 1, 1), Mark(3, 8, Part.QUOTE, 2, 2), Mark(4, 4, Part.CUE, 2, 2)]
    page = Page(mark_up("abcdefghi", marks, {1: "<i></i>", 2: "<b></b>"}))
    assert page.ill_nested == []
    assert parts_of(page, 1) == ["abcde"]
    assert parts_of(page, 2) == ["de", "fgh"]
    assert len(page.all("b")) == len(page.all("i")) == 1


def test_a_mark_over_two_paragraphs_is_cut_at_the_break() -> None:
    page = Page(mark_up("one two\n\nthree four", [Mark(4, 14, Part.QUOTE, 1, 1)], {}))
    assert parts_of(page, 1) == ["two", "three"]


def test_characters_that_no_page_can_hold_are_replaced() -> None:
    text = "a\x00b\x07c\x7fd\x85e\ud800f\ufffeg"
    page = as_page(Article(), text).encode().decode()
    assert "a␀b␇c␡d\ufffde\ufffdf\ufffdg" in Page(page).one("article")[1]


def test_an_empty_article_says_so() -> None:
    page = Page(as_page(Article(), ""))
    assert "empty" in page.one("article")[1]
    assert "Nobody is quoted." in page.one("aside")[1]
    assert page.one("h1")[1] == "Quotes"


def test_speakers_without_a_record_are_listed_by_name() -> None:
    quote = Quote((cut("“We will dig,”"),), QuoteKind.DIRECT, speaker=Speaker("Ada", SpeakerKind.PERSON))
    again = Quote((cut("‘You must wait,’"),), QuoteKind.DIRECT, speaker=Speaker("Ada", SpeakerKind.PERSON, id=77))
    page = Page(as_page(Article((quote, again)), TEXT))
    given, text = page.one("li", "voice")
    assert (given["id"], given["data-kind"]) == ("s1", "person")
    assert "person, 2 quotes" in text


def test_a_page_of_another_text_is_refused() -> None:
    with pytest.raises(InputError, match="pass the text that the article was read from"):
        as_page(_article(), TEXT.replace("dig", "wait"))


def _long(copies: int) -> tuple[Article, str]:
    article, quotes = _article(), []
    for copy in range(copies):
        offset = copy * (len(TEXT) + 2)
        for quote in article.quotes[:3]:
            spans = tuple(Span(span.start + offset, span.end + offset, span.text) for span in quote.spans)
            quotes.append(Quote(spans, quote.kind, speaker=Speaker("Ada Brandt", SpeakerKind.PERSON, id=1)))
    return Article(tuple(quotes), article.speakers), "\n\n".join([TEXT] * copies)


def test_the_work_for_a_page_grows_linearly() -> None:
    """The work is counted in lines run, not in seconds."""
    article, text = _long(4400)
    assert len(text) > 1_000_000
    assert len(as_page(article, text)) < 6 * len(text)
    few, many = (_lines_run(*_long(copies)) for copies in (40, 160))
    assert many < 4.6 * few


def _lines_run(article: Article, text: str) -> int:
    count = 0

    def step(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        as_page(article, text)
    finally:
        sys.settrace(before)
    return count


def test_a_notebook_shows_a_table() -> None:
    page = Page(as_fragment(_article()))
    assert page.ill_nested == []
    rows = page.all("tr")
    assert rows[0][1] == "speakerroleorganizationquotekindconfidence"
    assert len(rows) == 5
    assert "former pilot" in rows[3][1]
    assert rows[1][1].endswith("direct93 %")
    assert rows[4][1].startswith("–")
    assert page.one("caption")[1] == "quay: 4 quotes by 2 speakers"
    assert not page.all("script")
    assert not any("id" in given for _, given in page.elements)


def test_a_notebook_shows_at_most_200_quotes() -> None:
    quote = Quote((Span(0, 900, "word " * 180),), QuoteKind.INDIRECT)
    fragment = as_fragment(Article((quote,) * 1200))
    assert len(Page(fragment).all("tr")) == 201
    assert "and 1,000 quotes more" in fragment
    assert len(fragment) < 120_000
    assert len(Page(as_fragment(Article())).all("tr")) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium; tests that want it are skipped where it, or Playwright, is not at hand."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with playwright.sync_playwright() as session:
        browser = session.chromium.launch(executable_path=str(CHROMIUM))
        yield browser
        browser.close()


class Tab:
    """A page opened from a file, and whatever it does that it should not."""

    def __init__(self, browser: Any, path: Path, **settings: Any) -> None:
        self.page = browser.new_page(**settings)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def texts(self, selector: str) -> list[str]:
        found: list[str] = self.page.locator(selector).all_inner_texts()
        return found

    def wait(self, condition: str) -> None:
        """Until the page has done what takes it a moment, such as scrolling."""
        for _ in range(100):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never came: {condition}")

    def lit(self) -> list[str]:
        """The numbers of the quotes that are lit in the text."""
        return sorted(set(self.page.eval_on_selector_all("article .quote.lit", "all => all.map(e => e.dataset.q)")))

    def focused(self) -> str:
        found: str = self.page.evaluate("document.activeElement.id || document.activeElement.hash || ''")
        return found


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    tabs: list[Tab] = []

    def open_tab(article: Article | None = None, text: str = TEXT, **settings: Any) -> Tab:
        path = tmp_path / "page.html"
        path.write_text(as_page(article or _article(), text), encoding="utf-8")
        tabs.append(Tab(browser, path, **settings))
        return tabs[-1]

    yield open_tab
    for tab in tabs:
        tab.page.close()
        assert tab.complaints == []
        assert all(url.startswith(("file:", "data:")) for url in tab.requests)


def test_pointing_at_a_quote_highlights_all_quotes_of_its_speaker(opened: Callable[..., Tab]) -> None:
    tab = opened()
    assert tab.lit() == []
    tab.page.hover("text=We will dig >> nth=0")
    assert tab.lit() == ["1", "2"]
    assert tab.texts(".voice.lit h3 bdi") == ["Ada Brandt"]
    assert tab.texts("article .fact.lit") == ["head", "Quay Office"]
    tab.page.hover("article .quote[data-q='3']")
    assert tab.lit() == ["3"]
    tab.page.hover("h1")
    assert tab.lit() == []
    tab.page.hover(".voice >> nth=0")
    assert tab.lit() == ["1", "2"]


def test_pointing_at_an_inner_quote_highlights_the_inner_quote(opened: Callable[..., Tab]) -> None:
    tab = opened()
    tab.page.hover("article .quote .quote")
    assert tab.texts("article .quote.now") == ["‘You must wait,’"]


def test_a_click_keeps_the_highlight(opened: Callable[..., Tab]) -> None:
    tab = opened()
    tab.page.click("article .quote[data-q='3']")
    tab.page.hover("h1")
    assert tab.lit() == ["3"]
    assert tab.page.inner_text("#chosen") == "Mia Moe, former pilot: quote 1 of 1, mixed, 70 %"
    tab.page.click(".headline")
    assert tab.lit() == []
    tab.page.click(".voice button >> nth=0")
    assert tab.page.get_attribute(".voice button >> nth=0", "aria-pressed") == "true"
    assert tab.page.inner_text("#chosen") == "Ada Brandt, head, Quay Office: 2 quotes"
    tab.page.click(".voice button >> nth=0")
    assert tab.page.get_attribute(".voice button >> nth=0", "aria-pressed") == "false"


def test_the_list_leads_to_the_quote_in_the_text(opened: Callable[..., Tab]) -> None:
    filler = "\n\n".join(["Nothing was said here."] * 80)
    text = f"{TEXT}\n\n{filler}\n\n“Far below,” she said."
    last = Quote((cut("“Far below,”", text),), QuoteKind.DIRECT, speaker=Speaker("Ada Brandt", id=1))
    tab = opened(Article((*_article().quotes, last), _article().speakers), text)
    tab.page.click("aside a[href='#q5']")
    tab.wait("document.getElementById('q5').getBoundingClientRect().bottom < innerHeight")
    assert tab.focused() == "q5"
    assert tab.texts("article .quote.now") == ["“Far below,”"]


def test_the_keyboard_reaches_quotes_and_speakers(opened: Callable[..., Tab]) -> None:
    tab = opened()
    tab.page.focus("#least")
    seen = []
    for _ in range(5):
        tab.page.keyboard.press("Tab")
        seen.append(tab.focused())
    assert seen[1:] == ["q1", "q2", "q3", "q4"]
    tab.page.focus("#q1")
    assert tab.lit() == ["1", "2"]
    tab.page.keyboard.press("Enter")
    assert tab.focused() == "s1"
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Tab")
    assert tab.focused() == "#q2"
    tab.page.keyboard.press("Enter")
    assert tab.focused() == "q2"
    tab.page.keyboard.press("Escape")
    assert tab.page.inner_text("#chosen") == ""


def test_the_first_tab_skips_to_the_article(opened: Callable[..., Tab]) -> None:
    tab = opened()
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    assert tab.focused() == "q1"


def test_filters_hide_quotes_in_list_and_text(opened: Callable[..., Tab]) -> None:
    tab = opened()
    shown = "#shown"
    assert tab.page.inner_text(shown) == "all 4 quotes shown"
    tab.page.uncheck("input[value='direct']")
    assert tab.page.inner_text(shown) == "2 of 4 quotes shown"
    assert tab.texts(".voice:visible h3 bdi") == ["Mia Moe", "No speaker named"]
    assert not tab.page.is_visible("#q1")
    assert tab.page.locator("article .quote:not(.off)").count() == 2
    tab.page.hover("article .quote.off >> nth=0")
    assert tab.lit() == []
    tab.page.uncheck("input[value='nobody']")
    assert tab.page.inner_text(shown) == "1 of 4 quotes shown"
    tab.page.click("text=Show all")
    tab.wait("document.querySelector('#shown').textContent === 'all 4 quotes shown'")
    tab.page.fill("#least", "50")
    assert tab.page.inner_text("#percent") == "50 %"
    assert tab.page.locator(".voice li:visible").count() == 2
    tab.page.focus("#least")
    tab.page.keyboard.press("End")
    assert tab.page.inner_text(shown) == "0 of 4 quotes shown"


def test_a_hostile_article_runs_no_script_in_the_browser(opened: Callable[..., Tab]) -> None:
    evil = (
        "<script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>\n\n"
        "“</mark></p></style><svg onload=alert(3)>” said <b onclick='alert(4)'>Ada</b>. javascript:alert(5)\n\n"
        '<meta http-equiv="refresh" content="0; url=https://example.org"><iframe src="https://example.org"></iframe>\n\n'
        "\u202eright to left \u2066 \x00\x1b[31m \ud800 \ufffe <!-- ]]> ${x} `"
    )
    whole, name = Span.cut(evil, 0, len(evil)), "<img src=x onerror=alert(6)>"
    quote = Quote(
        (cut("“</mark></p></style><svg onload=alert(3)>”", evil), cut("javascript:alert(5)", evil)),
        QuoteKind.MIXED,
        cue=cut("said", evil),
        speaker=Speaker(name, SpeakerKind.PERSON, cut("<b onclick='alert(4)'>Ada</b>", evil), 1, Affiliation(name)),
    )
    outer = Quote((whole,), QuoteKind.INDIRECT, speaker=Speaker(name, id=1))
    record = SpeakerRecord(1, name, SpeakerKind.PERSON, affiliations=(Affiliation(name),))
    tab = opened(Article((outer, quote), (record,), id="</title><script>alert(7)</script>"), evil)
    tab.page.click("article .quote[data-q='2']")
    tab.page.click("aside a >> nth=1")
    tab.page.wait_for_timeout(100)
    assert tab.page.locator("article :is(script, img, svg, iframe, b)").count() == 0
    assert "<svg onload=alert(3)>" in tab.page.inner_text("article")
    assert tab.page.locator("h1").inner_text() == "</title><script>alert(7)</script>"


def test_the_policy_stops_an_injected_script(opened: Callable[..., Tab]) -> None:
    tab = opened()
    tab.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))"
    )
    assert tab.page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in tab.complaints)
    tab.complaints.clear()


def test_a_notebook_of_usual_width_shows_the_whole_table(browser: Any) -> None:
    page = browser.new_page(viewport={"width": 860, "height": 600})
    page.set_content(as_fragment(_article()))
    assert page.eval_on_selector(".quoteattr", "e => e.scrollWidth <= e.clientWidth")
    page.close()


CONTRAST = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const over = (colours) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const style = (element, part) => getComputedStyle(element, part);
  const grounds = (element) => element ? [...grounds(element.parentElement), style(element).backgroundColor] : [];
  const ratio = (ground, colour) => {
    const [a, b] = [light(over(ground)), light(over([...ground, colour]))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const found = [];
  const look = () => {
    for (const element of document.querySelectorAll("body *")) {
      if (!element.checkVisibility()) continue;
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (own) found.push([element.outerHTML.slice(0, 90), ratio(grounds(element), style(element).color)]);
      if (element.matches(".ref")) found.push(["ref", ratio(grounds(element), style(element, "::before").color)]);
    }
  };
  for (let hue = 0; hue < 8; hue += 1) {
    for (const element of document.querySelectorAll("[class*=hue]")) {
      element.className = element.className.replace(/hue./, `hue${hue}`);
    }
    look();
    choose({ voice: "1", quote: "1" });
    look();
    choose(null);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast_in_both_colour_schemes(opened: Callable[..., Tab], scheme: str) -> None:
    tab = opened(color_scheme=scheme)
    found = tab.page.evaluate(CONTRAST)
    assert len(found) > 500
    assert [(where, ratio) for where, ratio in found if ratio < 4.5] == []
    ground = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(25, 24, 23)" if scheme == "dark" else "rgb(253, 252, 250)")


def test_kinds_of_quotes_differ_without_colour(opened: Callable[..., Tab]) -> None:
    tab = opened()
    styles = "all => all.map(e => getComputedStyle(e).textDecorationStyle)"
    assert tab.page.eval_on_selector_all(".legend mark", styles) == ["solid", "dashed", "dotted"]
    assert tab.page.eval_on_selector("article .cue", "e => getComputedStyle(e).fontStyle") == "italic"


def test_a_phone_shows_the_speaker_below_the_text(opened: Callable[..., Tab]) -> None:
    tab = opened(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not tab.page.is_visible("#least")
    tab.page.tap("article .quote[data-q='1'] >> nth=0")
    assert tab.page.inner_text("#chosen") == "Ada Brandt, head, Quay Office: quote 1 of 2, direct, 93 %"
    box = tab.page.locator("#card").bounding_box()
    assert box["y"] + box["height"] == pytest.approx(640, abs=1)
    tab.page.tap("#after")
    assert tab.page.inner_text("#chosen").endswith("quote 2 of 2, direct writing, 40 %")
    tab.page.tap("#close")
    assert not tab.page.is_visible("#after")


def test_a_printed_page_has_no_controls(opened: Callable[..., Tab]) -> None:
    tab = opened(color_scheme="dark")
    tab.page.emulate_media(media="print")
    assert not tab.page.is_visible("#filters")
    assert tab.page.is_visible("aside")
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.page.evaluate("getComputedStyle(document.querySelector('aside')).overflowY") == "visible"


def test_without_scripts_the_page_is_complete_and_links_work(opened: Callable[..., Tab]) -> None:
    tab = opened(java_script_enabled=False)
    assert not tab.page.is_visible("#filters")
    tab.page.click("aside a[href='#q3']")
    assert tab.page.url.endswith("#q3")


def test_landmarks_and_controls_have_accessible_names(opened: Callable[..., Tab]) -> None:
    tab = opened()
    heard = tab.page.locator("body").aria_snapshot()
    for name in ('search "Filter the quotes"', "main:", 'complementary "Speakers"', 'article "The article"'):
        assert name in heard
    assert 'link "Quote 3, mixed: Mia Moe"' in heard
    assert 'slider "Confidence at least' in heard
    assert 'group "Kind of speaker"' in heard
    assert 'button "Ada Brandt"' in heard
