"""Openings and clicks: from the email that a real server got, over its addresses, to what is counted."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.engagement import links
from mauntic.delivery.engagement.services.recording import switch_tracking
from mauntic.delivery.messages.links import home_address
from mauntic.delivery.messages.services import sending
from mauntic.delivery.messages.services.engagement import count_touches
from mauntic.delivery.models import Link, Mailbox, Message, Touch, Untracked
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
APPLE = "Mozilla/5.0"
PRICES, HELP = "https://ours.example/prices?a=1&b=2", "https://ours.example/help"
BODY = f"Hi,\n\nsee {PRICES} and {HELP}.\nAgain: {HELP}"


@pytest.fixture
def mailbox(acme: Organization, smtp: MailServer) -> Mailbox:
    cache.clear()
    return MailboxFactory(smtp_port=smtp.port, tracks_opens=True, tracks_clicks=True)


@pytest.fixture
def sent(mailbox: Mailbox, smtp: MailServer) -> Message:
    """A message with two links that went out an hour ago."""
    message = MessageFactory(mailbox=mailbox, rank=1, body=BODY)
    sending.send_due(mailbox_id=mailbox.pk)
    Message.objects.update(handed_at=now() - timedelta(hours=1))
    return Message.objects.get(pk=message.pk)


def html(smtp: MailServer) -> str:
    part = smtp.got[-1][1].get_body(("html",))
    assert part is not None
    return str(part.get_content())


def paths(smtp: MailServer, kind: str) -> list[str]:
    return [f"/{unescape(path)}" for path in re.findall(rf'"http://[^/"]+/({kind}/[^"]+)"', html(smtp))]


def reader(agent: str = FIREFOX, host: str = "acme.localhost", **headers: str) -> Client:
    return Client(headers={"host": host, "user-agent": agent, **headers})


def count() -> None:
    count_touches(now=now() + timedelta(seconds=16))


def events(name: str) -> int:
    return sum(StoredEvent.objects.filter(type=f"delivery.{name}").values_list("fact_count", flat=True))


def test_links_of_the_html_lead_over_our_address_and_the_text_is_untouched(
    sent: Message, smtp: MailServer
) -> None:
    text = smtp.got[0][1].get_body(("plain",))

    assert text is not None
    assert PRICES in text.get_content()
    assert "/l/" not in text.get_content()
    assert len(set(paths(smtp, "l"))) == 2
    assert len(paths(smtp, "l")) == 3
    assert len(paths(smtp, "o")) == 1
    assert len(paths(smtp, "u")) == 1  # unsubscribing is never counted
    assert f'href="{PRICES}"' not in html(smtp)
    assert "ours.example" not in "".join(paths(smtp, "l"))
    assert set(Link.objects.values_list("url", flat=True)) == {PRICES, HELP, ""}


def test_a_person_opens_follows_and_is_counted_once(sent: Message, smtp: MailServer) -> None:
    prices, helped, _again = paths(smtp, "l")
    picture = reader().get(paths(smtp, "o")[0])
    answer = reader().get(prices)

    assert (picture.status_code, picture["Content-Type"]) == (200, "image/gif")
    assert (answer.status_code, answer["Location"]) == (302, PRICES)
    assert "no-store" in answer["Cache-Control"]
    reader().get(prices)
    reader().get(paths(smtp, "o")[0])
    count()
    sent.refresh_from_db()
    assert sent.opened_at is not None
    assert sent.clicked_at is not None
    assert (events("MessageOpened"), events("MessageClicked")) == (1, 1)
    event = StoredEvent.objects.get(type="delivery.MessageClicked")
    assert (event.facts[0]["url"], event.facts[0]["isMachine"]) == (PRICES, False)
    # Another link counts, the same one no more.
    for path in (prices, helped):
        Touch.objects.update(at=now() - timedelta(minutes=5))
        reader().get(path)
    count()
    assert (events("MessageOpened"), events("MessageClicked")) == (1, 2)


def test_a_scanner_that_follows_all_links_is_kept_and_not_counted(
    sent: Message, smtp: MailServer, web: Client
) -> None:
    for path in paths(smtp, "l"):
        reader().get(path)
    reader(APPLE).get(paths(smtp, "o")[0])
    count()

    sent.refresh_from_db()
    assert (sent.opened_at, sent.clicked_at) == (None, None)
    assert events("MessageOpened") == events("MessageClicked") == 0
    assert Touch.objects.filter(is_machine=True).count() == 4
    page = web.get(reverse("delivery:message", args=[sent.pk])).content.decode()
    assert "Not counted: Opened several links of an email within seconds" in page
    assert "Not counted: Email proxy (Mozilla/5.0)" in page


def test_nothing_is_decided_before_a_scanner_had_time_for_its_next_link(
    sent: Message, smtp: MailServer
) -> None:
    reader().get(paths(smtp, "l")[0])

    assert count_touches(now=now() + timedelta(seconds=9)) == 0
    assert count_touches(now=now() + timedelta(seconds=16)) == 1
    assert count_touches(now=now() + timedelta(seconds=16)) == 0


def test_head_checks_a_link_and_post_is_refused(sent: Message, smtp: MailServer) -> None:
    path = paths(smtp, "l")[0]

    assert reader().head(path)["Location"] == PRICES
    assert reader().post(path).status_code == 405
    count()
    assert Touch.objects.get().is_machine


def test_who_asks_not_to_be_tracked_is_led_on_and_not_stored(sent: Message, smtp: MailServer) -> None:
    assert reader(dnt="1").get(paths(smtp, "l")[0])["Location"] == PRICES
    assert reader(**{"sec-gpc": "1"}).get(paths(smtp, "o")[0]).status_code == 200
    assert not Touch.objects.exists()


@pytest.mark.parametrize("kind", ["l", "o"])
def test_tokens_that_are_forged_old_or_of_another_organization_are_unknown(
    sent: Message, smtp: MailServer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = paths(smtp, kind)[0]

    assert reader(host="globex.localhost").get(path).status_code == 404
    assert reader().get(path.replace(":", "x", 1)).status_code == 404
    assert reader().get(f"/{kind}/none{'/' if kind == 'l' else '.gif'}").status_code == 404
    swapped = path.replace("/l/", "/o/").rstrip("/") + ".gif" if kind == "l" else path.replace(".gif", "/")
    assert reader().get(swapped.replace("/o/", "/l/") if kind == "o" else swapped).status_code == 404
    monkeypatch.setattr(links, "LIVES", timedelta(seconds=-1))
    assert reader().get(path).status_code == 404
    monkeypatch.undo()
    Message.objects.all().delete()
    assert reader().get(path).status_code == 404
    assert not Touch.objects.exists()


def test_of_one_email_only_so_many_are_stored_and_links_lead_on(sent: Message, smtp: MailServer) -> None:
    path = paths(smtp, "l")[0]
    for _time in range(70):
        assert reader().get(path).status_code == 302

    assert Touch.objects.count() == 60


def test_a_mailbox_that_counts_nothing_changes_nothing(acme: Organization, smtp: MailServer) -> None:
    mailbox = MailboxFactory(smtp_port=smtp.port, tracks_opens=False, tracks_clicks=False)
    MessageFactory(mailbox=mailbox, rank=1, body=BODY)
    sending.send_due(mailbox_id=mailbox.pk)

    assert f'href="{HELP}"' in html(smtp)
    assert "<img" not in html(smtp)
    assert not Link.objects.exists()


def test_a_lead_without_tracking_gets_plain_links_and_old_ones_count_no_more(
    sent: Message, mailbox: Mailbox, smtp: MailServer
) -> None:
    path = paths(smtp, "l")[0]
    switch_tracking(contact_id=sent.contact_id, on=False)
    MessageFactory(mailbox=mailbox, contact=sent.contact, body=BODY)
    other = MessageFactory(mailbox=mailbox, contact=ContactFactory(), body=BODY)
    sending.send_due(mailbox_id=mailbox.pk)

    by_recipient = {to: mail.get_body(("html",)) for to, mail in smtp.got[1:]}
    assert "/l/" not in by_recipient[sent.to_address].get_content()
    assert "/l/" in by_recipient[other.to_address].get_content()
    assert reader().get(path)["Location"] == PRICES
    count()
    assert events("MessageClicked") == 0


def test_links_to_ourselves_are_left_as_they_are(mailbox: Mailbox, smtp: MailServer) -> None:
    home = "http://acme.localhost"
    MessageFactory(mailbox=mailbox, body=f"See {home_address()}/a/paper/?c=1 and {HELP}")
    sending.send_due(mailbox_id=mailbox.pk)

    assert "/a/paper/?c=1" in html(smtp)
    assert home in home_address()
    assert set(Link.objects.values_list("url", flat=True)) == {HELP, ""}


def test_an_email_that_is_tried_again_keeps_its_links(mailbox: Mailbox, smtp: MailServer) -> None:
    message = MessageFactory(mailbox=mailbox, body=BODY)
    smtp.at_rcpt[message.to_address] = "452 4.2.2 Mailbox full"
    sending.send_due(mailbox_id=mailbox.pk)
    smtp.at_rcpt.clear()
    Message.objects.update(look_at=now())
    sending.send_due(mailbox_id=mailbox.pk)

    assert Link.objects.count() == 3
    assert reader().get(paths(smtp, "l")[0])["Location"] == PRICES


def test_many_openings_are_counted_in_the_same_queries(
    mailbox: Mailbox, django_assert_max_num_queries
) -> None:
    def touched(count: int) -> None:
        for message in MessageFactory.create_batch(
            count, mailbox=mailbox, state="sent", handed_at=now() - timedelta(hours=1)
        ):
            link = Link.objects.create(id=Link.id_of(message.pk, HELP), message=message, url=HELP)
            Touch.objects.create(message=message)
            Touch.objects.create(message=message, link=link)

    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            count()
        return len(counted)

    touched(1)
    first = queries()
    touched(3)
    assert queries() == first
    assert events("MessageClicked") == 4


def test_two_runs_at_once_count_a_click_once(committed: Organization, at_once) -> None:
    mailbox = MailboxFactory()
    message = MessageFactory(mailbox=mailbox, state="sent", handed_at=now() - timedelta(hours=1))
    link = Link.objects.create(id=Link.id_of(message.pk, HELP), message=message, url=HELP)
    for _click in range(6):
        Touch.objects.create(message=message, link=link)
    Touch.objects.create(message=message)

    judged = at_once(3, lambda _number: count_touches(now=now() + timedelta(seconds=16)))

    assert sum(judged) == 7
    assert (events("MessageOpened"), events("MessageClicked")) == (1, 1)


def test_a_person_switches_the_tracking_of_a_lead(web: Client, rep: User) -> None:
    message = MessageFactory()
    here = reverse("delivery:message", args=[message.pk])
    address = reverse("lead-tracking", args=[message.contact_id])

    page = web.post(address, {"on": "no", "next": here}, follow=True).content.decode()

    assert "are no longer counted." in page
    assert ">Track emails<" in page
    assert ">Track emails<" in web.get(f"/leads/{message.contact_id}/").content.decode()
    page = web.post(address, {"on": "yes", "next": here}, follow=True).content.decode()
    assert ">Stop tracking emails<" in page
    assert web.post(address, {"on": "maybe"}).status_code == 422
    assert web.post(reverse("lead-tracking", args=[message.pk]), {"on": "no"}).status_code == 404
    assert Client(headers={"host": "acme.localhost"}).post(address, {"on": "no"}).status_code == 302
    assert not Untracked.objects.exists()


def test_a_new_mailbox_counts_clicks_and_no_openings(web: Client, acme: Organization) -> None:
    assert (Mailbox().tracks_clicks, Mailbox().tracks_opens) == (True, False)
    page = web.get(reverse("delivery:mailbox-new")).content.decode()
    assert re.search(r'name="tracks_clicks"[^>]*checked', page)
    assert not re.search(r'name="tracks_opens"[^>]*checked', page)
