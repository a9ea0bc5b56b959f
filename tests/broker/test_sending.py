"""How messages leave."""

import dramatiq
import pytest
from django.db import transaction
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as Silent

from mauntic.broker import Job, enqueue, enqueue_at_once, enqueue_in, sending
from mauntic.broker.cause import Cause, caused_by
from mauntic.events.jobs import REDELIVER_DUE
from mauntic.kernel.cooldown import Cooldown
from mauntic.kernel.log_limits import LogLimiter
from mauntic.tenants.context import entered

UNDONE = Job[[]]("tests.undone")


@pytest.fixture
def sent(acme, monkeypatch) -> list[tuple[dramatiq.Message, int | None]]:
    """What would go to Redis: the message and its delay."""
    sent = []
    broker = dramatiq.get_broker()

    def enqueue(message: dramatiq.Message, *, delay: int | None = None) -> None:
        broker.emit_before("enqueue", message, delay)
        sent.append((message, delay))

    monkeypatch.setattr(broker, "enqueue", enqueue)
    return sent


def test_a_delay_is_given_in_seconds(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(REDELIVER_DUE)
        enqueue_in(30, REDELIVER_DUE)

    assert [delay for _, delay in sent] == [None, 30_000]


def send_and_fail() -> None:
    with transaction.atomic():
        enqueue(REDELIVER_DUE)
        raise ZeroDivisionError


def test_nothing_is_sent_before_the_commit_and_nothing_after_a_rollback(
    sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError):
            send_and_fail()
        with transaction.atomic():
            enqueue(REDELIVER_DUE)
        assert sent == []

    assert len(sent) == 1


def test_a_message_belongs_to_the_organization_and_cause_that_asked_for_it(
    sent, globex, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        entered(globex),
        caused_by(Cause("event", "e-1")),
    ):
        enqueue(REDELIVER_DUE)

    assert [message.options for message, _ in sent] == [{"schema": "globex", "cause": ["event", "e-1"]}]


def test_an_unreachable_broker_is_told_and_not_raised(acme, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise Unreachable

    monkeypatch.setattr(dramatiq.get_broker(), "enqueue", refuse)

    assert enqueue_at_once(REDELIVER_DUE) is False


def test_a_broker_that_hangs_is_waited_for_once(acme, monkeypatch):
    asked = []

    def time_out(*args: object, **kwargs: object) -> None:
        asked.append(args)
        raise Silent

    monkeypatch.setattr(dramatiq.get_broker(), "enqueue", time_out)
    monkeypatch.setattr(sending, "cooldown", Cooldown(seconds=3600))

    assert [enqueue_at_once(REDELIVER_DUE) for _ in range(12)] == [False] * 12
    assert len(asked) == 1


def test_an_unreachable_broker_is_logged_once(acme, monkeypatch, caplog):
    def refuse(*args: object, **kwargs: object) -> None:
        raise Unreachable

    monkeypatch.setattr(dramatiq.get_broker(), "enqueue", refuse)
    monkeypatch.setattr(sending, "limiter", LogLimiter())
    for _ in range(100):
        enqueue_at_once(REDELIVER_DUE)

    assert sum("broker.unreachable" in str(record.msg) for record in caplog.records) == 1


def test_a_job_that_nobody_does_is_a_mistake_of_the_code(acme):
    with pytest.raises(dramatiq.ActorNotFound, match=r"tests\.undone"):
        enqueue_at_once(UNDONE)
