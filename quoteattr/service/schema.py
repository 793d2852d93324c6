"""The requests and answers for OpenAPI. The shapes of answers are made from the records, so that they always agree.

>>> sorted(ARTICLE.model_json_schema()["properties"])
['id', 'quotes', 'speakers']
"""

from __future__ import annotations

import inspect
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from pydantic import BaseModel, ConfigDict, create_model

from quoteattr.records import Article
from quoteattr.service.limits import Limits

__all__ = ["ARTICLE", "ARTICLES", "Health", "Problem", "article_body", "batch_body", "form_body"]


@cache
def _model(record: type[Any]) -> type[BaseModel]:
    """Return a model of the ``to_dict`` of a record: every field, always."""
    hints = get_type_hints(record)
    fields: dict[str, Any] = {
        attribute.name: (_shape(hints[attribute.name]), ...) for attribute in attrs.fields(record)
    }
    config = ConfigDict(extra="forbid", title=record.__name__)
    return create_model(record.__name__, __config__=config, __doc__=_description(record), **fields)


def _shape(hint: Any) -> Any:
    """Return the type of a field as JSON has it: a model for a record, a list for a tuple."""
    if isinstance(hint, type) and attrs.has(hint):
        return _model(hint)
    parts = tuple(_shape(part) for part in get_args(hint))
    if get_origin(hint) in (Union, UnionType):
        return Union[parts]  # noqa: UP007 - made at run time
    return list[parts[0]] if get_origin(hint) is tuple else hint  # type: ignore[valid-type]


def _description(record: type[Any]) -> str:
    """Return a record's docstring without its examples."""
    paragraphs = (inspect.getdoc(record) or "").split("\n\n")
    return "\n\n".join(paragraph for paragraph in paragraphs if not paragraph.startswith(">>>"))


class Problem(BaseModel):
    """A request that was refused: what, what was expected, what was got."""

    error: str


class UnreadArticle(BaseModel):
    """The entry in the place of an article of a batch that could not be read."""

    model_config = ConfigDict(extra="forbid")
    id: str | int | None
    error: str


class Health(BaseModel):
    """Whether articles can be read now."""

    ready: bool
    version: str
    models: Literal["not loaded", "loaded", "failed"]


ARTICLE = _model(Article)
"""An article as `quoteattr.Article.to_dict` gives it."""

ARTICLES = create_model(
    "Articles",
    __doc__="The articles of a batch in the order of the request.",
    articles=(list[ARTICLE | UnreadArticle], ...),  # type: ignore[valid-type]
)
"""The answer to a batch."""

_EXAMPLE = {"text": "“The bridge is safe,” said Ada Obi, chief engineer of the Calder Bridge Trust.", "id": "bridge"}


def article_body(limits: Limits) -> dict[str, Any]:
    """Return the request of one article, as OpenAPI's operations take it."""
    return _request("application/json", _article(limits), _EXAMPLE)


def batch_body(limits: Limits) -> dict[str, Any]:
    """Return the request of many articles."""
    articles = {"type": "array", "items": _article(limits), "maxItems": limits.articles}
    return _request("application/json", _object({"articles": articles}), {"articles": [_EXAMPLE]})


def form_body(limits: Limits) -> dict[str, Any]:
    """Return the request of the form."""
    text = {"type": "string", "maxLength": limits.characters}
    schema = _object({"text": text, "thoughts": {"type": "string", "description": "Present: thoughts too."}})
    return _request("application/x-www-form-urlencoded", schema, {"text": _EXAMPLE["text"]})


def _article(limits: Limits) -> dict[str, Any]:
    return _object(
        {
            "text": {
                "type": "string",
                "maxLength": limits.characters,
                "description": "The article. The limit is for all texts of a request together.",
            },
            "id": {
                "anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}],
                "default": None,
                "description": "Comes back in the answer.",
            },
            "thoughts": {
                "type": "boolean",
                "default": False,
                "description": "Also what sources are said to think, hope or want.",
            },
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object whose first property is required."""
    required = list(properties)[:1]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _request(kind: str, schema: dict[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    content = {kind: {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "content": content}}
