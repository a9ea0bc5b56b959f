"""Which of our messages an incoming mail answers: the surest sign first, never "the latest campaign"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from mauntic.delivery.replies.domain.folding import folded
from mauntic.delivery.replies.domain.reading import Incoming

GUESS_DAYS = 90
"""A mail of an older thread is too likely about something else."""
PREFIXES = re.compile(
    r"^\s*(?:(?:re|aw|sv|vs|ref|rif|r|odp|fw|fwd|wg|tr|rv|enc|i|vb|doorst|antw|res|ynt|antwort|"
    r"automatic reply|automatische antwort|reponse automatique|respuesta automatica|risposta automatica|"
    r"resposta automatica|"
    r"automatisch antwoord|automatyczna odpowiedz|autosvar|"
    r"out of office|abwesenheitsnotiz|absence|autoreply|auto|accepted|declined|tentative|"
    r"undeliverable|unzustellbar|non remis)\s?"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:|"
    r"\[[^\]]{1,40}\])\s*"
)
MAX_SUBJECT = 500
M = TypeVar("M")


class Sign(StrEnum):
    """How a mail was matched, from the surest to the guess."""

    TOKEN = "token"  # noqa: S105
    IN_REPLY_TO = "in_reply_to"
    REFERENCES = "references"
    RETURNED = "returned"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Candidate(Generic[M]):
    """A message of ours to an address with an open enrollment or conversation."""

    message: M
    email: str
    subject: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Match(Generic[M]):
    """The answered message, and by which sign."""

    message: M
    sign: Sign

    @property
    def is_guessed(self) -> bool:
        return self.sign is Sign.GUESSED


def match(
    mail: Incoming,
    *,
    by_token: Mapping[str, M],
    by_id: Mapping[str, M],
    candidates: Iterable[Candidate[M]] = (),
    returned_ids: Iterable[str] = (),
    now: datetime,
) -> Match[M] | None:
    """Find the message that a mail answers.

    Args:
        mail: the incoming mail.
        by_token: our messages by the address that carries their token, in lower case; see `addressed`.
        by_id: our messages by Message-ID or by the id that an e-mail service gave them; see `ids_named`.
        candidates: our messages to the sender's address, for the guess.
        returned_ids: ids of a returned mail, from a bounce or a complaint.
        now: the present time.
    """
    signs = (
        (Sign.TOKEN, by_token, addressed(mail)),
        (Sign.IN_REPLY_TO, by_id, mail.in_reply_to),
        # The last reference is the closest; GitLab and others keep their key in the first one.
        (Sign.REFERENCES, by_id, mail.references[::-1]),
        (Sign.RETURNED, by_id, tuple(returned_ids)),
    )
    for sign, known, keys in signs:
        found = next((key for key in keys if key in known), None)
        if found is not None:
            return Match(known[found], sign)
    guessed = guess(mail, candidates, now=now)
    return Match(guessed.message, Sign.GUESSED) if guessed else None


def addressed(mail: Incoming) -> tuple[str, ...]:
    """Return every address that the mail was sent to, the envelope's last."""
    emails = [each.email for each in (*mail.to, *mail.cc)]
    return tuple(dict.fromkeys([*emails, *mail.delivered_to]))


def ids_named(mail: Incoming, returned_ids: Iterable[str] = ()) -> frozenset[str]:
    """Return every Message-ID that the mail names, to look them up in one query."""
    return frozenset((*mail.in_reply_to, *mail.references, *returned_ids))


def guess(mail: Incoming, candidates: Iterable[Candidate[M]], *, now: datetime) -> Candidate[M] | None:
    """Return the newest message to the sender with the same subject, sent in the last `GUESS_DAYS`."""
    subject = plain_subject(mail.subject)
    oldest = now - timedelta(days=GUESS_DAYS)
    fitting = [
        each
        for each in candidates
        if each.email.lower() == mail.sender.email
        and oldest <= each.sent_at <= now
        and subject
        and plain_subject(each.subject) == subject
    ]
    return max(fitting, key=lambda each: each.sent_at, default=None)


def plain_subject(subject: str) -> str:
    """Return a subject without the prefixes of clients in any language, to compare it."""
    plain = " ".join(folded(subject[:MAX_SUBJECT]).split())
    while (shorter := PREFIXES.sub("", plain, count=1)) != plain:
        plain = shorter
    return plain
