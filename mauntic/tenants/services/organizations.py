"""Making and removing organizations."""

import re
import zoneinfo

from django.db import connection, transaction

from mauntic.kernel.errors import Conflict, Invalid
from mauntic.tenants import context
from mauntic.tenants.models import Domain, Organization
from mauntic.tenants.services.provisioning import build_schema, ensure_snapshot

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{1,47}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_RESERVED = {"public", context.TEMPLATE_SCHEMA, "information_schema"}


def create_organization(
    *, name: str, schema_name: str, domains: list[str], time_zone: str = "UTC", currency: str = "USD"
) -> Organization:
    """Make an organization with its schema and host names, or nothing at all.

    The rows and the schema are one transaction. `Invalid` names a bad field, `Conflict` a name or host
    that is taken.
    """
    _check_names(name=name, schema_name=schema_name, domains=domains)
    ensure_snapshot()
    with transaction.atomic():
        organization = Organization.objects.create(
            name=name, schema_name=schema_name, time_zone=time_zone, currency=currency
        )
        Domain.objects.bulk_create(
            Domain(domain=host, tenant=organization, is_primary=position == 0)
            for position, host in enumerate(domains)
        )
        build_schema(schema_name)
    return organization


def update_organization(
    *, organization: Organization, name: str, time_zone: str, currency: str, enriches_new_contacts: bool
) -> None:
    """Change how an organization is called and works; `Invalid` names a bad field."""
    problems: dict[str, str] = {}
    if not name.strip():
        problems["name"] = "Give the organization a name."
    if time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = f"“{time_zone}” is no time zone. Use a name such as Europe/Berlin."
    if not _CURRENCY.fullmatch(currency):
        problems["currency"] = f"“{currency}” is no currency code. Use three letters such as USD."
    if problems:
        raise Invalid(problems)
    Organization.objects.filter(pk=organization.pk).update(
        name=name.strip(), time_zone=time_zone, currency=currency, enriches_new_contacts=enriches_new_contacts
    )


def delete_organization(organization: Organization) -> None:
    """Remove an organization with everything in its schema. There is no way back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(organization.schema_name)} CASCADE")
        organization.delete()


def _check_names(*, name: str, schema_name: str, domains: list[str]) -> None:
    problems: dict[str, str] = {}
    if not name.strip():
        problems["name"] = "Give the organization a name."
    if not _may_be_schema(schema_name):
        problems["schema"] = (
            "Use 2 to 48 lower-case letters, digits and underscores, beginning with a letter, "
            f"and none of {', '.join(sorted(_RESERVED))}."
        )
    wrong = next((host for host in domains if not _HOST.fullmatch(host)), None)
    if wrong is not None:
        problems["domain"] = f"“{wrong}” is no host name: use letters, digits, dots and hyphens only."
    if not domains:
        problems["domain"] = "Give at least one host name."
    if problems:
        raise Invalid(problems)
    _check_free(schema_name=schema_name, domains=domains)


def _may_be_schema(name: str) -> bool:
    return bool(_SCHEMA.fullmatch(name)) and name not in _RESERVED and not name.startswith("pg_")


def _check_free(*, schema_name: str, domains: list[str]) -> None:
    if Organization.objects.filter(schema_name=schema_name).exists():
        raise Conflict(f"There is already an organization with the schema “{schema_name}”.")
    taken = Domain.objects.filter(domain__in=domains).values_list("domain", flat=True).first()
    if taken:
        raise Conflict(f"The host name “{taken}” already leads to another organization.")
