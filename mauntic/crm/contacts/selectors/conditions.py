"""What conditions may ask about a lead and its company, and where a query finds it."""

from collections.abc import Mapping
from functools import partial

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from mauntic.crm.contacts.models.contact import Contact, LifecycleStage
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.conditions.sql import Column, Members
from mauntic.kernel.grades import LETTERS

TAGS = "contact.tags"
_GRADES = tuple((letter, letter) for letter in LETTERS)
_SENIORITY = (
    ("c_level", _("C level")),
    ("vp", _("Vice president")),
    ("director", _("Director")),
    ("manager", _("Manager")),
    ("other", _("Other")),
)

LEAD_FIELDS = {
    field.key: field
    for field in (
        Field("company.industry", _("Industry"), Kind.TEXT),
        Field("company.employees", _("Employees"), Kind.NUMBER),
        Field("contact.country", _("Country (two letters)"), Kind.TEXT),
        Field("contact.region", _("Region"), Kind.TEXT),
        Field("contact.lead_score", _("Score (0–100)"), Kind.NUMBER),
        Field("contact.lead_grade", _("Grade"), Kind.CHOICE, _GRADES),
        Field("contact.intent_score", _("Intent score (0–100)"), Kind.NUMBER),
        Field("contact.source", _("Source"), Kind.TEXT),
        Field("contact.title", _("Job title"), Kind.TEXT),
        Field("contact.seniority", _("Seniority"), Kind.CHOICE, _SENIORITY),
        Field("contact.lifecycle_stage", _("Lifecycle stage"), Kind.CHOICE, tuple(LifecycleStage.choices)),
        Field("contact.referrer", _("Referrer"), Kind.TEXT),
        Field("contact.email", _("Email address"), Kind.TEXT),
        Field("contact.data_quality_score", _("Data quality (0–1)"), Kind.NUMBER),
        Field("contact.created_at", _("Created"), Kind.MOMENT, is_past=True),
        Field(TAGS, _("Tags"), Kind.SET),
        Field("company.name", _("Company"), Kind.TEXT),
        Field("company.domain", _("Company domain"), Kind.TEXT),
        Field("company.revenue", _("Annual revenue"), Kind.NUMBER),
        Field("company.country", _("Company country (two letters)"), Kind.TEXT),
        Field("company.tech_stack", _("Technologies"), Kind.LIST),
    )
}
"""Fields of a lead and of its company. One query answers for many rules: it reads all of them itself."""


def lead_columns(prefix: str = "") -> Mapping[str, Column]:
    """Return where a query finds these fields.

    Args: `prefix` is the path from the rows of the query to the lead, such as `contact__`.
    """
    columns = {
        key: Column(prefix + key.removeprefix("contact.").replace(".", "__"), field.kind)
        for key, field in LEAD_FIELDS.items()
    }
    return {**columns, TAGS: Members(partial(_tagged, f"{prefix}pk"), "tags__tag__name")}


def _tagged(lead: str) -> QuerySet[Contact]:
    """Return the lead that a row of the query is about, for a condition on its tags."""
    return Contact.objects.filter(pk=OuterRef(lead)).order_by()
