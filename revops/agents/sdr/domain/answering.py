"""Which replies get a suggested answer, and which never do."""

from dataclasses import dataclass
from enum import StrEnum

from mauntic.delivery.replies.domain.classes import Label
from revops.agents.sdr.domain.sensitive import sensitive_subject

ANSWERED_CLASSES = frozenset({Label.POSITIVE, Label.QUESTION, Label.LATER, Label.NEUTRAL, Label.REFERRAL})
"""Classes of people who may want to read something. A no is left alone."""
LEAST_LETTERS, MOST_LETTERS = 12, 4_000
"""What is longer is not read in part: its end may ask for what is for people."""


class Silence(StrEnum):
    """Why a reply gets no suggested answer. A person reads it as before."""

    NOT_HUMAN = "not_human"
    WRONG_CLASS = "wrong_class"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    INSTRUCTIONS = "instructions"
    PRIVACY = "privacy"
    LEGAL = "legal"
    PRICE = "price"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply as it matters here.

    Args:
        label: its class.
        is_human: whether a person wrote it.
        text: the new words, without quotes.
        signals: of the rules of delivery.
    """

    label: str
    is_human: bool
    text: str
    signals: tuple[str, ...] = ()


def silence(heard: Heard) -> Silence | None:
    """Return why a reply gets no suggested answer; None if it may get one.

    Privacy, legal threats, prices and "are you a machine?" are for people: a wrong answer binds or offends.
    """
    if not heard.is_human:
        return Silence.NOT_HUMAN
    if heard.label not in ANSWERED_CLASSES:
        return Silence.WRONG_CLASS
    if len(heard.text) > MOST_LETTERS:  # before the words are searched, which takes seconds for megabytes
        return Silence.TOO_LONG
    if "instructions" in heard.signals:
        return Silence.INSTRUCTIONS
    if subject := sensitive_subject(heard.text):
        return Silence(subject)
    return Silence.TOO_SHORT if sum(map(str.isalpha, heard.text)) < LEAST_LETTERS else None
