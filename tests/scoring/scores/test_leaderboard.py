"""The page of the leaderboard."""

import pytest

from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from scoring.scores.services.rescoring import rescore

BOARD = "/scoring/"


def test_the_leaderboard_shows_rank_score_and_reasons(web, contact, globex):
    with entered(globex):
        Contact.objects.create(first_name="Somebody", last_name="Else", phone="+1")
        rescore()
    rescore()

    page = web.get(BOARD)

    assert page.status_code == 200
    assert "Vice president, Company of 200–999, Email address" in page.text
    assert page.text.count("Val Price") == 1
    assert "Somebody Else" not in page.text


def test_the_leaderboard_can_be_narrowed_to_a_grade(web, contact):
    rescore()

    assert "Val Price" in web.get(BOARD, {"grade": "D"}).text
    assert "No leads match" in web.get(BOARD, {"grade": "A"}).text
    assert "Val Price" in web.get(BOARD, {"grade": "<script>"}).text


def test_an_empty_leaderboard_says_what_to_do_first(web, acme):
    assert "No scores yet" in web.get(BOARD).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"whose": "me"}, True),
        ({"whose": "nobody"}, False),
        ({"order": "up"}, False),
        ({"page": "2"}, False),
        ({"page": "x", "order": "x", "whose": "x", "days": "x"}, True),
    ],
)
def test_the_leaderboard_is_narrowed_ordered_and_paged_by_its_address(web, rep, contact, query, shown):
    Contact.objects.filter(pk=contact.pk).update(owner=rep)
    rescore()

    answer = web.get(BOARD, query)

    assert answer.status_code == 200
    assert ("Val Price" in answer.text) is shown


def test_the_leaderboard_shows_a_page_of_ranks_at_a_time(web, acme):
    Contact.objects.bulk_create(Contact(first_name=f"N{number}") for number in range(51))
    rescore()

    first, second = web.get(BOARD).text, web.get(BOARD, {"page": "2"}).text

    assert (first.count('data-label="Rank"'), second.count('data-label="Rank"')) == (50, 1)
    assert 'data-label="Rank" class="num text-end">51<' in second
    assert ">Next</a>" in first
    assert ">Next</a>" not in second
