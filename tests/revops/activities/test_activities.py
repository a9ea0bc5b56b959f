"""Activities are told, planned, done, opened again, put off and handed over."""

from datetime import timedelta

import pytest

from mauntic.accounts.services import set_access_policy
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.ids import new_id
from revops.activities.models import Activity
from revops.activities.selectors.shown import activities_of, tasks_of
from revops.activities.services import changes
from revops.activities.services import record as services
from revops.activities.services.drafts import ActivityDraft
from revops.deals.models.deals import Deal
from revops.health.models import DealHealth
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.usefixtures("acme")


@pytest.fixture
def deal(rep) -> Deal:
    return DealFactory(owner=rep)


def logged(deal: Deal, rep, **fields) -> Activity:
    at = fields.pop("at", None)
    return services.log_activity(draft=ActivityDraft(type="call", deal_id=deal.pk, **fields), by=rep, at=at)


def planned(deal: Deal, rep, days: int = 1, **fields) -> Activity:
    draft = ActivityDraft(type="task", deal_id=deal.pk, **fields)
    return services.plan_activity(draft=draft, due_at=now() + timedelta(days=days), by=rep)


def last_touch(deal: Deal):
    deal.refresh_from_db()
    return deal.last_activity_at


def test_the_deal_knows_when_it_was_last_worked_on(deal, rep):
    latest = logged(deal, rep)
    logged(deal, rep, at=now() - timedelta(days=3))
    planned(deal, rep)
    assert last_touch(deal) == latest.completed_at


def test_what_is_opened_again_no_longer_counts_as_done(deal, rep):
    first = logged(deal, rep, at=now() - timedelta(days=3))
    second = logged(deal, rep)
    changes.reopen_activity(activity_id=second.pk, by=rep)
    assert last_touch(deal) == first.completed_at
    changes.reopen_activity(activity_id=first.pk, by=rep)
    assert last_touch(deal) is None


def test_a_task_that_is_done_keeps_what_came_of_it(deal, rep):
    task = planned(deal, rep, notes="Ask for the budget")
    changes.complete_activity(activity_id=task.pk, by=rep, outcome="They have one", duration_minutes=0)
    task.refresh_from_db()
    assert (task.outcome, task.duration_minutes, task.notes) == ("They have one", 0, "Ask for the budget")
    assert last_touch(deal) == task.completed_at


def test_what_is_done_is_not_done_again_nor_put_off_and_what_is_open_not_opened(deal, rep):
    task = planned(deal, rep)
    with pytest.raises(Conflict, match="is already open"):
        changes.reopen_activity(activity_id=task.pk, by=rep)
    changes.complete_activity(activity_id=task.pk, by=rep)
    with pytest.raises(Conflict, match="already completed"):
        changes.complete_activity(activity_id=task.pk, by=rep)
    with pytest.raises(Conflict, match="is completed"):
        changes.reschedule_activity(activity_id=task.pk, due_at=now(), by=rep)


def test_a_task_is_put_off_and_handed_over(deal, rep, colleague):
    task, later = planned(deal, rep), now() + timedelta(days=9)
    changes.reschedule_activity(activity_id=task.pk, due_at=later, by=rep)
    changes.reassign_activity(activity_id=task.pk, owner_id=colleague.pk, by=rep)
    task.refresh_from_db()
    assert (task.due_at, task.owner) == (later, colleague)


def test_nobody_gets_a_task_who_cannot_sign_in(deal, rep, colleague):
    task = planned(deal, rep)
    colleague.is_active = False
    colleague.save()
    with pytest.raises(Invalid) as refused:
        changes.reassign_activity(activity_id=task.pk, owner_id=colleague.pk, by=rep)
    assert list(refused.value.fields) == ["owner"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("type", {"type": "fax"}),
        ("deal", {"deal_id": None}),
        ("deal", {"deal_id": new_id()}),
        ("contact", {"contact_id": new_id()}),
        ("owner", {"owner_id": new_id()}),
        ("duration_minutes", {"duration_minutes": -1}),
        ("subject", {"subject": "x" * 201}),
        ("outcome", {"outcome": "x" * 61}),
    ],
)
def test_a_bad_draft_names_its_field_and_nothing_is_written(deal, rep, field, wrong):
    draft = ActivityDraft(**{"type": "call", "deal_id": deal.pk} | wrong)
    with pytest.raises(Invalid) as refused:
        services.log_activity(draft=draft, by=rep)
    assert list(refused.value.fields) == [field]
    assert not Activity.objects.exists()


def test_what_is_planned_has_a_date_and_what_is_done_is_not_in_the_future(deal, rep):
    draft = ActivityDraft(type="call", deal_id=deal.pk)
    with pytest.raises(Invalid, match="due"):
        services.plan_activity(draft=draft, due_at=None, by=rep)
    with pytest.raises(Invalid, match="future"):
        services.log_activity(draft=draft, at=now() + timedelta(hours=1), by=rep)


def test_others_do_not_know_of_it(deal, rep, colleague):
    task = planned(deal, rep)
    for act in (
        lambda: changes.complete_activity(activity_id=task.pk, by=colleague),
        lambda: changes.reschedule_activity(activity_id=task.pk, due_at=now(), by=colleague),
        lambda: changes.reassign_activity(activity_id=task.pk, owner_id=colleague.pk, by=colleague),
    ):
        with pytest.raises(NotFound):
            act()


def test_who_sees_everybodys_sees_what_is_about_a_lead_alone(rep, colleague, admin):
    lead = ContactFactory(owner=rep)
    Activity.objects.create(type="call", contact=lead, owner=rep, completed_at=now())
    assert [Activity.objects.visible_to(each).count() for each in (rep, colleague, admin)] == [1, 0, 1]
    set_access_policy(seen_by_reps="all")
    assert Activity.objects.visible_to(colleague).count() == 1


def test_open_ones_come_by_their_date_then_the_latest_that_are_done(deal, rep, django_assert_num_queries):
    later, sooner = planned(deal, rep, 5), planned(deal, rep, 1)
    done = [logged(deal, rep, at=now() - timedelta(hours=hours)) for hours in range(1, 23)]
    with django_assert_num_queries(3):
        shown = activities_of(deal.pk)
    assert (shown.to_do, shown.done, shown.more) == ([sooner, later], done[:20], 2)


def test_tasks_are_a_persons_own_that_are_due(deal, rep, colleague):
    due, _ = planned(deal, rep, 1), planned(deal, rep, 5)
    planned(deal, rep, 1, owner_id=colleague.pk)
    contact = ContactFactory()
    overdue = services.plan_activity(
        draft=ActivityDraft(type="call", contact_id=contact.pk), due_at=now() - timedelta(days=1), by=rep
    )
    assert list(tasks_of(rep, until=now() + timedelta(days=2))) == [overdue, due]


def test_the_health_of_the_deal_is_looked_at_again(deal, rep, run_jobs):
    with run_jobs():
        logged(deal, rep)
    assert DealHealth.objects.filter(deal=deal).exists()


HTMX = {"hx-request": "true"}


def test_a_task_on_a_deal_that_one_may_not_see_shows_nothing_of_the_deal(web, rep, colleague):
    deal = DealFactory(owner=colleague)
    Activity.objects.create(type="note", subject="Secret", deal=deal, owner=colleague, completed_at=now())
    task = Activity.objects.create(type="task", subject="Mine", deal=deal, owner=rep, due_at=now())
    answer = web.post(f"/revops/activities/{task.pk}/done/", headers=HTMX)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Secret" not in answer.content.decode()
