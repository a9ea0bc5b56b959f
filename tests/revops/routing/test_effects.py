"""What an assignment would do to loads and limits, read from the leads."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.routing.models import Absence
from revops.routing.selectors.effects import effect_on
from tests.factories.routing import make_leads, make_rep
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")


def test_open_leads_are_counted_and_those_the_owner_has_do_not_come_again():
    kim = make_rep("Kim", open_cap=3)
    mine, others = make_leads(2, owner=kim), make_leads(2)
    customers = make_leads(1, lifecycle_stage="customer")
    effect = effect_on(kim, [lead.pk for lead in (mine[0], *others, *customers)], now())
    assert (effect.before, effect.added, effect.cap, effect.over) == (2, 2, 3, 1)
    assert effect.hindrance == ""


def test_an_absence_is_a_reason_to_think_again():
    kim = make_rep("Kim")
    Absence.objects.create(rep=kim, starts_at=now() - timedelta(days=1), ends_at=now() + timedelta(days=2))
    assert "is away until" in effect_on(kim, [lead.pk for lead in make_leads(1)], now()).hindrance


def test_three_leads_cost_as_many_queries_as_one():
    kim = make_rep("Kim")
    ids = [lead.pk for lead in make_leads(3)]
    assert queries_of(lambda: effect_on(kim, ids, now())) == queries_of(
        lambda: effect_on(kim, ids[:1], now())
    )
