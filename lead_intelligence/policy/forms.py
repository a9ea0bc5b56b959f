"""The form of the enrichment policy."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors


class PolicyForm(forms.Form):
    """The rules of automatic enrichment."""

    enrich_strangers = forms.BooleanField(
        label=_("Enrich new website leads"),
        required=False,
        help_text=_(
            "Leads from tracking and public forms. Anyone can create them, even with invented addresses, "
            "and each lookup may cost money."
        ),
    )
    strangers_per_hour = forms.IntegerField(
        label=_("Website leads per hour"),
        min_value=0,
        max_value=100_000,
        help_text=_("Limit per write key and form."),
    )

    refresh_enabled = forms.BooleanField(label=_("Refresh top leads"), required=False)
    refresh_after_days = forms.IntegerField(
        label=_("Refresh after (days)"),
        min_value=1,
        max_value=730,
        help_text=_("Cached values older than this are requested again. Newer ones are reused at no cost."),
    )
    refresh_min_score = forms.IntegerField(
        label=_("Minimum score"),
        min_value=0,
        max_value=100,
        help_text=_("Leads below it are not refreshed. The highest scores come first."),
    )
    refresh_per_day = forms.IntegerField(
        label=_("Leads per day"),
        min_value=0,
        max_value=100_000,
        help_text=_("Limit per day (UTC). No requests if a budget is used up or lookups are stopped."),
    )

    # Names of the fields in the service.
    KEYS = {
        "refreshAfterDays": "refresh_after_days",
        "refreshMinScore": "refresh_min_score",
        "refreshPerDay": "refresh_per_day",
        "strangersPerHour": "strangers_per_hour",
    }

    def __init__(self, data: QueryDict | None = None, *, policy: EnrichmentPolicy) -> None:
        names = ("enrich_strangers", "refresh_enabled", *self.KEYS.values())
        super().__init__(data, initial={name: getattr(policy, name) for name in names})

    def refuse(self, error: Invalid) -> None:
        """Show the errors of the service at the fields."""
        add_errors(self, error, names=self.KEYS)
