"""The settings of triggers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from revops.deals.domain.stages import OPEN
from revops.deals.models.choices import DealStage

LONGEST_DAYS = 730
_OPEN = [(stage.value, DealStage(stage.value).label) for stage in OPEN]


class NoSettings(forms.Form):
    """A trigger without settings."""


class StageChangedForm(forms.Form):
    """From which stages to which."""

    from_stages = forms.MultipleChoiceField(
        label=_("From"),
        choices=DealStage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means any stage."),
    )
    to_stages = forms.MultipleChoiceField(
        label=_("To"),
        choices=DealStage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None means any stage."),
    )


class InactivityForm(forms.Form):
    """For how long nothing was done."""

    days = forms.IntegerField(
        label=_("Days without activity"), min_value=1, max_value=LONGEST_DAYS, initial=14
    )


class TimeInStageForm(forms.Form):
    """In which stage, and for how long."""

    stage = forms.ChoiceField(label=_("Stage"), choices=[("", _("Any open stage")), *_OPEN], required=False)
    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=LONGEST_DAYS, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=23, required=False)

    def clean(self) -> dict[str, object]:
        """Refuse no time at all."""
        found = super().clean() or {}
        if not self.errors and not found.get("days") and not found.get("hours"):
            self.add_error("days", _("Enter days, hours or both."))
        return found


class ScoreChangedForm(forms.Form):
    """Which line the score crosses, and in which direction."""

    score = forms.IntegerField(label=_("Score"), min_value=1, max_value=100, initial=60)
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("up", _("Rises to it or above")), ("down", _("Falls below it"))]
    )
