"""What is asked of search engines, and what is taken from their answers."""

from datetime import UTC, datetime

import pytest

from revops.agents.search.domain.results import (
    LONGEST_ADDRESS,
    Freshness,
    SearchQuery,
    published_at,
    result,
    usable,
)

APRIL = datetime(2025, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("April 30, 2025", APRIL),
        ("2025-04-30", APRIL),
        ("2025-04-30T00:00:00", APRIL),
        ("2025-04-30T02:00:00+02:00", APRIL),
        (" 2025-04-30 ", APRIL),
        ("3 days ago", None),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("1970-01-01", None),
        ("April 31, 2025", None),
    ],
)
def test_dates_of_all_engines_are_understood(text, expected):
    assert published_at(text) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        7,
        "",
        "example.com",
        "ftp://example.com/a",
        "javascript:alert(1)",
        "https://",
        "https://user:pass@example.com/",
        "https://exa mple.com:x/\n",
        "https://[::1",
        "https://example.com/" + "a" * LONGEST_ADDRESS,
    ],
)
def test_a_result_without_an_address_of_a_page_is_none(url):
    assert result(url=url) is None


def test_odd_values_of_a_result_are_empty_or_cut():
    found = result(url="https://example.com/a#part", title=None, snippet="x\x00" * 600, date=12)
    assert (found.url, found.title, found.snippet, found.published_at) == (
        "https://example.com/a",
        "",
        "x" * 500,
        None,
    )


def test_each_address_comes_once_and_no_more_than_wanted():
    found = [
        result(url=f"https://example.com/{n}", title=str(position)) for position, n in enumerate("aabcd")
    ]
    kept = usable([None, *found], most=3)
    assert [(each.url[-1], each.title) for each in kept] == [("a", "0"), ("b", "2"), ("c", "3")]


@pytest.mark.parametrize(("words", "most"), [(" ", 5), ("x" * 301, 5), ("x", 0), ("x", 21)])
def test_an_impossible_search_is_refused(words, most):
    with pytest.raises(ValueError, match="A search has 1 to"):
        SearchQuery(words, most, Freshness.ANY)
