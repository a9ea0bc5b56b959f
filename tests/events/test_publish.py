"""Facts are stored with what the caller does, and leave when it is committed."""

import uuid
from contextlib import suppress
from datetime import timedelta
from operator import itemgetter

import dramatiq
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as Unreachable

from mauntic.broker.cause import Cause, caused_by
from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services import gathered, publish, publish_many
from mauntic.events.services.addressing import ROWS_PER_MESSAGE, Addressed
from mauntic.events.services.addressing import _chunks as chunks
from mauntic.tenants.context import entered
from tests.events.facts import Counted, Doubled, counted


def publish_and_fail() -> None:
    with transaction.atomic():
        publish_many(counted(1))
        raise ZeroDivisionError


def test_a_rolled_back_transaction_publishes_nothing(acme, listen, django_capture_on_commit_callbacks):
    listen(Counted)
    with django_capture_on_commit_callbacks() as messages, pytest.raises(ZeroDivisionError):
        publish_and_fail()

    assert not StoredEvent.objects.exists()
    assert not Delivery.objects.exists()
    assert messages == []


def test_nothing_is_sent_before_the_commit(acme, listen, run_jobs):
    listener = listen(Counted)
    with run_jobs():
        with transaction.atomic():
            publish_many(counted(1))
        assert listener.batches == []
        assert Delivery.objects.get().status == "pending"

    assert listener.numbers == [1]


def test_facts_published_together_share_rows_of_five_hundred(acme):
    publish_many(counted(*range(1001)))

    rows = StoredEvent.objects.order_by("pk")
    assert [row.fact_count for row in rows] == [500, 500, 1]
    assert [event.number for row in rows for event in row.events()] == list(range(1001))


def test_a_row_remembers_the_records_it_is_about(acme):
    first, second = counted(1, 2)
    publish_many([first, second])
    publish_many(counted(3))

    assert StoredEvent.objects.about(second.contact_id).get().subject_ids == [
        first.contact_id,
        second.contact_id,
    ]


@pytest.mark.parametrize("facts", [1, 2000])
def test_publishing_takes_one_insert_for_rows_and_one_for_deliveries(acme, listen, facts):
    listen(Counted)
    listen(Counted, "other")
    with CaptureQueriesContext(connection) as queries:
        publish_many(counted(*range(facts)))

    assert [sql.split('"')[1] for sql in map(itemgetter("sql"), queries) if sql.startswith("INSERT")] == [
        "events_storedevent",
        "events_delivery",
    ]


def test_each_receiver_is_told_once_of_each_row(acme, listen):
    one, other = listen(Counted), listen(Counted, "other")
    publish_many(counted(*range(600)))

    assert sorted(Delivery.objects.values_list("receiver", flat=True)) == sorted([one.name, other.name] * 2)


def test_facts_of_several_types_keep_their_order(acme):
    one, two = counted(1, 2)
    publish_many([one, Doubled(number=1), two])

    assert list(StoredEvent.objects.order_by("pk").values_list("type", flat=True)) == [
        "test.Counted",
        "test.Doubled",
        "test.Counted",
    ]


def test_a_fact_nobody_hears_is_kept_without_deliveries(acme):
    publish(Doubled(number=1))

    assert StoredEvent.objects.get().facts == [{"number": 1, "factor": None}]
    assert not Delivery.objects.exists()


def test_facts_know_their_cause(acme):
    with caused_by(Cause("request", "r-1")):
        publish(Doubled(number=1))
    publish(Doubled(number=2))

    rows = StoredEvent.objects.order_by("pk").values_list("cause_kind", "cause_id")
    assert list(rows) == [("request", "r-1"), ("", "")]


def test_an_unreachable_broker_does_not_fail_the_caller_and_the_sweep_has_the_event(
    acme, listen, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args: object, **kwargs: object) -> None:
        raise Unreachable("Connection refused.")

    monkeypatch.setattr(dramatiq.get_broker(), "enqueue", refuse)
    listen(Counted)
    with django_capture_on_commit_callbacks(execute=True):
        publish_many(counted(1))

    row = Delivery.objects.get()
    assert Delivery.objects.due(row.event.occurred_at + timedelta(minutes=1)).get() == row


def test_another_organization_does_not_have_the_event(acme, globex):
    publish_many(counted(1))
    with entered(globex):
        assert not StoredEvent.objects.exists()


def addressed(*facts: int) -> list[Addressed]:
    return [Addressed("receiver", uuid.uuid4(), count) for count in facts]


@pytest.mark.parametrize(
    ("facts", "rows_per_message"),
    [
        ([1] * (ROWS_PER_MESSAGE + 1), [ROWS_PER_MESSAGE, 1]),
        ([500] * 5, [4, 1]),
        ([1999, 2, 5000, 1], [1, 1, 1, 1]),
        ([], []),
    ],
)
def test_a_message_holds_so_many_rows_and_facts_and_at_least_one(facts, rows_per_message):
    assert [len(chunk) for chunk, _ in chunks(addressed(*facts))] == rows_per_message


def test_what_a_block_gathers_is_sent_in_one_message_for_each_receiver(
    acme, listen, django_capture_on_commit_callbacks
):
    listener = listen(Counted)
    with django_capture_on_commit_callbacks() as apart, transaction.atomic():
        publish_many(counted(1))
        publish_many(counted(2))
    with django_capture_on_commit_callbacks() as together, transaction.atomic(), gathered():
        publish_many(counted(3))
        with suppress(ZeroDivisionError), gathered():
            publish_and_fail()
        publish_many(counted(4))
    assert (len(apart), len(together)) == (2, 1)
    assert listener.batches == []


def test_what_a_block_gathers_arrives_but_for_what_was_rolled_back(acme, listen, run_jobs):
    listener = listen(Counted)
    with run_jobs(), transaction.atomic(), gathered():
        publish_many(counted(3))
        with suppress(ZeroDivisionError):
            publish_and_fail()
        publish_many(counted(4))
    assert listener.numbers == [3, 4]


def test_a_block_that_fails_sends_what_was_committed_before(acme, listen, run_jobs):
    listener = listen(Counted)
    with run_jobs(), suppress(ZeroDivisionError), gathered():
        publish_many(counted(5))
        publish_and_fail()
    assert listener.numbers == [5]
