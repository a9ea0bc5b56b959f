from datetime import UTC, datetime, timedelta

import pytest

from mauntic.crm.timeline.domain import READINGS, Kind, happened_at, is_late
from mauntic.events.catalog import Event


def read(wire_name, **fact):
    return READINGS[wire_name].text_of(fact)


@pytest.mark.parametrize(
    ("wire_name", "fact", "said"),
    [
        ("crm.ContactCreated", {"source": "import"}, ("Lead created", "Source: import")),
        ("crm.ContactCreated", {}, ("Lead created", "")),
        (
            "crm.ContactUpdated",
            {"changedFields": ["direct_phone", "title"]},
            ("Lead updated", "Direct phone, title"),
        ),
        ("content.PageVisited", {"url": "/pricing"}, ("Page visited", "/pricing")),
        ("content.PageVisited", {"url": "/pricing", "isBot": True}, ("Page fetched by a bot", "/pricing")),
        ("content.FormSubmitted", {"formType": "demo"}, ("Form submitted", "Demo")),
        ("delivery.MessageOpened", {"isMachine": True}, ("Email fetched by a machine", "")),
        ("delivery.MessageClicked", {"url": "/a", "isMachine": False}, ("Link clicked", "/a")),
        (
            "leadIntelligence.LeadEnriched",
            {"source": "apollo", "changedFields": ["title"], "confidence": 0.854},
            ("Enriched by Apollo", "Title (85% confidence)"),
        ),
        (
            "leadIntelligence.DataQualityChanged",
            {"oldScore": 0.5, "newScore": 0.75},
            ("Data quality changed", "50% to 75%"),
        ),
        ("content.PageVisited", {"url": "/pricing", "isBot": False}, ("Page visited", "/pricing")),
        ("content.AssetDownloaded", {}, ("Asset downloaded", "")),
        (
            "revops.ActivityCompleted",
            {"activityType": "call", "subject": "Budget", "outcome": "Reached"},
            ("Call", "Budget: Reached"),
        ),
        (
            "revops.ActivityCompleted",
            {"activityType": "note", "subject": "", "outcome": "", "isWithdrawn": True},
            ("Note (undone)", ""),
        ),
        ("delivery.MessageSent", {}, ("Email sent", "")),
        ("delivery.MessageOpened", {}, ("Email opened", "")),
        ("delivery.MessageClicked", {"url": "/a"}, ("Link clicked", "/a")),
        ("delivery.MessageClicked", {"url": "/a", "isMachine": True}, ("Link opened by a machine", "/a")),
        ("delivery.MessageBounced", {}, ("Email bounced", "")),
        ("delivery.MessageReplied", {}, ("Reply received", "")),
        ("delivery.MessageUnsubscribed", {}, ("Unsubscribed", "")),
        ("delivery.MessageUnsubscribed", {"isComplaint": True}, ("Email reported as spam", "")),
        ("leadIntelligence.EnrichmentFailed", {"reason": "No match"}, ("Enrichment incomplete", "No match")),
        (
            "scoring.ScoreThresholdCrossed",
            {"direction": "up", "threshold": 60, "score": 61.5},
            ("Score reached 60", "Score 61"),
        ),
        (
            "scoring.ScoreThresholdCrossed",
            {"direction": "down", "threshold": 60, "score": 59.0},
            ("Score fell below 60", "Score 59"),
        ),
        (
            "scoring.IntentSignalDetected",
            {"signalType": "pricing_page_visited", "weight": 8.0, "source": "content"},
            ("Intent: Pricing page visited", "Weight 8, source Website"),
        ),
        (
            "scoring.SignalAlertCreated",
            {"signalType": "demoRequested", "priority": "high"},
            ("Alert: Demo requested", "Priority: high"),
        ),
        (
            "scoring.SignalAlertAcknowledged",
            {"signalType": "demoRequested", "answeredWith": "call"},
            ("Alert acknowledged: Demo requested", "Answered by a call"),
        ),
        (
            "scoring.SignalAlertAcknowledged",
            {"signalType": "demoRequested", "answeredWith": ""},
            ("Alert acknowledged: Demo requested", ""),
        ),
        (
            "scoring.SignalAlertAcknowledged",
            {"signalType": "demoRequested", "answeredWith": "call", "isWithdrawn": True},
            ("Alert open again: Demo requested", ""),
        ),
        ("revops.DealWon", {}, ("Deal won", "")),
        ("revops.DealWon", {"isWithdrawn": True}, ("Deal won (undone)", "")),
        ("revops.DealLost", {"isWithdrawn": True, "reason": "Price"}, ("Deal lost (undone)", "Price")),
        ("revops.DealCreated", {"stage": "closed_won"}, ("Deal created", "Stage: Won")),
        ("revops.DealLost", {"reason": "Price"}, ("Deal lost", "Price")),
    ],
)
def test_a_fact_is_read_in_words(wire_name, fact, said):
    assert read(wire_name, **fact) == said


def test_a_score_names_the_one_before_and_its_three_largest_parts():
    parts = [{"factor": f"part_{number}", "points": number - 2} for number in range(4)]
    fact = {"score": 71.5, "grade": "B", "topContributors": parts}
    assert read("scoring.LeadScored", **fact) == ("Score 71, grade B", "Part 0 -2, Part 1 -1, Part 2 0")
    assert read("scoring.LeadScored", previousScore=60.0, **fact)[0] == "Score 71, grade B (was 60)"


def test_a_score_that_is_the_same_in_whole_points_names_no_earlier_one():
    fact = {"score": 71.5, "previousScore": 71.0, "grade": "B", "topContributors": []}
    assert read("scoring.LeadScored", **fact) == ("Score 71, grade B", "")


def test_every_reading_is_of_an_event_that_there_is():
    known = {event.wire_name for event in Event.__subclasses__()}
    assert set(READINGS) <= known
    assert {reading.kind for reading in READINGS.values()} == set(Kind)


@pytest.mark.parametrize(
    ("wire_name", "kind"),
    [
        ("crm.ContactCreated", Kind.CREATED),
        ("crm.ContactUpdated", Kind.CHANGE),
        ("content.PageVisited", Kind.VISIT),
        ("content.FormSubmitted", Kind.FORM),
        ("content.AssetDownloaded", Kind.ASSET),
        ("delivery.MessageBounced", Kind.MESSAGE),
        ("leadIntelligence.EnrichmentFailed", Kind.ENRICHMENT),
        ("leadIntelligence.DataQualityChanged", Kind.ENRICHMENT),
        ("scoring.ScoreThresholdCrossed", Kind.SCORE),
        ("scoring.SignalAlertCreated", Kind.SIGNAL),
        ("scoring.SignalAlertAcknowledged", Kind.SIGNAL),
        ("revops.DealLost", Kind.DEAL),
        ("revops.ActivityCompleted", Kind.ACTIVITY),
    ],
)
def test_a_filter_of_the_timeline_has_the_facts_of_its_subject(wire_name, kind):
    assert READINGS[wire_name].kind is kind


def test_a_score_of_zero_before_is_told():
    fact = {"score": 12.0, "grade": "F", "topContributors": [], "previousScore": 0.0}

    assert read("scoring.LeadScored", **fact) == ("Score 12, grade F (was 0)", "")


RECORDED = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wire_name", "fact", "at"),
    [
        (
            "scoring.IntentSignalDetected",
            {"detectedAt": "2026-11-02T08:00:00+00:00"},
            datetime(2026, 11, 2, 8, tzinfo=UTC),
        ),
        ("scoring.IntentSignalDetected", {"detectedAt": None}, RECORDED),
        ("scoring.IntentSignalDetected", {}, RECORDED),
        (
            "revops.ActivityCompleted",
            {"completedAt": "2026-11-30T10:00:00Z"},
            datetime(2026, 11, 30, 10, tzinfo=UTC),
        ),
        ("revops.ActivityCompleted", {"completedAt": "2026-11-30T10:00:00Z", "isWithdrawn": True}, RECORDED),
        ("revops.DealWon", {}, RECORDED),
    ],
)
def test_a_fact_is_shown_at_the_time_at_which_it_happened(wire_name, fact, at):
    assert happened_at(READINGS[wire_name], fact, recorded_at=RECORDED) == at


@pytest.mark.parametrize(("hours", "is_told"), [(0, False), (24, False), (25, True)])
def test_a_fact_that_was_recorded_more_than_a_day_later_says_so(hours, is_told):
    assert is_late(RECORDED - timedelta(hours=hours), RECORDED) is is_told
