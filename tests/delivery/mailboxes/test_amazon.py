"""Mailboxes that send through Amazon SES, against a server that checks the signature of each request."""

import json
import threading
from base64 import b64decode
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from django.urls import reverse
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mauntic.delivery.inbox.services.receiving import Arrived, receive
from mauntic.delivery.mailboxes.adapters import services
from mauntic.delivery.messages.services.queue import Letter, queue_messages
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Mailbox, Message, Reply, Suppression
from mauntic.kernel.ids import new_id
from tests.delivery.amazon import KEY_ID, REGION, SECRET, is_signed
from tests.delivery.inbox.mails import mail
from tests.delivery.mailboxes.test_by_service import FORM
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory

PATH = "/v2/email/outbound-emails"
GIVEN = "0102018f-aaaa-000000"


@pytest.fixture
def api(settings, httpserver: HTTPServer) -> HTTPServer:
    settings.MAUNTIC_MAIL_SERVICES = {"ses": {REGION: httpserver.url_for("/")}}
    return httpserver


@pytest.fixture
def mailbox(acme) -> Mailbox:
    return MailboxFactory(
        kind="ses",
        region=REGION,
        address="jo@ours.example",
        from_name="Jo Reyes",
        smtp_host="",
        imap_host="",
        credentials={"api_key": SECRET, "key_id": KEY_ID},
    )


def message_of(mailbox: Mailbox, **values) -> Message:
    return MessageFactory(mailbox=mailbox, contact=ContactFactory(email="ann@client.example"), **values)


def take(request: Request) -> Response:
    """Answer as SES does: with the id of the message, or that the signature is wrong."""
    if not is_signed(request):
        return refusal(403, "SignatureDoesNotMatch", "The request signature we calculated does not match.")
    return Response(json.dumps({"MessageId": GIVEN}), content_type="application/json")


def refusal(status: int, code: str, message: str) -> Response:
    headers = {"x-amzn-ErrorType": code}
    return Response(json.dumps({"message": message}), status, headers, content_type="application/json")


def taken(api: HTTPServer, number: int = 0):
    """Return what SES was asked to send, and to whom."""
    asked = json.loads(api.log[number][0].data)
    raw = b64decode(asked["Content"]["Raw"]["Data"])
    return asked["Destination"], message_from_bytes(raw, policy=default)


def test_a_message_goes_out_signed_as_it_would_by_smtp(mailbox: Mailbox, api: HTTPServer):
    api.expect_oneshot_request(PATH, method="POST").respond_with_handler(take)
    message = message_of(
        mailbox,
        subject="Grüße an {{ first_name | there }}",
        body="Hällo\n\nyou",
        rank=2,
        in_reply_to="<a@b.c>",
    )
    own = message.header_id

    assert send_due(mailbox_id=mailbox.pk) == 1

    to, found = taken(api)
    message.refresh_from_db()
    assert to == {"ToAddresses": ["ann@client.example"]}
    assert found["From"] == "Jo Reyes <jo@ours.example>"
    assert found["Subject"] == message.sent_subject
    assert (found["Message-ID"], found["In-Reply-To"]) == (own, "<a@b.c>")
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert "Hällo\n\nyou" in text.get_content()
    assert "<p style" in html.get_content()
    assert (message.state, message.provider_id) == ("sent", GIVEN)


def test_answers_and_follow_ups_name_the_id_that_ses_gave_instead_of_ours(mailbox: Mailbox, api: HTTPServer):
    api.expect_request(PATH).respond_with_handler(take)
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    given = f"<{GIVEN}@{REGION}.amazonses.com>"
    assert message.header_id == given

    raw = mail("Yes, interested.", sender="assistant@elsewhere.example", In_Reply_To=given)
    receive(mailbox=mailbox, mails=[Arrived(raw, len(raw))])

    reply = Reply.objects.get()
    assert (reply.message, reply.sign) == (message, "in_reply_to")
    follow_up = Letter(
        mailbox_id=mailbox.pk,
        mailbox_address=mailbox.address,
        contact_id=message.contact_id,
        address=message.to_address,
        subject="",
        body="And?",
        origin_kind="person",
        origin_id=new_id(),
        answers=message,
    )
    queue_messages(letters=[follow_up])
    api.clear()
    api.expect_request(PATH).respond_with_json({"MessageId": "0102018f-bbbb-000000"})
    send_due(mailbox_id=mailbox.pk)
    assert taken(api)[1]["In-Reply-To"] == given


def test_a_wrong_secret_is_a_refused_sign_in(mailbox: Mailbox, api: HTTPServer):
    api.expect_request(PATH).respond_with_handler(take)
    mailbox.credentials = {"api_key": "another", "key_id": KEY_ID}
    mailbox.save()
    message = message_of(mailbox)

    send_due(mailbox_id=mailbox.pk)

    mailbox.refresh_from_db()
    message.refresh_from_db()
    assert (mailbox.failures, message.state, message.handed_at) == (1, "waiting", None)
    assert mailbox.last_error.startswith("403 SignatureDoesNotMatch: The request signature")


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, "MessageRejected", "Email address is not verified: ann@client.example"),
        (400, "AccountSuspendedException", "Your account is suspended"),
        (429, "TooManyRequestsException", "Maximum sending rate exceeded"),
        (503, "ServiceUnavailable", "Try again"),
    ],
)
def test_what_is_our_fault_suppresses_nobody_and_the_message_waits(
    mailbox: Mailbox, api: HTTPServer, status: int, code: str, words: str
):
    api.expect_request(PATH).respond_with_handler(lambda _request: refusal(status, code, words))
    message = message_of(mailbox)

    send_due(mailbox_id=mailbox.pk)

    message.refresh_from_db()
    mailbox.refresh_from_db()
    assert (message.state, message.attempts, message.handed_at) == ("waiting", 0, None)
    assert mailbox.last_error == f"{status} {code}: {words}"
    assert (mailbox.failures, Suppression.objects.count(), len(api.log)) == (0, 0, 1)


def test_an_address_that_is_none_is_suppressed(mailbox: Mailbox, api: HTTPServer):
    api.expect_request(PATH).respond_with_handler(
        lambda _request: refusal(400, "BadRequestException", "Local address contains control or whitespace")
    )
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    assert (message.state, message.failure) == ("refused", "hard")
    assert Suppression.objects.get().reason == "bounced"


def test_a_fault_after_the_message_leaves_it_unknown_and_is_not_tried_again(
    mailbox: Mailbox, api: HTTPServer
):
    fault = refusal(500, "InternalServiceErrorException", "Sorry")
    api.expect_request(PATH).respond_with_handler(lambda _request: fault)
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    assert (message.state, len(api.log)) == ("unknown", 1)


def test_no_answer_in_time_leaves_the_message_unknown_and_is_not_tried_again(
    mailbox: Mailbox, api: HTTPServer, monkeypatch
):
    monkeypatch.setattr(services, "TIMEOUTS", (2.0, 0.5))
    done, asked = threading.Event(), []

    def sleep(request: Request) -> Response:
        asked.append(request)
        done.wait(5)
        return Response("{}")

    api.expect_request(PATH).respond_with_handler(sleep)
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    done.set()
    message.refresh_from_db()
    assert (message.state, len(asked)) == ("unknown", 1)


def test_a_service_that_cannot_be_reached_took_nothing(mailbox: Mailbox, settings):
    settings.MAUNTIC_MAIL_SERVICES = {"ses": {REGION: "http://127.0.0.1:1/"}}
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)
    assert message.server_words.count("Could not connect to the endpoint URL") == 1


def test_a_rep_connects_ses_with_both_parts_of_its_key(web: Client):
    form = {**FORM, "service": "ses", "region": "ap-southeast-1", "api_key": SECRET, "key_id": ""}
    missing = web.post(reverse("delivery:service-new"), form)
    assert (missing.status_code, "Enter the access key ID" in missing.content.decode()) == (422, True)
    wrong = web.post(reverse("delivery:service-new"), {**form, "key_id": KEY_ID, "region": "eu"})
    assert "Select a valid choice" in wrong.content.decode()

    page = web.post(reverse("delivery:service-new"), {**form, "key_id": KEY_ID}, follow=True).content.decode()

    mailbox = Mailbox.objects.get()
    assert (mailbox.kind, mailbox.region) == ("ses", "ap-southeast-1")
    assert (mailbox.secret("key_id"), mailbox.secret("api_key")) == (KEY_ID, SECRET)
    assert SECRET not in page
    # SNS sends a password only if the address has one.
    assert f"http://mauntic:{mailbox.secret('hook_password')}@acme.localhost/mail/hooks/ses/" in page
