"""The terms of routing."""

from uuid import UUID

from revops.routing.domain.decisions import (
    FALLBACK,
    NOBODY,
    STICKY,
    Decision,
    Lead,
    Load,
    Rep,
    Strategy,
    Target,
)
from revops.routing.models import Strategy as StoredStrategy


def test_the_strategies_are_those_of_the_contract_and_of_the_stored_rules():
    names = ["round_robin", "weighted", "territory", "skill_based", "load_balanced"]
    assert [strategy.value for strategy in Strategy] == names
    assert StoredStrategy.values == names


def test_a_decision_without_a_rule_is_told_from_those_of_the_strategies():
    assert not {STICKY, FALLBACK, NOBODY} & set(Strategy)


def test_a_rep_takes_leads_without_a_cap_until_a_profile_says_otherwise():
    rep = Rep(UUID(int=1), "Ann")
    assert (rep.is_active, rep.takes_leads, rep.daily_cap, rep.open_cap, rep.hours) == (
        True,
        True,
        None,
        None,
        None,
    )
    assert (Target(rep.id).weight, Target(rep.id).credit, Load().today, Load().open) == (1, 0, 0, 0)


def test_a_decision_gives_the_lead_to_nobody_where_it_names_nobody():
    decision = Decision(Lead(UUID(int=2)), None, NOBODY, "No rule matches this lead.")
    assert (decision.rule, decision.candidates) == (None, ())


def test_the_strategies_of_decisions_without_a_rule_have_the_names_of_the_stored_ones():
    assert (STICKY, FALLBACK, NOBODY) == ("sticky_owner", "fallback", "none")


def test_a_lead_of_which_nothing_is_known_has_no_owner_no_company_and_no_words():
    bare = Lead(UUID(int=2))

    assert (bare.owner, bare.company, bare.technologies) == (None, None, ())
    assert (bare.company_name, bare.country, bare.region, bare.industry, bare.title) == ("",) * 5


def test_a_rep_covers_no_territory_has_no_skill_and_is_not_away_until_a_profile_says_so():
    rep = Rep(UUID(int=1), "Ann")

    assert (rep.territories, rep.skills, rep.absences) == ((), (), ())
    assert Target(rep.id).id is None
