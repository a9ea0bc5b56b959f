"""Who is told about alerts: whoever gets one, and those above when one was not acted on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.notifications.services import Kind, Notice, notify
from scoring.models import AlertPolicy, SignalAlert
from scoring.models.alerts import EscalatesTo

# With nobody in a role, those of the next one are told.
STEPS_UP = (EscalatesTo.MANAGER, EscalatesTo.OPS, EscalatesTo.ADMIN)


def who_is_above(alerts: Iterable[SignalAlert]) -> dict[str, list[SignalAlert]]:
    """The alerts by the role that they escalate to by the policy of their priority; "" is nobody."""
    roles = dict(AlertPolicy.objects.values_list("priority", "escalates_to"))
    groups: dict[str, list[SignalAlert]] = {}
    for alert in alerts:
        groups.setdefault(roles[alert.priority], []).append(alert)
    return groups


def tell_assignee(alerts: Sequence[SignalAlert], person: User, *, at: datetime) -> None:
    """Tell a person that alerts are theirs now."""
    notify(
        Notice(
            user_id=person.pk,
            kind=Kind.ALERT,
            title=f"You were given an alert: {alert.type.label}",
            body=f"{alert.contact.name} · {alert.get_priority_display()}",
            url=reverse("scoring:alert", args=[alert.pk]),
            dedupe_key=f"given:{alert.pk}:{at.isoformat()}",
        )
        for alert in alerts
    )


def tell_of_escalation(alerts: Sequence[SignalAlert], *, at: datetime, reason: str = "") -> None:
    """Tell those above, one notice a person and role however many alerts there are."""
    by_role = attrgetter("escalated_to")
    for role, group in groupby(sorted(alerts, key=by_role), key=by_role):
        told = list(group)
        notify(_escalation(person, told, role, at, reason) for person in _people_of(role))


def _people_of(role: str) -> list[User]:
    """Those of the role, or of the next one up that has anybody."""
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
        title=f"An alert needs you: {first.type.label}" if one else f"{len(alerts)} alerts need you",
        body=reason
        or ("Nobody acted before the deadline." if one else "Nobody acted before their deadlines."),
        url=reverse("scoring:alert", args=[first.pk]) if one else f"{reverse('scoring:alerts')}?tab=all",
        dedupe_key=f"escalated:{role}:{first.pk}:{at.isoformat()}",
    )
