"""Loops are cut, and what runs again and again for one record is locked."""

import pytest

from mauntic.automation.models import Definition, Run, RunReason, RunState
from mauntic.automation.registry import triggers
from mauntic.automation.registry.triggers import Happening
from mauntic.automation.services.definitions.saving import turn_on
from mauntic.automation.services.starting.firing import fire
from mauntic.broker.cause import Cause
from mauntic.events.catalog import LeadScored
from mauntic.events.models import StoredEvent
from mauntic.events.services import publish
from mauntic.events.services.delivery import caused_by
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from tests.automation.conftest import make_definition, rise
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db


def scored(contact_id) -> StoredEvent:
    publish(LeadScored(contact_id=contact_id, score="80", grade="A", previous_score="1", top_contributors=[]))
    return StoredEvent.objects.order_by("-id").first()


def test_a_chain_of_six_runs_is_cut_and_shows_it(acme, admin, desk, run_jobs):
    make_definition(admin)

    def again(call) -> None:
        event = scored(call.subject_id)
        with caused_by(Cause("event", str(event.pk))):
            told = [Happening(call.subject_id, {"score": 80})]
            fire(trigger=triggers.trigger_named("risen"), happenings=told, occurred_at=now())

    desk.effect = again
    contact = ContactFactory()
    with run_jobs(), caused_by(Cause("event", str(scored(contact.pk).pk))):
        rise(contact)
    runs = list(Run.objects.order_by("depth"))
    assert [run.depth for run in runs] == [1, 2, 3, 4, 5, 6]
    assert [run.state for run in runs] == [RunState.COMPLETED] * 5 + [RunState.CUT]
    assert runs[-1].reason == RunReason.TOO_DEEP
    assert len(desk.notes) == 5


def test_50_runs_for_one_record_within_30_minutes_lock_it_and_tell_the_admins_once(acme, admin, desk):
    definition = make_definition(admin)
    contact = ContactFactory()
    for _number in range(49):
        rise(contact)
    definition.refresh_from_db()
    assert definition.locked_at is None
    rise(contact)
    assert rise(contact) == 0
    definition.refresh_from_db()
    assert definition.locked_at
    (notice,) = Notification.objects.filter(user=admin)
    assert '"Call risen leads" ran 50 times for one record' in notice.title


def test_a_person_unlocks_it_and_what_waited_waits_on(acme, admin, desk):
    definition = make_definition(admin)
    Definition.objects.filter(pk=definition.pk).update(locked_at=now())
    assert turn_on(definition_id=definition.pk, by=admin).locked_at is None


def test_a_flood_for_one_record_in_one_delivery_ends_at_50_runs(acme, admin, desk):
    make_definition(admin)
    told = [Happening(ContactFactory().pk, {"score": 80})] * 200
    assert fire(trigger=triggers.trigger_named("risen"), happenings=told, occurred_at=now()) == 50
    assert Definition.objects.get().locked_at


def test_runs_from_before_it_was_unlocked_do_not_lock_it_again(acme, admin, desk):
    definition, contact = make_definition(admin), ContactFactory()
    told = [Happening(contact.pk, {"score": 80})] * 50
    fire(trigger=triggers.trigger_named("risen"), happenings=told, occurred_at=now())
    turn_on(definition_id=definition.pk, by=admin)
    assert rise(contact) == 1
    assert Definition.objects.get().locked_at is None
