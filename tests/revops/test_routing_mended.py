"""Routing withstands odd input, keeps turns fair when rules change, and shows what is one's own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.models import Absence, Activity, RoutingDecision, RoutingRule, RuleTarget
from revops.services import reroute_leavers, route_contacts
from revops.services.routing_people import add_absence
from revops.services.routing_rules import current_drafts, save_rule, switch_rule
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after, set_up

BASE = "/revops/routing/"


@pytest.mark.parametrize(
    ("field", "moment"),
    [
        ("starts_at", datetime(1, 1, 1, tzinfo=UTC)),
        ("ends_at", datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_an_absence_more_than_five_years_away_is_refused(rep, field, moment):
    times = {"starts_at": now(), "ends_at": now() + timedelta(days=1)} | {field: moment}

    with pytest.raises(Invalid) as refused:
        add_absence(rep_id=rep.pk, by=rep, **times)

    assert list(refused.value.fields) == [field]
    assert not Absence.objects.exists()


def test_turns_begin_anew_when_a_rule_changes_how_it_shares(acme):
    make_rule((make_rep("Ann"), 3), make_rep("Bob"), strategy="weighted")
    owners_after(make_leads(1))
    assert set(RuleTarget.objects.values_list("credit", flat=True)) != {0}

    [draft] = current_drafts()
    save_rule(draft=replace(draft, strategy="round_robin"))

    assert set(RuleTarget.objects.values_list("credit", flat=True)) == {0}


def test_a_rep_sees_no_simulation_of_everybody(web, rep):
    make_rule(rep)

    assert web.get(f"{BASE}simulation/").status_code == 403
    assert f"{BASE}simulation/" not in web.get(BASE).content.decode()


def test_a_rule_whose_people_are_gone_is_off_and_stands_in_nobodys_way(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    deserted, sound = make_rule(ann, name="One"), make_rule(bob, name="Two")
    ann.delete()
    switch_rule(rule_id=sound.pk, enabled=False)
    assert list(RoutingRule.objects.values_list("name", "enabled")) == [("One", False), ("Two", False)]
    with pytest.raises(Invalid, match="without people"):
        switch_rule(rule_id=deserted.pk, enabled=True)


def test_a_task_that_is_handed_on_says_from_whom(acme):
    ann, bob = make_rep("Ann", is_active=False), make_rep("Bob")
    set_up(fallback=bob)
    lead = make_leads(1, owner=bob)[0]
    Activity.objects.create(type="task", subject="Call", contact=lead, owner=ann, notes="Ask for Kim.")
    reroute_leavers()
    task = Activity.objects.get()
    assert (task.owner, task.notes) == (
        bob,
        "Ask for Kim.\nHanded over from Ann, who can no longer sign in.",
    )


def test_the_least_for_the_weight_is_called_so(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_leads(10, owner=ann)
    make_leads(4, owner=bob)
    make_rule((ann, 5), bob, strategy="load_balanced")
    route_contacts(contact_ids=[make_leads(1)[0].pk], trigger="created")
    assert RoutingDecision.objects.get().reason == (
        "Rule “All”: Ann has 10 open leads at weight 5, the least for the weight of 2."
    )
