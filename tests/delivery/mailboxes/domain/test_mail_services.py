"""What the answers of e-mail services mean."""

import pytest

from mauntic.delivery.mailboxes.domain.mail_services import (
    Fault,
    fault_of,
    ses_header_id,
    ses_header_id_by_smtp,
)


@pytest.mark.parametrize(
    ("status", "words", "fault"),
    [
        (401, "Unauthorized", Fault.SIGN_IN),
        (403, "Forbidden", Fault.SIGN_IN),
        (404, "Domain not found: ours.example", Fault.OURS),
        (429, "Too many requests", Fault.OURS),
        (503, "Service unavailable", Fault.OURS),
        (500, "Internal error", Fault.UNCERTAIN),
        (504, "Gateway timeout", Fault.UNCERTAIN),
        # It took the message, and a proxy said something else: another attempt could be a second email.
        (200, "<html>Welcome</html>", Fault.UNCERTAIN),
        (400, '{"message": "\'to\' parameter is not a valid address. please check"}', Fault.RECIPIENT),
        (400, '{"errors":[{"field":"personalizations.0.to.0.email"}]}', Fault.RECIPIENT),
        (400, '{"errors":[{"field":"from.email"}]}', Fault.OURS),
        (422, '{"ErrorCode":400,"Message":"Sender Signature not found"}', Fault.OURS),
        # It says "recipients", and is about our own account: nobody may be suppressed for it.
        (400, "Please add your own domain or add the address to authorized recipients", Fault.OURS),
    ],
)
def test_whose_fault_a_refusal_is(status: int, words: str, fault: Fault):
    assert fault_of(status, words) is fault


def test_amazon_ses_names_messages_by_region_and_its_first_region_by_email():
    assert ses_header_id("eu-west-1", "0102-a") == "<0102-a@eu-west-1.amazonses.com>"
    assert ses_header_id("us-east-1", "0100-a") == "<0100-a@email.amazonses.com>"


@pytest.mark.parametrize(
    ("host", "words", "given"),
    [
        (
            "email-smtp.eu-west-1.amazonaws.com",
            "250 Ok 0102018f-aaaa-000000",
            "0102018f-aaaa-000000@eu-west-1",
        ),
        ("email-smtp.us-east-1.amazonaws.com", "250 Ok 0100018f-aaaa-000000", "0100018f-aaaa-000000@email"),
        ("email-smtp.eu-west-1.amazonaws.com", "250 Ok", ""),
        ("email-smtp.eu-west-1.amazonaws.com.evil.example", "250 Ok 0102018f-aaaa-000000", ""),
        ("smtp.ours.example", "250 Ok queued-as-4711-4711", ""),
    ],
)
def test_amazon_ses_says_by_smtp_how_it_named_a_message(host: str, words: str, given: str):
    assert ses_header_id_by_smtp(host, words) == (f"<{given}.amazonses.com>" if given else "")
