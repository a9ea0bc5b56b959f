"""Twilio's wire format, against the sandbox and against answers that nobody expects."""

import socket
import threading

import pytest

from mauntic.sandbox.twilio import ACCOUNT, SENDER, TOKEN
from revops.sms.adapters.twilio import Twilio
from revops.sms.domain.outcomes import Verdict


@pytest.fixture
def account(sandbox):
    def make(**more):
        values = {"account_sid": ACCOUNT, "token": TOKEN, "sender": SENDER, "api": f"{sandbox.url}/twilio"}
        return Twilio(**{**values, **more})

    return make


def test_a_text_is_accepted_with_its_id(account, sandbox):
    receipt = account().send(number="+14155550123", body="Grüße & mehr +1")

    assert receipt.verdict == Verdict.ACCEPTED
    assert receipt.vendor_id.startswith("SM")
    assert sandbox.twilio.sent == [
        {"To": "+14155550123", "From": SENDER, "MessagingServiceSid": "", "Body": "Grüße & mehr +1"}
    ]


def test_a_messaging_service_sends_instead_of_a_number(account, sandbox):
    account(sender=f"MG{'a' * 32}").send(number="+14155550123", body="Hello")
    assert (sandbox.twilio.sent[0]["From"], sandbox.twilio.sent[0]["MessagingServiceSid"][:2]) == ("", "MG")


@pytest.mark.parametrize(
    ("ending", "verdict", "code"),
    [
        ("0001", Verdict.REFUSED, 21211),
        ("0004", Verdict.OPTED_OUT, 21610),
        ("0009", Verdict.REFUSED, 21614),
        ("0429", Verdict.LATER, 20429),
        ("0500", Verdict.UNKNOWN, 20500),
    ],
)
def test_refusals_are_told_apart(account, sandbox, ending, verdict, code):
    receipt = account().send(number=f"+1415555{ending}", body="Hello")

    assert (receipt.verdict, receipt.code) == (verdict, code)
    assert receipt.words
    assert sandbox.twilio.sent == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"token": "wrong"}, 20003),
        ({"sender": "+14155550199"}, 21606),
    ],
)
def test_a_wrong_account_is_no_fault_of_the_recipient(account, more, code):
    receipt = account(**more).send(number="+14155550123", body="Hello")
    assert (receipt.verdict, receipt.code) == (Verdict.BROKEN, code)


def test_a_text_that_never_left_may_go_later(account):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        receipt = account(api=f"http://127.0.0.1:{closed.getsockname()[1]}").send(
            number="+14155550123", body="Hi"
        )
    assert receipt.verdict == Verdict.LATER


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nno", b"HTTP/1.1 200 OK\r\n\r\n{}"]
)
def test_an_answer_that_is_cut_off_or_makes_no_sense_leaves_the_text_unknown(account, answer):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        receipt = account(api=f"http://127.0.0.1:{server.getsockname()[1]}").send(
            number="+14155550123", body="Hi"
        )
        thread.join()
    assert receipt.verdict == Verdict.UNKNOWN


def test_an_account_is_checked_without_sending(account, sandbox):
    assert account().check().words == "Acme Texts"
    receipt = account(token="wrong").check()
    assert (receipt.verdict, receipt.code, receipt.words) == (Verdict.BROKEN, 20003, "Authenticate")
    assert sandbox.twilio.sent == []


def test_an_address_of_the_inner_network_is_not_called(account, settings):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    assert account().send(number="+14155550123", body="Hi").verdict == Verdict.BROKEN
