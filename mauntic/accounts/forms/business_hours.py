"""The form of business hours."""

from datetime import date
from typing import Any

import pycountry
from django import forms
from django.utils.functional import lazy

from mauntic.accounts.forms.time_zones import time_zones
from mauntic.accounts.models import OpeningHours
from mauntic.accounts.services import set_business_hours, work_around_the_clock
from mauntic.kernel.business_hours import Opening, countries, format_openings, parse_openings

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OFFICE_HOURS = (["09:00-17:00"] * 5) + ["", ""]


def _countries() -> list[tuple[str, str]]:
    named = [(code, pycountry.countries.get(alpha_2=code)) for code in countries()]
    known = sorted((country.name, code) for code, country in named if country)
    return [("", "None"), *((code, name) for name, code in known)]


class OpeningsField(forms.CharField):
    """Spans of a day, such as `09:00-12:00, 13:00-17:30`; empty is closed."""

    def clean(self, value: Any) -> list[Opening]:
        """Minutes after midnight."""
        try:
            return parse_openings(super().clean(value) or "")
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class DaysField(forms.CharField):
    """A day on each line, such as `2026-12-24`."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[date]:
        """The days; the line that is none is named."""
        return [self._day(line) for line in (super().clean(value) or "").split()]

    @staticmethod
    def _day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise forms.ValidationError(f"“{text}” is no day. Write year, month, day: 2026-12-24.") from error


class BusinessHoursForm(forms.Form):
    """When the organization works."""

    always = forms.TypedChoiceField(
        label="What counts",
        choices=[("1", "Every minute, around the clock"), ("", "Only the hours below")],
        coerce=bool,
        required=False,
        widget=forms.RadioSelect,
        help_text="Write hours as 09:00-12:00, 13:00-17:30; empty is closed.",
    )
    time_zone = forms.ChoiceField(choices=lazy(time_zones, list), required=False)
    country = forms.ChoiceField(
        label="Public holidays of",
        choices=lazy(_countries, list),
        required=False,
        help_text="They are closed.",
    )
    subdivision = forms.CharField(
        label="Part of the country",
        max_length=10,
        required=False,
        help_text="Where parts have holidays of their own: CA for California, BY for Bavaria.",
    )
    closed_on = DaysField(
        label="Other closed days", required=False, help_text="One on each line, such as 2026-12-24."
    )

    def __init__(self, *args: Any, row: OpeningHours | None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(row)} | kwargs)
        for number, name in enumerate(DAYS):
            self.fields[f"day{number}"] = OpeningsField(label=name, required=False, max_length=100)
        self.order_fields(["always", *(f"day{number}" for number in range(len(DAYS)))])

    def save(self) -> None:
        """Hand what was entered to the services; they refuse what cannot be."""
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
