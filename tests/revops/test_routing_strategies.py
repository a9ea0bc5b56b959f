"""Whom a rule gives a lead to, by its strategy."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from revops.domain.routing import Target
from revops.domain.routing_strategies import take_turn, territory_fit
from revops.models import RoutingDecision
from tests.factories.crm import CompanyFactory
from tests.factories.routing import make_leads, make_rep, make_rule, owners_after


def test_round_robin_takes_turns_in_the_order_of_the_rule_whatever_the_weights(acme):
    make_rule((make_rep("Ann"), 5), make_rep("Bob"), make_rep("Cy"))

    assert owners_after(make_leads(7)) == ["Ann", "Bob", "Cy", "Ann", "Bob", "Cy", "Ann"]
    assert owners_after(make_leads(1)) == ["Bob"]


def test_weights_are_followed_as_evenly_as_whole_turns_can(acme):
    make_rule((make_rep("Ann"), 3), make_rep("Bob"), strategy="weighted")

    assert owners_after(make_leads(8)) == ["Ann", "Ann", "Bob", "Ann"] * 2


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(1, 300))
def test_nobody_is_ever_two_turns_away_from_the_share_of_their_weight(weights, turns):
    targets = [Target(rep=number, weight=weight) for number, weight in enumerate(weights)]

    taken = Counter(take_turn(targets).rep for _ in range(turns))

    away = [abs(taken[number] - turns * weight / sum(weights)) for number, weight in enumerate(weights)]
    assert max(away) < 2


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_after_a_round_each_has_had_as_many_turns_as_their_weight(weights):
    targets = [Target(rep=number, weight=weight) for number, weight in enumerate(weights)]

    taken = Counter(take_turn(targets).rep for _ in range(sum(weights)))

    assert taken == dict(enumerate(weights))
    assert [target.credit for target in targets] == [0] * len(weights)


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
        "Rule “All”: Cal covers US/California.",
        "Rule “All”: Usa covers US.",
        "Rule “All”: Ger covers DE.",
    }


def test_who_covers_no_part_of_a_place_is_told_and_gets_nothing(acme):
    make_rule(make_rep("Ger", territories=["DE"]), strategy="territory")

    assert owners_after(make_leads(1, country="FR", region="Alsace")) == [""]
    candidate = RoutingDecision.objects.get().candidates[0]
    assert (candidate["eligible"], candidate["why"]) == (False, "does not cover FR/Alsace")


def test_a_lead_without_a_country_is_in_no_territory():
    assert territory_fit(["DE", ""], "", "") is None


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
    assert RoutingDecision.objects.get().reason == "Rule “All”: Bob knows python, head of data, retail."
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
        "Rule “All”: Ann has 3 open leads at weight 2, the least for the weight of 2."
    )
