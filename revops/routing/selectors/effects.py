"""What an assignment would do to the load of its new owner."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from revops.routing.domain.decisions import Load
from revops.routing.domain.effects import Effect
from revops.routing.domain.eligibility import hindrance
from revops.routing.selectors.people import OPEN_LEADS, loads_of, reps_of


def effect_on(owner: User, contact_ids: Sequence[UUID], at: datetime) -> Effect:
    """Return what assigning leads to `owner` would do to their open leads, in a constant number of queries.

    Args:
        owner: the new owner.
        contact_ids: the leads; those that `owner` has already do not count twice.
        at: the time for which absences are wanted.
    """
    rep = reps_of([owner.pk], since=at, use_hours=False)[owner.pk]
    load = loads_of(daily=[], owned=[owner.pk], at=at)[owner.pk]
    coming = Contact.objects.filter(pk__in=contact_ids, lifecycle_stage__in=OPEN_LEADS)
    return Effect(
        owner=rep.name,
        before=load.open,
        added=coming.exclude(owner=owner).count(),
        cap=rep.open_cap,
        # An empty load: a full one is told by the numbers.
        hindrance=hindrance(rep, Load(), at),
    )


__all__ = ["Effect", "effect_on"]
