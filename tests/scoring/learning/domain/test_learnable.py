import pytest

from mauntic.kernel.conditions import Leaf, Operator
from scoring.learning.domain.learnable import LEARNABLE, LEARNABLE_BY_FIELD, Learnable
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


@pytest.mark.parametrize(
    ("field", "label", "category", "numeric"),
    [
        ("contact.email", "Email address", "data_quality", False),
        ("contact.phone", "Phone number", "data_quality", False),
        ("contact.direct_phone", "Direct phone number", "data_quality", False),
        ("contact.title", "Title", "data_quality", False),
        ("contact.linkedin_url", "LinkedIn", "data_quality", False),
        ("contact.seniority", "Seniority", "fit", False),
        ("contact.country", "Country", "fit", False),
        ("contact.source", "Source", "fit", False),
        ("company.employees", "Employees", "fit", True),
        ("company.industry", "Industry", "fit", False),
        ("company.country", "Country of the company", "fit", False),
        ("activity.visits_7d", "Visits in 7 days", "engagement", True),
        ("activity.visits_30d", "Visits in 30 days", "engagement", True),
        ("signals.DEMO_REQUEST.strength", "Demo request", "intent", True),
        ("signals.G2_RESEARCH.strength", "G2 research", "intent", True),
    ],
)
def test_a_fact_has_a_name_and_counts_in_a_component(field, label, category, numeric):
    fact = LEARNABLE_BY_FIELD[field]
    assert (fact.label, fact.category, fact.numeric) == (label, category, numeric)


@pytest.mark.parametrize("operator", [Operator.EQUALS, Operator.NOT_IN, Operator.CONTAINS, Operator.AT_LEAST])
def test_presence_answers_no_question_about_the_value(operator):
    leaf = Leaf("contact.phone", operator, ("+49",))
    assert not LEARNABLE_BY_FIELD["contact.phone"].tells(leaf)
    assert LEARNABLE_BY_FIELD["company.industry"].tells(leaf)


def test_a_fact_is_a_word_with_its_value_unless_it_says_otherwise():
    fact = Learnable("contact.x", "X", Category.FIT)
    assert (fact.numeric, fact.presence) == (False, False)


def test_signals_are_learned_by_how_much_of_them_was_left():
    signals = [each for each in LEARNABLE if each.category is Category.INTENT]
    assert {each.field for each in signals} == {f"signals.{kind.code}.strength" for kind in SIGNAL_KINDS}
    assert all(each.numeric and not each.presence for each in signals)
