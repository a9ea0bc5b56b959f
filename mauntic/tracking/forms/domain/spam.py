"""Rules for spam among submissions of forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mauntic.kernel.bots import filled_too_quickly
from mauntic.kernel.normalize import domain_of, is_disposable
from mauntic.kernel.translation import gettext as _

SENDER_SPAN = timedelta(minutes=10)
MOST_OF_SENDER = 5
REPEAT_SPAN = timedelta(days=1)
MOST_REPEATS = 2
_ADDRESS = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)
_LONG_TEXT = 20


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a form was sent. `shown_at` is None if it is not known when the form was shown."""

    trap: str
    shown_at: datetime | None
    sent_at: datetime
    sent_by_address: int
    sent_alike: int


def spam_reason(*, names: Mapping[str, str], circumstances: Circumstances) -> str:
    """Return why a submission is spam. Empty if it is not.

    Args: `names` are answers that are names of people or companies. `sent_by_address` of `circumstances` is
    the number of submissions from the same network address within ten minutes, `sent_alike` the number with
    the same text within a day.
    """
    shown_at = circumstances.shown_at
    checks = (
        (circumstances.trap.strip(), _("Hidden field filled in")),
        (
            shown_at and filled_too_quickly(shown_at=shown_at, sent_at=circumstances.sent_at),
            _("Filled in faster than a person can"),
        ),
        (any(_ADDRESS.search(value) for value in names.values()), _("Web address in a name")),
        (
            circumstances.sent_by_address >= MOST_OF_SENDER,
            _("More than %(limit)s from one network address within 10 minutes") % {"limit": MOST_OF_SENDER},
        ),
        (
            circumstances.sent_alike >= MOST_REPEATS,
            _("Same text more than %(limit)s times within a day") % {"limit": MOST_REPEATS},
        ),
    )
    return next((reason for applies, reason in checks if applies), "")


def remark(email: str) -> str:
    """Return a remark about an accepted submission, often empty."""
    domain = domain_of(email) or ""
    return (
        _("%(domain)s offers disposable mailboxes") % {"domain": domain}
        if domain and is_disposable(domain)
        else ""
    )


def repeated_text(fields: Mapping[str, str]) -> str:
    """Return the part that spam repeats under changing names: the long texts, else the whole submission."""
    texts = [" ".join(value.lower().split()) for _, value in sorted(fields.items())]
    long_ones = [text for text in texts if len(text) >= _LONG_TEXT and "@" not in text]
    return "\n".join(long_ones or texts)
