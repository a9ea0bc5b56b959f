"""Forms of profiles, absences, settings and filters of routing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.forms.business_hours import DAYS, OpeningsField
from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.pages.forms import MomentField
from mauntic.kernel.time.business_hours import format_openings
from revops.routing.models import RepProfile, RoutingRule, RoutingSettings, Trigger
from revops.routing.selectors.decisions import DecisionsFilter
from revops.routing.services.people import Profile
from revops.routing.services.settings import RoutingPolicy

_LOCAL = {"type": "datetime-local"}


class ProfileForm(forms.Form):
    """The profile of a rep."""

    takes_leads = forms.BooleanField(required=False, label=_("Takes leads"))
    territories = forms.CharField(
        required=False,
        max_length=5000,
        label=_("Territories"),
        help_text=_("Countries or regions, such as DE, AT, US/California."),
    )
    skills = forms.CharField(
        required=False,
        max_length=5000,
        label=_("Skills"),
        help_text=_("Industries, technologies or words of job titles, such as Retail, Python."),
    )
    daily_cap = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100_000,
        label=_("Daily cap"),
        help_text=_("Leave empty for no cap."),
    )
    open_cap = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000_000,
        label=_("Cap of open leads"),
        help_text=_("Leave empty for no cap."),
    )
    own_hours = forms.BooleanField(
        required=False,
        label=_("Own working hours"),
        help_text=_("Off: the organization's business hours apply."),
    )

    def __init__(self, *args: Any, row: RepProfile, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(row)} | kwargs)
        for number, name in enumerate(DAYS):
            self.fields[f"day{number}"] = OpeningsField(label=name, required=False, max_length=100)
        self.fields["day0"].help_text = _("For example 09:00-12:00, 13:00-17:30. Leave empty for a day off.")

    def profile(self) -> Profile:
        """Return the entered values."""
        data = self.cleaned_data
        return Profile(
            takes_leads=data["takes_leads"],
            territories=data["territories"].split(","),
            skills=data["skills"].split(","),
            daily_cap=data["daily_cap"],
            open_cap=data["open_cap"],
            week=[data[f"day{number}"] for number in range(len(DAYS))] if data["own_hours"] else None,
        )


def _initial(row: RepProfile) -> dict[str, object]:
    week = {f"day{number}": format_openings(day) for number, day in enumerate(row.week or [])}
    return {
        "takes_leads": row.takes_leads,
        "territories": ", ".join(row.territories),
        "skills": ", ".join(row.skills),
        "daily_cap": row.daily_cap,
        "open_cap": row.open_cap,
        "own_hours": row.week is not None,
        **week,
    }


class AbsenceForm(forms.Form):
    """The absence of a rep."""

    rep = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Rep"), empty_label=None)
    starts_at = MomentField(label=_("From"), widget=forms.DateTimeInput(attrs=_LOCAL))
    ends_at = MomentField(label=_("Until"), widget=forms.DateTimeInput(attrs=_LOCAL))
    reason = forms.CharField(
        required=False,
        max_length=100,
        label=_("Reason"),
        help_text=_("Visible to everyone who can see this list."),
    )

    def __init__(self, *args: Any, user: User, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = [person.pk for person in people] if user.is_manager else [user.pk]
        self.fields["rep"].queryset = active_people().filter(pk__in=theirs)  # type: ignore[attr-defined]  # a choice of rows
        self.fields["rep"].initial = user.pk


class RoutingForm(forms.Form):
    """The settings of routing."""

    routes_new_leads = forms.BooleanField(required=False, label=_("Route new leads"))
    routes_from_score = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        label=_("Route unassigned leads from score"),
        help_text=_("Checked when a score crosses a scoring threshold. Leave empty to turn this off."),
    )
    keeps_companies_together = forms.BooleanField(
        required=False, label=_("Keep leads of a company with the same rep")
    )
    heeds_working_hours = forms.BooleanField(required=False, label=_("Route leads only within working hours"))
    fallback = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=_("Fallback"),
        empty_label=_("None: leads stay unassigned"),
    )

    def __init__(self, *args: Any, row: RoutingSettings, **kwargs: Any) -> None:
        stored = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": stored} | kwargs)
        self.fields["fallback"].queryset = active_people()  # type: ignore[attr-defined]  # a choice of rows

    def policy(self) -> RoutingPolicy:
        """Return the entered values."""
        data = dict(self.cleaned_data)
        fallback = data.pop("fallback")
        return RoutingPolicy(**data, fallback_id=fallback.pk if fallback else None)


class DecisionsForm(forms.Form):
    """The filters of the decisions. Unknown values in the URL are ignored."""

    rep = forms.UUIDField(required=False)
    rule = forms.ModelChoiceField(queryset=RoutingRule.objects.all(), required=False, empty_label=_("Any"))
    trigger = forms.ChoiceField(
        choices=[("", _("Any")), *Trigger.choices], required=False, label=_("Trigger")
    )

    def wanted(self) -> DecisionsFilter:
        """Return the known filters."""
        self.is_valid()
        rule = self.cleaned_data.get("rule")
        return DecisionsFilter(
            rep=self.cleaned_data.get("rep"),
            rule=rule.pk if rule else None,
            trigger=self.cleaned_data.get("trigger", ""),
        )
