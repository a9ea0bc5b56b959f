"""How often vendors are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.learning.domain.precision import PRIOR, WRONG_CHOICES, Precision, Rate, cases_of
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.learning.ledgers import EDGES, EMAIL, TITLE, said


def test_who_says_what_others_say_is_right():
    jobs = [said([("a", "x"), ("b", "x"), ("c", str(n))]) for n in range(100)]
    precision = Precision(cases_of(jobs, EDGES))
    assert precision.rate(EMAIL, "a").share > 0.9
    assert precision.rate(EMAIL, "c").share < 0.2


def test_what_bounced_or_was_kept_weighs_where_nobody_else_spoke():
    jobs = [said([("a", "x")], proofs={("a", EMAIL): False}) for _ in range(50)]
    jobs += [said([("b", "x")], proofs={("b", EMAIL): True}) for _ in range(50)]
    precision = Precision(cases_of(jobs, EDGES))
    assert precision.rate(EMAIL, "a").share < 0.2
    assert precision.rate(EMAIL, "b").share > 0.9


def test_nothing_to_compare_leaves_what_vendors_are_on_the_whole():
    rate = Precision(cases_of([said([("a", "x")])], EDGES)).rate(EMAIL, "a")
    assert (rate.share, rate.cases) == (0.8, 0)


@given(st.floats(0, 1), st.integers(0, 10_000))
def test_the_interval_of_a_rate_holds_it(share, cases):
    low, high = Rate(share, cases).interval
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


def test_a_field_of_which_one_vendor_spoke_without_proof_is_no_case():
    assert not cases_of([said([("a", "x")])], EDGES)


def test_the_order_in_which_vendors_were_asked_makes_no_other_case():
    one, other = said([("a", "x"), ("b", "x")]), said([("b", "x"), ("a", "x")])
    assert list(cases_of([one, other], EDGES).values()) == [2]


def learned(*jobs: PastJob) -> Precision:
    return Precision(cases_of(jobs, EDGES))


def proved(slug: str, right: bool) -> PastJob:
    return said([(slug, "x")], proofs={(slug, EMAIL): right})


def surely(*values: tuple[str, str, float], proofs: dict | None = None) -> PastJob:
    """A job in which vendors gave e-mail addresses with these confidences."""
    calls = tuple(
        PastCall(
            slug=slug,
            outcome=Outcome.FOUND,
            asked=frozenset({EMAIL}),
            values={EMAIL: FieldValue(value, confidence)},
        )
        for slug, value, confidence in values
    )
    return PastJob(fields=(EMAIL,), calls=calls, proofs=proofs or {})


def test_a_vendor_of_which_nothing_is_known_is_right_four_times_of_five():
    assert PRIOR == 0.8
    assert learned().share(EMAIL, "a", 5) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("right", "vendor", "field", "sure"),
    [
        # (cases that were right + 8 x the share one step up) / (cases + 8), from all vendors' 0.8 down
        (8, 0.9, 0.95, 0.975),
        (0, 0.4, 0.2, 0.1),
        (4, 0.65, 0.575, 0.5375),
    ],
)
def test_eight_proofs_weigh_as_much_as_what_is_assumed(right, vendor, field, sure):
    precision = learned(*[proved("a", True)] * right, *[proved("a", False)] * (8 - right))
    assert precision.rate(EMAIL, "a") == Rate(pytest.approx(field), 8)
    assert precision.share(EMAIL, "a", 5) == pytest.approx(sure)
    # At another confidence and in another field nothing was proved: there the next step up counts.
    assert precision.share(EMAIL, "a", 1) == pytest.approx(field)
    assert precision.rate(TITLE, "a") == Rate(pytest.approx(vendor), 0)
    assert precision.rate(EMAIL, "b") == Rate(pytest.approx(0.8), 0)


def test_each_confidence_of_a_vendor_has_its_own_share():
    jobs = [surely(("a", "x", 0.95), proofs={("a", EMAIL): True})] * 40
    jobs += [surely(("a", "x", 0.55), proofs={("a", EMAIL): False})] * 40
    precision = learned(*jobs)
    assert precision.share(EMAIL, "a", 5) > 0.9
    assert precision.share(EMAIL, "a", 1) < 0.1
    assert precision.rate(EMAIL, "a").share == pytest.approx(0.5, abs=0.05)
    assert precision.rate(EMAIL, "a").cases == 80


def truth_by_bayes(one: float, other: float, third: float) -> tuple[float, float]:
    """How likely two vendors that agree are right, and a third that differs, by their shares.

    A wrong vendor says one of ten wrong things; two that agree on a wrong one chose it together.
    """
    pair_wrong, third_wrong = (1 - one) * (1 - other) / 10, 1 - third
    pair_right, third_right = one * other * third_wrong, third * pair_wrong
    whole = pair_right + third_right + pair_wrong * third_wrong
    return pair_right / whole, third_right / whole


def test_what_two_vendors_say_and_a_third_denies_is_judged_by_bayes_rule():
    precision = learned(said([("a", "x"), ("b", "x"), ("c", "y")]))
    pair, third = truth_by_bayes(*(precision.share(EMAIL, slug, 5) for slug in "abc"))
    for slug, truth in (("a", pair), ("b", pair), ("c", third)):
        # One case beside eight of the vendor and eight of all vendors.
        expected = (truth + 8 * (truth + 8 * 0.8) / 9) / 9
        assert precision.rate(EMAIL, slug).share == pytest.approx(expected, abs=1e-4)


def test_many_cases_of_the_same_kind_count_as_often_as_they_happened():
    precision = learned(*[said([("a", "x"), ("b", "x"), ("c", "y")])] * 20)
    assert [precision.rate(EMAIL, slug).cases for slug in "abc"] == [20, 20, 20]
    pair, third = truth_by_bayes(*(precision.share(EMAIL, slug, 5) for slug in "abc"))
    for slug, truth in (("a", pair), ("c", third)):
        expected = (20 * truth + 8 * (20 * truth + 8 * 0.8) / 28) / 28
        assert precision.rate(EMAIL, slug).share == pytest.approx(expected, abs=1e-3)


def test_who_agrees_with_what_was_proved_right_is_right_and_who_differs_is_not():
    jobs = [said([("a", "x"), ("b", "x"), ("c", "y")], proofs={("a", EMAIL): True})] * 40
    precision = learned(*jobs)
    assert precision.rate(EMAIL, "a").share == precision.rate(EMAIL, "b").share > 0.95
    assert precision.rate(EMAIL, "c").share < 0.1


def test_two_that_agree_on_what_was_proved_wrong_are_wrong():
    precision = learned(*[said([("a", "x"), ("b", "x"), ("c", "y")], proofs={("b", EMAIL): False})] * 40)
    assert precision.rate(EMAIL, "a").share < 0.1
    assert precision.rate(EMAIL, "b").share < 0.1
    assert precision.rate(EMAIL, "c").share > 0.6


def test_what_one_person_kept_and_another_took_back_is_wrong():
    contested = {("a", EMAIL): True, ("b", EMAIL): False}
    precision = learned(*[said([("a", "x"), ("b", "x")], proofs=contested)] * 40)
    assert precision.rate(EMAIL, "a").share < 0.1


def test_a_vendor_is_judged_by_better_vendors_more_than_by_worse_ones():
    """In every case two vendors disagree; who was proved wrong elsewhere loses."""
    jobs = [proved("good", True)] * 50 + [proved("bad", False)] * 50
    jobs += [said([("good", "x"), ("bad", "y")])] * 20
    precision = learned(*jobs)
    assert precision.rate(EMAIL, "good").share > 0.95
    assert precision.rate(EMAIL, "bad").share < 0.05


def test_without_proof_all_may_be_wrong():
    jobs = [said([("a", f"a{n}"), ("b", f"b{n}")]) for n in range(200)]
    precision = learned(*jobs)
    # At most one of two that always differ can be right, and nothing tells which.
    assert precision.rate(EMAIL, "a").share == pytest.approx(precision.rate(EMAIL, "b").share)
    assert precision.rate(EMAIL, "a").share < 0.5


@pytest.mark.parametrize(
    ("share", "cases", "low", "high"),
    [
        (0.1, 100, 0.0552, 0.1744),
        (0.5, 100, 0.4038, 0.5962),
        (0.9, 10, 0.5958, 0.9821),
        (0.0, 50, 0.0, 0.0713),
        (1.0, 50, 0.9287, 1.0),
        (0.8, 1, 0.1335, 0.9905),
        (0.8, 0, 0.1335, 0.9905),
    ],
)
def test_the_interval_of_a_rate_is_that_of_wilson(share, cases, low, high):
    assert Rate(share, cases).interval == pytest.approx((low, high), abs=1e-4)


def test_a_case_names_who_said_the_same_with_which_confidence_and_what_was_proved():
    job = surely(("b", "x", 0.95), ("a", "X", 0.55), ("c", "y", 0.85), proofs={("a", EMAIL): True})
    assert cases_of([job, job], EDGES) == {(EMAIL, (((("a", 1), ("b", 5)), True), ((("c", 4),), None))): 2}


@pytest.mark.parametrize(
    ("proofs", "proof"),
    [
        ({}, None),
        ({("a", EMAIL): True}, True),
        ({("b", EMAIL): True}, True),
        ({("a", EMAIL): False}, False),
        ({("b", EMAIL): False}, False),
        ({("a", EMAIL): True, ("b", EMAIL): True}, True),
        ({("a", EMAIL): True, ("b", EMAIL): False}, False),
        ({("a", TITLE): False}, None),
    ],
)
def test_what_several_vendors_said_is_right_when_all_proofs_say_so(proofs, proof):
    [(_, groups)] = cases_of([said([("a", "x"), ("b", "x")], proofs=proofs)], EDGES)
    assert groups == (((("a", 5), ("b", 5)), proof),)


def test_each_field_is_a_case_of_its_own():
    values = {EMAIL: FieldValue("x", 0.9), TITLE: FieldValue("CTO", 0.7)}
    calls = tuple(
        PastCall(slug=slug, outcome=Outcome.FOUND, asked=frozenset(values), values=values) for slug in "ab"
    )
    assert sorted(cases_of([PastJob(fields=(EMAIL, TITLE), calls=calls)], EDGES)) == [
        (EMAIL, (((("a", 5), ("b", 5)), None),)),
        (TITLE, (((("a", 3), ("b", 3)), None),)),
    ]


def test_two_wrong_vendors_say_the_same_about_every_tenth_time():
    assert WRONG_CHOICES == 10
