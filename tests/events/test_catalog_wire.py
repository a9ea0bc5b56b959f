"""Events on the wire."""

import dataclasses
import typing
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mauntic.events import catalog
from mauntic.events.catalog import Event, LeadScored, event_type, event_types
from mauntic.kernel.errors import NotFound
from tests.events.facts import Counted, Doubled

SAMPLES = {
    uuid.UUID: uuid.UUID(int=7),
    str: "text",
    int: 3,
    float: 0.5,
    bool: True,
    Decimal: Decimal("12.34"),
    datetime: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    datetime | None: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    list[str]: ["a", "b"],
    dict[str, typing.Any]: {"a": 1},
    list[dict[str, typing.Any]]: [{"factor": "Title", "points": 2.5}],
    Decimal | None: None,
    uuid.UUID | None: uuid.UUID(int=8),
}


def sample(cls: type[Event]) -> Event:
    hints = typing.get_type_hints(cls)
    return cls(**{field.name: SAMPLES[hints[field.name]] for field in dataclasses.fields(cls)})


@pytest.mark.parametrize("cls", event_types(), ids=lambda cls: cls.wire_name)
def test_every_event_comes_back_from_the_wire_as_it_was(cls):
    event = sample(cls)

    assert cls.from_wire(event.to_wire()) == event


def test_payload_keys_are_camel_case_and_values_plain():
    event = LeadScored(
        contact_id=uuid.UUID(int=7),
        score=Decimal("81.25"),
        grade="A",
        previous_score=Decimal(60),
        top_contributors=[{"factor": "Title", "points": 12.5}],
    )

    assert event.to_wire() == {
        "contactId": "00000000-0000-0000-0000-000000000007",
        "score": 81.25,
        "grade": "A",
        "previousScore": 60.0,
        "topContributors": [{"factor": "Title", "points": 12.5}],
        "intentScore": None,
    }


def test_a_field_that_a_newer_release_added_does_not_hinder_an_older_one():
    assert Doubled.from_wire({"number": 2, "factor": None, "colour": "red"}) == Doubled(number=2)


def test_the_records_of_an_event_are_what_its_id_fields_name():
    assert Counted(contact_id=uuid.UUID(int=1), number=2).subjects() == [uuid.UUID(int=1)]


def test_events_are_found_by_wire_name():
    assert event_type("crm.ContactCreated") is catalog.ContactCreated
    with pytest.raises(NotFound, match=r'Unknown event "crm\.Nothing"'):
        event_type("crm.Nothing")
