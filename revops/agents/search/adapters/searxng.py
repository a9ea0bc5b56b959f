"""SearXNG, a search engine of one's own that asks others.

The server has to offer JSON: `search: formats: [html, json]` in its settings.yml.
Source: https://docs.searxng.org/dev/search_api.html
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from revops.agents.llm.domain.errors import error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.search.adapters.base import ask, listed
from revops.agents.search.domain.results import Freshness, Result, SearchQuery, result, usable


class SearXNG:
    name = "SearXNG"

    def __init__(self, *, base_url: str, key: str = "", private: bool = False) -> None:
        self.base_url, self.key, self.private = base_url.rstrip("/"), key, private

    def find(self, query: SearchQuery) -> Sequence[Result]:
        period = {} if query.freshness is Freshness.ANY else {"time_range": query.freshness.value}
        body = ask(
            f"{self.base_url}/search",
            name=self.name,
            form={"q": query.words, "format": "json", "safesearch": "1", **period},
            # For servers that a proxy guards: SearXNG itself knows no keys.
            headers={"Authorization": f"Bearer {self.key}"} if self.key else None,
            private=self.private,
            hints={Outcome.FORBIDDEN_PLAN: _no_json()},
        )
        rows = listed(body, "results")
        if not rows and isinstance(body, dict) and body.get("unresponsive_engines"):
            # It answers without an error if none of its engines did.
            message = _("None of the search engines behind SearXNG answered.")
            raise error_for(Outcome.NO_ANSWER, message, vendor=self.name)
        found = (
            result(
                url=each.get("url"),
                title=each.get("title"),
                snippet=each.get("content"),
                date=each.get("publishedDate"),
            )
            for each in rows
        )
        return usable(found, most=query.most)


def _no_json() -> str:
    return _("SearXNG does not answer in JSON. Add json to search.formats in its settings.yml.")
