"""A decision of routing is undone."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.crm.models import Contact
from mauntic.crm.services import assign_owners
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotFound
from revops.models import RoutingDecision
from revops.services.routing_lock import lock_routing


@transaction.atomic
def undo_routing(*, decision_id: UUID, by: User) -> RoutingDecision:
    """Give a lead back to whom it had before, who may be nobody.

    `NotFound` when there is no such decision that `by` may see; `Conflict` when it was undone, gave the lead
    to nobody, or somebody else has the lead by now. It counts no more for the cap of its day; the turn that
    it took is not given back.
    """
    lock_routing()
    seen = Q() if by.is_ops else Q(rep__in=visible_people(by))
    rows = RoutingDecision.objects.filter(seen, pk=decision_id)
    decision = rows.select_related("contact", "previous_owner", "rep").first()
    if decision is None:
        raise NotFound("There is no such decision, or it is not yours to see.")
    _require_standing(decision)
    previous = decision.previous_owner
    to = previous.pk if previous and previous.is_active else None
    assign_owners(owners={decision.contact_id: to})
    decision.undone_at, decision.undone_by = now(), by
    decision.save(update_fields=["undone_at", "undone_by"])
    return decision


def _require_standing(decision: RoutingDecision) -> None:
    if decision.undone_at:
        raise Conflict("This decision was undone already.")
    if decision.rep_id is None:
        raise Conflict("This decision gave the lead to nobody; there is nothing to undo.")
    owner = Contact.objects.select_for_update(of=("self",)).get(pk=decision.contact_id).owner_id
    if owner != decision.rep_id:
        raise Conflict(
            f"{decision.contact} is not {decision.rep}'s any more; give it to whom it shall belong."
        )
