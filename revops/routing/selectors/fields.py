"""The fields for conditions of rules. All are plain columns, so that one query evaluates all rules."""

from mauntic.crm.models import LifecycleStage
from mauntic.kernel.conditions import Field, Kind
from mauntic.kernel.conditions.sql import Column
from mauntic.kernel.grades import LETTERS

_GRADES = tuple((letter, letter) for letter in LETTERS)
_SENIORITY = tuple(
    (level, level.replace("_", " ").capitalize())
    for level in ("c_level", "vp", "director", "manager", "other")
)

FIELDS = {
    field.key: field
    for field in (
        Field("company.industry", "Industry", Kind.TEXT),
        Field("company.employees", "Employees", Kind.NUMBER),
        Field("contact.country", "Country (two letters)", Kind.TEXT),
        Field("contact.region", "Region", Kind.TEXT),
        Field("contact.lead_score", "Score (0–100)", Kind.NUMBER),
        Field("contact.lead_grade", "Grade", Kind.CHOICE, _GRADES),
        Field("contact.intent_score", "Intent score (0–100)", Kind.NUMBER),
        Field("contact.source", "Source", Kind.TEXT),
        Field("contact.title", "Job title", Kind.TEXT),
        Field("contact.seniority", "Seniority", Kind.CHOICE, _SENIORITY),
        Field("contact.lifecycle_stage", "Stage", Kind.CHOICE, tuple(LifecycleStage.choices)),
        Field("contact.referrer", "Referrer", Kind.TEXT),
        Field("contact.email", "E-mail address", Kind.TEXT),
        Field("contact.data_quality_score", "Data quality (0–1)", Kind.NUMBER),
        Field("contact.created_at", "Created", Kind.MOMENT),
        Field("company.name", "Company", Kind.TEXT),
        Field("company.domain", "Company's domain", Kind.TEXT),
        Field("company.revenue", "Revenue a year", Kind.NUMBER),
        Field("company.country", "Company's country (two letters)", Kind.TEXT),
        Field("company.tech_stack", "Technologies", Kind.LIST),
    )
}
COLUMNS = {
    key: Column(key.removeprefix("contact.").replace(".", "__"), field.kind) for key, field in FIELDS.items()
}
