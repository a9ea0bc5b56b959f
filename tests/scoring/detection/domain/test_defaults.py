from collections import Counter

import pytest

from scoring.detection.domain.defaults import DEFAULT_RULES, WATCHED_TECHNOLOGIES
from scoring.detection.domain.rules import Detector, Trigger
from scoring.signals.domain.kinds import KINDS_BY_CODE

DETECTOR = Detector(DEFAULT_RULES)


def test_each_rule_shows_a_type_that_there_is():
    assert {rule.signal_type for rule in DEFAULT_RULES} <= set(KINDS_BY_CODE)


def test_a_type_has_at_most_one_rule_per_trigger():
    pairs = Counter((rule.signal_type, rule.trigger) for rule in DEFAULT_RULES)
    assert set(pairs.values()) == {1}


def test_a_trigger_has_at_most_one_rule_for_what_no_other_finds():
    others = [rule for rule in DEFAULT_RULES if rule.any_other]
    assert {rule.trigger: rule.signal_type for rule in others} == {
        Trigger.PAGE_VISITED: "WEBSITE_VISIT",
        Trigger.FORM_SUBMITTED: "FORM_SUBMISSION",
    }
    assert all(rule.values == () for rule in others)


@pytest.mark.parametrize(
    ("address", "types"),
    [
        ("https://example.com/pricing", {"PRICING_PAGE"}),
        ("https://example.com/book-a-demo?from=mail", {"DEMO_REQUEST"}),
        ("https://example.com/docs/pricing", {"DOCS_VISIT"}),
        ("https://example.com/about", {"WEBSITE_VISIT"}),
    ],
)
def test_a_page_is_what_its_path_says_and_never_that_of_a_page_in_the_docs(address, types):
    assert set(DETECTOR.shown_by(Trigger.PAGE_VISITED, address)) == types


@pytest.mark.parametrize("name", WATCHED_TECHNOLOGIES)
def test_a_watched_tool_counts_both_ways(name):
    assert list(DETECTOR.shown_by(Trigger.TECHNOLOGY_ADDED, name)) == ["TECH_INSTALL"]
    assert list(DETECTOR.shown_by(Trigger.TECHNOLOGY_REMOVED, name)) == ["TECH_REMOVED"]


def test_another_tool_counts_neither_way():
    assert not list(DETECTOR.shown_by(Trigger.TECHNOLOGY_ADDED, "Notepad"))
