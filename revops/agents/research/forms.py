"""Forms of research."""

from django import forms
from django.utils.translation import gettext_lazy as _

from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.labels import RESEARCH_TYPES


class ResearchForm(forms.Form):
    """What to look at."""

    type = forms.ChoiceField(
        choices=[(each.value, RESEARCH_TYPES[each]) for each in ResearchType],
        label=_("Type"),
        error_messages={"invalid_choice": _("Choose company or person.")},
    )
