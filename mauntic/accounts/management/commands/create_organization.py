"""Create an organization and its first admin."""

import json
import secrets
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import Role
from mauntic.accounts.services import create_user
from mauntic.kernel.errors import MaunticError
from mauntic.tenants.context import entered
from mauntic.tenants.services import create_organization, ensure_snapshot


class Command(BaseCommand):
    help = _("Create an organization with its schema, host names and first admin.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help=_('name, such as "Acme Demo"'))
        parser.add_argument("--schema", help=_("schema name; default: the name in lower case"))
        parser.add_argument("--domain", action="append", required=True, help=_("host name; can be repeated"))
        parser.add_argument("--admin", help=_("email address of the first admin"))
        parser.add_argument("--password", help=_("password of the admin; default: generated and shown once"))
        parser.add_argument(
            "--time-zone", default="UTC", help=_("time zone, such as Europe/Berlin; default: UTC")
        )
        parser.add_argument("--currency", default="USD", help=_("currency code, such as EUR; default: USD"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, **options: Any) -> None:
        started = time.perf_counter()
        try:
            answer = self._create(options)
        except MaunticError as error:
            raise CommandError(error.message) from error
        answer["seconds"] = round(time.perf_counter() - started, 3)
        self._report(answer, as_json=options["json"])

    def _create(self, options: dict[str, Any]) -> dict[str, Any]:
        schema = options["schema"] or "_".join(options["name"].lower().split())
        ensure_snapshot()
        with transaction.atomic():
            organization = create_organization(
                name=options["name"],
                schema_name=schema,
                domains=[domain.lower() for domain in options["domain"]],
                time_zone=options["time_zone"],
                currency=options["currency"],
            )
            answer = {"name": organization.name, "schema": schema, "domains": options["domain"]}
            if options["admin"]:
                answer |= self._create_admin(schema, options["admin"], options["password"])
        return answer

    def _create_admin(self, schema: str, email: str, chosen: str | None) -> dict[str, str]:
        password = chosen or secrets.token_urlsafe(12)
        with entered(schema):
            create_user(email=email, role=Role.ADMIN, password=password)
        return {"admin": email} if chosen else {"admin": email, "password": password}

    def _report(self, answer: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer))
            return
        self.stdout.write(self.style.SUCCESS(_('Organization "%(name)s" created in %(seconds)s s.') % answer))
        lines = {
            "schema": _("Schema: %(value)s"),
            "domains": _("Host names: %(value)s"),
            "admin": _("Admin: %(value)s"),
            "password": _("Password: %(value)s"),
        }
        for key, line in lines.items():
            if key in answer:
                value = ", ".join(answer[key]) if key == "domains" else answer[key]
                self.stdout.write(f"  {line % {'value': value}}")
