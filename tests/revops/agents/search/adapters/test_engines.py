"""Brave Search and SearXNG over HTTP, at the sandbox that speaks their formats."""

from datetime import UTC, date, datetime

import pytest

from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.search.adapters.brave import Brave
from revops.agents.search.adapters.searxng import SearXNG
from revops.agents.search.domain.results import Freshness, SearchQuery

QUERY = SearchQuery('"Acme" news', 5, Freshness.YEAR)
BOTH = ["brave", "searxng"]


@pytest.fixture
def engine(sandbox):
    def engine(kind: str, *, key: str = "sandbox-brave", base_url: str = ""):
        base_url = base_url or f"{sandbox.url}/{kind}"
        return Brave(key=key, base_url=base_url) if kind == "brave" else SearXNG(base_url=base_url)

    return engine


def refused(engine) -> LlmError:
    with pytest.raises(LlmError) as raised:
        engine.find(QUERY)
    return raised.value


@pytest.mark.parametrize("kind", BOTH)
def test_results_come_with_title_words_and_date(sandbox, engine, kind):
    sandbox.llm.web.add("https://news.example/a", "Acme grows", "It doubled.", date(2026, 3, 4))
    sandbox.llm.web.add("https://news.example/b", "Acme moves")
    sandbox.llm.web.add("https://news.example/c", "Globex")
    first, second = engine(kind).find(QUERY)
    assert (first.url, first.title, first.snippet) == ("https://news.example/a", "Acme grows", "It doubled.")
    assert first.published_at == datetime(2026, 3, 4, tzinfo=UTC)
    assert second.published_at is None


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("brave", {"q": '"Acme" news', "count": 5, "freshness": "py", "text_decorations": False}),
        ("searxng", {"q": '"Acme" news', "format": "json", "safesearch": "1", "time_range": "year"}),
    ],
)
def test_the_query_is_asked_in_the_engines_own_words(sandbox, engine, kind, sent):
    engine(kind).find(QUERY)
    assert sandbox.llm.web.asked == [sent]


@pytest.mark.parametrize("kind", BOTH)
def test_what_is_searched_for_is_not_logged(engine, caplog, kind):
    caplog.set_level("DEBUG")
    engine(kind).find(SearchQuery("Jane Doe"))
    assert "HTTP Request" in caplog.text
    assert "Jane" not in caplog.text


@pytest.mark.parametrize("kind", BOTH)
def test_no_result_is_an_answer(engine, kind):
    assert engine(kind).find(QUERY) == []


@pytest.mark.parametrize("kind", BOTH)
def test_no_more_results_come_than_wanted(sandbox, engine, kind):
    for n in range(9):
        sandbox.llm.web.add(f"https://news.example/{n}", "Acme")
    assert len(engine(kind).find(QUERY)) == 5


def test_an_unknown_key_is_told_from_a_malformed_query_though_both_are_422(engine):
    error = refused(engine("brave", key="wrong"))
    assert (error.outcome, error.message) == (Outcome.AUTH_FAILED, "Brave Search rejects the API key.")
    assert "wrong" not in str(error)


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (422, "VALIDATION", Outcome.REJECTED),
        (402, "USAGE_LIMIT_EXCEEDED", Outcome.OUT_OF_CREDIT),
        (429, "RATE_LIMITED", Outcome.RATE_LIMITED),
        (429, "QUOTA_LIMITED", Outcome.OUT_OF_CREDIT),
        (403, "RESOURCE_NOT_ALLOWED", Outcome.FORBIDDEN_PLAN),
        (404, "", Outcome.NO_SUCH_MODEL),
        (500, "INTERNAL", Outcome.OVERLOADED),
    ],
)
def test_what_brave_refuses_is_an_outcome_with_a_sentence(sandbox, engine, status, code, outcome):
    sandbox.llm.web.status, sandbox.llm.web.code = status, code
    error = refused(engine("brave"))
    assert error.outcome == outcome
    assert error.message.startswith(("Brave Search", "The Brave Search", "The credit of the Brave Search"))


def test_a_searxng_that_gives_no_json_says_how_to_change_that(sandbox, engine):
    sandbox.llm.web.status = 403
    assert "Add json to search.formats" in refused(engine("searxng")).message


def test_a_searxng_none_of_whose_engines_answers_found_nothing_out(sandbox, engine):
    sandbox.llm.web.add("https://news.example/a", "Acme grows")
    sandbox.llm.web.dead = ["google", "bing"]
    assert refused(engine("searxng")).outcome == Outcome.NO_ANSWER


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", "{", "\x00"])
def test_an_answer_that_is_no_json_is_an_outcome(sandbox, engine, kind, body):
    sandbox.llm.web.body = body
    assert refused(engine(kind)).outcome == Outcome.NO_ANSWER


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("body", ["[]", "null", '{"web": 7, "results": {}}', '{"results": [1, {"url": 5}]}'])
def test_json_of_another_shape_has_no_results(sandbox, engine, kind, body):
    sandbox.llm.web.body = body
    assert engine(kind).find(QUERY) == []


@pytest.mark.parametrize("kind", BOTH)
def test_addresses_of_inner_networks_are_not_called(engine, settings, kind):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    assert refused(engine(kind)).outcome == Outcome.BAD_ADDRESS
    assert refused(engine(kind, base_url="http://169.254.169.254")).outcome == Outcome.BAD_ADDRESS


@pytest.mark.parametrize("kind", BOTH)
def test_no_connection_is_an_outcome_that_costs_nothing(engine, kind):
    error = refused(engine(kind, base_url="http://127.0.0.1:9"))
    assert (error.outcome, error.is_free) == (Outcome.NO_ANSWER, True)
