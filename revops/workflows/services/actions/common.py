"""What the actions of workflows share: the lead, the owner and the filled texts of records."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Outcome, Planned
from mauntic.automation.registry.subjects import CONTACT, subject_of
from mauntic.crm.models import Contact
from mauntic.delivery.messages.domain.tokens import fill
from mauntic.kernel.display import NONE
from mauntic.kernel.translation import gettext as _
from revops.deals.models.deals import Deal


def filled(
    calls: Sequence[Call], settings: Mapping[str, Any], names: Sequence[str]
) -> dict[UUID, dict[str, str]]:
    """Return texts of the settings with their tokens filled, by run. Without value and fallback, a dash.

    Args:
        calls: of one kind of record.
        settings: of the action.
        names: the settings that are texts.
    """
    values = subject_of(calls[0].subject_kind).values([call.subject_id for call in calls])
    return {
        call.run_id: {name: _text(str(settings.get(name) or ""), values[call.subject_id]) for name in names}
        for call in calls
    }


def _text(text: str, values: Mapping[str, str]) -> str:
    missing = dict.fromkeys(fill(text, values).missing, NONE)
    return fill(text, {**values, **missing}).text


def leads_of(calls: Sequence[Call]) -> Mapping[UUID, UUID]:
    """Return the lead of each record that has one."""
    return subject_of(calls[0].subject_kind).contacts([call.subject_id for call in calls])


def owners_of(calls: Sequence[Call]) -> Mapping[UUID, UUID]:
    """Return the owner of each record that has one."""
    ids = [call.subject_id for call in calls]
    rows = Contact.objects if calls[0].subject_kind == CONTACT else Deal.objects
    found = rows.filter(pk__in=ids, owner__isnull=False).order_by()
    return dict(found.values_list("pk", "owner_id"))


def one(calls: Sequence[Call], planned: Mapping[UUID, Planned]) -> tuple[Call, Planned]:
    """Return the call of an action that takes one at a time, and its plan."""
    (call,) = calls
    return call, planned[call.run_id]


def answer(call: Call, outcome: Outcome) -> Mapping[UUID, Outcome]:
    """Return the outcome of one call."""
    return {call.run_id: outcome}


def without_lead() -> str:
    """Say that a deal has no lead."""
    return _("The deal has no lead.")
