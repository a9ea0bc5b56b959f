import pytest

from mauntic.kernel.conditions import Leaf, Operator
from scoring.learning.domain.learnable import LEARNABLE, LEARNABLE_BY_FIELD
from scoring.model.domain.factors import Category
from scoring.signals.domain.kinds import SIGNAL_KINDS


def test_fields_are_unique_and_every_type_of_signal_is_one():
    assert len(LEARNABLE_BY_FIELD) == len(LEARNABLE)
    assert sum(each.category is Category.INTENT for each in LEARNABLE) == len(SIGNAL_KINDS)


@pytest.mark.parametrize(
    ("operator", "value", "tells"),
    [(Operator.IS_SET, None, True), (Operator.IS_NOT_SET, None, True), (Operator.CONTAINS, "acme", False)],
)
def test_contact_data_tells_only_whether_it_is_there(operator, value, tells):
    assert LEARNABLE_BY_FIELD["contact.email"].tells(Leaf("contact.email", operator, value)) is tells


def test_other_facts_tell_their_value():
    assert LEARNABLE_BY_FIELD["contact.country"].tells(Leaf("contact.country", Operator.EQUALS, "DE"))


def test_what_identifies_a_person_is_kept_as_present_or_not_and_never_learned_word_by_word():
    assert {each.field for each in LEARNABLE if each.presence} == {
        "contact.email",
        "contact.phone",
        "contact.direct_phone",
        "contact.title",
        "contact.linkedin_url",
    }


def test_a_signal_is_named_in_words():
    assert LEARNABLE_BY_FIELD["signals.PRICING_PAGE.strength"].label == "Pricing page"
