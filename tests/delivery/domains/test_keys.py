"""Own signatures: a key, its record, and signed emails that receivers can verify."""

import dkim
import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery.domains.services.keys import create_key, switch_signing
from mauntic.delivery.domains.services.lookups import look_up
from mauntic.delivery.mailboxes.selectors import signer
from mauntic.delivery.messages.services import sending
from mauntic.delivery.models import Mailbox, SendingDomain
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.tenants.models import Organization
from tests.delivery.dns_servers import NameServer
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory

NAME = "ours.example"


def record(row: SendingDomain) -> dict[str, list[str]]:
    return {f"{row.selector}._domainkey.{NAME}": [f"v=DKIM1; k=rsa; p={row.public_key}"]}


@pytest.fixture
def signing(acme: Organization, names: NameServer) -> SendingDomain:
    """A domain whose key is published and whose emails are signed."""
    row = create_key(name=NAME)
    names.texts = record(row)
    return switch_signing(name=NAME, on=True)


def send(smtp: MailServer, rank: int = 1) -> bytes:
    mailbox = MailboxFactory(smtp_port=smtp.port)
    MessageFactory(mailbox=mailbox, rank=rank, body="Grüße, {{ first_name | you }}")
    sending.send_due(mailbox_id=mailbox.pk)
    return smtp.raw[-1]


def is_valid(raw: bytes, row: SendingDomain) -> bool:
    name, texts = record(row).popitem()
    keys = {f"{name}.".encode(): texts[0].encode()}
    return bool(dkim.verify(raw, dnsfunc=lambda asked, timeout=5: keys.get(asked)))


def test_what_the_server_got_is_signed_with_its_links(signing: SendingDomain, smtp: MailServer) -> None:
    raw = send(smtp)

    assert is_valid(raw, signing)
    assert not is_valid(raw.replace(b"/u/", b"/x/"), signing)
    assert not is_valid(raw.replace(b"One-Click", b"Other-One"), signing)
    assert raw.count(b"DKIM-Signature:") == 1
    assert b"list-unsubscribe-post" in raw.partition(b"\r\n\r\n")[0]


def test_nothing_is_signed_before_it_is_switched_on(
    acme: Organization, names: NameServer, smtp: MailServer
) -> None:
    names.texts = record(create_key(name=NAME))
    look_up(name=NAME)

    assert b"DKIM-Signature" not in send(smtp)


@pytest.mark.parametrize("published", ["nothing", "another key", "a failing server"])
def test_it_is_switched_on_only_when_receivers_find_the_key(
    acme: Organization, names: NameServer, published: str
) -> None:
    row = create_key(name=NAME)
    [host] = record(row)
    names.texts = {host: ["v=DKIM1; k=rsa; p=MIIB"]} if published == "another key" else {}
    names.fails = {host} if published == "a failing server" else set()

    with pytest.raises(Invalid, match="on"):
        switch_signing(name=NAME, on=True)

    assert not SendingDomain.objects.get().signs


def test_a_record_that_is_gone_stops_the_signature_and_a_hiccup_does_not(
    signing: SendingDomain, names: NameServer, smtp: MailServer
) -> None:
    [host] = record(signing)
    names.fails = {host}
    look_up(name=NAME)
    assert b"DKIM-Signature" in send(smtp)

    names.fails, names.texts = set(), {}
    look_up(name=NAME)
    assert b"DKIM-Signature" not in send(smtp)
    names.texts = record(signing)
    look_up(name=NAME)
    assert b"DKIM-Signature" in send(smtp)


def test_another_domain_is_not_signed(signing: SendingDomain, smtp: MailServer) -> None:
    mailbox: Mailbox = MailboxFactory(smtp_port=smtp.port, address="ada@other.example")
    MessageFactory(mailbox=mailbox)
    sending.send_due(mailbox_id=mailbox.pk)

    assert b"DKIM-Signature" not in smtp.raw[-1]


def test_what_google_sends_is_signed_there(signing: SendingDomain) -> None:
    mailbox = MailboxFactory(kind="google")

    assert signer(mailbox) is None
    assert signer(MailboxFactory()) is not None


def test_the_private_key_is_stored_encrypted_and_a_domain_has_one_key(acme: Organization) -> None:
    row = create_key(name=NAME)
    raw = SendingDomain.objects.extra(select={"raw": "private_key"}).values_list("raw", flat=True)

    assert row.private_key.startswith("-----BEGIN PRIVATE KEY")
    assert "BEGIN" not in str(raw[0])
    with pytest.raises(Conflict, match="has a key"):
        create_key(name=NAME)


def test_an_admin_makes_a_key_publishes_it_and_signs(web: Client, admin: User, names: NameServer) -> None:
    web.force_login(admin)
    mailbox = MailboxFactory()
    address = reverse("delivery:mailbox", args=[mailbox.pk])

    page = web.post(reverse("delivery:domain-key", args=[mailbox.pk]), follow=True).content.decode()
    row = SendingDomain.objects.get()
    assert f"{row.selector}._domainkey.ours.example" in page
    assert row.public_key in page
    assert "PRIVATE KEY" not in page

    signing = reverse("delivery:domain-signing", args=[mailbox.pk])
    page = web.post(signing, {"on": "yes"}, follow=True).content.decode()
    assert "The record is not published yet." in page
    assert "[" not in page.partition('class="message-text">')[2].partition("</div>")[0]
    names.texts = record(row)
    page = web.post(signing, {"on": "yes"}, follow=True).content.decode()
    assert "Emails of ours.example are signed." in page
    assert web.post(signing, {"on": "maybe"}).status_code == 422
    web.post(signing, {"on": "no"})
    assert ">Sign emails<" in web.get(address).content.decode()


def test_a_rep_sees_the_records_and_no_key(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep)

    page = web.get(reverse("delivery:mailbox", args=[mailbox.pk])).content.decode()

    assert "Domain ours.example" in page
    assert "Create key" not in page
    assert web.post(reverse("delivery:domain-key", args=[mailbox.pk])).status_code == 403
