"""Create, change and delete organizations."""

import re
import zoneinfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from mauntic.kernel.errors import Conflict, Invalid
from mauntic.tenants import context
from mauntic.tenants.models import Domain, Organization
from mauntic.tenants.services.provisioning import build_schema, ensure_snapshot

_HOST = re.compile(r"\A(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{1,47}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_RESERVED = {"public", context.TEMPLATE_SCHEMA, "information_schema"}


def create_organization(
    *, name: str, schema_name: str, domains: list[str], time_zone: str = "UTC", currency: str = "USD"
) -> Organization:
    """Create an organization with its schema and host names, in one transaction.

    Args: the first of `domains` is the host name in links of emails. `time_zone` is a name such as
    Europe/Berlin, `currency` a code such as EUR.
    Returns: the organization.
    Raises: `Invalid` per field; `Conflict` if the schema or a host name is used.
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
    """Change the name and settings of an organization.

    Args: `enriches_new_contacts` is whether new contacts are enriched without a request.
    Raises: `Invalid` per field.
    """
    problems: dict[str, str] = {}
    if problem := _problem_of_name(name):
        problems["name"] = problem
    if time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = _('Unknown time zone "%(name)s". Use a name such as Europe/Berlin.') % {
            "name": time_zone
        }
    if not _CURRENCY.fullmatch(currency):
        problems["currency"] = _('"%(code)s" is not a currency code. Use three letters such as USD.') % {
            "code": currency
        }
    if problems:
        raise Invalid(problems)
    Organization.objects.filter(pk=organization.pk).update(
        name=name.strip(), time_zone=time_zone, currency=currency, enriches_new_contacts=enriches_new_contacts
    )


def delete_organization(organization: Organization) -> None:
    """Delete an organization with everything in its schema. This cannot be undone."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(organization.schema_name)} CASCADE")
        organization.delete()


def _check_names(*, name: str, schema_name: str, domains: list[str]) -> None:
    problems: dict[str, str] = {}
    if problem := _problem_of_name(name):
        problems["name"] = problem
    if not _may_be_schema(schema_name):
        problems["schema"] = _(
            "Use 2 to 48 lower-case letters, digits and underscores, beginning with a letter. "
            "Reserved names: %(names)s."
        ) % {"names": ", ".join(sorted(_RESERVED))}
    wrong = next((host for host in domains if not _HOST.fullmatch(host)), None)
    if wrong is not None:
        problems["domain"] = _(
            '"%(host)s" is not a host name. Use letters, digits, dots and hyphens only.'
        ) % {"host": wrong}
    if not domains:
        problems["domain"] = _("Enter at least one host name.")
    if problems:
        raise Invalid(problems)
    _check_free(schema_name=schema_name, domains=domains)


def _problem_of_name(name: str) -> str:
    if not name.strip():
        return _("Enter the name of the organization.")
    # The name is in subjects of emails, which are one line.
    if not name.strip().isprintable():
        return _("Enter the name on one line, without control characters.")
    return ""


def _may_be_schema(name: str) -> bool:
    return bool(_SCHEMA.fullmatch(name)) and name not in _RESERVED and not name.startswith("pg_")


def _check_free(*, schema_name: str, domains: list[str]) -> None:
    if Organization.objects.filter(schema_name=schema_name).exists():
        raise Conflict(
            _('Schema "%(schema)s" belongs to another organization. Choose another name.')
            % {"schema": schema_name}
        )
    taken = Domain.objects.filter(domain__in=domains).values_list("domain", flat=True).first()
    if taken:
        raise Conflict(
            _('Host name "%(host)s" belongs to another organization. Choose another one.') % {"host": taken}
        )
