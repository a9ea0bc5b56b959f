"""Change write keys and settings of tracking."""

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from mauntic.tracking.keys.models.keys import TrackingSettings, WriteKey

MOST_NEW_LEADS = 100_000


def create_write_key(*, name: str, by: User) -> WriteKey:
    """Create a write key for a website or product."""
    return WriteKey.objects.create(name=name, created_by=by)


def switch_write_key(*, site: WriteKey, enabled: bool) -> None:
    """Enable or disable a write key."""
    site.enabled = enabled
    site.save(update_fields=["enabled"])


def honor_privacy_signals(*, honored: bool) -> None:
    """Set whether Do Not Track and Global Privacy Control are honored."""
    TrackingSettings.objects.update_or_create(pk=1, defaults={"honour_privacy_signals": honored})


def limit_new_leads(*, per_hour: int) -> None:
    """Set how many new leads each write key and form may create per hour.

    Args: `per_hour` is 0 (none) to 100,000.
    Raises: `Invalid` for another number.
    """
    if not 0 <= per_hour <= MOST_NEW_LEADS:
        raise Invalid(
            {"newLeadsPerHour": _("Enter a number from 0 to %(limit)s.") % {"limit": number(MOST_NEW_LEADS)}}
        )
    TrackingSettings.objects.update_or_create(pk=1, defaults={"new_leads_per_hour": per_hour})
