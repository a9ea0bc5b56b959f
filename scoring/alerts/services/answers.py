"""Alerts that a person answered by an email."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mauntic.accounts.models import User
from scoring.alerts.services.moves import acknowledge_touched

EMAIL = "email"


def acknowledge_written(*, written: Mapping[UUID, UUID], at: datetime) -> None:
    """Acknowledge the open alerts of leads to whom people wrote, if these people may see them.

    Args:
        written: who wrote, by lead.
        at: when the emails left; later alerts stay open.
    """
    of_writer: dict[UUID, list[UUID]] = defaultdict(list)
    for contact_id, user_id in written.items():
        of_writer[user_id].append(contact_id)
    for user_id, user in User.objects.in_bulk(list(of_writer)).items():
        acknowledge_touched(contact_ids=of_writer[user_id], by=user, at=at, answered_with=EMAIL)
