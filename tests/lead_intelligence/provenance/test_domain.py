import pytest

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.provenance.domain import Decision, Verdict, Written, decide

OFFER = FieldValue("VP Sales", 0.8)


def test_an_empty_field_is_filled():
    assert decide(Field.TITLE, current=None, written=None, offered=OFFER).verdict is Verdict.APPLY


def test_what_a_person_typed_is_never_replaced():
    assert decide(Field.TITLE, current="Boss", written=None, offered=OFFER).verdict is Verdict.SUGGEST


def test_an_enriched_value_that_a_person_changed_is_a_typed_one():
    written = Written("Head of Sales", 0.1)
    assert decide(Field.TITLE, current="Boss", written=written, offered=OFFER).verdict is Verdict.SUGGEST


@pytest.mark.parametrize(
    ("confidence", "verdict"), [(0.7, Verdict.APPLY), (0.8, Verdict.APPLY), (0.81, Verdict.SUGGEST)]
)
def test_an_enriched_value_is_replaced_by_one_that_is_at_least_as_confident(confidence, verdict):
    written = Written("Head of Sales", confidence)
    assert decide(Field.TITLE, current="Head of Sales", written=written, offered=OFFER).verdict is verdict


def test_a_value_that_the_lead_has_is_confirmed():
    assert decide(Field.TITLE, current="vp  sales", written=None, offered=OFFER).verdict is Verdict.CONFIRM


def test_a_value_that_was_reverted_is_offered_and_not_forced():
    decision = decide(Field.TITLE, current=None, written=None, offered=OFFER, reverted=["VP Sales"])
    assert decision.verdict is Verdict.SUGGEST


def test_the_order_of_a_list_does_not_matter():
    offered = FieldValue(("Django", "React"), 0.8)
    assert (
        decide(Field.TITLE, current=("react", "django"), written=None, offered=offered).verdict
        is Verdict.CONFIRM
    )


def test_verdicts_are_stored_under_these_names():
    assert list(Verdict) == ["apply", "suggest", "confirm"]


TYPED = "Not applied: a person or an import entered the current value."
SURER = "Not applied: the current value has a higher confidence."
REVERTED = "Not applied: a person reverted this value."


@pytest.mark.parametrize(
    ("arguments", "decision"),
    [
        ({"current": None, "written": None}, Decision(Verdict.APPLY, "The field was empty.")),
        (
            {"current": "VP Sales", "written": None},
            Decision(Verdict.CONFIRM, "The lead already has this value."),
        ),
        ({"current": "Boss", "written": None}, Decision(Verdict.SUGGEST, TYPED)),
        ({"current": "Boss", "written": Written("Chief", 0.1)}, Decision(Verdict.SUGGEST, TYPED)),
        ({"current": "Chief", "written": Written("Chief", 0.9)}, Decision(Verdict.SUGGEST, SURER)),
        (
            {"current": "Chief", "written": Written("Chief", 0.8)},
            Decision(Verdict.APPLY, "The confidence is at least that of the current value."),
        ),
        (
            {"current": None, "written": None, "reverted": ["CTO", "vp sales"]},
            Decision(Verdict.SUGGEST, REVERTED),
        ),
        (
            {"current": "Chief", "written": Written("Chief", 0.1), "reverted": ["VP Sales"]},
            Decision(Verdict.SUGGEST, REVERTED),
        ),
        (
            {"current": None, "written": None, "reverted": ["CTO"]},
            Decision(Verdict.APPLY, "The field was empty."),
        ),
    ],
)
def test_people_read_why_a_value_was_written_or_only_suggested(arguments, decision):
    assert decide(Field.TITLE, offered=OFFER, **arguments) == decision


def test_a_reverted_value_that_the_lead_has_again_is_confirmed():
    decision = decide(Field.TITLE, current="VP Sales", written=None, offered=OFFER, reverted=["VP Sales"])
    assert decision.verdict is Verdict.CONFIRM


def test_an_empty_field_is_filled_again_after_a_person_emptied_it():
    written = Written("Chief", 1.0)
    assert decide(Field.TITLE, current=None, written=written, offered=OFFER).verdict is Verdict.APPLY


def test_spelling_does_not_make_an_enriched_value_a_typed_one():
    written = Written("chief  OF sales", 0.1)
    assert (
        decide(Field.TITLE, current="Chief of Sales", written=written, offered=OFFER).verdict is Verdict.APPLY
    )


@pytest.mark.parametrize(
    ("current", "offered", "verdict"),
    [(0, 0, Verdict.CONFIRM), (0, 50, Verdict.SUGGEST), (50, 0, Verdict.SUGGEST)],
)
def test_a_zero_is_a_value(current, offered, verdict):
    assert (
        decide(Field.TITLE, current=current, written=None, offered=FieldValue(offered, 0.8)).verdict
        is verdict
    )


@pytest.mark.parametrize(
    ("field", "current", "offered", "verdict"),
    [
        (Field.COMPANY, "ACME ROBOTICS GmbH", "Acme Robotics", Verdict.CONFIRM),
        (Field.COMPANY, "Acme Robotics", "Acme Logistics", Verdict.SUGGEST),
        (Field.COMPANY, "Acme", "Acme Robotics", Verdict.SUGGEST),
        (Field.PHONE, "+493023125149;ext=60", "+493023125149", Verdict.CONFIRM),
        (Field.DIRECT_PHONE, "+493023125149", "+493023125116", Verdict.SUGGEST),
        (Field.TITLE, "Manager GmbH", "Manager", Verdict.SUGGEST),
    ],
)
def test_a_value_that_says_the_same_in_other_words_is_not_suggested(field, current, offered, verdict):
    decision = decide(field, current=current, written=None, offered=FieldValue(offered, 0.9))
    assert decision.verdict is verdict
