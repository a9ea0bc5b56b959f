"""Forms of the pages of forms."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.tracking.forms.models import FormType

# Fields that unknown visitors may not write.
_OURS = frozenset({"email", "lifecycle_stage", "source", "seniority"})


def _contact_fields() -> list[tuple[str, str]]:
    fields = [(name, field.label) for name, field in FIELDS.items() if name not in _OURS]
    return [("", gettext("Not a field of the lead")), *fields]


class TrackingFormForm(forms.Form):
    """A form of a site."""

    name = forms.CharField(max_length=100, label=_("Name"), help_text=_("Shown above the form."))
    slug = forms.SlugField(
        max_length=60, label=_("Link"), help_text=_("The part after /forms/, such as demo.")
    )
    form_type = forms.ChoiceField(
        choices=FormType.choices, label=_("Purpose"), help_text=_("Decides which signal a submission is.")
    )
    redirect_url = forms.URLField(
        max_length=500,
        required=False,
        assume_scheme="https",
        label=_("Thank-you page"),
        help_text=_("Where visitors go after submitting. Leave empty for the standard page."),
    )
    enabled = forms.BooleanField(required=False, initial=True, label=_("Enabled"))


class QuestionForm(forms.Form):
    """A question of a form."""

    label = forms.CharField(max_length=80, required=False, label=_("Label"))
    contact_field = forms.ChoiceField(choices=_contact_fields, required=False, label=_("Field"))
    required = forms.BooleanField(required=False, label=_("Required"))


QuestionFormSet = forms.formset_factory(QuestionForm, extra=2, max_num=20)
