from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from unittest import mock
from uuid import uuid4

import pytest
from django.core import mail

from mauntic.events.catalog import EnrichmentFailed, ResearchCompleted
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.notifications.models import Kind, Notification
from mauntic.notifications.selectors import Way, unread_count
from mauntic.notifications.services import (
    Notice,
    mark_read,
    notify,
    resend_due_mails,
    send_mails,
    set_preferences,
)
from mauntic.tenants.context import entered
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

LIST, BELL, PREFERENCES = "/notifications/", "/notifications/bell/", "/notifications/preferences/"


def notice(user, *, key: str = "a", kind: Kind = Kind.URGENT_ALERT, **fields: str) -> Notice:
    return Notice(user_id=user.pk, kind=kind, title="Critical alert", dedupe_key=key, url="/x/", **fields)


def told(user) -> list[str]:
    return list(Notification.objects.of(user).order_by("created_at", "id").values_list("title", flat=True))


def test_who_is_told_the_same_twice_is_told_once(rep, run_jobs):
    with run_jobs():
        notify([notice(rep), notice(rep)])
        notify([notice(rep)])

    assert told(rep) == ["Critical alert"]
    assert len(mail.outbox) == 1


def test_a_mail_says_what_it_is_about_links_to_it_and_names_no_lead(rep, run_jobs):
    with run_jobs():
        notify([notice(rep, body="Val Price")])

    [sent] = mail.outbox
    assert (sent.subject, sent.to) == ("[Acme] Critical alert", [rep.email])
    assert "http://acme.localhost/x/" in sent.body
    assert "Val Price" not in sent.body


@pytest.mark.parametrize(
    ("way", "shown", "mailed"),
    [
        (Way(in_app=True, email=False), 1, 0),
        (Way(in_app=False, email=True), 0, 1),
        (Way(in_app=False, email=False), 0, 0),
    ],
)
def test_people_are_told_as_they_want_it(rep, run_jobs, way, shown, mailed):
    set_preferences(user=rep, ways={"urgent_alert": way})

    with run_jobs():
        notify([notice(rep)])

    assert (len(told(rep)), len(mail.outbox)) == (shown, mailed)


def test_telling_many_costs_as_many_queries_as_telling_one(rep, admin):
    def telling(count: int) -> int:
        return queries_of(
            lambda: notify(notice(who, key=uuid4().hex) for who in (rep, admin) for _ in range(count))
        )

    assert telling(1) == telling(20)


# -- Mailing


def waiting(user) -> Notification:
    return Notification.objects.create(
        user=user, kind="escalation", title="Look", dedupe_key=uuid4().hex, mail="waiting"
    )


def test_a_mail_job_that_comes_twice_mails_once(rep):
    row = waiting(rep)

    assert (send_mails(notification_ids=[row.pk]), send_mails(notification_ids=[row.pk])) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_tried_again(rep, run_jobs):
    row = waiting(rep)
    with mock.patch(
        "mauntic.notifications.services.mail.send_mail", side_effect=SMTPServerDisconnected("away")
    ):
        assert send_mails(notification_ids=[row.pk]) == 0

    with run_jobs():
        assert resend_due_mails(now=now() + timedelta(minutes=5)) == 1

    row.refresh_from_db()
    assert (row.mail, len(mail.outbox)) == ("claimed", 1)


def test_an_address_that_is_refused_is_not_tried_again(rep):
    row = waiting(rep)
    refused = SMTPRecipientsRefused({rep.email: (550, b"unknown")})
    with mock.patch("mauntic.notifications.services.mail.send_mail", side_effect=refused):
        send_mails(notification_ids=[row.pk])

    row.refresh_from_db()
    assert row.mail == "refused"
    assert resend_due_mails(now=now() + timedelta(days=1)) == 0


# -- Who is told of what


def test_a_flood_of_failed_enrichments_is_one_notice_for_each_owner(rep, admin, run_jobs):
    leads = [ContactFactory(owner=owner) for owner in (rep, rep, admin, None)]
    with run_jobs():
        publish_many(
            EnrichmentFailed(contact_id=lead.pk, provider="apollo", reason="no phone") for lead in leads
        )

    for owner in (rep, admin):
        assert told(owner) == ["Enrichment of your leads is incomplete"]
    assert mail.outbox == []


def test_the_owner_is_told_that_research_is_ready(rep, run_jobs):
    lead = ContactFactory(owner=rep)
    with run_jobs():
        publish_many([ResearchCompleted(contact_id=lead.pk, insight_count=4, top_insight="Series B")])

    row = Notification.objects.get(user=rep)
    assert row.title == "Research about your lead is ready: 4 insights"
    assert (row.body, row.url) == (f"{lead.name}: Series B", f"/leads/{lead.pk}/")


def test_facts_about_leads_that_are_gone_tell_nobody(rep, admin, run_jobs):
    gone = ContactFactory(owner=rep)
    events = [EnrichmentFailed(contact_id=gone.pk, provider="apollo", reason="none")]
    gone.delete()
    with run_jobs():
        publish_many(events)

    assert not Notification.objects.exists()


# -- Reading


def test_the_bell_counts_what_was_not_read(web, rep, admin):
    notify([notice(rep), notice(rep, key="b"), notice(admin)])

    assert "2 unread" in web.get(BELL).text
    web.post("/notifications/read/")
    assert (unread_count(rep), unread_count(admin)) == (0, 1)
    assert "unread" not in web.get(BELL).text


def test_following_a_notice_leads_to_it_and_marks_it_read(web, rep):
    notify([notice(rep)])
    row = Notification.objects.get()

    assert web.get(f"/notifications/{row.pk}/")["Location"] == "/x/"
    assert web.post(f"/notifications/{row.pk}/")["Location"] == LIST
    assert unread_count(rep) == 0


def test_notices_of_others_cannot_be_read(web, rep, admin, globex):
    notify([notice(admin)])
    [other] = Notification.objects.all()

    assert web.get(f"/notifications/{other.pk}/").status_code == 404
    assert "Critical alert" not in web.get(LIST).text
    with entered(globex), pytest.raises(NotFound):
        mark_read(user=admin, notification_id=other.pk)


@pytest.mark.parametrize("path", [LIST, BELL, PREFERENCES])
def test_strangers_are_sent_to_the_door(stranger, path):
    assert stranger.get(path).status_code == 302


def test_the_list_costs_the_same_for_one_and_for_three(web, rep):
    notify([notice(rep)])
    one = queries_of(lambda: web.get(LIST))
    notify([notice(rep, key="b"), notice(rep, key="c")])

    assert queries_of(lambda: web.get(LIST)) == one


def test_an_empty_list_says_what_will_come(web):
    assert "No notifications" in web.get(LIST).text


def test_preferences_are_chosen_on_a_page(web, rep, run_jobs):
    web.post(PREFERENCES, {"urgent_alert-in_app": "on", "alert-in_app": "on", "alert-email": "on"})

    with run_jobs():
        notify([notice(rep), notice(rep, key="b", kind=Kind.ALERT), notice(rep, key="c", kind=Kind.RESEARCH)])

    assert (len(told(rep)), len(mail.outbox)) == (2, 1)
    assert "checked" in web.get(PREFERENCES).text


def test_unknown_kinds_have_no_preference(rep):
    with pytest.raises(Invalid, match="Unknown kind: rumour"):
        set_preferences(user=rep, ways={"rumour": Way(in_app=True, email=True)})
