"""The pages for browsers: the form, an article with its quotes, the reference. They load nothing from elsewhere.

The pages of this module run no script. The page of an article does; its policy admits the page's own script and no
other, so that nothing in a text can run, whatever becomes of its escapes.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from starlette.responses import HTMLResponse

from quoteattr.output.html import as_page, inline_source, page_policy
from quoteattr.records import Article
from quoteattr.service.guard import POLICY

__all__ = ["article_page", "form_page", "message_page", "reference_page"]

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
textarea { box-sizing: border-box; width: 100%; min-height: 20rem; font: inherit; }
button { font: inherit; padding: .4rem 1.2rem; }
pre { overflow-x: auto; padding: .6rem; border: 1px solid; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; }
"""


def _page(title: str, body: str, status: int = 200, headers: dict[str, str] | None = None) -> HTMLResponse:
    """Return a page without scripts, whose policy admits its own style alone."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    content = f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>'
    policy = POLICY.replace("form-action 'none'", f"form-action 'self'; style-src {inline_source(_STYLE)}")
    return HTMLResponse(
        content.encode("utf-8", "replace"), status, {"Content-Security-Policy": policy} | (headers or {})
    )


def form_page(characters: int) -> HTMLResponse:
    """Return the form for a text."""
    return _page(
        "quoteattr",
        "<h1>Who said what</h1>"
        '<form action="view" method="post" accept-charset="utf-8">'
        f'<p><label for="text">An English news article, up to {characters:,} characters</label></p>'
        '<p><textarea id="text" name="text" required autofocus></textarea></p>'
        '<p><label><input type="checkbox" name="thoughts" value="on"> thoughts too</label></p>'
        "<p><button>Show the quotes</button></p></form>"
        '<p><a href="docs">For programs</a></p>',
    )


def message_page(message: str, status: int, headers: dict[str, str]) -> HTMLResponse:
    """Return a page that says why a text was not read."""
    body = f'<h1>Not read</h1><p role="alert">{escape(message)}</p><p><a href=".">Back</a></p>'
    return _page("quoteattr: not read", body, status, headers)


def article_page(article: Article, text: str) -> HTMLResponse:
    """Return the page of a text with its quotes."""
    content = as_page(article, text).encode("utf-8", "replace")
    return HTMLResponse(content, headers={"Content-Security-Policy": f"{page_policy()}; frame-ancestors 'none'"})


def reference_page(schema: dict[str, Any]) -> HTMLResponse:
    """Return an OpenAPI document as a page for people."""
    operations = [
        _operation(path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    shapes = [_shape(name, shape) for name, shape in schema["components"]["schemas"].items()]
    title = f"quoteattr {schema['info']['version']}"
    link = '<p><a href="openapi.json">This page for programs</a> · <a href=".">Try it</a></p>'
    return _page(title, f"<h1>{escape(title)}</h1>{link}{''.join(operations)}<h2>Shapes</h2>{''.join(shapes)}")


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    """Return a section on one operation: what it does, what it takes, what it answers."""
    parts = [f"<h2><code>{method.upper()} {escape(path)}</code></h2><p>{_prose(operation.get('description', ''))}</p>"]
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f"<p>Takes <code>{escape(kind)}</code>, for example</p><pre>{_json(content['example'])}</pre>")
        parts.append(_table(content["schema"]))
    rows = "".join(
        f"<tr><td>{status}</td><td>{_prose(answer['description'])}</td><td>{_answer(answer)}</td></tr>"
        for status, answer in operation["responses"].items()
    )
    return "".join(parts) + f"<table><tr><th>Status</th><th>Meaning</th><th>Answer</th></tr>{rows}</table>"


def _answer(answer: dict[str, Any]) -> str:
    return ", ".join(
        _type(content["schema"]) if "schema" in content and kind == "application/json" else escape(kind)
        for kind, content in answer.get("content", {}).items()
    )


def _shape(name: str, shape: dict[str, Any]) -> str:
    story = f"<h3 id='{escape(name)}'>{escape(name)}</h3><p>{_prose(shape.get('description', ''))}</p>"
    values = ", ".join(map(escape, shape.get("enum", ())))
    return story + (f"<p>One of {values}.</p>" if values else _table(shape))


def _table(shape: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{_type(field)}</td>"
        f"<td>{_prose(field.get('description', ''))}</td></tr>"
        for name, field in shape.get("properties", {}).items()
    )
    return f"<table><tr><th>Field</th><th>Type</th><th></th></tr>{rows}</table>"


def _type(schema: dict[str, Any]) -> str:
    """Return the type of a field in words.

    >>> _type({"anyOf": [{"type": "string"}, {"type": "null"}]}), _type({"type": "array", "items": {"type": "string"}})
    ('string or null', 'list of string')
    """
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return ", ".join(map(escape, schema.get("enum", ()))) or escape(schema.get("type", "anything"))


def _prose(text: str) -> str:
    """Return the words of a docstring as HTML: code in code's letters, paragraphs as lines."""
    code = re.sub(r"(`+)(.+?)\1", r"<code>\2</code>", escape(text))
    return code.replace("\n\n", "<br>")


def _json(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False, indent=2))
