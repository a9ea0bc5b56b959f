"""The fields that conditions may be about, for forms, the API and checks."""

from collections.abc import Collection, Iterator

from django.db.models import Func, Q

from mauntic.crm.models import Company, Contact, LifecycleStage
from mauntic.crm.models.contact import Consent
from mauntic.kernel.conditions import Field, Kind
from scoring.domain.facts import INTENT_SCORE, SIGNALS_7D, signal_type_of, strength_of
from scoring.models import SignalType

CUSTOM = ".custom."
# Own columns are looked for in so many of the newest rows: all would take seconds.
SAMPLE = 2_000
_SENIORITY = ("c_level", "vp", "director", "manager", "other")

_FIXED = (
    Field("contact.email", "E-mail address", Kind.TEXT),
    Field("contact.phone", "Phone number", Kind.TEXT),
    Field("contact.direct_phone", "Direct phone number", Kind.TEXT),
    Field("contact.first_name", "First name", Kind.TEXT),
    Field("contact.last_name", "Last name", Kind.TEXT),
    Field("contact.title", "Job title", Kind.TEXT),
    Field(
        "contact.seniority",
        "Seniority",
        Kind.CHOICE,
        tuple((level, level.replace("_", " ").capitalize()) for level in _SENIORITY),
    ),
    Field("contact.country", "Country (two letters)", Kind.TEXT),
    Field("contact.region", "Region", Kind.TEXT),
    Field("contact.linkedin_url", "LinkedIn profile", Kind.TEXT),
    Field("contact.lifecycle_stage", "Stage", Kind.CHOICE, tuple(LifecycleStage.choices)),
    Field("contact.source", "Source", Kind.TEXT),
    Field("contact.referrer", "Referrer", Kind.TEXT),
    Field("contact.consent", "Consent", Kind.CHOICE, tuple(Consent.choices)),
    Field("contact.has_owner", "Has an owner", Kind.BOOLEAN),
    Field("contact.data_quality_score", "Data quality (0–1)", Kind.NUMBER),
    Field("contact.created_at", "Created", Kind.MOMENT),
    Field("contact.last_enriched_at", "Last enriched", Kind.MOMENT),
    Field("company.name", "Company", Kind.TEXT),
    Field("company.domain", "Company's domain", Kind.TEXT),
    Field("company.industry", "Industry", Kind.TEXT),
    Field("company.employees", "Employees", Kind.NUMBER),
    Field("company.revenue", "Revenue a year", Kind.NUMBER),
    Field("company.country", "Company's country (two letters)", Kind.TEXT),
    Field("company.tech_stack", "Technologies", Kind.LIST),
    Field("activity.visits_30d", "Visits in 30 days", Kind.NUMBER),
    Field("activity.visits_7d", "Visits in 7 days", Kind.NUMBER),
    Field("activity.last_visit_at", "Last visit", Kind.MOMENT),
    Field(INTENT_SCORE, "Intent score (0–100)", Kind.NUMBER),
    Field(SIGNALS_7D, "Signals in 7 days", Kind.NUMBER),
)
_KINDS = {field.key: field.kind for field in _FIXED}


def kind_of(key: str) -> Kind:
    """The kind of a field that `fields` knows."""
    return _KINDS.get(key, Kind.NUMBER if signal_type_of(key) else Kind.TEXT)


def fields() -> dict[str, Field]:
    """Every field by its key, own columns of contacts and companies and types of signals included."""
    found = [*_FIXED, *_strengths(), *_own("contact", Contact), *_own("company", Company)]
    return {field.key: field for field in found}


def _strengths() -> Iterator[Field]:
    for type_ in SignalType.objects.order_by("code"):
        yield Field(strength_of(type_.code), f"{type_.label}: what is left (0–1)", Kind.NUMBER)


def _own(owner: str, model: type[Contact] | type[Company]) -> Iterator[Field]:
    """Keys of the custom fields of the newest rows; a value is compared as the text that it is shown as."""
    newest = model.objects.order_by("-created_at").values("pk")[:SAMPLE]
    rows = model.objects.filter(Q(pk__in=newest)).exclude(custom_fields={}).order_by()
    keys = Func("custom_fields", function="jsonb_object_keys")
    names: Collection[str] = rows.annotate(key=keys).values_list("key", flat=True).distinct()
    for name in sorted(names):
        yield Field(f"{owner}{CUSTOM}{name}", f"{name} ({owner})", Kind.TEXT)
