"""When something happened, although the sender's clock may be wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.tracking.visitors.domain.clocks import PUBLISHED_FOR, Moment, moment_of, read_time

RECEIVED = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def moment(timestamp: object, sent_at: object = None) -> Moment:
    return moment_of(timestamp=timestamp, sent_at=sent_at, received_at=RECEIVED)


@pytest.mark.parametrize("timestamp", [None, ""])
def test_without_a_time_it_happened_when_it_was_received(timestamp):
    assert moment(timestamp) == Moment(RECEIVED)


@pytest.mark.parametrize("fault", [timedelta(hours=9), timedelta(hours=-9), timedelta(days=-400)])
def test_a_wrong_clock_is_corrected_by_when_it_sent(fault):
    said = RECEIVED - timedelta(minutes=10) + fault

    assert moment(said.isoformat(), (RECEIVED + fault).isoformat()) == Moment(
        RECEIVED - timedelta(minutes=10)
    )


def test_a_clock_that_is_a_little_ahead_is_no_future():
    assert moment((RECEIVED + timedelta(seconds=4)).isoformat()) == Moment(RECEIVED)


def test_the_future_is_now_and_says_so():
    assert moment("2027-01-01T00:00:00Z") == Moment(
        RECEIVED, "Timestamp in the future: 2027-01-01 00:00:00 UTC."
    )


@pytest.mark.parametrize("timestamp", ["yesterday", "2015-2-02T00:30:08.276Z", 1448366400, ["2026"]])
def test_what_cannot_be_read_is_now_and_says_so(timestamp):
    assert moment(timestamp) == Moment(RECEIVED, f'Cannot read the timestamp "{timestamp}".')


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"])
def test_times_beyond_the_calendar_are_now_and_say_so(text):
    assert moment(text) == Moment(RECEIVED, f'Cannot read the timestamp "{text}".')
    assert moment("2026-11-24T12:00:00Z", text) == Moment(RECEIVED)  # sent at no time: nothing to correct by


@pytest.mark.parametrize(
    "text",
    ["2026-11-24T13:00:00+01:00", "2026-11-24T12:00:00Z", "2026-11-24T12:00:00.000", "20261124T120000Z"],
)
def test_iso_times_are_read_in_any_zone(text):
    assert read_time(text) == RECEIVED


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_zone_that_leaves_the_calendar_cannot_be_read(text):
    assert read_time(text) is None


@pytest.mark.parametrize(("seconds", "note"), [(5, False), (5.001, True)])
def test_a_clock_may_be_five_seconds_fast(seconds, note):
    found = moment((RECEIVED + timedelta(seconds=seconds)).isoformat())

    assert found.at == RECEIVED
    assert found.note.startswith("Timestamp in the future: ") is note


@pytest.mark.parametrize(
    ("timestamp", "sent_at"),
    [("2199-12-31T00:00:00Z", "1970-01-02T00:00:00Z"), ("1970-01-02T00:00:00Z", "2199-12-31T00:00:00Z")],
)
def test_a_correction_that_leaves_the_calendar_is_not_used(timestamp, sent_at):
    assert moment(timestamp, sent_at) == Moment(RECEIVED, f'The timestamp "{timestamp}" is out of range.')


def test_a_note_shows_40_characters_of_a_timestamp():
    zeros = f"1970-01-02T00:00:00.{'0' * 30}"

    assert moment("x" * 41).note == f'Cannot read the timestamp "{"x" * 40}".'
    assert moment(f"{zeros}Z", "2199-12-31T00:00:00Z").note in (
        f'The timestamp "{zeros[:40]}" is out of range.',
        f'Cannot read the timestamp "{zeros[:40]}".',
    )


def test_small_letters_and_spaces_around_a_time_are_read():
    assert read_time(" 2026-11-24t12:00:00z ") == RECEIVED


def test_a_message_is_published_for_90_days():
    assert timedelta(days=90) == PUBLISHED_FOR
