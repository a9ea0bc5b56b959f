"""How events read on the pages."""

import pytest

from mauntic.events.catalog import event_types
from mauntic.events.catalog.records import Named
from mauntic.events.labels import LABELS
from mauntic.events.templatetags.event_words import fact_items, receiver_words, short_id


def test_the_fields_of_a_fact_read_as_words_with_its_records_first():
    record = "0192f0c1-0000-7000-8000-00000000002a"
    fact = {"changedFields": ["title", "phone"], "contactId": record, "isBot": True, "previousScore": None}

    assert fact_items(fact) == [
        ("lead", "…0000002a", record, ""),
        ("changed fields", "title, phone", "", ""),
        ("is bot", "yes", "", ""),
        ("previous score", "–", "", ""),
    ]
    named = fact_items(fact, {record: Named("Ann Lee", "/leads/1/")})
    assert named[0] == ("lead", "Ann Lee", record, "/leads/1/")


def test_codes_times_and_scores_read_as_labels_local_times_and_whole_points():
    items = fact_items(
        {
            "signalType": "FREE_TRIAL_SIGNUP",
            "priority": "critical",
            "deadline": "2026-11-30T12:43:31.534732+00:00",
            "score": 99.99,
            "weight": 0.456,
        }
    )
    texts = [item.text for item in items]
    assert texts == ["Free trial signup", "Critical", "30 Nov 2026, 12:43", "99", "0.46"]


def test_every_event_has_a_label():
    product = {cls.wire_name for cls in event_types() if cls.__module__.startswith("mauntic.")}
    assert product == set(LABELS)


def test_nested_values_are_spelled_out_and_long_ones_are_cut():
    items = fact_items({"topContributors": [{"factor": "Title", "points": 12.5}], "url": "x" * 100})

    texts = [(item.label, item.text) for item in items]
    assert texts == [("top contributors", "Title +12"), ("url", "x" * 59 + "…")]


def test_a_fact_that_is_not_there_has_no_fields():
    assert fact_items(None) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("scoring.handlers.score_new_contacts", "scoring: score new contacts"),
        ("mauntic.crm.handlers.show_scores", "crm: show scores"),
        ("lead_intelligence.handlers.enrich_new", "lead intelligence: enrich new"),
    ],
)
def test_a_receiver_reads_as_who_does_what(name, words):
    assert receiver_words(name) == words


def test_short_ids_are_left_whole():
    assert short_id("r-1") == "r-1"
