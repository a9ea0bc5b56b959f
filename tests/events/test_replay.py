"""Telling receivers again."""

from datetime import timedelta

import pytest

from mauntic.events.models import Delivery, StoredEvent
from mauntic.events.services import ReplayPlan, publish, publish_many, replay, retry_dead
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from tests.events.facts import Counted, Doubled, counted


@pytest.fixture
def told(acme, listen, run_jobs):
    """Two receivers of `Counted` and one of `Doubled` that have heard 3 + 1 facts in 2 + 1 rows."""
    receivers = [listen(Counted), listen(Counted, "other"), listen(Doubled, "third")]
    with run_jobs():
        publish_many(counted(1, 2))
        publish_many(counted(3))
        publish(Doubled(number=4))
    return receivers


def test_everything_is_told_again(told, run_jobs):
    with run_jobs():
        assert replay() == ReplayPlan(deliveries=5, facts=7)

    assert [receiver.numbers for receiver in told] == [[1, 2, 3] * 2, [1, 2, 3] * 2, [4, 4]]
    assert set(Delivery.objects.values_list("status", "attempts")) == {("done", 1)}


def test_a_dry_run_counts_and_does_nothing(told, run_jobs):
    with run_jobs():
        assert replay(dry_run=True) == ReplayPlan(deliveries=5, facts=7)

    assert told[0].numbers == [1, 2, 3]


def test_one_receiver_of_one_type_hears_again(told, run_jobs):
    with run_jobs():
        assert replay(wire_name="test.Counted", receiver=told[1].name).deliveries == 2

    assert [receiver.numbers for receiver in told] == [[1, 2, 3], [1, 2, 3] * 2, [4]]


def test_a_time_span_includes_its_start_and_excludes_its_end(told):
    first, second, _ = StoredEvent.objects.order_by("pk")
    noon = now()
    StoredEvent.objects.filter(pk=first.pk).update(occurred_at=noon)
    StoredEvent.objects.filter(pk=second.pk).update(occurred_at=noon + timedelta(hours=1))

    span = {"since": noon, "until": noon + timedelta(hours=1), "wire_name": "test.Counted"}
    assert replay(**span, dry_run=True) == ReplayPlan(deliveries=2, facts=4)


def test_a_receiver_that_is_named_hears_of_what_happened_before_it_was_written(told, listen, run_jobs):
    new = listen(Counted, "new")
    assert replay(receiver=new.name, dry_run=True) == ReplayPlan(deliveries=2, facts=3)
    with run_jobs():
        replay(receiver=new.name)

    assert new.numbers == [1, 2, 3]
    assert told[0].numbers == [1, 2, 3]


def test_an_unknown_event_is_refused_by_name(told):
    with pytest.raises(
        NotFound, match=r'Unknown event "crm.ContactLost". Known events: .*crm.ContactCreated'
    ):
        replay(wire_name="crm.ContactLost")


def test_an_unknown_receiver_is_refused_by_name(told):
    with pytest.raises(
        NotFound, match=r'Unknown receiver "nobody". Known receivers: .*tests.events.listener'
    ):
        replay(receiver="nobody")


def test_the_dead_are_sent_again_on_demand(told, run_jobs):
    row = Delivery.objects.filter(receiver=told[0].name).order_by("pk")[0]
    others = Delivery.objects.filter(receiver=told[1].name)
    Delivery.objects.filter(pk=row.pk).update(status="dead", attempts=6, error="no")
    others.update(status="dead")
    with run_jobs():
        assert retry_dead(delivery_ids=[row.pk]) == 1
    row.refresh_from_db()
    assert (row.status, row.attempts, row.error) == ("done", 1, "")
    assert told[0].numbers == [1, 2, 3, 1, 2]

    with run_jobs():
        assert retry_dead() == 2
    assert told[1].numbers == [1, 2, 3] * 2
