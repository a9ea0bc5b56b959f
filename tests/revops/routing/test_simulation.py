"""What rules would have done, and the command that routes."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.routing.models import Absence, RoutingDecision, RoutingRule, RoutingSettings
from revops.routing.selectors import simulation
from revops.routing.selectors.rules import rules_in_force
from revops.routing.selectors.simulation import RepTally, simulate
from revops.routing.services.drafts import RuleDraft, TargetDraft
from revops.routing.services.rules import proposed_rules
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after
from tests.support.queries import queries_of

GERMANY = {"all": [{"field": "contact.country", "operator": "equals", "value": "DE"}]}


def simulated(rules=None):
    return simulate(rules if rules is not None else rules_in_force(), RoutingSettings(), now())


def run(*arguments: str) -> str:
    told = StringIO()
    call_command("route_leads", "--org", "acme", *arguments, stdout=told)
    return told.getvalue()


def test_it_tells_who_would_have_got_how_many_beside_who_has_them(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule(ann, name="Germany", conditions=GERMANY)
    make_rule(bob, name="Also Germany", conditions=GERMANY)
    make_leads(3, country="DE", owner=bob)
    make_leads(2)
    make_leads(4, country="DE", created_at=now() - timedelta(days=31))

    seen = simulated()

    assert (seen.leads, seen.unassigned, seen.unassigned_now) == (5, 2, 2)
    assert seen.reps == [RepTally("Ann", 3, 0), RepTally("Bob", 0, 3)]
    told = [(rule.name, rule.matches, rule.shadowed, rule.decided) for rule in seen.rules]
    assert told == [("Germany", 3, 0, 3), ("Also Germany", 3, 3, 0)]


def test_nothing_is_written(acme):
    make_rule(make_rep("Ann"), make_rep("Bob"))
    make_leads(3)
    before = list(RoutingRule.objects.values_list("targets__credit", flat=True))

    simulated()

    assert not RoutingDecision.objects.exists()
    assert not Contact.objects.exclude(owner=None).exists()
    assert list(RoutingRule.objects.values_list("targets__credit", flat=True)) == before


def test_it_does_what_routing_does_with_the_same_leads(acme):
    make_rule((make_rep("Ann"), 3), make_rep("Bob", daily_cap=2), strategy="weighted")
    leads = make_leads(12)

    seen = {tally.name: tally.would_get for tally in simulated().reps}

    routed = owners_after(leads)
    assert seen == {name: routed.count(name) for name in ("Ann", "Bob")}


def test_caps_and_absences_count_as_on_the_day_of_each_lead(acme):
    ann = make_rep("Ann", daily_cap=1)
    make_rule(ann)
    for days in (5, 5, 3, 1):
        make_leads(1, created_at=now() - timedelta(days=days))
    Absence.objects.create(rep=ann, starts_at=now() - timedelta(days=4), ends_at=now() - timedelta(days=2))

    seen = simulated()

    assert (seen.reps, seen.unassigned) == ([RepTally("Ann", 2, 0)], 2)


def test_a_draft_is_simulated_among_the_rules_that_are_on(acme):
    ann = make_rep("Ann")
    there = make_rule(make_rep("Bob"), name="There")
    make_rule(ann, name="Off", enabled=False)
    make_leads(2)
    draft = RuleDraft(
        id=there.pk,
        name="There",
        strategy="weighted",
        conditions={},
        targets=[TargetDraft(ann.pk)],
        enabled=False,
    )

    seen = simulated(proposed_rules(draft))

    assert seen.reps == [RepTally("Ann", 2, 0)]
    assert seen.tally_of(there.pk).decided == 2
    assert RoutingRule.objects.get(pk=there.pk).targets.get().rep.name == "Bob"


def test_only_the_newest_leads_are_looked_at(acme, monkeypatch):
    monkeypatch.setattr(simulation, "MOST_LEADS", 2)
    make_rule(make_rep("Ann"), conditions=GERMANY)
    make_leads(1, country="DE", created_at=now() - timedelta(days=2))
    make_leads(1, country="DE", created_at=now() - timedelta(days=1))
    make_leads(1)

    seen = simulated()

    assert (seen.leads, seen.is_cut, seen.rules[0].matches, seen.unassigned) == (2, True, 1, 1)


def test_many_leads_cost_no_more_queries(acme):
    make_rule(make_rep("Ann"), name="Germany", conditions=GERMANY)
    make_rule(make_rep("Bob"))
    make_leads(1)
    few = queries_of(simulated)
    make_leads(30, country="DE")

    assert queries_of(simulated) == few


def test_a_dry_run_tells_what_the_real_one_does_then(acme):
    make_rule(make_rep("Ann", daily_cap=1), make_rep("Bob", daily_cap=1))
    leads = make_leads(3)
    make_leads(1, lifecycle_stage="customer")
    expected = {"decided": 3, "routed": 2, "nobody": 1, "strategies": {"none": 1, "round_robin": 2}}

    assert json.loads(run("--unowned", "--dry-run", "--json")) == {**expected, "dryRun": True}
    assert not RoutingDecision.objects.exists()
    assert json.loads(run("--unowned", "--json")) == {**expected, "dryRun": False}
    assert Contact.objects.filter(pk__in=[lead.pk for lead in leads], owner=None).count() == 1


def test_named_leads_are_routed_anew(acme):
    make_rule(make_rep("Ann"))
    [lead] = make_leads(1, owner=make_rep("Bob"))

    told = run("--contact", str(lead.pk)).splitlines()

    assert told == [
        f'{lead.pk}: Rule "All": only Ann is available.',
        "Routed: 1. Unassigned: 0.",
    ]


def test_unknown_leads_and_organizations_are_refused(acme):
    with pytest.raises(CommandError, match="unknown leads: 00000000-"):
        run("--contact", "00000000-0000-0000-0000-000000000000")
    with pytest.raises(CommandError, match='unknown organization "nope"'):
        call_command("route_leads", "--org", "nope", "--unowned")
    with pytest.raises(CommandError):
        call_command("route_leads", "--org", "acme")


BASE = "/revops/routing/"


def test_a_rep_sees_no_simulation_of_everybody(web, rep):
    make_rule(rep)

    assert web.get(f"{BASE}simulation/").status_code == 403
    assert f"{BASE}simulation/" not in web.get(BASE).content.decode()
