"""Routing as it happens: on events, for leavers, undone; in a constant number of queries."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.accounts.models import Team, User
from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated, ScoreThresholdCrossed
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from revops.activities.models import Activity
from revops.deals.models.deals import DealChange
from revops.routing.models import RoutingDecision, RoutingRule, Trigger
from revops.routing.services.leavers import reroute_leavers
from revops.routing.services.retry import retry_unrouted
from revops.routing.services.route import route_contacts, route_new
from revops.routing.services.rules import move_rule
from revops.routing.services.undo import undo_routing
from tests.factories.crm import CompanyFactory
from tests.factories.revops import DealFactory
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after, set_up
from tests.support.queries import queries_of


@pytest.fixture
def ann(acme) -> User:
    return make_rep("Ann")


def crossing(lead: Contact, score: int, direction: str = "up") -> ScoreThresholdCrossed:
    return ScoreThresholdCrossed(
        contact_id=lead.pk, threshold=score, direction=direction, score=Decimal(score)
    )


def test_a_new_lead_gets_an_owner_and_everybody_hears_of_it(ann, run_jobs):
    rule = make_rule(ann)

    with run_jobs():
        lead = create_contact(values={"first_name": "Lu"}, source="form")

    lead.refresh_from_db()
    decision = RoutingDecision.objects.get()
    assert (lead.owner, decision.rep, decision.rule, decision.trigger) == (ann, ann, rule, "created")
    assert decision.cause == f"event:{StoredEvent.objects.get(type='crm.ContactCreated').pk}"
    updates = StoredEvent.objects.filter(type=ContactUpdated.wire_name)
    assert [fact["changedFields"] for row in updates for fact in row.facts] == [["owner"]]


def test_new_leads_are_left_alone_where_the_organization_wants_that(ann, run_jobs):
    make_rule(ann)
    set_up(routes_new_leads=False)

    with run_jobs():
        create_contact(values={"first_name": "Lu"}, source="form")

    assert not RoutingDecision.objects.exists()


def test_nothing_happens_while_nothing_is_set_up(acme):
    assert owners_after(make_leads(1)) == [""]
    assert not RoutingDecision.objects.exists()


def test_a_lead_of_nobody_is_routed_when_its_score_rises_far_enough(ann, run_jobs):
    make_rule(ann)
    low, high, fallen, theirs = make_leads(4)
    Contact.objects.filter(pk=theirs.pk).update(owner=make_rep("Bob"))

    with run_jobs():
        for event in (
            crossing(low, 40),
            crossing(high, 60),
            crossing(fallen, 60, "down"),
            crossing(theirs, 80),
        ):
            publish(event)

    assert list(RoutingDecision.objects.values_list("contact", "trigger")) == [(high.pk, "threshold")]
    set_up(routes_from_score=None)
    with run_jobs():
        publish(crossing(fallen, 80))
    assert RoutingDecision.objects.count() == 1


def test_an_event_that_comes_again_makes_no_second_decision(acme):
    make_rule(make_rep("Full", daily_cap=0))
    [lead] = make_leads(1)

    for event in ("one", "one", "two"):
        with caused_by(Cause("event", event)):
            route_new(contact_ids=[lead.pk])

    causes = RoutingDecision.objects.order_by("decided_at").values_list("cause", "rep")
    assert list(causes) == [("event:one", None), ("event:two", None)]


def test_what_nobody_can_take_is_stored_with_what_keeps_each_from_it(acme):
    full = make_rep("Full", daily_cap=0)
    make_rule(full)

    assert owners_after(make_leads(1)) == [""]
    decision = RoutingDecision.objects.get()
    assert (decision.strategy, decision.rep) == ("none", None)
    assert decision.candidates == [
        {
            "repId": str(full.pk),
            "name": "Full",
            "eligible": False,
            "why": "got 0 of 0 leads today",
        }
    ]


def test_a_decision_is_undone_once_and_by_who_sees_it(ann, rep, admin):
    make_rule(ann)
    bob = make_rep("Bob")
    [lead] = make_leads(1, owner=bob)
    [decision] = route_contacts(contact_ids=[lead.pk], trigger=Trigger.MANUAL, reassign=True)

    with pytest.raises(NotFound):
        undo_routing(decision_id=decision.pk, by=rep)
    undo_routing(decision_id=decision.pk, by=ann)

    lead.refresh_from_db()
    decision.refresh_from_db()
    assert (lead.owner, decision.undone_by) == (bob, ann)
    with pytest.raises(Conflict, match="already undone"):
        undo_routing(decision_id=decision.pk, by=admin)


def test_what_belongs_to_somebody_else_by_now_is_not_undone(ann, admin):
    make_rule(ann)
    [lead] = make_leads(1)
    [decision] = route_contacts(contact_ids=[lead.pk], trigger=Trigger.CREATED)
    Contact.objects.filter(pk=lead.pk).update(owner=admin)

    with pytest.raises(Conflict, match="no longer belongs to Ann"):
        undo_routing(decision_id=decision.pk, by=admin)


def test_an_undone_lead_counts_no_more_for_the_cap_of_the_day(acme, admin):
    make_rule(make_rep("Ann", daily_cap=1))
    owners_after(make_leads(1))
    undo_routing(decision_id=RoutingDecision.objects.get().pk, by=admin)

    assert owners_after(make_leads(1)) == ["Ann"]


def test_open_leads_and_deals_and_tasks_of_who_has_left_go_to_others(ann):
    leaver = make_rep("Leaver", is_active=False)
    make_rule(ann)
    [lead] = make_leads(1, owner=leaver)
    make_leads(1, owner=leaver, lifecycle_stage="customer")
    deal = DealFactory(contact=lead, owner=leaver)
    task = Activity.objects.create(type="task", deal=deal, owner=leaver)
    done = Activity.objects.create(type="task", deal=deal, owner=leaver, completed_at=now())

    handed_on = reroute_leavers()

    assert (handed_on.leads, handed_on.deals, handed_on.tasks) == (1, 1, 1)
    for row in (lead, deal, task, done):
        row.refresh_from_db()
    assert (lead.owner, deal.owner, task.owner, done.owner) == (ann, ann, ann, leaver)
    assert (RoutingDecision.objects.get().trigger, DealChange.objects.get().reason) == (
        "left",
        "Leaver was deactivated.",
    )
    assert reroute_leavers().leads == 0


def test_what_nobody_can_take_of_a_leaver_is_nobodys_and_deals_go_to_the_manager(acme, manager):
    leaver = make_rep("Leaver", is_active=False)
    User.objects.filter(pk=leaver.pk).update(team=Team.objects.create(name="East", manager=manager))
    make_rule(leaver)
    [lead] = make_leads(1, owner=leaver)
    deal = DealFactory(contact=lead, owner=leaver)

    reroute_leavers()
    reroute_leavers()

    lead.refresh_from_db()
    deal.refresh_from_db()
    assert (lead.owner, deal.owner, RoutingDecision.objects.count()) == (None, manager, 1)


def test_who_has_left_keeps_everything_while_nothing_is_routed(acme):
    leaver = make_rep("Leaver", is_active=False)
    [lead] = make_leads(1, owner=leaver)

    assert reroute_leavers().leads == 0
    lead.refresh_from_db()
    assert lead.owner == leaver


def test_one_lead_and_many_cost_the_same_number_of_queries(ann):
    for number in range(3):
        bob = make_rep(f"Bob{number}", daily_cap=100, open_cap=100)
        make_rule(ann, bob, name=f"Rule {number}", strategy="load_balanced")
    one, many = make_leads(2, company=CompanyFactory()), make_leads(40, company=CompanyFactory())

    def route(leads):
        return queries_of(
            lambda: route_contacts(contact_ids=[lead.pk for lead in leads], trigger="manual", reassign=True)
        )

    assert route(one[:1]) == route(many)


def test_what_nobody_could_take_is_tried_again_until_somebody_can(ann, admin):
    make_rule(full := make_rep("Full", daily_cap=0))
    [lead] = make_leads(1)
    route_contacts(contact_ids=[lead.pk], trigger=Trigger.CREATED)

    assert (retry_unrouted(), RoutingDecision.objects.count()) == (0, 1)
    full.routing_profile.daily_cap = None
    full.routing_profile.save()
    assert retry_unrouted() == 1
    decision = RoutingDecision.objects.first()
    assert (decision.rep, decision.trigger) == (full, "retry")
    undo_routing(decision_id=decision.pk, by=admin)
    assert retry_unrouted() == 0


def test_after_a_week_it_is_for_people_to_look(ann):
    make_rule(make_rep("Full", daily_cap=0))
    [lead] = make_leads(1)
    route_contacts(contact_ids=[lead.pk], trigger=Trigger.CREATED, now=now() - timedelta(days=8))
    make_rule(ann, name="Earlier")
    move_rule(rule_id=RoutingRule.objects.get(name="Earlier").pk, to=0)

    assert retry_unrouted() == 0


def test_what_a_leaver_had_with_nobodys_leads_goes_to_who_gets_what_is_left_over(acme, manager):
    leaver, rest = make_rep("Leaver", is_active=False), make_rep("Rest")
    User.objects.filter(pk=leaver.pk).update(team=Team.objects.create(name="East", manager=manager))
    set_up(fallback=rest)
    deal = DealFactory(owner=leaver)
    [customer] = make_leads(1, owner=leaver, lifecycle_stage="customer")
    task = Activity.objects.create(type="call", contact=customer, owner=leaver)

    handed_on = reroute_leavers()

    deal.refresh_from_db()
    task.refresh_from_db()
    assert (handed_on.leads, deal.owner, task.owner) == (0, rest, rest)


def test_only_so_many_of_a_leaver_are_handed_on_at_a_time(ann):
    make_rule(ann)
    make_leads(5, owner=make_rep("Leaver", is_active=False))

    assert [reroute_leavers(chunk=2).leads for _ in range(4)] == [2, 2, 1, 0]
