"""Variants: even over many enrollments, and steady for each."""

from collections import Counter

from mauntic.kernel.ids import new_id
from revops.sequences.domain.variants import variant_of


def test_one_enrollment_always_gets_the_same_variant():
    enrollment, step = new_id(), new_id()

    assert len({variant_of(enrollment, step, "AB") for _turn in range(20)}) == 1


def test_leads_that_are_enrolled_one_after_the_other_are_split_evenly():
    step = new_id()
    found = Counter(variant_of(new_id(), step, "AB") for _lead in range(4_000))

    # Three and a half standard deviations of a fair coin.
    assert abs(found["A"] - 2_000) < 3.5 * 4_000**0.5 / 2


def test_the_variants_of_two_steps_are_not_coupled():
    one, other = new_id(), new_id()
    leads = [new_id() for _lead in range(4_000)]
    same = sum(variant_of(lead, one, "AB") == variant_of(lead, other, "AB") for lead in leads)

    assert abs(same - 2_000) < 3.5 * 4_000**0.5 / 2


def test_a_step_without_variants_has_one_text():
    assert variant_of(new_id(), new_id(), "A") == "A"
