"""Before a journey is turned on, its page says for how many leads it would have started."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from mauntic.automation.models import Definition
from mauntic.automation.selectors.present import would_have_started
from mauntic.automation.selectors.reading import Script
from mauntic.crm.models import Contact
from mauntic.events.catalog import FormSubmitted, IntentSignalDetected, LeadScored
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish_many
from mauntic.journeys.registry.segments import Segments, register_segments
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
UP = {"min_score": 60, "direction": "up"}


def happened(days, *events):
    """Publish events that came so many days ago."""
    known = set(StoredEvent.objects.values_list("pk", flat=True))
    publish_many(events)
    StoredEvent.objects.exclude(pk__in=known).update(occurred_at=now() - timedelta(days=days))


def scored(lead, before, after):
    return LeadScored(
        contact_id=lead.pk,
        score=Decimal(after),
        grade="B",
        previous_score=None if before is None else Decimal(before),
        top_contributors=[],
    )


def submitted(lead, **given):
    return FormSubmitted(**{"contact_id": lead.pk, "form_type": "demo", "fields": {}, **given})


def signal(lead, kind="PRICING_PAGE"):
    return IntentSignalDetected(contact_id=lead.pk, signal_type=kind, weight=Decimal(20), source="web")


def counts(definition):
    script = Script(Definition.objects.get(pk=definition.pk).current)
    return [each.count for each in would_have_started(script)]


def test_scores_that_crossed_the_line_count_once_for_each_lead(journey):
    made = journey("score_threshold", trigger_settings=UP)
    first, second, third = ContactFactory.create_batch(3)
    happened(3, scored(first, 50, 70), scored(second, 70, 80))
    happened(20, scored(first, 40, 65), scored(third, None, 61))
    happened(60, scored(second, 10, 70))
    happened(100, scored(second, 10, 70))
    assert counts(made) == [1, 2, 3]


def test_signals_of_the_type_count_for_leads_that_match_today(journey):
    conditions = {"field": "contact.country", "operator": "equals", "value": "DE"}
    made = journey("intent_signal", trigger_settings={"signal_type": "PRICING_PAGE"}, conditions=conditions)
    german, french = ContactFactory(country="DE"), ContactFactory(country="FR")
    happened(1, signal(german), signal(french))
    happened(10, signal(ContactFactory(country="DE"), "DEMO_REQUEST"))
    assert counts(made) == [1, 1, 1]


def test_events_count_with_their_details_and_without_spam(journey):
    made = journey("event", trigger_settings={"event": "form_submitted", "form_type": "demo"})
    leads = ContactFactory.create_batch(3)
    happened(
        2, submitted(leads[0]), submitted(leads[1], form_type="contact"), submitted(leads[2], is_spam=True)
    )
    assert counts(made) == [1, 1, 1]


def page_of(admin, definition) -> str:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return " ".join(client.get(f"/journeys/{definition.pk}/on/").content.decode().split())


def test_the_page_says_how_many_and_where_nothing_is_kept(journey, admin, no_segments):
    made = journey("score_threshold", trigger_settings=UP)
    happened(1, scored(ContactFactory(lead_score=70), 50, 70))
    page = page_of(admin, made)
    assert "for 1 lead" in page
    assert "1 record is in this state already." in page
    signals = page_of(admin, journey("intent_signal", trigger_settings={"signal_type": "PRICING_PAGE"}))
    assert "so there are no records to start it for now" in signals
    register_segments(Segments(choices=lambda: [("vip", "VIP")], members=lambda _: Contact.objects.all()))
    segment = page_of(admin, journey("segment", trigger_settings={"segment": "vip"}))
    assert "nothing keeps when this happened" in segment
    by_hand = page_of(admin, journey("manual"))
    assert "nothing keeps" not in by_hand
