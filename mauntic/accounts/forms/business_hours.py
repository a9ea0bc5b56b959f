"""The form of business hours."""

from datetime import date
from typing import Any

import pycountry
from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.forms.zones import time_zones
from mauntic.accounts.models import OpeningHours
from mauntic.accounts.services import set_business_hours, work_around_the_clock
from mauntic.kernel.pages.forms import validate_in_range
from mauntic.kernel.time.business_hours import Opening, countries, format_openings, parse_openings

DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
OFFICE_HOURS = (["09:00-17:00"] * 5) + ["", ""]


def _countries() -> list[tuple[str, str]]:
    named = [(code, pycountry.countries.get(alpha_2=code)) for code in countries()]
    known = sorted((country.name, code) for code, country in named if country)
    return [("", gettext("None")), *((code, name) for name, code in known)]


class OpeningsField(forms.CharField):
    """Hours of a day, such as `09:00-12:00, 13:00-17:30`. Empty means closed."""

    def clean(self, value: Any) -> list[Opening]:
        """Return the hours in minutes after midnight."""
        try:
            return parse_openings(super().clean(value) or "")
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class DaysField(forms.CharField):
    """A date per line, such as `2026-12-24`."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[date]:
        """Return the dates. An error quotes the wrong line."""
        return [self._day(line) for line in (super().clean(value) or "").split()]

    @staticmethod
    def _day(text: str) -> date:
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(
                gettext('"%(text)s" is not a date. Enter one such as 2026-12-24.') % {"text": text}
            ) from error
        validate_in_range(day)
        return day


class BusinessHoursForm(forms.Form):
    """Business hours of the organization."""

    always = forms.TypedChoiceField(
        label=_("Hours"),
        choices=[("1", _("Around the clock")), ("", _("Only these hours"))],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Enter hours such as 09:00-12:00, 13:00-17:30. Leave closed days empty."),
    )
    time_zone = forms.ChoiceField(choices=lazy(time_zones, list), required=False, label=_("Time zone"))
    country = forms.ChoiceField(
        label=_("Public holidays"),
        choices=lazy(_countries, list),
        required=False,
        help_text=_("Public holidays of this country are closed."),
    )
    subdivision = forms.CharField(
        label=_("State or region"),
        max_length=10,
        required=False,
        help_text=_("Adds its own holidays, such as CA for California or BY for Bavaria."),
    )
    closed_on = DaysField(
        label=_("Other closed days"),
        required=False,
        max_length=10_000,
        help_text=_("One date per line, such as 2026-12-24."),
    )

    def __init__(self, *args: Any, row: OpeningHours | None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(row)} | kwargs)
        for number, name in enumerate(DAYS):
            self.fields[f"day{number}"] = OpeningsField(label=name, required=False, max_length=100)
        self.order_fields(["always", *(f"day{number}" for number in range(len(DAYS)))])

    def save(self) -> None:
        """Save the business hours.

        Raises: `Invalid` per field.
        """
        entered = dict(self.cleaned_data)
        week = [entered.pop(f"day{number}") for number in range(len(DAYS))]
        if entered.pop("always"):
            work_around_the_clock()
        else:
            set_business_hours(week=week, **entered)


def _initial(row: OpeningHours | None) -> dict[str, object]:
    week = OFFICE_HOURS if row is None else [format_openings(day) for day in row.week]
    days = {f"day{number}": openings for number, openings in enumerate(week)}
    if row is None:
        return {"always": "1", **days}
    closed = "\n".join(day.isoformat() for day in row.closed_on)
    own = {"time_zone": row.time_zone, "country": row.country, "subdivision": row.subdivision}
    return {"always": "", "closed_on": closed, **own, **days}
