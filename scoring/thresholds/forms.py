"""The form of thresholds and capacity."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.thresholds.models import ScoringSettings
from scoring.thresholds.services import MOST_HOT_LEADS

_APART = re.compile(r"[\s,;]+")
_WRONG = _("Enter whole scores from 1 to 100, such as 20, 40, 60, 80.")


class ScoringSettingsForm(forms.Form):
    """The thresholds in one line, and the capacity of a rep."""

    thresholds = forms.CharField(
        required=False,
        max_length=200,
        label=_("Thresholds"),
        help_text=_("Up to 20 scores from 1 to 100. Leave empty so that no score starts routing."),
        error_messages={"max_length": _WRONG},
    )
    hot_leads_a_week = forms.IntegerField(
        min_value=1,
        max_value=MOST_HOT_LEADS,
        label=_("New A leads per rep and week"),
        help_text=_("The preview of a scoring model warns if reps would get more."),
    )

    @classmethod
    def of(cls, settings: ScoringSettings) -> "ScoringSettingsForm":
        """Return the form with the current settings."""
        thresholds = ", ".join(map(str, settings.thresholds))
        return cls(initial={"thresholds": thresholds, "hot_leads_a_week": settings.hot_leads_a_week})

    def clean_thresholds(self) -> list[int]:
        """Parse the scores. The service checks their range."""
        parts = [part for part in _APART.split(self.cleaned_data["thresholds"]) if part]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise forms.ValidationError(_WRONG)
        return [int(part) for part in parts]
