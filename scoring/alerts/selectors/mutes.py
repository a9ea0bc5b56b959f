"""The signal types that people muted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from mauntic.accounts.models import User
from mauntic.kernel import clock
from scoring.alerts.models import MutedType, SignalAlert
from scoring.signals.models import SignalType


@dataclass(frozen=True, slots=True)
class Mute:
    """A muted type, and how many open alerts of the person it hides."""

    type: SignalType
    muted_at: datetime
    hidden: int


def mutes_of(user: User, *, now: datetime | None = None) -> list[Mute]:
    """Return what a person muted, latest first, with the open alerts that it hides.

    Args:
        user: the person.
        now: snoozed alerts are not counted at this time; by default the present.
    """
    rows = SignalAlert.objects.filter(assignee=user).waiting().awake(now or clock.now()).order_by()
    counts = rows.values("type_id").annotate(hidden=Count("pk"))
    hidden = dict(counts.values_list("type_id", "hidden"))
    muted = MutedType.objects.filter(user=user).select_related("type").order_by("-muted_at", "type")
    return [Mute(row.type, row.muted_at, hidden.get(row.type_id, 0)) for row in muted]


def muted_count(user: User) -> int:
    """Return the number of types that a person muted."""
    return MutedType.objects.filter(user=user).count()


def types_to_mute(user: User) -> list[SignalType]:
    """Return the types that record signals and that a person did not mute, by name."""
    muted = MutedType.objects.filter(user=user).values("type")
    found = SignalType.objects.filter(enabled=True).exclude(pk__in=muted)
    return sorted(found, key=lambda kind: kind.label)


def muted_pairs(user_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return the pairs of person and type that are muted, of several people."""
    rows = MutedType.objects.filter(user__in=user_ids)
    return set(rows.values_list("user_id", "type_id"))
