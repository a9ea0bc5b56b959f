"""One decision after the other, each of which counts for the next."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from revops.routing.domain.decisions import Decision, Lead, Load, Rep, Rule, Strategy, Target
from revops.routing.domain.router import Router

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ANN, BOB, CY = (Rep(UUID(int=number), name) for number, name in enumerate(("Ann", "Bob", "Cy"), 1))
ACME = UUID(int=90)


def rule(*reps: Rep, strategy: Strategy = Strategy.ROUND_ROBIN, weights: tuple[int, ...] = ()) -> Rule:
    targets = tuple(
        Target(rep.id, weight) for rep, weight in zip(reps, weights or (1,) * len(reps), strict=True)
    )
    return Rule(UUID(int=50), "All", strategy, {"all": []}, targets)


def router(*reps: Rep, **given) -> Router:
    known = {"loads": {}, "keepers": None, "fallback": None, "zone": UTC}
    return Router(reps={rep.id: rep for rep in reps}, **known | given)


def lead(number: int = 100, **fields) -> Lead:
    return Lead(UUID(int=number), **fields)


def told(decision: Decision) -> tuple[UUID | None, str, str]:
    return decision.rep, decision.strategy, decision.reason


def test_turns_go_round_in_the_order_of_the_rule():
    routing, all_three = router(ANN, BOB, CY), rule(ANN, BOB, CY)

    decisions = [routing.decide(lead(number), all_three, NOON) for number in range(4)]

    assert [decision.rep for decision in decisions] == [ANN.id, BOB.id, CY.id, ANN.id]
    assert decisions[0].reason == 'Rule "All": Ann is next of 3 reps.'


def test_each_decision_counts_for_the_next_ones_cap():
    capped = Rep(ANN.id, "Ann", daily_cap=2)
    routing, one = router(capped), rule(capped)

    reps = [routing.decide(lead(number), one, NOON).rep for number in range(3)]

    assert reps == [ANN.id, ANN.id, None]


def test_a_daily_cap_begins_again_at_midnight_where_the_organization_is():
    capped = Rep(ANN.id, "Ann", daily_cap=1)
    routing = router(capped, loads={ANN.id: Load(today=1)}, zone=ZoneInfo("America/Los_Angeles"))
    # 08:00 UTC is midnight in Los Angeles.
    moments = [datetime(2026, 3, 5, 7, 59, tzinfo=UTC), datetime(2026, 3, 5, 8, tzinfo=UTC)]

    assert [routing.decide(lead(), rule(capped), at).rep for at in moments] == [None, ANN.id]


def test_a_company_stays_with_its_keeper_before_any_rule():
    routing = router(ANN, BOB, keepers={ACME: BOB.id})

    decision = routing.decide(lead(company=ACME, company_name="Acme"), rule(ANN), NOON)

    assert told(decision) == (BOB.id, "sticky_owner", "Bob already works with Acme.")
    assert decision.rule is None


def test_who_gets_the_first_lead_of_a_company_keeps_the_next_where_companies_are_kept_together():
    leads = [lead(number, company=ACME) for number in (1, 2)]
    together, apart = router(ANN, BOB, keepers={}), router(ANN, BOB)
    found = []
    for routing in (together, apart):
        both = rule(ANN, BOB)
        found.append([routing.decide(each, both, NOON).rep for each in leads])

    assert found == [[ANN.id, ANN.id], [ANN.id, BOB.id]]


def test_a_keeper_who_is_away_is_passed_over():
    away = Rep(BOB.id, "Bob", absences=((NOON, NOON + timedelta(days=1)),))
    routing = router(ANN, away, keepers={ACME: BOB.id})

    assert routing.decide(lead(company=ACME), rule(ANN), NOON).rep == ANN.id


def test_candidates_say_what_kept_each_from_the_lead():
    out = Rep(BOB.id, "Bob", takes_leads=False)
    decision = router(ANN, out).decide(lead(), rule(ANN, out), NOON)

    assert decision.reason == 'Rule "All": only Ann is available.'
    assert [(each.name, each.eligible, each.why) for each in decision.candidates] == [
        ("Ann", True, "is available"),
        ("Bob", False, "does not take leads"),
    ]


def test_the_least_loaded_for_the_weight_is_next():
    # 4 open leads at weight 2 are 2 for each; 3 at weight 1 are 3.
    loads = {ANN.id: Load(open=4), BOB.id: Load(open=3)}
    routing = router(ANN, BOB, loads=loads)
    two = rule(ANN, BOB, strategy=Strategy.LOAD_BALANCED, weights=(2, 1))

    # Ann rises to 2.5, then to 3.0: a tie, which goes by turns.
    reps = [routing.decide(lead(number), two, NOON).rep for number in range(2)]

    assert reps == [ANN.id, ANN.id]
    assert (routing.loads[ANN.id].open, routing.loads[BOB.id].open) == (6, 3)


def test_a_lead_that_moves_leaves_the_load_of_its_owner():
    routing = router(ANN, BOB, loads={ANN.id: Load(open=5), BOB.id: Load(open=1)})

    routing.decide(lead(owner=ANN.id), rule(BOB), NOON)
    routing.decide(lead(owner=BOB.id), rule(BOB), NOON)

    assert {rep.name: routing.loads[rep.id].open for rep in (ANN, BOB)} == {"Ann": 4, "Bob": 2}


def test_the_fallback_gets_the_rest_whatever_their_caps():
    rest = Rep(CY.id, "Cy", takes_leads=False, daily_cap=0)
    routing = router(ANN, rest, fallback=rest.id)

    assert told(routing.decide(lead(), None, NOON)) == (
        CY.id,
        "fallback",
        "No rule matches this lead. Assigned to the fallback, Cy.",
    )


def test_a_fallback_who_has_left_gets_nothing():
    gone = Rep(CY.id, "Cy", is_active=False)
    routing = router(gone, fallback=gone.id)

    assert told(routing.decide(lead(), rule(gone), NOON)) == (
        None,
        "none",
        'Rule "All" matches, but none of its reps can take the lead.',
    )


def decided(routing: Router, rule_: Rule | None, **fields) -> str:
    return routing.decide(lead(**fields), rule_, NOON).reason


@pytest.mark.parametrize(
    ("strategy", "reps", "weights", "reason"),
    [
        (Strategy.ROUND_ROBIN, 3, (), "Ann is next of 3 reps"),
        (Strategy.ROUND_ROBIN, 1, (), "only Ann is available"),
        (Strategy.WEIGHTED, 2, (2, 1), "Ann is next of 2 reps by weight"),
        (Strategy.WEIGHTED, 1, (2,), "only Ann is available"),
        (Strategy.LOAD_BALANCED, 2, (), "Ann has 0 open leads, the fewest of 2 reps"),
        (Strategy.LOAD_BALANCED, 1, (), "only Ann is available"),
        (
            Strategy.LOAD_BALANCED,
            2,
            (2, 1),
            "Ann has 0 open leads at weight 2, the fewest of 2 reps by weight",
        ),
        (Strategy.TERRITORY, 3, (), "Ann covers DE"),
        (Strategy.SKILL_BASED, 1, (), "Ann has the skills retail"),
    ],
)
def test_the_reason_says_why_this_rep_by_the_strategy_of_the_rule(strategy, reps, weights, reason):
    people = [
        Rep(each.id, each.name, territories=("DE",), skills=("retail",)) for each in (ANN, BOB, CY)[:reps]
    ]
    chosen_by = rule(*people, strategy=strategy, weights=weights)

    decision = router(*people).decide(lead(country="DE", industry="Retail"), chosen_by, NOON)

    assert told(decision) == (ANN.id, strategy.value, f'Rule "All": {reason}.')
    assert decision.rule is chosen_by


def test_reps_who_do_not_suit_do_not_count_among_those_who_wait_their_turn():
    people = [Rep(each.id, each.name, territories=("DE",)) for each in (ANN, BOB)] + [CY]
    decision = router(*people).decide(lead(country="DE"), rule(*people, strategy=Strategy.TERRITORY), NOON)

    assert [(each.name, each.eligible, each.why) for each in decision.candidates] == [
        ("Ann", True, "covers DE"),
        ("Bob", True, "covers DE"),
        ("Cy", False, "does not cover DE"),
    ]


def test_a_rep_who_is_hindered_keeps_nobody_after_them_from_the_lead():
    out = Rep(ANN.id, "Ann", is_active=False)
    decision = router(out, BOB, CY).decide(lead(), rule(out, BOB, CY), NOON)

    assert (decision.rep, decision.reason) == (BOB.id, 'Rule "All": Bob is next of 2 reps.')
    assert [each.rep for each in decision.candidates] == [ANN.id, BOB.id, CY.id]


def test_a_company_without_a_name_is_spoken_of_in_words():
    assert decided(router(BOB, keepers={ACME: BOB.id}), None, company=ACME) == (
        "Bob already works with this company."
    )


def test_a_name_with_a_full_stop_of_its_own_ends_a_sentence_with_one():
    keepers = {ACME: BOB.id}
    reason = decided(router(BOB, keepers=keepers), None, company=ACME, company_name="Morton Cloud Inc.")
    assert reason == "Bob already works with Morton Cloud Inc."
    heir = Rep(CY.id, "Cy Orr Jr.")
    assert decided(router(heir, fallback=CY.id), None) == (
        "No rule matches this lead. Assigned to the fallback, Cy Orr Jr."
    )


def test_the_keeper_of_no_company_gets_no_lead_without_one():
    routing = router(ANN, BOB, keepers={ACME: BOB.id, None: BOB.id})

    assert routing.decide(lead(), rule(ANN), NOON).rep == ANN.id


def test_a_keeper_who_is_not_among_the_reps_is_passed_over():
    assert router(ANN, keepers={ACME: CY.id}).decide(lead(company=ACME), rule(ANN), NOON).rep == ANN.id


def test_leads_without_a_company_keep_nobody():
    keepers = {}
    routing, both = router(ANN, BOB, keepers=keepers), rule(ANN, BOB)

    assert [routing.decide(lead(number), both, NOON).rep for number in (1, 2)] == [ANN.id, BOB.id]
    assert keepers == {}


def test_a_lead_that_nobody_takes_makes_no_keeper_and_no_load():
    out, keepers = Rep(ANN.id, "Ann", is_active=False), {}
    routing = router(out, keepers=keepers)

    assert routing.decide(lead(company=ACME), rule(out), NOON).rep is None
    assert (keepers, routing.loads[ANN.id]) == ({}, Load())


def test_the_fallback_keeps_the_company_from_then_on():
    keepers = {}
    routing = router(ANN, CY, keepers=keepers, fallback=CY.id)

    routing.decide(lead(company=ACME), None, NOON)

    assert keepers == {ACME: CY.id}
    assert decided(routing, rule(ANN), company=ACME, company_name="Acme") == "Cy already works with Acme."


def test_the_fallback_is_told_with_the_rule_and_the_candidates_that_failed():
    out = Rep(ANN.id, "Ann", takes_leads=False)
    chosen_by = rule(out)
    decision = router(out, CY, fallback=CY.id).decide(lead(), chosen_by, NOON)

    assert told(decision) == (
        CY.id,
        "fallback",
        'Rule "All" matches, but none of its reps can take the lead. Assigned to the fallback, Cy.',
    )
    assert decision.rule is chosen_by
    assert [(each.name, each.why) for each in decision.candidates] == [("Ann", "does not take leads")]


def test_without_a_rule_and_a_fallback_the_lead_stays_unassigned():
    decision = router(ANN).decide(lead(), None, NOON)

    assert told(decision) == (None, "none", "No rule matches this lead.")
    assert (decision.rule, decision.candidates) == (None, ())


def test_a_fallback_who_is_no_rep_is_none():
    assert router(ANN, fallback=CY.id).decide(lead(), None, NOON).rep is None


def test_a_decision_adds_one_lead_to_the_day_and_to_the_open_ones():
    routing = router(ANN, loads={ANN.id: Load(today=2, open=5)})

    routing.decide(lead(), rule(ANN), NOON)

    assert routing.loads[ANN.id] == Load(today=3, open=6)


def test_a_lead_that_stays_with_its_owner_is_no_further_open_one():
    routing = router(ANN, loads={ANN.id: Load(open=5)})

    routing.decide(lead(owner=ANN.id), rule(ANN), NOON)

    assert routing.loads[ANN.id] == Load(today=1, open=5)


def test_an_owner_whose_load_is_not_counted_stays_uncounted():
    routing = router(ANN, loads={ANN.id: Load()})

    routing.decide(lead(owner=CY.id), rule(ANN), NOON)

    assert dict(routing.loads) == {ANN.id: Load(today=1, open=1)}


def test_a_lead_without_an_owner_lowers_nobodys_load():
    routing = router(ANN, BOB)

    routing.decide(lead(), rule(ANN, BOB), NOON)

    assert {rep.name: routing.loads[rep.id].open for rep in (ANN, BOB)} == {"Ann": 1, "Bob": 0}


def test_a_new_day_clears_the_leads_of_the_day_and_not_the_open_ones():
    routing = router(ANN, BOB, loads={ANN.id: Load(today=3, open=5), BOB.id: Load(today=4, open=2)})

    routing.decide(lead(1), rule(ANN), NOON)
    routing.decide(lead(2), rule(ANN), NOON + timedelta(hours=11))
    assert routing.loads[ANN.id] == Load(today=5, open=7)

    routing.decide(lead(3), rule(ANN), NOON + timedelta(days=1))
    assert (routing.loads[ANN.id], routing.loads[BOB.id]) == (Load(today=1, open=8), Load(today=0, open=2))


def test_the_loads_that_were_given_are_those_of_the_first_day():
    capped = Rep(ANN.id, "Ann", daily_cap=1)

    for at in (NOON, NOON + timedelta(days=400)):
        assert router(capped, loads={ANN.id: Load(today=1)}).decide(lead(), rule(capped), at).rep is None


def test_a_rule_without_reps_decides_all_the_same():
    decision = router(ANN).decide(lead(), rule(), NOON)

    assert told(decision) == (None, "none", 'Rule "All" matches, but none of its reps can take the lead.')
    assert decision.candidates == ()
