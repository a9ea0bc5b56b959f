import pytest

from mauntic.crm.timeline.domain import READINGS, Kind
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
        ("delivery.MessageOpened", {"isMachine": True}, ("Message fetched by a machine", "")),
        ("delivery.MessageClicked", {"url": "/a", "isMachine": False}, ("Link clicked", "/a")),
        (
            "leadIntelligence.LeadEnriched",
            {"source": "Apollo", "changedFields": ["title"], "confidence": 0.854},
            ("Enriched by Apollo", "Title (85% confidence)"),
        ),
        (
            "leadIntelligence.DataQualityChanged",
            {"oldScore": 0.5, "newScore": 0.75},
            ("Data quality changed", "50% to 75%"),
        ),
        ("revops.DealCreated", {"stage": "closed_won"}, ("Deal created", "Stage: closed won")),
        ("revops.DealLost", {"reason": "Price"}, ("Deal lost", "Price")),
    ],
)
def test_a_fact_is_read_in_words(wire_name, fact, said):
    assert read(wire_name, **fact) == said


def test_a_score_names_the_one_before_and_its_three_largest_parts():
    parts = [{"factor": f"part_{number}", "points": number - 2} for number in range(4)]
    fact = {"score": 71.5, "grade": "B", "topContributors": parts}
    assert read("scoring.LeadScored", **fact) == ("Score 71.5, grade B", "part 0 -2, part 1 -1, part 2 +0")
    assert read("scoring.LeadScored", previousScore=60.0, **fact)[0] == "Score 71.5, grade B (was 60)"


def test_every_reading_is_of_an_event_that_there_is():
    known = {event.wire_name for event in Event.__subclasses__()}
    assert set(READINGS) <= known
    assert {reading.kind for reading in READINGS.values()} == set(Kind)
