"""Undo routing decisions."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.broker.actor import undoing
from mauntic.crm.contacts.services.owners import assign_owners
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.display import without_stop
from mauntic.kernel.errors import Conflict, NotFound
from revops.routing.models import RoutingDecision
from revops.routing.services.lock import lock_routing


@transaction.atomic
@undoing()
def undo_routing(*, decision_id: UUID, by: User) -> RoutingDecision:
    """Return a lead to its previous owner, if any. The decision no longer counts for daily caps.

    The turn that the decision took in its rule is not returned.

    Args:
        decision_id: the id of the decision.
        by: the acting user.

    Returns: the decision.

    Raises:
        NotFound: there is no such decision, or `by` cannot see it.
        Conflict: it was undone before, assigned nobody, or the lead has another owner now.

    Publishes: `ContactUpdated`.
    """
    lock_routing()
    seen = Q() if by.is_ops else Q(rep__in=visible_people(by))
    rows = RoutingDecision.objects.filter(seen, pk=decision_id)
    decision = rows.select_related("contact", "previous_owner", "rep").first()
    if decision is None:
        raise NotFound(_("There is no such decision, or you cannot see it."))
    _require_undoable(decision)
    previous = decision.previous_owner
    to = previous.pk if previous and previous.is_active else None
    assign_owners(owners={decision.contact_id: to})
    decision.undone_at, decision.undone_by = now(), by
    decision.save(update_fields=["undone_at", "undone_by"])
    return decision


def _require_undoable(decision: RoutingDecision) -> None:
    if decision.undone_at:
        raise Conflict(_("This decision was already undone."))
    if decision.rep_id is None:
        raise Conflict(_("This decision assigned nobody, so there is nothing to undo."))
    owner = held(Contact.objects.all(), decision.contact_id, gone=_("This lead was deleted.")).owner_id
    if owner != decision.rep_id:
        problem = _("{lead} no longer belongs to {rep}. Assign it on the page of the lead.")
        raise Conflict(problem.format(lead=decision.contact, rep=without_stop(decision.rep)))
