"""Forms of the accounts pages."""

from mauntic.accounts.forms.business_hours import BusinessHoursForm
from mauntic.accounts.forms.people import ApiKeyForm, EmailForm, InvitationForm, JoinForm, ProfileForm
from mauntic.accounts.forms.teams import AccessForm, MembershipForm, TeamForm

__all__ = [
    "AccessForm",
    "ApiKeyForm",
    "BusinessHoursForm",
    "EmailForm",
    "InvitationForm",
    "JoinForm",
    "MembershipForm",
    "ProfileForm",
    "TeamForm",
]
