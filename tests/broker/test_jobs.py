"""Jobs are declared once, and each is done by one actor."""

import dramatiq
import pytest
from django.core.exceptions import ImproperlyConfigured
from dramatiq.brokers.stub import StubBroker

from mauntic.broker import jobs
from mauntic.broker.jobs import Job, check_actors


@pytest.fixture
def broker(monkeypatch):
    """An empty broker, and no job declared."""
    broker = StubBroker()
    monkeypatch.setattr(dramatiq, "get_broker", lambda: broker)
    monkeypatch.setattr(jobs, "_declared", {})
    return broker


def test_a_job_with_its_actor_is_in_order(broker):
    job = Job[[int]]("context.count")

    @job.actor(broker=broker, queue="bulk", max_retries=3)
    def count(to: int) -> None: ...

    check_actors()
    assert (count.actor_name, count.queue_name, count.options["max_retries"]) == ("context.count", "bulk", 3)


def test_a_job_that_nobody_does_is_named(broker):
    Job[[]]("context.undone")

    with pytest.raises(ImproperlyConfigured, match=r"No actor runs the jobs context\.undone\."):
        check_actors()


def test_an_actor_of_no_job_is_named(broker):
    dramatiq.actor(lambda: None, actor_name="context.stray", broker=broker)

    with pytest.raises(ImproperlyConfigured, match=r"No job is declared for the actors context\.stray\."):
        check_actors()


def test_two_jobs_have_two_names(broker):
    Job[[]]("context.one")

    with pytest.raises(ValueError, match="There is another job named"):
        Job[[]]("context.one")
