"""Contacts whose score changes with time alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from mauntic.kernel.conditions import leaves
from mauntic.kernel.conditions.operators import COUNTS, HOURS
from mauntic.tracking.models import Visit
from scoring.model.domain.facts import RECENT, SIGNALS_7D
from scoring.model.domain.points import Model
from scoring.model.selectors.versions import version_in_force
from scoring.scores.selectors.facts import LAST_VISIT, VISITS
from scoring.signals.models import IntentSignal

# How far back to look for changes since the last run. Longer than an hour, to catch up after an outage.
LOOK_BACK = timedelta(days=2)
Windows = dict[str, set[timedelta]]


def stale_contacts(*, now: datetime | None = None) -> list[UUID]:
    """Return contacts with a signal that fades or ended, or a fact that entered or left a window, recently.

    The windows are those of the enabled factors of the model in force.
    """
    at = now or clock.now()
    windows = _windows(version_in_force().model())
    fading = Q(expires_at__gt=at - LOOK_BACK, detected_at__lte=at)
    signals = IntentSignal.objects.filter(fading | _passed("detected_at", windows.pop(SIGNALS_7D, set()), at))
    ages = {age for field in (*VISITS, LAST_VISIT) for age in windows.pop(field, set())}
    # Visits of unidentified people have no contact.
    visits = Visit.objects.filter(_passed("occurred_at", ages, at), is_bot=False, contact__isnull=False)
    moments = [_passed(field.removeprefix("contact."), ages, at) for field, ages in windows.items()]
    contacts = [Contact.objects.filter(moment).order_by().values_list("id") for moment in moments]
    found = signals.order_by().values_list("contact_id").union(visits.values_list("contact_id"), *contacts)
    return sorted(contact_id for (contact_id,) in found)


def _windows(model: Model) -> Windows:
    """Return by field the ages at which its conditions change."""
    fixed = {key: timedelta(days=days) for key, days in VISITS.items()} | {SIGNALS_7D: RECENT}
    found: Windows = {}
    for weighted in model.enabled:
        for leaf in leaves(weighted.factor.conditions):
            if leaf.operator in COUNTS and isinstance(leaf.value, int):
                unit = "hours" if leaf.operator in HOURS else "days"
                found.setdefault(leaf.field, set()).add(timedelta(**{unit: leaf.value}))
            elif leaf.field in fixed:
                found.setdefault(leaf.field, set()).add(fixed[leaf.field])
    return found


def _passed(field: str, ages: Iterable[timedelta], at: datetime) -> Q:
    """Return a filter for times that came, or reached one of these ages, recently."""
    found = Q(pk__in=[])
    for edge in {timedelta(0), *ages} if ages else ():
        found |= Q(**{f"{field}__range": (at - edge - LOOK_BACK, at - edge)})
    return found
