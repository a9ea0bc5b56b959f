"""Events and mails of Amazon SES through Amazon SNS, signed as SNS signs them."""

import json
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from pytest_httpserver import HTTPServer

from mauntic.delivery.hooks.adapters import sns
from mauntic.delivery.models import Message, Reply, Suppression
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from tests.delivery.amazon import KEY_ID, REGION, SECRET, TOPIC, certificate, is_signed, notification, signed
from tests.delivery.hooks.test_events import BASIC, address, mailbox_of, sent_from
from tests.delivery.hooks.test_mail import answer_to, nested
from tests.factories.delivery import MessageFactory

GIVEN = "0102018f-aaaa-000000"


@pytest.fixture
def amazon(settings, httpserver: HTTPServer) -> str:
    """Return where the certificate of SNS lies. SNS and S3 answer at the same server."""
    sns._load.cache_clear()
    httpserver.expect_request("/sns.pem").respond_with_data(certificate())
    here = httpserver.url_for("/")
    settings.MAUNTIC_MAIL_SERVICES = {"ses": {"certificates": here, "sns": here, "s3": here}}
    return httpserver.url_for("/sns.pem")


@pytest.fixture
def sent(stranger: Client, amazon: str) -> Message:
    mailbox = mailbox_of("ses", region=REGION)
    mailbox.credentials = {**mailbox.credentials, "api_key": SECRET, "key_id": KEY_ID}
    mailbox.save()
    return sent_from(mailbox, provider_id=GIVEN, header_id=f"<{GIVEN}@{REGION}.amazonses.com>")


def post(client: Client, body: dict[str, Any], *, what: str = "events", **headers: str):
    return client.post(
        address("ses", what=what),
        json.dumps(body),
        content_type="text/plain; charset=UTF-8",
        headers={
            "authorization": BASIC,
            "x-amz-sns-message-type": body["Type"],
            "x-amz-sns-message-id": body["MessageId"],
            **headers,
        },
    )


def event(kind: str, message: Message, **about: Any) -> dict[str, Any]:
    return {
        "notificationType": kind,
        "mail": {"messageId": message.provider_id, "destination": [message.to_address]},
        kind.lower(): about,
    }


def bounce(message: Message, kind: str, subtype: str = "General", **recipient: str) -> dict[str, Any]:
    who = {"emailAddress": message.to_address, **recipient}
    return event("Bounce", message, bounceType=kind, bounceSubType=subtype, bouncedRecipients=[who])


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_hard_bounce_suppresses_once_however_often_it_is_sent(
    stranger: Client, sent: Message, amazon: str, version: str
):
    words = "smtp; 550 5.1.1 user unknown"
    told = bounce(sent, "Permanent", status="5.1.1", diagnosticCode=words)
    for _time in range(2):
        body = notification(told, url=amazon, version=version)
        assert post(stranger, body).status_code == 200

    sent.refresh_from_db()
    assert (sent.failure, sent.bounced_at is not None) == ("hard", True)
    assert Suppression.objects.get().reason == "bounced"
    assert Reply.objects.get().text == words
    assert StoredEvent.objects.filter(type="delivery.MessageBounced").count() == 1


@pytest.mark.parametrize(
    ("kind", "subtype", "recipient", "failure"),
    [
        ("Transient", "MailboxFull", {"status": "5.2.2", "diagnosticCode": "smtp; 552 5.2.2 full"}, "soft"),
        ("Transient", "MailboxFull", {}, "soft"),
        ("Undetermined", "Undetermined", {}, "soft"),
        ("Permanent", "OnAccountSuppressionList", {"status": "5.1.1"}, "hard"),
        ("Permanent", "General", {"status": "5.7.1", "diagnosticCode": "smtp; 550 5.7.1 blocked"}, "policy"),
        # What SES calls temporary, and the server final.
        ("Transient", "General", {"status": "5.1.1", "diagnosticCode": "550 5.1.1 no such user"}, "hard"),
    ],
)
def test_the_status_says_what_kind_of_bounce_it_is(
    stranger: Client, sent: Message, amazon: str, kind: str, subtype: str, recipient, failure: str
):
    post(stranger, notification(bounce(sent, kind, subtype, **recipient), url=amazon))

    sent.refresh_from_db()
    assert sent.failure == failure
    assert Suppression.objects.exists() is (failure == "hard")


def test_an_automatic_reply_that_ses_calls_a_bounce_is_none(stranger: Client, sent: Message, amazon: str):
    assert post(stranger, notification(bounce(sent, "Transient"), url=amazon)).status_code == 200
    sent.refresh_from_db()
    assert (sent.failure, Reply.objects.count(), Suppression.objects.count()) == ("", 0, 0)


@pytest.mark.parametrize(
    ("feedback", "reason"), [("abuse", "complained"), (None, "complained"), ("not-spam", "")]
)
def test_a_complaint_suppresses_for_good_and_its_opposite_nobody(
    stranger: Client, sent: Message, amazon: str, feedback: str | None, reason: str
):
    who = [{"emailAddress": sent.to_address}]
    told = event("Complaint", sent, complainedRecipients=who, complaintFeedbackType=feedback)
    post(stranger, notification(told, url=amazon))
    assert list(Suppression.objects.values_list("reason", flat=True)) == [reason] * bool(reason)


def test_a_delivery_sets_its_time(stranger: Client, sent: Message, amazon: str):
    told = event("Delivery", sent, recipients=[sent.to_address], smtpResponse="250 2.6.0 Message received")
    post(stranger, notification(told, url=amazon))
    sent.refresh_from_db()
    assert sent.delivered_at


def test_an_event_that_overtakes_the_answer_of_ses_is_matched_by_our_own_id(
    stranger: Client, sent: Message, amazon: str
):
    early = MessageFactory(mailbox=sent.mailbox, state="claimed", claimed_at=now(), handed_at=now())
    told = event("Delivery", early, recipients=[early.to_address])
    told["mail"] |= {
        "messageId": "not known yet",
        "headers": [{"name": "X-Metadata", "value": json.dumps({"mauntic_message": early.header_id})}],
    }
    post(stranger, notification(told, url=amazon))
    early.refresh_from_db()
    assert early.delivered_at


def test_without_the_password_it_is_asked_for_as_sns_wants(stranger: Client, sent: Message, amazon: str):
    body = notification(bounce(sent, "Permanent", status="5.1.1"), url=amazon)
    asked = post(stranger, body, authorization="")
    assert (asked.status_code, asked["WWW-Authenticate"]) == (401, 'Basic realm="Mauntic"')
    assert post(stranger, body, authorization="Basic eDp5").status_code == 400
    assert not Reply.objects.exists()


def forged(sent: Message, amazon: str) -> dict[str, dict[str, Any]]:
    told = bounce(sent, "Permanent", status="5.1.1")
    good = notification(told, url=amazon)
    return {
        "another key": notification(told, url=amazon, signer=1),
        "changed text": {**good, "Message": good["Message"] + " "},
        "another topic": {**good, "TopicArn": "arn:aws:sns:eu-west-1:6:mine"},
        "no signature": {name: value for name, value in good.items() if name != "Signature"},
        "unknown version": {**good, "SignatureVersion": "3"},
        "not base64": {**good, "Signature": "ä"},
        "foreign certificate": notification(
            told, url="https://sns.eu-west-1.amazonaws.com.evil.example/a.pem"
        ),
        "foreign path": notification(told, url="https://sns.eu-west-1.amazonaws.com/@evil.example/a.pem"),
        "no certificate": notification(told, url=amazon.replace("sns.pem", "gone.pem")),
    }


FORGED = (
    *("another key", "changed text", "another topic", "no signature", "unknown version", "not base64"),
    *("foreign certificate", "foreign path", "no certificate"),
)


@pytest.mark.parametrize("how", FORGED)
def test_what_amazon_did_not_sign_changes_nothing(stranger: Client, sent: Message, amazon: str, how: str):
    assert post(stranger, forged(sent, amazon)[how]).status_code == 400
    assert not Reply.objects.exists()
    assert not Suppression.objects.exists()


def test_a_certificate_out_of_date_proves_nothing(
    stranger: Client, sent: Message, amazon: str, httpserver: HTTPServer
):
    httpserver.expect_request("/old.pem").respond_with_data(certificate(days=-1))
    body = notification(bounce(sent, "Permanent", status="5.1.1"), url=httpserver.url_for("/old.pem"))
    answer = post(stranger, body)
    assert (answer.status_code, "out of date" in answer.content.decode()) == (400, True)


def confirmation(amazon: str, **options: Any) -> dict[str, Any]:
    more = {"Token": "the-token", "SubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Confirm"}
    return signed("SubscriptionConfirmation", "You have chosen to subscribe.", url=amazon, **more, **options)


def test_a_subscription_is_confirmed_with_the_key_of_the_mailbox(
    stranger: Client, sent: Message, amazon: str, httpserver: HTTPServer
):
    done = f"<ConfirmSubscriptionResponse><ConfirmSubscriptionResult><SubscriptionArn>{TOPIC}:1"
    done += "</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>"
    httpserver.expect_oneshot_request("/", method="POST").respond_with_data(done, content_type="text/xml")

    assert post(stranger, confirmation(amazon)).status_code == 200

    asked = httpserver.log[-1][0]
    form = parse_qs(asked.get_data(as_text=True))
    assert is_signed(asked, "sns")
    assert (form["Action"], form["Token"], form["TopicArn"]) == (
        ["ConfirmSubscription"],
        ["the-token"],
        [TOPIC],
    )


def test_a_subscription_that_amazon_does_not_confirm_or_sign_is_refused(
    stranger: Client, sent: Message, amazon: str, httpserver: HTTPServer
):
    refused = (
        "<ErrorResponse><Error><Code>AuthorizationError</Code><Message>No</Message></Error></ErrorResponse>"
    )
    httpserver.expect_request("/", method="POST").respond_with_data(refused, 403, content_type="text/xml")

    answer = post(stranger, confirmation(amazon))
    assert (answer.status_code, "AuthorizationError" in answer.content.decode()) == (400, True)
    asked = len(httpserver.log)
    assert post(stranger, confirmation(amazon, signer=1)).status_code == 400
    assert len(httpserver.log) == asked


def received(action: dict[str, str], **more: str) -> dict[str, Any]:
    return {
        "notificationType": "Received",
        "mail": {"messageId": "in-1", "source": "ann@client.example"},
        "receipt": {"action": action, "recipients": ["jo@ours.example"]},
        **more,
    }


@pytest.mark.parametrize("encoding", ["UTF8", "BASE64"])
def test_an_answer_inside_the_notification_is_received_once(
    stranger: Client, sent: Message, amazon: str, encoding: str
):
    raw = answer_to(sent)
    content = b64encode(raw.encode()).decode() if encoding == "BASE64" else raw
    told = received({"type": "SNS", "encoding": encoding}, content=content)
    for _time in range(2):
        assert post(stranger, notification(told, url=amazon), what="mail").status_code == 200

    reply = Reply.objects.get()
    assert (reply.message, reply.label, reply.sign) == (sent, "positive", "in_reply_to")
    assert StoredEvent.objects.filter(type="delivery.MessageReplied").count() == 1


def test_an_answer_in_s3_is_fetched_with_the_key_of_the_mailbox(
    stranger: Client, sent: Message, amazon: str, httpserver: HTTPServer
):
    httpserver.expect_request("/mails/in-1", method="GET").respond_with_data(answer_to(sent))
    told = received({"type": "S3", "bucketName": "mails", "objectKey": "in-1"})

    assert post(stranger, notification(told, url=amazon), what="mail").status_code == 200

    assert Reply.objects.get().message == sent
    assert httpserver.log[-1][0].headers["Authorization"].startswith(f"AWS4-HMAC-SHA256 Credential={KEY_ID}/")


def test_a_mail_in_s3_above_the_limit_or_gone_is_refused(
    stranger: Client, sent: Message, amazon: str, httpserver: HTTPServer
):
    httpserver.expect_request("/mails/big", method="GET").respond_with_data(b"x" * 11_000_000)
    for key in ("big", "gone"):
        told = received({"type": "S3", "bucketName": "mails", "objectKey": key})
        assert post(stranger, notification(told, url=amazon), what="mail").status_code == 400
    assert not Reply.objects.exists()


@pytest.mark.parametrize("message", ["[", "[]", "{}", "null", '{"notificationType": "Bounce"}', "5"])
def test_odd_messages_are_refused_or_ignored(stranger: Client, sent: Message, amazon: str, message: str):
    for what in ("events", "mail"):
        body = signed("Notification", message, url=amazon)
        assert post(stranger, body, what=what).status_code in {200, 400}
    assert not Reply.objects.exists()


def test_a_mail_that_no_parser_survives_is_taken_and_parked(stranger: Client, sent: Message, amazon: str):
    told = {
        "notificationType": "Received",
        "receipt": {"action": {"type": "SNS", "encoding": "UTF-8"}},
        "content": nested(sent),
    }
    assert post(stranger, notification(told, url=amazon), what="mail").status_code == 200
    assert (Reply.objects.get().label, Reply.objects.get().kind) == ("parked", "unreadable")
