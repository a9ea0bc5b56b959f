"""What commands share that work inside one organization."""

from abc import abstractmethod
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2


class OrganizationCommand(BaseCommand):
    """A command with `--org` and `--json`, whose `work` runs inside the organization."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, metavar="SCHEMA", help="schema name of the organization")
        parser.add_argument("--json", action="store_true", help="answer as one JSON document")

    def handle(self, **options: Any) -> None:
        schemas = list(Organization.objects.order_by("schema_name").values_list("schema_name", flat=True))
        if options["org"] not in schemas:
            known = ", ".join(schemas) or "none yet"
            refuse("--org", f"there is no organization “{options['org']}”. There are: {known}.")
        with entered(options["org"]):
            self.work(**options)

    @abstractmethod
    def work(self, **options: Any) -> None:
        """Do it, with the options of the command."""


def refuse(argument: str, said: str) -> NoReturn:
    """End the command with exit code 2: the argument is wrong, `said` how to mend it."""
    raise CommandError(f"{argument}: {said}", returncode=BAD_ARGUMENTS)
