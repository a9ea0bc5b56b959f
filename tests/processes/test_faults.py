"""No event is lost and none has its effect twice, whatever dies: with real workers, PostgreSQL and Valkey."""

import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from mauntic.broker.setup import HEARTBEAT_TIMEOUT
from mauntic.events.models import Delivery
from mauntic.events.services import publish_many, redeliver_due
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.processes import dying_publisher
from tests.processes.house import House, happened, wait_for

pytestmark = pytest.mark.processes

FACTS_PER_PUBLISH = 10


def publish_in_acme(numbers: range) -> None:
    """As many requests would: a transaction for each few facts."""
    with entered("acme"):
        for start in range(numbers.start, numbers.stop, FACTS_PER_PUBLISH):
            publish_many(happened(range(start, min(start + FACTS_PER_PUBLISH, numbers.stop))))


def sweep(schema: str = "acme") -> int:
    """What the schedule does, as if the minute were over."""
    with entered(schema):
        return redeliver_due(at=now() + timedelta(minutes=2))


def once_each(numbers: range) -> Counter[int]:
    return Counter(dict.fromkeys(numbers, 1))


def test_a_killed_workers_events_have_their_effect_once_and_soon(house: House, capsys):
    victim = house.start_worker(SECONDS_PER_BATCH="2")
    publish_in_acme(range(2500))
    house.kill(victim)
    killed = time.monotonic()
    publish_in_acme(range(2500, 5000))
    wait_for(lambda: house.effect_count() >= 5000, seconds=40, what="the killed messages are back")
    away = time.monotonic() - killed

    with capsys.disabled():
        sys.stdout.write(f"\na killed worker's last event took effect {away:.1f} s later\n")
    assert house.effects() == once_each(range(5000))
    assert HEARTBEAT_TIMEOUT / 2000 < away < 40, "it died with messages in hand, and they came back in time"


def test_no_event_is_lost_while_the_broker_is_away(house: House):
    publish_in_acme(range(500))
    house.servers.valkey.stop()
    publish_in_acme(range(500, 1000))
    house.servers.valkey.start()
    publish_in_acme(range(1000, 1500))
    sweep()
    wait_for(lambda: house.effect_count() >= 1500, seconds=30, what="all events have their effect")

    assert house.effects() == once_each(range(1500))


def test_work_resumes_by_itself_when_the_database_is_back(house: House):
    publish_in_acme(range(2000))
    house.servers.postgres.restart()
    connection.close()  # of this process, which is not what is tested
    publish_in_acme(range(2000, 2500))
    wait_for(lambda: house.effect_count() >= 2500, seconds=30, what="all events have their effect")

    assert house.effects() == once_each(range(2500))


def test_the_sweep_delivers_what_a_process_committed_and_could_not_send(house: House):
    assert house.run_module(dying_publisher.__name__, "acme", "700") == dying_publisher.EXIT_CODE
    with entered("acme"):
        assert Delivery.objects.filter(status=Delivery.Status.PENDING).count() == 2
    assert sweep() == 2
    wait_for(lambda: house.effect_count() >= 700, seconds=20, what="all events have their effect")

    assert house.effects() == once_each(range(700))


def test_a_worker_keeps_the_events_of_organizations_apart(house: House):
    for start in range(0, 400, 20):
        with entered("acme"):
            publish_many(happened(range(start, start + 10)))
        with entered("globex"):
            publish_many(happened(range(start + 10, start + 20)))
    wait_for(
        lambda: house.effects("acme").total() + house.effects("globex").total() >= 400,
        seconds=20,
        what="all events have their effect",
    )

    assert house.effects("acme") == Counter(n for n in range(400) if n // 10 % 2 == 0)
    assert house.effects("globex") == Counter(n for n in range(400) if n // 10 % 2 == 1)
