"""What a load balancer asks, by address, and often with the cookies of whoever tries it in a browser."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from mauntic.broker.ticks import silence
from mauntic.kernel.clock import now

PATHS = ("/healthz", "/readyz")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host", ["10.0.0.7:8000", "nowhere.example", "acme.localhost", "no host at all/", ""]
)
def test_a_probe_answers_by_any_host_and_with_any_cookie(db, path, host):
    client = Client(headers={"host": host, "cookie": f"{settings.SESSION_COOKIE_NAME}=stale; csrftoken=x"})
    with override_settings(ALLOWED_HOSTS=["crm.example.com"], SECURE_SSL_REDIRECT=True):
        answer = client.get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_a_probe_takes_no_connection_of_the_pages(db, django_assert_num_queries, path):
    with django_assert_num_queries(0):
        Client().head(path)


def test_a_probe_changes_nothing(db):
    assert Client().post("/readyz").status_code == 405


def test_ready_names_each_part(db):
    assert Client().get("/readyz").json() == {
        "status": "degraded",
        "database": "ok",
        "broker": "ok",
        "clock": "has not ticked yet",
    }


def test_without_the_broker_the_process_is_degraded_and_serves_pages(db):
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["broker"] == "unreachable"


def test_without_the_database_the_process_is_not_ready_and_says_so(db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unready",
        "database": "unreachable",
        "broker": "ok",
        "clock": "unreachable",
    }


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, ""), (2.9, ""), (3, "has not ticked for 3 minutes"), (190, "has not ticked for 190 minutes")],
)
def test_a_clock_that_is_silent_is_named_with_its_minutes(minutes, words):
    assert silence(now() - timedelta(minutes=minutes), now()) == words
