"""Forms of what people take on, when they are away, and how leads are routed at all."""

from typing import Any

from django import forms

from mauntic.accounts.forms.business_hours import DAYS, OpeningsField
from mauntic.accounts.models import User
from mauntic.accounts.selectors import active_people
from mauntic.kernel.business_hours import format_openings
from revops.models import RepProfile, RoutingRule, RoutingSettings, Trigger
from revops.selectors.routing import DecisionsFilter
from revops.services.routing_people import Profile
from revops.services.routing_settings import RoutingPolicy

_LOCAL = {"type": "datetime-local"}


class ProfileForm(forms.Form):
    """What a rep takes on."""

    takes_leads = forms.BooleanField(required=False, label="Takes leads")
    territories = forms.CharField(
        required=False, max_length=5000, help_text="Countries, or regions of them: DE, AT, US/California"
    )
    skills = forms.CharField(
        required=False,
        max_length=5000,
        help_text="Industries, technologies, words of a title: Retail, Python",
    )
    daily_cap = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=100_000,
        label="Leads a day at most",
        help_text="Empty: no cap.",
    )
    open_cap = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000_000,
        label="Open leads at most",
        help_text="Empty: no cap.",
    )
    own_hours = forms.BooleanField(
        required=False, label="Own working hours", help_text="Off: the organization's business hours."
    )

    def __init__(self, *args: Any, row: RepProfile, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(row)} | kwargs)
        for number, name in enumerate(DAYS):
            self.fields[f"day{number}"] = OpeningsField(label=name, required=False, max_length=100)
        self.fields["day0"].help_text = "Such as 09:00-12:00, 13:00-17:30; empty is closed."

    def profile(self) -> Profile:
        """What was entered."""
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
    """Who is away from when until when."""

    rep = forms.ModelChoiceField(queryset=User.objects.none(), label="Who", empty_label=None)
    starts_at = forms.DateTimeField(label="From", widget=forms.DateTimeInput(attrs=_LOCAL))
    ends_at = forms.DateTimeField(label="Until", widget=forms.DateTimeInput(attrs=_LOCAL))
    reason = forms.CharField(
        required=False, max_length=100, label="Why", help_text="Seen by whoever sees this list."
    )

    def __init__(self, *args: Any, user: User, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = [person.pk for person in people] if user.is_manager else [user.pk]
        self.fields["rep"].queryset = active_people().filter(pk__in=theirs)  # type: ignore[attr-defined]  # a choice of rows
        self.fields["rep"].initial = user.pk


class RoutingForm(forms.Form):
    """How leads are routed."""

    routes_new_leads = forms.BooleanField(required=False, label="Route leads when they come")
    routes_from_score = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        label="Route leads of nobody when their score rises to",
        help_text="It is looked at when a score passes one of the thresholds of scoring. Empty: never.",
    )
    keeps_companies_together = forms.BooleanField(
        required=False, label="A new lead goes to who looks after its company"
    )
    heeds_working_hours = forms.BooleanField(required=False, label="Nobody gets leads outside working hours")
    fallback = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label="What nobody else can take goes to",
        empty_label="Nobody: it stays without an owner",
    )

    def __init__(self, *args: Any, row: RoutingSettings, **kwargs: Any) -> None:
        stored = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": stored} | kwargs)
        self.fields["fallback"].queryset = active_people()  # type: ignore[attr-defined]  # a choice of rows

    def policy(self) -> RoutingPolicy:
        """What was entered."""
        data = dict(self.cleaned_data)
        fallback = data.pop("fallback")
        return RoutingPolicy(**data, fallback_id=fallback.pk if fallback else None)


class DecisionsForm(forms.Form):
    """Which decisions the log shows. The address may say anything: what is unknown is not asked for."""

    rep = forms.UUIDField(required=False)
    rule = forms.ModelChoiceField(queryset=RoutingRule.objects.all(), required=False, empty_label="Any")
    trigger = forms.ChoiceField(choices=[("", "Any"), *Trigger.choices], required=False, label="Because of")

    def wanted(self) -> DecisionsFilter:
        """What was asked for, as far as it is known."""
        self.is_valid()
        rule = self.cleaned_data.get("rule")
        return DecisionsFilter(
            rep=self.cleaned_data.get("rep"),
            rule=rule.pk if rule else None,
            trigger=self.cleaned_data.get("trigger", ""),
        )
