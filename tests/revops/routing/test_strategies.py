"""Whom a rule gives a lead to, by its strategy."""

from revops.routing.models import RoutingDecision
from revops.routing.services.route import route_contacts
from tests.factories.crm import CompanyFactory
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after


def test_round_robin_takes_turns_in_the_order_of_the_rule_whatever_the_weights(acme):
    make_rule((make_rep("Ann"), 5), make_rep("Bob"), make_rep("Cy"))

    assert owners_after(make_leads(7)) == ["Ann", "Bob", "Cy", "Ann", "Bob", "Cy", "Ann"]
    assert owners_after(make_leads(1)) == ["Bob"]


def test_weights_are_followed_as_evenly_as_whole_turns_can(acme):
    make_rule((make_rep("Ann"), 3), make_rep("Bob"), strategy="weighted")

    assert owners_after(make_leads(8)) == ["Ann", "Ann", "Bob", "Ann"] * 2


def test_a_territory_is_the_region_before_the_country(acme):
    make_rule(
        make_rep("Cal", territories=["US/California"]),
        make_rep("Usa", territories=["us"]),
        make_rep("Ger", territories=["DE"]),
        strategy="territory",
    )
    californian = make_leads(1, country="US", region="California")
    texan = make_leads(1, country="US", region="Texas")
    german = make_leads(1, company=CompanyFactory(country="DE"))

    assert owners_after(californian + texan + german) == ["Cal", "Usa", "Ger"]
    reasons = RoutingDecision.objects.order_by("contact").values_list("reason", flat=True)
    assert set(reasons) == {
        'Rule "All": Cal covers US/California.',
        'Rule "All": Usa covers US.',
        'Rule "All": Ger covers DE.',
    }


def test_who_covers_no_part_of_a_place_is_told_and_gets_nothing(acme):
    make_rule(make_rep("Ger", territories=["DE"]), strategy="territory")

    assert owners_after(make_leads(1, country="FR", region="Alsace")) == [""]
    candidate = RoutingDecision.objects.get().candidates[0]
    assert (candidate["eligible"], candidate["why"]) == (False, "does not cover FR/Alsace")


def test_most_fitting_skills_win_and_a_tie_goes_by_turns(acme):
    make_rule(
        make_rep("Ann", skills=["Retail", "python"]),
        make_rep("Bob", skills=["python", "head of data", "retail"]),
        make_rep("Cy", skills=["Banking"]),
        strategy="skill_based",
    )
    shop = CompanyFactory(industry="retail", tech_stack=["Python", "Django"])
    both = make_leads(2, company=CompanyFactory(industry="Retail"))
    best = make_leads(1, company=shop, title="Head of Data, EMEA")

    assert owners_after(best) == ["Bob"]
    assert (
        RoutingDecision.objects.get().reason == 'Rule "All": Bob has the skills python, head of data, retail.'
    )
    # Both leads are of one company, which is kept together.
    assert sorted(owners_after(both)) in (["Ann", "Ann"], ["Bob", "Bob"])


def test_who_has_the_least_to_do_for_their_weight_is_next(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_rule((ann, 2), bob, strategy="load_balanced")
    make_leads(3, owner=ann)
    make_leads(2, owner=bob)
    make_leads(9, owner=bob, lifecycle_stage="customer")

    # Ann has 1.5 per weight and Bob 2; customers are no work.
    assert owners_after(make_leads(4)) == ["Ann", "Ann", "Bob", "Ann"]
    assert RoutingDecision.objects.order_by("contact").first().reason == (
        'Rule "All": Ann has 3 open leads at weight 2, the fewest of 2 reps by weight.'
    )


def test_the_least_for_the_weight_is_called_so(acme):
    ann, bob = make_rep("Ann"), make_rep("Bob")
    make_leads(10, owner=ann)
    make_leads(4, owner=bob)
    make_rule((ann, 5), bob, strategy="load_balanced")
    route_contacts(contact_ids=[make_leads(1)[0].pk], trigger="created")
    assert RoutingDecision.objects.get().reason == (
        'Rule "All": Ann has 10 open leads at weight 5, the fewest of 2 reps by weight.'
    )
