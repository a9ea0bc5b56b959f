"""Contacts come, change, get an owner, and go."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from mauntic.accounts.models import User
from mauntic.crm.domain.cleaning import Cleaned, clean, company_details
from mauntic.crm.models import Company, Contact
from mauntic.crm.services.companies import companies_for, update_company
from mauntic.events.catalog import ContactCreated, ContactUpdated
from mauntic.events.services import publish, publish_many
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.rows import update_rows

NEEDS_IDENTITY = "Give a name or an e-mail address: a lead without both cannot be told from another."


@transaction.atomic
def create_contact(*, values: dict[str, Any], source: str) -> Contact:
    """Add a contact and publish `ContactCreated`.

    `values` are named as in `mauntic.crm.domain.fields`, with `owner` (a User or None) and `custom_fields`
    beside them; company fields find or make its company. `source` says how the contact came.
    `Invalid` has a sentence per field; `Conflict` names the contact that has the e-mail address already.
    """
    owner = values.get("owner")
    cleaned = _cleaned_or_invalid(values)
    contact = Contact(owner=owner, **cleaned.contact)
    if not (contact.first_name or contact.last_name or contact.email):
        raise Invalid({"email": NEEDS_IDENTITY})
    contact.source = contact.source or source
    contact.company = _company(cleaned, contact.email)
    _save(contact)
    publish(ContactCreated(contact_id=contact.pk, source=source))
    return contact


@transaction.atomic
def update_contact(*, contact: Contact, values: dict[str, Any]) -> list[str]:
    """Change a contact; the names of the fields that really changed, also told by `ContactUpdated`.

    Names and errors are those of `create_contact`. Company details (such as `employees`) change the contact's
    company; custom fields are merged, and None removes one.
    """
    contact = Contact.objects.select_for_update(of=("self",)).select_related("company").get(pk=contact.pk)
    cleaned = _cleaned_or_invalid(values, country=contact.country)
    changed = _apply(contact, cleaned.contact)
    if "owner" in values and contact.owner != values["owner"]:
        contact.owner = values["owner"]
        changed.append("owner")
    changed += _move_to_company(contact, cleaned.company)
    if changed:
        if not (contact.first_name or contact.last_name or contact.email):
            raise Invalid({"email": NEEDS_IDENTITY})
        _save(contact)
        publish(ContactUpdated(contact_id=contact.pk, changed_fields=changed))
    _change_details(contact, cleaned.company)
    return changed


@transaction.atomic
def assign_owner(*, contact_ids: Sequence[UUID], owner: User | None) -> int:
    """Give contacts to one owner, or to nobody; the count of those that had another."""
    others = ~Q(owner=owner) if owner else Q(owner__isnull=False)
    moved = Contact.objects.filter(others, pk__in=contact_ids).order_by("pk").select_for_update(of=("self",))
    ids = list(moved.values_list("pk", flat=True))
    Contact.objects.filter(pk__in=ids).update(owner=owner)
    publish_many(ContactUpdated(contact_id=pk, changed_fields=["owner"]) for pk in ids)
    return len(ids)


@transaction.atomic
def assign_owners(*, owners: Mapping[UUID, UUID | None]) -> int:
    """Give each of these contacts to its own person, or to nobody; the count of those that had another."""
    rows = Contact.objects.filter(pk__in=list(owners)).order_by("pk").select_for_update(of=("self",))
    moved = [pk for pk, owner in rows.values_list("pk", "owner_id") if owner != owners[pk]]
    update_rows(Contact.objects, [Contact(pk=pk, owner_id=owners[pk]) for pk in moved], ["owner"])
    publish_many(ContactUpdated(contact_id=pk, changed_fields=["owner"]) for pk in moved)
    return len(moved)


@transaction.atomic
def delete_contacts(*, contact_ids: Iterable[UUID]) -> int:
    """Remove contacts with everything that hangs on them; how many there were."""
    _, by_model = Contact.objects.filter(pk__in=contact_ids).delete()
    return by_model.get("crm.Contact", 0)


def _cleaned_or_invalid(values: dict[str, Any], *, country: str = "") -> Cleaned:
    given = {name: value for name, value in values.items() if name != "owner"}
    cleaned = clean(given, country=country)
    if cleaned.problems:
        raise Invalid(cleaned.problems)
    return cleaned


def _apply(contact: Contact, values: dict[str, Any]) -> list[str]:
    """Set what differs; custom fields are merged into those that are there."""
    if "custom_fields" in values:
        merged = contact.custom_fields | values["custom_fields"]
        values = {
            **values,
            "custom_fields": {key: value for key, value in merged.items() if value is not None},
        }
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
        raise Conflict("Somebody changed this lead at the same moment. Try again.") from error


def _refuse_taken_email(contact: Contact) -> None:
    if not contact.email:
        return
    other = Contact.objects.filter(~Q(pk=contact.pk), email__iexact=contact.email).first()
    if other is not None:
        raise Conflict(
            f"{contact.email} belongs to {other.name} already.",
            details={"field": "email", "contactId": str(other.pk), "name": other.name},
        )
