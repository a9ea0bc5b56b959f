"""Forms of companies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.crm.changes.services.merging import text_of
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.forms import ValuesForm
from mauntic.crm.models import Company


def _text(name: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=FIELDS[name].caption, required=False, max_length=300, **options)


class CompanyForm(forms.Form):
    """A new company. The CRM validates each field."""

    name = forms.CharField(label=_("Name"), max_length=255)
    domain = _text("website", help_text=_("Identifies the company and improves enrichment."))
    industry = _text("industry")
    employees = _text("employees")
    country = _text("country")


def _given(label: Any, *, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, **{"max_length": 300, **options})


class CompanyEditForm(ValuesForm):
    """The fields of a company, named as its columns. The CRM validates each."""

    name = _given(_("Name"), required=True, max_length=255)
    domain = _given(_("Website"), help_text=_("For example: acme.com"))
    industry = _given(FIELDS["industry"].caption)
    employees = _given(FIELDS["employees"].caption)
    revenue = _given(FIELDS["revenue"].caption, help_text=_("Per year. For example: 1250000"))
    revenue_currency = _given(FIELDS["revenue_currency"].caption, max_length=3)
    country = _given(_("Country"))
    tech_stack = _given(
        FIELDS["tech_stack"].caption,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Separated by commas"),
    )

    def changes(self) -> dict[str, Any]:
        """Return the columns to write."""
        own = [name for name in self.merged_names if name in self.base_fields]
        changes = self.chosen({name: self.cleaned_data[name] for name in own})
        return {**changes, "custom_fields": self.custom_values()}


def initial_of(company: Company) -> dict[str, str]:
    """Return the texts with which the form of a company opens."""
    return {name: text_of(getattr(company, name)) for name in CompanyEditForm.base_fields}
