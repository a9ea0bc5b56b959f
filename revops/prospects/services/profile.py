"""Change the ideal customer profile."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from revops.prospects.domain.profile import Profile, checked
from revops.prospects.models import IcpChange, IcpProfile
from revops.prospects.services.run import start_run


@transaction.atomic
def save_icp(*, entered: Profile, by: User | None) -> bool:
    """Save the ideal customer profile, and qualify all leads again in the background.

    Args:
        entered: as a person wrote it.
        by: the person who acts; None for Mauntic itself.

    Returns: whether something changed.

    Raises:
        Invalid: names each wrong field.
        Conflict: leads are being qualified, and the current chunk takes too long.
    """
    profile = checked(entered)
    IcpProfile.objects.get_or_create(pk=1)
    # Locked, so that the history of two people who save at the same time tells who changed what.
    row = IcpProfile.objects.select_for_update(no_key=True).get(pk=1)
    changes = _changes(row.profile(), profile)
    if not changes:
        return False
    for name, value in _stored(profile).items():
        setattr(row, name, value)
    row.updated_at = now()
    row.save()
    IcpChange.objects.create(by=by, changes=changes)
    start_run()
    return True


def _changes(before: Profile, after: Profile) -> dict[str, list[Any]]:
    """Return [before, after] of the fields that differ."""
    old, new = _stored(before), _stored(after)
    return {name: [old[name], value] for name, value in new.items() if old[name] != value}


def _stored(profile: Profile) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(profile).items()
    }
