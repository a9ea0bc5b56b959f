"""Which submissions of forms are spam, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mauntic.kernel.normalize import domain_of, is_disposable
from mauntic.tracking.domain.bots import filled_too_quickly

SENDER_SPAN = timedelta(minutes=10)
MOST_OF_SENDER = 5
REPEAT_SPAN = timedelta(days=1)
MOST_REPEATS = 2
_ADDRESS = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_LONG_TEXT = 20


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a form was sent. `shown_at` is None when nothing trustworthy says when it was shown."""

    trap: str
    shown_at: datetime | None
    sent_at: datetime
    sent_by_address: int
    sent_alike: int


def spam_reason(*, names: Mapping[str, str], circumstances: Circumstances) -> str:
    """Why a submission is spam, as words for people; empty when it is none.

    `names` are the values of fields that hold a person's or company's name. `sent_by_address` counts what
    came from the same network address within ten minutes, `sent_alike` what said the same within a day.
    """
    told = circumstances
    shown_at = told.shown_at
    checks = (
        (told.trap.strip(), "A field that people do not see was filled in"),
        (
            shown_at and filled_too_quickly(shown_at=shown_at, sent_at=told.sent_at),
            "Filled in quicker than a person can",
        ),
        (any(_ADDRESS.search(value) for value in names.values()), "A name holds a web address"),
        (
            told.sent_by_address >= MOST_OF_SENDER,
            f"More than {MOST_OF_SENDER} from one network address in ten minutes",
        ),
        (told.sent_alike >= MOST_REPEATS, f"The same text came more than {MOST_REPEATS} times in a day"),
    )
    return next((reason for applies, reason in checks if applies), "")


def remark(email: str) -> str:
    """What a person should know of a submission that is no spam; often empty."""
    domain = domain_of(email) or ""
    return f"{domain} gives out mailboxes to throw away" if domain and is_disposable(domain) else ""


def what_it_says(fields: Mapping[str, str]) -> str:
    """The part of a submission that spam repeats under changing names: its long texts, else all of it."""
    texts = [" ".join(value.lower().split()) for _, value in sorted(fields.items())]
    long_ones = [text for text in texts if len(text) >= _LONG_TEXT and "@" not in text]
    return "\n".join(long_ones or texts)
