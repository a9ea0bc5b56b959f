"""A stage that PostgreSQL ended, because it and a worker waited for each other, is done anew."""

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, QueryCanceled

from demo.stages import TRIES, _give_way


def failing(times: int, cause: type[Exception]):
    calls = []

    def work() -> None:
        calls.append(1)
        if len(calls) <= times:
            raise OperationalError from cause()

    return work, calls


def test_a_deadlock_is_tried_again():
    work, calls = failing(TRIES, DeadlockDetected)
    _give_way(work)
    assert len(calls) == TRIES + 1


def test_it_is_not_tried_for_ever():
    work, _calls = failing(TRIES + 1, DeadlockDetected)
    with pytest.raises(OperationalError):
        _give_way(work)


def test_other_errors_end_it():
    work, calls = failing(1, QueryCanceled)
    with pytest.raises(OperationalError):
        _give_way(work)
    assert len(calls) == 1
