"""The form of the copilot."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from revops.agents.copilot.domain.briefs import LONGEST_GOAL, TONE_LABELS, Tone


class CopilotForm(forms.Form):
    """Goal and tone. `contact` or `reply` say whom it is for; without, it is a step of a sequence."""

    goal = forms.CharField(
        max_length=LONGEST_GOAL,
        label=_("Goal"),
        help_text=_("Such as: ask for a call about tests in the new plant. Facts in it may be used."),
        error_messages={"required": _("Enter what the email should achieve.")},
    )
    tone = forms.ChoiceField(choices=list(TONE_LABELS.items()), initial=Tone.NEUTRAL, label=_("Tone"))
    contact = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reply = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """Return the values as the service takes them."""
        values = self.cleaned_data
        return {
            "goal": values["goal"],
            "tone": values["tone"],
            "contact_id": values["contact"],
            "reply_id": values["reply"],
        }
