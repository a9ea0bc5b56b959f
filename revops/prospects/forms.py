"""The form of the ideal customer profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.pages.forms import LARGEST_NUMBER
from revops.prospects.domain.profile import Profile
from revops.prospects.domain.reasoning import SENIORITIES

_LIST = {"rows": 3}
_SIZE = {"min": 0}


class IcpForm(forms.Form):
    """The profile. Titles and industries have one value per line, since they may have commas."""

    titles = forms.CharField(
        required=False,
        max_length=6000,
        widget=forms.Textarea(_LIST),
        label=_("Titles"),
        help_text=_("One per line. A lead matches if its title has all words, in any order."),
    )
    seniorities = forms.MultipleChoiceField(
        required=False, choices=SENIORITIES.items(), widget=forms.CheckboxSelectMultiple, label=_("Seniority")
    )
    employees_least = forms.IntegerField(
        required=False,
        max_value=LARGEST_NUMBER,
        widget=forms.NumberInput(_SIZE),
        label=_("Employees, from"),
    )
    employees_most = forms.IntegerField(
        required=False,
        max_value=LARGEST_NUMBER,
        widget=forms.NumberInput(_SIZE),
        label=_("Employees, up to"),
    )
    industries = forms.CharField(
        required=False,
        max_length=6000,
        widget=forms.Textarea(_LIST),
        label=_("Industries"),
        help_text=_("One per line, as they are entered with companies."),
    )
    countries = forms.CharField(
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 2}),
        label=_("Countries"),
        help_text=_("Names or codes, such as Germany, US."),
    )

    def __init__(self, *args: Any, profile: Profile, may_change: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(profile)} | kwargs)
        for field in self.fields.values():
            field.disabled = not may_change

    def profile(self) -> Profile:
        """Return the entered profile."""
        entered = self.cleaned_data
        return Profile(
            titles=_lines(entered["titles"]),
            seniorities=tuple(entered["seniorities"]),
            employees_least=entered["employees_least"],
            employees_most=entered["employees_most"],
            industries=_lines(entered["industries"]),
            countries=_lines(entered["countries"].replace(",", "\n")),
        )


def _initial(profile: Profile) -> dict[str, object]:
    return {
        "titles": "\n".join(profile.titles),
        "seniorities": list(profile.seniorities),
        "employees_least": profile.employees_least,
        "employees_most": profile.employees_most,
        "industries": "\n".join(profile.industries),
        "countries": ", ".join(profile.countries),
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())
