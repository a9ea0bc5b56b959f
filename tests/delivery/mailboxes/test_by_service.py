"""Mailboxes that send through e-mail services, against servers that speak their wire formats."""

import json
import threading
from base64 import b64encode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.adapters import services
from mauntic.delivery.mailboxes.domain.mail_services import SERVICES
from mauntic.delivery.mailboxes.services.by_service import change_service, connect_service
from mauntic.delivery.mailboxes.services.trials import try_sending
from mauntic.delivery.messages.services.sending import send_due
from mauntic.delivery.models import Mailbox, Message, Suppression
from mauntic.kernel.errors import Invalid
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory, MessageFactory

ENDPOINTS = {"postmark": "/email", "mailgun": "/ours.example/messages", "sendgrid": "/mail/send"}
TAKEN = {
    "postmark": {"To": "ann@client.example", "MessageID": "pm-1", "ErrorCode": 0, "Message": "OK"},
    "mailgun": {"id": "<mg-1@ours.example>", "message": "Queued. Thank you."},
    "sendgrid": {},
}
FORM = {
    "service": "mailgun",
    "region": "eu",
    "api_key": "key-of-mailgun",
    "signing_key": "key-of-hooks",
    "address": "jo@ours.example",
    "imap_port": "993",
    "imap_security": "tls",
    "per_day": "50",
    "per_hour": "9",
    "gap_shortest": "90",
    "gap_longest": "420",
    "ramp_start": "10",
    "ramp_step": "2",
}


@pytest.fixture
def api(settings, httpserver: HTTPServer) -> HTTPServer:
    """The three services on loopback."""
    settings.MAUNTIC_MAIL_SERVICES = {name: {"us": httpserver.url_for("/")} for name in ENDPOINTS}
    return httpserver


def mailbox_of(kind: str, **values) -> Mailbox:
    return MailboxFactory(
        kind=kind,
        address="jo@ours.example",
        from_name="Jo Reyes",
        smtp_host="",
        imap_host="",
        credentials={"api_key": "the-key"},
        **values,
    )


def message_of(mailbox: Mailbox, **values) -> Message:
    return MessageFactory(mailbox=mailbox, contact=ContactFactory(email="ann@client.example"), **values)


def fields_of(service: str, request: Request) -> dict[str, str]:
    """Return what a service was asked to send: its own names, under ours."""
    if service == "mailgun":
        form = request.form
        return {
            "from": form["from"],
            "to": form["to"],
            "subject": form["subject"],
            "text": form["text"],
            "html": form["html"],
            "Message-ID": form["h:Message-Id"],
            "ours": form["v:mauntic_message"],
            "key": request.headers["Authorization"],
        }
    data = json.loads(request.data)
    if service == "postmark":
        headers = {each["Name"].lower(): each["Value"] for each in data["Headers"]}
        assert headers["x-pm-keepid"] == "true"
        return {
            "from": data["From"],
            "to": data["To"],
            "subject": data["Subject"],
            "text": data["TextBody"],
            "html": data["HtmlBody"],
            "Message-ID": headers["message-id"],
            "ours": data["Metadata"]["mauntic_message"],
            "key": request.headers["X-Postmark-Server-Token"],
        }
    content = {each["type"]: each["value"] for each in data["content"]}
    sender, person = data["from"], data["personalizations"][0]
    return {
        "from": f"{sender['name']} <{sender['email']}>",
        "to": person["to"][0]["email"],
        "subject": data["subject"],
        "text": content["text/plain"],
        "html": content["text/html"],
        "Message-ID": {name.lower(): value for name, value in data["headers"].items()}["message-id"],
        "ours": data["custom_args"]["mauntic_message"],
        "key": request.headers["Authorization"],
    }


KEYS = {
    "postmark": "the-key",
    "mailgun": f"Basic {b64encode(b'api:the-key').decode()}",
    "sendgrid": "Bearer the-key",
}


@pytest.mark.parametrize("service", list(ENDPOINTS))
def test_a_message_goes_out_as_it_would_by_smtp(acme, api: HTTPServer, service: str):
    api.expect_oneshot_request(ENDPOINTS[service], method="POST").respond_with_json(TAKEN[service])
    mailbox = mailbox_of(service)
    message = message_of(mailbox, subject="Grüße an {{ first_name | there }}", body="Hällo\n\nyou")

    assert send_due(mailbox_id=mailbox.pk) == 1

    found = fields_of(service, api.log[0][0])
    message.refresh_from_db()
    assert message.state == "sent"
    assert found["key"] == KEYS[service]
    assert found["to"] == "ann@client.example"
    assert "Jo Reyes" in found["from"]
    assert "jo@ours.example" in found["from"]
    assert found["subject"] == message.sent_subject
    assert found["text"].strip() == "Hällo\n\nyou"
    assert "<p style" in found["html"]
    assert found["Message-ID"] == found["ours"] == message.header_id
    if service != "sendgrid":  # it gives none: anymail makes one
        assert message.provider_id == (TAKEN[service].get("MessageID") or TAKEN[service].get("id"))
    assert message.provider_id


@pytest.mark.parametrize("service", list(ENDPOINTS))
def test_an_automatic_message_has_one_click_unsubscribing(acme, api: HTTPServer, service: str):
    api.expect_oneshot_request(ENDPOINTS[service]).respond_with_json(TAKEN[service])
    mailbox = mailbox_of(service, plus_addressing=True)
    message_of(mailbox, rank=2)

    send_due(mailbox_id=mailbox.pk)

    sent = api.log[0][0].get_data(as_text=True)
    if service == "mailgun":
        sent = json.dumps(api.log[0][0].form)
    assert "list-unsubscribe-post" in sent.lower()
    assert "List-Unsubscribe=One-Click" in sent
    # Where the mailbox takes plus addresses, an answer names its message.
    assert "jo+" in sent


@pytest.mark.parametrize(
    ("service", "status", "answer"),
    [
        (
            "postmark",
            422,
            {
                "ErrorCode": 406,
                "Message": "You tried to send to a recipient that has been marked as inactive.\n"
                "Found inactive addresses: ann@client.example.\nInactive recipients are ones that have "
                "generated a hard bounce or a spam complaint.",
            },
        ),
        ("postmark", 422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'ann@client.example'."}),
        ("mailgun", 400, {"message": "'to' parameter is not a valid address. please check documentation"}),
        (
            "sendgrid",
            400,
            {
                "errors": [
                    {"message": "Does not contain a valid address.", "field": "personalizations.0.to.0.email"}
                ]
            },
        ),
    ],
)
def test_a_refused_recipient_is_suppressed(acme, api: HTTPServer, service: str, status: int, answer):
    api.expect_request(ENDPOINTS[service]).respond_with_json(answer, status=status)
    mailbox = mailbox_of(service)
    message = message_of(mailbox)

    assert send_due(mailbox_id=mailbox.pk) == 0

    message.refresh_from_db()
    assert (message.state, message.failure, message.bounced_at is not None) == ("refused", "hard", True)
    assert Suppression.objects.get().reason == "bounced"
    mailbox.refresh_from_db()
    assert mailbox.failures == 0


@pytest.mark.parametrize(
    ("service", "status", "answer", "failures"),
    [
        ("postmark", 401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}, 1),
        ("postmark", 422, {"ErrorCode": 400, "Message": "Sender Signature not found."}, 0),
        ("mailgun", 404, {"message": "Domain not found: ours.example"}, 0),
        ("mailgun", 429, {"message": "Too many requests"}, 0),
        ("sendgrid", 403, {"errors": [{"message": "access forbidden"}]}, 1),
        ("sendgrid", 503, {}, 0),
    ],
)
def test_what_is_our_fault_suppresses_nobody_and_the_message_waits(
    acme, api: HTTPServer, service: str, status: int, answer, failures: int
):
    api.expect_request(ENDPOINTS[service]).respond_with_json(answer, status=status)
    mailbox = mailbox_of(service)
    message = message_of(mailbox)

    send_due(mailbox_id=mailbox.pk)

    message.refresh_from_db()
    mailbox.refresh_from_db()
    assert (message.state, message.attempts, message.handed_at) == ("waiting", 0, None)
    assert not Suppression.objects.exists()
    assert (mailbox.failures, mailbox.last_error.startswith(str(status))) == (failures, True)


def test_a_fault_of_the_service_after_the_message_leaves_it_unknown(acme, api: HTTPServer):
    api.expect_request("/email").respond_with_data("Bad gateway", status=502)
    mailbox = mailbox_of("postmark")
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    assert message.state == "unknown"


def test_no_answer_in_time_leaves_the_message_unknown(acme, api: HTTPServer, monkeypatch):
    monkeypatch.setattr(services, "TIMEOUTS", (1.0, 0.3))
    done = threading.Event()

    def sleep(_request: Request) -> Response:
        done.wait(5)
        return Response("{}")

    api.expect_request("/email").respond_with_handler(sleep)
    mailbox = mailbox_of("postmark")
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    done.set()
    message.refresh_from_db()
    assert message.state == "unknown"


def test_a_service_that_cannot_be_reached_took_nothing(acme, settings):
    settings.MAUNTIC_MAIL_SERVICES = {"postmark": {"us": "http://127.0.0.1:1/"}}
    mailbox = mailbox_of("postmark")
    message = message_of(mailbox)
    send_due(mailbox_id=mailbox.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)


def test_the_region_says_where_to_send(acme, api: HTTPServer, settings):
    settings.MAUNTIC_MAIL_SERVICES = {
        "mailgun": {"us": "http://127.0.0.1:1/", "eu": api.url_for("/")},
    }
    api.expect_oneshot_request("/ours.example/messages").respond_with_json(TAKEN["mailgun"])
    assert try_sending(mailbox_of("mailgun", region="eu")).words == "Mailgun: queued <mg-1@ours.example>"


def test_a_rep_connects_a_service_whose_keys_are_never_shown(web: Client, rep: User):
    done = web.post(reverse("delivery:service-new"), FORM, follow=True).content.decode()

    assert "jo@ours.example connected." in done
    assert "key-of" not in done
    mailbox = Mailbox.objects.get()
    assert (mailbox.owner, mailbox.kind, mailbox.region) == (rep, "mailgun", "eu")
    assert (mailbox.secret("api_key"), mailbox.secret("signing_key")) == ("key-of-mailgun", "key-of-hooks")
    token = mailbox.secret("hook_token")
    assert f"http://acme.localhost/mail/hooks/mailgun/{token}/events/" in done
    raw = Mailbox.objects.extra(select={"raw": "credentials"}).values_list("raw", flat=True)
    assert "key-of" not in str(raw[0])


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"api_key": ""}, "Enter the API key of the service."),
        ({"region": "mars"}, "Select a valid choice"),
        ({"service": "fax"}, "Select a valid choice"),
        ({"api_key": "schlüssel"}, "without accents"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(web: Client, changes, problem: str):
    answer = web.post(reverse("delivery:service-new"), {**FORM, **changes})
    assert (answer.status_code, problem in answer.content.decode()) == (422, True)
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("service", "key", "has"),
    [
        ("postmark", "Server API token", set()),
        ("mailgun", "Sending key", {"region", "signing_key"}),
        ("sendgrid", "API key", {"region", "signing_key"}),
        ("ses", "Secret access key", {"region", "key_id"}),
    ],
)
def test_each_service_asks_for_what_it_has_in_its_own_words(web: Client, rep: User, service, key, has):
    def fields(page: str) -> set[str]:
        return {name for name in ("region", "key_id", "signing_key") if f'name="{name}"' in page}

    new = web.get(reverse("delivery:service-new"), {"service": service}).content.decode()
    keys = {"api_key": "key", "key_id": "id"}
    mailbox = connect_service(service=service, values={"address": "jo@ours.example"}, keys=keys, by=rep)
    old = web.get(reverse("delivery:mailbox", args=[mailbox.pk])).content.decode()

    assert fields(new) == fields(old) == has
    assert key in new
    assert f"Sends through {SERVICES[service].name}." in old
    assert f'<input type="hidden" name="service" value="{service}"' in new


def test_the_regions_are_those_of_the_service(web: Client):
    page = web.get(reverse("delivery:service-new"), {"service": "ses"}).content.decode()
    assert '<option value="us-east-1"' in page
    assert '<option value="eu"' not in page


def test_a_region_that_a_service_does_not_have_is_refused(acme, rep: User):
    values = {"address": "jo@ours.example", "region": "eu"}
    with pytest.raises(Invalid, match="Postmark has no such region"):
        connect_service(service="postmark", values=values, keys={"api_key": "key"}, by=rep)


def test_a_change_keeps_the_keys_that_are_left_empty(web: Client, rep: User):
    web.post(reverse("delivery:service-new"), FORM)
    mailbox = Mailbox.objects.get()
    token = mailbox.secret("hook_token")
    address = reverse("delivery:mailbox", args=[mailbox.pk])

    web.post(address, {**FORM, "api_key": "", "signing_key": "new-key", "from_name": "Jo"})

    mailbox.refresh_from_db()
    assert (mailbox.from_name, mailbox.secret("api_key")) == ("Jo", "key-of-mailgun")
    assert (mailbox.secret("signing_key"), mailbox.secret("hook_token")) == ("new-key", token)
    with pytest.raises(Invalid, match="password"):
        change_service(mailbox_id=mailbox.pk, values={"imap_host": "evil.example"}, keys={}, by=rep)


def test_the_service_counts_no_openings_since_we_do(acme, api: HTTPServer):
    api.expect_oneshot_request("/email").respond_with_json(TAKEN["postmark"])
    mailbox = mailbox_of("postmark", tracks_opens=True)
    message_of(mailbox, rank=2)
    send_due(mailbox_id=mailbox.pk)
    sent = json.loads(api.log[0][0].data)
    assert sent["TrackOpens"] is False
    assert "/o/" in sent["HtmlBody"]
