"""Scores, their history and the leaderboard in the API."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.scores.services.rescoring import rescore
from tests.factories.scoring import make_signal
from tests.scoring.api import BASE, instant


def test_a_score_has_the_keys_of_the_contract(web, contact):
    rescore()

    answer = web.get(f"{BASE}/contacts/{contact.pk}/score")

    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(contact.pk),
        "contactId": str(contact.pk),
        "totalScore": 35.0,
        "grade": "D",
        "engagementScore": 0.0,
        "fitScore": 25.0,
        "intentScore": 0.0,
        "components": {"engagement": 0.0, "fit": 25.0, "intent": 0.0, "dataQuality": 10.0},
        "topContributors": [
            {"factor": "seniority_vp", "points": 15.0},
            {"factor": "company_size_mid", "points": 10.0},
            {"factor": "has_email", "points": 10.0},
        ],
        "scoredAt": instant(LeadScore.objects.get().scored_at),
    }


def test_a_contact_that_has_no_score_yet_is_404(web, contact):
    assert web.get(f"{BASE}/contacts/{contact.pk}/score").status_code == 404


def test_numbers_are_exact(web, contact):
    make_signal(contact, "PRICING_PAGE", detected_at=now() - timedelta(hours=36))
    rescore()

    total = web.get(f"{BASE}/contacts/{contact.pk}/score").json()["totalScore"]
    assert Decimal(str(total)) == LeadScore.objects.get().total


def test_history_is_narrowed_by_days_and_count(web, contact):
    today = now().date()
    for days_ago in range(4):
        day = today - timedelta(days=days_ago)
        ScoreHistory.objects.create(contact=contact, day=day, total=days_ago, engagement=1, fit=2, intent=3)
    path = f"{BASE}/contacts/{contact.pk}/score/history"

    assert web.get(path, {"limit": 1}).json() == [
        {"date": str(today), "totalScore": 0.0, "engagementScore": 1.0, "fitScore": 2.0, "intentScore": 3.0}
    ]
    query = {"from": str(today - timedelta(days=2)), "to": str(today - timedelta(days=1))}
    assert [row["totalScore"] for row in web.get(path, query).json()] == [2.0, 1.0]


@pytest.mark.parametrize("hour", ["T00:00:00Z", "T23:30:00+14:00", "T09:15:00.000Z"])
def test_history_takes_moments_as_the_days_that_are_written_in_them(web, contact, hour):
    today = now().date()
    for days_ago in range(3):
        day = today - timedelta(days=days_ago)
        ScoreHistory.objects.create(contact=contact, day=day, total=days_ago, engagement=1, fit=2, intent=3)
    day = f"{today - timedelta(days=1)}{hour}"

    answer = web.get(f"{BASE}/contacts/{contact.pk}/score/history", {"from": day, "to": day})

    assert [row["totalScore"] for row in answer.json()] == [1.0]


def test_the_leaderboard_is_best_first(web, contact):
    Contact.objects.create(phone="+14155550100")
    rescore()

    assert [row["totalScore"] for row in web.get(f"{BASE}/scoring/leaderboard").json()] == [35.0, 15.0]
    assert len(web.get(f"{BASE}/scoring/leaderboard", {"limit": 1}).json()) == 1
