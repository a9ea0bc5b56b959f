import pytest

from revops.agents.inspector.domain.wording import LONGEST, says_the_same

FACTS = (
    "At risk (53 of 100): No activity for 19 days. Usual for team Europe: every 8.5 days. "
    "Re-engage Meredith Rivera. Win rate is 35%."
)


@pytest.mark.parametrize(
    "wording",
    [
        "The deal is at risk with 53 of 100. Nothing happened for 19 days. Team Europe acts every 8.5 days.",
        "Write to Meredith Rivera, since there was no activity for 19 days.",
        "Win rate is 35%.",
    ],
)
def test_the_same_numbers_and_names_in_other_words_stay(wording):
    assert says_the_same(wording, FACTS)


@pytest.mark.parametrize(
    "wording",
    [
        "No activity for 20 days.",
        "Usual is every 8,5 days.",
        "It scores 53%.",
        "It was three weeks without activity.",
        "Call Bob Stone about it.",
        "They will sign with Salesforce.",
        "",
        "  ",
        "x" * (LONGEST + 1),
    ],
)
def test_another_number_unit_or_name_is_refused(wording):
    assert not says_the_same(wording, FACTS)


def test_a_negation_that_the_rules_lack_is_refused():
    assert not says_the_same("The deal is not healthy.", "Healthy (73 of 100).")
