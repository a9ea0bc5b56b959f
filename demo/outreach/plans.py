"""Who enters which sequence of the demonstration, when, and what they answer to which email."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.accounts import PEOPLE
from demo.outreach import texts
from demo.outreach.mailboxes import OWN, SHARED
from mauntic.accounts.models import Role
from revops.sequences.services.sequences import SequenceDraft

Fate = tuple[int, str]
"""The step that is answered, and the answer: a key of `texts` of answers, or a name that `history` knows."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A sequence with its past.

    Args:
        draft: the sequence.
        role: of the person who owns it and enrolls the leads.
        mailbox: the address that writes.
        waves: how many leads entered, by the number of working days ago; 0 is today.
        fates: what single leads answer, by their number from 0.
    """

    draft: SequenceDraft
    role: Role
    mailbox: str
    waves: Mapping[int, int]
    fates: Mapping[int, Fate]

    @property
    def person(self) -> str:
        """Return the name of the person who enrolls."""
        return PEOPLE[self.role]

    @property
    def size(self) -> int:
        """Return how many leads enter."""
        return sum(self.waves.values())


PLANS = (
    Plan(
        texts.OUTBOUND,
        Role.REP,
        OWN,
        {12: 7, 9: 7, 6: 6, 3: 6, 2: 4, 1: 4, 0: 5},
        {
            1: (1, "positive"),
            3: (3, "question"),
            4: (1, "bounced"),
            8: (3, "referral"),
            9: (1, "unsubscribe"),
            11: (3, "later"),
            15: (1, "negative"),
            17: (3, "positive"),
            20: (1, "away"),
            22: (1, "question"),
            24: (1, "blocked"),
            26: (1, "away"),
            28: (1, "ticket"),
            30: (1, "positive"),
            32: (1, "refused"),
        },
    ),
    Plan(
        texts.WEBINAR,
        Role.MANAGER,
        SHARED,
        {10: 6, 7: 6, 4: 6, 2: 4, 1: 3, 0: 3},
        {
            0: (1, "neutral"),
            2: (1, "accepted"),
            4: (3, "complaint"),
            7: (1, "full"),
            9: (3, "positive"),
            13: (1, "unreadable"),
            14: (1, "later"),
            17: (1, "neutral"),
            19: (1, "unsubscribed"),
            21: (1, "unknown"),
            22: (1, "question"),
        },
    ),
    Plan(
        texts.TRIAL,
        Role.MANAGER,
        SHARED,
        {8: 5, 5: 5, 2: 3, 0: 2},
        {
            1: (2, "positive"),
            3: (1, "meeting"),
            6: (1, "unsubscribed"),
            8: (2, "negative"),
            10: (1, "paused"),
        },
    ),
)
