"""The web server while PostgreSQL or Valkey is away or hangs, and after they are back."""

import http.client
import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf.global_settings import PASSWORD_HASHERS
from django.db import connection

from mauntic.accounts.models import Role, User
from mauntic.embedded import Server
from mauntic.tenants.context import entered
from mauntic.tracking.models import Visit, WriteKey
from tests.processes.house import House, wait_for

pytestmark = pytest.mark.processes

# The limit for probes.
PROBE_SECONDS = 2.0


@dataclass(frozen=True)
class Answer:
    """What the web server said, and how long it took."""

    status: int
    headers: http.client.HTTPMessage
    body: str
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    body: str = "",
    host: str = "acme.localhost",
    headers: dict[str, str] = {"Cookie": "sessionid=stale"},  # noqa: B006 (nobody changes it)
    patience: float = 60,
) -> Answer:
    started = time.monotonic()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=patience)) as client:
        client.request(method, path, body, {"Host": host, **headers})
        with client.getresponse() as answer:
            said = answer.read().decode()
            return Answer(answer.status, answer.headers, said, time.monotonic() - started)


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """The server refuses connections."""
    server.stop()
    try:
        yield
    finally:
        server.start()
        connection.close()  # of this process, which is not what is tested


@contextmanager
def hanging(server: Server) -> Iterator[None]:
    """The server takes connections and says nothing."""
    processes = server._processes()
    for process in processes:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process.pid, signal.SIGCONT)


@pytest.fixture(scope="module")
def port(running_house: House) -> int:
    """A web server that has answered a page."""
    port = running_house.start_web(ALLOWED_HOSTS="*")
    assert ask(port, "/accounts/login/").status == 200
    return port


@pytest.mark.parametrize("away", [stopped, hanging])
@pytest.mark.parametrize(
    ("name", "status", "failing"),
    [("postgres", 503, {"database", "clock"}), ("valkey", 200, {"broker"})],
)
def test_a_probe_answers_in_time_and_names_what_fails(house: House, port, away, name, status, failing):
    with away(getattr(house.servers, name)):
        ready = ask(port, "/readyz", host="10.0.0.7")
        alive = ask(port, "/healthz", host="10.0.0.7")

    assert (alive.status, ready.status) == (200, status)
    assert max(alive.seconds, ready.seconds) < PROBE_SECONDS
    said = {part: words for part, words in ready.json().items() if part != "status"}
    assert failing == {part for part, words in said.items() if words not in {"ok", "has not ticked yet"}}


PAGE = "/accounts/login/"
# "At once", with room for a busy machine: whoever waits for a connection of the pool waits for 5 s.
AT_ONCE_SECONDS = 2.5
# The limit for recovery.
RECOVERY_SECONDS = 10.0
# Long enough for a pool that doubles its pauses to sleep past the limit above: it tries after 15 and 31 s.
OUTAGE_SECONDS = 18.0


def refused_at_once(port: int) -> bool:
    try:
        answer = ask(port, PAGE, patience=AT_ONCE_SECONDS)
    except TimeoutError:  # it came before the outage was noticed, and waits for the database
        return False
    return answer.status == 503 and answer.seconds < AT_ONCE_SECONDS


@pytest.mark.parametrize("away", [stopped, hanging])
def test_pages_are_refused_at_once_without_the_database_and_served_soon_after(house: House, port, away):
    with away(house.servers.postgres):
        ended = time.monotonic() + OUTAGE_SECONDS
        wait_for(lambda: refused_at_once(port), seconds=15, what="the outage is noticed")
        page, program = ask(port, PAGE), ask(port, "/v1/projects/some-key/settings")
        static = ask(port, "/static/favicon.svg")
        while time.monotonic() < ended:  # people reload
            assert refused_at_once(port)
            time.sleep(0.3)

    took = wait_for(lambda: ask(port, PAGE).status == 200, seconds=RECOVERY_SECONDS, what="pages are back")
    sys.stdout.write(f"\npages were back {took:.1f} s after the database\n")
    assert (page.status, program.status, static.status) == (503, 503, 200)
    assert "Try again" in page.body
    assert program.json()["code"] == "unavailable"
    assert page.headers["Retry-After"] == program.headers["Retry-After"] == "5"


PASSWORD = "correct horse battery staple"
# What a request may take while Redis hangs: it waits half a second for the cache, and one for the broker.
HANGING_SECONDS = 6.0


class Browser:
    """Asks the web server as a browser does: it keeps its cookies."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies = SimpleCookie()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "", {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        token = {"csrfmiddlewaretoken": self._cookies["csrftoken"].value}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(fields | token), kind)

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self._cookies.items())
        answer = ask(self._port, path, method=method, body=body, headers={**headers, "Cookie": cookies})
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(line)
        return answer


@pytest.fixture
def person(house: House, settings):
    """An administrator of Acme."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS  # the web server does not know the quick one of the tests
    with entered("acme"):
        User.objects.all().delete()
        return User.objects.create_user("ada@acme.example", PASSWORD, role=Role.ADMIN)


@pytest.mark.parametrize("away", [stopped, hanging])
def test_people_sign_in_and_read_the_forecast_without_redis(house: House, port, person, away):
    browser = Browser(port)
    with away(house.servers.valkey):
        browser.get(PAGE)
        signed_in = browser.post(PAGE, {"login": person.email, "password": PASSWORD})
        forecast = browser.get(browser.get("/revops/forecast/").headers["Location"])
        board = browser.get("/revops/pipeline/")

    assert (signed_in.status, signed_in.headers["Location"]) == (302, "/")
    assert (forecast.status, board.status) == (200, 200)
    assert max(signed_in.seconds, forecast.seconds, board.seconds) < HANGING_SECONDS


@pytest.mark.parametrize("away", [stopped, hanging])
def test_no_message_of_a_site_is_refused_without_redis(house: House, port, away):
    with entered("acme"):
        Visit.objects.all().delete()
        key = WriteKey.objects.create(name="Site").key
    with away(house.servers.valkey):
        answers = [track(port, key, number) for number in range(40)]
    after = track(port, key, 40)

    assert {answer.status for answer in [*answers, after]} == {200}
    assert max(answer.seconds for answer in answers) < HANGING_SECONDS
    with entered("acme"):
        assert Visit.objects.count() == 41


def track(port: int, key: str, number: int) -> Answer:
    message = {
        "type": "page",
        "anonymousId": f"visitor-{number}",
        "messageId": f"message-{uuid.uuid4()}",
        "properties": {"url": "https://www.example.com/pricing", "path": "/pricing"},
        "context": {"userAgent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"},
    }
    body = json.dumps({"writeKey": key, "batch": [message]})
    return ask(port, "/v1/batch", method="POST", body=body, headers={"Content-Type": "application/json"})
