"""Mail that comes in through the webhooks of e-mail services."""

import json
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mauntic.delivery.models import Message, Reply
from mauntic.events.models import StoredEvent
from tests.delivery.hooks.test_events import BASIC, address, mailbox_of, sent_from, signature_of_mailgun

BIG = b64encode(b"x" * 1_500_000).decode()


def answer_to(message: Message) -> str:
    return (
        f"From: Ann <{message.to_address}>\r\nTo: {message.mailbox.address}\r\nSubject: Re: A question\r\n"
        f"Message-ID: <reply-1@client.example>\r\nIn-Reply-To: {message.header_id}\r\n\r\n"
        "Yes, I am interested. Please call me.\r\n"
    )


def deliver(client: Client, kind: str, message: Message, **changes: Any):
    """Post the answer of Ann as the service does."""
    where = address(kind, what="mail")
    basic = {"authorization": changes.pop("password", BASIC)}
    raw = answer_to(message)
    if kind == "postmark":
        body = {"RawEmail": raw, "MessageID": "in-1", **changes}
        return client.post(where, json.dumps(body), content_type="application/json", headers=basic)
    if kind == "sendgrid":
        return client.post(where, {"email": raw, **changes}, headers=basic)
    named = {name: changes.pop(name) for name in ("key", "nonce", "at") if name in changes}
    signed = signature_of_mailgun(**named)
    return client.post(where, {"body-mime": raw, **signed, **changes})


@pytest.mark.parametrize("kind", ["postmark", "mailgun", "sendgrid"])
def test_an_answer_is_received_once(stranger: Client, kind: str):
    message = sent_from(mailbox_of(kind))

    for _time in range(2):
        assert deliver(stranger, kind, message).status_code == 200

    reply = Reply.objects.get()
    assert (reply.message_id, reply.label, reply.is_human) == (message.pk, "positive", True)
    assert reply.text == "Yes, I am interested. Please call me."
    message.refresh_from_db()
    assert message.replied_at
    assert StoredEvent.objects.filter(type="delivery.MessageReplied").count() == 1


@pytest.mark.parametrize("kind", ["postmark", "mailgun", "sendgrid"])
def test_mail_that_is_not_from_the_service_is_refused(stranger: Client, kind: str):
    message = sent_from(mailbox_of(kind))
    wrong = {"key": "another key"} if kind == "mailgun" else {"password": "Basic eDp5"}
    assert deliver(stranger, kind, message, **wrong).status_code == 400
    assert not Reply.objects.exists()


def test_mail_with_an_attachment_above_the_limit_of_forms_is_read(stranger: Client):
    message = sent_from(mailbox_of("postmark"))
    headers = [
        {"Name": "Message-ID", "Value": "<reply-1@client.example>"},
        {"Name": "In-Reply-To", "Value": message.header_id},
    ]
    body = {
        "FromFull": {"Email": message.to_address, "Name": "Ann"},
        "ToFull": [{"Email": message.mailbox.address, "Name": ""}],
        "Subject": "Re: A question",
        "TextBody": "Yes, I am interested.",
        "Headers": headers,
        "Attachments": [{"Name": "a.bin", "ContentType": "application/octet-stream", "Content": BIG}],
    }
    done = stranger.post(
        address("postmark", what="mail"),
        json.dumps(body),
        content_type="application/json",
        headers={"authorization": BASIC},
    )
    assert done.status_code == 200
    assert (Reply.objects.get().label, Reply.objects.get().message_id) == ("positive", message.pk)


def test_mailgun_may_send_parsed_mail_with_files(stranger: Client):
    message = sent_from(mailbox_of("mailgun"))
    headers = [
        ["From", f"Ann <{message.to_address}>"],
        ["To", message.mailbox.address],
        ["Subject", "Re: A question"],
        ["Message-Id", "<reply-1@client.example>"],
        ["In-Reply-To", message.header_id],
    ]
    body = {
        **signature_of_mailgun(),
        "message-headers": json.dumps(headers),
        "body-plain": "Yes, I am interested.",
        "attachment-count": "1",
        "attachment-1": SimpleUploadedFile("a.pdf", b"%PDF" * 400_000, "application/pdf"),
    }
    assert stranger.post(address("mailgun", what="mail"), body).status_code == 200
    assert Reply.objects.get().message_id == message.pk


def test_private_mail_is_not_stored(stranger: Client):
    message = sent_from(mailbox_of("postmark"))
    raw = "From: mum@home.example\r\nSubject: Sunday\r\nMessage-ID: <1@home.example>\r\n\r\nCome over.\r\n"
    assert deliver(stranger, "postmark", message, RawEmail=raw).status_code == 200
    assert not Reply.objects.exists()


@pytest.mark.parametrize("changes", [{"RawEmail": None}, {"RawEmail": 5}, {"Headers": 5, "RawEmail": ""}])
def test_odd_mail_is_refused_or_parked(stranger: Client, changes):
    message = sent_from(mailbox_of("postmark"))
    assert deliver(stranger, "postmark", message, **changes).status_code in {200, 400}


def test_an_email_above_the_limit_is_refused(stranger: Client):
    message = sent_from(mailbox_of("postmark"))
    assert deliver(stranger, "postmark", message, More="x" * 11_000_000).status_code == 413


def nested(message: Message, depth: int = 400) -> str:
    """Return a mail of parts inside each other, which the parser of the standard library does not survive."""
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    return (
        f"From: {message.to_address}\r\nMIME-Version: 1.0\r\n{parts}Content-Type: text/plain\r\n\r\nYes.\r\n"
    )


@pytest.mark.parametrize("kind", ["postmark", "mailgun", "sendgrid"])
def test_mail_that_no_parser_survives_is_taken_and_parked(stranger: Client, kind: str):
    message = sent_from(mailbox_of(kind))
    field = {"postmark": "RawEmail", "mailgun": "body-mime", "sendgrid": "email"}[kind]

    # Anybody can write it. Refused, the service would send it for hours, then give up the address.
    assert deliver(stranger, kind, message, **{field: nested(message)}).status_code == 200

    reply = Reply.objects.get()
    assert (reply.label, reply.kind) == ("parked", "too_many_parts")


@pytest.mark.parametrize("kind", ["postmark", "mailgun", "sendgrid"])
def test_an_answer_with_letters_where_none_may_stand_is_received(stranger: Client, kind: str):
    message = sent_from(mailbox_of(kind))
    field = {"postmark": "RawEmail", "mailgun": "body-mime", "sendgrid": "email"}[kind]
    head, _blank, _text = answer_to(message).partition("\r\n\r\n")
    parts = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="bü"\r\n\r\n'
    odd = f"{head}\r\n{parts}--bü\r\nContent-Type: text/plain\r\n\r\nYes, please call me.\r\n--bü--\r\n"

    assert deliver(stranger, kind, message, **{field: odd}).status_code == 200

    assert Reply.objects.get().message_id == message.pk


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 100_000])
@pytest.mark.parametrize("kind", ["postmark", "mailgun", "sendgrid", "ses"])
@pytest.mark.parametrize("what", ["mail", "events"])
def test_a_body_that_is_nested_without_end_is_refused(stranger: Client, kind: str, what: str, body: str):
    mailbox_of(kind)
    where, basic = address(kind, what=what), {"authorization": BASIC}
    done = stranger.post(where, body, content_type="application/json", headers=basic)
    assert done.status_code == 400
    assert not Reply.objects.exists()
