"""Mailboxes with many bounces or complaints: paused with the numbers, resumed by a person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.selectors import rates_of
from mauntic.delivery.mailboxes.services.reputation import pause_by_rates
from mauntic.delivery.mailboxes.services.settings import switch_mailbox
from mauntic.delivery.messages.services import sending
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.models import Mailbox, Message, MessageState, Reason, Suppression
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.notifications.models import Notification
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory


def send(mailbox: Mailbox, count: int, *, failure: str = "", days: float = 1, **values: object) -> None:
    """Store messages that went out some days ago."""
    MessageFactory.create_batch(
        count,
        mailbox=mailbox,
        contact=ContactFactory(),
        state=MessageState.SENT,
        claimed_at=now() - timedelta(days=days),
        failure=failure,
        **values,
    )


def again(mailbox: Mailbox) -> Mailbox:
    return Mailbox.objects.get(pk=mailbox.pk)


def test_the_bounces_of_the_mailbox_are_the_rows_of_the_outbox_behind_them(web: Client, rep: User) -> None:
    mailbox, other = MailboxFactory(owner=rep), MailboxFactory(owner=rep)
    send(mailbox, 3)
    send(mailbox, 1, failure="hard")
    send(mailbox, 2, failure="policy")
    send(mailbox, 1, bounced_at=now())
    send(mailbox, 1, failure="soft")
    send(other, 1, failure="hard")
    MessageFactory(mailbox=mailbox, state=MessageState.REFUSED, failure="hard", claimed_at=now())
    address = f"{reverse('delivery:outbox')}?state=bounced&mailbox={mailbox.pk}"

    page = web.get(reverse("delivery:mailbox", args=[mailbox.pk])).content.decode()
    assert "5 of 9 emails bounced in 7 days." in page
    assert f'href="{address.replace("&", "&amp;")}"' in page
    outbox = web.get(address)
    assert len(outbox.context["rows"]) == 5
    assert "Came back: the server of the recipient does not take our emails." in outbox.content.decode()
    counts = {each.value: each.count for each in outbox.context["tabs"]}
    assert str(counts["bounced"]) == "5"


def test_a_mailbox_of_which_five_of_a_hundred_bounce_is_paused_with_the_numbers(rep: User, run_jobs) -> None:
    mailbox, fine = MailboxFactory(owner=rep), MailboxFactory(owner=rep)
    send(mailbox, 94)
    send(mailbox, 4, failure="hard")
    send(mailbox, 2, failure="policy")
    send(fine, 98)
    send(fine, 2, failure="soft")

    with run_jobs():
        assert pause_by_rates() == 1

    assert (again(mailbox).state, again(mailbox).state_reason) == (
        "paused",
        "6 of 100 emails bounced in 7 days.",
    )
    assert again(fine).state == "active"
    notice = Notification.objects.get(user=rep)
    assert notice.title == f"Your mailbox {mailbox.address} was paused"
    assert notice.body == "6 of 100 emails bounced in 7 days."
    # Looked at again, nothing new happens.
    with run_jobs():
        assert pause_by_rates() == 0
    assert StoredEvent.objects.filter(type="delivery.MailboxPaused").count() == 1


def test_ops_and_admins_hear_of_a_shared_mailbox(rep: User, admin: User, run_jobs) -> None:
    mailbox = MailboxFactory()
    send(mailbox, 49)
    send(mailbox, 1, complained_at=now())

    with run_jobs():
        pause_by_rates()

    assert again(mailbox).state_reason == "1 of 50 emails were reported as spam in 7 days."
    assert [(each.user, each.title) for each in Notification.objects.all()] == [
        (admin, f"{mailbox.address} was paused")
    ]


def test_few_and_old_emails_say_nothing(acme: Organization) -> None:
    few, old = MailboxFactory(), MailboxFactory()
    send(few, 49, failure="hard")
    send(old, 60, failure="hard", days=7.1)
    MessageFactory.create_batch(60, mailbox=few, contact=ContactFactory())

    assert pause_by_rates() == 0


def test_what_bounced_before_a_person_resumed_does_not_pause_again(rep: User) -> None:
    mailbox = MailboxFactory(owner=rep)
    send(mailbox, 60, failure="hard")
    pause_by_rates()

    switch_mailbox(mailbox_id=mailbox.pk, on=True, by=rep)

    assert pause_by_rates() == 0
    assert again(mailbox).state == "active"
    later = now() + timedelta(days=1)
    send(mailbox, 60, failure="hard", days=-0.5)
    assert pause_by_rates(now=later) == 1
    assert again(mailbox).state_reason == "60 of 60 emails bounced in 7 days."


def test_a_pause_holds_automatic_emails_and_lets_a_person_write(
    acme: Organization, smtp: MailServer, web: Client
) -> None:
    mailbox = MailboxFactory(smtp_port=smtp.port, state="paused", state_reason="6 of 100 emails bounced.")
    personal = MessageFactory(mailbox=mailbox)
    cold = MessageFactory(mailbox=mailbox, rank=2)

    sending.send_due(mailbox_id=mailbox.pk)

    assert smtp.recipients == [personal.to_address]
    cold.refresh_from_db()
    assert (cold.state, cold.hold) == (MessageState.WAITING, "mailbox_paused")
    page = web.get(reverse("delivery:message", args=[cold.pk])).content.decode()
    assert f"{mailbox.address} is paused: 6 of 100 emails bounced." in page


def test_a_policy_refusal_counts_for_the_mailbox_and_never_for_the_person(
    acme: Organization, smtp: MailServer
) -> None:
    mailbox = MailboxFactory(smtp_port=smtp.port)
    message = MessageFactory(mailbox=mailbox)
    smtp.at_data[message.to_address] = "550 5.7.1 Blocked for spam"

    sending.send_due(mailbox_id=mailbox.pk)

    _since, rates = rates_of(Mailbox.objects.all(), now())[mailbox.pk]
    assert (rates.sent, rates.bounced) == (1, 1)
    assert not Suppression.objects.exists()


def test_a_complaint_is_counted_at_its_message(acme: Organization) -> None:
    message = MessageFactory(state=MessageState.SENT, claimed_at=now())

    unsubscribe(message=message, source="complaint", reason=Reason.COMPLAINED)

    assert Message.objects.get().complained_at is not None
    _since, rates = rates_of(Mailbox.objects.all(), now())[message.mailbox_id]
    assert (rates.sent, rates.complained) == (1, 1)


@pytest.mark.parametrize("state", ["off", "paused"])
def test_a_mailbox_that_stands_still_is_left_alone(acme: Organization, state: str) -> None:
    mailbox = MailboxFactory(state=state, state_reason="a person did it")
    send(mailbox, 60, failure="hard")

    assert pause_by_rates() == 0
    assert again(mailbox).state_reason == "a person did it"


def test_all_mailboxes_are_looked_at_in_the_same_queries(
    acme: Organization, django_assert_max_num_queries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            pause_by_rates()
        return len(counted)

    send(MailboxFactory(), 60, failure="hard")
    first = queries()
    for _more in range(3):
        send(MailboxFactory(), 60, failure="hard")
    assert queries() == first


def test_the_page_shows_the_pause_and_resumes(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep)
    send(mailbox, 57)
    send(mailbox, 3, failure="hard")
    pause_by_rates()
    address = reverse("delivery:mailbox", args=[mailbox.pk])

    page = web.get(address).content.decode()

    assert "3 of 60 emails bounced in 7 days." in page
    assert "0 of 60 emails were reported as spam in 7 days." in page
    assert "Automatic emails wait." in page
    assert ">Resume<" in page
    web.post(reverse("delivery:mailbox-switch", args=[mailbox.pk]), {"on": "yes"})
    assert ">Switch off<" in web.get(address).content.decode()


def test_the_list_shows_what_to_watch(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep)
    send(mailbox, 96)
    send(mailbox, 4, failure="hard")

    page = web.get(reverse("delivery:mailboxes")).content.decode()

    assert "Watch" in page
    assert "4 of 100 emails bounced in 7 days." in page


def test_the_page_shows_the_figures_of_the_whole_domain(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep)
    send(mailbox, 10)
    send(MailboxFactory(), 5, failure="policy")
    send(MailboxFactory(address="jo@other.example"), 5, failure="hard")

    page = web.get(reverse("delivery:mailbox", args=[mailbox.pk])).content.decode()

    assert "All mailboxes of the domain: 5 of 15 emails bounced in 7 days." in page
