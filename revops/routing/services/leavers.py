"""Reassign leads, open deals and tasks of deactivated users."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import UUIDField
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from mauntic.crm.models import Contact
from mauntic.kernel.db.rows import update_rows
from revops.activities.models import Activity
from revops.deals.models.deals import Deal
from revops.deals.services.create import change_deals
from revops.routing.models import Trigger
from revops.routing.selectors.people import OPEN_LEADS
from revops.routing.selectors.rules import is_routing, routing_settings
from revops.routing.services.lock import lock_routing
from revops.routing.services.route import route_contacts

# The limit of each kind per run. The next run continues.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Counts of reassigned records."""

    leads: int = 0
    deals: int = 0
    tasks: int = 0


def reroute_leavers(*, now: datetime | None = None, chunk: int = CHUNK) -> Reassigned:
    """Reassign what belongs to deactivated users, unless the organization does not route leads.

    Open leads are routed again, and are unassigned if nobody can take them. Open deals go to the owner of
    their contact, else to the fallback, else to the manager of the previous owner. Tasks follow their deal or
    lead. Records without a new owner stay. Leads, deals and tasks are separate transactions.

    Args:
        now: the time of the reassignment; by default the present.
        chunk: the most records that one transaction reassigns.

    Returns: the counts of reassigned records.

    Publishes: `ContactUpdated` for each lead.
    """
    if not is_routing():
        return Reassigned()
    return Reassigned(_leads(chunk, now), _deals(chunk), _tasks(chunk))


def _leads(chunk: int, now: datetime | None) -> int:
    left = Contact.objects.filter(owner__is_active=False, lifecycle_stage__in=OPEN_LEADS)
    ids = list(left.order_by("pk").values_list("pk", flat=True)[:chunk])
    if not ids:
        return 0
    return len(route_contacts(contact_ids=ids, trigger=Trigger.LEFT, reassign=True, now=now))


@transaction.atomic
def _deals(chunk: int) -> int:
    lock_routing()
    new_owner = _first_active("contact__owner", "owner__team__manager")
    left = (
        Deal.objects.open()
        .filter(owner__is_active=False)
        .annotate(new_owner=new_owner)
        .exclude(new_owner=None)
    )
    by_new_owner: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for pk, new_owner_id, leaver in left.order_by("pk").values_list("pk", "new_owner", "owner__name")[:chunk]:
        by_new_owner[new_owner_id, leaver].append(pk)
    for (new_owner_id, leaver), ids in by_new_owner.items():
        change_deals(
            deal_ids=ids,
            changes={"owner": new_owner_id},
            by=None,
            reason=_("{owner} was deactivated.").format(owner=leaver or _("The owner")),
        )
    return sum(map(len, by_new_owner.values()))


@transaction.atomic
def _tasks(chunk: int) -> int:
    new_owner = _first_active("deal__owner", "contact__owner", "owner__team__manager")
    left = (
        Activity.objects.to_do()
        .filter(owner__is_active=False)
        .annotate(new_owner=new_owner)
        .exclude(new_owner=None)
    )
    tasks = list(left.select_related("owner").order_by("pk").select_for_update(of=("self",))[:chunk])
    for task in tasks:
        note = _("Reassigned because {owner} was deactivated.").format(owner=task.owner)
        task.notes = f"{task.notes}\n{note}".strip()
        task.owner_id = getattr(task, "new_owner", None)
    update_rows(Activity.objects, tasks, ["owner", "notes"])
    return len(tasks)


def _first_active(*people: str) -> Combinable:
    """Return the first active one of these users, with the fallback of the settings before the last."""
    *nearest, manager = (Case(When(**{f"{name}__is_active": True}, then=F(name))) for name in people)
    fallback = routing_settings().fallback
    or_fallback = Value(fallback.pk if fallback and fallback.is_active else None, output_field=UUIDField())
    return Coalesce(*nearest, or_fallback, manager)
