"""Forms of the SDR agent's settings."""

from collections.abc import Sequence as Many
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from revops.agents.sdr.labels import MODES
from revops.agents.sdr.models import SdrSettings
from revops.agents.sdr.services.settings import MOST_DAYS, MOST_PER_DAY, UsedSequence
from revops.prospects.domain.reasoning import SENIORITIES
from revops.sequences.models.sequences import Sequence


class SdrForm(forms.Form):
    """The settings of the organization."""

    mode = forms.ChoiceField(
        label=_("Mode"),
        choices=list(MODES.items()),
        help_text=_(
            "Learning records what the agent would do. Copilot proposes, and people approve. Autopilot "
            "enrolls leads within the limits below. Answers to replies always wait for a person."
        ),
    )
    daily_cap = forms.IntegerField(
        label=_("Autopilot: leads in 24 hours, at most"), min_value=0, max_value=MOST_PER_DAY
    )
    least_confidence = forms.DecimalField(
        label=_("Autopilot: least confidence"),
        min_value=0,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        help_text=_(
            "The weakest of score, ICP match and completeness, 0 to 1. The qualification asks for 0.6."
        ),
    )
    untouched_days = forms.IntegerField(
        label=_("Days without a touch by a person"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("The agent leaves leads alone whom somebody called, met or wrote to within these days."),
    )
    suggests_answers = forms.BooleanField(label=_("Suggest answers to replies"), required=False)

    def __init__(self, data: Any = None, *, row: SdrSettings, may_change: bool) -> None:
        names = ("mode", "daily_cap", "least_confidence", "untouched_days", "suggests_answers")
        super().__init__(data, initial={name: getattr(row, name) for name in names})
        for field in self.fields.values():
            field.disabled = not may_change


class SequenceForm(forms.Form):
    """Whether and how the agent uses a sequence. Its prefix is the id of the sequence."""

    position = forms.IntegerField(
        label=_("Order"),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control form-control-sm"}),
    )
    mode = forms.ChoiceField(
        label=_("Mode"),
        required=False,
        choices=[("", _("As the organization")), *MODES.items()],
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    seniorities = forms.MultipleChoiceField(
        label=_("Seniorities"),
        required=False,
        choices=list(SENIORITIES.items()),
        widget=forms.SelectMultiple(attrs={"size": len(SENIORITIES), "class": "form-select form-select-sm"}),
    )

    def __init__(self, data: Any = None, *, sequence: Sequence, may_change: bool) -> None:
        row = getattr(sequence, "sdr", None)
        initial = (
            {"position": row.position + 1, "mode": row.mode, "seniorities": row.seniorities} if row else {}
        )
        super().__init__(data, prefix=str(sequence.pk), initial=initial)
        self.sequence = sequence
        for field in self.fields.values():
            field.disabled = not may_change


def used(sequence_forms: Many[SequenceForm]) -> list[UsedSequence]:
    """Return the sequences that have an order, in it."""
    chosen = [form for form in sequence_forms if form.cleaned_data["position"]]
    chosen.sort(key=lambda form: form.cleaned_data["position"])
    return [
        UsedSequence(
            sequence_id=form.sequence.pk,
            mode=form.cleaned_data["mode"],
            seniorities=tuple(form.cleaned_data["seniorities"]),
        )
        for form in chosen
    ]
