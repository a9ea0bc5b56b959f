"""How events read on the pages."""

import pytest

from mauntic.events.templatetags.event_words import fact_items, receiver_words, short_id


def test_the_fields_of_a_fact_read_as_words_with_its_records_first():
    record = "0192f0c1-0000-7000-8000-00000000002a"
    fact = {"changedFields": ["title", "phone"], "contactId": record, "isBot": True, "previousScore": None}

    assert fact_items(fact) == [
        ("contact", "…0000002a", record),
        ("changed fields", "title, phone", ""),
        ("is bot", "yes", ""),
        ("previous score", "–", ""),
    ]


def test_nested_values_are_spelled_out_and_long_ones_are_cut():
    items = fact_items({"topContributors": [{"factor": "Title", "points": 12.5}], "url": "x" * 100})

    assert items == [("top contributors", "factor Title, points 12.5", ""), ("url", "x" * 59 + "…", "")]


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
