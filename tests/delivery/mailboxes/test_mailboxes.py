"""Mailboxes: who connects and changes them, secrets that stay, tests with the server's own words."""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.selectors import usage_of
from mauntic.delivery.mailboxes.services.connecting import connect_mailbox
from mauntic.delivery.mailboxes.services.disconnecting import disconnect_mailbox
from mauntic.delivery.mailboxes.services.settings import change_mailbox, switch_mailbox
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Grant, Mailbox, Rank
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.ids import new_id
from mauntic.tenants.models import Organization
from tests.delivery.mail_servers import MailServer, mail_server
from tests.factories.delivery import MailboxFactory, MessageFactory

FORM = {
    "address": "jo@ours.example",
    "from_name": "Jo Reyes",
    "username": "",
    "password": "s3cret word",
    "smtp_host": "127.0.0.1",
    "smtp_port": "2525",
    "smtp_security": "none",
    "imap_host": "",
    "imap_port": "993",
    "imap_security": "tls",
    "per_day": "50",
    "per_hour": "9",
    "gap_shortest": "90",
    "gap_longest": "420",
    "ramp_start": "10",
    "ramp_step": "2",
}


def test_a_rep_connects_a_mailbox_whose_password_is_never_shown(web: Client, rep: User) -> None:
    done = web.post(reverse("delivery:mailbox-new"), FORM, follow=True)

    assert "jo@ours.example is stored, but does not work yet." in done.content.decode()
    assert "s3cret" not in done.content.decode()
    mailbox = Mailbox.objects.get()
    assert (mailbox.owner, mailbox.password, mailbox.username) == (rep, "s3cret word", "jo@ours.example")
    raw = Mailbox.objects.extra(select={"raw": "credentials"}).values_list("raw", flat=True)
    assert "s3cret" not in str(raw[0])


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("address", "jo", "Enter a valid email address."),
        ("password", "", "Enter the password of the mailbox."),
        ("smtp_port", "70000", "less than or equal to 65535"),
        ("gap_longest", "10", "Enter at least the shortest gap."),
        ("smtp_security", "ssl9", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(web: Client, field: str, value: str, problem: str) -> None:
    answer = web.post(reverse("delivery:mailbox-new"), {**FORM, field: value})

    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert not Mailbox.objects.exists()


def test_an_address_is_connected_once(web: Client) -> None:
    MailboxFactory(address="JO@ours.example")

    answer = web.post(reverse("delivery:mailbox-new"), FORM)

    assert answer.status_code == 422
    assert "is connected already" in answer.content.decode()


def test_a_rep_sees_shared_mailboxes_and_changes_none_of_others(web: Client, make_user) -> None:
    other = make_user("rep", email="other@acme.example")
    shared, foreign = MailboxFactory(), MailboxFactory(owner=other)

    listed = web.get(reverse("delivery:mailboxes")).content.decode()

    assert shared.address in listed
    assert foreign.address not in listed
    assert web.get(reverse("delivery:mailbox", args=[foreign.pk])).status_code == 404
    for mailbox, status in ((shared, 403), (foreign, 404)):
        assert (
            web.post(reverse("delivery:mailbox-switch", args=[mailbox.pk]), {"on": "no"}).status_code
            == status
        )
    with pytest.raises(NotAllowed):
        connect_mailbox(values={}, password="x", by=other, is_shared=True)


@pytest.mark.parametrize(("field", "port"), [("smtp_port", 6379), ("smtp_port", 22), ("imap_port", 5432)])
def test_a_rep_reaches_no_server_that_is_not_for_mail(
    web: Client, rep: User, admin: User, field, port
) -> None:
    answer = web.post(reverse("delivery:mailbox-new"), {**FORM, field: str(port)})
    mailbox = MailboxFactory(owner=rep, smtp_port=2525, imap_port=993)

    assert answer.status_code == 422
    assert "Use one of the ports" in answer.content.decode()
    with pytest.raises(Invalid, match="ports"):
        change_mailbox(mailbox_id=mailbox.pk, values={field: port}, by=rep, password="x")
    changed = change_mailbox(mailbox_id=mailbox.pk, values={field: port}, by=admin, password="x")
    assert getattr(changed, field) == port
    # What ops entered stays when the rep changes something else.
    assert change_mailbox(mailbox_id=mailbox.pk, values={"from_name": "Jo", field: port}, by=rep)


def test_the_password_goes_only_to_the_servers_it_was_entered_for(rep: User) -> None:
    mailbox = MailboxFactory(owner=rep, credentials={"password": "word"})

    for values in (
        {"smtp_host": "evil.example"},
        {"imap_port": 143},
        {"username": "evil"},
        {"smtp_security": "starttls"},
        {"imap_security": "tls"},
    ):
        with pytest.raises(Invalid, match="password"):
            change_mailbox(mailbox_id=mailbox.pk, values=values, by=rep)
    changed = change_mailbox(
        mailbox_id=mailbox.pk, values={"smtp_host": "new.example"}, by=rep, password="other"
    )
    assert (changed.smtp_host, changed.password) == ("new.example", "other")


def test_the_test_says_the_words_of_the_server(web: Client, rep: User, smtp: MailServer) -> None:
    mailbox = MailboxFactory(owner=rep, smtp_port=smtp.port)
    address = reverse("delivery:mailbox-test", args=[mailbox.pk])

    done = web.post(address, {"what": "send"}, follow=True).content.decode()

    assert "250 2.0.0 queued as 4711" in done
    assert smtp.recipients == [mailbox.address]
    assert web.post(address, {"what": "other"}).status_code == 422


def test_the_test_of_a_mailbox_with_line_breaks_in_its_name_adds_no_header(
    web: Client, rep: User, smtp: MailServer
) -> None:
    mailbox = MailboxFactory(owner=rep, smtp_port=smtp.port, from_name="Jo\r\nBcc: all@evil.example")

    web.post(reverse("delivery:mailbox-test", args=[mailbox.pk]), {"what": "send"})

    assert smtp.got[0][1]["Bcc"] is None


def test_a_refused_password_is_shown_in_the_words_of_the_server(web: Client, rep: User) -> None:
    with mail_server(password="right") as server:
        mailbox = MailboxFactory(owner=rep, smtp_port=server.port, credentials={"password": "wrong"})
        address = reverse("delivery:mailbox-test", args=[mailbox.pk])
        done = web.post(address, {"what": "send"}, follow=True).content.decode()

    assert "535 5.7.8 Authentication credentials invalid" in done
    mailbox.refresh_from_db()
    assert (mailbox.state, mailbox.failures) == ("active", 0)


def test_a_new_mailbox_is_tried_at_once_and_nothing_is_sent(web: Client, admin: User) -> None:
    web.force_login(admin)  # ops enter any port
    with mail_server(password=FORM["password"]) as server:
        done = web.post(reverse("delivery:mailbox-new"), {**FORM, "smtp_port": str(server.port)}, follow=True)

    assert "jo@ours.example connected: the servers accepted the sign-in." in done.content.decode()
    assert server.got == []


def test_a_new_mailbox_with_a_wrong_password_says_so_in_the_words_of_the_server(
    web: Client, admin: User
) -> None:
    web.force_login(admin)
    with mail_server(password="right") as server:
        values = {**FORM, "smtp_port": str(server.port), "password": "wrong"}
        done = web.post(reverse("delivery:mailbox-new"), values, follow=True).content.decode()

    assert "does not work yet. Correct the account. The server says: 535 5.7.8" in done
    assert "Problem" in done
    assert Mailbox.objects.get().state == "active"


def test_disconnecting_says_what_waits_and_forgets_the_password(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep, address="jo@ours.example", credentials={"password": "word"})
    MessageFactory.create_batch(2, mailbox=mailbox)
    address = reverse("delivery:mailbox-disconnect", args=[mailbox.pk])
    shown = reverse("delivery:mailbox", args=[mailbox.pk])
    assert f'href="{address}"' in web.get(shown).content.decode()

    asked = web.get(address).content.decode()
    assert "2 emails wait." in asked
    done = web.post(address, follow=True).content.decode()

    assert "jo@ours.example disconnected. Its emails and replies stay." in done
    assert "Jo Reyes disconnected it." in done
    mailbox.refresh_from_db()
    assert (mailbox.state, mailbox.password, mailbox.messages.count()) == ("off", "", 2)
    assert "Enter the password or key again" in web.get(shown).content.decode()
    switched = web.post(reverse("delivery:mailbox-switch", args=[mailbox.pk]), {"on": "yes"})
    assert switched.status_code == 409
    change_mailbox(mailbox_id=mailbox.pk, values={}, by=rep, password="new")
    mailbox.refresh_from_db()
    assert mailbox.state == "active"


def test_a_mailbox_that_sent_and_got_nothing_is_removed_when_it_is_disconnected(
    web: Client, rep: User
) -> None:
    mailbox = MailboxFactory(owner=rep, kind="google", grant=Grant.objects.create(provider="google"))

    web.post(reverse("delivery:mailbox-disconnect", args=[mailbox.pk]))

    assert not Mailbox.objects.exists()
    assert not Grant.objects.exists()


def test_only_its_owner_and_ops_disconnect_a_mailbox(web: Client, make_user) -> None:
    shared = MailboxFactory()
    foreign = MailboxFactory(owner=make_user("rep", email="other@acme.example"))

    for mailbox, status in ((shared, 403), (foreign, 404)):
        address = reverse("delivery:mailbox-disconnect", args=[mailbox.pk])
        assert (web.get(address).status_code, web.post(address).status_code) == (status, status)
    assert Mailbox.objects.count() == 2


def test_the_page_says_who_reads_and_answers(web: Client, rep: User, admin: User) -> None:
    own, shared = MailboxFactory(owner=rep), MailboxFactory()
    web.force_login(admin)

    page = web.get(reverse("delivery:mailbox", args=[own.pk])).content.decode()
    assert "Managers of the team of Jo Reyes only read its replies." in page
    page = web.get(reverse("delivery:mailbox", args=[shared.pk])).content.decode()
    assert "It is shared: everyone reads its replies" in page


def test_the_list_counts_what_went_out_in_24_hours_and_what_waits(acme: Organization) -> None:
    mailbox, idle = MailboxFactory(), MailboxFactory()
    for hours in (1, 2, 25):
        MessageFactory(mailbox=mailbox, state="sent", claimed_at=now() - timedelta(hours=hours))
    MessageFactory(mailbox=mailbox, state="refused", claimed_at=now())
    MessageFactory(mailbox=mailbox)
    MessageFactory(mailbox=idle)

    found = {usage.mailbox: (usage.sent, usage.waiting) for usage in usage_of(Mailbox.objects.all())}

    assert found == {mailbox: (2, 1), idle: (0, 1)}


def test_the_list_needs_the_same_queries_for_one_and_for_three(
    web: Client, rep: User, django_assert_max_num_queries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(40) as counted:
            assert web.get(reverse("delivery:mailboxes")).status_code == 200
        return len(counted)

    MessageFactory(mailbox=MailboxFactory(owner=rep))
    queries()
    first = queries()
    for _more in range(2):
        MessageFactory.create_batch(2, mailbox=MailboxFactory(owner=rep))
    assert queries() == first


def test_what_waits_for_a_limit_goes_when_the_limit_is_raised(
    rep: User, acme: Organization, smtp: MailServer
) -> None:
    mailbox = MailboxFactory(owner=rep, smtp_port=smtp.port, per_day=1)
    MessageFactory(mailbox=mailbox, state="sent", claimed_at=now(), handed_at=now())
    message = MessageFactory(mailbox=mailbox, rank=Rank.FIRST, origin_id=new_id())
    later = MessageFactory(mailbox=mailbox, due_at=now() + timedelta(days=1))
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    assert (message.state, message.hold) == ("waiting", "daily_limit")
    assert message.look_at > now() + timedelta(hours=1)

    change_mailbox(mailbox_id=mailbox.pk, values={"per_day": 5}, by=rep)
    send_due(mailbox_id=mailbox.pk)

    message.refresh_from_db()
    later.refresh_from_db()
    assert (message.state, later.state) == ("sent", "waiting")
    assert later.look_at == later.due_at


def test_a_mailbox_that_is_switched_off_or_disconnected_is_the_reason_at_once(
    rep: User, acme: Organization
) -> None:
    tomorrow = now() + timedelta(days=1)
    for end in (partial(switch_mailbox, on=False), disconnect_mailbox):
        mailbox = MailboxFactory(owner=rep, credentials={"password": "word"})
        message = MessageFactory(mailbox=mailbox, hold="daily_limit", look_at=tomorrow)
        end(mailbox_id=mailbox.pk, by=rep)
        send_due(mailbox_id=mailbox.pk)
        message.refresh_from_db()
        assert message.hold == "mailbox_paused"
