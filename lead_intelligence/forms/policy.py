"""The form of the policy of enriching again."""

from django import forms
from django.http import QueryDict

from lead_intelligence.models import EnrichmentPolicy
from mauntic.kernel.errors import Invalid


class PolicyForm(forms.Form):
    """When leads are enriched again."""

    refresh_enabled = forms.BooleanField(
        label="Enrich hot leads again when their data is old", required=False
    )
    refresh_after_days = forms.IntegerField(
        label="After how many days",
        min_value=1,
        max_value=730,
        help_text="Answers that are kept in the cache for longer than this are asked for anew; younger ones "
        "are used again and cost nothing.",
    )
    refresh_min_score = forms.IntegerField(
        label="Least score",
        min_value=0,
        max_value=100,
        help_text="Leads below it are left as they are; the highest scores come first.",
    )
    refresh_per_day = forms.IntegerField(
        label="Leads a day, at most",
        min_value=0,
        max_value=100_000,
        help_text="Days are those of UTC. Nothing is asked for when a budget is used up or spending stopped.",
    )

    # What the service calls these fields.
    KEYS = {
        "refreshAfterDays": "refresh_after_days",
        "refreshMinScore": "refresh_min_score",
        "refreshPerDay": "refresh_per_day",
    }

    def __init__(self, data: QueryDict | None = None, *, policy: EnrichmentPolicy) -> None:
        names = ("refresh_enabled", *self.KEYS.values())
        super().__init__(data, initial={name: getattr(policy, name) for name in names})

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused beside the fields."""
        for key, said in error.fields.items():
            name = self.KEYS.get(key, key)
            self.add_error(name if name in self.fields else None, said)
