"""The page of the leaderboard."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.tenants.context import entered
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.selectors.ranking import Wanted, leaderboard
from scoring.scores.services.rescoring import rescore

BOARD = "/scoring/"
PARTS = {"fit": 0, "engagement": 0, "intent": 0}


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

    assert (first.count("board-rank"), second.count("board-rank")) == (50, 1)
    assert 'board-rank">51<' in second
    assert ">Next</a>" in first
    assert ">Next</a>" not in second


def test_a_change_is_the_difference_of_the_scores_that_were_shown(web, contact):
    """Scores are shown rounded down: from 40.9, shown as 40, to 55.1, shown as 55, it is 15, not 14."""
    rescore()
    LeadScore.objects.update(total=Decimal("55.1"))
    ScoreHistory.objects.create(
        contact=contact, day=(clock.now() - timedelta(days=1)).date(), total=Decimal("40.9"), **PARTS
    )

    [place] = leaderboard()

    assert [change.points for change in place.changes] == [15, None, None]
    assert '<span class="visually-hidden">up </span>+15' in web.get(BOARD).text
    assert [each.rank for each in leaderboard(wanted=Wanted(moved_in=1))] == [1]
    assert leaderboard(wanted=Wanted(moved_in=1, is_falling=True)) == []
