"""A receiver handles a batch once, and fails alone."""

from datetime import timedelta

import dramatiq
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from dramatiq.middleware import TimeLimitExceeded

from mauntic.accounts.models import User
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services import (
    deliver,
    facts_in_sql,
    publish,
    publish_many,
    reads_row,
    redeliver_due,
)
from mauntic.events.services.delivery import BACK_OFF
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.events.facts import Counted, Doubled, counted


def stored_ids():
    return list(StoredEvent.objects.order_by("pk").values_list("pk", flat=True))


def states(receiver) -> list[str]:
    rows = Delivery.objects.filter(receiver=receiver.name).order_by("event_id")
    return list(rows.values_list("status", flat=True))


def test_receivers_get_batches_in_the_order_of_publishing(acme, listen, run_jobs):
    listener = listen(Counted)
    with run_jobs():
        publish_many(counted(*range(1200)))

    assert [len(batch) for batch in listener.batches] == [500, 500, 200]
    assert listener.numbers == list(range(1200))
    assert states(listener) == ["done"] * 3


def test_a_message_that_comes_again_changes_nothing(acme, listen, run_jobs):
    listener = listen(Counted)
    with run_jobs():
        publish_many(counted(1))

    assert deliver(receiver=listener.name, event_ids=stored_ids()) == 0
    assert listener.numbers == [1]


def test_an_effect_and_its_mark_are_undone_together(acme, listen, run_jobs):
    listener = listen(Counted)
    listener.then = lambda events: User.objects.create_user("half@acme.example")
    listener.fails = lambda events: True
    with run_jobs():
        publish_many(counted(1))

    assert not User.objects.exists()
    assert states(listener) == ["pending"]


def test_a_failing_receiver_is_tried_again_alone_and_later(acme, listen, run_jobs):
    failing, other = listen(Counted), listen(Counted, "other")
    failing.fails = lambda events: True
    with run_jobs():
        publish_many(counted(1))

    assert states(other) == ["done"]
    row = Delivery.objects.get(receiver=failing.name)
    assert (row.status, row.attempts, row.error) == ("pending", 1, "ValueError: not today")
    assert now() < row.due_at <= now() + timedelta(seconds=BACK_OFF[0])

    failing.fails = lambda events: False
    deliver(receiver=failing.name, event_ids=stored_ids())
    row.refresh_from_db()
    assert (row.status, row.attempts, row.error) == ("done", 2, "")
    assert other.numbers == [1]


def test_the_waits_between_tries_grow_and_the_last_failure_is_the_end(acme, listen):
    listener = listen(Counted)
    listener.fails = lambda events: True
    publish_many(counted(1))
    waits = []
    for _ in BACK_OFF:
        before = now()
        deliver(receiver=listener.name, event_ids=stored_ids())
        waits.append((Delivery.objects.get().due_at - before).total_seconds())

    assert waits == pytest.approx(BACK_OFF, abs=5)
    assert states(listener) == ["pending"]
    deliver(receiver=listener.name, event_ids=stored_ids())
    assert states(listener) == ["dead"]
    assert Delivery.objects.dead().get().attempts == len(BACK_OFF) + 1


def test_a_poisoned_row_dies_alone(acme, listen):
    listener = listen(Counted)
    listener.fails = lambda events: any(event.number == 700 for event in events)
    publish_many(counted(*range(1500)))
    for _ in range(len(BACK_OFF) + 1):
        deliver(receiver=listener.name, event_ids=stored_ids())

    assert states(listener) == ["done", "dead", "done"]
    assert listener.numbers == [*range(500), *range(1000, 1500)]


def test_a_row_at_which_workers_die_is_given_up_and_those_behind_it_are_handled(acme, listen):
    def die(events: list[Counted]) -> None:
        if events[0].number == 0:
            raise SystemExit

    listener = listen(Counted)
    listener.then = die
    publish_many(counted(*range(1000)))
    first, last = Delivery.objects.order_by("event_id")

    for _death in range(len(BACK_OFF) + 1):
        # What a worker leaves that is killed: the mark that it had begun, and nothing else.
        cache.add(f"events.handling:{listener.name}:{first.event_id}", 1)
        with pytest.raises(SystemExit):
            deliver(receiver=listener.name, event_ids=stored_ids())
    cache.add(f"events.handling:{listener.name}:{first.event_id}", 1)
    assert deliver(receiver=listener.name, event_ids=stored_ids()) == 1

    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.status, first.attempts) == ("dead", len(BACK_OFF) + 1)
    assert first.error == "The worker ended during attempt 6. It was killed, or ran out of memory."
    assert (last.status, last.attempts, last.error) == ("done", 1, "")


def test_a_row_that_its_second_worker_handles_was_tried_once_more(acme, listen):
    listener = listen(Counted)
    publish_many(counted(1))
    cache.add(f"events.handling:{listener.name}:{stored_ids()[0]}", 1)

    assert deliver(receiver=listener.name, event_ids=stored_ids()) == 1
    assert (listener.numbers, Delivery.objects.get().attempts, Delivery.objects.get().error) == ([1], 1, "")


def test_a_receiver_that_takes_too_long_has_failed(acme, listen):
    def sleep(events: object) -> None:
        raise TimeLimitExceeded

    listener = listen(Counted)
    listener.then = sleep
    publish_many(counted(1))
    with pytest.raises(TimeLimitExceeded):
        deliver(receiver=listener.name, event_ids=stored_ids())

    assert Delivery.objects.get().attempts == 1


def test_a_receiver_that_does_not_hear_the_event_any_more_is_dead_at_once(acme, listen):
    listener = listen(Counted)
    listen(Doubled)  # the name is known still
    publish_many(counted(1))
    Counted.signal.disconnect(dispatch_uid=listener.name)
    deliver(receiver=listener.name, event_ids=stored_ids())

    row = Delivery.objects.get()
    assert (row.status, row.attempts) == ("dead", 1)
    assert row.error == "UnknownReceiver: No receiver of test.Counted is named tests.events.listener."


def test_deliveries_to_a_receiver_that_is_gone_are_dead_at_once_in_one_statement(acme, listen, caplog):
    listener = listen(Counted)
    for number in range(30):
        publish_many(counted(number))
    Counted.signal.disconnect(dispatch_uid=listener.name)
    ids = stored_ids()
    with CaptureQueriesContext(connection) as captured:
        assert deliver(receiver=listener.name, event_ids=ids) == 0

    assert states(listener) == ["dead"] * 30
    assert len(captured) == 1
    assert set(Delivery.objects.values_list("error", flat=True)) == {
        "UnknownReceiver: No receiver is named tests.events.listener."
    }
    assert sum("events.receiver_gone" in str(record.msg) for record in caplog.records) == 1


def test_an_event_that_is_gone_is_dead_at_once(acme, listen):
    listener = listen(Counted)
    publish_many(counted(1))
    StoredEvent.objects.update(type="test.Renamed")
    deliver(receiver=listener.name, event_ids=stored_ids())

    assert states(listener) == ["dead"]


def test_a_failure_sends_no_message_and_waits_for_the_sweep(acme, listen, sent):
    listener = listen(Counted)
    listener.fails = lambda events: True
    publish_many(counted(1))
    sent.clear()
    deliver(receiver=listener.name, event_ids=stored_ids())
    assert sent == []

    redeliver_due(at=now() + timedelta(seconds=BACK_OFF[0]))
    assert sent == [("events.deliver_bulk", "bulk")]


def test_many_failures_of_a_kind_are_one_line_of_the_log(acme, listen, caplog):
    listener = listen(Counted, "failing of this test alone")
    listener.fails = lambda events: True
    for number in range(50):
        publish_many(counted(number))
    deliver(receiver=listener.name, event_ids=stored_ids())

    assert sum("events.delivery_failed" in str(record.msg) for record in caplog.records) == 1


@pytest.mark.parametrize(("facts", "queue"), [(1, "events"), (20, "events"), (21, "bulk"), (5000, "bulk")])
def test_events_about_many_records_wait_in_the_queue_of_bulk_work(acme, listen, sent, facts, queue):
    listen(Counted)
    publish_many(counted(*range(facts)))

    assert {name for _, name in sent} == {queue}


@pytest.fixture
def sent(acme, monkeypatch):
    """What is sent, at once and not at the commit: actor and queue of each message."""
    sent: list[tuple[str, str]] = []
    broker = dramatiq.get_broker()

    def enqueue(message, *, delay=None):
        broker.emit_before("enqueue", message, delay)
        sent.append((message.actor_name, message.queue_name))

    monkeypatch.setattr(broker, "enqueue", enqueue)
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())
    return sent


def test_what_a_receiver_publishes_is_caused_by_the_event_it_heard(acme, listen, run_jobs):
    listener, last = listen(Counted), listen(Doubled)
    listener.then = lambda events: publish(Doubled(number=2 * events[0].number))
    with run_jobs():
        publish_many(counted(21))

    cause, effect = StoredEvent.objects.order_by("pk")
    assert (effect.cause_kind, effect.cause_id) == ("event", str(cause.pk))
    assert last.numbers == [42]


def test_the_sweep_sends_what_is_overdue_and_leaves_the_rest(acme, listen, run_jobs):
    listener = listen(Counted)
    publish_many(counted(1))
    Delivery.objects.update(due_at=now() - timedelta(seconds=1))
    publish_many(counted(2))
    with run_jobs():
        assert redeliver_due() == 1

    assert listener.numbers == [1]
    assert states(listener) == ["done", "pending"]


def test_a_sweep_does_not_send_the_same_delivery_each_time(acme, listen):
    listen(Counted)
    publish_many(counted(1))
    later = now() + timedelta(minutes=1)

    assert redeliver_due(at=later) == 1
    assert redeliver_due() == 0


def test_the_sweep_sends_what_a_jump_of_the_system_time_left_far_ahead(acme, listen):
    listen(Counted)
    publish_many(counted(1))
    Delivery.objects.update(due_at=now() + timedelta(hours=3))

    assert redeliver_due() == 1


def test_the_sweep_leaves_the_dead_alone(acme, listen):
    listen(Counted)
    publish_many(counted(1))
    Delivery.objects.update(status=Delivery.Status.DEAD)

    assert redeliver_due(at=now() + timedelta(days=1)) == 0


def test_a_sweep_takes_as_many_queries_for_six_deliveries_as_for_one(acme, listen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            redeliver_due(at=now() + timedelta(minutes=2))
        return len(captured)

    listen(Counted)
    publish_many(counted(1))
    one = queries()
    listen(Counted, "other")
    for number in range(3):
        publish_many(counted(number))

    assert queries() == one


def test_an_event_of_another_organization_cannot_be_delivered(acme, globex, listen):
    listener = listen(Counted)
    with entered(globex):
        publish_many(counted(1))
        ids = stored_ids()

    assert deliver(receiver=listener.name, event_ids=ids) == 0
    assert listener.batches == []


def test_a_receiver_may_read_the_facts_of_a_row_in_sql(acme, run_jobs):
    seen: list[tuple[int, ...]] = []

    @reads_row
    def add_up(row_id, **_):
        with connection.cursor() as cursor:
            cursor.execute(facts_in_sql({"number": "integer"}), [row_id])
            seen.extend(cursor.fetchall())

    Counted.signal.connect(add_up, dispatch_uid="tests.add_up")
    try:
        with run_jobs():
            publish_many(counted(1, 2))
    finally:
        Counted.signal.disconnect(dispatch_uid="tests.add_up")
    assert seen == [(1,), (2,)]
