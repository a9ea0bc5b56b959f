"""Filters of the list of runs, which are parameters of its URL."""

import django_filters as filters
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from revops.agents.llm.labels import AGENT_CHOICES, OUTCOME_CHOICES
from revops.agents.llm.models.runs import AgentRun


class RunFilter(filters.FilterSet):
    """Filters of runs. An invalid filter shows an error and is ignored."""

    agent = filters.ChoiceFilter(choices=AGENT_CHOICES, label=_("Agent"), empty_label=_("All"))
    outcome = filters.ChoiceFilter(choices=OUTCOME_CHOICES, label=_("Outcome"), empty_label=_("All"))

    class Meta:
        model = AgentRun
        fields: list[str] = []

    @property
    def selects(self) -> list[tuple[BoundField, list[tuple[str, str]]]]:
        """Return the fields, each with its choices as text."""
        fields = [self.form[name] for name in ("agent", "outcome")]
        return [(field, [(str(key), str(label)) for key, label in field.field.choices]) for field in fields]
