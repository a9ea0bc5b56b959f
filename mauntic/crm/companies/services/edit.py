"""Create, change and delete companies."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.services.custom import merged_custom_values, read_or_invalid
from mauntic.crm.changes.services.merging import merged_values
from mauntic.crm.changes.services.record import Recorded, Watch, record_changes
from mauntic.crm.companies.domain.columns import DETAILS, by_column, by_field_name
from mauntic.crm.companies.models import Company
from mauntic.crm.companies.selectors.employers import companies_like
from mauntic.crm.companies.services.locks import lock_new_companies
from mauntic.crm.companies.services.matching import find_or_create
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.domain.cleaning import clean
from mauntic.crm.fields.domain.custom import custom_problem
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many
from mauntic.kernel.db.locks import giving_way, held
from mauntic.kernel.errors import Conflict, EditConflict, Invalid


@transaction.atomic
def create_company(*, values: dict[str, Any]) -> Company:
    """Create a company.

    Args: `values` are named as the columns of Company.
    Returns: the company.
    Raises: `Invalid` per field; `Conflict` with the id of the company that has this domain or name.
    """
    custom = _read_custom(values.get("custom_fields"))
    company, is_new = find_or_create({k: v for k, v in values.items() if k != "custom_fields"})
    if not is_new:
        raise Conflict(
            _('Company "%(name)s" already exists.') % {"name": company.name},
            details={"companyId": str(company.pk), "name": company.name},
        )
    if custom:
        watch = Watch.over(Subject.COMPANY, [company])
        company.custom_fields = {key: value for key, value in custom.items() if value is not None}
        company.save(update_fields=["custom_fields"])
        watch.record([company])
    return company


@transaction.atomic
def update_company(
    *, company: Company, values: dict[str, Any], opened: Mapping[str, str] | None = None
) -> list[str]:
    """Update a company.

    Args: `values` are named as the columns of Company. `opened` has the texts that a form was opened with:
    columns that others changed since are not overwritten.
    Returns: the names of the columns that changed.
    Raises: `Invalid` per field; `Conflict` if another company has the domain; `NotFound` if it was deleted;
    `EditConflict` if somebody else changed one of the columns, too.
    Publishes: `ContactUpdated` for each of its contacts.
    """
    custom = _read_custom(values.get("custom_fields"))
    cleaned = clean(by_field_name({k: v for k, v in values.items() if k != "custom_fields"}))
    if cleaned.problems:
        raise Invalid(by_column(cleaned.problems))
    if cleaned.company.get("name", company.name) == "":
        raise Invalid({"name": _("Enter the name of the company.")})
    lock_new_companies([cleaned.company])
    company = held(Company.objects.all(), company.pk, gone=_("This company was deleted."))
    watch = Watch.over(Subject.COMPANY, [company])
    if custom is not None and opened is not None:
        given = values["custom_fields"]
        kept = merged_custom_values(Subject.COMPANY, given, opened, company.custom_fields)
        custom = {key: custom[key] for key in kept}
    wanted = dict(cleaned.company)
    if custom is not None:
        merged = company.custom_fields | custom
        wanted["custom_fields"] = {key: value for key, value in merged.items() if value is not None}
    if opened is not None:
        wanted = _merged(company, values, opened, wanted)
    changed = [name for name, value in wanted.items() if getattr(company, name) != value]
    for name in changed:
        setattr(company, name, wanted[name])
    if changed:
        _refuse_taken_domain(company)
        company.save()
        watch.record([company])
        publish_company_changes({company.pk: changed})
    return changed


def _merged(
    company: Company, values: Mapping[str, Any], opened: Mapping[str, str], wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """Return those of the wanted columns that the person changed."""
    texts = {name: value for name, value in values.items() if name in DETAILS}
    stored = {name: getattr(company, name) for name in texts}
    try:
        kept = merged_values(by_field_name(texts), by_field_name(opened), by_field_name(stored))
    except EditConflict as error:
        found = {FIELDS[name].column_name: value for name, value in error.stored.items()}
        raise EditConflict(error.message, stored=found) from error
    columns = {FIELDS[name].column_name for name in kept}
    return {name: value for name, value in wanted.items() if name in columns or name not in texts}


def delete_company(*, company: Company) -> None:
    """Delete a company. Its contacts stay, without a company.

    Raises: `Conflict` if other transactions hold its rows for too long.
    """

    def delete() -> None:
        # The order of locks: contacts before companies. Otherwise an import could deadlock with the deletion.
        people = company.contacts.order_by("pk").select_for_update(no_key=True)
        ids = list(people.values_list("pk", flat=True))
        list(Company.objects.filter(pk=company.pk).select_for_update().values_list("pk"))
        record_changes(
            subject=Subject.CONTACT, entries=(Recorded(pk, {"company": (company.pk, None)}) for pk in ids)
        )
        Company.objects.filter(pk=company.pk).delete()

    giving_way(delete, busy=_("Other changes to this company are in progress. Try again in a moment."))


def publish_company_changes(changed: Mapping[UUID, Sequence[str]]) -> None:
    """Publish the changes of companies for each of their contacts.

    Args: `changed` holds columns of Company by id of the company.
    Publishes: `ContactUpdated`
    """
    employed = Company.objects.filter(pk__in=changed, contacts__isnull=False).order_by("contacts")
    names = {pk: list(by_field_name(dict.fromkeys(columns))) for pk, columns in changed.items()}
    publish_many(
        ContactUpdated(contact_id=contact, changed_fields=names[company])
        for contact, company in employed.values_list("contacts", "pk")
    )


def _read_custom(values: Any) -> dict[str, Any] | None:
    if values is None:
        return None
    if problem := custom_problem(values):
        raise Invalid({"custom_fields": problem})
    return read_or_invalid(Subject.COMPANY, values)


def _refuse_taken_domain(company: Company) -> None:
    if not company.domain:
        return
    other = companies_like([{"domain": company.domain}]).exclude(pk=company.pk).first()
    if other is not None:
        raise Conflict(
            _('Domain %(domain)s already belongs to "%(name)s".')
            % {"domain": company.domain, "name": other.name},
            details={"field": "domain", "companyId": str(other.pk), "name": other.name},
        )
