"""Which errors mean that a server is away."""

import psycopg
import pytest
import redis
from django.db import DatabaseError, OperationalError, connection, transaction

from mauntic.kernel.db.server import is_outage


def caught(statement: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as failed, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return failed.value


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT no_such_column",
        "SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)",
        "DO $$ BEGIN RAISE deadlock_detected; END $$",
        "SELECT 1 / 0",
    ],
)
def test_a_statement_that_fails_is_no_outage(db, statement):
    assert not is_outage(caught(statement))


@pytest.mark.parametrize("code", ["57P01", "57P03", "53300", "08006"])
def test_a_server_that_takes_no_statements_is_an_outage(db, code):
    assert is_outage(caught(f"DO $$ BEGIN RAISE SQLSTATE '{code}'; END $$"))


def test_a_connection_that_cannot_be_made_is_an_outage_also_under_other_errors():
    with pytest.raises(psycopg.OperationalError) as refused:
        psycopg.connect("host=127.0.0.1 port=1")
    other = RuntimeError("while it was handled")
    other.__context__ = OperationalError("as Django says it")
    other.__context__.__cause__ = refused.value

    assert is_outage(other)


def test_redis_that_cannot_be_reached_is_an_outage_and_one_that_refuses_a_command_is_none():
    assert is_outage(redis.ConnectionError())
    assert is_outage(redis.TimeoutError())
    assert not is_outage(redis.ResponseError("WRONGTYPE"))
    assert not is_outage(None)
