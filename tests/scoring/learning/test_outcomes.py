"""What came of leads is kept with what was known the moment before."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated, DealLost, DealWon
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.tracking.models import Visit
from scoring.learning.models import Outcome, OutcomeKind
from scoring.learning.selectors.past_facts import facts_before
from scoring.learning.services.outcomes import record_outcomes
from scoring.scores.models import LeadScore
from scoring.scores.services.rescoring import rescore
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal


def won(contact: Contact) -> DealWon:
    return DealWon(deal_id=uuid4(), contact_id=contact.pk, value=Decimal(100))


def kept() -> list[tuple[Contact, str]]:
    return [(outcome.contact, outcome.kind) for outcome in Outcome.objects.select_related("contact")]


def test_a_won_deal_is_kept_with_the_facts_and_the_score_of_the_lead(contact, run_jobs):
    rescore(contact_ids=[contact.pk])
    with run_jobs():
        publish(won(contact))
    outcome = Outcome.objects.get()
    assert (outcome.contact, outcome.kind, outcome.total) == (contact, "won", Decimal("35.00"))
    assert outcome.facts == {
        "contact.email": True,
        "contact.seniority": "vp",
        "company.employees": 300,
        "activity.visits_7d": 0,
        "activity.visits_30d": 0,
    }


def test_a_lost_deal_is_kept(contact, run_jobs):
    with run_jobs():
        publish(DealLost(deal_id=uuid4(), contact_id=contact.pk, reason="price"))
    assert kept() == [(contact, "lost")]


def test_what_happened_after_the_outcome_is_not_among_the_facts(contact):
    at = now()
    for days in (-1, 1, 3, 20, 40):
        Visit.objects.create(contact=contact, url="/", occurred_at=at - timedelta(days=days))
    make_signal(contact, "PRICING_PAGE", detected_at=at - timedelta(hours=36))
    make_signal(contact, "DEMO_REQUEST", detected_at=at + timedelta(hours=1))
    make_signal(contact, "FORM_SUBMISSION", detected_at=at - timedelta(days=30))
    facts = facts_before([contact.pk], at)[contact.pk]
    assert (facts["activity.visits_7d"], facts["activity.visits_30d"]) == (2, 3)
    signals = {field: value for field, value in facts.items() if field.startswith("signals.")}
    assert signals == {"signals.PRICING_PAGE.strength": pytest.approx(0.5, abs=0.001)}


def test_visits_of_bots_are_not_counted(contact):
    Visit.objects.create(contact=contact, url="/", is_bot=True)
    facts = facts_before([contact.pk], now() + timedelta(seconds=1))[contact.pk]
    assert facts["activity.visits_7d"] == 0


def test_the_same_event_is_kept_once(contact):
    for _ in range(2):
        record_outcomes(kind=OutcomeKind.WON, contact_ids=[contact.pk], happened_at=now(), event="e1")
    assert kept() == [(contact, "won")]


def test_two_deals_of_a_lead_are_two_outcomes(contact, run_jobs):
    with run_jobs():
        publish(won(contact))
        publish(won(contact))
    assert len(kept()) == 2


def test_a_lead_that_becomes_a_customer_is_kept(contact, run_jobs):
    with run_jobs():
        update_contact(contact=contact, values={"lifecycle_stage": "customer"})
    assert kept() == [(contact, "converted")]


def test_a_customer_who_leaves_is_kept_as_neither_won_nor_lost(contact, run_jobs):
    with run_jobs():
        update_contact(contact=contact, values={"lifecycle_stage": "former"})
    assert kept() == [(contact, "left")]


def test_other_changes_of_customers_are_no_outcome(contact, run_jobs):
    Contact.objects.filter(pk=contact.pk).update(lifecycle_stage="customer")
    with run_jobs():
        publish(ContactUpdated(contact_id=contact.pk, changed_fields=["title"]))
    assert kept() == []


def test_an_outcome_of_a_lead_that_is_gone_is_passed_over(acme):
    record_outcomes(kind=OutcomeKind.WON, contact_ids=[uuid4()], happened_at=now(), event="e1")
    assert kept() == []


def test_many_outcomes_cost_as_many_queries_as_one(acme, django_assert_num_queries):
    contacts = ContactFactory.create_batch(5)
    with django_assert_num_queries(8) as one:
        record_outcomes(kind=OutcomeKind.WON, contact_ids=[contacts[0].pk], happened_at=now(), event="e1")
    with django_assert_num_queries(len(one)):
        record_outcomes(
            kind=OutcomeKind.WON, contact_ids=[each.pk for each in contacts], happened_at=now(), event="e2"
        )
    assert Outcome.objects.count() == 6


def test_the_score_that_is_kept_is_the_one_before_the_change(contact, run_jobs):
    rescore(contact_ids=[contact.pk])
    with run_jobs():
        update_contact(contact=contact, values={"lifecycle_stage": "customer", "phone": "+49 30 5550100"})
    assert Outcome.objects.get().total == Decimal("35.00")
    assert LeadScore.objects.get().total == Decimal("50.00")
