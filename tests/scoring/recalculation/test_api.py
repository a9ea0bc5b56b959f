"""Scoring contacts by the API."""

from uuid import uuid4

from scoring.scores.models import LeadScore
from tests.scoring.api import send


def test_one_contact_is_recalculated_for_anybody(web, contact):
    answer = send(web, "post", "/scoring/recalculate", {"contactId": str(contact.pk)})

    assert answer.json() == {"message": "1 scored, 1 changed.", "contactsProcessed": 1}
    assert LeadScore.objects.get().total == 35


def test_everybody_is_recalculated_for_ops_only(web, ops_web, contact):
    assert send(web, "post", "/scoring/recalculate", {}).status_code == 403
    assert send(ops_web, "post", "/scoring/recalculate", {"batchSize": 1}).json()["contactsProcessed"] == 1


def test_recalculating_nobody_is_404(web, acme):
    assert send(web, "post", "/scoring/recalculate", {"contactId": str(uuid4())}).status_code == 404


def test_more_leads_than_a_request_can_score_are_scored_in_the_background(ops_web, contact, monkeypatch):
    monkeypatch.setattr("scoring.recalculation.api.views.MOST_AT_ONCE", 0)

    answer = send(ops_web, "post", "/scoring/recalculate", {})

    assert answer.json() == {
        "message": "1 contact is being scored in the background.",
        "contactsProcessed": 1,
    }
    assert send(ops_web, "post", "/scoring/recalculate", {}).status_code == 409
