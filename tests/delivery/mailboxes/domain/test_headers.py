"""Names in headers."""

from email import message_from_string
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.mailboxes.domain.headers import address_line

MARKS = ["\u202e", "\u2028", "\x00", ",", '"', "\\", "<", ">", "@", "(", ")", ":", ";", "\r\n", "\n", "\t"]
WORDS = ["a", "b ", "é", "漢" * 30, "🎉", "=?utf-8?q?", "?=", "x" * 70, "eve@evil.example"]
HOSTILE = st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=8).map("".join)


def addresses(line: str) -> list[str]:
    """The addresses that a mail program reads."""
    message = message_from_string(f"{line}\r\n", policy=default)
    assert message.keys() == ["From"]
    return [each.addr_spec for each in message["From"].addresses]


def name_in(line: str) -> str:
    """The name that a mail program shows. The parser above adds blanks between encoded words."""
    name, _address = parseaddr(line.replace("\r\n", "").removeprefix("From: "))
    return str(make_header(decode_header(name)))


@pytest.mark.parametrize(
    "name",
    [
        "Jo Reyes",
        "Reyes, Jo",
        "Jörg",
        "漢字" * 30,
        "x" * 70 + ", Eve <eve@evil.example>",
        "a;?=(:" + "x" * 70,
    ],
)
def test_a_name_is_shown_as_it_is(name: str) -> None:
    line = address_line("From", name, "jo@ours.example")

    assert (name_in(line), addresses(line)) == (name, ["jo@ours.example"])
    assert all(len(each) <= 78 for each in line.split("\r\n"))


@pytest.mark.parametrize("name", ["Jo\r\nBcc: all@evil.example", 'Jo" <all@evil.example>, "', "\u202eoJ"])
def test_a_name_adds_no_header_and_no_second_address(name: str) -> None:
    line = address_line("From", name, "jo@ours.example")

    assert addresses(line) == ["jo@ours.example"]
    assert "\u202e" not in name_in(line)


@given(HOSTILE)
def test_no_name_changes_the_address(name: str) -> None:
    line = address_line("From", name, "jo@ours.example")

    assert line.isascii()
    assert addresses(line) == ["jo@ours.example"]
