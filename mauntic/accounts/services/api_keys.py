"""Create and revoke API keys."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from mauntic.accounts.models import ApiKey, Scope, User
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid

LONGEST_DAYS = 3650


def create_api_key(
    *, user: User, name: str, scopes: Sequence[str] | None = None, valid_days: int | None = None
) -> tuple[ApiKey, str]:
    """Create a key that acts as its user.

    Args: `scopes` limits its permissions, None does not. `valid_days` is None for a key that never expires.
    Returns: the key and its secret, which is not stored.
    Raises: `Invalid` per field.
    """
    problems = {}
    if not name.strip():
        problems["name"] = _("Enter a name, so that you know which key to revoke.")
    if scopes is not None and not (scopes and set(scopes) <= set(Scope.values)):
        problems["scopes"] = _("Choose at least one of %(choices)s.") % {"choices": ", ".join(Scope.values)}
    if valid_days is not None and not 0 < valid_days <= LONGEST_DAYS:
        problems["valid_days"] = _("Choose 1 to %(limit)s days.") % {"limit": number(LONGEST_DAYS)}
    if problems:
        raise Invalid(problems)
    expiry = None if valid_days is None else timedelta(days=valid_days)
    granted = None if scopes is None else sorted(set(scopes))
    key, secret = ApiKey.objects.create(user=user, name=name.strip(), expiry=expiry, scopes=granted)
    return key, secret


def revoke_api_key(*, key: ApiKey) -> None:
    """Delete a key, which stops working at once."""
    key.delete()
