import pytest

from scoring.domain.detection import Rule, Trigger
from scoring.domain.rule_words import sentence


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("X", Trigger.PAGE_VISITED, ("/a",)), "page visit with /a in its path"),
        (Rule("X", Trigger.PAGE_VISITED, ("/a", "/b", "/c")), "page visit with /a, /b or /c in its path"),
        (Rule("X", Trigger.PAGE_VISITED, any_other=True), "any other page visit"),
        (Rule("X", Trigger.PAGE_VISITED), "every page visit"),
        (Rule("X", Trigger.FORM_SUBMITTED, ("demo",)), "form of type demo submitted"),
        (Rule("X", Trigger.ASSET_DOWNLOADED), "asset downloaded"),
        (Rule("X", Trigger.MESSAGE_OPENED), "message opened, not by a machine"),
        (Rule("X", Trigger.TECHNOLOGY_ADDED, ("A", "B")), "company took up A or B"),
    ],
)
def test_a_rule_reads_as_a_sentence(rule, words):
    assert sentence(rule) == words


def test_every_kind_of_rule_has_words_of_its_own():
    assert len({sentence(Rule("X", trigger)) for trigger in Trigger}) == len(Trigger)
