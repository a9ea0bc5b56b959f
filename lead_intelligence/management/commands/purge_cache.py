"""Delete cached values of vendors."""

import json
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from lead_intelligence.cache.services import purge
from mauntic.kernel.errors import Invalid
from mauntic.tenants.management.base import OrganizationCommand, refuse

ARGUMENTS = {
    "provider": "--provider",
    "field": "--field",
    "older_than_days": "--older-than",
    "contact_id": "--contact",
}


class Command(OrganizationCommand):
    help = "Delete cached values that match all options, so that vendors are called again."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--provider", metavar="SLUG", help="only values of this vendor")
        parser.add_argument("--field", help="only values of this field, such as email")
        parser.add_argument("--older-than", type=int, metavar="DAYS", help="only older values")
        parser.add_argument("--contact", metavar="ID", help="only values of this contact and its company")
        parser.add_argument("--dry-run", action="store_true", help="count without deleting")

    def work(self, **options: Any) -> None:
        try:
            count = purge.purge_cache(
                provider=options["provider"],
                field=options["field"],
                older_than_days=options["older_than"],
                contact_id=_contact_id(options["contact"]),
                dry_run=options["dry_run"],
            )
        except Invalid as error:
            name, texts = next(iter(error.fields.items()))
            refuse(ARGUMENTS[name], " ".join(texts))
        self._report(count, dry_run=options["dry_run"], as_json=options["json"])

    def _report(self, count: int, *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"answers": count, "dryRun": dry_run}))
            return
        done = "Cached values that would be deleted" if dry_run else "Deleted cached values"
        self.stdout.write(f"{done}: {count:,}.")


def _contact_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid(
            {"contact_id": f'"{text}" is not the id of a contact. Enter the complete id.'}
        ) from None
