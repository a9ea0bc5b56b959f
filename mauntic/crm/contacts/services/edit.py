"""Create and change contacts."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import User
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.custom import merged_custom_values, read_or_invalid
from mauntic.crm.changes.services.merging import merged_values
from mauntic.crm.changes.services.record import Watch
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.services.edit import update_company
from mauntic.crm.companies.services.matching import companies_for
from mauntic.crm.contacts.models.contact import Contact
from mauntic.crm.contacts.services.locks import GONE
from mauntic.crm.contacts.services.owners import require_access
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.domain.cleaning import Cleaned, clean, company_details
from mauntic.crm.fields.domain.custom import custom_problem
from mauntic.events.catalog import ContactCreated, ContactUpdated
from mauntic.events.services import publish
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict, Invalid

NEEDS_IDENTITY = gettext_lazy("Enter a name or an email address.")


@transaction.atomic
def create_contact(*, values: dict[str, Any], source: str, channel: str = "") -> Contact:
    """Create a contact.

    Args: `values` are named as the fields of `mauntic.crm.fields.domain.catalog`, and may have `owner` (a
    User or None) and `custom_fields`; company fields find or create its company. `source` is where the
    contact came from. `channel` is the write key or form that an unknown visitor used (see `ContactCreated`).
    Returns: the contact.
    Raises: `Invalid` per field; `Conflict` with the id of the contact that has the email address.
    Publishes: `ContactCreated`
    """
    owner = values.get("owner")
    cleaned = _cleaned_or_invalid(values)
    if custom := cleaned.contact.get("custom_fields"):
        cleaned.contact["custom_fields"] = {key: value for key, value in custom.items() if value is not None}
    contact = Contact(owner=owner, **cleaned.contact)
    if not (contact.first_name or contact.last_name or contact.email):
        raise Invalid({"email": str(NEEDS_IDENTITY)})
    contact.source = contact.source or source
    contact.company = _company(cleaned, contact.email)
    _save(contact)
    Watch(Subject.CONTACT).record([], new=[contact], derived={contact.pk: cleaned.derived})
    publish(ContactCreated(contact_id=contact.pk, source=source, channel=channel))
    return contact


@transaction.atomic
def update_contact(
    *,
    contact: Contact,
    values: dict[str, Any],
    by: User | None = None,
    opened: Mapping[str, str] | None = None,
) -> list[str]:
    """Update a contact.

    Args: `values` are named as in `create_contact`. Company fields (such as `employees`) change the company
    of the contact. Custom fields are merged; None removes one. `by` is the person who asks, None for Mauntic.
    `opened` has the texts that a form was opened with: fields that others changed since are not overwritten.
    Returns: the names of the fields that changed.
    Raises: as `create_contact`; `NotAllowed` if `by` may not reassign the contact; `EditConflict` if `by` and
    somebody else changed the same field.
    Publishes: `ContactUpdated` if a field changed.
    """
    contact = held(Contact.objects.select_related("company"), contact.pk, gone=str(GONE))
    if opened is not None:
        values = _merged(contact, values, opened)
    cleaned = _cleaned_or_invalid(values, country=contact.country)
    watch = Watch.over(Subject.CONTACT, [contact])
    changed = _apply(contact, cleaned.contact)
    if "owner" in values and contact.owner != values["owner"]:
        require_access([contact.pk], by)
        contact.owner = values["owner"]
        changed.append("owner")
    changed += _move_to_company(contact, cleaned.company)
    if changed:
        if not (contact.first_name or contact.last_name or contact.email):
            raise Invalid({"email": str(NEEDS_IDENTITY)})
        _save(contact)
        watch.record([contact], derived={contact.pk: cleaned.derived})
        publish(ContactUpdated(contact_id=contact.pk, changed_fields=changed))
    _change_details(contact, cleaned.company)
    return changed


def taken_email(email: str, name: str) -> str:
    """Return the error message for an email address that belongs to another contact."""
    return _('%(email)s already belongs to "%(name)s".') % {"email": email, "name": name}


def _cleaned_or_invalid(values: dict[str, Any], *, country: str = "") -> Cleaned:
    given = {name: value for name, value in values.items() if name != "owner"}
    cleaned = clean(given, country=country)
    if cleaned.problems:
        raise Invalid(cleaned.problems)
    if custom := cleaned.contact.get("custom_fields"):
        cleaned.contact["custom_fields"] = read_or_invalid(Subject.CONTACT, custom)
    return cleaned


def _merged(contact: Contact, values: dict[str, Any], opened: Mapping[str, str]) -> dict[str, Any]:
    """Return the values without those that the person left as they were."""
    specs = {name: FIELDS[name] for name in values if name in FIELDS}
    if custom := values.get("custom_fields"):
        kept_custom = merged_custom_values(Subject.CONTACT, custom, opened, contact.custom_fields)
        values = {**values, "custom_fields": kept_custom}
    if any(spec.of_company and name not in {"company", "website"} for name, spec in specs.items()):
        # Details of the company are compared with its row as no other transaction can change it.
        companies = Company.objects.filter(contacts=contact.pk)
        contact.company = companies.select_for_update(of=("self",), no_key=True).first()
    stored = {
        name: getattr(contact.company if spec.of_company else contact, spec.column_name, None)
        for name, spec in specs.items()
    }
    kept = merged_values({name: values[name] for name in specs}, opened, stored)
    return {name: value for name, value in values.items() if name not in specs or name in kept}


def _apply(contact: Contact, values: dict[str, Any]) -> list[str]:
    """Set the values that differ, and return their names. Custom fields are merged into the existing ones."""
    if "custom_fields" in values:
        merged = contact.custom_fields | values["custom_fields"]
        values = {
            **values,
            "custom_fields": {key: value for key, value in merged.items() if value is not None},
        }
        if problem := custom_problem(values["custom_fields"]):
            raise Invalid({"custom_fields": problem})
    changed = [name for name, value in values.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, values[name])
    return changed


def _company(cleaned: Cleaned, email: str) -> Company | None:
    return companies_for([company_details(cleaned.company, email)]).companies[0]


def _move_to_company(contact: Contact, details: dict[str, Any]) -> list[str]:
    wanted: dict[str, Any] = {key: details[key] for key in ("name", "domain") if key in details}
    if not wanted or all(getattr(contact.company, key, "") == value for key, value in wanted.items()):
        return []
    before = contact.company_id
    contact.company = companies_for([company_details(wanted)]).companies[0]
    return ["company"] if contact.company_id != before else []


def _change_details(contact: Contact, details: dict[str, Any]) -> None:
    rest = {name: value for name, value in details.items() if name not in {"name", "domain"}}
    if rest and contact.company is not None:
        update_company(company=contact.company, values=rest)


def _save(contact: Contact) -> None:
    _refuse_taken_email(contact)
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError as error:
        _refuse_taken_email(contact)
        raise Conflict(_("Someone else changed this lead at the same time. Try again.")) from error


def _refuse_taken_email(contact: Contact) -> None:
    if not contact.email:
        return
    other = Contact.objects.with_emails([contact.email]).exclude(pk=contact.pk).first()
    if other is not None:
        raise Conflict(
            taken_email(contact.email, other.name),
            details={"field": "email", "contactId": str(other.pk), "name": other.name},
        )
