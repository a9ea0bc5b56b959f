"""Events of e-mail services through the webhooks, signed as the services sign them."""

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from mauntic.delivery.mailboxes.domain.mail_services import digest_of_token
from mauntic.delivery.models import Mailbox, Message, Reply, Suppression
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from tests.conftest import GLOBEX_HOST
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory

SIGNING_KEY = "key-of-mailgun-hooks"
PRIVATE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = b64encode(
    PRIVATE.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
).decode()
BASIC = f"Basic {b64encode(b'mauntic:the-password').decode()}"


def mailbox_of(kind: str, **values: Any) -> Mailbox:
    signing = {"mailgun": SIGNING_KEY, "sendgrid": PUBLIC}.get(kind, "")
    keys = {
        "api_key": "k",
        "signing_key": signing,
        "hook_token": "the-token",
        "hook_password": "the-password",
    }
    return MailboxFactory(
        kind=kind, imap_host="", credentials=keys, hook_digest=digest_of_token("the-token"), **values
    )


def sent_from(mailbox: Mailbox, **values: Any) -> Message:
    at = now() - timedelta(minutes=5)
    contact = ContactFactory(email="ann@client.example")
    return MessageFactory(
        mailbox=mailbox, contact=contact, state="sent", claimed_at=at, handed_at=at, **values
    )


def address(kind: str, token: str = "the-token", what: str = "events") -> str:
    return f"/mail/hooks/{kind}/{token}/{what}/"


def postmark(client: Client, event: dict[str, Any], *, password: str = BASIC, token: str = "the-token"):
    return client.post(
        address("postmark", token),
        event,
        content_type="application/json",
        headers={"authorization": password},
    )


def signature_of_mailgun(*, key: str = SIGNING_KEY, nonce: str = "", at: datetime | None = None):
    """Return a signature as Mailgun makes it: with a token of its own for each request."""
    stamp, nonce = str(int((at or now()).timestamp())), nonce or uuid4().hex
    signature = hmac.new(key.encode(), f"{stamp}{nonce}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": nonce, "signature": signature}


def mailgun(client: Client, data: dict[str, Any], **signature: Any):
    body = {
        "signature": signature_of_mailgun(**signature),
        "event-data": {"timestamp": now().timestamp(), **data},
    }
    return client.post(address("mailgun"), body, content_type="application/json")


def sendgrid(client: Client, events: list[dict[str, Any]], *, tamper: str = ""):
    body = json.dumps(events)
    stamp = "1700000000"
    signature = PRIVATE.sign(f"{stamp}{body}".encode(), ec.ECDSA(hashes.SHA256()))
    return client.post(
        address("sendgrid"),
        body + tamper,
        content_type="application/json",
        headers={
            "x-twilio-email-event-webhook-signature": b64encode(signature).decode(),
            "x-twilio-email-event-webhook-timestamp": stamp,
        },
    )


def hard_bounce(message: Message) -> dict[str, Any]:
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "ID": 4323,
        "MessageID": "pm-1",
        "Metadata": {"mauntic_message": message.header_id},
        "Details": "smtp;550 5.1.1 The email account does not exist",
        "Email": message.to_address,
        "BouncedAt": "2026-12-01T09:00:00Z",
    }


def test_a_hard_bounce_of_postmark_suppresses_once_however_often_it_is_sent(stranger: Client):
    message = sent_from(mailbox_of("postmark"))

    for _time in range(3):
        assert postmark(stranger, hard_bounce(message)).status_code == 200

    message.refresh_from_db()
    assert (message.failure, message.bounced_at is not None) == ("hard", True)
    assert Suppression.objects.get().reason == "bounced"
    reply = Reply.objects.get()
    assert (reply.label, reply.kind, reply.contact_id) == ("bounce", "hard", message.contact_id)
    assert "5.1.1" in reply.text
    assert StoredEvent.objects.filter(type="delivery.MessageBounced").count() == 1


def test_the_third_soft_bounce_counts_as_hard(stranger: Client):
    mailbox = mailbox_of("mailgun")
    contact = ContactFactory(email="ann@client.example")
    for number in range(3):
        message = MessageFactory(mailbox=mailbox, contact=contact, state="sent", claimed_at=now())
        data = {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "recipient": message.to_address,
            "user-variables": {"mauntic_message": message.header_id},
            "delivery-status": {"code": 552, "message": "552 5.2.2 The mailbox is full"},
        }
        assert not Suppression.objects.exists()
        assert mailgun(stranger, data, nonce=f"nonce-{number}").status_code == 200
    assert Suppression.objects.get().reason == "bounced"
    assert sorted(Message.objects.values_list("failure", flat=True)) == ["hard", "soft", "soft"]


def test_a_refusal_for_policy_suppresses_nobody(stranger: Client):
    message = sent_from(mailbox_of("sendgrid"), provider_id="anymail-1")
    event = {
        "event": "bounce",
        "type": "blocked",
        "email": message.to_address,
        "sg_event_id": "e1",
        "anymail_id": "anymail-1",
        "status": "5.7.1",
        "reason": "550 5.7.1 Message rejected for policy reasons",
        "timestamp": 1764579600,
    }
    assert sendgrid(stranger, [event]).status_code == 200
    message.refresh_from_db()
    assert (message.failure, message.bounced_at) == ("policy", None)
    assert not Suppression.objects.exists()


def test_a_complaint_suppresses_for_good(stranger: Client):
    message = sent_from(mailbox_of("mailgun"))
    at, nonce = now(), uuid4().hex
    about = {"user-variables": {"mauntic_message": message.header_id}, "timestamp": at.timestamp()}
    for _time in range(2):
        mailgun(stranger, {"event": "complained", **about}, nonce=nonce, at=at)
    message.refresh_from_db()
    assert message.complained_at
    assert Suppression.objects.get().reason == "complained"
    assert Reply.objects.get().label == "complaint"
    (told,) = StoredEvent.objects.filter(type="delivery.MessageUnsubscribed")
    assert [fact["isComplaint"] for fact in told.facts] == [True]


def test_who_unsubscribes_at_the_service_is_unsubscribed(stranger: Client):
    message = sent_from(mailbox_of("sendgrid"))
    event = {"event": "unsubscribe", "email": message.to_address, "mauntic_message": message.header_id}
    sendgrid(stranger, [{**event, "sg_event_id": "e1", "timestamp": 1764579600}])
    message.refresh_from_db()
    assert message.unsubscribed_at
    assert Suppression.objects.get().source == "SendGrid"


def test_a_delivery_sets_its_time_once_and_a_delay_nothing(stranger: Client):
    message = sent_from(mailbox_of("sendgrid"))
    about = {"email": message.to_address, "mauntic_message": message.header_id, "timestamp": 1764579600}
    sendgrid(stranger, [{**about, "event": "deferred", "response": "451 4.7.1 later"}])
    message.refresh_from_db()
    assert message.delivered_at is None
    sendgrid(stranger, [{**about, "event": "delivered", "response": "250 ok"}])
    message.refresh_from_db()
    first = message.delivered_at
    sendgrid(stranger, [{**about, "event": "delivered", "response": "250 ok"}])
    message.refresh_from_db()
    assert first
    assert message.delivered_at == first
    assert not Reply.objects.exists()


def test_openings_and_clicks_are_left_to_our_own_counting(stranger: Client):
    message = sent_from(mailbox_of("mailgun", tracks_opens=True, tracks_clicks=True))
    about = {
        "user-variables": {"mauntic_message": message.header_id},
        "client-info": {"user-agent": "Firefox"},
    }
    for event in ("opened", "clicked"):
        assert (
            mailgun(stranger, {**about, "event": event, "url": "https://ours.example/a"}).status_code == 200
        )
    message.refresh_from_db()
    assert (message.opened_at, message.clicked_at) == (None, None)
    assert not StoredEvent.objects.filter(
        type__in=["delivery.MessageOpened", "delivery.MessageClicked"]
    ).exists()


@pytest.mark.parametrize("kind", ["postmark", "mailgun", "sendgrid"])
def test_what_is_not_signed_changes_nothing(stranger: Client, kind: str):
    message = sent_from(mailbox_of(kind))
    data = {"event": "complained", "user-variables": {"mauntic_message": message.header_id}}
    answers = {
        "postmark": lambda: postmark(stranger, hard_bounce(message), password="Basic eDp5"),
        "mailgun": lambda: mailgun(stranger, data, key="another key"),
        "sendgrid": lambda: sendgrid(stranger, [{"event": "spamreport"}], tamper=" "),
    }
    assert answers[kind]().status_code == 400
    assert stranger.post(address(kind), "{}", content_type="application/json").status_code == 400
    assert not Suppression.objects.exists()
    assert not Reply.objects.exists()


@pytest.mark.parametrize("kind", ["mailgun", "sendgrid"])
def test_without_a_signing_key_no_event_is_taken(stranger: Client, kind: str):
    mailbox = mailbox_of(kind)
    mailbox.credentials = {**mailbox.credentials, "signing_key": ""}
    mailbox.save()
    answer = sendgrid(stranger, []) if kind == "sendgrid" else mailgun(stranger, {"event": "opened"}, key="")
    assert (answer.status_code, "Enter the webhook signing key" in answer.content.decode()) == (400, True)


def test_an_unknown_address_does_not_exist(stranger: Client, globex):
    message = sent_from(mailbox_of("postmark"))
    event = hard_bounce(message)
    assert postmark(stranger, event, token="guessed").status_code == 404
    assert stranger.post(address("mailgun"), event, content_type="application/json").status_code == 404
    assert stranger.post(address("fax"), event, content_type="application/json").status_code == 404
    assert stranger.get(address("postmark")).status_code == 405
    assert stranger.head(address("postmark")).status_code == 200
    # The address of one organization leads nowhere at another's host.
    with entered(globex):
        assert postmark(Client(headers={"host": GLOBEX_HOST}), event).status_code == 404
    assert not Reply.objects.exists()


def test_events_about_messages_of_another_mailbox_are_left_out(stranger: Client):
    mailbox_of("postmark")
    other = sent_from(MailboxFactory())
    assert postmark(stranger, hard_bounce(other)).status_code == 200
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "body", ["[", "[1]", '{"RecordType": 5}', '{"RecordType": "Bounce", "Type": []}', "null", '"x"', "{}"]
)
def test_odd_bodies_are_refused_or_ignored(stranger: Client, body: str):
    mailbox_of("postmark")
    answer = stranger.post(
        address("postmark"), body, content_type="application/json", headers={"authorization": BASIC}
    )
    assert answer.status_code in {200, 400}


def test_a_body_above_the_limit_is_refused(stranger: Client):
    mailbox_of("postmark")
    body = "x" * 1_100_000
    answer = stranger.post(
        address("postmark"), body, content_type="application/json", headers={"authorization": BASIC}
    )
    assert answer.status_code == 413
