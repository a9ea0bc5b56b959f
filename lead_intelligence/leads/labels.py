"""The fields of a lead as people read them."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from lead_intelligence.leads.domain.fields import API_FIELDS, Field

LABELS = {
    Field.EMAIL: _("Email"),
    Field.FIRST_NAME: _("First name"),
    Field.LAST_NAME: _("Last name"),
    Field.PHONE: _("Phone"),
    Field.COMPANY: _("Company"),
    Field.TITLE: _("Title"),
    Field.INDUSTRY: _("Industry"),
    Field.COMPANY_SIZE: _("Company size"),
    Field.LINKEDIN_URL: _("LinkedIn"),
    Field.TECH_STACK: _("Tech stack"),
    Field.DIRECT_PHONE: _("Direct phone"),
    Field.SENIORITY: _("Seniority"),
    Field.COUNTRY: _("Country"),
}
FIELD_CHOICES = [(field.value, LABELS[field]) for field in Field]
API_FIELD_CHOICES = [(field.value, LABELS[field]) for field in API_FIELDS]


def label_of(field: Field) -> str:
    """Return the name of a field in the reader's language."""
    return str(LABELS[field])


def in_words(fields: Iterable[Field]) -> str:
    """Return the fields as a sentence lists them: `direct phone, LinkedIn`."""
    return ", ".join(
        label_of(each) if each is Field.LINKEDIN_URL else label_of(each).lower() for each in fields
    )
