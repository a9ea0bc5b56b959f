"""Brave Search.

Source: https://api-dashboard.search.brave.com/app/documentation/web-search
"""

from collections.abc import Sequence

from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.search.adapters.base import ask, listed
from revops.agents.search.domain.results import Freshness, Result, SearchQuery, result, usable

PERIODS = {Freshness.MONTH: "pm", Freshness.YEAR: "py"}
OUTCOMES = {
    # An invalid key is a 422, like a malformed query.
    "SUBSCRIPTION_TOKEN_INVALID": Outcome.AUTH_FAILED,
    "QUOTA_LIMITED": Outcome.OUT_OF_CREDIT,
    "USAGE_LIMIT_EXCEEDED": Outcome.OUT_OF_CREDIT,
    "OPTION_NOT_IN_PLAN": Outcome.FORBIDDEN_PLAN,
}


class Brave:
    name = "Brave Search"
    default_base_url = "https://api.search.brave.com"

    def __init__(self, *, key: str, base_url: str = "") -> None:
        self.key, self.base_url = key, base_url or self.default_base_url

    def find(self, query: SearchQuery) -> Sequence[Result]:
        period = PERIODS.get(query.freshness)
        asked = {"q": query.words, "count": query.most, "text_decorations": False}
        body = ask(
            f"{self.base_url}/res/v1/web/search",
            name=self.name,
            json=asked | ({"freshness": period} if period else {}),
            headers={"X-Subscription-Token": self.key},
            outcomes=OUTCOMES,
        )
        found = (
            result(
                url=each.get("url"),
                title=each.get("title"),
                snippet=each.get("description"),
                date=each.get("page_age"),
            )
            for each in listed(body, "web", "results")
        )
        return usable(found, most=query.most)
