"""What PostgreSQL refuses because of what a client sent is 400 or 409, for programs and for people."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test import Client

from mauntic.accounts.models import Role, Team, User
from mauntic.crm.contacts.api import views as api
from mauntic.web.companies import views as pages

API, PAGE = "/api/v1/crm/contacts", "/companies/"
REFUSED = {
    "a number that is too large": ("SELECT %s::int", [2**40], 400),
    "a date that does not exist": ("SELECT %s::date", ["2026-02-30"], 400),
    "a text with NUL": ("SELECT %s::text", ["\0"], 400),
    "a value that is too long": (
        "INSERT INTO accounts_team (id, name) VALUES (gen_random_uuid(), %s)",
        ["x" * 9000],
        400,
    ),
    "a row that is gone": (
        "UPDATE accounts_user SET team_id = gen_random_uuid(); SET CONSTRAINTS ALL IMMEDIATE",
        [],
        409,
    ),
    "a lock that somebody else holds": ("DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$", [], 409),
}


def replace_reads(monkeypatch, read):
    """Let an endpoint and a page read as `read` does."""
    monkeypatch.setattr(api.lists, "leads", read)
    monkeypatch.setattr(pages, "companies", read)


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_database_refuses_is_no_server_error(web, monkeypatch, name):
    statement, values, status = REFUSED[name]

    def read(*_args, **_named):
        # Here a test's transaction is around it, which a real request has not.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values or None)

    replace_reads(monkeypatch, read)
    program, page = web.get(API), web.get(PAGE)
    assert (program.status_code, page.status_code) == (status, status)
    assert program.json()["code"] == {400: "invalid", 409: "conflict"}[status]
    assert page["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("address", [API, PAGE])
def test_a_fault_of_ours_stays_one(web, monkeypatch, address):
    def read(*_args, **_named):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing")

    web.raise_request_exception = False
    replace_reads(monkeypatch, read)
    assert web.get(address).status_code == 500


@pytest.mark.parametrize("address", [API, PAGE])
def test_the_second_of_two_who_write_the_same_at_once_is_told_so(committed, monkeypatch, address):
    start = threading.Barrier(2)
    user = User.objects.create_user("rep@odd.example", "a password", role=Role.REP)

    def write(*_args, **_named):
        start.wait(timeout=30)
        Team.objects.create(name="The same")
        return api_rows() if address == API else page_rows()

    api_rows, page_rows = api.lists.leads, pages.companies
    replace_reads(monkeypatch, write)

    clients = [Client(headers={"host": f"{committed.schema_name}.localhost"}) for _ in range(2)]
    for client in clients:
        client.force_login(user)

    def send(client):
        try:
            return client.get(address).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, clients)) == [200, 409]
