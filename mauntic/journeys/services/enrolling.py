"""Enroll leads in a journey, and let them leave it, because a person or the API says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Origin, Run, RunReason
from mauntic.automation.services.runs.leaving import end_all, locked
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.journeys.selectors.candidates import Candidates, Refused, candidates, script_of
from mauntic.journeys.selectors.lists import journey, journeys
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Invalid

MOST_AT_ONCE = 10_000
"""As many as one action in a list changes."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """How many leads entered and when, by which that can be undone; and who did not, with the reason."""

    count: int
    refused: Sequence[Refused]
    at: datetime | None = None


def preview_enrolling(*, definition_id: UUID, contact_ids: Sequence[UUID]) -> Candidates:
    """Return who would be enrolled, and who would be refused and why. Nothing changes.

    Raises: `NotFound`; `Conflict` if the journey is off or broken; `Invalid` for more than 10,000 leads.
    """
    return _candidates(journey(definition_id), contact_ids)


@transaction.atomic
def enroll_leads(
    *, definition_id: UUID, contact_ids: Sequence[UUID], by: User, origin: Origin = Origin.PERSON
) -> Enrolled:
    """Let leads enter a journey now. Its trigger is not asked, its conditions are.

    Args:
        definition_id: the journey.
        contact_ids: at most 10,000 leads.
        by: who enrolls them.
        origin: by hand, or by the API.

    Raises: `NotFound`; `Conflict` if the journey is off or broken; `Invalid` for more than 10,000 leads.
    """
    definition = held(journeys(), definition_id, gone=_("This journey does not exist."))
    found = _candidates(definition, contact_ids)
    script = script_of(definition)
    rows = [
        new_run(definition, script, each.pk, cause_key=found.entering.key(each.pk, ""), origin=origin)
        for each in found.free
    ]
    at = now()
    for row in rows:
        row.started_by, row.started_at = by, at
    return Enrolled(begin(rows), found.refused, at)


@transaction.atomic
def leave_journey(*, definition_id: UUID, contact_ids: Sequence[UUID]) -> int:
    """Let leads leave a journey now.

    Returns: the number of runs that ended.
    Raises: `NotFound`; `Invalid` for more than 10,000 leads.
    """
    definition = journey(definition_id)
    _require_few(contact_ids)
    inside = Run.objects.alive().filter(definition=definition, subject_id__in=list(contact_ids))
    return end_all(locked(inside), RunReason.STOPPED)


def _candidates(definition: Definition, contact_ids: Sequence[UUID]) -> Candidates:
    _require_few(contact_ids)
    script = script_of(definition)
    return candidates(definition=definition, script=script, contact_ids=contact_ids, at=now())


def _require_few(contact_ids: Sequence[UUID]) -> None:
    if len(contact_ids) > MOST_AT_ONCE:
        text = _("Choose at most {most} leads at once.").format(most=MOST_AT_ONCE)
        raise Invalid({"contact_ids": text})
