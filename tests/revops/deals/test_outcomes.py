"""Closed deals teach scoring, also those that were imported."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.kernel.clock import now
from revops.deals.services.outcomes import forget_outcomes_of, record_outcomes_of
from scoring.learning.selectors.outcomes import readiness
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory


def closed(stage: str, **fields):
    return DealFactory(stage=stage, closed_at=now() - timedelta(days=30), **fields)


@pytest.fixture
def deals(acme):
    lead = ContactFactory()
    return [
        closed("closed_won", contact=lead),
        closed("closed_won", contact=lead),
        closed("closed_lost", contact=ContactFactory()),
        closed("closed_won", contact=None, company=None),
        DealFactory(contact=lead),
    ]


def test_closed_deals_with_a_lead_are_outcomes(deals):
    assert record_outcomes_of(deals) == 3

    ready = readiness()
    assert (ready.wins, ready.won_deals, ready.losses, ready.lost_deals) == (1, 2, 1, 1)


def test_outcomes_of_deleted_deals_are_forgotten(deals):
    record_outcomes_of(deals)

    forget_outcomes_of([deals[0].pk, deals[2].pk])

    assert (readiness().won_deals, readiness().lost_deals) == (1, 0)


def test_the_command_records_what_is_missing_once(deals):
    def run() -> str:
        out = StringIO()
        call_command("record_outcomes", "--org", "acme", stdout=out)
        return out.getvalue()

    assert run() == "New outcomes of deals: 3.\n"
    assert run() == "New outcomes of deals: 0.\n"


def test_the_command_refuses_an_unknown_organization(acme):
    with pytest.raises(CommandError, match="no organization with the schema name nope"):
        call_command("record_outcomes", "--org", "nope")
