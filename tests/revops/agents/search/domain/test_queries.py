"""The words of a search."""

import pytest

from revops.agents.search.domain.queries import company_query, person_query
from revops.agents.search.domain.results import LONGEST_QUERY, Freshness


def test_a_company_is_searched_as_a_phrase_with_news_of_a_year():
    query = company_query("Acme Robotics", most=10)
    assert (query.words, query.most, query.freshness) == ('"Acme Robotics" news', 10, Freshness.YEAR)


def test_a_person_is_searched_with_the_company_at_any_time():
    query = person_query("Jane Doe", "Acme Robotics", most=4)
    assert (query.words, query.most, query.freshness) == ('"Jane Doe" Acme Robotics', 4, Freshness.ANY)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ('Acme" site:evil.example "', '"Acme site evil.example" news'),
        ("Acme (UK) | Ltd*", '"Acme UK Ltd" news'),
        ("  „Müller“  \n GmbH ", '"Müller GmbH" news'),
    ],
)
def test_marks_of_a_name_are_no_operators(name, words):
    assert company_query(name, most=1).words == words


def test_a_long_name_is_cut():
    assert len(person_query("x" * 500, "y" * 500, most=1).words) <= LONGEST_QUERY
