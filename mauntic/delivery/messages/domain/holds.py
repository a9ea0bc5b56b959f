"""Why a message may not go now, and the sentence that says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mauntic.kernel.translation import gettext as _


class Hold(StrEnum):
    """The reasons of the gate, in the order in which it looks for them."""

    ORIGIN_OFF = "origin_off"
    ORIGIN_ENDED = "origin_ended"
    NO_ADDRESS = "no_address"
    SUPPRESSED = "suppressed"
    COLLEAGUE_REPLIED = "colleague_replied"
    INBOX_UNREAD = "inbox_unread"
    OUTSIDE_WINDOW = "outside_window"
    MAILBOX_PAUSED = "mailbox_paused"
    DOMAIN_UNPROVEN = "domain_unproven"
    DAILY_LIMIT = "daily_limit"
    HOURLY_LIMIT = "hourly_limit"
    GAP = "gap"
    DOMAIN_LIMIT = "domain_limit"
    COMPANY_LIMIT = "company_limit"
    ONE_A_DAY = "one_a_day"
    MISSING_VALUE = "missing_value"


FINAL = frozenset({Hold.ORIGIN_ENDED, Hold.NO_ADDRESS, Hold.SUPPRESSED})
"""With these a message is cancelled: nothing that could change lets it go."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a message may go. Without `hold` it may.

    Args:
        hold: why it may not.
        until: the earliest moment at which it may, if that is known.
        facts: the numbers and names of the sentence, as they were at the decision.
    """

    hold: Hold | None = None
    until: datetime | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def may_go(self) -> bool:
        """Whether the message may be sent now."""
        return self.hold is None

    @property
    def is_final(self) -> bool:
        """Whether the message will never go."""
        return self.hold in FINAL


GO = Decision()


def sentence(hold: str, facts: Mapping[str, str | int], until: str = "") -> str:
    """Return why a message waits or was cancelled, for people. Empty without a hold.

    Args:
        hold: a value of `Hold`.
        facts: those of the decision.
        until: the end of the wait as the person reads times; empty if it is not known.
    """
    text = _SENTENCES[Hold(hold)](facts) if hold else ""
    if not text or not until:
        return text
    return _("{reason}, next at {time}.").format(reason=text.rstrip("."), time=until)


def _limit(facts: Mapping[str, str | int]) -> str:
    return _("{used} of {limit} in 24 hours.").format(used=facts["used"], limit=facts["limit"])


def _hourly(facts: Mapping[str, str | int]) -> str:
    return _("{used} of {limit} in an hour.").format(used=facts["used"], limit=facts["limit"])


def _suppressed(facts: Mapping[str, str | int]) -> str:
    return _("{address} must not get email: {reason}.").format(
        address=facts["address"], reason=facts["reason"]
    )


def _inbox(facts: Mapping[str, str | int]) -> str:
    if not facts.get("since"):
        return _("The inbox of {mailbox} was never read, so that an answer could be missed.").format(
            mailbox=facts["mailbox"]
        )
    return _("The inbox of {mailbox} is unread since {since}, so that an answer could be missed.").format(
        mailbox=facts["mailbox"], since=facts["since"]
    )


def _window(facts: Mapping[str, str | int]) -> str:
    if facts["whose"] == "mailbox":
        return _("Outside the working hours of {mailbox}.").format(mailbox=facts["mailbox"])
    if not facts["zone"]:
        return _("Outside the send window.")
    return _("Outside the send window in {zone}.").format(zone=facts["zone"])


def _paused(facts: Mapping[str, str | int]) -> str:
    return _("{mailbox} is paused: {reason}").format(mailbox=facts["mailbox"], reason=facts["reason"])


def _company(facts: Mapping[str, str | int]) -> str:
    return _("{used} of {limit} people of {company} are being written to.").format(
        used=facts["used"], limit=facts["limit"], company=facts["company"]
    )


def _domain(facts: Mapping[str, str | int]) -> str:
    return _("{used} of {limit} emails to {domain} in 24 hours.").format(
        used=facts["used"], limit=facts["limit"], domain=facts["domain"]
    )


_SENTENCES: Mapping[Hold, Callable[[Mapping[str, str | int]], str]] = {
    Hold.ORIGIN_OFF: lambda facts: _("{name} is off.").format(name=facts["name"]),
    Hold.ORIGIN_ENDED: lambda facts: _("Canceled: {reason}").format(reason=facts["reason"]),
    Hold.NO_ADDRESS: lambda facts: _("{name} has no email address.").format(name=facts["name"]),
    Hold.SUPPRESSED: _suppressed,
    Hold.COLLEAGUE_REPLIED: lambda facts: _("{name} of the same company replied.").format(name=facts["name"]),
    Hold.INBOX_UNREAD: _inbox,
    Hold.OUTSIDE_WINDOW: _window,
    Hold.MAILBOX_PAUSED: _paused,
    Hold.DOMAIN_UNPROVEN: lambda facts: _(
        "SPF and DMARC of {domain} have been missing for 72 hours. Publish one of them."
    ).format(domain=facts["domain"]),
    Hold.DAILY_LIMIT: _limit,
    Hold.HOURLY_LIMIT: _hourly,
    Hold.GAP: lambda facts: _("{mailbox} pauses between two emails.").format(mailbox=facts["mailbox"]),
    Hold.DOMAIN_LIMIT: _domain,
    Hold.COMPANY_LIMIT: _company,
    Hold.ONE_A_DAY: lambda _facts: _("The lead got an automatic email in the last 24 hours."),
    Hold.MISSING_VALUE: lambda facts: _("No value for {names}, and no fallback.").format(
        names=facts["names"]
    ),
}
