"""Brave Search and SearXNG, in their wire formats, over the made-up web.

Sources: https://api-dashboard.search.brave.com/app/documentation/web-search,
https://docs.searxng.org/dev/search_api.html
"""

from datetime import datetime, time
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.dialect import PAGE, json_body
from mauntic.sandbox.web import Hit, Web

BRAVE_KEY = "sandbox-brave"


class BraveSearch:
    """POST /res/v1/web/search with the key in `X-Subscription-Token`."""

    slug = "brave"

    def __init__(self, web: Web) -> None:
        self.web = web

    def routes(self) -> list[BaseRoute]:
        """Return the paths of the API."""
        return [Route("/res/v1/web/search", self.search, methods=["POST"])]

    async def search(self, request: Request) -> Response:
        """Answer a search."""
        asked = await json_body(request)
        self.web.asked.append(asked)
        if request.headers.get("x-subscription-token") != BRAVE_KEY:
            return _refused(422, "SUBSCRIPTION_TOKEN_INVALID", "The provided subscription token is invalid.")
        if self.web.body:
            return HTMLResponse(self.web.body)
        if self.web.status:
            return _refused(self.web.status, self.web.code, "Request could not be processed.")
        query, count = str(asked.get("q", "")), int(asked.get("count", 20))
        if not query or len(query) > 400 or not 1 <= count <= 20:  # noqa: PLR2004 (the API's limits)
            return _refused(422, "VALIDATION", "Unable to validate request parameter(s)")
        results = [_of_brave(hit) for hit in self.web.find(query)[:count]]
        answer = {
            "type": "search",
            "query": {"original": query, "more_results_available": False},
            "mixed": {"type": "mixed", "main": [], "top": [], "side": []},
        }
        return JSONResponse(answer | ({"web": {"type": "search", "results": results}} if results else {}))


class SearXNG:
    """POST /search with `format=json`; no key."""

    slug = "searxng"

    def __init__(self, web: Web) -> None:
        self.web = web

    def routes(self) -> list[BaseRoute]:
        """Return the paths of the server."""
        return [Route("/search", self.search, methods=["POST"])]

    async def search(self, request: Request) -> Response:
        """Answer a search. A server whose settings do not allow the format answers 403."""
        asked = dict(parse_qsl((await request.body()).decode()))
        self.web.asked.append(asked)
        if self.web.body:
            return HTMLResponse(self.web.body)
        if self.web.status or asked.get("format") != "json":
            return HTMLResponse(PAGE, status_code=self.web.status or 200)
        query = asked.get("q", "")
        found = [] if self.web.dead else self.web.find(query)
        return JSONResponse(
            {
                "query": query,
                "number_of_results": 0,
                "results": [_of_searxng(hit) for hit in found],
                "answers": [],
                "corrections": [],
                "infoboxes": [],
                "suggestions": [],
                "unresponsive_engines": [[name, "timeout"] for name in self.web.dead],
            }
        )


def _of_brave(hit: Hit) -> dict[str, object]:
    dated = {"page_age": _moment(hit), "age": hit.day.strftime("%B %-d, %Y")} if hit.day else {}
    host = urlsplit(hit.url).hostname
    return {
        "type": "search_result",
        "title": hit.title,
        "url": hit.url,
        "is_source_local": False,
        "is_source_both": False,
        "description": hit.snippet,
        "language": "en",
        "family_friendly": True,
        "profile": {"name": host, "url": hit.url, "long_name": host},
        "meta_url": {"scheme": "https", "netloc": host, "hostname": host},
        **dated,
    }


def _of_searxng(hit: Hit) -> dict[str, object]:
    return {
        "url": hit.url,
        "title": hit.title,
        "content": hit.snippet,
        "publishedDate": _moment(hit) if hit.day else None,
        "engine": "duckduckgo",
        "engines": ["duckduckgo", "brave"],
        "positions": [1, 2],
        "score": 3.0,
        "category": "general",
        "template": "default.html",
        "parsed_url": [*urlsplit(hit.url), ""],
    }


def _moment(hit: Hit) -> str:
    return datetime.combine(hit.day, time()).isoformat() if hit.day else ""


def _refused(status: int, code: str, detail: str) -> Response:
    error = {"id": "5c1f9d3e", "status": status, "code": code, "detail": detail}
    return JSONResponse({"type": "ErrorResponse", "error": error, "time": 1764594000}, status_code=status)
