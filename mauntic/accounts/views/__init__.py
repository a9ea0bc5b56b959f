"""Pages of invitations, team, business hours and API keys."""

from mauntic.accounts.views.api_keys import keys, revoke_key
from mauntic.accounts.views.email import change_email, confirm_email
from mauntic.accounts.views.hours import business_hours
from mauntic.accounts.views.joining import join
from mauntic.accounts.views.people import cancel, change_access, change_membership, resend, set_active, team
from mauntic.accounts.views.teams import delete_team, edit_team, new_team

__all__ = [
    "business_hours",
    "cancel",
    "change_access",
    "change_email",
    "change_membership",
    "confirm_email",
    "delete_team",
    "edit_team",
    "join",
    "keys",
    "new_team",
    "resend",
    "revoke_key",
    "set_active",
    "team",
]
