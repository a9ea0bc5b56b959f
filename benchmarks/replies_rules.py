"""Reading of incoming mail: the slowest of N hostile mails, and what the rules make of real ones.

`seconds` is the processor time of the slowest mail from bytes to class; `slowest` says what it was made of.
With MAIL_DATA=folder, a file `replies_dev.csv` there (text, language, class) is classified and its confusion
table printed.
"""

import os
import random
import time
from collections import Counter
from pathlib import Path

from benchmarks.support.labelled_replies import (
    TODAY,
    class_of,
    figures,
    is_working_day,
    judged,
    labelled,
    show,
)
from mauntic.delivery.replies.domain.classes import Classification, classify
from mauntic.delivery.replies.domain.reading import Incoming, read_mail
from mauntic.delivery.replies.domain.showing import shown_html
from mauntic.delivery.replies.domain.text import reply_text

MOST = 5_000
SIZE = 60_000
HEADS = "From: Maria <maria@client.example>\nTo: ann@vendor.example\nSubject: Re: hi\nContent-Type: {}\n\n"
KINDS = ("text/plain", "text/html", "multipart/mixed; boundary=b", "text/calendar; method=REPLY")
PIECES = (
    "\n", "\n\n", " ", "\t", "> ", "On ", "From: ", "To: a\n", "Subject: ", "wrote:",
    "Am 1.1.2026 ", "schrieb ", "Le ", "El ", "a@b.example ", "<", ">", "&", '"', "-", "_", "*",
    "=", ",", ".", ":", "?", "-- \n", "Sent from my ", "Best regards\n",
    "-----Original Message-----\n", "This e-mail is confidential ", "<div>", "<br>", "<blockquote>",
    "--b\n", "METHOD:REPLY\n", "BEGIN:VEVENT\n", "ATTENDEE;PARTSTAT=ACCEPTED:", "stop ", "please ",
    "not ", "interested ", "until ", "1 ", "me ", "the ", "unsubscribe ", "nicht ", "ne pas ",
    "de ", "配信", "不在", "\xa0", "é", "=?utf-8?q?a?= ", "550 5.1.1 ", "failed ",
)  # fmt: skip


def run(n: int) -> dict[str, object]:
    """Time `n` hostile mails (at most `MOST`), and classify the real replies if they are given."""
    read(HEADS.format(KINDS[0]) + "Compiles all expressions.", [])
    chance = random.Random(1)
    timed = [_timed(chance) for _ in range(min(n, MOST))]
    seconds, pieces = max(timed)
    folder = os.environ.get("MAIL_DATA")
    return {"seconds": round(seconds, 3), "slowest": pieces, **(_judged(Path(folder)) if folder else {})}


def read(source: str, sent: list[str]) -> Classification | None:
    """Take a mail all the way from bytes to its class."""
    mail = read_mail(source.encode())
    if not isinstance(mail, Incoming):
        return None
    shown_html(mail.html)
    reply = reply_text(text=mail.text, html=mail.html, sent=sent)
    return classify(mail, reply, today=TODAY, is_working_day=is_working_day)


def _timed(chance: random.Random) -> tuple[float, list[str]]:
    """Return how long a mail takes that repeats a few pieces, in order or at random."""
    pieces = chance.sample(PIECES, chance.randint(1, 6))
    unit = "".join(chance.choices(pieces, k=chance.randint(1, 30)))
    body = (
        unit * (SIZE // len(unit))
        if chance.random() < 2 / 3
        else "".join(chance.choices(pieces, k=SIZE // 4))
    )
    source = HEADS.format(chance.choice(KINDS)) + body
    began = time.process_time()
    read(source, [body[: SIZE // 10]])
    return time.process_time() - began, pieces


def _judged(folder: Path) -> dict[str, object]:
    table = Counter((each.wanted, class_of(judged(each.text))) for each in labelled(folder))
    show(table)
    return figures(table)
