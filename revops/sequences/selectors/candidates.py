"""Which leads can be enrolled in a sequence, and why the others cannot."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Consent, Contact
from mauntic.delivery.suppression.selectors import Scope, suppressed
from revops.sequences.domain.steps import StepType
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step
from revops.sequences.selectors.access import leads_of_others
from revops.sequences.selectors.answers import judged_answers
from revops.sequences.selectors.limits import ORIGIN
from revops.sequences.selectors.steps import newest_version


@dataclass(frozen=True, slots=True)
class Refusal:
    """A lead that cannot be enrolled, and why."""

    contact: Contact
    why: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Leads that can be enrolled, those that cannot, and those who replied: about them a person decides."""

    accepted: list[Contact]
    refused: list[Refusal]
    answered: list[Refusal]


def candidates(
    *,
    sequence: Sequence,
    version: SequenceVersion | None,
    contact_ids: Collection[UUID],
    by: User,
) -> Candidates:
    """Return who of some leads can be enrolled, in a constant number of queries.

    Args:
        sequence: into which.
        version: that they would enter; None if it has no steps yet.
        contact_ids: the leads; those that do not exist are left out.
        by: the acting user, who may not enroll the leads of others.
    """
    rows = list(Contact.objects.filter(pk__in=contact_ids).select_related("owner").order_by("pk"))
    refusing, asked = judged_answers(sequence, [row.pk for row in rows])
    reasons = _others(rows, by) | refusing
    reasons |= _elsewhere(sequence, rows)
    reasons |= _without_email(sequence, version, rows)
    return Candidates(
        accepted=[row for row in rows if row.pk not in reasons and row.pk not in asked],
        refused=[Refusal(row, reasons[row.pk]) for row in rows if row.pk in reasons],
        answered=[Refusal(row, asked[row.pk]) for row in rows if row.pk in asked and row.pk not in reasons],
    )


def preview_of(*, sequence: Sequence, contact_ids: Collection[UUID], by: User) -> Candidates:
    """Return who of some leads would be enrolled, and who would be refused and why.

    Args:
        sequence: into which.
        contact_ids: the leads.
        by: the acting user.
    """
    version = newest_version(sequence.pk)
    return candidates(sequence=sequence, version=version, contact_ids=contact_ids, by=by)


def _others(rows: Many[Contact], by: User) -> dict[UUID, str]:
    theirs = leads_of_others([row.pk for row in rows], by)
    return {row.pk: _("Belongs to {owner}.").format(owner=row.owner) for row in rows if row.pk in theirs}


def _elsewhere(sequence: Sequence, rows: Many[Contact]) -> dict[UUID, str]:
    found = Enrollment.objects.open().filter(contact__in=[row.pk for row in rows])
    open_ones = found.order_by().values_list("contact_id", "sequence_id", "sequence__name")
    reasons: dict[UUID, str] = {}
    for contact_id, sequence_id, name in open_ones:
        if sequence_id == sequence.pk:
            reasons[contact_id] = _("Already enrolled.")
        else:
            reasons.setdefault(contact_id, _('Already in "{sequence}".').format(sequence=name))
    return reasons


def _without_email(
    sequence: Sequence, version: SequenceVersion | None, rows: Many[Contact]
) -> dict[UUID, str]:
    """Return the leads that must not get email. A person who said no is left alone on other channels, too."""
    scope = Scope(ORIGIN, sequence.pk)
    stored = suppressed((row.email, scope) for row in rows if row.email)
    has_emails = Step.objects.filter(version=version, type=StepType.EMAIL).exists() if version else False
    reasons = {}
    for row in rows:
        # First, since it also knows what came after the consent was refused, such as a complaint.
        if why := stored.get((row.email, scope)):
            reasons[row.pk] = _("Suppressed: {reason}.").format(reason=why)
        elif row.consent == Consent.REFUSED:
            reasons[row.pk] = row.suppressed_reason or _("The lead refused consent.")
        elif has_emails and not row.email:
            reasons[row.pk] = _("No email address.")
    return reasons
