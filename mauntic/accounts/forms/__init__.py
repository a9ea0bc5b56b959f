"""What people type into the pages of this context."""

from mauntic.accounts.forms.business_hours import BusinessHoursForm
from mauntic.accounts.forms.people import ApiKeyForm, InvitationForm, JoinForm, ProfileForm
from mauntic.accounts.forms.teams import AccessForm, PlaceForm, TeamForm

__all__ = [
    "AccessForm",
    "ApiKeyForm",
    "BusinessHoursForm",
    "InvitationForm",
    "JoinForm",
    "PlaceForm",
    "ProfileForm",
    "TeamForm",
]
