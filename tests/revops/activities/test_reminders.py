"""Reminders of tasks, once each."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.accounts.models import Role, User
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from mauntic.notifications.selectors import Way
from mauntic.notifications.services import set_preferences
from revops.activities.models import Activity
from revops.activities.services import changes
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import plan_activity
from revops.activities.services.reminders import send_reminders

DUE = datetime(2037, 3, 2, 8, tzinfo=UTC)
HALF_AN_HOUR_BEFORE = DUE - timedelta(minutes=30)


def planned(person: User, due_at: datetime = DUE, minutes: int | None = 30) -> Activity:
    draft = ActivityDraft(type="task", subject="Send the offer", reminder_minutes=minutes)
    return plan_activity(draft=draft, due_at=due_at, by=person)


def test_the_owner_is_reminded_once_when_the_time_comes(acme, rep):
    rep.time_zone = "Europe/Berlin"
    rep.save()
    task = planned(rep)
    assert send_reminders(now=HALF_AN_HOUR_BEFORE - timedelta(seconds=1)) == 0
    assert send_reminders(now=HALF_AN_HOUR_BEFORE) == 1
    assert send_reminders(now=HALF_AN_HOUR_BEFORE) == 0
    [notice] = Notification.objects.all()
    assert (notice.user, notice.title, notice.body, notice.url) == (
        rep,
        "Task due 2 Mar 2037, 09:00",
        "Send the offer",
        f"/tasks/{task.pk}/edit/",
    )


def test_a_task_without_reminder_or_that_is_completed_or_deleted_reminds_nobody(acme, rep):
    planned(rep, minutes=None)
    changes.complete_activity(activity_id=planned(rep).pk, by=rep)
    changes.delete_activity(activity_id=planned(rep).pk, by=rep)
    planned(rep, due_at=now() - timedelta(minutes=5))  # overdue from the start
    assert send_reminders(now=DUE) == 0


def test_a_task_that_is_moved_reminds_again_before_its_new_date(acme, rep):
    task = planned(rep)
    send_reminders(now=DUE)
    changes.reschedule_activity(activity_id=task.pk, due_at=DUE + timedelta(days=1), by=rep)
    assert send_reminders(now=DUE) == 0
    assert send_reminders(now=DUE + timedelta(days=1)) == 1
    assert Notification.objects.count() == 2


def test_a_reminder_that_is_turned_off_is_not_sent(acme, rep):
    planned(rep)
    set_preferences(user=rep, ways={"task": Way(in_app=False, email=False)})
    assert send_reminders(now=DUE) == 1
    assert not Notification.objects.exists()


def test_a_deactivated_owner_is_not_reminded(acme, rep):
    planned(rep)
    User.objects.update(is_active=False)
    send_reminders(now=DUE)
    assert not Notification.objects.exists()


def test_many_reminders_take_as_many_queries_as_one(acme, rep, django_assert_max_num_queries):
    for _number in range(3):
        planned(rep)
    with django_assert_max_num_queries(9):
        assert send_reminders(now=DUE) == 3


@pytest.mark.parametrize("jobs", [2])
def test_jobs_at_once_remind_once(committed, at_once, jobs):
    person = User.objects.create_user("rep@acme.example", "a password", role=Role.REP)
    planned(person)
    at_once(jobs, lambda _number: send_reminders(now=DUE))
    assert Notification.objects.count() == 1
