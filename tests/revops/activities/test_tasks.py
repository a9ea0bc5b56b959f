"""Tasks: without a record, recurring, deleted, restored and edited; what a logged call plans and answers."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.crm.timeline.selectors import timeline
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from revops.activities.services import changes
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity, log_with_follow_up, plan_activity
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.moves import acknowledge_alerts, reassign_alerts
from scoring.alerts.services.raising import raise_alerts
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal

pytestmark = pytest.mark.usefixtures("acme")


@pytest.fixture
def lead(rep):
    return ContactFactory(first_name="Ann", last_name="Lee", owner=rep)


@pytest.fixture
def alert(lead) -> SignalAlert:
    signal = make_signal(lead, "PRICING_PAGE", detected_at=now())
    [alert] = raise_alerts(signal_ids=[signal.pk])
    return alert


def task(rep, due_at: datetime, **fields) -> Activity:
    return plan_activity(draft=ActivityDraft(type="task", **fields), due_at=due_at, by=rep)


def open_tasks() -> list[Activity]:
    return list(Activity.objects.to_do().order_by("due_at"))


def call(rep, lead, *, follow_up: str = "", due_at: datetime | None = None):
    draft = ActivityDraft(type="call", contact_id=lead.pk, outcome="Reached")
    return log_with_follow_up(draft=draft, follow_up=follow_up, due_at=due_at, by=rep)


def test_a_task_needs_no_record_and_a_call_does(rep):
    assert task(rep, now(), subject="Tidy up").contact_id is None
    with pytest.raises(Invalid, match="Choose a deal or a lead"):
        plan_activity(draft=ActivityDraft(type="call"), due_at=now(), by=rep)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("recurrence", {"recurrence": "hourly"}),
        ("recurrence", {"recurrence": "daily", "type": "call", "contact_id": True}),
        ("recurs_until", {"recurs_until": datetime(2027, 1, 1, tzinfo=UTC).date()}),
        ("reminder_minutes", {"reminder_minutes": -1}),
        ("reminder_minutes", {"reminder_minutes": 10_081}),
    ],
)
def test_a_bad_plan_names_its_field(rep, lead, field, wrong):
    given = {"type": "task"} | wrong | ({"contact_id": lead.pk} if "contact_id" in wrong else {})
    with pytest.raises(Invalid) as refused:
        plan_activity(draft=ActivityDraft(**given), due_at=now(), by=rep)
    assert list(refused.value.fields) == [field]


def test_completed_activities_do_not_repeat(rep):
    with pytest.raises(Invalid, match="Only open tasks"):
        log_activity(draft=ActivityDraft(type="task", recurrence="daily"), by=rep)


def test_completing_a_recurring_task_plans_the_next_one(rep, lead):
    rep.time_zone = "Europe/Berlin"
    rep.save()
    due = datetime(2037, 1, 31, 8, tzinfo=UTC)
    first = task(rep, due, subject="Report", contact_id=lead.pk, recurrence="monthly", reminder_minutes=30)
    changes.complete_activity(activity_id=first.pk, by=rep)
    [second] = open_tasks()
    assert (second.due_at, second.subject, second.contact, second.owner) == (
        datetime(2037, 2, 28, 8, tzinfo=UTC),
        "Report",
        lead,
        rep,
    )
    assert second.remind_at == second.due_at - timedelta(minutes=30)
    changes.complete_activity(activity_id=second.pk, by=rep)
    [third] = open_tasks()
    assert third.due_at == datetime(2037, 3, 31, 7, tzinfo=UTC)  # the 31st again, 09:00 in summer time


def test_a_series_ends_on_its_last_day(rep):
    due = datetime(2037, 1, 1, 8, tzinfo=UTC)
    only = task(rep, due, recurrence="daily", recurs_until=due.date())
    changes.complete_activity(activity_id=only.pk, by=rep)
    assert open_tasks() == []


def test_undoing_the_completion_of_a_recurring_task_leaves_one_task(rep):
    first = task(rep, now() - timedelta(hours=1), recurrence="daily")
    changes.complete_activity(activity_id=first.pk, by=rep)
    changes.reopen_activity(activity_id=first.pk, by=rep)
    assert open_tasks() == [first]


def test_a_call_plans_its_follow_up_and_answers_the_alert(rep, lead, alert):
    due = now() + timedelta(days=1)
    logged = call(rep, lead, follow_up="Send the offer", due_at=due)
    alert.refresh_from_db()
    assert (alert.status, alert.answer, alert.acknowledged_by) == (
        "acknowledged",
        "Answered by a call, Jo Reyes",
        rep,
    )
    assert len(logged.activity.answered) == 1
    [follow_up] = open_tasks()
    assert (follow_up.subject, follow_up.contact, follow_up.due_at, follow_up.type) == (
        "Send the offer",
        lead,
        due,
        "task",
    )


def test_a_next_step_needs_a_due_date(rep, lead):
    with pytest.raises(Invalid) as refused:
        call(rep, lead, follow_up="Send the offer")
    assert list(refused.value.fields) == ["due_at"]
    assert not Activity.objects.exists()


def test_a_call_on_a_deal_answers_the_alerts_of_its_lead(rep, lead, alert):
    deal = DealFactory(owner=rep, contact=lead)
    log_activity(draft=ActivityDraft(type="call", deal_id=deal.pk), by=rep)
    alert.refresh_from_db()
    assert alert.is_acknowledged


def test_undoing_a_call_removes_its_follow_up_and_reopens_the_alert(rep, lead, alert):
    logged = call(rep, lead, follow_up="Send the offer", due_at=now() + timedelta(days=1))
    changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    alert.refresh_from_db()
    assert (alert.status, alert.answer, alert.acknowledged_by) == ("open", "", None)
    assert not Activity.objects.exists()


def test_undoing_a_call_leaves_an_alert_that_somebody_changed_since(rep, lead, alert, colleague):
    logged = call(rep, lead)
    SignalAlert.objects.filter(pk=alert.pk).update(status="open", acknowledged_at=None)
    reassign_alerts(alert_ids=[alert.pk], to=colleague, by=rep)
    acknowledge_alerts(alert_ids=[alert.pk], by=colleague)
    changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    alert.refresh_from_db()
    assert (alert.status, alert.acknowledged_by) == ("acknowledged", colleague)


def test_reopening_a_completed_call_reopens_its_alerts(rep, lead, alert):
    planned = plan_activity(draft=ActivityDraft(type="call", contact_id=lead.pk), due_at=now(), by=rep)
    changes.complete_activity(activity_id=planned.pk, by=rep)
    alert.refresh_from_db()
    assert alert.is_acknowledged
    changes.reopen_activity(activity_id=planned.pk, by=rep)
    alert.refresh_from_db()
    assert alert.status == "open"


def test_the_timeline_of_the_lead_shows_the_call_at_once_and_its_undo(rep, lead):
    logged = call(rep, lead)
    shown = [(entry.title, entry.text) for entry in timeline(lead.pk, rep)]
    assert shown == [("Call", "Reached")]
    changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    assert [entry.title for entry in timeline(lead.pk, rep)] == ["Call (undone)", "Call"]


def test_the_timeline_hides_calls_that_one_may_not_see(rep, lead, colleague):
    call(rep, lead)
    assert timeline(lead.pk, colleague) == []


def test_a_deleted_task_is_gone_and_can_be_restored(rep, lead):
    planned = task(rep, now() + timedelta(days=1), contact_id=lead.pk, reminder_minutes=10)
    changes.delete_activity(activity_id=planned.pk, by=rep)
    assert not Activity.objects.exists()
    with pytest.raises(NotFound):
        changes.complete_activity(activity_id=planned.pk, by=rep)
    restored = changes.restore_activity(activity_id=planned.pk, by=rep).activity
    assert (open_tasks(), restored.remind_at) == ([planned], planned.due_at - timedelta(minutes=10))
    with pytest.raises(Conflict, match="is not deleted"):
        changes.restore_activity(activity_id=planned.pk, by=rep)


def test_a_restored_call_brings_back_the_follow_up_that_was_deleted_with_it(rep, lead):
    due = now() + timedelta(days=1)
    logged = call(rep, lead, follow_up="Send the offer", due_at=due)
    Activity.objects.filter(pk=logged.follow_up.pk).update(reminder_minutes=10)
    changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    changes.restore_activity(activity_id=logged.activity.pk, by=rep)
    [restored] = open_tasks()
    assert (restored, restored.remind_at) == (logged.follow_up, due - timedelta(minutes=10))


def test_a_follow_up_that_was_deleted_before_its_call_stays_deleted(rep, lead):
    logged = call(rep, lead, follow_up="Send the offer", due_at=now() + timedelta(days=1))
    changes.delete_activity(activity_id=logged.follow_up.pk, by=rep)
    changes.delete_activity(activity_id=logged.activity.pk, by=rep)
    changes.restore_activity(activity_id=logged.activity.pk, by=rep)
    assert list(Activity.objects.all()) == [logged.activity]


def test_a_restored_recurring_task_brings_back_its_next_one(rep):
    first = task(rep, now() - timedelta(hours=1), recurrence="daily")
    changes.complete_activity(activity_id=first.pk, by=rep)
    [second] = open_tasks()
    changes.delete_activity(activity_id=first.pk, by=rep)
    changes.restore_activity(activity_id=first.pk, by=rep)
    assert open_tasks() == [second]


def test_a_deleted_call_no_longer_counts_for_the_deal(rep):
    deal = DealFactory(owner=rep)
    done = log_activity(draft=ActivityDraft(type="call", deal_id=deal.pk), by=rep)
    changes.delete_activity(activity_id=done.pk, by=rep)
    deal.refresh_from_db()
    assert deal.last_activity_at is None
    changes.restore_activity(activity_id=done.pk, by=rep)
    deal.refresh_from_db()
    assert deal.last_activity_at == done.completed_at


def test_an_open_task_is_edited_and_a_completed_one_is_not(rep, lead):
    planned, due = task(rep, now(), subject="Old"), now() + timedelta(days=3)
    draft = ActivityDraft(type="task", subject="New", contact_id=lead.pk, recurrence="weekly")
    changes.edit_task(activity_id=planned.pk, draft=draft, due_at=due, by=rep)
    planned.refresh_from_db()
    assert (planned.subject, planned.contact, planned.due_at, planned.recurrence, planned.owner) == (
        "New",
        lead,
        due,
        "weekly",
        rep,
    )
    changes.complete_activity(activity_id=planned.pk, by=rep)
    with pytest.raises(Conflict, match="is completed"):
        changes.edit_task(activity_id=planned.pk, draft=draft, due_at=due, by=rep)


def test_others_neither_edit_nor_delete_nor_restore(rep, colleague):
    planned = task(rep, now())
    for act in (
        lambda: changes.delete_activity(activity_id=planned.pk, by=colleague),
        lambda: changes.restore_activity(activity_id=planned.pk, by=colleague),
        lambda: changes.edit_task(
            activity_id=planned.pk, draft=ActivityDraft(type="task"), due_at=now(), by=colleague
        ),
        lambda: changes.delete_activity(activity_id=new_id(), by=rep),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_last_day_before_the_due_date_is_refused(rep):
    due = now() + timedelta(days=3)
    with pytest.raises(Invalid) as refused:
        task(rep, due, recurrence="weekly", recurs_until=(due - timedelta(days=2)).date())
    assert list(refused.value.fields) == ["recurs_until"]
    assert open_tasks() == []


def test_a_task_that_is_completed_again_does_not_start_a_second_series(rep):
    first = task(rep, now() + timedelta(days=1), recurrence="daily")
    changes.complete_activity(activity_id=first.pk, by=rep)
    [second] = open_tasks()
    changes.complete_activity(activity_id=second.pk, by=rep)
    changes.reopen_activity(activity_id=first.pk, by=rep)
    changes.complete_activity(activity_id=first.pk, by=rep)
    assert len(open_tasks()) == 1
