"""Kinds of leads, told by which vendors knew them."""

from math import prod

import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.lead_kinds import GROUPS, JOBS_PER_KIND, KINDS, Kinds, seen_in
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.vendors.domain.outcomes import Outcome

PERSON = (Field.EMAIL, Field.TITLE, Field.FIRST_NAME, Field.LAST_NAME)


def call(slug: str, *fields: Field, outcome: Outcome | None = None) -> PastCall:
    given = outcome or (Outcome.FOUND if fields else Outcome.NOT_FOUND)
    values = {field: FieldValue("x", 0.9) for field in fields}
    return PastCall(slug=slug, outcome=given, asked=frozenset(Field), values=values)


def job(*calls: PastCall) -> PastJob:
    return PastJob(fields=(Field.EMAIL,), calls=calls)


def test_what_a_vendor_showed_is_counted_by_groups_of_fields():
    assert seen_in(job(call("a", *PERSON, Field.PHONE, Field.COMPANY))) == (("a", (1, 1, 2)),)


def test_failures_and_refusals_say_nothing_of_the_lead():
    calls = [call("a", outcome=Outcome.PROVIDER_ERROR), call("b", outcome=Outcome.RATE_LIMITED), call("c")]
    assert seen_in(job(*calls)) == (("c", (0, 0, 0)),)


def test_the_order_of_the_calls_does_not_matter():
    assert seen_in(job(call("b"), call("a"))) == seen_in(job(call("a"), call("b")))


def test_few_jobs_are_of_one_kind():
    kinds = Kinds([job(call("a", *PERSON))] * 50 + [job(call("a"))] * 50)
    assert (kinds.count, kinds.shares) == (1, [1.0])
    assert set(map(tuple, kinds.beliefs.values())) == {(1.0,)}


def test_leads_that_both_vendors_know_are_of_another_kind_than_those_that_none_knows():
    known, unknown = job(call("a", *PERSON), call("b", *PERSON)), job(call("a"), call("b"))
    kinds = Kinds([known] * 150 + [unknown] * 50)
    assert kinds.count == 2
    rich, poor = kinds.beliefs[seen_in(known)], kinds.beliefs[seen_in(unknown)]
    assert [round(each, 1) for each in (*rich, *poor)] in ([0, 1, 1, 0], [1, 0, 0, 1])
    assert sorted(kinds.shares) == pytest.approx([0.25, 0.75], abs=0.05)


@pytest.mark.parametrize(
    ("jobs", "count"), [(0, 1), (1, 1), (199, 1), (200, 2), (299, 2), (300, 3), (400, 4), (600, 4)]
)
def test_every_hundred_jobs_tell_another_kind_up_to_four(jobs, count):
    assert (KINDS, JOBS_PER_KIND) == (4, 100)
    assert Kinds([job(call("a", *PERSON))] * jobs).count == count


def test_fields_that_are_known_together_are_counted_together():
    assert [sorted(group) for group in GROUPS] == [
        ["directPhone", "phone"],
        ["company", "companySize", "industry", "techStack"],
        ["country", "email", "firstName", "lastName", "linkedinUrl", "seniority", "title"],
    ]


@pytest.mark.parametrize(
    ("fields", "portions"),
    [
        ((), (0, 0, 0)),
        ((Field.EMAIL,), (0, 0, 1)),
        (PERSON[:3], (0, 0, 1)),
        (PERSON, (0, 0, 2)),
        ((*PERSON, Field.COUNTRY, Field.SENIORITY, Field.LINKEDIN_URL), (0, 0, 2)),
        ((Field.PHONE,), (1, 0, 0)),
        ((Field.PHONE, Field.DIRECT_PHONE), (1, 0, 0)),
        ((Field.COMPANY, Field.INDUSTRY, Field.COMPANY_SIZE), (0, 1, 0)),
        ((Field.COMPANY, Field.INDUSTRY, Field.COMPANY_SIZE, Field.TECH_STACK), (0, 2, 0)),
    ],
)
def test_portions_are_three_fields_of_a_group_and_at_most_two(fields, portions):
    assert seen_in(job(call("a", *fields))) == (("a", portions),)


@pytest.mark.parametrize(
    ("outcome", "looked"),
    [
        (Outcome.FOUND, True),
        (Outcome.PARTIAL, True),
        (Outcome.NOT_FOUND, True),
        (Outcome.PENDING, False),
        (Outcome.INVALID_INPUT, False),
        (Outcome.TRANSPORT_ERROR, False),
        (Outcome.OUT_OF_CREDIT, False),
    ],
)
def test_only_a_vendor_that_looked_shows_something_of_the_lead(outcome, looked):
    assert bool(seen_in(job(call("a", outcome=outcome)))) is looked


KNOWN, UNKNOWN = job(call("a", *PERSON), call("b", *PERSON)), job(call("a"), call("b"))


def test_kinds_go_from_the_hardest_to_the_best_known():
    kinds = Kinds([KNOWN] * 150 + [UNKNOWN] * 50)
    assert kinds.shares == pytest.approx([0.25, 0.75], abs=0.05)
    assert kinds.beliefs[seen_in(UNKNOWN)][0] > 0.95
    assert kinds.beliefs[seen_in(KNOWN)][1] > 0.95


def test_leads_of_which_more_was_found_come_later_among_four_kinds():
    steps = [(), PERSON[:1], PERSON, (*PERSON, Field.PHONE, Field.COMPANY)]
    jobs = [job(call("a", *fields), call("b", *fields)) for fields in steps for _ in range(100)]
    kinds = Kinds(jobs)
    likeliest = [
        max(range(4), key=kinds.beliefs[seen_in(job(call("a", *fields), call("b", *fields)))].__getitem__)
        for fields in steps
    ]
    assert likeliest == [0, 1, 2, 3]
    assert kinds.shares == pytest.approx([0.25] * 4, abs=0.05)


def test_without_jobs_there_is_one_kind_of_all_leads():
    kinds = Kinds([])
    assert (kinds.count, kinds.shares, kinds.beliefs) == (1, [1.0], {})


@pytest.mark.parametrize("counts", [(150, 50, 0), (100, 100, 100), (30, 120, 250)])
def test_shares_and_beliefs_are_probabilities(counts):
    mixed = job(call("a", *PERSON), call("b"))
    jobs = [each for each, count in zip((KNOWN, mixed, UNKNOWN), counts, strict=True) for _ in range(count)]
    kinds = Kinds(jobs)
    assert sum(kinds.shares) == pytest.approx(1)
    for belief in kinds.beliefs.values():
        assert sum(belief) == pytest.approx(1)
        assert all(0 <= each <= 1 for each in belief)


def test_beliefs_follow_from_the_shares_and_from_what_vendors_knew_of_each_kind():
    """At the end of learning, Bayes' rule holds between shares, rates of answers and beliefs."""
    mixed = job(call("a", *PERSON), call("b"))
    jobs = [KNOWN] * 120 + [mixed] * 40 + [UNKNOWN] * 80
    kinds = Kinds(jobs)
    patterns = {seen_in(KNOWN): 120, seen_in(mixed): 40, seen_in(UNKNOWN): 80}
    count = kinds.count
    believed = [
        sum(n * kinds.beliefs[pattern][kind] for pattern, n in patterns.items()) for kind in range(count)
    ]

    def rate(seen: tuple, kind: int) -> float:
        """How often leads of the kind get that answer; ten more leads get it as often as all do."""
        mine = sum(n * kinds.beliefs[pattern][kind] for pattern, n in patterns.items() if seen in pattern)
        overall = sum(n for pattern, n in patterns.items() if seen in pattern) / 240
        return (mine + 10 * overall) / (believed[kind] + 10)

    for pattern in patterns:
        likely = [
            (1 + believed[kind]) / (count + 240) * prod(rate(seen, kind) for seen in pattern)
            for kind in range(count)
        ]
        assert kinds.beliefs[pattern] == pytest.approx([each / sum(likely) for each in likely], abs=0.005)


def test_a_vendor_that_was_asked_only_for_hard_leads_is_judged_by_their_kind():
    """b was asked where a missed, and for a few others that show what it knows of easy leads."""
    both_know, a_misses = job(call("a", *PERSON), call("b", *PERSON)), job(call("a"), call("b"))
    only_a = job(call("a", *PERSON))
    kinds = Kinds([only_a] * 300 + [both_know] * 40 + [a_misses] * 100)
    easy = kinds.beliefs[seen_in(both_know)].index(max(kinds.beliefs[seen_in(both_know)]))
    hard = kinds.beliefs[seen_in(a_misses)].index(max(kinds.beliefs[seen_in(a_misses)]))
    assert easy != hard
    assert kinds.beliefs[seen_in(only_a)][hard] < 0.2


def test_the_order_of_the_jobs_makes_no_difference():
    jobs = [KNOWN] * 150 + [UNKNOWN] * 50
    one, other = Kinds(jobs), Kinds(jobs[::-1])
    assert one.shares == pytest.approx(other.shares)
    for pattern, belief in one.beliefs.items():
        assert other.beliefs[pattern] == pytest.approx(belief)


@pytest.mark.parametrize(
    ("poor", "rich"),
    [
        # What is found counts, whoever found it.
        (job(call("a", Field.EMAIL), call("b")), job(call("a"), call("b", *PERSON))),
        # One vendor that found much tells more than three that found little each.
        (
            job(call("a", Field.PHONE), call("b", Field.PHONE), call("c", Field.PHONE)),
            job(call("a", *PERSON)),
        ),
        # A miss counts, too.
        (job(call("a", *PERSON), call("b"), call("c"), call("d")), job(call("a", Field.EMAIL))),
    ],
)
def test_leads_are_ordered_by_how_much_each_vendor_found_of_them(poor, rich):
    kinds = Kinds([rich] * 100 + [poor] * 100)
    assert kinds.count == 2
    assert kinds.beliefs[seen_in(poor)][0] > 0.5
    assert kinds.beliefs[seen_in(rich)][1] > 0.5
