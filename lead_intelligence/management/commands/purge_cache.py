"""Throw away kept answers of vendors."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from lead_intelligence import services
from mauntic.kernel.errors import Invalid
from mauntic.tenants.management.base import OrganizationCommand, refuse

ARGUMENTS = {
    "provider": "--provider",
    "field": "--field",
    "older_than_days": "--older-than",
    "contact_id": "--contact",
}


class Command(OrganizationCommand):
    help = "Throw away the kept answers that meet all that is given, so that vendors are asked afresh."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--provider", metavar="SLUG", help="only those of this vendor")
        parser.add_argument("--field", help="only those about this field, such as email")
        parser.add_argument("--older-than", type=int, metavar="DAYS", help="only those that are older")
        parser.add_argument("--contact", metavar="ID", help="only those about this contact and its company")
        parser.add_argument("--dry-run", action="store_true", help="count, and throw nothing away")

    def work(self, **options: Any) -> None:
        try:
            count = services.purge_cache(
                provider=options["provider"],
                field=options["field"],
                older_than_days=options["older_than"],
                contact_id=_contact_id(options["contact"]),
                dry_run=options["dry_run"],
            )
        except Invalid as error:
            name, said = next(iter(error.fields.items()))
            refuse(ARGUMENTS[name], " ".join(said))
        self._report(count, dry_run=options["dry_run"], as_json=options["json"])

    def _report(self, count: int, *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"answers": count, "dryRun": dry_run}))
            return
        verb = "would be thrown away" if dry_run else "thrown away"
        self.stdout.write(f"{count} kept answer{'' if count == 1 else 's'} {verb}.")


def _contact_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid({"contact_id": f"“{text}” is no id of a contact; give the whole id."}) from None
