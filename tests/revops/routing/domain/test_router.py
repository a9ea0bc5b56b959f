"""One decision after the other, each of which counts for the next."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

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
