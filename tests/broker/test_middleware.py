"""Messages stay in the organization that sent them, and know why they were sent.

A real worker works the queue off in its own threads, over its own database connections.
"""

import dramatiq
import pytest
from django.db import OperationalError
from django_dramatiq.middleware import DbConnectionsMiddleware
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import Retries

from mauntic.broker.cause import Cause, caused_by, current_cause
from mauntic.broker.jobs import Job
from mauntic.broker.middleware import CauseMiddleware, OrganizationMiddleware
from mauntic.broker.sending import enqueue_at_once
from mauntic.tenants.context import NoOrganization, current_organization, current_schema, entered, in_public
from mauntic.tenants.models import Organization

LOOK = Job[...]("tests.look")
LOOK_AROUND, FAIL, NAME = Job[[]]("tests.look_around"), Job[[]]("tests.fail"), Job[[]]("tests.name")


@pytest.fixture
def broker(db, monkeypatch):
    """A broker with our middleware that keeps its queues in memory."""
    ours = [DbConnectionsMiddleware(), OrganizationMiddleware(), CauseMiddleware()]
    broker = StubBroker(middleware=[Retries(max_retries=1, min_backoff=1, max_backoff=1), *ours])
    monkeypatch.setattr(dramatiq, "get_broker", lambda: broker)
    return broker


@pytest.fixture
def work(broker):
    """Has one worker thread do all messages."""

    def run() -> None:
        worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=10)
        worker.start()
        broker.join("default", fail_fast=False, timeout=10_000)
        worker.stop()

    return run


@pytest.fixture
def seen(broker) -> list[tuple[str, Cause | None]]:
    """The schema and the cause that each call of the actor `look` found; `look("fail")` fails once seen."""
    seen: list[tuple[str, Cause | None]] = []

    @LOOK.actor(broker=broker)
    def look(then: str = "") -> None:
        seen.append((current_schema(), current_cause()))
        if then == "fail":
            raise ValueError(then)

    return seen


def schemas(seen) -> list[str]:
    return [schema for schema, _ in seen]


def test_a_message_runs_in_the_organization_that_sent_it(seen, work):
    for schema in ("acme", "globex", "acme"):
        with entered(schema):
            enqueue_at_once(LOOK)
    work()

    assert schemas(seen) == ["acme", "globex", "acme"]


def test_a_retry_stays_in_its_organization(seen, work):
    with entered("globex"):
        enqueue_at_once(LOOK, "fail")
    work()

    assert schemas(seen) == ["globex", "globex"]


def test_a_worker_leaves_the_organization_after_an_error(broker, work):
    seen = []

    @FAIL.actor(broker=broker, max_retries=0)
    def fail() -> None:
        raise ValueError

    @LOOK_AROUND.actor(broker=broker, cross_tenant=True)
    def look_around() -> None:
        seen.append(in_public())

    with entered("acme"):
        enqueue_at_once(FAIL)
        enqueue_at_once(LOOK_AROUND)
    work()

    assert seen == [True]


def test_a_message_outside_of_an_organization_is_not_sent(seen, broker):
    with pytest.raises(NoOrganization, match=r"tests\.look was sent outside of an organization\."):
        enqueue_at_once(LOOK)

    assert broker.queues["default"].empty()


@pytest.mark.parametrize("options", [{}, {"schema": "deleted"}])
def test_a_message_of_no_organization_is_refused(seen, broker, work, options):
    message = dramatiq.Message("default", LOOK.name, (), {}, options)
    broker.queues["default"].put(message.encode())
    work()

    assert seen == []
    assert [dead.actor_name for dead in broker.dead_letters] == [LOOK.name]


def test_a_message_waits_for_a_database_that_is_away(seen, work, monkeypatch):
    answers = iter([OperationalError("gone")])
    find = Organization.objects.filter

    def fail_once(*args: object, **kwargs: object):
        for error in answers:
            raise error
        return find(*args, **kwargs)

    with entered("acme"):
        enqueue_at_once(LOOK)
    monkeypatch.setattr(Organization.objects, "filter", fail_once)
    work()

    assert schemas(seen) == ["acme"]


def test_a_jobs_organization_is_a_row(broker, work):
    seen = []

    @NAME.actor(broker=broker)
    def name() -> None:
        seen.append(current_organization().name)

    with entered("acme"):
        enqueue_at_once(NAME)
    work()

    assert seen == ["Acme"]


def test_a_job_is_the_cause_of_its_work_unless_something_caused_the_job(seen, broker, work):
    with entered("acme"):
        enqueue_at_once(LOOK)
        with caused_by(Cause("request", "r-1")):
            enqueue_at_once(LOOK)
    ids = [dramatiq.Message.decode(data).message_id for data in broker.queues["default"].queue]
    work()

    assert [cause for _, cause in seen] == [Cause("job", ids[0]), Cause("request", "r-1")]


def test_a_cause_survives_retries(seen, work):
    with entered("acme"), caused_by(Cause("event", "e-1")):
        enqueue_at_once(LOOK, "fail")
    work()

    assert [cause for _, cause in seen] == [Cause("event", "e-1")] * 2
