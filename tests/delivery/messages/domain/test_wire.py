"""The bytes of a message, as the standard library reads them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.messages.domain.wire import Outgoing, as_bytes

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
LETTER = Outgoing(
    sender="ada@ours.example",
    sender_name="Ada",
    recipient="bo@client.example",
    subject="Hello",
    text="Hello",
    header_id="<1@ours.example>",
)
TEXTS = st.text(st.sampled_from("ab \t=.-_\r\n\f\u0085\u2028éÅ€😀<&"), max_size=400)


def read(letter: Outgoing) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(as_bytes(letter, NOW), policy=default))


def content(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@given(TEXTS)
def test_each_text_arrives_as_it_was_written(text: str) -> None:
    found = content(read(replace(LETTER, text=text)), "plain")

    assert found == re.sub(r"\r\n?", "\n", text.rstrip()) + "\n"


@given(TEXTS, st.text(st.sampled_from("ab =?.,:éÅ€"), max_size=120))
def test_lines_end_as_servers_want_and_are_short(text: str, subject: str) -> None:
    raw = as_bytes(replace(LETTER, text=text, subject=" ".join(subject.split())), NOW)

    lines = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 78
    assert raw.isascii()


def test_a_text_like_the_border_of_parts_ends_none() -> None:
    found = read(replace(LETTER, text="--=_alternative--\n\nand on\n\n--=_alternative"))

    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert content(found, "plain").startswith("--=_alternative--\n\nand on")
    assert found.defects == []


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=70))
def test_a_plain_subject_is_written_as_the_library_does(subject: str) -> None:
    subject = " ".join(subject.split())
    line = HeaderRegistry()("Subject", subject).fold(policy=SMTP)

    assert line.encode() in as_bytes(replace(LETTER, subject=subject), NOW)


@given(st.text(st.sampled_from("ab =?.,:éÅ€"), max_size=120))
def test_each_subject_is_read_as_it_was_written(subject: str) -> None:
    subject = " ".join(subject.split())

    assert read(replace(LETTER, subject=subject))["Subject"] == subject
