"""The preview of a scoring model announces the routing that publishing it causes."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.notifications.models import Kind, Notification
from revops.routing.models import RoutingDecision
from revops.routing.selectors.risen import routing_of_risen
from revops.routing.services.route import route_risen
from scoring.alerts.models import SignalAlert
from scoring.model.selectors.versions import version_in_force
from scoring.preview.selectors import preview_model
from scoring.scores.services.rescoring import rescore
from scoring.versions.services.publish import FactorChange, set_factors
from tests.factories.routing import make_rep, make_rule, set_up
from tests.support.queries import queries_of

LEVELS = ("", "manager", "director", "vp", "c_level")


def when(field: str, op: str, value: object) -> dict:
    return {"all": [{"field": field, "operator": op, "value": value}]}


@pytest.fixture
def leads(acme, rep) -> list[Contact]:
    """Ten scored leads of all levels, two of which have an owner."""
    made = [
        Contact(
            first_name=f"N{number}", seniority=level, phone="+4930555010", owner=rep if number > 7 else None
        )
        for number, level in enumerate(LEVELS * 2)
    ]
    Contact.objects.bulk_create(made)
    rescore()
    return made


def draft(weight: int):
    model = version_in_force().model()
    factors = (
        replace(each, weight=Decimal(weight)) if each.factor.key == "has_phone" else each
        for each in model.factors
    )
    return replace(model, factors=tuple(factors))


def publish(weight: int, *, tell_crossings: bool) -> None:
    row = version_in_force().factors.get(factor="has_phone")
    change = FactorChange(category=row.category, factor=row.factor, weight=Decimal(weight), enabled=True)
    set_factors(changes=[change], tell_crossings=tell_crossings)
    rescore()


def decided() -> dict[str, int]:
    return dict(
        Counter(str(row.rep) if row.rep else "" for row in RoutingDecision.objects.select_related("rep"))
    )


def test_publishing_routes_exactly_the_leads_that_the_preview_announced(leads, run_jobs):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule(ann, conditions=when("contact.lead_grade", "in", ["A"]))
    make_rule(ann, bob)
    set_up(routes_from_score=60)
    effect = preview_model(draft(60)).effects["routing"]

    with run_jobs():
        publish(60, tell_crossings=True)

    assert effect.count == RoutingDecision.objects.count() > 0
    assert dict(effect.parts) == decided()
    assert str(effect.text).startswith(str(effect.count))
    assert Contact.objects.filter(owner=None).count() == 8 - effect.count


def test_publishing_notifies_exactly_those_whom_the_preview_announced(leads, run_jobs):
    make_rule(make_rep("Ann"), make_rep("Bob"))
    set_up(routes_from_score=60)
    effect = preview_model(draft(60)).effects["routing"]

    with run_jobs():
        publish(60, tell_crossings=True)

    told = {notice.user_id for notice in Notification.objects.filter(kind=Kind.ROUTED)}
    assert len(told) == len(effect.parts) == 2
    assert str(effect.text).endswith(" 2 new owners would be notified.")


def test_publishing_creates_exactly_the_alerts_that_the_preview_announced(leads, run_jobs):
    """All receivers of crossings run: one that creates alerts must announce them."""
    make_rule(make_rep("Ann"))
    set_up(routes_from_score=60)
    effect = preview_model(draft(60)).effects["alerts"]

    with run_jobs():
        publish(60, tell_crossings=True)

    assert RoutingDecision.objects.exists()
    assert effect.count == SignalAlert.objects.count() == 0
    assert "No alert would be created" in effect.text


def test_leads_that_nobody_can_take_are_announced_too(leads, run_jobs):
    make_rule(make_rep("Ann", daily_cap=2))
    set_up(routes_from_score=40)
    effect = preview_model(draft(60)).effects["routing"]

    with run_jobs():
        publish(60, tell_crossings=True)

    assert decided() == {"Ann": 2, "": effect.count - 2}
    assert dict(effect.parts) == {"Ann": 2, "Nobody can take them": effect.count - 2}


@pytest.mark.parametrize("least", [None, 99])
def test_no_routing_is_announced_where_no_score_starts_it(leads, run_jobs, least):
    make_rule(make_rep("Ann"))
    set_up(routes_from_score=least)

    effect = preview_model(draft(60)).effects["routing"]

    assert (effect.count, effect.text) == (0, "No lead would be routed.")
    with run_jobs():
        publish(60, tell_crossings=True)
    assert not RoutingDecision.objects.exists()


def test_a_preview_writes_nothing_and_publishing_without_the_choice_routes_nobody(leads, run_jobs):
    make_rule(make_rep("Ann"))
    set_up(routes_from_score=60)
    preview_model(draft(60))

    with run_jobs():
        publish(60, tell_crossings=False)

    assert not RoutingDecision.objects.exists()


def test_rules_see_the_new_score_before_the_crm_stores_it(leads):
    ann = make_rep("Ann")
    make_rule(ann, conditions=when("contact.lead_score", "at_least", 90))
    set_up(routes_from_score=60)
    Contact.objects.update(lead_score=10, lead_grade="F")

    route_risen(scores={leads[0].pk: Decimal(95), leads[1].pk: Decimal(70)})

    decisions = {row.contact_id: row.rep for row in RoutingDecision.objects.select_related("rep")}
    assert decisions == {leads[0].pk: ann, leads[1].pk: None}


def test_one_lead_and_many_cost_the_same_number_of_queries(leads):
    make_rule(make_rep("Ann"))
    set_up(routes_from_score=60)
    one = {leads[0].pk: Decimal(80)}
    many = {lead.pk: Decimal(80) for lead in leads}

    assert queries_of(lambda: routing_of_risen(one, now())) == queries_of(
        lambda: routing_of_risen(many, now() + timedelta(minutes=1))
    )
