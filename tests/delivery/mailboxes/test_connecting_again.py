"""A disconnected mailbox that is connected again goes on under its row, whatever way it is connected."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.services.by_service import connect_service
from mauntic.delivery.mailboxes.services.connecting import connect_mailbox
from mauntic.delivery.mailboxes.services.disconnecting import disconnect_mailbox
from mauntic.delivery.models import Mailbox, SignInApp
from mauntic.kernel.errors import Invalid
from tests.delivery.authorization_server import AuthorizationServer
from tests.delivery.mailboxes.test_by_service import FORM as SERVICE_FORM
from tests.delivery.mailboxes.test_mailboxes import FORM
from tests.delivery.sign_in.test_pages import back, start
from tests.factories.delivery import MailboxFactory, MessageFactory

SERVER = {"address": "jo@ours.example", "smtp_host": "mail.ours.example"}


def disconnected(by: User, **values) -> Mailbox:
    """Return a mailbox with an email, which its person disconnected."""
    stored = {"credentials": {"password": "word"}, "ramp_from": date(2026, 1, 2), **values}
    mailbox = MailboxFactory(address="Jo@ours.example", **stored)
    MessageFactory(mailbox=mailbox)
    disconnect_mailbox(mailbox_id=mailbox.pk, by=by)
    return mailbox


def test_a_mailbox_is_connected_with_a_new_password(web: Client, rep: User) -> None:
    mailbox = disconnected(rep, owner=rep, last_error="535 no")

    web.post(reverse("delivery:mailbox-new"), {**FORM, "per_day": "40"}, follow=True)

    found = Mailbox.objects.get()
    assert (found.pk, found.state, found.state_reason) == (mailbox.pk, "active", "")
    assert (found.owner, found.password, found.per_day) == (rep, "s3cret word", 40)
    assert (found.address, found.ramp_from) == ("jo@ours.example", date(2026, 1, 2))
    assert found.messages.count() == 1


def test_a_mailbox_moves_to_an_email_service_and_back(web: Client, rep: User) -> None:
    mailbox = disconnected(rep, owner=rep)

    web.post(reverse("delivery:service-new"), SERVICE_FORM)
    found = Mailbox.objects.get()
    assert (found.pk, found.kind, found.smtp_host) == (mailbox.pk, "mailgun", "")
    assert (found.secret("api_key"), found.password) == ("key-of-mailgun", "")
    disconnect_mailbox(mailbox_id=found.pk, by=rep)
    back_again = connect_mailbox(values=SERVER, password="word", by=rep)

    assert (back_again.kind, back_again.credentials) == ("password", {"password": "word"})
    assert back_again.hook_digest is None


def test_the_addresses_of_webhooks_stay_with_the_same_service(acme: object, rep: User) -> None:
    def connect(service: str) -> Mailbox:
        keys = {"api_key": "key", "signing_key": "sign"}
        return connect_service(service=service, values={"address": "jo@ours.example"}, keys=keys, by=rep)

    first = connect("mailgun")
    MessageFactory(mailbox=first)
    disconnect_mailbox(mailbox_id=first.pk, by=rep)
    second = connect("mailgun")
    assert second.secret("hook_token") == first.secret("hook_token")
    assert second.hook_digest == first.hook_digest
    disconnect_mailbox(mailbox_id=first.pk, by=rep)
    assert connect("sendgrid").secret("hook_token") != first.secret("hook_token")


def test_a_mailbox_moves_to_its_provider(
    web: Client, rep: User, app: SignInApp, provider: AuthorizationServer
) -> None:
    mailbox = disconnected(rep, owner=rep)

    assert "jo@ours.example connected." in back(web, provider, start(web))

    found = Mailbox.objects.get()
    assert (found.pk, found.kind, found.state) == (mailbox.pk, "google", "active")
    assert (found.is_disconnected, found.credentials) == (False, {})


def test_a_mailbox_that_was_only_switched_off_is_connected_already(acme: object, rep: User) -> None:
    MailboxFactory(address="jo@ours.example", owner=rep, state="off", credentials={"password": "word"})

    with pytest.raises(Invalid, match="is connected already"):
        connect_mailbox(values=SERVER, password="other", by=rep)


def test_nobody_takes_over_the_emails_of_others(acme: object, rep: User, admin: User, make_user) -> None:
    other = make_user("rep", email="other@acme.example")
    disconnected(rep, owner=rep)

    with pytest.raises(Invalid, match="Ask its owner, ops or an admin"):
        connect_mailbox(values=SERVER, password="word", by=other)
    with pytest.raises(Invalid, match="belongs to Jo Reyes") as refused:
        connect_mailbox(values=SERVER, password="word", by=admin, is_shared=True)
    assert set(refused.value.fields) == {"is_shared"}
    # An admin who connects it for its person leaves it theirs.
    assert connect_mailbox(values=SERVER, password="word", by=admin).owner == rep


def test_a_shared_mailbox_stays_shared(acme: object, rep: User, admin: User) -> None:
    disconnected(admin)

    with pytest.raises(Invalid, match="Ask its owner, ops or an admin"):
        connect_mailbox(values=SERVER, password="word", by=rep)
    with pytest.raises(Invalid, match="Connect it as shared"):
        connect_mailbox(values=SERVER, password="word", by=admin)
    assert connect_mailbox(values=SERVER, password="word", by=admin, is_shared=True).owner is None
