"""The words of a search about a company or a person."""

import re

from revops.agents.search.domain.results import LONGEST_QUERY, Freshness, SearchQuery

LONGEST_NAME = 100
_MARKS = re.compile(r"[\"“”„*?:()\[\]{}|<>\\]+")


def company_query(company: str, *, most: int) -> SearchQuery:
    """Return the search for what others say of a company in the last year."""
    return SearchQuery(_words(company, "news"), most, Freshness.YEAR)


def person_query(person: str, company: str, *, most: int) -> SearchQuery:
    """Return the search for a person at a company."""
    return SearchQuery(_words(person, company), most)


def _words(first: str, second: str) -> str:
    """Return both, the first as a phrase. Names are imported: their marks must not be read as operators."""
    phrase, more = (" ".join(_MARKS.sub(" ", each).split())[:LONGEST_NAME] for each in (first, second))
    return f'"{phrase}" {more}'.strip()[:LONGEST_QUERY]
