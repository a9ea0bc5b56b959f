"""The waterfall that learns, on small ledgers whose truth is known."""

from dataclasses import replace
from decimal import Decimal

import pytest

from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.learning.domain.suggestions import (
    MAX_LOSS,
    MIN_JOBS,
    FieldSuggestion,
    Figures,
    Setting,
    Suggestion,
    TooLittle,
    learn,
)
from lead_intelligence.learning.domain.vendor_stats import VendorStats
from lead_intelligence.learning.selectors.wording import advice
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from tests.lead_intelligence.learning.ledgers import EMAIL, FIELDS, TITLE, history, rules, states, vendor


def first(suggestion: Suggestion | TooLittle) -> list[str]:
    assert isinstance(suggestion, Suggestion)
    return [each.after.order[0] for each in suggestion.fields]


def test_too_few_jobs_are_said_plainly():
    known = states(a="0.10")
    jobs = history(150, lambda slug, n: vendor(slug, n, knows=0.8), rules("a"), known)
    assert learn(jobs, rules=rules("a"), states=known) == TooLittle(jobs=150, needed=200)


def test_of_equal_vendors_the_cheaper_comes_first():
    known = states(dear="0.20", cheap="0.05")
    costs = {"dear": "0.20", "cheap": "0.05"}
    jobs = history(
        1500, lambda slug, n: vendor(slug, n, knows=0.7, cost=costs[slug]), rules("dear", "cheap"), known
    )
    found = learn(jobs, rules=rules("dear", "cheap"), states=known)
    assert first(found)[0] == "cheap"
    assert found.is_worth_it
    assert found.saving > 0.3
    assert found.coverage_loss <= 0.02


def test_a_vendor_that_is_always_wrong_sinks_or_goes():
    known = states(liar="0.05", good="0.10", other="0.12")
    right = {"liar": 0.0, "good": 0.95, "other": 0.95}
    order = rules("liar", "good", "other")
    jobs = history(2000, lambda slug, n: vendor(slug, n, knows=0.6, right=right[slug]), order, known, 0.2)
    # Titles differ from what people kept: what the liar said is compared when two vendors are asked at once.
    both = [
        replace(
            each,
            calls=tuple(
                PastCall(slug=slug, outcome=t.outcome, asked=frozenset(FIELDS), cost=t.cost, values=t.values)
                for slug in known
                for t in [vendor(slug, 10_000 + n, knows=0.9, right=right[slug])]
            ),
        )
        for n, each in enumerate(jobs[:150])
    ]
    found = learn([*jobs, *both], rules=order, states=known)
    for each in found.fields:
        assert "liar" not in each.after.order or each.after.order[-1] == "liar"
    assert {s.slug: s.right > 0.5 for s in found.fields[0].vendors} == {
        "liar": False,
        "good": True,
        "other": True,
    }


def test_a_good_vendor_at_the_end_is_recognised_by_what_it_knows_of_all_leads():
    known = states(weak="0.10", middle="0.10", late="0.02")
    knows = {"weak": 0.75, "middle": 0.75, "late": 0.95}
    order = rules("weak", "middle", "late")
    jobs = history(
        3000,
        lambda slug, n: vendor(slug, n, knows=knows[slug], hard=0.6, cost=str(known[slug].cost)),
        order,
        known,
    )
    found = learn(jobs, rules=order, states=known)
    late = next(each for each in found.fields[0].vendors if each.slug == "late")
    assert late.hits / late.asked < late.known  # it was asked for hard leads
    assert late.known == pytest.approx(0.65, abs=0.15)
    assert first(found)[0] == "late"


def test_the_best_order_stays():
    known = states(cheap="0.02", dear="0.30")
    jobs = history(
        1000,
        lambda slug, n: vendor(slug, n, knows=0.8, cost=str(known[slug].cost)),
        rules("cheap", "dear"),
        known,
    )
    found = learn(jobs, rules=rules("cheap", "dear"), states=known)
    assert not found.is_worth_it


def test_the_same_ledger_gives_the_same_advice():
    known = states(a="0.10", b="0.05")
    jobs = history(400, lambda slug, n: vendor(slug, n, knows=0.6), rules("a", "b"), known)
    assert learn(jobs, rules=rules("a", "b"), states=known) == learn(
        jobs, rules=rules("a", "b"), states=known
    )


def test_a_vendor_that_cannot_be_asked_stays_where_nothing_is_lost():
    known = states(dear="0.20", cheap="0.05") | {
        "off": ProviderState(slug="off", supports=frozenset(FIELDS), cost=Decimal(1), unavailable="Is off.")
    }
    order = rules("off", "dear", "cheap")
    jobs = history(1000, lambda slug, n: vendor(slug, n, knows=0.7, cost=str(known[slug].cost)), order, known)
    found = learn(jobs, rules=order, states=known)
    assert found.fields[0].after.order == ("cheap", "dear", "off")


def figures(coverage: float = 0.5) -> Figures:
    return Figures(per_lead=0.1, coverage=coverage, right=0.4, per_found=0.2, per_right=0.25)


def change(before: Setting, after: Setting) -> FieldSuggestion:
    return FieldSuggestion(
        field=EMAIL,
        before=before,
        after=after,
        now=figures(),
        then=figures(),
        leads=10,
        alone=0.1,
        vendors=(),
    )


AB, BA = Setting(("a", "b"), 0.5), Setting(("b", "a"), 0.5)
CHANGED, SAME = change(AB, BA), change(AB, AB)


def suggestion(
    *fields: FieldSuggestion, saving: float = 0.2, low: float = 0.1, now: float = 0.5, then: float = 0.5
) -> Suggestion:
    return Suggestion(
        jobs=500,
        explored=50,
        now=figures(now),
        then=figures(then),
        saving=saving,
        saving_low=low,
        saving_high=0.3,
        fields=fields,
    )


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (AB, AB, False),
        (AB, BA, True),
        (AB, Setting(("a",), 0.5), True),
        (AB, Setting(("a", "b"), 0.6), True),
    ],
)
def test_another_order_or_another_threshold_is_a_change(before, after, changed):
    assert change(before, after).is_change is changed


def test_a_suggestion_names_the_fields_that_change():
    assert suggestion(SAME, CHANGED, SAME).changes == (CHANGED,)
    assert suggestion(SAME).changes == ()


@pytest.mark.parametrize(
    ("fields", "saving", "low", "worth"),
    [
        ((CHANGED,), 0.2, 0.1, True),
        ((SAME, CHANGED), 0.01, 0.001, True),
        ((CHANGED,), 0.0099, 0.001, False),
        ((CHANGED,), 0.2, 0.0, False),
        ((CHANGED,), 0.2, -0.01, False),
        ((SAME,), 0.2, 0.1, False),
        ((), 0.2, 0.1, False),
    ],
)
def test_a_suggestion_is_worth_it_when_it_saves_a_percent_and_surely_something(fields, saving, low, worth):
    assert suggestion(*fields, saving=saving, low=low).is_worth_it is worth


@pytest.mark.parametrize(("now", "then", "loss"), [(0.5, 0.45, 0.05), (0.5, 0.6, -0.1), (0.5, 0.5, 0)])
def test_the_loss_of_coverage_is_negative_when_more_is_found(now, then, loss):
    assert suggestion(CHANGED, now=now, then=then).coverage_loss == pytest.approx(loss)


def test_learning_needs_200_jobs_and_may_lose_one_percent_of_a_field():
    assert (MIN_JOBS, MAX_LOSS) == (200, 0.01)
    assert TooLittle(3).needed == 200


def always(slug: str, number: int, cost: str = "0.10", *given: object) -> PastCall:
    values = {field: FieldValue(f"{field} {number}", 0.9) for field in given}
    outcome = Outcome.FOUND if given else Outcome.NOT_FOUND
    return PastCall(slug=slug, outcome=outcome, asked=frozenset(FIELDS), cost=Decimal(cost), values=values)


def test_jobs_that_called_nobody_teach_nothing():
    jobs = [PastJob(fields=FIELDS, calls=(always("a", n, "0.10", EMAIL),)) for n in range(199)]
    idle = [PastJob(fields=FIELDS, calls=())] * 100
    known = states(a="0.10")
    assert learn([*jobs, *idle], rules=rules("a"), states=known) == TooLittle(199)
    enough = learn([*jobs, *idle, jobs[0]], rules=rules("a"), states=known)
    assert isinstance(enough, Suggestion)
    assert enough.jobs == 200


def test_the_figures_of_one_vendor_that_knows_half_of_everything_are_those_of_its_ledger():
    """Of two leads one has an address and no title, the other has neither. A call costs 0.10."""
    jobs = [
        PastJob(
            fields=FIELDS,
            calls=(always("a", n, "0.10", *([EMAIL] if n // 2 % 2 else [])),),
            explores=n % 10 == 0,
        )
        for n in range(400)
    ]
    found = learn(jobs, rules=rules("a"), states=states(a="0.10"))
    assert isinstance(found, Suggestion)
    assert (found.jobs, found.explored) == (400, 40)
    assert found.now == found.then
    assert found.now.per_lead == pytest.approx(0.10)
    assert found.now.coverage == pytest.approx(0.25)  # half of the addresses and no title
    assert found.now.right == pytest.approx(0.25 * 0.8)  # nothing was compared
    assert found.now.per_found == pytest.approx(0.20)
    assert found.now.per_right == pytest.approx(0.25)
    email, title = found.fields
    assert (email.field, email.leads, title.field, title.leads) == (EMAIL, 400, TITLE, 400)
    assert (email.now.coverage, title.now.coverage) == (pytest.approx(0.5), 0)
    # The hits are paid by the address, the misses half by each field.
    assert email.now.per_lead == pytest.approx(0.075)
    assert title.now.per_lead == pytest.approx(0.025)
    assert email.now.per_found == pytest.approx(0.15)
    assert (title.now.per_found, title.now.per_right) == (None, None)
    assert (email.before, email.after) == (Setting(("a",), 0.5), Setting(("a",), 0.5))
    assert [each.slug for each in email.vendors] == ["a"]


def test_without_a_change_nothing_is_saved_or_lost():
    jobs = [PastJob(fields=FIELDS, calls=(always("a", n, "0.10", *FIELDS),)) for n in range(200)]
    found = learn(jobs, rules=rules("a"), states=states(a="0.10"))
    assert isinstance(found, Suggestion)
    assert (found.saving, found.saving_low, found.saving_high, found.coverage_loss) == (0, 0, 0, 0)
    assert (found.changes, found.is_worth_it) == ((), False)
    assert [each.alone for each in found.fields] == [0, 0]


def test_a_saving_is_the_part_of_the_cost_per_right_value_that_goes_away():
    """Both vendors know every lead and say the same. One call for 0.05 does what one for 0.20 did."""
    jobs = [
        PastJob(
            fields=FIELDS,
            calls=(
                (always("dear", n, "0.20", *FIELDS), always("cheap", n, "0.05", *FIELDS))
                if n % 4 == 0
                else (always("dear", n, "0.20", *FIELDS),)
            ),
            explores=n % 4 == 0,
        )
        for n in range(600)
    ]
    found = learn(jobs, rules=rules("dear", "cheap"), states=states(dear="0.20", cheap="0.05"))
    assert first(found)[0] == "cheap"
    assert isinstance(found, Suggestion)
    assert found.now.per_lead == pytest.approx(0.20)
    assert found.then.per_lead == pytest.approx(0.05)
    assert found.saving == pytest.approx(0.75, abs=0.01)
    assert 0.7 < found.saving_low <= found.saving <= found.saving_high < 0.8
    assert found.fields[0].alone == pytest.approx(found.saving, abs=0.01)
    assert found.is_worth_it


def test_the_interval_of_a_saving_is_wider_where_leads_differ_more():
    known = states(dear="0.20", cheap="0.05")
    cost = {"dear": "0.20", "cheap": "0.05"}

    def width(jobs: int) -> float:
        past = history(
            jobs,
            lambda slug, n: vendor(slug, n, knows=0.7, cost=cost[slug]),
            rules("dear", "cheap"),
            known,
            0.3,
        )
        found = learn(past, rules=rules("dear", "cheap"), states=known)
        assert isinstance(found, Suggestion)
        assert found.saving_low < found.saving < found.saving_high
        return found.saving_high - found.saving_low

    assert width(1600) < width(220)


@pytest.mark.parametrize(
    ("asked", "hits", "said"),
    [
        (1, 0, "0 values in 1 lookup."),
        (1, 1, "1 value in 1 lookup."),
        (1_200, 2, "2 values in 1,200 lookups."),
    ],
)
def test_the_reason_counts_values_and_lookups_in_the_right_form(asked, hits, said):
    stats = VendorStats(
        slug="a",
        asked=asked,
        hits=hits,
        known=0.5,
        compared=0,
        agreed=0,
        refuted=0,
        right=0.9,
        low=0.8,
        high=1.0,
        per_right=None,
    )
    [told] = advice(suggestion(replace(SAME, vendors=(stats,))), {"a": "Apollo"})
    assert told.reasons[0].endswith(f"of its values are correct (80% to 100%). {said}")
