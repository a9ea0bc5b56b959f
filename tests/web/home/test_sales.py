"""Deals, tasks and routing where a rep looks first: on My day and on the lead."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.selectors.tasks import end_of_today
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import plan_activity
from revops.deals.models.deals import Deal
from revops.health.services.assess import assess_deals
from scoring.alerts.services.raising import raise_alerts
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal
from tests.support.queries import queries_of


@pytest.fixture
def lead(acme) -> Contact:
    return ContactFactory(first_name="Ada", last_name="Byron")


def plan(lead: Contact, rep: User, subject: str, days: float) -> Activity:
    draft = ActivityDraft(type="task", subject=subject, contact_id=lead.pk)
    return plan_activity(draft=draft, due_at=now() + timedelta(days=days), by=rep)


def parts(answer: Any) -> dict[str, list[str]]:
    """The tasks of each section."""
    return {
        part.section.name: [str(task) for entry in part.entries for task in entry.tasks]
        for part in answer.context["day"].parts
    }


def test_my_day_shows_my_tasks_of_today_and_tomorrow(web: Client, rep, make_user, lead) -> None:
    other, tomorrow = make_user(email="other@acme.example"), ContactFactory()
    plan(lead, rep, "Late", -2)
    plan(lead, rep, "Next week", 7)
    plan(lead, other, "Not mine", -1)
    draft = ActivityDraft(type="task", subject="Tomorrow", contact_id=tomorrow.pk)
    plan_activity(draft=draft, due_at=end_of_today(), by=rep)
    plan_activity(draft=ActivityDraft(type="task", subject="Of none"), due_at=now(), by=rep)
    answer = web.get("/")
    assert parts(answer) == {"NOW": ["Late", "Of none"], "TOMORROW": ["Tomorrow"]}
    assert ", overdue" in answer.content.decode()


def test_a_lead_is_one_row_with_all_its_reasons(web: Client, rep, lead) -> None:
    Contact.objects.filter(pk=lead.pk).update(owner=rep, phone="+4930123")
    deal = DealFactory(owner=rep, contact=lead)
    plan(lead, rep, "Of the lead", 0)
    plan_activity(
        draft=ActivityDraft(type="task", subject="Of the deal", deal_id=deal.pk), due_at=now(), by=rep
    )
    codes = ("PRICING_PAGE", "DEMO_REQUEST")
    raise_alerts(signal_ids=[make_signal(lead, code, detected_at=now()).pk for code in codes])
    answer = web.get("/")
    [entry] = [entry for part in answer.context["day"].parts for entry in part.entries]
    assert (entry.contact, len(entry.alerts), len(entry.tasks)) == (lead, 2, 2)
    page = answer.content.decode()
    assert "and 1 more alert" in page
    assert "Acknowledge 2 alerts of Ada Byron" in page


def test_a_call_logged_from_my_day_takes_the_lead_off_the_list(web: Client, rep, lead) -> None:
    Contact.objects.filter(pk=lead.pk).update(owner=rep, phone="+4930123")
    raise_alerts(signal_ids=[make_signal(lead, "PRICING_PAGE", detected_at=now()).pk])
    link = f"/revops/activities/log/?contact={lead.pk}&amp;part=day&amp;next=%2F"
    assert link in web.get("/").content.decode()
    answer = web.post(link.replace("&amp;", "&"), {"type": "call", "next": "/"}, follow=True)
    assert parts(answer) == {}


def test_the_next_step_of_the_lead_answers_its_alert_and_then_its_task(web: Client, rep, lead) -> None:
    Contact.objects.filter(pk=lead.pk).update(owner=rep, phone="+4930123", lead_grade="C")

    def step() -> tuple[str, str]:
        found = web.get(f"/leads/{lead.pk}/").context["step"]
        return found.key, found.reason

    raise_alerts(signal_ids=[make_signal(lead, "PRICING_PAGE", detected_at=now()).pk])
    assert (step()[0], "Pricing page alert, due in" in step()[1]) == ("call", True)
    web.post(f"/revops/activities/log/?contact={lead.pk}", {"type": "call", "when": "tomorrow"})
    assert step() == ("task", "Planned, due tomorrow 09:00.")


def test_a_task_that_is_done_leaves_my_day_and_can_be_undone(web: Client, rep, lead) -> None:
    task = plan(lead, rep, "Late", -2)
    answer = web.post(f"/revops/activities/{task.pk}/done/", {"next": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert parts(answer) == {}
    assert f"/revops/activities/{task.pk}/reopen/" in answer.content.decode()


def test_my_day_shows_deals_at_risk_with_the_reason(web: Client, rep, lead) -> None:
    deal = DealFactory(owner=rep, contact=lead, stage="negotiation", expected_close_on=now().date())
    Deal.objects.filter(pk=deal.pk).update(
        created_at=now() - timedelta(days=200), stage_entered_at=now() - timedelta(days=150)
    )
    assess_deals()
    page = web.get("/")
    [entry] = [entry for part in page.context["day"].parts for entry in part.entries]
    assert ([health.deal for health in entry.deals], entry.row.action) == ([deal], "move")
    assert entry.deals[0].flags[0]["reason"] in page.content.decode().replace("&#x27;", "'")


def test_the_lead_shows_the_deals_that_one_may_see(web: Client, rep, make_user, lead) -> None:
    mine = DealFactory(owner=rep, contact=lead)
    DealFactory(owner=make_user(email="other@acme.example"), contact=lead)
    assert web.get(f"/leads/{lead.pk}/").context["deals"] == [mine]


def test_a_call_is_told_on_the_lead(web: Client, rep, lead) -> None:
    web.post(f"/leads/{lead.pk}/activities/", {"type": "call", "outcome": "Spoke"})
    activity = Activity.objects.get()
    assert (activity.contact, activity.owner, activity.outcome) == (lead, rep, "Spoke")
    assert activity.completed_at is not None


def test_what_is_wrong_with_an_activity_is_told_in_its_form(web: Client, lead) -> None:
    answer = web.post(f"/leads/{lead.pk}/activities/", {"type": "call", "duration_minutes": "-5"})
    assert (answer.status_code, list(answer.context["activity_form"].errors)) == (422, ["duration_minutes"])
    assert not Activity.objects.exists()


def test_many_deals_and_tasks_cost_no_more_queries(web: Client, rep, lead) -> None:
    pages = ("/", f"/leads/{lead.pk}/")
    DealFactory(owner=rep, contact=lead)
    plan(lead, rep, "One", -1)
    assess_deals()
    before = [queries_of(lambda path=path: web.get(path)) for path in pages]
    for number in range(6):
        DealFactory(owner=rep, contact=lead)
        plan(lead, rep, f"Task {number}", -1)
        plan(ContactFactory(owner=rep), rep, f"Other {number}", -1)
    assess_deals()
    assert [queries_of(lambda path=path: web.get(path)) for path in pages] == before
