"""What starts workflows: events of deals and scores, and time that passes."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from mauntic.automation.models import Definition, Run, RunState
from mauntic.automation.services.starting.sweeping import sweep_all
from mauntic.events.catalog import LeadScored
from mauntic.events.services import publish, publish_many, replay
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.deals.models.deals import Deal
from revops.deals.services.create import create_deal
from revops.deals.services.drafts import DealDraft
from revops.deals.services.moves import move_deals
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.django_db


def scored(contact, score, previous):
    publish(
        LeadScored(
            contact_id=contact.pk,
            score=Decimal(score),
            grade="B",
            previous_score=None if previous is None else Decimal(previous),
            top_contributors=[],
        )
    )


def in_stage_for(**length) -> Deal:
    deal = DealFactory(stage="proposal")
    Deal.objects.filter(pk=deal.pk).update(
        stage_entered_at=now() - timedelta(**length), created_at=now() - timedelta(days=400)
    )
    return deal


def been_on_for(**length) -> None:
    Definition.objects.update(switched_at=now() - timedelta(**length))


def test_a_new_deal_starts_deal_created_and_not_stage_changed(workflow, admin, run_jobs):
    created, _moved = workflow("deal_created"), workflow("stage_changed")
    with run_jobs():
        deal = create_deal(
            draft=DealDraft(
                name="Big one", contact_id=ContactFactory().pk, currency="EUR", value=Decimal(10)
            ),
            by=admin,
        )
    run = Run.objects.get()
    assert (run.definition, run.subject_id, run.state) == (created, deal.pk, RunState.COMPLETED)
    assert Activity.objects.get().deal == deal


def test_a_move_starts_the_workflows_of_its_stages(workflow, admin, run_jobs):
    fits = workflow("stage_changed", trigger_settings={"to_stages": ["demo"]})
    workflow("stage_changed", trigger_settings={"from_stages": ["proposal"]})
    deal = DealFactory(stage="prospecting")
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="demo", by=admin)
    run = Run.objects.get()
    assert run.definition == fits
    assert run.facts == {"old_stage": "prospecting", "new_stage": "demo"}


def test_conditions_ask_the_stage_before_and_the_value_in_our_currency(workflow, admin, run_jobs, acme):
    conditions = {
        "all": [
            {"field": "event.old_stage", "operator": "equals", "value": "prospecting"},
            {"field": "deal.value", "operator": "at_least", "value": 1000},
        ]
    }
    workflow("stage_changed", conditions=conditions)
    large = DealFactory(stage="prospecting", value=1000, currency=acme.currency)
    small = DealFactory(stage="prospecting", value=999, currency=acme.currency)
    unknown = DealFactory(stage="prospecting", value=999_999, currency="XAF")
    later = DealFactory(stage="discovery", value=1000, currency=acme.currency)
    with run_jobs():
        move_deals(deal_ids=[large.pk, small.pk, unknown.pk, later.pk], stage="demo", by=admin)
    assert Run.objects.get().subject_id == large.pk


def test_won_and_lost_deals_start_theirs_and_undone_ones_none(workflow, admin, run_jobs):
    won = workflow("deal_won")
    lost = workflow(
        "deal_lost", conditions={"field": "event.reason", "operator": "contains", "value": "price"}
    )
    first, second = DealFactory.create_batch(2, stage="negotiation", value=10)
    with run_jobs():
        move_deals(deal_ids=[first.pk], stage="closed_won", by=admin)
        move_deals(deal_ids=[second.pk], stage="closed_lost", lost_reason="The price", by=admin)
    assert set(Run.objects.values_list("definition", "subject_id")) == {
        (won.pk, first.pk),
        (lost.pk, second.pk),
    }


def test_a_score_starts_by_crossing_and_not_by_each_change(workflow, run_jobs):
    workflow("score_changed", trigger_settings={"score": 60, "direction": "up"})
    contact = ContactFactory()
    with run_jobs():
        for before, after in ((None, 50), (50, 61), (61, 70), (70, 59), (59, 61)):
            scored(contact, after, before)
    assert [run.facts["score"] for run in Run.objects.order_by("started_at")] == [61, 61]
    assert Run.objects.filter(state=RunState.COMPLETED).count() == 2


def test_a_cool_down_keeps_a_wobbling_score_quiet(workflow, run_jobs):
    workflow(
        "score_changed", trigger_settings={"score": 60, "direction": "up"}, options={"cool_down_hours": 24}
    )
    contact = ContactFactory()
    with run_jobs():
        for before, after in ((59, 61), (61, 59), (59, 61)):
            scored(contact, after, before)
    assert Run.objects.count() == 1


def test_a_replay_begins_nothing_twice(workflow, run_jobs):
    workflow("score_changed", trigger_settings={"score": 60, "direction": "up"})
    with run_jobs():
        scored(ContactFactory(), 61, 59)
    with run_jobs():
        replay(wire_name="scoring.LeadScored", receiver="revops.handlers.start_for_scores")
    assert Run.objects.count() == 1
    assert Activity.objects.count() == 1


def test_time_in_a_stage_starts_after_its_days_and_anew_after_a_return(workflow, admin, run_jobs):
    workflow("time_in_stage", trigger_settings={"stage": "proposal", "days": 14})
    been_on_for(days=2)
    deal, _younger, _older = in_stage_for(days=14, hours=1), in_stage_for(days=13), in_stage_for(days=20)
    with run_jobs():
        assert sweep_all() == 1
        assert sweep_all() == 0
    assert Run.objects.get().subject_id == deal.pk
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="demo", by=admin)
        move_deals(deal_ids=[deal.pk], stage="proposal", by=admin)
    with time_machine.travel(now() + timedelta(days=14, minutes=1)), run_jobs():
        sweep_all()
    assert Run.objects.filter(subject_id=deal.pk).count() == 2


def test_14_days_in_a_stage_are_over_at_the_same_local_time_across_a_clock_change(workflow, acme):
    acme.time_zone = "Europe/Berlin"
    acme.save()
    berlin = ZoneInfo("Europe/Berlin")
    from datetime import datetime

    entered = datetime(2027, 3, 20, 10, tzinfo=berlin)
    with time_machine.travel(entered - timedelta(days=1)):
        workflow("time_in_stage", trigger_settings={"days": 14})
        deal = DealFactory(stage="proposal")
    Deal.objects.filter(pk=deal.pk).update(stage_entered_at=entered)
    with time_machine.travel(datetime(2027, 4, 3, 9, 59, tzinfo=berlin)):
        assert sweep_all() == 0
    with time_machine.travel(datetime(2027, 4, 3, 10, 1, tzinfo=berlin)):
        assert sweep_all() == 1


def test_hours_in_a_stage_count_too(workflow):
    workflow("time_in_stage", trigger_settings={"hours": 4})
    been_on_for(hours=1)
    in_stage_for(hours=4, minutes=5)
    in_stage_for(hours=3, minutes=55)
    assert sweep_all() == 1


def test_an_inactive_deal_starts_once_until_something_happens(workflow):
    workflow("inactivity", trigger_settings={"days": 7})
    been_on_for(days=1)
    deal = in_stage_for(days=30)
    Deal.objects.filter(pk=deal.pk).update(last_activity_at=now() - timedelta(days=7, hours=1))
    closed = DealFactory(stage="closed_won", closed_at=now())
    Deal.objects.filter(pk=closed.pk).update(last_activity_at=now() - timedelta(days=7, hours=1))
    assert sweep_all() == 1
    assert sweep_all() == 0
    with time_machine.travel(now() + timedelta(days=1)):
        Deal.objects.filter(pk=deal.pk).update(last_activity_at=now() - timedelta(days=7, minutes=1))
        assert sweep_all() == 1


def test_500_scores_cost_as_many_queries_as_5(workflow, django_assert_max_num_queries):
    workflow("score_changed", trigger_settings={"score": 60, "direction": "up"})
    contacts = ContactFactory.create_batch(40)
    from revops.workflows.handlers import start_for_scores
    from tests.support.queries import queries_of

    def told(some):
        return [
            LeadScored(
                contact_id=each.pk, score=Decimal(61), grade="B", previous_score=None, top_contributors=[]
            )
            for each in some
        ]

    few = queries_of(lambda: start_for_scores(events=told(contacts[:5]), occurred_at=now()))
    assert queries_of(lambda: start_for_scores(events=told(contacts), occurred_at=now())) == few


def test_an_import_of_many_deals_begins_runs_in_sets_or_none(workflow, admin, run_jobs):
    from mauntic.broker.actor import Actor, ActorKind, acting
    from revops.deals.services.create import create_deals

    workflow("deal_created")
    workflow("deal_created", options={"skips_imports": True})
    contact = ContactFactory()
    drafts = [
        DealDraft(name=f"Deal {number}", contact_id=contact.pk, currency="EUR", value=Decimal(1))
        for number in range(120)
    ]
    with run_jobs(), acting(Actor(ActorKind.IMPORT, "1", "deals.csv")):
        create_deals(drafts=drafts, by=admin)
    assert Run.objects.filter(state=RunState.COMPLETED).count() == 120
    assert Activity.objects.count() == 120


def test_what_two_workflows_do_to_each_other_is_cut(workflow, admin, run_jobs):
    there = {"action": "move_stage", "settings": {"stage": "demo"}}
    back = {"action": "move_stage", "settings": {"stage": "discovery"}}
    workflow("stage_changed", [there], trigger_settings={"to_stages": ["discovery"]})
    workflow("stage_changed", [back], trigger_settings={"to_stages": ["demo"]})
    deal = DealFactory(stage="prospecting")
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="demo", by=admin)
    runs = list(Run.objects.order_by("depth"))
    assert [run.depth for run in runs] == [1, 2, 3, 4, 5, 6]
    assert [run.state for run in runs] == [RunState.COMPLETED] * 5 + [RunState.CUT]


def test_a_circle_of_three_workflows_is_cut_too(workflow, admin, run_jobs):
    circle = ["discovery", "demo", "proposal"]
    for here, there in zip(circle, [*circle[1:], circle[0]], strict=True):
        step = {"action": "move_stage", "settings": {"stage": there}}
        workflow("stage_changed", [step], trigger_settings={"to_stages": [here]})
    deal = DealFactory(stage="prospecting")
    with run_jobs():
        move_deals(deal_ids=[deal.pk], stage="discovery", by=admin)
    runs = list(Run.objects.order_by("depth"))
    assert [run.depth for run in runs] == [1, 2, 3, 4, 5, 6]
    assert [run.state for run in runs] == [RunState.COMPLETED] * 5 + [RunState.CUT]
    assert len({run.definition_id for run in runs}) == 3


def test_publishing_in_one_transaction_counts_each_change(workflow, run_jobs):
    workflow("score_changed", trigger_settings={"score": 60, "direction": "up"})
    contact = ContactFactory()
    facts = {"contact_id": contact.pk, "grade": "B", "top_contributors": []}
    with run_jobs():
        publish_many(
            [
                LeadScored(score=Decimal(61), previous_score=Decimal(50), **facts),
                LeadScored(score=Decimal(40), previous_score=Decimal(61), **facts),
                LeadScored(score=Decimal(62), previous_score=Decimal(40), **facts),
            ]
        )
    assert Run.objects.count() == 2
