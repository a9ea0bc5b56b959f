"""Requests and jobs are named as the cause of what they publish."""

import dramatiq
import pytest
import structlog
from django.test import RequestFactory

from mauntic.broker import Job, enqueue
from mauntic.broker.cause import Cause, current_cause
from mauntic.events.middleware import RequestCauseMiddleware
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish, publish_many
from tests.events.facts import Counted, Doubled, counted

DOUBLE = Job[[int]]("tests.double")


@pytest.fixture
def doubling_job(monkeypatch):
    """An actor on the real broker, gone after the test."""
    broker = dramatiq.get_broker()
    monkeypatch.setattr(broker, "actors", dict(broker.actors))

    @DOUBLE.actor(broker=broker)
    def double(number: int) -> None:
        publish(Doubled(number=2 * number))

    return double


def test_a_request_is_the_cause_of_its_work_and_of_nothing_after_it():
    seen = []
    view = RequestCauseMiddleware(lambda request: seen.append(current_cause()))
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        view(RequestFactory().get("/"))

    assert seen == [Cause("request", "r-1")]
    assert current_cause() is None


def test_a_job_that_nothing_caused_is_the_cause_of_its_events(acme, run_jobs, doubling_job):
    with run_jobs():
        enqueue(DOUBLE, 1)

    assert StoredEvent.objects.get().cause_kind == "job"


def test_a_job_that_an_event_caused_hands_the_event_on(acme, listen, run_jobs, doubling_job):
    listener = listen(Counted)
    listener.then = lambda events: enqueue(DOUBLE, events[0].number)
    with run_jobs():
        publish_many(counted(4))

    cause, effect = StoredEvent.objects.order_by("pk")
    assert (effect.cause_kind, effect.cause_id) == ("event", str(cause.pk))
    assert effect.facts == [{"number": 8, "factor": None}]
