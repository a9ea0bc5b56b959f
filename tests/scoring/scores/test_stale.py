"""Whose score the passing of time alone changes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.tracking.models import Visit, Visitor
from scoring.scores.models import LeadScore
from scoring.scores.selectors.stale import stale_contacts
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.scoring import make_signal
from tests.scoring.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def created(contact: Contact, at) -> None:
    Contact.objects.filter(pk=contact.pk).update(created_at=at)


def enriched(contact: Contact, at) -> None:
    Contact.objects.filter(pk=contact.pk).update(last_enriched_at=at)


def visited(contact: Contact, at) -> None:
    contact.visits.create(url="/", occurred_at=at)


def signalled(contact: Contact, at) -> None:
    make_signal(contact, "DEMO_REQUEST", detected_at=at)


@pytest.mark.parametrize(
    ("make", "conditions", "age"),
    [
        (created, {"field": "contact.created_at", "operator": "within_days", "value": 10}, 10),
        (enriched, {"field": "contact.last_enriched_at", "operator": "before_days", "value": 90}, 90),
        (visited, {"not": {"field": "activity.last_visit_at", "operator": "within_days", "value": 14}}, 14),
        (created, {"field": "contact.created_at", "operator": "older_than_hours", "value": 36}, 1.5),
        (visited, {"field": "activity.last_visit_at", "operator": "within_hours", "value": 12}, 0.5),
        (visited, {"field": "activity.visits_7d", "operator": "at_least", "value": 1}, 7),
        (signalled, {"field": "signals.count_7d", "operator": "at_least", "value": 1}, 7),
    ],
)
def test_the_sweep_finds_whom_a_window_of_an_own_factor_leaves(acme, make, conditions, age):
    leaving, staying = Contact.objects.create(), Contact.objects.create()
    make(leaving, NOW - age * DAY + HOUR)
    make(staying, NOW - (age + 5) * DAY)
    own = FactorChange(
        category="fit",
        factor="own",
        weight=Decimal(30),
        enabled=True,
        label="Own",
        conditions={
            "all": [conditions, {"field": "contact.consent", "operator": "equals", "value": "unknown"}]
        },
    )
    set_factors(changes=[own])
    rescore(now=NOW)
    before = LeadScore.objects.get(pk=leaving.pk).total

    found = stale_contacts(now=NOW + 2 * HOUR)
    rescore(contact_ids=found, now=NOW + 2 * HOUR)

    assert found == [leaving.pk]
    assert abs(LeadScore.objects.get(pk=leaving.pk).total - before) == 30


def test_a_window_that_nothing_enabled_looks_at_makes_nobody_stale(acme):
    created(Contact.objects.create(), NOW - 10 * DAY)

    assert stale_contacts(now=NOW) == []


def test_anonymous_visits_make_nobody_stale_and_stop_nothing(acme):
    known = Contact.objects.create()
    visited(known, NOW - 30 * DAY - HOUR)
    stranger = Visitor.objects.create(anonymous_id="stranger")
    Visit.objects.create(visitor=stranger, url="/pricing", occurred_at=NOW - 30 * DAY - HOUR)

    assert stale_contacts(now=NOW) == [known.pk]
