"""Outcomes that happened before Mauntic knew of them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from mauntic.kernel.clock import now
from mauntic.tracking.models import Visit
from scoring.learning.models import Outcome, OutcomeKind
from scoring.learning.selectors.outcomes import readiness
from scoring.learning.selectors.past_facts import facts_at, facts_before
from scoring.learning.services.outcomes import (
    PastOutcome,
    event_of,
    forget_outcomes,
    record_outcomes,
    record_past_outcomes,
)
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal
from tests.support.queries import queries_of

ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def past(contact, days: int, source: UUID = ONE, kind: OutcomeKind = OutcomeKind.WON) -> PastOutcome:
    return PastOutcome(
        contact_id=contact.pk, kind=kind, happened_at=now() - timedelta(days=days), source=source
    )


@pytest.mark.parametrize("days", [0, 2, 10, 35])
def test_facts_of_many_times_are_those_of_each_time(contact, days):
    at = now()
    for ago in (1, 3, 20, 40):
        Visit.objects.create(contact=contact, url="/", occurred_at=at - timedelta(days=ago))
    Visit.objects.create(contact=contact, url="/", occurred_at=at - timedelta(days=2, hours=1), is_bot=True)
    make_signal(contact, "PRICING_PAGE", detected_at=at - timedelta(hours=36))
    make_signal(contact, "DEMO_REQUEST", detected_at=at - timedelta(days=11))
    moment = at - timedelta(days=days)
    other = at - timedelta(days=21)

    found = facts_at([(contact.pk, moment), (contact.pk, other), (uuid4(), moment)])

    assert found == [
        facts_before([contact.pk], moment)[contact.pk],
        facts_before([contact.pk], other)[contact.pk],
        None,
    ]


def test_a_past_outcome_is_recorded_once_with_its_time_and_without_a_score(contact):
    assert record_past_outcomes(outcomes=[past(contact, 40)]) == 1
    assert record_past_outcomes(outcomes=[past(contact, 40)]) == 0

    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.event, outcome.total) == ("won", event_of(ONE), None)
    assert outcome.facts["contact.seniority"] == "vp"


def test_what_an_event_reported_is_not_recorded_again(contact):
    at = now()
    record_outcomes(kind=OutcomeKind.WON, contact_ids=[contact.pk], happened_at=at, event="e1")
    known = PastOutcome(contact_id=contact.pk, kind=OutcomeKind.WON, happened_at=at, source=ONE)

    assert record_past_outcomes(outcomes=[known, past(contact, 3, TWO)]) == 1


def test_reverting_a_source_forgets_its_outcomes_only(contact):
    record_past_outcomes(outcomes=[past(contact, 40), past(contact, 3, TWO)])

    forget_outcomes(sources=[ONE])

    assert [row.event for row in Outcome.objects.all()] == [event_of(TWO)]


def test_leads_are_counted_once_and_deals_each(contact):
    other = ContactFactory()
    record_past_outcomes(
        outcomes=[
            past(contact, 40),
            past(contact, 3, TWO),
            past(other, 3, THREE, OutcomeKind.LOST),
        ]
    )

    ready = readiness()

    assert (ready.wins, ready.won_deals, ready.losses, ready.lost_deals) == (1, 2, 1, 1)


def test_many_cost_as_many_queries_as_one(acme):
    leads = [ContactFactory() for _ in range(4)]

    def cost(count: int) -> int:
        return queries_of(
            lambda: record_past_outcomes(outcomes=[past(lead, 9, uuid4()) for lead in leads[:count]])
        )

    assert cost(1) == cost(4)


def test_the_page_says_from_how_many_deals_its_leads_are_known(web, contact):
    record_past_outcomes(outcomes=[past(contact, 40), past(contact, 3, TWO)])

    page = web.get("/scoring/settings/learning/").text

    assert "2 won deals" in page
    assert "A lead with several deals counts once." in page
