"""What belongs to people who can no longer sign in goes to others: leads, then open deals, then tasks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields import UUIDField
from django.db.models.functions import Coalesce

from mauntic.crm.models import Contact
from mauntic.kernel.rows import update_rows
from revops.models import Activity, Deal, Trigger
from revops.selectors.routing_people import OPEN_LEADS
from revops.selectors.routing_rules import is_routing, routing_settings
from revops.services.deals import change_deals
from revops.services.routing import route_contacts
from revops.services.routing_lock import lock_routing

# So many of each are handed on at a time; the next run goes on.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Counts of what went to others."""

    leads: int = 0
    deals: int = 0
    tasks: int = 0


def reroute_leavers(*, now: datetime | None = None, chunk: int = CHUNK) -> HandedOn:
    """Hand on what belongs to people who have left; nothing while the organization routes no leads.

    Open leads are routed anew, and belong to nobody where nobody can take them. Open deals go to the owner of
    their contact, else to who gets what is left over, else to the manager of who has left; tasks follow
    their deal or their lead. What nobody can be found for stays. Each part is a transaction of its own.
    """
    if not is_routing():
        return HandedOn()
    return HandedOn(_leads(chunk, now), _deals(chunk), _tasks(chunk))


def _leads(chunk: int, now: datetime | None) -> int:
    left = Contact.objects.filter(owner__is_active=False, lifecycle_stage__in=OPEN_LEADS)
    ids = list(left.order_by("pk").values_list("pk", flat=True)[:chunk])
    if not ids:
        return 0
    return len(route_contacts(contact_ids=ids, trigger=Trigger.LEFT, anew=True, now=now))


@transaction.atomic
def _deals(chunk: int) -> int:
    lock_routing()
    heir = _first_active("contact__owner", "owner__team__manager")
    left = Deal.objects.open().filter(owner__is_active=False).annotate(heir=heir).exclude(heir=None)
    by_heir: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    for pk, heir_id, leaver in left.order_by("pk").values_list("pk", "heir", "owner__name")[:chunk]:
        by_heir[heir_id, leaver].append(pk)
    for (heir_id, leaver), ids in by_heir.items():
        change_deals(
            deal_ids=ids,
            changes={"owner": heir_id},
            by=None,
            reason=f"{leaver or 'The owner'} can no longer sign in.",
        )
    return sum(map(len, by_heir.values()))


@transaction.atomic
def _tasks(chunk: int) -> int:
    heir = _first_active("deal__owner", "contact__owner", "owner__team__manager")
    left = Activity.objects.to_do().filter(owner__is_active=False).annotate(heir=heir).exclude(heir=None)
    tasks = list(left.select_related("owner").order_by("pk").select_for_update(of=("self",))[:chunk])
    for task in tasks:
        said = f"Handed over from {task.owner}, who can no longer sign in."
        task.notes = f"{task.notes}\n{said}".strip()
        task.owner_id = getattr(task, "heir", None)
    update_rows(Activity.objects, tasks, ["owner", "notes"])
    return len(tasks)


def _first_active(*people: str) -> Combinable:
    """The first of these people who may sign in, with the fallback of the settings before the last."""
    *nearest, manager = (Case(When(**{f"{name}__is_active": True}, then=F(name))) for name in people)
    fallback = routing_settings().fallback
    left_over = Value(fallback.pk if fallback and fallback.is_active else None, output_field=UUIDField())
    return Coalesce(*nearest, left_over, manager)
