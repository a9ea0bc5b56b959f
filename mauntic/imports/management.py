"""Base class of commands that import a file."""

import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Generic, NoReturn, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.broker.cause import Cause, caused_by
from mauntic.imports.models import FileImport
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2
AnyImport = TypeVar("AnyImport", bound=FileImport)
Answer = dict[str, Any]
"""Results of the rows: `file`, `rows`, `failed`, and the other counts of the command."""


class ImportCommand(BaseCommand, ABC, Generic[AnyImport]):
    """Imports a file by the same services as the import page, without a worker.

    Ends with 1 if rows failed, and with 2 for wrong arguments. Nothing is stored then.
    """

    name: ClassVar[str]
    """The name of the command, which is the cause of what it writes."""
    map_metavar: ClassVar[str]
    map_help: ClassVar[str]

    @abstractmethod
    def upload(self, file: BinaryIO, file_name: str, options: Mapping[str, Any]) -> AnyImport:
        """Return a new import of the sheet `options["sheet"]` of the file.

        Raises: `Invalid` for "file" if it cannot be read, and for "sheet" if it does not have this sheet.
        """

    @abstractmethod
    def map_columns(self, job: AnyImport, changes: Mapping[str, str], options: Mapping[str, Any]) -> None:
        """Set the suggested mapping with these changes.

        Raises: `Invalid` per column or field.
        """

    @abstractmethod
    def discard(self, job: AnyImport) -> None:
        """Delete an import that has written nothing."""

    @abstractmethod
    def preview(self, job: AnyImport) -> Answer:
        """Check the rows, and return what an import would do."""

    @abstractmethod
    def write(self, job: AnyImport) -> Answer:
        """Write the rows, and return their results."""

    def add_options(self, parser: CommandParser) -> None:
        """Add the options that only this kind of import has."""

    def counts(self, answer: Answer) -> str:
        """Return the number of rows by result, in words."""
        return _("Created: %(created)s. Skipped: %(skipped)s. Failed: %(failed)s.") % answer

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help=_("CSV or XLSX file to import"))
        parser.add_argument("--org", required=True, help=_("schema name of the organization"))
        parser.add_argument(
            "--map", action="append", default=[], metavar=self.map_metavar, help=self.map_help
        )
        parser.add_argument("--sheet", default="", help=_("name of the sheet of an XLSX file to import"))
        self.add_options(parser)
        parser.add_argument(
            "--dry-run", action="store_true", help=_("check the rows without writing anything")
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, **options: Any) -> None:
        schemas = list(Organization.objects.values_list("schema_name", flat=True))
        if options["org"] not in schemas:
            known = ", ".join(schemas) or _("none")
            _refuse(
                _('--org: unknown organization "%(org)s". Use one of: %(known)s.')
                % {"org": options["org"], "known": known}
            )
        with entered(options["org"]), caused_by(Cause("command", self.name)):
            job = self._uploaded(options["file"], options)
            self._map(job, options)
            answer = self._checked(job) if options["dry_run"] else self.write(job)
        self._report(answer, dry_run=options["dry_run"], as_json=options["json"])
        if answer["failed"]:
            sys.exit(1)

    def _uploaded(self, path: Path, options: Mapping[str, Any]) -> AnyImport:
        try:
            with path.open("rb") as file:
                return self.upload(file, path.name, options)
        except OSError as error:
            _refuse(_("FILE: cannot read %(path)s: %(error)s.") % {"path": path, "error": error.strerror})
        except Invalid as error:
            names = {"file": "FILE", "sheet": "--sheet"}
            _refuse("; ".join(f"{names[name]}: {' '.join(found)}" for name, found in error.fields.items()))

    def _map(self, job: AnyImport, options: Mapping[str, Any]) -> None:
        changes = dict(pair.partition("=")[::2] for pair in options["map"])
        try:
            self.map_columns(job, changes, options)
        except Invalid as error:
            self.discard(job)
            found = "; ".join(f"{name}: {' '.join(problems)}" for name, problems in error.fields.items())
            _refuse(
                _("--map: %(problems)s Columns of the file: %(columns)s.")
                % {"problems": found, "columns": ", ".join(job.columns)}
            )

    def _checked(self, job: AnyImport) -> Answer:
        answer = self.preview(job)
        self.discard(job)
        return answer

    def _report(self, answer: Answer, *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer | {"dryRun": dry_run}))
            return
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        size = ngettext("%(file)s has %(rows)s row.", "%(file)s has %(rows)s rows.", answer["rows"])
        self.stdout.write(size % answer)
        self.stdout.write(self.counts(answer))
        for failure in answer.get("failures", ()):
            self.stdout.write(_("Row %(row)s: %(reason)s") % failure)
        if answer["failed"] and not dry_run:
            self.stdout.write(
                _("The page of the import lists the failed rows with reasons, and offers them for download.")
            )


def _refuse(message: str) -> NoReturn:
    raise CommandError(message, returncode=BAD_ARGUMENTS)
