"""Deals, tasks and routing where a rep looks first: on My day and on the lead."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import plan_activity
from revops.deals.models.deals import Deal
from revops.health.services.assess import assess_deals
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.queries import queries_of


@pytest.fixture
def lead(acme) -> Contact:
    return ContactFactory(first_name="Ada", last_name="Byron")


def plan(lead: Contact, rep: User, subject: str, days: float) -> Activity:
    draft = ActivityDraft(type="task", subject=subject, contact_id=lead.pk)
    return plan_activity(draft=draft, due_at=now() + timedelta(days=days), by=rep)


def test_my_day_shows_what_is_due_until_tonight_and_is_mine(web: Client, rep, make_user, lead) -> None:
    other = make_user(email="other@acme.example")
    plan(lead, rep, "Late", -2)
    plan(lead, rep, "Next week", 7)
    plan(lead, other, "Not mine", -1)
    assert [str(task) for task in web.get("/").context["tasks"]] == ["Late"]


def test_a_task_that_is_done_leaves_my_day_and_can_be_undone(web: Client, rep, lead) -> None:
    task = plan(lead, rep, "Late", -2)
    answer = web.post(f"/revops/activities/{task.pk}/done/", {"next": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert list(answer.context["tasks"]) == []
    assert f"/revops/activities/{task.pk}/reopen/" in answer.content.decode()


def test_my_day_shows_deals_at_risk_with_the_reason(web: Client, rep, lead) -> None:
    deal = DealFactory(owner=rep, contact=lead, stage="negotiation", expected_close_on=now().date())
    Deal.objects.filter(pk=deal.pk).update(
        created_at=now() - timedelta(days=200), stage_entered_at=now() - timedelta(days=150)
    )
    assess_deals()
    page = web.get("/")
    assert [health.deal for health in page.context["deals"]] == [deal]
    assert page.context["deals"][0].flags[0]["reason"] in page.content.decode().replace("&#x27;", "'")


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
    assess_deals()
    assert [queries_of(lambda path=path: web.get(path)) for path in pages] == before
