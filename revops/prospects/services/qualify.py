"""Qualify leads: compare them with the ideal customer profile, and recommend what to do next."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.crm.models import Contact, ContactQuerySet
from mauntic.events.catalog import ProspectQualified
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import Lock, hold
from mauntic.kernel.errors import NotFound
from revops.prospects.models import Prospect
from revops.prospects.selectors.profile import comparable_icp, icp
from revops.prospects.selectors.statement import write_prospects


def qualify_changed(*, contact_ids: Collection[UUID]) -> int:
    """Qualify leads of which something changed, unless the ideal customer profile is empty.

    Args:
        contact_ids: the leads. Deleted ones are ignored.

    Returns: the number of leads with another recommendation.

    Publishes: `ProspectQualified` for each of them.
    """
    if not contact_ids or not icp().criteria:
        return 0
    return qualify_scope(scope=Contact.objects.filter(pk__in=set(contact_ids)))


@transaction.atomic
def qualify_lead(*, contact_id: UUID) -> Prospect:
    """Qualify a lead on request, also with an empty profile.

    Args:
        contact_id: the lead.

    Returns: the stored result.

    Raises:
        NotFound: the lead does not exist.

    Publishes: `ProspectQualified` if the recommendation changed.
    """
    qualify_scope(scope=Contact.objects.filter(pk=contact_id), is_asked=True)
    found = Prospect.objects.select_related("contact").filter(contact=contact_id).first()
    if found is None:
        raise NotFound(_("This lead does not exist."))
    return found


@transaction.atomic
def qualify_scope(*, scope: ContactQuerySet, is_asked: bool = False) -> int:
    """Qualify the leads of `scope` in one statement and one transaction with the events.

    Args:
        scope: contacts, without an order.
        is_asked: whether a person asked for it.

    Returns: the number of leads with another recommendation.

    Publishes: `ProspectQualified` for each of them.
    """
    # Without the lock, a statement that read the facts or the profile earlier could overwrite the result of
    # one that read them later.
    hold(Lock.PROSPECTS)
    changed = write_prospects(scope, comparable_icp(), now=now(), is_asked=is_asked)
    publish_many(
        ProspectQualified(contact_id=each.contact_id, score=each.score, recommendation=each.recommendation)
        for each in changed
    )
    return len(changed)
