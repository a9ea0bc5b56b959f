"""Who is notified of new alerts, and how often."""

import pytest
from django.core import mail

from mauntic.accounts.services import deactivate
from mauntic.events.catalog import SignalAlertCreated
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from scoring.alerts.services.moves import acknowledge_alerts, reassign_alerts
from scoring.alerts.services.mutes import mute_type
from scoring.alerts.services.owners import notify_of_alerts
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of


def alert(contact, priority: str = "critical", signal_type: str = "PRICING_PAGE") -> SignalAlertCreated:
    return SignalAlertCreated(
        contact_id=contact.pk, priority=priority, deadline=now(), signal_type=signal_type
    )


def told(user) -> list[str]:
    return list(Notification.objects.of(user).order_by("created_at", "id").values_list("title", flat=True))


def test_the_owner_is_notified_once_an_hour_for_each_urgent_lead(rep, run_jobs):
    one, two = ContactFactory(owner=rep), ContactFactory(owner=rep)
    with run_jobs():
        publish_many([alert(one), alert(one, "high", "DEMO_REQUEST"), alert(one, "medium", "DOCS_VISIT")])
        publish_many([alert(one), alert(two)])

    assert told(rep) == ["Critical alert: Pricing page", "Critical alert: Pricing page"]
    first = Notification.objects.earliest("created_at")
    assert first.body.endswith("2 more signals")
    assert first.url == f"/scoring/alerts/?lead={one.pk}"
    assert [sent.subject for sent in mail.outbox] == ["[Acme] Critical alert: Pricing page"] * 2


def test_a_flood_of_urgent_alerts_is_one_notification_and_one_mail(rep, run_jobs):
    leads = [ContactFactory(owner=rep) for _ in range(5)]
    with run_jobs():
        publish_many([alert(lead) for lead in leads])
        publish_many([alert(lead, "high", "EMAIL_REPLY") for lead in leads])

    assert told(rep) == ["5 leads with critical or high alerts"]
    assert len(mail.outbox) == 1


def test_other_alerts_are_one_notification_an_hour_and_low_ones_one_a_day(rep, run_jobs):
    leads = [ContactFactory(owner=rep) for _ in range(3)]
    with run_jobs():
        publish_many([alert(lead, "medium", "SECURITY_PAGE") for lead in leads])
        for lead in leads:
            publish_many([alert(lead, "low", "WEBSITE_VISIT"), alert(lead, "medium", "DOCS_VISIT")])

    assert told(rep) == ["New alerts on 3 of your leads", "Low-priority signals on your leads"]
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("priority", "kind", "mails"),
    [
        ("critical", "urgent_alert", 1),
        ("high", "urgent_alert", 1),
        ("medium", "alert", 0),
        ("low", "alert", 0),
    ],
)
def test_critical_and_high_alerts_are_urgent_and_mailed(rep, run_jobs, priority, kind, mails):
    contact = ContactFactory(owner=rep)
    with run_jobs():
        publish_many([alert(contact, priority)])

    assert list(Notification.objects.values_list("kind", flat=True)) == [kind]
    assert len(mail.outbox) == mails


def test_alerts_on_leads_of_nobody_are_one_notice_an_hour_to_those_who_lead(rep, admin, make_user, run_jobs):
    gone = make_user("manager")
    deactivate(user=gone)
    with run_jobs():
        publish_many([alert(ContactFactory()), alert(ContactFactory(owner=gone))])

    assert told(admin) == ["Alerts on unassigned leads"]
    assert (told(rep), told(gone)) == ([], [])


def test_low_priority_alerts_on_leads_of_nobody_notify_nobody(admin):
    notify_of_alerts(alerts=[alert(ContactFactory(), "low", "WEBSITE_VISIT")])

    assert told(admin) == []


def test_a_muted_type_notifies_only_those_who_did_not_mute_it(rep, admin):
    mute_type(code="PRICING_PAGE", by=rep)
    notify_of_alerts(
        alerts=[
            alert(ContactFactory(owner=rep)),
            alert(ContactFactory(owner=rep), "high", "EMAIL_REPLY"),
            alert(ContactFactory(owner=admin)),
        ]
    )

    assert told(rep) == ["High alert: Email reply"]
    assert told(admin) == ["Critical alert: Pricing page"]


def test_facts_about_leads_that_are_gone_notify_nobody(rep, admin):
    gone = ContactFactory(owner=rep)
    event = alert(gone)
    gone.delete()

    notify_of_alerts(alerts=[event])

    assert not Notification.objects.exists()


def test_many_alerts_are_notified_in_as_many_queries_as_one(rep):
    def notifying(count: int) -> int:
        leads = [ContactFactory(owner=rep) for _ in range(count)]
        return queries_of(lambda: notify_of_alerts(alerts=[alert(lead) for lead in leads]))

    assert notifying(1) == notifying(3)


def test_acknowledging_marks_the_notification_of_the_lead_as_read(owned, rep, admin):
    notify_of_alerts(alerts=[alert(owned)])
    notify_of_alerts(alerts=[alert(ContactFactory(owner=rep))])

    acknowledge_alerts(alert_ids=[make_alert(owned).pk], by=rep)

    assert Notification.objects.of(rep).unread().count() == 1


def test_alerts_that_are_reassigned_together_are_one_notification(rep, manager, owned):
    alerts = [make_alert(owned, code) for code in ("PRICING_PAGE", "EMAIL_REPLY", "DEMO_REQUEST")]

    reassign_alerts(alert_ids=[each.pk for each in alerts], to=manager, by=rep)

    assert told(manager) == ["3 alerts assigned to you"]
