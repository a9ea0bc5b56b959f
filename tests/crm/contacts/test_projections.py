from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.contacts.services.enriched import mark_enrichment_pending
from mauntic.crm.contacts.services.projections import EnrichmentRow, project_enrichment, project_scores
from mauntic.crm.models import Contact
from mauntic.events.catalog import (
    DataQualityChanged,
    EnrichmentFailed,
    LeadEnriched,
    LeadScored,
    MessageUnsubscribed,
)
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.usefixtures("acme")


@pytest.fixture
def contacts():
    return [ContactFactory(first_name=name) for name in ("Ada", "Grace")]


def scored(contact, score, grade, intent="0"):
    return LeadScored(
        contact_id=contact.pk,
        score=Decimal(score),
        grade=grade,
        previous_score=None,
        top_contributors=[],
        intent_score=Decimal(intent),
    )


def test_scores_are_shown_on_the_contacts(contacts, run_jobs):
    with run_jobs():
        publish_many([scored(contacts[0], "81.50", "A"), scored(contacts[1], "12.25", "F")])
    shown = Contact.objects.ranked().values_list("first_name", "lead_score", "lead_grade")
    assert list(shown) == [("Ada", Decimal("81.50"), "A"), ("Grace", Decimal("12.25"), "F")]
    assert Contact.objects.filter(scored_at=None).count() == 0


def test_an_older_score_never_replaces_a_newer_one(contacts):
    ada, grace = contacts
    at = now()
    publish_many([scored(ada, "50", "C", intent="30")])
    row = StoredEvent.objects.get(type=LeadScored.wire_name)
    assert project_scores(row_id=row.pk, scored_at=at) == 1
    assert project_scores(row_id=row.pk, scored_at=at - timedelta(seconds=1)) == 0
    ada.refresh_from_db()
    assert (ada.lead_score, ada.lead_grade, ada.scored_at, ada.intent_score) == (50, "C", at, 30)
    grace.refresh_from_db()
    assert grace.scored_at is None


def test_a_batch_of_scores_is_one_statement(contacts, queries):
    publish_many(scored(contact, "5", "F") for contact in contacts)
    row = StoredEvent.objects.get(type=LeadScored.wire_name)
    with queries(1):
        assert project_scores(row_id=row.pk, scored_at=now()) == 2


def test_enrichment_is_shown_from_request_to_result(contacts, run_jobs):
    ada, grace = contacts
    assert mark_enrichment_pending(contact_ids=[ada.pk, grace.pk]) == 2
    assert set(Contact.objects.values_list("enrichment_status", flat=True)) == {"pending"}
    with run_jobs():
        publish_many(
            [
                LeadEnriched(contact_id=ada.pk, changed_fields=["title"], source="apollo", confidence=0.9),
                EnrichmentFailed(contact_id=grace.pk, provider="hunter", reason="Nobody knows the phone."),
                DataQualityChanged(contact_id=ada.pk, old_score=Decimal("0.5"), new_score=Decimal("0.85")),
            ]
        )
    ada.refresh_from_db()
    grace.refresh_from_db()
    assert (ada.enrichment_status, ada.data_quality_score) == ("completed", Decimal("0.850"))
    assert ada.last_enriched_at is not None
    assert (grace.enrichment_status, grace.last_enriched_at) == ("exhausted", None)


def test_a_job_that_broke_before_it_asked_anybody_is_shown_as_failed(contacts, run_jobs):
    with run_jobs():
        publish_many([EnrichmentFailed(contact_id=contacts[0].pk, provider="", reason="No provider is on.")])
    contacts[0].refresh_from_db()
    assert contacts[0].enrichment_status == "failed"


def test_who_unsubscribes_is_written_to_no_more(contacts, run_jobs):
    with run_jobs():
        publish_many([MessageUnsubscribed(contact_id=contacts[0].pk, message_id=new_id())])
    assert [c.consent for c in Contact.objects.order_by("first_name")] == ["refused", "unknown"]
    (told,) = StoredEvent.objects.filter(type="crm.ContactUpdated")
    assert told.facts == [{"contactId": str(contacts[0].pk), "changedFields": ["consent"]}]


def test_the_reason_says_who_reported_an_email_as_spam(contacts, run_jobs):
    ada, other = (each.pk for each in contacts[:2])
    with run_jobs():
        publish_many(
            [
                MessageUnsubscribed(contact_id=ada, message_id=new_id(), is_complaint=True),
                MessageUnsubscribed(contact_id=other, message_id=new_id()),
            ]
        )
    reasons = dict(Contact.objects.values_list("pk", "suppressed_reason"))
    assert (reasons[ada], reasons[other]) == ("marked an email as spam", "unsubscribed")


@pytest.mark.parametrize("order", [("completed", "exhausted"), ("exhausted", "completed")])
def test_a_partly_enriched_contact_is_exhausted_in_whatever_order_that_is_heard(contacts, order):
    ada = contacts[0]
    mark_enrichment_pending(contact_ids=[ada.pk])
    for status in order:
        project_enrichment(rows=[EnrichmentRow(contact_id=ada.pk, status=status)])
    ada.refresh_from_db()
    assert ada.enrichment_status == "exhausted"
