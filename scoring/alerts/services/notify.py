"""Notify assignees of alerts, and the people that alerts escalate to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.display import number
from mauntic.notifications.services import Kind, Notice, mark_urls_read, notify
from scoring.alerts.models import AlertPolicy, EscalatesTo, SignalAlert

# If nobody has the role, the next one is notified.
STEPS_UP = (EscalatesTo.MANAGER, EscalatesTo.OPS, EscalatesTo.ADMIN)


def by_escalation_role(alerts: Iterable[SignalAlert]) -> dict[str, list[SignalAlert]]:
    """Group alerts by the role that the policy of their priority escalates to; "" is nobody.

    Args:
        alerts: alerts of any priority.

    Returns: the alerts by role.
    """
    roles = dict(AlertPolicy.objects.values_list("priority", "escalates_to"))
    groups: dict[str, list[SignalAlert]] = {}
    for alert in alerts:
        groups.setdefault(roles[alert.priority], []).append(alert)
    return groups


def notify_assignee(alerts: Sequence[SignalAlert], person: User, *, at: datetime) -> None:
    """Notify a person of alerts that were assigned to them, with one notification.

    Args:
        alerts: the alerts; none notifies nobody.
        person: the new assignee.
        at: the time of the assignment; a repeated call with the same time notifies once.
    """
    if alerts:
        notify([_assignment(alerts, person, at)])


def mark_alerts_read(alerts: Sequence[SignalAlert], person: User) -> None:
    """Mark the person's notifications about alerts and their leads as read.

    Args:
        alerts: alerts that the person acknowledges.
        person: the person.
    """
    index = reverse("scoring:alerts")
    urls = {reverse("scoring:alert", args=[alert.pk]) for alert in alerts}
    mark_urls_read(user=person, urls=urls | {f"{index}?lead={alert.contact_id}" for alert in alerts})


def notify_of_escalation(alerts: Sequence[SignalAlert], *, at: datetime, reason: str = "") -> None:
    """Notify the people of the roles, with one notification per person and role.

    Args:
        alerts: escalated alerts, which name the role.
        at: the time of the escalation.
        reason: what the person who escalated them needs; empty for automatic escalations.
    """
    by_role = attrgetter("escalated_to")
    for role, group in groupby(sorted(alerts, key=by_role), key=by_role):
        escalated = list(group)
        notify(_escalation(person, escalated, role, at, reason) for person in _people_of(role))


def _assignment(alerts: Sequence[SignalAlert], person: User, at: datetime) -> Notice:
    first, count = alerts[0], len(alerts)
    title = ngettext("{count} alert assigned to you", "{count} alerts assigned to you", count)
    signal = gettext("Alert assigned to you: {signal}").format(signal=first.type.label)
    return Notice(
        user_id=person.pk,
        kind=Kind.ALERT,
        title=signal if count == 1 else title.format(count=number(count)),
        body=f"{first.contact.name} · {first.get_priority_display()}" if count == 1 else "",
        url=reverse("scoring:alert", args=[first.pk]) if count == 1 else reverse("scoring:alerts"),
        dedupe_key=f"given:{first.pk}:{at.isoformat()}",
    )


def _people_of(role: str) -> list[User]:
    """Return the active users of the role, or of the next higher one that has any."""
    for step in STEPS_UP[STEPS_UP.index(EscalatesTo(role)) :]:
        if people := list(active_people([step])):
            return people
    return []


def _escalation(person: User, alerts: list[SignalAlert], role: str, at: datetime, reason: str) -> Notice:
    first = alerts[0]
    one = len(alerts) == 1
    return Notice(
        user_id=person.pk,
        kind=Kind.ESCALATION,
        title=gettext("Alert escalated to you: {signal}").format(signal=first.type.label)
        if one
        else ngettext(
            "{count} alert escalated to you", "{count} alerts escalated to you", len(alerts)
        ).format(count=number(len(alerts))),
        body=reason or gettext("Not acknowledged before the deadline."),
        url=reverse("scoring:alert", args=[first.pk]) if one else f"{reverse('scoring:alerts')}?tab=all",
        dedupe_key=f"escalated:{role}:{first.pk}:{at.isoformat()}",
    )
