"""Raw mail read into a record: what it says, and what is parked."""

import base64
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.replies.domain.mime.headers import Address
from mauntic.delivery.replies.domain.mime.parts import Attachment
from mauntic.delivery.replies.domain.mime.raw import MAX_PARSED, Parked, Reason, without_attachments
from mauntic.delivery.replies.domain.reading import Incoming, read_mail
from tests.delivery.replies.mails import hard, mail, needs_mail, raw

HEADS = b"From: a@client.example\nTo: b@vendor.example\n"


def read(source: bytes) -> Incoming:
    found = read_mail(source)
    assert isinstance(found, Incoming), found
    return found


def parked(source: bytes) -> Reason:
    found = read_mail(source)
    assert isinstance(found, Parked), found
    assert found.key.startswith("sha256:")
    assert found.size == len(source)
    return found.reason


def mixed(*parts: str) -> bytes:
    return (
        HEADS
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + "".join(f"--b\n{part}\n" for part in (*parts, "")).encode()
    )


def test_a_mail_is_read_with_its_addresses_ids_and_time():
    found = mail(
        "Sounds good.",
        cc='"Neu, Petra" <Petra.Neu@Client.example>, sam@client.example, petra.neu@client.example',
        in_reply_to="<1@vendor.example>",
        references="<0@vendor.example>\n <1@vendor.example>",
        date="Mon, 23 Nov 2026 10:14:05 +0100",
        delivered_to="ann+token@vendor.example",
    )

    assert (found.key, found.message_id) == ("r-1@client.example", "r-1@client.example")
    assert found.sender == Address("maria@client.example", "Maria Kunde")
    assert found.cc == (Address("petra.neu@client.example", "Neu, Petra"), Address("sam@client.example"))
    assert (found.in_reply_to, found.references) == (
        ("1@vendor.example",),
        ("0@vendor.example", "1@vendor.example"),
    )
    assert found.sent_at == datetime(2026, 11, 23, 9, 14, 5, tzinfo=UTC)
    assert found.delivered_to == ("ann+token@vendor.example",)
    assert (found.subject, found.text) == ("Re: lead routing", "Sounds good.")


def test_a_mail_without_message_id_has_the_same_key_each_time():
    source = raw(message_id="")

    assert read(source).key == read(source).key
    assert read(source).key.startswith("sha256:")
    assert read(source + b"!").key != read(source).key


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Mon, 99 Nov 2026 99:99:99 +0100", "Mon, 1 Jan 99999 00:00:00"]
)
def test_a_broken_date_is_no_date(date):
    assert mail(date=date).sent_at is None


def test_a_date_without_a_zone_is_utc():
    assert mail(date="Mon, 23 Nov 2026 10:14:05").sent_at == datetime(2026, 11, 23, 10, 14, 5, tzinfo=UTC)


def test_encoded_words_are_decoded_and_raw_umlauts_too():
    assert mail(subject="=?iso-8859-1?q?Gr=FC=DFe?= und =?utf-8?b?8J+YgA==?=").subject == "Grüße und 😀"
    assert mail(subject="Grüße").subject == "Grüße"
    assert mail(subject="=?x-unknown?q?Gr=FCn?=").subject == "Grün"
    assert mail(subject="=?utf-8?b?A?= broken").subject


def test_an_encoded_name_that_looks_like_an_address_is_no_address():
    found = mail(**{"from": "=?utf-8?q?boss=40bank=2Eexample=2C?= <eve@evil.example>"})

    assert found.sender.email == "eve@evil.example"


@pytest.mark.parametrize(
    "charset", ["x-unknown-9", "punycode", "unicode-escape", "zip", "", "utf-8", "a" * 999]
)
def test_a_charset_that_is_unknown_or_wrong_does_not_lose_umlauts(charset):
    source = HEADS + b"Content-Type: text/plain; charset=%s\n\nGr\xfc\xdfe" % charset.encode()

    assert read(source).text == "Grüße"


def test_text_in_utf_8_that_names_another_charset_is_read():
    source = HEADS + "Content-Type: text/plain; charset=us-ascii\n\nGrüße".encode()

    assert read(source).text == "Grüße"


def test_attachments_have_a_name_and_a_size_and_enclosed_mails_are_not_read_as_the_answer():
    found = read(
        mixed(
            "Content-Type: text/plain\n\nSee attached.",
            "Content-Type: text/plain\nContent-Disposition: attachment; filename=unsubscribe.txt\n\nabc",
            "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(b"x" * 300).decode(),
            "Content-Type: message/rfc822\n\nMessage-ID: <1@vendor.example>\nSubject: ours\n\nunsubscribe",
        )
    )

    assert found.text == "See attached."
    assert found.attachments[0] == Attachment("unsubscribe.txt", "text/plain", 3)
    assert (found.attachments[1].name, round(found.attachments[1].size, -1)) == ("a.pdf", 300)
    assert found.returned["message-id"] == ("<1@vendor.example>",)


def test_a_large_attachment_is_cut_before_the_mail_is_parsed_and_keeps_its_size():
    content = random.Random(1).randbytes(3_000_000)
    part = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    source = mixed(part + base64.encodebytes(content).decode(), "Content-Type: text/plain\n\nSee attached.")

    assert len(without_attachments(source)) < 1_000
    found = read(source)
    assert found.text.strip() == "See attached."
    assert found.attachments[0].size == pytest.approx(3_000_000, rel=0.02)
    assert found.size == len(source)


def test_a_mail_of_50_mb_is_read_and_a_larger_one_parked():
    assert read(HEADS + b"\nHello\n" + b"x" * 50_000_000).text.startswith("Hello")
    assert parked(HEADS + b"\n" + b"x" * 60_000_000) is Reason.TOO_LARGE


def test_parsed_bytes_are_limited_whatever_the_lines_are():
    assert len(without_attachments(b"x y\n" * 3_000_000)) <= MAX_PARSED


def test_2000_recipients_are_read():
    many = ", ".join(f'"Name {number}, X" <u{number}@client.example>' for number in range(2_000))

    assert len(mail(cc=many).cc) == 2_000


def test_a_header_of_100_kb_is_cut_and_longer_headers_are_parked():
    assert len(mail(x_long="a " * 50_000).headers["x-long"][0]) <= 2_000
    assert parked(HEADS + b"X: y\n" * 200_000 + b"\nhi") is Reason.HEADERS_TOO_LARGE
    assert parked(HEADS + b"Content-Type: text/plain; " + b'a=";' * 4_000) is Reason.HEADERS_TOO_LARGE


def test_references_keep_both_ends():
    found = mail(references=" ".join(f"<{number}@x>" for number in range(1_000))).references

    assert (found[0], found[-1], len(found)) == ("0@x", "999@x", 200)


def test_a_mail_of_many_parts_or_endless_depth_is_parked():
    assert parked(mixed(*["\nhi"] * 2_000)) is Reason.TOO_MANY_PARTS
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(200))
    assert parked(nested) is Reason.TOO_MANY_PARTS
    assert parked(b"Content-Type: message/rfc822\n\n" * 5_000) is Reason.UNREADABLE


def test_a_report_is_read_by_its_fields_with_the_returned_headers():
    found = mail(
        "--d\nContent-Type: text/plain\n\nSorry.\n--d\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; maria@client.example\nStatus: 5.1.1\n\n"
        "--d\nContent-Type: text/rfc822-headers\n\nMessage-ID: <1@vendor.example>\n\n--d--\n",
        content_type="multipart/report; report-type=delivery-status; boundary=d",
    )

    assert found.report.kind == "delivery-status"
    assert [group.get("status") for group in found.report.groups] == [None, ("5.1.1",)]
    assert found.returned["message-id"] == ("<1@vendor.example>",)
    assert found.text == "Sorry."


@needs_mail
def test_japanese_mail_in_iso_2022_jp_is_read():
    assert "興味がありますので、資料を送ってください。" in hard("japanese_gmail").text


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_or_parked(source):
    found = read_mail(source)

    assert isinstance(found, Incoming | Parked)
    assert found.key


@given(
    st.lists(
        st.sampled_from(
            [
                b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"multipart/report; ", b"boundary=b",
                b"\n",
                b"\n\n",
                b"--b\n", b"--b--\n", b"text/html", b"message/rfc822",
                b"message/delivery-status", b"; charset=",
                b"utf-16", b"idna", b"=?utf-8?b?", b"?=", b"\xff\x00", b"(", b'"', b"<", b"@", b" ",
                b"Content-Transfer-Encoding: base64\n", b"x-uuencode", b"\r", b"name*0*=utf-8''%ff",
            ]
        ),
        max_size=60,
    )
)  # fmt: skip
def test_texts_of_any_mail_can_be_stored(pieces):
    found = read_mail(b"".join(pieces))

    if isinstance(found, Incoming):
        headers = [value for values in found.headers.values() for value in values]
        names = [each.name for each in found.attachments]
        for text in (found.text, found.html, found.subject, found.sender.name, *headers, *names):
            text.encode()
            assert "\x00" not in text
