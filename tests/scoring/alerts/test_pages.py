from datetime import timedelta

import pytest
from django.test import Client

from mauntic.accounts.services import deactivate
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from scoring.alerts.models import AlertPolicy, SignalAlert
from scoring.alerts.selectors.delays import alert_delays
from scoring.alerts.services.expiry import expire_alerts
from scoring.alerts.services.moves import acknowledge_alerts
from scoring.alerts.services.raising import raise_alerts
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal
from tests.support.pseudo import pseudo_locale
from tests.support.queries import queries_of

LIST, DELAYS, SLAS = "/scoring/alerts/", "/scoring/alerts/response-times/", "/scoring/alerts/promises/"


def make_alert(contact: Contact, code: str = "PRICING_PAGE", *, ago: timedelta = timedelta(0)) -> SignalAlert:
    at = now() - ago
    signal = make_signal(contact, code, detected_at=at, metadata={"url": "https://www.example.com/pricing"})
    [alert] = raise_alerts(signal_ids=[signal.pk], now=at)
    return alert


@pytest.fixture
def managers_web(manager) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(manager)
    return client


@pytest.fixture
def mine(rep) -> SignalAlert:
    return make_alert(ContactFactory(first_name="Ann", last_name="Archer", owner=rep))


def test_the_list_shows_lead_signal_and_why_and_nothing_of_others(web, mine, manager):
    make_alert(ContactFactory(first_name="Otto", last_name="Other", owner=manager))

    page = web.get(LIST)

    assert page.status_code == 200
    assert "Ann Archer" in page.text
    assert "https://www.example.com/pricing" in web.get(LIST, {"fold": mine.contact_id}).text
    assert "Otto Other" not in web.get(LIST, {"tab": "all"}).text


def test_the_running_clock_speaks_the_language_of_the_page_and_names_the_source(web, mine):
    with pseudo_locale():
        page = web.get(LIST, {"fold": mine.contact_id}).text

    assert 'data-over="⟦{time} ôṽéŕđûé⟧"' in page
    assert 'data-hours="⟦{hours} ĥ {minutes} ɱîñ⟧"' in page
    assert "https://www.example.com/pricing, ⟦şôûŕçé: ⟦Ŵéƀşîţé⟧⟧" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, True),
        ({"priority": "critical"}, True),
        ({"priority": "low"}, False),
        ({"tab": "nobodys"}, False),
        ({"state": "acknowledged"}, False),
        ({"state": "<nonsense>", "tab": "x", "lead": "no id"}, True),
    ],
)
def test_the_address_narrows_the_list(web, mine, query, shown):
    assert ("Ann Archer" in web.get(LIST, query).text) is shown


def test_an_empty_list_says_what_will_come(web, acme):
    assert "No alerts" in web.get(LIST).text


def test_an_empty_list_leads_to_what_waits_for_others(managers_web, rep):
    make_alert(ContactFactory(owner=rep), "EMAIL_REPLY")

    page = managers_web.get(LIST).text

    assert "No alerts assigned to you" in page
    assert f"{LIST}?tab=all" in page


def test_what_was_escalated_is_on_top(managers_web, manager):
    first = make_alert(ContactFactory(first_name="Ida", last_name="InTime", owner=manager), "EMAIL_REPLY")
    late = make_alert(
        ContactFactory(first_name="Lou", last_name="Late", owner=manager), ago=timedelta(hours=2)
    )
    expire_alerts()

    page = managers_web.get(LIST).text

    assert page.index("Lou Late") < page.index("Ida InTime")
    assert "Escalated to managers" in page
    assert {first.contact_id, late.contact_id} == set(
        SignalAlert.objects.values_list("contact_id", flat=True)
    )


@pytest.mark.parametrize("path", [LIST, "/", DELAYS])
def test_pages_cost_the_same_for_one_alert_and_for_four(web, mine, rep, path):
    one = queries_of(lambda: web.get(path))
    for number in range(3):
        make_alert(ContactFactory(owner=rep if number else None))

    assert queries_of(lambda: web.get(path)) == one


def test_acknowledging_takes_the_alert_off_the_day_and_can_be_undone(web, mine):
    assert "Ann Archer" in web.get("/").text

    answer = web.post("/scoring/alerts/acknowledge/", {"ids": mine.pk, "next": "/"}, follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert "Act on these" not in answer.text
    undo = f"/scoring/alerts/undo/?batch={mine.changes.get().batch}"
    assert undo in answer.text
    web.post(undo, {"next": "/"})
    assert "Due first" in web.get("/").text


def test_the_lead_shows_its_alerts(web, mine):
    assert "Acknowledge Pricing page of Ann Archer" in web.get(f"/leads/{mine.contact_id}/").text


@pytest.mark.parametrize(
    ("move", "entered", "said"),
    [
        ("acknowledge", {"ids": ""}, "Select an alert first."),
        ("snooze", {"hours": "4", "reason": " "}, "Enter a reason to snooze"),
        ("snooze", {"hours": "9000", "reason": "later"}, "9000 is not one of the available choices"),
        ("escalate", {"reason": ""}, "Enter what you need"),
        ("reassign", {"to": ""}, "Choose an assignee."),
    ],
)
def test_what_is_wrong_with_a_move_is_told_and_changes_nothing(web, mine, move, entered, said):
    answer = web.post(f"/scoring/alerts/{move}/", {"ids": mine.pk} | entered, follow=True)

    assert said in answer.text
    mine.refresh_from_db()
    assert (mine.status, mine.snoozed_until) == ("open", None)


def test_nobody_who_is_gone_is_offered_or_taken(web, mine, make_user, admin):
    gone = make_user("ops", name="Gone Person")
    deactivate(user=gone)

    assert "Gone Person" not in web.get(LIST, {"fold": mine.contact_id}).text
    answer = web.post("/scoring/alerts/reassign/", {"ids": mine.pk, "to": gone.pk}, follow=True)
    assert "This user is deactivated." in answer.text


def test_a_move_leads_back_to_our_own_pages_only(web, mine):
    answer = web.post("/scoring/alerts/acknowledge/", {"ids": mine.pk, "next": "https://evil.example/"})

    assert answer["Location"] == LIST


def test_several_alerts_are_acknowledged_together(web, mine, rep):
    other = make_alert(ContactFactory(owner=rep))

    answer = web.post("/scoring/alerts/acknowledge/", {"ids": [mine.pk, other.pk]}, follow=True)

    assert "2 alerts acknowledged." in answer.text


def test_one_alert_tells_what_was_done_and_why(managers_web, mine):
    mine.deadline = now() - timedelta(minutes=1)
    mine.created_at = now() - timedelta(hours=1)
    mine.save()
    expire_alerts()

    page = managers_web.get(f"/scoring/alerts/{mine.pk}/").text

    assert "Deadline missed" in page
    assert "Not acknowledged before the deadline." in page


@pytest.mark.parametrize("path", [LIST, DELAYS, SLAS])
def test_strangers_are_sent_to_the_door(stranger, path):
    assert stranger.get(path).status_code == 302


def test_an_alert_of_somebody_else_is_not_found(web, manager):
    other = make_alert(ContactFactory(owner=manager))

    assert web.get(f"/scoring/alerts/{other.pk}/").status_code == 404


# -- SLAs


def entered_slas(**changes: str) -> dict[str, str]:
    form = {}
    for priority, hours in (("critical", 1), ("high", 4), ("medium", 24), ("low", 72)):
        form |= {f"{priority}-hours": str(hours), f"{priority}-escalates_to": "manager"}
        form |= {f"{priority}-enabled": "on", f"{priority}-in_business_hours": "on"}
    return form | {key.replace("__", "-"): value for key, value in changes.items()}


def test_ops_change_slas(admin):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)

    client.post(SLAS, entered_slas(critical__hours="0.5", critical__escalates_to="ops"))

    policy = AlertPolicy.objects.get(priority="critical")
    assert (policy.minutes, policy.escalates_to) == (30, "ops")


@pytest.mark.parametrize("hours", ["0", "soon", "721", ""])
def test_an_invalid_sla_is_refused_beside_its_field(admin, hours):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)

    answer = client.post(SLAS, entered_slas(low__hours=hours))

    assert answer.status_code == 422
    assert "text-danger" in answer.text
    assert AlertPolicy.objects.get(priority="low").minutes == 72 * 60


def test_reps_see_slas_and_cannot_change_them(web):
    assert "Only ops and admins can change SLAs." in web.get(SLAS).text
    assert web.post(SLAS, entered_slas(low__hours="1")).status_code == 403


# -- Response times


def test_delays_of_system_and_people_are_measured_apart(rep):
    at = now() - timedelta(hours=3)
    for seconds, minutes in ((1, 10), (3, 90)):
        signal = make_signal(ContactFactory(owner=rep), "PRICING_PAGE", detected_at=at)
        [alert] = raise_alerts(signal_ids=[signal.pk], now=at + timedelta(seconds=seconds))
        touched = alert.created_at + timedelta(minutes=minutes)
        acknowledge_alerts(alert_ids=[alert.pk], by=rep, now=touched)
    make_alert(ContactFactory(owner=rep), "EMAIL_REPLY")

    whole = alert_delays().whole

    assert whole.alerts == 3
    assert (whole.system_p50, whole.human_p50) == (timedelta(seconds=1), timedelta(minutes=50))
    assert whole.share_in_time == 0.5  # the third is neither kept nor broken yet
    assert [(row.label, row.alerts) for row in alert_delays().by_priority] == [("Critical", 2), ("High", 1)]
    assert [(row.label, row.alerts) for row in alert_delays().by_person] == [("Jo Reyes", 3)]


def test_feeds_that_tell_late_do_not_count_as_our_delay(contact):
    signal = make_signal(contact, "G2_RESEARCH", detected_at=now() - timedelta(days=2))
    raise_alerts(signal_ids=[signal.pk])

    assert alert_delays().whole.system_p95 is None


def test_response_times_are_drawn_and_an_empty_page_says_so(web, mine):
    assert "Alert delay by day" in web.get(DELAYS).text
    SignalAlert.objects.all().delete()
    assert "No recent alerts" in web.get(DELAYS).text
