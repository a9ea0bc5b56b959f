from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revops.prospects.domain.profile import Criterion, Profile
from revops.prospects.domain.qualification import (
    LeadFacts,
    Recommendation,
    Verdict,
    qualify,
    recommend,
    title_words,
)

PROFILE = Profile(
    titles=("vp sales", "head of marketing"),
    seniorities=("vp", "director"),
    employees_least=50,
    employees_most=500,
    industries=("software",),
    countries=("DE", "US"),
)
FITTING = LeadFacts(
    title="vp of sales, emea",
    seniority="vp",
    employees=320,
    industry="software",
    country="DE",
    score=Decimal(60),
)
CENTS = st.decimals(0, 100, places=2, allow_nan=False)
SHARES = st.decimals(0, 1, places=2, allow_nan=False)


def changed(**values) -> LeadFacts:
    facts = {name: getattr(FITTING, name) for name in LeadFacts.__slots__}
    return LeadFacts(**{**facts, **values})


def test_a_lead_that_meets_all_criteria_matches_fully():
    found = qualify(FITTING, PROFILE)

    assert dict(found.verdicts) == dict.fromkeys(Criterion, Verdict.MATCH)
    assert (found.icp_match, found.recommendation) == (Decimal("1.00"), Recommendation.SEQUENCE)


@pytest.mark.parametrize(
    ("values", "criterion", "verdict"),
    [
        ({"title": "sales vp"}, Criterion.TITLE, Verdict.MATCH),
        ({"title": "marketing (head of)"}, Criterion.TITLE, Verdict.MATCH),
        ({"title": "sales manager"}, Criterion.TITLE, Verdict.MISS),
        ({"title": "svp salesforce"}, Criterion.TITLE, Verdict.MISS),
        ({"title": ""}, Criterion.TITLE, Verdict.UNKNOWN),
        ({"title": "..."}, Criterion.TITLE, Verdict.MISS),
        ({"seniority": "director"}, Criterion.SENIORITY, Verdict.MATCH),
        ({"seniority": "manager"}, Criterion.SENIORITY, Verdict.MISS),
        ({"seniority": ""}, Criterion.SENIORITY, Verdict.UNKNOWN),
        ({"employees": 50}, Criterion.COMPANY_SIZE, Verdict.MATCH),
        ({"employees": 500}, Criterion.COMPANY_SIZE, Verdict.MATCH),
        ({"employees": 49}, Criterion.COMPANY_SIZE, Verdict.MISS),
        ({"employees": 501}, Criterion.COMPANY_SIZE, Verdict.MISS),
        ({"employees": 0}, Criterion.COMPANY_SIZE, Verdict.MISS),
        ({"employees": None}, Criterion.COMPANY_SIZE, Verdict.UNKNOWN),
        ({"industry": "hardware"}, Criterion.INDUSTRY, Verdict.MISS),
        ({"industry": ""}, Criterion.INDUSTRY, Verdict.UNKNOWN),
        ({"country": "US"}, Criterion.COUNTRY, Verdict.MATCH),
        ({"country": "FR"}, Criterion.COUNTRY, Verdict.MISS),
        ({"country": ""}, Criterion.COUNTRY, Verdict.UNKNOWN),
    ],
)
def test_each_criterion_has_its_verdict(values, criterion, verdict):
    found = qualify(changed(**values), PROFILE)

    assert found.verdicts[criterion] is verdict
    assert found.icp_match == (Decimal("1.00") if verdict is Verdict.MATCH else Decimal("0.80"))


def test_one_limit_of_the_company_size_is_enough():
    at_least, at_most = Profile(employees_least=50), Profile(employees_most=50)

    assert [qualify(changed(employees=n), at_least).icp_match for n in (49, 50, 51)] == [0, 1, 1]
    assert [qualify(changed(employees=n), at_most).icp_match for n in (49, 50, 51)] == [1, 1, 0]


def test_criteria_that_are_empty_do_not_count():
    found = qualify(
        changed(seniority="manager"), Profile(seniorities=("vp",), countries=("DE",), titles=("vp",))
    )

    assert found.verdicts == {
        Criterion.TITLE: Verdict.MATCH,
        Criterion.SENIORITY: Verdict.MISS,
        Criterion.COUNTRY: Verdict.MATCH,
    }
    assert found.icp_match == Decimal("0.67")


def test_no_lead_matches_an_empty_profile():
    assert qualify(FITTING, Profile()).icp_match == 0


@pytest.mark.parametrize(
    ("score", "icp", "completeness", "wanted"),
    [
        ("60", "0.6", "0.6", "sequence"),
        ("100", "1", "1", "sequence"),
        ("60", "0.6", "0.599", "enrich"),
        ("0", "0", "0.5", "enrich"),
        ("100", "1", "0", "enrich"),
        ("59.99", "0.6", "0.6", "manual_review"),
        ("60", "0.59", "0.6", "manual_review"),
        ("19.99", "0.29", "0.6", "skip"),
        ("0", "0", "1", "skip"),
        ("20", "0.29", "0.6", "manual_review"),
        ("19.99", "0.3", "0.6", "manual_review"),
        ("100", "0", "1", "manual_review"),
        ("0", "1", "1", "manual_review"),
    ],
)
def test_the_recommendation_changes_exactly_at_its_limits(score, icp, completeness, wanted):
    given_values = {"score": Decimal(score), "icp": Decimal(icp), "completeness": Decimal(completeness)}
    assert recommend(**given_values).value == wanted


@given(score=CENTS, icp=SHARES, completeness=SHARES)
def test_the_recommendation_is_that_of_the_specification(score, icp, completeness):
    if completeness < Decimal("0.6"):
        wanted = "enrich"
    elif score >= 60 and icp >= Decimal("0.6"):
        wanted = "sequence"
    elif score < 20 and icp < Decimal("0.3"):
        wanted = "skip"
    else:
        wanted = "manual_review"
    assert recommend(score=score, icp=icp, completeness=completeness).value == wanted


@given(low=CENTS, high=CENTS, icp=SHARES)
def test_a_higher_score_never_makes_the_recommendation_worse(low, high, icp):
    ranks = ["skip", "manual_review", "sequence"]
    low, high = sorted((low, high))
    found = [recommend(score=each, icp=icp, completeness=Decimal(1)).value for each in (low, high)]
    assert ranks.index(found[0]) <= ranks.index(found[1])


def test_the_match_is_the_share_of_the_criteria_that_are_met():
    known = {
        "title": "vp sales",
        "seniority": "vp",
        "employees": 100,
        "industry": "software",
        "country": "US",
    }
    for chosen in product((True, False), repeat=len(known)):
        facts = {name: value for (name, value), is_met in zip(known.items(), chosen, strict=True) if is_met}
        assert qualify(LeadFacts(**facts), PROFILE).icp_match == Decimal(sum(chosen)) / 5


@given(st.text(max_size=60))
def test_words_of_titles_have_neither_spaces_nor_punctuation(text):
    assert all(word and not set(word) & set(" ,./()-&") for word in title_words(text))
