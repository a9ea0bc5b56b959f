"""Forms of teams, roles and access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import Role, SeenByReps, Team
from mauntic.accounts.selectors import possible_managers
from mauntic.accounts.services.teams import LONGEST_NAME


class TeamForm(forms.Form):
    """Name and manager of a team."""

    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name"))
    manager = forms.ModelChoiceField(
        possible_managers(),
        required=False,
        label=_("Manager"),
        empty_label=_("No manager"),
        help_text=_("Sees and changes the work of the team. Reps cannot manage a team."),
    )


class MembershipForm(forms.Form):
    """Role and team of a user."""

    role = forms.ChoiceField(choices=Role.choices)
    team = forms.ModelChoiceField(Team.objects, required=False)


class AccessForm(forms.Form):
    """Whose deals and tasks reps see."""

    seen_by_reps = forms.ChoiceField(
        label=_("Reps see and change"),
        choices=SeenByReps.choices,
        widget=forms.RadioSelect,
        help_text=_("Reps without a team see their own."),
    )
