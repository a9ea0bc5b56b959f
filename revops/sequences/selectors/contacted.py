"""Leads who must not be written to as if they were new: in a sequence, written to before, or suppressed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from mauntic.crm.models import Consent, Contact
from mauntic.delivery.models import Message, MessageState, Suppression
from mauntic.delivery.suppression.selectors import EVERYTHING, suppressed
from mauntic.kernel import display
from revops.sequences.domain.stops import is_open
from revops.sequences.models.enrollments import Enrollment


@dataclass(frozen=True, slots=True)
class Contacted:
    """Why a lead is not new. `sequence_id` is the sequence that the words name."""

    words: str
    sequence_id: UUID | None = None
    is_suppressed: bool = False


Rows = TypeVar("Rows", bound=QuerySet[Any])


def without_contacted(rows: Rows, contact: str = "contact") -> Rows:
    """Return the rows whose lead is new: nobody wrote to, enrolled or suppressed the lead.

    An address that was suppressed by hand or by an import names no lead; `contacted` finds it.

    Args:
        rows: of any model.
        contact: their foreign key to the lead.
    """
    lead = OuterRef(f"{contact}_id")
    # Each condition of its own: PostgreSQL joins these, and would test alternatives row by row.
    return rows.filter(
        ~Q(**{f"{contact}__consent": Consent.REFUSED}),
        ~Exists(Enrollment.objects.filter(contact=lead)),
        ~Exists(Message.objects.filter(contact=lead, state=MessageState.SENT)),
        ~Exists(Suppression.objects.in_force().filter(contact=lead, scope_kind=EVERYTHING.kind)),
    )


def contacted(leads: Collection[Contact]) -> Mapping[UUID, Contacted]:
    """Return why leads are not new; those who are have no entry. Four queries."""
    ids = [lead.pk for lead in leads]
    found = _written_to(ids) | _enrolled(ids)
    stored = suppressed((lead.email, EVERYTHING) for lead in leads if lead.email)
    for lead in leads:
        if why := stored.get((lead.email, EVERYTHING)):
            found[lead.pk] = Contacted(_("Suppressed: {reason}").format(reason=why), is_suppressed=True)
        elif lead.consent == Consent.REFUSED:
            found[lead.pk] = Contacted(_refused_words(lead), is_suppressed=True)
    return found


def _refused_words(lead: Contact) -> str:
    if not lead.suppressed_reason:
        return _("Refused consent")
    return _("Refused consent: {reason}").format(reason=lead.suppressed_reason)


def _written_to(ids: Collection[UUID]) -> dict[UUID, Contacted]:
    rows = Message.objects.filter(contact__in=ids, state=MessageState.SENT).order_by()
    last: dict[UUID, datetime] = dict(
        rows.values("contact_id").annotate(at=Max("handed_at")).values_list("contact_id", "at")
    )
    return {pk: Contacted(_("Emailed {time}").format(time=display.ago(at))) for pk, at in last.items() if at}


def _enrolled(ids: Collection[UUID]) -> dict[UUID, Contacted]:
    """Return the sequences of leads: the open enrollment, else the latest, by its state."""
    rows = Enrollment.objects.filter(contact__in=ids).select_related("sequence").order_by("created_at", "pk")
    latest: dict[UUID, Enrollment] = {}
    for row in rows:
        if is_open(row.state) or not (row.contact_id in latest and is_open(latest[row.contact_id].state)):
            latest[row.contact_id] = row
    return {pk: Contacted(_enrolled_words(row), row.sequence_id) for pk, row in latest.items()}


def _enrolled_words(row: Enrollment) -> str:
    text = _('In "{sequence}"') if is_open(row.state) else _('"{sequence}": {state}')
    return text.format(sequence=row.sequence.name, state=row.get_state_display().lower())
