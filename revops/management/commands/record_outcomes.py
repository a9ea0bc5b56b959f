"""Let scoring learn from deals that were imported before it counted them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mauntic.kernel.db.chunks import chunked
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from revops.deals.selectors.closed import closed_deals_with_lead
from revops.deals.services.outcomes import record_outcomes_of

DEALS_AT_ONCE = 2_000


class Command(BaseCommand):
    help = "Record the outcomes of closed deals that scoring does not know yet. A second run finds none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", metavar="SCHEMA", required=True, help="schema name of the organization")

    def handle(self, *args: Any, org: str, **options: Any) -> None:  # noqa: ARG002 (Django's signature)
        organization = Organization.objects.filter(schema_name=org).first()
        if organization is None:
            raise CommandError(f"There is no organization with the schema name {org}.")
        with entered(organization):
            deals = closed_deals_with_lead().iterator(DEALS_AT_ONCE)
            found = sum(record_outcomes_of(chunk) for chunk in chunked(deals, DEALS_AT_ONCE))
        self.stdout.write(f"New outcomes of deals: {found}.")
