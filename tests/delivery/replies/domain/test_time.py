"""No reader takes long, whatever a stranger sends. Measured is the work of this thread alone."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from mauntic.delivery.replies.domain.bounces import read_bounce, read_complaint, returned_ids
from mauntic.delivery.replies.domain.classes import classify
from mauntic.delivery.replies.domain.mime.raw import without_attachments
from mauntic.delivery.replies.domain.reading import Incoming, read_mail
from mauntic.delivery.replies.domain.showing import shown_html
from mauntic.delivery.replies.domain.text import ReplyText, reply_text

LONGEST = 0.5
TODAY = date(2026, 11, 23)
PIECES = (
    *(
        "\n",
        "\r\n",
        " ",
        "\t",
        "\x00",
        "a ",
        "ä",
        "\xa0",
        "。\n",
        "，",
        "_\n",
        "[\n",
        "!\n",
        "- ",
        "> ",
        "-- \n",
        "=",
        "--b\n",
    ),
    *(
        "On ",
        "wrote:\n",
        "From: a\n",
        "Sent: \n",
        "On Mon, Nov 23, 2026 at 9:14 AM ",
        "Le lun. ",
        "a écrit :",
    ),
    *(
        "Am 23.11.2026 um 09:14 schrieb ",
        "-----Original Message-----\n",
        "________________________________\n",
    ),
    *("<div>", "</div>", "<blockquote type=cite>", "<table><tr><td>", '<p style="border-top:solid">', "<!--"),
    *("&", "&a", "&amp;", "&#", "<", '"', "(", "))", "]]>", "[", "*", "1", "12/", "2026-11-"),
    *("until ", "back on ", "14 January ", "ab dem ", "Monday ", "unsubscribe ", "not interested "),
    *("5.1.1 ", "550 ", "maria@client.example ", "<a@b.c> ", "=?utf-8?q?", "?=", "http://a.b/c?d=e&"),
    *(
        "Status: 5.1.1\n",
        "Final-Recipient: rfc822; ",
        "Diagnostic-Code: smtp; ",
        "Content-Type: text/plain\n",
    ),
    *("BEGIN:VCALENDAR\n", "ATTENDEE;", "mailto:"),
)
KINDS = {
    "text": "Content-Type: text/plain; charset=utf-8\n\n{}",
    "html": "Content-Type: text/html; charset=utf-8\n\n{}",
    "report": "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\nContent-Type: text/plain; charset=utf-8\n\n{}\n"
    "--b\nContent-Type: message/delivery-status\n\n{}\n--b--\n",
    "forward": "Content-Type: multipart/digest; boundary=b\n\n--b\n\n{}\n--b--\n",
    "calendar": "Content-Type: text/calendar; method=REPLY\n\n{}",
    "headers": "References: {}\nX-Failed-Recipients: {}\n\nhi",
}


def bodies(piece: str) -> Iterator[str]:
    """Yield a piece many times, alone and beside another."""
    other = random.Random(piece).choice(PIECES)
    yield piece * (900_000 // len(piece))
    yield (piece + other) * (30_000 // len(piece + other))


def mixture(seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(PIECES) * chance.choice((1, 1, 1, 5, 500)) for _each in range(300))


def raw(kind: str, body: str) -> bytes:
    text = " ".join(body[:90_000].split()) if kind == "headers" else body
    heads = f"From: m@client.example\nSubject: Re: {' '.join(body[:60].split())}\nMessage-ID: <1@c.example>\n"
    return (heads + KINDS[kind].replace("{}", text)).encode("utf-8", "replace")


def work(source: bytes) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield each reader, to be called at once, in the order in which a mail passes them."""
    found: list[Incoming] = []
    words: list[ReplyText] = []

    def read() -> None:
        mail = read_mail(source)
        found.extend([mail] if isinstance(mail, Incoming) else [])

    yield "read_mail", read
    yield "without_attachments", lambda: without_attachments(source)
    for mail in found:
        yield (
            "reply_text",
            lambda m=mail: words.append(reply_text(text=m.text, html=m.html, sent=[m.text[:2_000]])),
        )
        yield (
            "classify",
            lambda m=mail: classify(m, words[0], today=TODAY, is_working_day=lambda day: day.weekday() < 5),
        )
        for reader in (read_bounce, returned_ids, read_complaint):
            yield reader.__name__, lambda m=mail, reader=reader: reader(m)
        yield "shown_html", lambda m=mail: shown_html(m.html)


def slow(body: str) -> list[tuple[object, ...]]:
    """Return the readers that take too long for a body, as each kind of mail."""
    found = []
    for kind in KINDS:
        for name, call in work(raw(kind, body)):
            took = seconds(call)
            if took > LONGEST:
                found.append((name, kind, body[:40], len(body), round(took, 2)))
    return found


def seconds(call: Callable[[], object]) -> float:
    """Processor time of the quickest of three calls: other processes and a collection do not count."""
    taken = []
    for _attempt in range(3):
        began = time.thread_time()
        call()
        taken.append(time.thread_time() - began)
        if taken[-1] <= LONGEST:
            break
    return min(taken)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_piece_many_times_takes_no_reader_half_a_second(piece: str) -> None:
    assert [each for body in bodies(piece) for each in slow(body)] == []


@pytest.mark.parametrize("seed", range(8))
def test_a_mixture_takes_no_reader_half_a_second(seed: int) -> None:
    assert slow(mixture(seed)) == []
