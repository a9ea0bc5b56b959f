"""Reads of notifications."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.notifications.models import MAILED_BY_DEFAULT, Kind, Notification, Preference

SHOWN = 50
COUNT_UP_TO = 99


@dataclass(frozen=True, slots=True)
class Way:
    """How a user is notified about a kind."""

    in_app: bool
    email: bool


DEFAULT_WAYS = {kind: Way(in_app=True, email=kind in MAILED_BY_DEFAULT) for kind in Kind}


def ways_of(user_ids: Collection[UUID]) -> dict[UUID, dict[Kind, Way]]:
    """Return how these users want to be notified, by user and kind."""
    ways = {user_id: dict(DEFAULT_WAYS) for user_id in user_ids}
    for row in Preference.objects.filter(user_id__in=user_ids, kind__in=Kind.values):
        ways[row.user_id][Kind(row.kind)] = Way(in_app=row.in_app, email=row.email)
    return ways


def notifications_of(user: User) -> list[Notification]:
    """Return the latest notifications of a user, newest first."""
    return list(Notification.objects.of(user)[:SHOWN])


def unread_count(user: User) -> int:
    """Return the number of unread notifications, up to 100, which is shown as 99+."""
    return Notification.objects.of(user).unread().order_by()[: COUNT_UP_TO + 1].count()
