"""The forms of teams, of who is in them, and of who sees what."""

from django import forms

from mauntic.accounts.models import Role, SeenByReps, Team
from mauntic.accounts.selectors import possible_managers
from mauntic.accounts.services.teams import LONGEST_NAME


class TeamForm(forms.Form):
    """A team's name and manager."""

    name = forms.CharField(max_length=LONGEST_NAME)
    manager = forms.ModelChoiceField(
        possible_managers(),
        required=False,
        empty_label="Nobody",
        help_text="Sees and changes what belongs to the team. A rep must become manager first.",
    )


class PlaceForm(forms.Form):
    """What a person is here, and in which team."""

    role = forms.ChoiceField(choices=Role.choices)
    team = forms.ModelChoiceField(Team.objects, required=False)


class AccessForm(forms.Form):
    """Whose deals and tasks reps see."""

    seen_by_reps = forms.ChoiceField(
        label="Reps see and change",
        choices=SeenByReps.choices,
        widget=forms.RadioSelect,
        help_text="Who is in no team sees their own.",
    )
