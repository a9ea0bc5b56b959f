"""What a person does with what they were told."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.notifications.models import Kind, Notification, Preference
from mauntic.notifications.selectors import Way


def mark_read(*, user: User, notification_id: UUID) -> Notification:
    """Note that the person has seen it; `NotFound` when it is not theirs."""
    row = Notification.objects.of(user).filter(pk=notification_id).first()
    if row is None:
        raise NotFound("There is no such notification of yours.")
    Notification.objects.filter(pk=row.pk, read_at=None).update(read_at=clock.now())
    return row


def mark_all_read(*, user: User) -> int:
    """Note that the person has seen everything; the count of what they had not."""
    return Notification.objects.of(user).unread().update(read_at=clock.now())


@transaction.atomic
def set_preferences(*, user: User, ways: Mapping[str, Way]) -> None:
    """Set how the person wants to be told of each kind that is named."""
    if unknown := sorted(set(ways) - set(Kind.values)):
        raise Invalid({"kind": f"There is no kind {', '.join(unknown)}."})
    for kind, way in ways.items():
        Preference.objects.update_or_create(
            user=user, kind=kind, defaults={"in_app": way.in_app, "email": way.email}
        )
