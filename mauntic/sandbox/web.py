"""A made-up web that can be searched: pages with the words that an engine knows of them."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

_PHRASE = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Hit:
    """A page as an engine lists it."""

    url: str
    title: str
    snippet: str = ""
    day: date | None = None


@dataclass(slots=True)
class Web:
    """What can be found, what was asked, and how the engines behave.

    `status` is what they answer instead of results, 0 for results; `code` goes with it. `tool_error` is what
    the search tools of the AI vendors say. `dead` are the engines behind SearXNG that do not answer.
    """

    hits: list[Hit] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    status: int = 0
    code: str = ""
    body: str = ""
    tool_error: str = ""
    dead: list[str] = field(default_factory=list)

    def add(self, url: str, title: str, snippet: str = "", day: date | None = None) -> None:
        """Make a page known."""
        self.hits.append(Hit(url, title, snippet, day))

    def find(self, query: str) -> list[Hit]:
        """Return the pages that have a phrase of the query in title or words; all for a query without one."""
        phrases = [each.casefold() for each in _PHRASE.findall(query)]
        return [hit for hit in self.hits if _fits(hit, phrases)]

    def reset(self) -> None:
        """Forget everything."""
        self.hits.clear()
        self.asked.clear()
        self.dead.clear()
        self.status, self.code, self.body, self.tool_error = 0, "", "", ""


def _fits(hit: Hit, phrases: list[str]) -> bool:
    words = f"{hit.title} {hit.snippet}".casefold()
    return not phrases or any(phrase in words for phrase in phrases)
