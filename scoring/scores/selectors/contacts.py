"""Scores of given contacts."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import DecimalField, F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound
from scoring.scores.models import LeadScore


def more_contacts_than(count: int) -> bool:
    """Return whether there are more contacts than `count`, without counting all."""
    return bool(Contact.objects.order_by("pk").values("pk")[count : count + 1])


def score_of(contact_id: UUID) -> LeadScore:
    """Return the score of a contact.

    Raises: `NotFound` if it has none.
    """
    score = LeadScore.objects.filter(pk=contact_id).first()
    if score is None:
        raise NotFound(gettext("Contact {id} does not exist or has no score.").format(id=contact_id))
    return score


def scored_among(contact_ids: Collection[UUID]) -> list[UUID]:
    """Return the contacts that have a score."""
    return list(LeadScore.objects.filter(pk__in=contact_ids).values_list("pk", flat=True))


def current_score() -> Coalesce:
    """Return an expression over contacts: the stored score, 0 without one.

    A receiver of `LeadScored` that runs before that of the CRM would read the old score of the contact.
    """
    return Coalesce(F("score__total"), Value(0), output_field=DecimalField(max_digits=5, decimal_places=2))
