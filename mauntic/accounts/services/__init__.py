"""Writes of the accounts context."""

from mauntic.accounts.services.api_keys import create_api_key, revoke_api_key
from mauntic.accounts.services.business_hours import set_business_hours, work_around_the_clock
from mauntic.accounts.services.invitations import accept_invitation, invite
from mauntic.accounts.services.users import (
    change_role,
    create_user,
    deactivate,
    reactivate,
    update_profile,
)

__all__ = [
    "accept_invitation",
    "change_role",
    "create_api_key",
    "create_user",
    "deactivate",
    "invite",
    "reactivate",
    "revoke_api_key",
    "set_business_hours",
    "update_profile",
    "work_around_the_clock",
]
