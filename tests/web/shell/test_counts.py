"""A count in the menu, on a tab or at the bell is the number of rows that one sees after a click on it."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.notifications.services import Kind, Notice, notify
from revops.activities.models import Activity
from revops.activities.selectors.tasks import end_of_today
from scoring.alerts.services.moves import acknowledge_alerts, snooze_alerts
from scoring.alerts.services.mutes import mute_type
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, ReplyFactory
from tests.factories.revops import DealFactory

# A row of each list whose menu entry or tabs have a count.
ROWS = {
    "/tasks/": r'<li class="task-row',
    "/scoring/alerts/": r'<li id="lead-',
    "/leads/": r'<td class="lead-name',
    "/revops/deals/": r'<tr id="row-',
    "/inbox/": r'<td data-label="From"',
}
MENU = re.compile(r'<a href="([^"]*)" class="sidebar-link".*?</a>', re.DOTALL)
TAB = re.compile(r'<a class="tab" href="([^"]*)"[^>]*>[^<]*<span class="tab-count">([^<]*)</span>')


@pytest.fixture(autouse=True)
def _work(rep, make_user) -> None:
    """Tasks, alerts, leads and deals of all kinds, of the rep and of others, that counts could mix up."""
    other = make_user("rep", name="Other Rep", email="other@acme.example")
    for owner, times in ((rep, 1), (other, 2), (None, 3)):
        for _ in range(times):
            ContactFactory(owner=owner)
            DealFactory(owner=owner, stage="proposal")
            DealFactory(owner=owner, stage="closed_won", closed_at=now())
    _tasks(rep)
    _tasks(other)
    _alerts(rep)
    _alerts(other)
    _alerts(None)
    _replies(rep, other)


def _replies(rep, other) -> None:
    """Replies to the mailboxes of both and to a shared one, some assigned, snoozed, done or automatic."""
    shared, at = MailboxFactory(), now()
    for mailbox in (MailboxFactory(owner=rep), MailboxFactory(owner=other), shared):
        for owner in (rep, other, None):
            ReplyFactory(mailbox=mailbox, contact__owner=owner)
    ReplyFactory(mailbox=shared, contact__owner=other, assignee=rep)
    ReplyFactory(mailbox=shared, contact__owner=rep, assignee=other)
    ReplyFactory(mailbox=shared, snoozed_until=at + timedelta(days=1))
    ReplyFactory(mailbox=shared, done_at=at)
    ReplyFactory(mailbox=shared, label="auto_reply", is_human=False)


def _tasks(owner) -> None:
    at, midnight = now(), end_of_today()
    times = [at - timedelta(days=2), at - timedelta(hours=30), midnight - timedelta(microseconds=1), midnight]
    Activity.objects.bulk_create(
        [Activity(type="task", subject="Call", owner=owner, due_at=due) for due in times]
        + [Activity(type="task", subject="Called", owner=owner, due_at=at, completed_at=at)]
    )


def _alerts(owner) -> None:
    """Two alerts of one lead, and of others one that is muted, of low priority, snoozed and acknowledged."""
    at = now()
    lead: Contact = ContactFactory(owner=owner)
    for code in ("PRICING_PAGE", "DEMO_REQUEST"):
        make_alert(lead, code, at=at)
    make_alert(ContactFactory(owner=owner), "EMAIL_REPLY", at=at)
    make_alert(ContactFactory(owner=owner), "WEBSITE_VISIT", at=at)
    snoozed, done = (make_alert(ContactFactory(owner=owner), at=at) for _ in range(2))
    if owner:
        mute_type(code="EMAIL_REPLY", by=owner)
        snooze_alerts(alert_ids=[snoozed.pk], until=at + timedelta(minutes=5), reason="Later", by=owner)
        acknowledge_alerts(alert_ids=[done.pk], by=owner)


def rows_of(client: Client, page: str, address: str) -> int:
    return len(re.findall(ROWS[page], client.get(address).text))


def test_a_count_of_the_menu_is_the_number_of_rows_behind_it(web):
    home = web.get("/").text
    counts = {
        found[1]: int(count[1])
        for found in MENU.finditer(home)
        if (count := re.search(r'class="sidebar-count">(\d+)<', found[0]))
    }

    assert counts.keys() == {"/tasks/", "/scoring/alerts/", "/leads/", "/inbox/"}
    assert {page: rows_of(web, page, page) for page in counts} == counts


@pytest.mark.parametrize("page", ROWS)
def test_a_count_of_a_tab_is_the_number_of_rows_under_it(web, page):
    tabs = {
        html.unescape(href): int(count.replace(",", "")) for href, count in TAB.findall(web.get(page).text)
    }

    assert len(tabs) > 1
    assert {href: rows_of(web, page, _whole(page, href)) for href in tabs} == tabs


def test_the_count_of_the_bell_is_the_number_of_unread_notifications(web, rep):
    notify(
        Notice(user_id=rep.pk, kind=Kind.ROUTED, title="A lead", url="/", dedupe_key=str(number))
        for number in range(3)
    )
    home = web.get("/").text
    unread = int(re.search(r'class="bell-count num" aria-hidden="true">(\d+)<', home)[1])

    assert web.get("/notifications/").text.count('<span class="tag tag-info">new</span>') == unread >= 3


def _whole(page: str, href: str) -> str:
    return f"{page}{href}" if href.startswith("?") else href
