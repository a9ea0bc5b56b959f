"""How messages leave."""

import dramatiq
import pytest
from django.db import transaction
from redis.exceptions import ConnectionError as Unreachable

from mauntic.broker import send, send_on_commit
from mauntic.broker.cause import Cause, caused_by
from mauntic.tenants.context import entered

ACTOR = "events.redeliver_due"


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


def test_a_delay_is_given_in_seconds(sent):
    send(ACTOR)
    send(ACTOR, delay_seconds=30)

    assert [delay for _, delay in sent] == [None, 30_000]


def send_and_fail() -> None:
    with transaction.atomic():
        send_on_commit(ACTOR)
        raise ZeroDivisionError


def test_nothing_is_sent_before_the_commit_and_nothing_after_a_rollback(
    sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError):
            send_and_fail()
        with transaction.atomic():
            send_on_commit(ACTOR)
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
        send_on_commit(ACTOR)

    assert [message.options for message, _ in sent] == [{"schema": "globex", "cause": ["event", "e-1"]}]


def test_an_unreachable_broker_is_told_and_not_raised(acme, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise Unreachable

    monkeypatch.setattr(dramatiq.get_broker(), "enqueue", refuse)

    assert send(ACTOR) is False


def test_an_unknown_actor_is_a_mistake_of_the_code(acme):
    with pytest.raises(dramatiq.ActorNotFound, match=r"no\.such"):
        send("no.such")
