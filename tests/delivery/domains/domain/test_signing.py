"""Signatures of emails."""

import dkim
import pytest

from mauntic.delivery.domains.domain.signing import new_key, record_of, signed

MESSAGE = (
    b"List-Unsubscribe: <https://acme.example/u/1/>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"From: Ada <ada@ours.example>\r\nTo: bo@client.example\r\nSubject: Hello\r\n\r\nHello Bo\r\n"
)
PRIVATE, PUBLIC = new_key()


def is_valid(message: bytes) -> bool:
    return bool(dkim.verify(message, dnsfunc=lambda _name, timeout=5: record_of(PUBLIC).encode()))


def sign(message: bytes) -> bytes:
    return signed(message, domain="ours.example", selector="mauntic", private_key=PRIVATE)


def test_a_signed_message_is_verified() -> None:
    assert is_valid(sign(MESSAGE))
    assert sign(MESSAGE).endswith(MESSAGE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"/u/1/", b"/u/2/"),
        (b"=One-Click", b"=Other"),
        (b"Hello Bo", b"Hello Mo"),
        (b"Subject: Hello", b"Subject: Bye"),
        (b"From: Ada", b"From: Eve <eve@evil.example>\r\nFrom: Ada"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b""),
    ],
)
def test_a_change_breaks_the_signature(before: bytes, after: bytes) -> None:
    assert before in MESSAGE

    assert not is_valid(sign(MESSAGE).replace(before, after))


def test_each_key_is_new() -> None:
    assert new_key()[1] != PUBLIC
