"""Sequences, versions, steps and enrollments as rows."""

from collections.abc import Sequence as Many
from typing import Any

from mauntic.accounts.models import User
from mauntic.delivery.models import Mailbox
from revops.sequences.domain.steps import StepDraft
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sequences.services.enrollments.enrolling import enroll_lead
from revops.sequences.services.sequences import SequenceDraft, create_sequence, switch_sequence
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MailboxFactory

EMAIL = StepDraft(type="email", subject="A question", body="Hello {{ first_name | there }}, yes?")
FOLLOW_UP = StepDraft(type="email", delay_days=3, body="Any news, {{ first_name | there }}?")
CALL = StepDraft(type="phone_call", delay_days=2, body="Ask {{ first_name | them }} about the budget.")
CONNECT = StepDraft(type="linkedin_connect")
WAIT = StepDraft(type="wait", delay_days=2)
SMS = StepDraft(type="sms", body="Hello")


def make_sequence(
    by: User,
    steps: Many[StepDraft] = (EMAIL, FOLLOW_UP),
    *,
    on: bool = True,
    name: str = "Outreach",
    **more: Any,
) -> Sequence:
    """A sequence of this owner, on unless it shall be a draft, open around the clock."""
    around_the_clock = [[[0, 1440]]] * 7
    draft = SequenceDraft(name=name, steps=steps, **{"week": around_the_clock, **more})
    sequence = create_sequence(draft=draft, by=by)
    return switch_sequence(sequence_id=sequence.pk, on=True, by=by) if on else sequence


def make_mailbox(owner: User | None = None, **more: Any) -> Mailbox:
    mailbox: Mailbox = MailboxFactory(owner=owner, **more)
    return mailbox


def make_enrollment(sequence: Sequence, by: User, **contact: Any) -> Enrollment:
    """A new lead in the sequence."""
    lead = contact.pop("contact", None) or ContactFactory(**contact)
    return enroll_lead(sequence_id=sequence.pk, contact_id=lead.pk, by=by)
