"""The fields that conditions may read, for forms, the API and checks."""

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.crm.contacts.selectors.conditions import TAGS
from mauntic.crm.fields.selectors.conditions import CUSTOM_KEY, custom_condition_fields
from mauntic.crm.models import Consent, LifecycleStage
from mauntic.kernel.conditions import Field, Kind
from scoring.model.domain.facts import INTENT_SCORE, SIGNALS_7D, signal_type_of, strength_of
from scoring.signals.models import SignalType

# A day and a person would need scores that follow the calendar and people who leave.
_UNSCORED = (Kind.DATE, Kind.REFERENCE)
_SENIORITY = (
    ("c_level", _("C level")),
    ("vp", _("Vice president")),
    ("director", _("Director")),
    ("manager", _("Manager")),
    ("other", _("Other")),
)

_FIXED: Sequence[tuple[str, object, Kind, Sequence[tuple[str, object]]]] = (
    ("contact.email", _("Email address"), Kind.TEXT, ()),
    ("contact.phone", _("Phone number"), Kind.TEXT, ()),
    ("contact.direct_phone", _("Direct phone number"), Kind.TEXT, ()),
    ("contact.first_name", _("First name"), Kind.TEXT, ()),
    ("contact.last_name", _("Last name"), Kind.TEXT, ()),
    ("contact.title", _("Job title"), Kind.TEXT, ()),
    (
        "contact.seniority",
        _("Seniority"),
        Kind.CHOICE,
        _SENIORITY,
    ),
    ("contact.country", _("Country (two letters)"), Kind.TEXT, ()),
    ("contact.region", _("Region"), Kind.TEXT, ()),
    ("contact.linkedin_url", _("LinkedIn profile"), Kind.TEXT, ()),
    ("contact.lifecycle_stage", _("Lifecycle stage"), Kind.CHOICE, LifecycleStage.choices),
    ("contact.source", _("Source"), Kind.TEXT, ()),
    ("contact.referrer", _("Referrer"), Kind.TEXT, ()),
    ("contact.consent", _("Consent"), Kind.CHOICE, Consent.choices),
    ("contact.has_owner", _("Has an owner"), Kind.BOOLEAN, ()),
    (TAGS, _("Tags"), Kind.SET, ()),
    ("contact.data_quality_score", _("Data quality (0–1)"), Kind.NUMBER, ()),
    ("contact.created_at", _("Created"), Kind.MOMENT, ()),
    ("contact.last_enriched_at", _("Last enriched"), Kind.MOMENT, ()),
    ("company.name", _("Company"), Kind.TEXT, ()),
    ("company.domain", _("Company domain"), Kind.TEXT, ()),
    ("company.industry", _("Industry"), Kind.TEXT, ()),
    ("company.employees", _("Employees"), Kind.NUMBER, ()),
    ("company.revenue", _("Annual revenue"), Kind.NUMBER, ()),
    ("company.country", _("Company country (two letters)"), Kind.TEXT, ()),
    ("company.tech_stack", _("Technologies"), Kind.LIST, ()),
    ("activity.visits_30d", _("Visits in 30 days"), Kind.NUMBER, ()),
    ("activity.visits_7d", _("Visits in 7 days"), Kind.NUMBER, ()),
    ("activity.last_visit_at", _("Last visit"), Kind.MOMENT, ()),
    (INTENT_SCORE, _("Intent score (0–100)"), Kind.NUMBER, ()),
    (SIGNALS_7D, _("Signals in 7 days"), Kind.NUMBER, ()),
)
_KINDS = {key: kind for key, _label, kind, _choices in _FIXED}


def kinds_of(keys: Collection[str]) -> dict[str, Kind]:
    """Return the kinds of fields of `fields`, in two queries if there are custom ones.

    A custom field that is not defined, or is archived, has none: conditions that name it match nobody.
    """
    custom = custom_keys(keys)
    own = _own() if custom else {}
    kinds = {key: own[key].kind for key in custom if key in own}
    return kinds | {key: _kind_of(key) for key in set(keys) - custom}


def custom_keys(keys: Collection[str]) -> set[str]:
    """Return the keys of custom fields among those of facts."""
    return {key for key in keys if CUSTOM_KEY in key}


def _kind_of(key: str) -> Kind:
    return _KINDS.get(key, Kind.NUMBER if signal_type_of(key) else Kind.TEXT)


def fields() -> dict[str, Field]:
    """Return all fields by key, with custom fields of contacts and companies and types of signals."""
    return {**{field.key: field for field in (*_fixed(), *_strengths())}, **_own()}


def _fixed() -> Iterator[Field]:
    for key, label, kind, choices in _FIXED:
        texts = tuple((value, str(text)) for value, text in choices)
        # The hourly sweep rescores when such a time gets older: none is in the future.
        yield Field(key, str(label), kind, texts, is_past=kind is Kind.MOMENT)


def _strengths() -> Iterator[Field]:
    text = gettext("{signal}: part left (0–1)")
    for type_ in SignalType.objects.order_by("code"):
        yield Field(strength_of(type_.code), text.format(signal=type_.label), Kind.NUMBER)


def _own() -> dict[str, Field]:
    """Return the custom fields by key, in two queries."""
    found = custom_condition_fields(group=False)
    return {key: field for key, field in found.items() if field.kind not in _UNSCORED}
