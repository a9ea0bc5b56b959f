"""A page's statement that takes too long is given up; jobs and commands take their time."""

import os
import subprocess
import sys

import pytest
from django.db import OperationalError, connection, transaction

from mauntic.kernel.db.refusals import known_error

ASK = """
from django.db import OperationalError, connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone()[0])
    try:
        cursor.execute("SELECT pg_sleep(1)")
    except OperationalError as error:
        print("given up" if "statement timeout" in str(error) else error)
    else:
        print("answered")
"""
WORKER = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'mauntic.settings'; django.setup()"


def told_by(start: str, **environment: str) -> list[str]:
    """What a fresh process says that was started like `start`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{start}\n{ASK}"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize("server", ["asgi", "wsgi"])
def test_the_web_server_gives_up_after_half_a_minute_unless_told(db, server):
    assert told_by(f"import mauntic.{server}") == ["30s", "answered"]


def test_what_is_set_holds(db):
    assert told_by("import mauntic.asgi", STATEMENT_TIMEOUT_MS="200") == ["200ms", "given up"]
    assert told_by("import mauntic.asgi", STATEMENT_TIMEOUT_MS="0") == ["0", "answered"]


def test_workers_and_commands_have_no_limit(db):
    assert told_by(WORKER) == ["0", "answered"]


def test_the_person_is_told_to_narrow_it_down(acme):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 50")
        with pytest.raises(OperationalError) as stopped, transaction.atomic():
            cursor.execute("SELECT pg_sleep(5)")
    known = known_error(stopped.value)
    assert known is not None
    assert "Narrow it down" in known.message
