"""The page of tasks: its tabs, whose tasks, its moves and its form."""

from datetime import timedelta
from datetime import timezone as fixed
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.timezone import localtime

from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.selectors.tasks import end_of_today
from revops.activities.services.changes import complete_activity
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import plan_activity
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")
HTMX = {"hx-request": "true", "hx-target": "quick-form"}
FORM = {"subject": "Send the offer", "due_at": "2037-01-31T09:00", "about": "", "recurrence": "", "notes": ""}


def planned(person, subject: str, due_at, **fields) -> Activity:
    return plan_activity(
        draft=ActivityDraft(type="task", subject=subject, **fields), due_at=due_at, by=person
    )


def signed_in_as(person) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(person)
    return client


def shown(client: Client, query: str = "") -> list[str]:
    return [str(task) for task in client.get(f"/tasks/{query}").context["page"].rows]


def undo_of(answer) -> str:
    return next(message.extra_tags for message in answer.context["messages"])


def entries(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def tasks(rep) -> dict[str, Activity]:
    midnight = end_of_today()
    made = {
        "overdue": planned(rep, "Overdue", now() - timedelta(hours=1)),
        "today": planned(rep, "Today", midnight - timedelta(microseconds=1)),
        "upcoming": planned(rep, "Upcoming", midnight),
        "done": planned(rep, "Done", now()),
    }
    complete_activity(activity_id=made["done"].pk, by=rep)
    return made


@pytest.mark.parametrize("tab", ["overdue", "today", "upcoming", "done"])
def test_each_tab_shows_its_tasks_and_their_number(web, tasks, tab):
    page = web.get(f"/tasks/?tab={tab}")
    assert [str(task) for task in page.context["page"].rows] == [tab.capitalize()]
    assert [count for _name, _label, count in page.context["tabs"]] == ["2", "1", "1", "1", "1"]


def test_what_is_overdue_or_due_today_opens_and_else_the_upcoming_ones(web, tasks, rep):
    assert shown(web) == ["Overdue", "Today"]
    for name in ("overdue", "today"):
        complete_activity(activity_id=tasks[name].pk, by=rep)
    assert shown(web) == ["Upcoming"]


def test_the_day_is_that_of_the_person(web, rep):
    rep.time_zone = "Pacific/Kiritimati"
    rep.save()
    there = now().astimezone(fixed(timedelta(hours=14)))
    midnight = (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    planned(rep, "Before midnight", midnight - timedelta(microseconds=1))
    planned(rep, "After midnight", midnight)
    assert shown(web, "?tab=today") == ["Before midnight"]


def test_a_rep_sees_their_own_and_a_manager_those_of_their_team(
    web, tasks, rep, manager, colleague, make_user
):
    planned(colleague, "Of a colleague", now() - timedelta(hours=1))
    assert shown(web, "?tab=overdue&whose=team") == ["Overdue"]
    assert shown(signed_in_as(manager), "?tab=overdue") == []
    ops = signed_in_as(make_user("ops"))
    assert shown(ops, "?tab=overdue&whose=team") == ["Overdue", "Of a colleague"]
    assert shown(signed_in_as(manager), "?tab=overdue&whose=team") == []  # of no team of theirs


def test_more_tasks_take_as_many_queries(web, rep):
    lead = ContactFactory(owner=rep)
    planned(rep, "One", now(), contact_id=lead.pk)
    for_one = queries_of(lambda: web.get("/tasks/"))
    for number in range(3):
        deal = DealFactory(owner=rep)
        planned(rep, f"Task {number}", now(), deal_id=deal.pk, contact_id=deal.contact_id)
    assert queries_of(lambda: web.get("/tasks/")) == for_one


def test_long_lists_are_paged(web, rep):
    Activity.objects.bulk_create(
        Activity(type="task", subject=f"Task {n}", owner=rep, due_at=now() - timedelta(hours=n))
        for n in range(51)
    )
    first = web.get("/tasks/?tab=overdue").context["page"]
    assert len(first.rows) == 50
    assert len(web.get(f"/tasks/?tab=overdue&after={first.after}").context["page"].rows) == 1


def test_the_menu_counts_what_is_due_until_tonight(web, tasks):
    items = {item.label: item.count for item in web.get("/tasks/").context["navigation"]()}
    assert items["Tasks"] == "2"


def test_a_task_is_completed_and_reopened_from_the_list(web, tasks):
    task = tasks["overdue"]
    answer = web.post(f"/tasks/{task.pk}/complete/", {"next": "/tasks/?tab=overdue"}, follow=True)
    assert (entries(answer), shown(web, "?tab=overdue")) == (['"Overdue" completed.'], [])
    web.post(undo_of(answer))
    assert shown(web, "?tab=overdue") == ["Overdue"]


def test_completing_a_recurring_task_says_when_it_is_due_next(web, rep):
    task = planned(rep, "Report", now() - timedelta(minutes=1), recurrence="daily")
    answer = web.post(f"/tasks/{task.pk}/complete/", follow=True)
    due = localtime(task.due_at + timedelta(days=1))
    assert entries(answer) == [f'"Report" completed. Next due tomorrow {due:%H:%M}.']


def test_a_task_is_moved_to_tomorrow_and_back(web, tasks):
    task = tasks["overdue"]
    answer = web.post(f"/tasks/{task.pk}/tomorrow/", follow=True)
    moved = localtime(Activity.objects.get(pk=task.pk).due_at)
    assert (moved.date(), moved.time()) == (
        localtime(now()).date() + timedelta(days=1),
        localtime(task.due_at).time(),
    )
    web.post(undo_of(answer))
    assert Activity.objects.get(pk=task.pk).due_at == task.due_at


@pytest.mark.parametrize("at", ["", "soon", "2037-01-01T09:00", "0001-01-01T00:00+00:00"])
def test_a_task_is_not_moved_to_what_is_no_time(web, tasks, at):
    assert web.post(f"/tasks/{tasks['today'].pk}/move/?at={quote(at)}").status_code == 422


def test_a_task_is_deleted_and_restored(web, tasks):
    answer = web.post(f"/revops/activities/{tasks['today'].pk}/delete/", {"next": "/tasks/"}, follow=True)
    assert (entries(answer), shown(web, "?tab=today")) == (['"Today" deleted.'], [])
    web.post(undo_of(answer))
    assert shown(web, "?tab=today") == ["Today"]


def test_a_task_is_planned_for_the_lead_of_the_address(web, rep):
    lead = ContactFactory(owner=rep)
    form = web.get(f"/tasks/new/?contact={lead.pk}").context["form"]
    assert form["about"].value() == f"contact:{lead.pk}"
    values = FORM | {
        "about": f"contact:{lead.pk}",
        "owner": rep.pk,
        "recurrence": "monthly",
        "reminder_minutes": "30",
    }
    answer = web.post(f"/tasks/new/?contact={lead.pk}", values, follow=True)
    task = Activity.objects.get()
    assert (task.contact, task.owner, task.recurrence, task.recurs_on_day) == (lead, rep, "monthly", 31)
    assert task.remind_at == task.due_at - timedelta(minutes=30)
    assert entries(answer) == ['"Send the offer" scheduled, due 31 Jan 2037, 09:00.']


def test_a_task_is_planned_for_a_deal_that_was_searched(web, rep):
    deal = DealFactory(owner=rep, name="Acme renewal")
    DealFactory(name="Acme of a colleague")
    options = web.get("/tasks/records/?q=acme").content.decode()
    assert (f'value="deal:{deal.pk}"' in options, "of a colleague" in options) == (True, False)
    without_script = web.get("/tasks/new/?q=acme").context["form"].fields["about"].choices
    assert (f"deal:{deal.pk}", "Acme renewal") in without_script
    web.post("/tasks/new/", FORM | {"about": f"deal:{deal.pk}", "owner": rep.pk})
    assert Activity.objects.get().deal == deal


def test_the_form_is_a_part_for_the_dialog_and_a_page_without_it(web):
    assert "<html" not in web.get("/tasks/new/", headers=HTMX).content.decode()
    assert "<html" in web.get("/tasks/new/").content.decode()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("subject", {"subject": ""}),
        ("due_at", {"due_at": ""}),
        ("about", {"about": "deal:0197b2a4-61d0-7e52-9c3d-4a5b6c7d8e9f"}),
        ("recurs_until", {"recurs_until": "2037-12-31"}),
        ("reminder_minutes", {"reminder_minutes": "7"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(web, rep, field, wrong):
    answer = web.post("/tasks/new/", FORM | {"owner": rep.pk} | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Activity.objects.exists()


def test_a_task_is_edited_and_keeps_its_lead_and_deal(web, rep):
    deal = DealFactory(owner=rep)
    task = planned(rep, "Old", now(), deal_id=deal.pk, contact_id=deal.contact_id)
    values = FORM | {"about": f"contact:{deal.contact_id}", "owner": rep.pk}
    assert web.get(f"/tasks/{task.pk}/edit/").context["form"]["subject"].value() == "Old"
    web.post(f"/tasks/{task.pk}/edit/", values)
    task.refresh_from_db()
    assert (str(task), task.deal, task.contact) == ("Send the offer", deal, deal.contact)


def test_editing_a_task_of_an_unseen_deal_keeps_the_deal(web, rep, colleague):
    deal = DealFactory(owner=colleague)
    task = Activity.objects.create(type="task", subject="Mine", deal=deal, owner=rep, due_at=now())
    values = FORM | {"about": f"deal:{deal.pk}", "owner": rep.pk}
    assert web.post(f"/tasks/{task.pk}/edit/", values).status_code == 302
    task.refresh_from_db()
    assert (str(task), task.deal) == ("Send the offer", deal)


@pytest.mark.parametrize("path", ["edit", "complete", "tomorrow", "move"])
def test_others_find_no_such_task(web, colleague, path):
    task = planned(colleague, "Theirs", now())
    answer = web.post(f"/tasks/{task.pk}/{path}/", {"subject": "Mine"})
    assert answer.status_code == 404
    task.refresh_from_db()
    assert (str(task), task.completed_at) == ("Theirs", None)


def test_a_task_is_not_moved_to_a_day_that_does_not_exist(web, rep):
    due = plan_activity(draft=ActivityDraft(type="task"), due_at=now(), by=rep)
    assert web.post(f"/tasks/{due.pk}/move/?at=2026-13-45T00:00%2B00:00").status_code == 422
