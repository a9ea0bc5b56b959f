"""Base class of commands for one organization."""

from abc import abstractmethod
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2


class OrganizationCommand(BaseCommand):
    """A command with `--org` and `--json`, whose `work` runs inside the organization."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--org", required=True, metavar="SCHEMA", help=_("schema name of the organization")
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON document"))

    def handle(self, **options: Any) -> None:
        schemas = list(Organization.objects.order_by("schema_name").values_list("schema_name", flat=True))
        if options["org"] not in schemas:
            known = ", ".join(schemas) or _("none")
            refuse(
                "--org",
                _('unknown organization "%(org)s". Use one of: %(known)s.')
                % {"org": options["org"], "known": known},
            )
        with entered(options["org"]):
            self.work(**options)

    @abstractmethod
    def work(self, **options: Any) -> None:
        """Run the command with its options."""


def refuse(argument: str, problem: str) -> NoReturn:
    """End the command with exit code 2, since an argument is wrong.

    Args: `problem` says what is wrong and how to correct it.
    """
    raise CommandError(f"{argument}: {problem}", returncode=BAD_ARGUMENTS)
