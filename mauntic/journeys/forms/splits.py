"""The settings of the splits of journeys."""

from collections.abc import Callable
from typing import Any

from django import forms

from mauntic.journeys.domain.splits import WrongSplit, read_grades, read_ranges, read_shares
from mauntic.kernel.pages.forms import StorableJSONField
from mauntic.kernel.translation import gettext_lazy as _


def _checked(read: Callable[[Any], object], given: Any) -> Any:
    try:
        read(given)
    except WrongSplit as error:
        raise forms.ValidationError(str(error)) from error
    return given


class ScoreRangeForm(forms.Form):
    """Which scores take which branch."""

    ranges = StorableJSONField(
        label=_("Ranges of scores"),
        initial=[{"min": 60, "branch": "High"}, {"branch": "Low"}],
        help_text=_("The first range that fits counts, from the highest down. The last one has no minimum."),
    )

    def clean_ranges(self) -> Any:
        """Refuse ranges that are none, or that nobody reaches."""
        return _checked(read_ranges, self.cleaned_data["ranges"])


class LeadGradeForm(forms.Form):
    """Which grades take which branch."""

    grades = StorableJSONField(
        label=_("Branches of grades"),
        initial={"A": "Best", "B": "Best", "default": "Others"},
        help_text=_("Grades with the same branch go together. The default is for all others."),
    )

    def clean_grades(self) -> Any:
        """Refuse grades that do not exist."""
        return _checked(read_grades, self.cleaned_data["grades"])


class RandomForm(forms.Form):
    """How many of a hundred leads take which branch."""

    shares = StorableJSONField(
        label=_("Shares"),
        initial=[{"branch": "A", "percent": 50}, {"branch": "B", "percent": 50}],
        help_text=_("The shares of all branches add up to 100."),
    )

    def clean_shares(self) -> Any:
        """Refuse shares that do not add up to 100%."""
        return _checked(read_shares, self.cleaned_data["shares"])
