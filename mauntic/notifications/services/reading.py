"""Mark notifications as read, and set preferences."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.notifications.models import Kind, Notification, Preference
from mauntic.notifications.selectors import Way


def mark_read(*, user: User, notification_id: UUID) -> Notification:
    """Mark a notification as read.

    Raises: `NotFound` if the user has no such notification.
    """
    row = Notification.objects.of(user).filter(pk=notification_id).first()
    if row is None:
        raise NotFound(_("Notification not found."))
    Notification.objects.filter(pk=row.pk, read_at=None).update(read_at=clock.now())
    return row


def mark_all_read(*, user: User) -> int:
    """Mark all notifications of a user as read.

    Returns: the number of unread ones.
    """
    return Notification.objects.of(user).unread().update(read_at=clock.now())


def mark_urls_read(*, user: User, urls: Collection[str]) -> int:
    """Mark a user's notifications that lead to these addresses as read, since what they say is done.

    Args:
        user: the user who did it.
        urls: paths of notifications.

    Returns: the number of unread ones.
    """
    return Notification.objects.of(user).unread().filter(url__in=list(urls)).update(read_at=clock.now())


@transaction.atomic
def set_preferences(*, user: User, ways: Mapping[str, Way]) -> None:
    """Set how a user wants to be notified.

    Args: `ways` holds the preferences by value of `Kind`.
    Raises: `Invalid` for an unknown kind.
    """
    if unknown := sorted(set(ways) - set(Kind.values)):
        raise Invalid({"kind": _("Unknown kind: %(kinds)s.") % {"kinds": ", ".join(unknown)}})
    for kind, way in ways.items():
        Preference.objects.update_or_create(
            user=user, kind=kind, defaults={"in_app": way.in_app, "email": way.email}
        )
