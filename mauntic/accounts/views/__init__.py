"""Joining by invitation, the team, business hours, and keys for programs."""

from mauntic.accounts.views.api_keys import keys, revoke_key
from mauntic.accounts.views.hours import business_hours
from mauntic.accounts.views.joining import join
from mauntic.accounts.views.people import change_access, change_place, set_active, team
from mauntic.accounts.views.teams import delete_team, edit_team, new_team

__all__ = [
    "business_hours",
    "change_access",
    "change_place",
    "delete_team",
    "edit_team",
    "join",
    "keys",
    "new_team",
    "revoke_key",
    "set_active",
    "team",
]
