"""The strategies by which a rule chooses among its people."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revops.routing.domain.decisions import Lead, Load, Rep, Strategy, Target
from revops.routing.domain.strategies import (
    Suitability,
    choose,
    matching_skills,
    suitability,
    take_turn,
    territory_fit,
)


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


def test_a_lead_without_a_country_is_in_no_territory():
    assert territory_fit(["DE", ""], "", "") is None


def test_turns_follow_the_weights_evenly():
    # By hand: credits 3,1 -> Ann (-1,1); 2,2 -> Ann (-2,2); 1,3 -> Bob (1,-1); 4,0 -> Ann (0,0).
    targets = [Target("Ann", 3), Target("Bob", 1)]

    assert [take_turn(targets).rep for _ in range(4)] == ["Ann", "Ann", "Bob", "Ann"]
    assert [target.credit for target in targets] == [0, 0]


def test_even_turns_leave_the_weights_out():
    targets = [Target("Ann", 9), Target("Bob", 1)]

    assert [take_turn(targets, even=True).rep for _ in range(4)] == ["Ann", "Bob", "Ann", "Bob"]


@pytest.mark.parametrize(
    ("territories", "country", "region", "fit"),
    [
        (["US/California", "us"], "US", "California", 2),
        (["us"], "US", "California", 1),
        (["US/California"], "US", "Texas", None),
        (["us/CALIFORNIA"], "US", "California", 2),
        (["US"], "US", "", 1),
        (["US/"], "US", "", None),
        (["US"], "", "California", None),
        ([], "US", "California", None),
        (["/California"], "", "California", None),
        (["US/California", "US/Texas"], "US", "Texas", 2),
    ],
)
def test_the_region_suits_better_than_the_country(territories, country, region, fit):
    assert territory_fit(territories, country, region) == fit


@pytest.mark.parametrize(
    ("skills", "known"),
    [
        (["RETAIL", "python", "go"], ["RETAIL", "python"]),
        (["data head"], ["data head"]),
        (["DATA Head"], ["DATA Head"]),
        (["Head of Data EMEA"], ["Head of Data EMEA"]),
        (["head of sales"], []),
        (["dat"], []),
        ([" "], []),
    ],
)
def test_a_skill_is_the_industry_a_technology_or_all_its_words_are_in_the_title(skills, known):
    lead = Lead(UUID(int=1), industry="Retail", technologies=("Python",), title="Head of Data, EMEA")

    assert matching_skills(skills, lead) == known


def choice(strategy: Strategy, *people: tuple[Rep, Target, Load], **fields) -> Suitability | None:
    lead = Lead(UUID(int=1), **fields)
    return choose(strategy, [suitability(strategy, target, rep, load, lead) for rep, target, load in people])


def person(number: int, name: str, *, weight: int = 1, open_leads: int = 0, **profile):
    rep = Rep(UUID(int=number), name, **profile)
    return rep, Target(rep.id, weight), Load(open=open_leads)


def test_nobody_is_chosen_where_nobody_suits():
    assert choice(Strategy.TERRITORY, person(1, "Ann", territories=("FR",)), country="DE") is None
    assert choice(Strategy.SKILL_BASED, person(1, "Ann", skills=("go",)), industry="Retail") is None
    assert choice(Strategy.ROUND_ROBIN) is None


def test_the_most_skills_are_chosen_and_named():
    ann, bob = person(1, "Ann", skills=("retail",)), person(2, "Bob", skills=("retail", "go"))

    chosen = choice(Strategy.SKILL_BASED, ann, bob, industry="Retail", technologies=("Go",))

    assert (chosen.target, chosen.fit, chosen.why) == (bob[1], 2, "has the skills retail, go")


@pytest.mark.parametrize(
    ("weight", "open_leads", "why"),
    [(1, 1, "has 1 open lead"), (1, 0, "has 0 open leads"), (2, 3, "has 3 open leads at weight 2")],
)
def test_a_load_is_told_with_its_weight(weight, open_leads, why):
    rep, target, load = person(1, "Ann", weight=weight, open_leads=open_leads)

    found = suitability(Strategy.LOAD_BALANCED, target, rep, load, Lead(UUID(int=1)))

    assert (found.fit, found.why) == (-open_leads / weight, why)


def test_turns_decide_among_those_who_suit_equally_and_cost_the_others_nothing():
    ann, bob, cy = (
        person(number, name, territories=("DE",)) for number, name in ((1, "Ann"), (2, "Bob"), (3, "Cy"))
    )
    far = person(4, "Far", territories=("FR",))

    chosen = [choice(Strategy.TERRITORY, ann, bob, cy, far, country="DE").target for _ in range(3)]

    assert chosen == [ann[1], bob[1], cy[1]]
    assert far[1].credit == 0


@pytest.mark.parametrize(
    ("territories", "country", "region", "fit", "why"),
    [
        (("US",), "US", "California", 1, "covers US"),
        (("US/California",), "US", "California", 2, "covers US/California"),
        (("US/California", "US"), "US", "Texas", 1, "covers US"),
        (("DE",), "US", "California", None, "does not cover US/California"),
        (("DE",), "US", "", None, "does not cover US"),
        (("DE",), "", "", None, "does not cover leads without a country"),
        (("DE",), "", "Bavaria", None, "does not cover Bavaria"),
    ],
)
def test_a_territory_is_told_as_far_as_it_decides(territories, country, region, fit, why):
    rep, target, load = person(1, "Ann", territories=territories)
    lead = Lead(UUID(int=1), country=country, region=region)

    assert suitability(Strategy.TERRITORY, target, rep, load, lead) == Suitability(target, fit, why)


@pytest.mark.parametrize(
    ("strategy", "weight", "fit", "why"),
    [
        (Strategy.ROUND_ROBIN, 3, 0, "is available"),
        (Strategy.WEIGHTED, 3, 0, "has weight 3"),
        (Strategy.WEIGHTED, 1, 0, "has weight 1"),
        (Strategy.SKILL_BASED, 1, None, "has no matching skill"),
        (Strategy.LOAD_BALANCED, 1, 0, "has 0 open leads"),
        (Strategy.LOAD_BALANCED, 2, 0, "has 0 open leads at weight 2"),
    ],
)
def test_each_strategy_says_how_a_rep_suits(strategy, weight, fit, why):
    rep, target, load = person(1, "Ann", weight=weight)

    assert suitability(strategy, target, rep, load, Lead(UUID(int=1))) == Suitability(target, fit, why)


@pytest.mark.parametrize(
    ("skills", "fit", "why"),
    [
        (("retail",), 1, "has the skills retail"),
        (("Python", "Retail", "head of data"), 2, "has the skills Python, Retail"),
        (("emea", "data", "python"), 3, "has the skills emea, data, python"),
        ((), None, "has no matching skill"),
    ],
)
def test_skills_are_counted_and_named_as_the_rep_wrote_them(skills, fit, why):
    rep, target, load = person(1, "Ann", skills=skills)
    lead = Lead(UUID(int=1), industry="retail", technologies=("PYTHON",), title="VP Data,EMEA")

    assert suitability(Strategy.SKILL_BASED, target, rep, load, lead) == Suitability(target, fit, why)


def test_a_skill_without_words_matches_no_lead_without_data():
    assert matching_skills(["", " "], Lead(UUID(int=1))) == []


def test_the_best_territory_wins_whatever_the_turn():
    country = person(1, "Ann", territories=("US",), weight=9)
    region = person(2, "Bob", territories=("US/Texas",))

    chosen = [
        choice(Strategy.TERRITORY, country, region, country="US", region="Texas").target for _ in range(3)
    ]

    assert chosen == [region[1]] * 3
    assert country[1].credit == 0


def test_the_least_loaded_rep_for_their_weight_is_chosen():
    ann, bob = person(1, "Ann", open_leads=5, weight=2), person(2, "Bob", open_leads=3)

    # 2.5 for each of Ann's weight, 3 for Bob's.
    assert choice(Strategy.LOAD_BALANCED, ann, bob).target is ann[1]
    ann[2].open = 7
    assert choice(Strategy.LOAD_BALANCED, ann, bob).target is bob[1]


@pytest.mark.parametrize(
    ("strategy", "turns"),
    [
        (Strategy.ROUND_ROBIN, ["Ann", "Bob", "Ann", "Bob"]),
        (Strategy.WEIGHTED, ["Ann", "Ann", "Bob", "Ann"]),
        # Among those who suit equally, weights decide for every strategy but round robin.
        (Strategy.TERRITORY, ["Ann", "Ann", "Bob", "Ann"]),
        (Strategy.SKILL_BASED, ["Ann", "Ann", "Bob", "Ann"]),
    ],
)
def test_only_round_robin_leaves_the_weights_out(strategy, turns):
    known = {"territories": ("DE",), "skills": ("retail",)}
    names = {1: "Ann", 2: "Bob"}
    people = [person(1, "Ann", weight=3, **known), person(2, "Bob", **known)]

    chosen = [choice(strategy, *people, country="DE", industry="Retail") for _ in range(4)]

    assert [names[each.target.rep.int] for each in chosen] == turns


def test_two_targets_of_the_same_rep_are_told_apart():
    ann = person(1, "Ann")
    again = (ann[0], Target(ann[0].id), ann[2])

    first, second = (choice(Strategy.ROUND_ROBIN, ann, again) for _ in range(2))

    assert (first.target is ann[1], second.target is again[1]) == (True, True)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(-20, 20)), min_size=1, max_size=5), st.booleans())
def test_a_turn_changes_no_total_of_credits(given_targets, even):
    targets = [Target(number, weight, credit) for number, (weight, credit) in enumerate(given_targets)]
    before = sum(target.credit for target in targets)

    chosen = take_turn(targets, even=even)

    assert chosen in targets
    assert sum(target.credit for target in targets) == before


def test_an_even_turn_costs_as_many_credits_as_there_are_targets():
    targets = [Target("Ann", 9), Target("Bob", 4), Target("Cy", 1)]

    take_turn(targets, even=True)

    assert [target.credit for target in targets] == [-2, 1, 1]


def test_a_weighted_turn_costs_the_total_of_the_weights():
    targets = [Target("Ann", 9), Target("Bob", 4), Target("Cy", 1)]

    take_turn(targets)

    assert [target.credit for target in targets] == [-5, 4, 1]
