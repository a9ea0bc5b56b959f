"""Ids that sort by the time at which they were made."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.clock import now
from mauntic.kernel.ids import first_id_of, new_id

moments = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (zoned next)


def test_ids_sort_by_creation_and_are_of_version_7():
    made = [new_id() for _ in range(100)]

    assert made == sorted(made)
    assert len(set(made)) == 100
    assert {each.version for each in made} == {7}


def test_what_is_made_now_lies_between_the_first_ids_of_the_moments_around_it():
    before = now() - timedelta(milliseconds=1)
    made = new_id()
    after = now() + timedelta(milliseconds=1)

    assert first_id_of(before) < made < first_id_of(after)


def test_the_first_id_of_a_moment_holds_its_milliseconds_alone():
    moment = datetime(2026, 11, 30, 12, 0, 0, 1_999, tzinfo=UTC)
    milliseconds = 1_796_040_000_001

    assert first_id_of(moment) == UUID(int=milliseconds << 80)


@given(moments, moments)
def test_first_ids_sort_as_their_moments_do(one, other):
    if one - other >= timedelta(milliseconds=1):
        assert first_id_of(one) > first_id_of(other)
