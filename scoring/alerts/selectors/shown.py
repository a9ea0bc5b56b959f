"""Alerts for the API, the home page, a lead and one alert."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import NotFound
from scoring.alerts.models import AlertChange, AlertPolicy, MutedType, SignalAlert, SignalAlertQuerySet
from scoring.signals.models import Priority

CHANGES_SHOWN = 100


def alerts_seen_by(user: User) -> SignalAlertQuerySet:
    """Return all alerts that the person may see, earliest deadline first."""
    return SignalAlert.objects.visible_to(user).order_by("deadline", "id")


def waiting_alerts(user: User, *, limit: int, now: datetime | None = None) -> list[SignalAlert]:
    """Return the alerts of the person and the unassigned ones that they may see, earliest deadline first.

    Low-priority alerts are in the digest instead, and muted types of the person are left out.

    Args:
        user: the person who asks.
        limit: the most alerts.
        now: alerts that are snoozed at this time are left out; by default the present.
    """
    mine = Q(assignee=user) | Q(assignee=None)
    rows = SignalAlert.objects.visible_to(user).filter(mine).unmuted_for(user)
    rows = rows.exclude(priority=Priority.LOW).waiting().awake(now or clock.now())
    return list(with_related(rows.order_by("deadline", "id"))[:limit])


def alerts_of_lead(user: User, contact_id: UUID, *, limit: int = 3) -> list[SignalAlert]:
    """Return the alerts of a lead that are not acknowledged, and that the person may see and did not mute.

    Args:
        user: the person who asks.
        contact_id: the id of the contact.
        limit: the most alerts.
    """
    rows = SignalAlert.objects.visible_to(user).waiting().unmuted_for(user).filter(contact_id=contact_id)
    return list(with_related(rows.order_by("deadline", "id"))[:limit])


def alert_seen_by(user: User, alert_id: UUID) -> SignalAlert:
    """Return an alert.

    Args:
        user: the person who asks.
        alert_id: the id of the alert.

    Raises: `NotFound` if it does not exist or the person may not see it.
    """
    found = with_related(SignalAlert.objects.visible_to(user)).filter(pk=alert_id).first()
    if found is None:
        raise NotFound(gettext("This alert does not exist, or you have no access to it."))
    return found


def changes_of(alert: SignalAlert) -> list[AlertChange]:
    """Return the changes of an alert, latest first, at most 100."""
    return list(
        AlertChange.objects.filter(alert=alert).select_related("by").order_by("-at", "-id")[:CHANGES_SHOWN]
    )


def alert_counts(user: User, *, now: datetime | None = None) -> Mapping[str, int]:
    """Return the number of leads with open alerts by tab, as the list shows them: without low priority.

    Args:
        user: the person who asks.
        now: alerts that are snoozed at this time are left out; by default the present.

    Returns: counts by `mine` (without muted types), `nobodys` (unassigned) and `all`.
    """
    rows = SignalAlert.objects.visible_to(user).waiting().awake(now or clock.now()).order_by()
    is_muted = Q(type__in=MutedType.objects.filter(user=user).values("type"))
    return rows.exclude(priority=Priority.LOW).aggregate(
        mine=Count("contact", filter=Q(assignee=user) & ~is_muted, distinct=True),
        nobodys=Count("contact", filter=Q(assignee=None), distinct=True),
        all=Count("contact", distinct=True),
    )


def alert_policies() -> list[AlertPolicy]:
    """Return the policies, shortest SLA first."""
    return list(AlertPolicy.objects.all())


def with_related(rows: SignalAlertQuerySet) -> SignalAlertQuerySet:
    """Load the related rows that a list shows."""
    return rows.select_related(
        "type", "signal", "assignee", "acknowledged_by", "contact__company", "contact__owner"
    )
