"""What a sequence is made of: the types of steps, their limits, and what is wrong with a list of steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mauntic.kernel.translation import StrPromise, ngettext
from mauntic.kernel.translation import gettext as _
from mauntic.kernel.translation import gettext_lazy as later

MOST_STEPS = 8
MOST_DELAY = 60
LONGEST_SUBJECT, LONGEST_BODY = 500, 20_000
LONGEST_SMS = 1_600
"""Characters that a vendor takes as one text."""
EMAILS_PER_DAY = 100
"""Emails of sequences from one mailbox in 24 hours."""
LINKEDIN_PER_DAY = 50
"""LinkedIn tasks of sequences for one person in 24 hours."""
SMS_PER_DAY = 25
"""SMS of sequences from one person in 24 hours."""


class StepType(StrEnum):
    """The types of steps."""

    EMAIL = "email"
    LINKEDIN_CONNECT = "linkedin_connect"
    LINKEDIN_MESSAGE = "linkedin_message"
    SMS = "sms"
    PHONE_CALL = "phone_call"
    WAIT = "wait"


LABELS: Mapping[StepType, StrPromise] = {
    StepType.EMAIL: later("Email"),
    StepType.LINKEDIN_CONNECT: later("LinkedIn connection"),
    StepType.LINKEDIN_MESSAGE: later("LinkedIn message"),
    StepType.SMS: later("SMS"),
    StepType.PHONE_CALL: later("Phone call"),
    StepType.WAIT: later("Wait"),
}
LINKEDIN = frozenset({StepType.LINKEDIN_CONNECT, StepType.LINKEDIN_MESSAGE})
TASKS = LINKEDIN | {StepType.PHONE_CALL}
"""Steps that a person does: they become tasks."""
WITH_TEXT = frozenset({StepType.EMAIL, StepType.LINKEDIN_MESSAGE, StepType.SMS})
"""Steps that need a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """A step as a person enters it.

    Args:
        type: one of `StepType`; anything else is refused.
        delay_days: days after the step before; for the first one, after the enrollment.
        in_business_days: whether only business days count.
        subject: of an email; empty goes on with the thread of the email before.
        body: the text, with tokens. For calls, notes for the person.
        second_subject: of variant B of an email.
        second_body: the text of variant B; empty for no variant.
    """

    type: str
    delay_days: int = 0
    in_business_days: bool = False
    subject: str = ""
    body: str = ""
    second_subject: str = ""
    second_body: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all texts that may hold tokens."""
        return (self.subject, self.body, self.second_subject, self.second_body)


def problems_of(steps: Sequence[StepDraft]) -> dict[str, str]:
    """Return what is wrong with the steps of a sequence, by path such as `steps[0].body`."""
    found: dict[str, str] = {}
    if len(steps) > MOST_STEPS:
        found["steps"] = ngettext(
            "A sequence has at most {most} step.", "A sequence has at most {most} steps.", MOST_STEPS
        ).format(most=MOST_STEPS)
    has_subject = False
    for index, step in enumerate(steps):
        for name, problem in _problems(step, is_answer=has_subject).items():
            found[f"steps[{index}].{name}"] = problem
        has_subject = has_subject or step.type == StepType.EMAIL
    return found


def _problems(step: StepDraft, *, is_answer: bool) -> dict[str, str]:
    if step.type not in set(StepType):
        return {"type": _("Choose one of {types}.").format(types=", ".join(StepType))}
    return _delay_problems(step) | _text_problems(step) | _email_problems(step, is_answer=is_answer)


def _delay_problems(step: StepDraft) -> dict[str, str]:
    least = 1 if step.type == StepType.WAIT else 0
    if least <= step.delay_days <= MOST_DELAY:
        return {}
    return {"delay_days": _("Enter {least} to {most} days.").format(least=least, most=MOST_DELAY)}


def _text_problems(step: StepDraft) -> dict[str, str]:
    limits = {"subject": LONGEST_SUBJECT, "second_subject": LONGEST_SUBJECT, "body": LONGEST_BODY}
    limits["second_body"] = LONGEST_BODY
    if step.type == StepType.SMS:
        limits["body"] = LONGEST_SMS
    found = {
        name: _("Use at most {most} characters.").format(most=most)
        for name, most in limits.items()
        if len(getattr(step, name)) > most
    }
    if step.type in WITH_TEXT and not step.body.strip():
        found["body"] = _("Enter the text.")
    return found


def _email_problems(step: StepDraft, *, is_answer: bool) -> dict[str, str]:
    has_second = bool(step.second_body.strip() or step.second_subject.strip())
    if step.type != StepType.EMAIL:
        return {"second_body": _("Only emails have variants.")} if has_second else {}
    found = {}
    if not is_answer and not step.subject.strip():
        found["subject"] = _("Enter a subject: this email begins the thread.")
    if has_second and not step.second_body.strip():
        found["second_body"] = _("Enter the text of variant B, or leave its subject empty.")
    if has_second and not is_answer and not step.second_subject.strip():
        found["second_subject"] = _("Enter a subject: this email begins the thread.")
    return found
