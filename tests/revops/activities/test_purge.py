"""Deleted activities are removed for good after 30 days."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from mauntic.accounts.models import Role, User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from revops.activities.models import Activity
from revops.activities.services import changes
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.purge import RETENTION, purge_deleted
from revops.activities.services.record import log_with_follow_up, plan_activity
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

DELETED = datetime(2037, 3, 2, 8, tzinfo=UTC)


def task(person, **fields) -> Activity:
    return plan_activity(draft=ActivityDraft(type="task", **fields), due_at=now(), by=person)


def deleted_task(person) -> Activity:
    found = task(person)
    with time_machine.travel(DELETED, tick=False):
        changes.delete_activity(activity_id=found.pk, by=person)
    return found


def test_a_deleted_task_can_be_restored_for_30_days_and_is_removed_then(acme, rep):
    gone = deleted_task(rep)
    assert purge_deleted(now=DELETED + RETENTION - timedelta(seconds=1)) == 0
    changes.restore_activity(activity_id=gone.pk, by=rep)
    assert purge_deleted(now=DELETED + RETENTION) == 0

    gone = deleted_task(rep)
    assert purge_deleted(now=DELETED + RETENTION) == 1
    with pytest.raises(NotFound):
        changes.restore_activity(activity_id=gone.pk, by=rep)


def test_a_follow_up_that_was_deleted_with_its_call_goes_with_it(acme, rep):
    draft = ActivityDraft(type="call", contact_id=ContactFactory(owner=rep).pk)
    logged = log_with_follow_up(draft=draft, follow_up="Send the offer", due_at=now(), by=rep)
    with time_machine.travel(DELETED, tick=False):
        changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    assert purge_deleted(now=DELETED + RETENTION) == 2
    assert not Activity.everything.exists()


def test_a_completed_follow_up_stays_without_the_call_that_planned_it(acme, rep):
    draft = ActivityDraft(type="call", contact_id=ContactFactory(owner=rep).pk)
    logged = log_with_follow_up(draft=draft, follow_up="Send the offer", due_at=now(), by=rep)
    changes.complete_activity(activity_id=logged.follow_up.pk, by=rep)
    with time_machine.travel(DELETED, tick=False):
        changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    assert purge_deleted(now=DELETED + RETENTION) == 1
    [kept] = Activity.everything.all()
    assert (kept.pk, kept.follows) == (logged.follow_up.pk, None)


def test_what_is_not_deleted_is_never_removed(acme, rep):
    kept = task(rep)
    assert purge_deleted(now=DELETED + 10 * RETENTION) == 0
    assert Activity.objects.get() == kept


def test_many_are_removed_in_chunks_with_as_many_statements_as_one(acme, rep):
    def purged(count: int) -> int:
        for _ in range(count):
            deleted_task(rep)
        return queries_of(lambda: purge_deleted(now=DELETED + RETENTION))

    assert purged(1) == purged(3)
    for _ in range(3):
        deleted_task(rep)
    assert purge_deleted(now=DELETED + RETENTION, chunk=2) == 3


def test_one_that_somebody_restores_at_that_moment_is_left_alone(committed, at_once):
    rep = User.objects.create_user("admin@acme.example", "a password", role=Role.ADMIN)
    gone = deleted_task(rep)

    def purge(_number: int) -> int:
        return purge_deleted(now=DELETED + RETENTION)

    with transaction.atomic():
        changes.restore_activity(activity_id=gone.pk, by=rep)
        assert at_once(1, purge) == [0]
    assert Activity.objects.get() == gone
