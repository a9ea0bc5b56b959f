import pytest

from scoring.detection.domain.rules import Rule, Trigger
from scoring.detection.selectors.words import describe_rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("X", Trigger.PAGE_VISITED, ("/a",)), "page visit with /a in its path"),
        (Rule("X", Trigger.PAGE_VISITED, ("/a", "/b", "/c")), "page visit with /a, /b or /c in its path"),
        (Rule("X", Trigger.PAGE_VISITED, ("/a", "!/b")), "page visit with /a in its path, without /b"),
        (Rule("X", Trigger.PAGE_VISITED, ("!/b", "!/c")), "every page visit, without /b or /c"),
        (Rule("X", Trigger.PAGE_VISITED, any_other=True), "any other page visit"),
        (
            Rule("X", Trigger.EVENT_TRACKED, ("meeting_scheduled",)),
            'tracked event "meeting_scheduled", or a meeting or demo scheduled in Mauntic',
        ),
        (
            Rule("X", Trigger.USAGE_SPIKE),
            "at least 3 tracked events in a day, 3 times the mean of the previous 14 days",
        ),
        (
            Rule("X", Trigger.USAGE_SPIKE, ("25",)),
            "at least 25 tracked events in a day, 3 times the mean of the previous 14 days",
        ),
        (Rule("X", Trigger.PAGE_VISITED), "every page visit"),
        (Rule("X", Trigger.FORM_SUBMITTED, ("demo",)), 'form of type "demo" submitted'),
        (
            Rule("X", Trigger.FIELD_REPLACED, ("title", "shoe_size")),
            'enrichment replaced "Job title" or "shoe_size"',
        ),
        (Rule("X", Trigger.ASSET_DOWNLOADED), "asset downloaded"),
        (Rule("X", Trigger.MESSAGE_OPENED), "message opened by a person"),
        (Rule("X", Trigger.TECHNOLOGY_ADDED, ("A", "B")), "company added A or B"),
    ],
)
def test_a_rule_reads_as_a_sentence(rule, words):
    assert describe_rule(rule) == words


def test_every_kind_of_rule_has_words_of_its_own():
    assert len({describe_rule(Rule("X", trigger)) for trigger in Trigger}) == len(Trigger)
