"""Whether too much of a mailbox's email bounces or is reported as spam."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

from mauntic.kernel import display
from mauntic.kernel.translation import ngettext

COUNTED_FOR = timedelta(days=7)
"""Emails count for this time after they were sent."""
LEAST_SENT = 50
"""With fewer emails one bounce says nothing."""
BOUNCES_PAUSE, COMPLAINTS_PAUSE = Fraction("0.05"), Fraction("0.001")
BOUNCES_WATCH, COMPLAINTS_WATCH = Fraction("0.03"), Fraction("0.0003")
"""Source: Google's rules for senders (complaints below 0.1%, never 0.3%), and what outreach tools do."""


class Band(StrEnum):
    """What the rates of a mailbox mean."""

    GOOD = "good"
    WATCH = "watch"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Rates:
    """What became of the emails of a mailbox, or of all mailboxes of a domain.

    Args:
        sent: emails that a server was asked to take.
        bounced: those to addresses that do not exist, and those refused for who we are.
        complained: those that recipients reported as spam.
    """

    sent: int = 0
    bounced: int = 0
    complained: int = 0

    @property
    def band(self) -> Band:
        """Return what the rates mean. Below 50 emails they mean nothing yet."""
        if self.sent < LEAST_SENT:
            return Band.GOOD
        if self._over(BOUNCES_PAUSE, COMPLAINTS_PAUSE):
            return Band.PAUSE
        return Band.WATCH if self._over(BOUNCES_WATCH, COMPLAINTS_WATCH) else Band.GOOD

    @property
    def reason(self) -> str:
        """Return the sentence with the numbers that weigh most: complaints before bounces."""
        most = COMPLAINTS_PAUSE if self.band == Band.PAUSE else COMPLAINTS_WATCH
        is_reported = self.complained and self.complained >= most * self.sent
        return self.complaints if is_reported else self.bounces

    @property
    def bounces(self) -> str:
        """Return how many emails bounced, as a sentence."""
        return ngettext(
            "{bounced} of {count} email bounced in 7 days.",
            "{bounced} of {count} emails bounced in 7 days.",
            self.sent,
        ).format(bounced=display.number(self.bounced), count=display.number(self.sent))

    @property
    def complaints(self) -> str:
        """Return how many emails were reported as spam, as a sentence."""
        return ngettext(
            "{complained} of {count} email was reported as spam in 7 days.",
            "{complained} of {count} emails were reported as spam in 7 days.",
            self.sent,
        ).format(complained=display.number(self.complained), count=display.number(self.sent))

    def _over(self, bounces: Fraction, complaints: Fraction) -> bool:
        return self.bounced >= bounces * self.sent or self.complained >= complaints * self.sent
