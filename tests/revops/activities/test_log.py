"""The panel that logs a call."""

from datetime import timedelta

import pytest
from django.test import Client

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.raising import raise_alerts
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal

LOG = "/revops/activities/log/"
CALL = {"type": "call", "outcome": "Reached", "notes": "Wants an offer", "follow_up": "", "when": ""}
HTMX = {"hx-request": "true", "hx-target": "lead"}


def messages_of(answer) -> list[tuple[str, str]]:
    """The messages that the page shows, each with where it is undone."""
    return [(str(each), each.extra_tags or "") for each in answer.context["messages"]]


@pytest.fixture
def lead(acme, rep) -> Contact:
    return ContactFactory(
        first_name="Ann", last_name="Lee", owner=rep, phone="+4930123", direct_phone="+4930124"
    )


@pytest.fixture
def alert(lead) -> SignalAlert:
    [alert] = raise_alerts(signal_ids=[make_signal(lead, "PRICING_PAGE", detected_at=now()).pk])
    return alert


def test_the_panel_has_the_numbers_to_call_and_the_alerts_that_wait(web: Client, lead, alert):
    page = web.get(
        f"{LOG}?contact={lead.pk}", headers={"hx-request": "true", "hx-target": "log"}
    ).content.decode()
    assert page.index('href="tel:+4930124"') < page.index('href="tel:+4930123"')
    assert "Answers 1 alert: Pricing page" in page
    assert "<html" not in page


def test_saving_says_what_was_logged_planned_and_answered_with_an_undo(web: Client, lead, alert):
    values = CALL | {"follow_up": "Send the offer", "when": "tomorrow"}
    answer = web.post(f"{LOG}?contact={lead.pk}", values, follow=True)
    done = Activity.objects.done().get()
    assert messages_of(answer) == [
        (
            "Call with Ann Lee logged. Follow-up task due tomorrow 09:00. 1 alert answered.",
            f"/revops/activities/{done.pk}/delete/",
        )
    ]
    assert answer.redirect_chain == [(f"/leads/{lead.pk}/", 302)]
    assert (done.outcome, done.notes, done.contact) == ("Reached", "Wants an offer", lead)
    page = answer.content.decode()
    assert "Send the offer" in page
    assert "Call" in [entry.title for entry, _mail in answer.context["entries"].shown]


def test_the_undo_of_the_message_takes_everything_back(web: Client, lead, alert):
    web.post(f"{LOG}?contact={lead.pk}", CALL | {"when": "tomorrow"})
    done = Activity.objects.done().get()
    web.post(f"/revops/activities/{done.pk}/delete/")
    alert.refresh_from_db()
    assert (alert.status, Activity.objects.count()) == ("open", 0)


def test_the_undo_of_the_undo_says_that_the_follow_up_is_back(web: Client, lead):
    web.post(f"{LOG}?contact={lead.pk}", CALL | {"when": "tomorrow"})
    done = Activity.objects.done().get()
    web.post(f"/revops/activities/{done.pk}/delete/")
    answer = web.post(f"/revops/activities/{done.pk}/restore/", {"next": f"/leads/{lead.pk}/"}, follow=True)
    assert messages_of(answer)[-1] == ('"Call" restored. 1 follow-up task is back, too.', "")
    assert Activity.objects.count() == 2


def test_a_call_from_my_day_leads_back_there(web: Client, lead):
    answer = web.post(f"{LOG}?contact={lead.pk}&part=day&next=/", CALL | {"next": "/"}, headers=HTMX)
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_call_on_a_deal_is_logged_there_and_loads_its_page_again(web: Client, rep):
    deal = DealFactory(owner=rep, name="Acme renewal", contact=None, company=None)
    answer = web.post(f"{LOG}?deal={deal.pk}", CALL, headers=HTMX)
    assert answer["HX-Redirect"] == f"/revops/deals/{deal.pk}/"
    assert messages_of(web.get("/"))[0][0] == "Call with Acme renewal logged."
    assert Activity.objects.get().deal == deal


def test_what_is_wrong_stays_in_the_panel_with_what_was_typed(web: Client, lead):
    values = CALL | {"follow_up": "Send the offer"}
    answer = web.post(f"{LOG}?contact={lead.pk}&part=lead", values, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#log")
    page = answer.content.decode()
    assert "Enter when the next step is due." in page
    assert 'value="Send the offer"' in page
    assert "Wants an offer" in page
    assert not Activity.objects.exists()
    plain = web.post(f"{LOG}?contact={lead.pk}", values)
    assert (plain.status_code, "<html" in plain.content.decode()) == (422, True)


def test_a_time_that_was_entered_goes_before_a_named_one(web: Client, lead):
    due = (now() + timedelta(days=9)).replace(second=0, microsecond=0)
    values = CALL | {"when": "at", "due_at": due.strftime("%Y-%m-%dT%H:%M")}
    web.post(f"{LOG}?contact={lead.pk}", values)
    task = Activity.objects.to_do().get()
    assert (task.due_at, task.subject) == (due, "Follow up")


@pytest.mark.parametrize("query", ["", "?contact=x"])
def test_a_panel_about_nothing_is_refused(web: Client, query):
    assert web.get(LOG + query).status_code == 400


def test_the_deal_of_a_colleague_is_not_found(web: Client, colleague):
    deal = DealFactory(owner=colleague)
    assert web.get(f"{LOG}?deal={deal.pk}").status_code == 404
    assert web.post(f"{LOG}?deal={deal.pk}", CALL).status_code == 404


def test_lead_and_deal_lead_to_the_panel(web: Client, lead, rep):
    deal = DealFactory(owner=rep, contact=lead)
    for path, query in (
        (f"/leads/{lead.pk}/", f"contact={lead.pk}"),
        (f"/revops/deals/{deal.pk}/", f"deal={deal.pk}"),
    ):
        assert f"{LOG}?{query}" in web.get(path).content.decode()
