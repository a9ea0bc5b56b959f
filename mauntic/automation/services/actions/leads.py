"""Set a field of a lead."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned, Skipped
from mauntic.automation.selectors.people import leads_of, values_of
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.fields.domain.catalog import CUSTOM, FIELDS
from mauntic.crm.fields.domain.cleaning import clean
from mauntic.crm.fields.domain.custom import custom_cell
from mauntic.crm.fields.domain.definitions import Definition
from mauntic.crm.fields.selectors.definitions import CustomReader, definitions
from mauntic.crm.fields.selectors.words import people_named, value_text
from mauntic.crm.models import Contact
from mauntic.delivery.messages.domain.tokens import fill, tokens_of

Settings = Mapping[str, Any]
OTHER = "custom"
ALLOWED = (
    "lifecycle_stage",
    "title",
    "seniority",
    "country",
    "region",
    "phone",
    "direct_phone",
    "linkedin_url",
    "source",
    "referrer",
    "first_name",
    "last_name",
)
"""The fields that may be set. An address and a consent are what a person gave; scores are computed."""
NEVER_EMPTY = frozenset({"lifecycle_stage"})


def field_words(settings: Settings) -> str:
    """Say a change, such as 'Set Lifecycle stage to "customer"'."""
    value = settings.get("value", "")
    if not value:
        return _("Empty the field {field}").format(field=label_of(settings))
    return _('Set {field} to "{value}"').format(field=label_of(settings), value=value)


def label_of(settings: Settings) -> str:
    """Return how a field is called. Lists of steps name custom fields by key, without a query for each."""
    return settings["custom"] if settings["field"] == OTHER else FIELDS[settings["field"]].label


def name_of(settings: Settings) -> str:
    """Return the name of a field for the services of the CRM."""
    return f"{CUSTOM}{settings['custom']}" if settings["field"] == OTHER else settings["field"]


def value_problem(settings: Settings) -> str:
    """Return why a value does not fit its field. Empty if it fits, or if tokens decide that."""
    value = settings.get("value", "")
    if settings["field"] in NEVER_EMPTY and not value:
        return _("Enter a value.")
    if tokens_of(value):
        return ""
    if settings["field"] == OTHER:
        _found, problems = CustomReader.of("contact").read({settings["custom"]: value})
    else:
        problems = clean({name_of(settings): value}).problems
    return " ".join(str(each) for each in problems.values())


def plan_field(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say what each lead would get, beside what it has."""
    leads, values = leads_of(calls), values_of(calls)
    custom = definitions("contact").get(settings["custom"]) if settings["field"] == OTHER else None
    names = (
        people_named({custom.key: custom}, [lead.custom_fields for lead in leads.values()]) if custom else {}
    )
    return {
        call.run_id: _planned(leads[call.run_id], values[call.run_id], settings, custom, names)
        if call.run_id in leads
        else Planned(blocked=_("The record has no lead."))
        for call in calls
    }


def _planned(
    lead: Contact,
    values: Mapping[str, str],
    settings: Settings,
    custom: Definition | None,
    people: Mapping[str, str],
) -> Planned:
    found = fill(settings.get("value", ""), values)
    label = custom.label if custom else label_of(settings)
    inputs = {"field": label, "value": found.text, "before": _stored(lead, settings, custom, people)}
    names = ", ".join(found.missing)
    missing = _("There is no value for {names}, and no fallback.").format(names=names) if names else ""
    return Planned(inputs, missing)


def _stored(lead: Contact, settings: Settings, custom: Definition | None, people: Mapping[str, str]) -> str:
    """Return what a lead has, in words. Empty if it has nothing."""
    if settings["field"] != OTHER:
        return str(getattr(lead, settings["field"]))
    stored = lead.custom_fields.get(settings["custom"])
    if stored in (None, "", []):
        return ""
    return value_text(custom, stored, people) if custom else custom_cell(stored)


def set_field(
    calls: Sequence[Call], settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Set the field of each lead. A value that it has already changes nothing, and no event is published.

    Raises: `Invalid` if the filled value does not fit the field.
    """
    leads = leads_of(calls)
    return {
        call.run_id: _set(leads[call.run_id], settings, planned[call.run_id].inputs["value"])
        for call in calls
    }


def _set(lead: Contact, settings: Settings, value: str) -> Outcome:
    # A custom field is removed by None; an empty text would stay.
    given = value or (None if settings["field"] == OTHER else "")
    if update_contact(contact=lead, values={name_of(settings): given}):
        return Done({"contact": str(lead.pk)})
    return Skipped(_("It had this value already."))
