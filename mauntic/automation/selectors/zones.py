"""In which time zone the people of records live, as far as it is known."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from uuid import UUID

from mauntic.accounts.selectors import opening_hours
from mauntic.automation.domain.outcomes import Call
from mauntic.automation.registry.subjects import subject_of
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.domain.zones import zone_of
from mauntic.kernel.time.calendar import Zone, time_zone
from mauntic.tenants.context import current_organization


def own_zone() -> Zone:
    """Return the time zone of the organization."""
    row = opening_hours()
    return time_zone((row.time_zone if row else "") or current_organization().time_zone)


def zones_of(calls: Sequence[Call], at: datetime) -> Mapping[UUID, tzinfo]:
    """Return the time zone of the lead of each run; that of the organization where it is in doubt.

    Three queries, however many runs.
    """
    if not calls:
        return {}
    leads = subject_of(calls[0].subject_kind).contacts([call.subject_id for call in calls])
    rows = Contact.objects.filter(pk__in=set(leads.values())).order_by()
    known = {
        pk: zone_of(phone or direct, country, at)
        for pk, phone, direct, country in rows.values_list("pk", "phone", "direct_phone", "country")
    }
    own = own_zone()
    names = {call.run_id: known.get(leads.get(call.subject_id, call.run_id), "") for call in calls}
    return {run_id: time_zone(name) if name else own for run_id, name in names.items()}
