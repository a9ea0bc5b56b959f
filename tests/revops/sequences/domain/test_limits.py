"""The daily limits of senders."""

from datetime import UTC, datetime, timedelta

from revops.sequences.domain.limits import Room

NOW = datetime(2026, 11, 3, 12, tzinfo=UTC)


def ago(hours: int) -> datetime:
    return NOW - timedelta(hours=hours)


def test_what_waits_counts_as_what_was_done():
    assert Room(5, [ago(3), ago(2)], waiting=1).left == 2
    assert Room(2, [ago(3), ago(2)], waiting=1).left == 0


def test_the_next_step_begins_when_the_oldest_one_is_a_day_old():
    room = Room(3, [ago(20), ago(10), ago(1)])

    assert room.free_at(NOW) == ago(20) + timedelta(hours=24)
    # Two more that begin before it take the places of two.
    assert Room(3, [ago(20), ago(10)]).free_at(NOW, taken=2) == ago(10) + timedelta(hours=24)


def test_where_only_waiting_ones_fill_the_limit_it_is_asked_again_in_an_hour():
    assert Room(1, waiting=1).free_at(NOW) == NOW + timedelta(hours=1)
    # Those that begin now are a day old in a day.
    assert Room(1).free_at(NOW, taken=1) == NOW + timedelta(hours=24)


def test_with_room_the_next_step_may_begin_now():
    assert Room(2, [ago(3)]).free_at(NOW) == NOW
