"""Writes of the accounts context."""

from mauntic.accounts.services.access import set_access_policy
from mauntic.accounts.services.api_keys import create_api_key, revoke_api_key
from mauntic.accounts.services.business_hours import set_business_hours, work_around_the_clock
from mauntic.accounts.services.email_change import (
    confirm_email_change,
    new_email_of,
    request_email_change,
)
from mauntic.accounts.services.invitations import (
    accept_invitation,
    cancel_invitation,
    invite,
    resend_invitation,
)
from mauntic.accounts.services.teams import (
    change_team,
    create_team,
    delete_team,
    move_to_team,
    set_role_and_team,
)
from mauntic.accounts.services.users import (
    change_role,
    create_user,
    deactivate,
    reactivate,
    update_profile,
)

__all__ = [
    "accept_invitation",
    "cancel_invitation",
    "change_role",
    "change_team",
    "confirm_email_change",
    "create_api_key",
    "create_team",
    "create_user",
    "deactivate",
    "delete_team",
    "invite",
    "move_to_team",
    "new_email_of",
    "reactivate",
    "request_email_change",
    "resend_invitation",
    "revoke_api_key",
    "set_access_policy",
    "set_business_hours",
    "set_role_and_team",
    "update_profile",
    "work_around_the_clock",
]
