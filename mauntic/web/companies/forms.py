"""Forms of companies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.crm.fields.domain.catalog import FIELDS


def _text(name: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=FIELDS[name].caption, required=False, max_length=300, **options)


class CompanyForm(forms.Form):
    """A new company. The CRM validates each field."""

    name = forms.CharField(label=_("Name"), max_length=255)
    domain = _text("website", help_text=_("Identifies the company and improves enrichment."))
    industry = _text("industry")
    employees = _text("employees")
    country = _text("country")
