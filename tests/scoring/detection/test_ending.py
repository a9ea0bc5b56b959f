"""Signals of emails end when a lead unsubscribes, or turns out not to exist."""

from datetime import timedelta
from uuid import uuid4

import pytest

from mauntic.events.catalog import MessageBounced, MessageReplied, MessageUnsubscribed
from mauntic.events.services import publish, publish_many
from mauntic.kernel.clock import now
from scoring.signals.models import IntentSignal
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory
from tests.factories.scoring import make_signal

FAREWELLS = [MessageUnsubscribed, MessageBounced]


@pytest.fixture
def signals(contact):
    """An open and a reply of an hour ago, and a visit."""
    at = now() - timedelta(hours=1)
    return {
        code: make_signal(contact, code, source=source, detected_at=at)
        for code, source in (
            ("EMAIL_CLICK", "delivery"),
            ("EMAIL_REPLY", "delivery"),
            ("PRICING_PAGE", "content"),
        )
    }


def active(contact) -> list[str]:
    return sorted(
        IntentSignal.objects.filter(contact=contact).active(now()).values_list("type_id", flat=True)
    )


@pytest.mark.parametrize("farewell", FAREWELLS)
def test_a_farewell_ends_the_signals_of_emails_alone_and_lowers_the_score(
    contact, signals, run_jobs, farewell
):
    other = ContactFactory()
    make_signal(other, "EMAIL_CLICK", source="delivery", detected_at=now() - timedelta(hours=1))
    with run_jobs():
        publish(farewell(contact_id=contact.pk, message_id=uuid4()))

    assert active(contact) == ["PRICING_PAGE"]
    assert active(other) == ["EMAIL_CLICK"]
    assert IntentSignal.objects.filter(contact=contact).count() == 3
    contact.refresh_from_db()
    assert contact.scored_at is not None


def test_what_a_lead_does_after_a_bounce_counts_again(contact, run_jobs):
    with run_jobs():
        publish(MessageBounced(contact_id=contact.pk, message_id=uuid4()))
    with run_jobs():
        publish(MessageReplied(contact_id=contact.pk, message_id=uuid4()))

    assert active(contact) == ["EMAIL_REPLY"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_reply_that_asks_to_be_removed_shows_no_intent_whichever_event_is_first(contact, run_jobs, order):
    message = MessageFactory(contact=contact, unsubscribed_at=now())
    facts = {"contact_id": contact.pk, "message_id": message.pk}
    with run_jobs():
        publish_many([MessageReplied(**facts), MessageUnsubscribed(**facts)][::order])

    assert active(contact) == []


def test_replies_of_others_count(contact, run_jobs):
    parting, staying = ContactFactory(), contact
    message = MessageFactory(contact=parting, unsubscribed_at=now())
    with run_jobs():
        publish_many(
            [
                MessageReplied(contact_id=parting.pk, message_id=message.pk),
                MessageReplied(contact_id=staying.pk, message_id=uuid4()),
            ]
        )

    assert active(parting) == []
    assert active(staying) == ["EMAIL_REPLY"]
