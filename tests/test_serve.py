from __future__ import annotations

import asyncio
import json
import logging
import re
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD

from quoteattr import Article, ArticleError, InputError, ModelError, Pipeline, SpeakerKind, SpeakerRecord, __version__

pytest.importorskip("fastapi", reason="the extra quoteattr[serve] is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="the extra quoteattr[serve] is not installed")
httpx = pytest.importorskip("httpx2", reason="httpx2, which starlette's test client needs, is not installed")

from fastapi import FastAPI  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402

import quoteattr.service.server as module  # noqa: E402
from quoteattr.service import Limits, create_app, serve  # noqa: E402
from quoteattr.service.schema import ARTICLE, ARTICLES  # noqa: E402
from quoteattr.service.server import create_server, listen  # noqa: E402

DOCS = Path(__file__).parents[1] / "docs" / "service.md"
STORY = "“The wall will not last,” said Ada Brandt, an engineer.\n\nThe mayor hopes that the rain will stop.\n"
SMALL = Limits(characters=2_000, articles=4, body_bytes=20_000)
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SCRIPT = "<script>alert(1)</script>"


class Fake(Pipeline):
    """A pipeline whose articles come from a function of the text."""

    def __init__(self, read: Callable[[str], Article | ArticleError]) -> None:
        self.seen: list[str] = []
        self._answer = read

    def pipe(self, texts: Iterable[Any], **_options: Any) -> Iterator[Article | ArticleError]:
        for text in texts:
            self.seen.append(text)
            yield self._answer(text)


class Gate:
    """Reads nothing until it is opened; `busy` is set when the thread has come to it."""

    def __init__(self) -> None:
        self.busy, self.open = threading.Event(), threading.Event()

    def __call__(self, _text: str) -> Article:
        self.busy.set()
        assert self.open.wait(60)
        return Article()


def failing(error: Exception) -> Callable[[str], Article]:
    def read(_text: str) -> Article:
        raise error

    return read


@pytest.fixture(scope="module")
def client(pipeline: Pipeline) -> Iterator[TestClient]:
    with TestClient(create_app(pipeline, limits=SMALL)) as client:
        yield client


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


def talk(app: FastAPI, conversation: Callable[[Any], Any]) -> None:
    """A conversation of several requests at once with the application."""

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            await conversation(client)

    asyncio.run(run())


async def until(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 60)


def test_an_article_comes_back_as_the_pipeline_reads_it(client: TestClient, pipeline: Pipeline) -> None:
    response = client.post("/extract", json={"text": STORY, "id": "wall"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.json() == pipeline(STORY, id="wall").to_dict()


def test_thoughts_are_returned_when_a_request_asks_for_them(client: TestClient, pipeline: Pipeline) -> None:
    response = client.post("/extract", json={"text": STORY, "thoughts": True, "id": None})
    assert response.json() == pipeline(STORY, thoughts=True).to_dict()
    assert len(response.json()["quotes"]) > len(pipeline(STORY).quotes)


@pytest.mark.parametrize("name", ODD)
def test_any_text_has_an_answer(client: TestClient, pipeline: Pipeline, name: str) -> None:
    text = ODD[name][:1_900]
    response = client.post("/extract", content=json.dumps({"text": text}), headers=JSON)
    assert response.status_code == 200
    assert Article.from_dict(response.json()) == pipeline(text)


def test_a_lone_surrogate_is_returned_as_an_escape(client: TestClient) -> None:
    body = rb'{"text": "\ud800 said \udc00: \u201cThe wall \udfff falls,\u201d said Ada Brandt.", "id": "\ud800"}'
    response = client.post("/extract", content=body, headers=JSON)
    assert response.status_code == 200
    assert rb"The wall \udfff falls" in response.content
    assert response.json()["id"] == "\ud800"


def test_a_byte_order_mark_before_the_json_is_skipped(client: TestClient) -> None:
    assert client.post("/extract", content=b'\xef\xbb\xbf{"text": ""}', headers=JSON).status_code == 200


def test_a_batch_keeps_order_and_has_errors_in_their_places(client: TestClient, pipeline: Pipeline) -> None:
    thoughtful = {"text": STORY, "id": 2, "thoughts": True}
    articles = [{"text": STORY, "id": 1}, {"id": "x"}, thoughtful, "no article"]
    response = client.post("/extract/batch", json={"articles": articles})
    assert response.status_code == 200
    first, second, third, fourth = response.json()["articles"]
    assert first == pipeline(STORY, id=1).to_dict()
    assert second == {"id": "x", "error": "text: missing; expected the article with this field, got 'id'"}
    assert third == pipeline(STORY, id=2, thoughts=True).to_dict()
    assert fourth == {"id": None, "error": "the article: expected an object with 'text', got a string"}


def test_an_empty_batch_is_empty(client: TestClient) -> None:
    assert client.post("/extract/batch", json={"articles": []}).json() == {"articles": []}


def test_an_article_that_fails_does_not_stop_the_others_of_its_batch() -> None:
    fake = Fake(lambda text: ArticleError(0, "ValueError: broken") if text == "bad" else Article())
    client = TestClient(create_app(fake))
    articles = [{"text": "good", "id": 1}, {"text": "bad", "id": 2}, {"text": "good"}]
    first, second, third = client.post("/extract/batch", json={"articles": articles}).json()["articles"]
    assert (first["id"], third["id"]) == (1, None)
    assert second == {"id": 2, "error": "could not be read: ValueError: broken"}
    alone = client.post("/extract", json={"text": "bad"})
    assert alone.status_code == 500
    assert alone.json() == {"error": "the article could not be read: ValueError: broken"}


REFUSED = [
    (b"", JSON, 400, "expected JSON"),
    (b"{", JSON, 400, "expected JSON"),
    (b"[" * 9_000, JSON, 400, "expected JSON"),
    (b'{"text": "\xff"}', JSON, 400, "expected UTF-8, got 0xff as byte 10"),
    ('{"text": ""}'.encode("utf-16"), JSON, 400, "expected UTF-8"),
    (b'{"id": ' + b"9" * 5_000 + b"}", JSON, 400, "expected JSON"),
    (b"null", JSON, 422, "expected an object with 'text', got null"),
    (b'["text"]', JSON, 422, "got an array"),
    (b"{}", JSON, 422, "text: missing"),
    (b'{"text": null}', JSON, 422, "text: expected a string, got null"),
    (b'{"text": "", "id": 1.5}', JSON, 422, "id: expected a string, a whole number or null, got a number"),
    (b'{"text": "", "id": true}', JSON, 422, "got a boolean"),
    (b'{"text": "", "id": NaN}', JSON, 422, "id: expected"),
    (b'{"text": "", "thoughts": 1}', JSON, 422, "thoughts: expected true or false, got a number"),
    (b'{"text": "", "thought": true}', JSON, 422, "expected the fields text, id, thoughts, got 'thought'"),
    (b'{"text": ""}', {}, 415, "Content-Type: expected application/json, got none"),
    (b'{"text": ""}', {"Content-Type": "text/plain"}, 415, "got text/plain"),
    (b'{"text": ""}', {**JSON, "Content-Encoding": "gzip"}, 415, "Content-Encoding: expected none, got gzip"),
    (b'{"text": ""}', {**JSON, "Content-Length": "-3"}, 400, "Content-Length: expected a number of bytes, got '-3'"),
    (json.dumps({"text": "a" * 2_001}).encode(), JSON, 413, "expected at most 2000 characters in a request, got 2001"),
    (b" " * 20_001, JSON, 413, "expected at most 20000 bytes, got 20001"),
]


@pytest.mark.parametrize(("content", "headers", "status", "words"), REFUSED)
def test_a_refused_request_gets_a_status_and_a_reason(
    client: TestClient, content: bytes, headers: dict[str, str], status: int, words: str
) -> None:
    response = client.post("/extract", content=content, headers=headers)
    assert (response.status_code, list(response.json())) == (status, ["error"])
    assert words in response.json()["error"]


@pytest.mark.parametrize(
    ("batch", "status", "words"),
    [
        ([], 422, "the batch: expected an object with 'articles', got an array"),
        ({}, 422, "articles: missing"),
        ({"articles": {}}, 422, "articles: expected an array, got an object"),
        ({"articles": [], "thoughts": True}, 422, "expected the fields articles, got 'thoughts'"),
        ({"articles": [{"text": ""}] * 5}, 413, "articles: expected at most 4, got 5"),
        ({"articles": [{"text": "a" * 1_001}] * 2}, 413, "expected at most 2000 characters in a request, got 2002"),
    ],
)
def test_a_batch_is_refused_as_a_whole(client: TestClient, batch: object, status: int, words: str) -> None:
    response = client.post("/extract/batch", json=batch)
    assert response.status_code == status
    assert words in response.json()["error"]


def test_a_body_without_a_declared_length_is_limited_too(client: TestClient) -> None:
    response = client.post("/extract", content=iter([b" " * 15_000] * 2), headers=JSON)
    assert response.status_code == 413
    assert "expected at most 20000 bytes, got more" in response.json()["error"]


def test_unknown_paths_and_methods_get_a_status_and_a_reason(client: TestClient) -> None:
    assert client.get("/nowhere").status_code == 404
    assert client.get("/extract").status_code == 405
    assert client.get("/extract").headers["allow"] == "POST"
    assert client.options("/extract").json() == {
        "error": "OPTIONS /extract: expected a method and path of /docs, got others"
    }


LOOSE_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "id", "thoughts", "articles", "\ud800"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(body=st.binary(max_size=80) | LOOSE_JSON.map(lambda value: json.dumps(value).encode()))
@pytest.mark.parametrize("path", ["/extract", "/extract/batch", "/view"])
def test_any_body_gets_an_answer(client: TestClient, path: str, body: bytes) -> None:
    response = client.post(path, content=body, headers=FORM if path == "/view" else JSON)
    assert response.status_code in (200, 400, 413, 422)


@settings(max_examples=30)
@given(name=st.binary(max_size=20), value=st.binary(max_size=20))
def test_any_header_gets_an_answer(client: TestClient, name: bytes, value: bytes) -> None:
    scope_headers = [(name, value), (b"content-length", value), (b"content-type", value), (b"host", value)]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/extract", "raw_path": b"/extract", "query_string": b""}
    scope |= {"headers": scope_headers, "server": ("127.0.0.1", 80), "client": None, "scheme": "http"}
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    assert 400 <= sent[0]["status"] < 500


@pytest.mark.parametrize(
    "limits", [{"characters": 0}, {"articles": -1}, {"body_bytes": 1.5}, {"waiting": True}, {"body_seconds": "1"}]
)
def test_limits_out_of_range_are_refused(limits: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=rf"{next(iter(limits))}: expected a (whole )?number of at least \d, got"):
        Limits(**limits)


def test_health_answers_while_an_article_is_read_and_a_full_queue_refuses(gate: Gate) -> None:
    app = create_app(Fake(gate), limits=Limits(waiting=1))

    async def conversation(client: Any) -> None:
        first = asyncio.create_task(client.post("/extract", json={"text": "a"}))
        await until(gate.busy)
        others = [asyncio.create_task(client.post("/extract", json={"text": text})) for text in "bc"]
        (done,), (waiting,) = await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
        refused = await done
        assert refused.status_code == 503
        assert "busy: expected at most 1 requests waiting" in refused.json()["error"]
        assert int(refused.headers["retry-after"]) > 0
        assert (await client.get("/health")).json()["version"] == __version__
        gate.open.set()
        assert [(await task).status_code for task in (first, waiting)] == [200, 200]
        assert (await client.post("/extract", json={"text": "d"})).status_code == 200

    talk(app, conversation)


def test_a_request_that_waits_too_long_gets_503_and_is_dropped(gate: Gate) -> None:
    fake = Fake(gate)
    app = create_app(fake, limits=Limits(waiting=1, answer_seconds=0.2))

    async def conversation(client: Any) -> None:
        both = [asyncio.create_task(client.post("/extract", json={"text": text})) for text in "ab"]
        for task in both:
            response = await task
            assert response.status_code == 503
            assert "expected an answer within 0.2 seconds" in response.json()["error"]
            assert "retry-after" in response.headers
        gate.open.set()
        while (after := await client.post("/extract", json={"text": "c"})).status_code == 503:
            await asyncio.sleep(0.01)
        assert after.status_code == 200

    talk(app, conversation)
    assert len({"a", "b"}.intersection(fake.seen)) == 1


def test_a_batch_that_nobody_waits_for_is_not_continued(gate: Gate) -> None:
    fake = Fake(gate)
    app = create_app(fake, limits=Limits(answer_seconds=0.2))

    async def conversation(client: Any) -> None:
        batch = {"articles": [{"text": text} for text in "abc"]}
        assert (await client.post("/extract/batch", json=batch)).status_code == 503
        gate.open.set()
        while (await client.post("/extract", json={"text": "d"})).status_code == 503:
            await asyncio.sleep(0.01)

    talk(app, conversation)
    assert fake.seen[:2] == ["a", "d"]


def test_health_says_ready_once_the_models_are_loaded(gate: Gate) -> None:
    with TestClient(create_app(Fake(gate))) as client:
        before = client.get("/health")
        assert before.status_code == 503
        assert before.json() == {"ready": False, "version": __version__, "models": "not loaded"}
        gate.open.set()
        while client.get("/health").status_code == 503:
            pass
        assert client.get("/health").json() == {"ready": True, "version": __version__, "models": "loaded"}


def test_an_application_can_be_started_again() -> None:
    app = create_app(Fake(lambda _text: Article()))
    for _ in range(2):
        with TestClient(app) as client:
            assert client.post("/extract", json={"text": "a"}).status_code == 200


def test_without_models_the_answer_is_503_and_the_log_has_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(create_app(Fake(failing(ModelError("no models in /secret: get some")))))
    response = client.post("/extract", json={"text": "a"})
    assert response.status_code == 503
    assert response.json() == {"error": "the models can't be loaded; the log of the service says why"}
    assert client.get("/health").json()["models"] == "failed"
    assert "no models in /secret" in caplog.text


def test_an_error_of_the_service_becomes_status_500(caplog: pytest.LogCaptureFixture) -> None:
    client = TestClient(create_app(Fake(failing(ZeroDivisionError("inside")))))
    response = client.post("/extract", json={"text": "my secret"})
    assert response.status_code == 500
    assert response.json() == {"error": "the service failed; its log says why"}
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "ZeroDivisionError: inside" in caplog.text
    assert "my secret" not in caplog.text


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/health", "/nowhere", "/extract"])
def test_every_answer_has_headers_that_keep_other_sites_out(client: TestClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": "https://elsewhere.example"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("127.0.0.2", 200)]
    + [
        (host, 400)
        for host in ("10.0.0.1", "rebound.example", "rebound.example:8000", "localhost.example", "", "127.0.0.1.a:1")
    ],
)
def test_over_loopback_only_names_of_this_machine_are_accepted_as_host(
    pipeline: Pipeline, host: str, status: int
) -> None:
    client = TestClient(create_app(pipeline), base_url="http://127.0.0.1:8000")
    response = client.get("/", headers={"Host": host})
    assert response.status_code == status
    if status == 400:
        assert "Host: expected one of 127.0.0.1, ::1, localhost, got" in response.json()["error"]


def test_hosts_that_are_configured_are_accepted(pipeline: Pipeline) -> None:
    app = create_app(pipeline, hosts=["Quotes.example"])
    for base, status in [("http://quotes.example", 200), ("http://localhost", 200), ("http://other.example", 400)]:
        assert TestClient(app, base_url=base).get("/").status_code == status


@pytest.mark.parametrize(("site", "status"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("x", 403)])
def test_posts_from_other_sites_are_refused(client: TestClient, site: str, status: int) -> None:
    response = client.post("/view", data={"text": "a"}, headers={"Sec-Fetch-Site": site})
    assert response.status_code == status


def test_the_form_posts_a_text_and_gets_its_page(client: TestClient) -> None:
    form = client.get("/")
    assert 'action="view"' in form.text
    assert "form-action 'self'" in form.headers["content-security-policy"]
    page = client.post("/view", data={"text": STORY.replace("\n", "\r\n"), "thoughts": "on"})
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Ada Brandt" in page.text
    assert "2 quotes" in page.text


@pytest.mark.parametrize(
    "text", [SCRIPT, f"“{SCRIPT},” said {SCRIPT} Ada {SCRIPT}.", "</textarea><img src=x onerror=a>"]
)
def test_no_script_of_a_text_runs(client: TestClient, text: str) -> None:
    page = client.post("/view", data={"text": text})
    assert page.status_code == 200
    assert SCRIPT not in page.text
    assert "<img" not in page.text
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    for element in ("script", "style"):
        (inline,) = re.findall(rf"<{element}>(.*?)</{element}>", page.text, flags=re.DOTALL)
        assert f"{element}-src 'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'" in policy


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "text: missing"),
        (b"text=%ff", 400, "expected UTF-8"),
        (b"\xff", 400, "expected UTF-8"),
        (b"&".join([b"a=b"] * 9), 400, "the form: expected the fields text and thoughts"),
        (b"%3Cscript%3E=1", 422, "got &#x27;&lt;script&gt;&#x27;"),
        (b"text=" + b"a" * 2_001, 413, "at most 2000 characters"),
        (b"a" * 20_001, 413, "at most 20000 bytes"),
    ],
)
def test_a_refused_form_gets_a_page_with_the_reason(
    client: TestClient, content: bytes, status: int, words: str
) -> None:
    response = client.post("/view", content=content, headers=FORM)
    assert (response.status_code, response.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in response.text


def test_openapi_describes_every_path_and_answer(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    assert schema["info"]["version"] == __version__
    assert list(schema["paths"]) == ["/extract", "/extract/batch", "/view", "/health"]
    answers = schema["paths"]["/extract"]["post"]["responses"]
    assert answers["200"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Article"}
    assert answers["413"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Problem"}
    text = schema["paths"]["/extract"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert text["text"]["maxLength"] == 2_000
    quote = schema["components"]["schemas"]["Quote"]
    assert quote["required"] == ["spans", "kind", "presentation", "cue", "speaker", "confidence"]
    assert schema["components"]["schemas"]["QuoteKind"]["enum"] == ["direct", "mixed", "indirect"]


def test_answers_fit_the_schema(client: TestClient) -> None:
    ARTICLE.model_validate(client.post("/extract", json={"text": STORY, "id": 3}).json())
    batch = {"articles": [{"text": STORY}, {}]}
    ARTICLES.model_validate(client.post("/extract/batch", json=batch).json())


def test_the_reference_page_loads_nothing(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "<code>POST /extract/batch</code>" in page
    assert not re.findall(r"<script|<link|<img|@import|(?:src|href)=[\"']?(?:https?:|//)", page)
    anchors = set(re.findall(r"href=\"#(\w+)\"", page))
    assert anchors
    assert anchors <= set(re.findall(r"<h3 id='(\w+)'", page))


@frozen
class Running:
    """A server in a thread."""

    port: int
    uvicorn: uvicorn.Server


@contextmanager
def running(app: FastAPI, limits: Limits) -> Iterator[Running]:
    with listen("127.0.0.1", 0) as bound:
        service = create_server(app, limits)
        thread = threading.Thread(target=service.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield Running(bound.getsockname()[1], service)
        finally:
            service.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


def exchange(port: int, *parts: bytes) -> bytes:
    """All that the server answers until it closes the connection; that it does is part of the test."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        for part in parts:
            connection.sendall(part)
        received = b""
        while data := connection.recv(65_536):
            received += data
        return received


def head(*lines: str) -> bytes:
    return "\r\n".join(
        ("POST /extract HTTP/1.1", "Host: localhost", "Content-Type: application/json", *lines, "", "")
    ).encode()


IMPATIENT = Limits(body_bytes=20_000, body_seconds=0.3)


@pytest.fixture(scope="module")
def port(pipeline: Pipeline) -> Iterator[int]:
    with running(create_app(pipeline, limits=IMPATIENT), IMPATIENT) as service:
        yield service.port


def test_the_server_answers_a_request_over_a_socket(port: int) -> None:
    body = json.dumps({"text": STORY}).encode()
    received = exchange(port, head(f"Content-Length: {len(body)}", "Connection: close"), body)
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nserver:" not in received.lower()
    assert b"Ada Brandt" in received


def test_one_connection_serves_many_requests(port: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        statuses = [client.post("/extract", json={"text": STORY}).status_code for _ in range(3)]
    assert statuses == [200, 200, 200]


@pytest.mark.parametrize("framing", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_a_body_that_does_not_come_gets_408(port: int, framing: str) -> None:
    received = exchange(port, head(framing), b"1\r\n{\r\n" if "chunked" in framing else b"{")
    assert received.startswith(b"HTTP/1.1 408 ")
    assert b"expected all of it within 0.3 seconds" in received
    assert b"connection: close" in received.lower()


@pytest.mark.parametrize("beginning", [b"", b"POST /extract HT", head()[:-2]])
def test_a_connection_without_a_complete_head_is_closed(port: int, beginning: bytes) -> None:
    with suppress(ConnectionResetError):
        assert exchange(port, beginning) == b""


def test_a_connection_without_a_complete_second_head_is_closed(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while not received.endswith(b"}"):
            received += connection.recv(65_536)
        connection.sendall(b"GET /now")
        with suppress(ConnectionResetError):
            assert connection.recv(65_536) == b""


@pytest.mark.parametrize("size", [30_000, 3_000_000])
def test_a_client_that_sends_too_much_still_receives_the_answer(port: int, size: int) -> None:
    received = exchange(port, head(f"Content-Length: {size}"), b" " * size)
    assert received.startswith(b"HTTP/1.1 413 ")
    assert b"expected at most 20000 bytes" in received


def test_a_chunked_body_that_is_too_large_is_refused(port: int) -> None:
    chunk = b"3e8\r\n" + b" " * 1000 + b"\r\n"
    received = exchange(port, head("Transfer-Encoding: chunked"), chunk * 40, b"0\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 413 ")


def test_a_client_that_asks_before_sending_too_much_is_refused(port: int) -> None:
    received = exchange(port, head("Content-Length: 9000000", "Expect: 100-continue"))
    assert received.startswith(b"HTTP/1.1 413 ")
    assert b"100 Continue" not in received


def test_a_client_that_leaves_frees_its_place_in_the_queue(gate: Gate) -> None:
    fake, limits = Fake(gate), Limits(waiting=1)
    body = b'{"text": "b"}'
    with running(create_app(fake, limits=limits), limits) as service, httpx.Client(timeout=1) as client:
        assert gate.busy.wait(60)  # with the text that loads the models
        with socket.create_connection(("127.0.0.1", service.port)) as leaving:
            leaving.sendall(head(f"Content-Length: {len(body)}") + body)

        def is_taken_in() -> bool:
            time.sleep(0.01)
            try:
                return client.post(f"http://127.0.0.1:{service.port}/extract", json={"text": "c"}).status_code == 200
            except httpx.ReadTimeout:  # it waits, where it would have been refused
                return True

        assert any(is_taken_in() for _ in range(500))
        gate.open.set()
    assert "b" not in fake.seen


def test_a_client_that_does_not_read_its_answer_is_cut_off() -> None:
    name = "a" * 30_000_000
    app = create_app(Fake(lambda _text: Article((), (SpeakerRecord(1, name, SpeakerKind.PERSON),))), limits=IMPATIENT)
    body = b'{"text": "a"}'
    with (
        running(app, IMPATIENT) as service,
        socket.create_connection(("127.0.0.1", service.port), timeout=60) as connection,
    ):
        connection.sendall(head(f"Content-Length: {len(body)}") + body)
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        while service.uvicorn.server_state.connections:
            time.sleep(0.01)
        received = 0
        with suppress(ConnectionResetError):
            while data := connection.recv(1_000_000):
                received += len(data)
    assert received < len(name)


def test_more_connections_than_allowed_are_refused() -> None:
    limits = Limits(connections=2)
    with running(create_app(Fake(lambda _text: Article()), limits=limits), limits) as service:
        held = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(3)]
        try:
            assert exchange(service.port, b"GET /docs HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 503 ")
        finally:
            for connection in held:
                connection.close()


class Interrupted:
    """Stands in for uvicorn's server; Ctrl-C comes at once."""

    def run(self, sockets: list[socket.socket]) -> None:
        self.addresses = [bound.getsockname() for bound in sockets]
        raise KeyboardInterrupt


def test_serve_binds_to_this_machine_alone_and_returns_when_interrupted(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Interrupted()
    monkeypatch.setattr(module, "create_server", lambda _app, _limits: service)
    serve(port=0, pipeline=pipeline)
    ((address, port),) = service.addresses
    assert address == "127.0.0.1"
    assert port > 0


def test_serve_warns_when_others_can_reach_it(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "create_server", lambda _app, _limits: Interrupted())
    with caplog.at_level(logging.INFO, "uvicorn.error"):
        serve("0.0.0.0", 0, pipeline=pipeline)
    assert "other machines can reach it" in caplog.text


def test_serve_refuses_an_address_that_it_can_not_have(pipeline: Pipeline) -> None:
    with listen("127.0.0.1", 0) as bound:
        taken = bound.getsockname()[1]
        for host, port in [("127.0.0.1", taken), ("192.0.2.1", 0), ("127.0.0.1", 70_000), ("a" * 70, 0)]:
            with pytest.raises(InputError, match=f"host {host!r}, port {port}: expected an address"):
                serve(host, port, pipeline=pipeline)


def test_serve_does_not_start_without_models() -> None:
    class Broken(Fake):
        def __call__(self, _text: Any, **_options: Any) -> Article:
            raise ModelError("no models")

    with pytest.raises(ModelError):
        serve(port=0, pipeline=Broken(lambda _text: Article()))


def test_the_examples_of_the_docs_work(client: TestClient) -> None:
    examples = re.findall(r"curl .*?/(extract\S*) .*?-d '(.*?)'", DOCS.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(examples) >= 2
    for path, body in examples:
        assert client.post(f"/{path}", content=body.encode(), headers=JSON).status_code == 200


def test_the_docs_list_every_limit_with_its_default() -> None:
    table = dict(re.findall(r"^\| `(\w+)` \| ([\d,.]+) \|", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE))
    defaults = {name: f"{getattr(Limits(), name):,.0f}" for name in Limits.__slots__ if name != "__weakref__"}
    assert table == defaults
