"""Each step of a journey is told to the other contexts: scoring counts the lead again."""

import pytest

from mauntic.events.models import Delivery, StoredEvent
from mauntic.journeys.services.enrolling import enroll_leads
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def test_a_step_leads_to_a_new_score(journey, admin, run_jobs):
    contact = ContactFactory(email="ada@engines.example", title="CTO")
    definition = journey("manual")
    with run_jobs():
        enroll_leads(definition_id=definition.pk, contact_ids=[contact.pk], by=admin)
    told = StoredEvent.objects.get(type="journey.StepExecuted")
    assert Delivery.objects.filter(event=told, receiver="scoring.handlers.rescore_after_steps").exists()
    contact.refresh_from_db()
    assert contact.scored_at is not None
