"""How often vendors are right."""

from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.learning.domain.precision import Precision, Rate, cases_of
from tests.lead_intelligence.learning.ledgers import EDGES, EMAIL, said


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
