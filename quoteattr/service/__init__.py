"""quoteattr as a service: ``quoteattr serve``, with the extra ``quoteattr[serve]`` (FastAPI and uvicorn).

    POST /extract         {"text": "...", "id": "a", "thoughts": false}    → one article
    POST /extract/batch   {"articles": [{"text": "..."}, ...]}             → articles, errors in their places
    GET  /                a form for a pasted text; POST /view shows it with its quotes
    GET  /health          ready or not, version, state of the models
    GET  /openapi.json    the schema; GET /docs the same for people

One thread reads articles, one request after the other; the rest of the service answers meanwhile. Requests beyond the
`Limits` are refused with a status and ``{"error": "what, expected, got"}``. Nothing of a text is kept or logged.

`create_app` gives the ASGI application, for any server; `serve` runs it under uvicorn, on this machine's own address
unless told otherwise. Importing this package raises `ImportError` where the extra is not installed.

`app` puts the parts together: `paths` answers requests, `bodies` reads them, `limits` says what they may cost, `queue`
has their articles read in a thread, `schema` describes the answers, `pages` are for browsers, `guard` keeps other sites
out, `server` is uvicorn.
"""

try:
    from quoteattr.service.app import create_app
    from quoteattr.service.limits import Limits
    from quoteattr.service.server import serve
except ModuleNotFoundError as error:
    raise ImportError(f"the service needs FastAPI and uvicorn ({error}): pip install 'quoteattr[serve]'") from error

__all__ = ["Limits", "create_app", "serve"]
