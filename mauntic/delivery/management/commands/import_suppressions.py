"""Import addresses that must not get email."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.files import UnreadableError, open_table, problem_of_row
from mauntic.kernel.normalize import clean_email
from mauntic.tenants.management.base import OrganizationCommand, refuse

SHOWN = 5


class Command(OrganizationCommand):
    help = "Suppress all addresses of a CSV or XLSX file. Nothing is stored if a row has no valid address."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--column", default="email", help="column with the address; default: email")
        parser.add_argument(
            "--reason",
            default=Reason.UNSUBSCRIBED.value,
            choices=[str(each) for each in Reason.values],
            help="default: unsubscribed",
        )

    def work(self, **options: Any) -> None:
        addresses = _addresses(options["file"], options["column"])
        new = suppress(addresses=addresses, reason=Reason(options["reason"]), source=options["file"].name)
        if options["json"]:
            self.stdout.write(json.dumps({"addresses": len(addresses), "new": new}))
            return
        self.stdout.write(f"New suppressed addresses: {new:,}, of {len(addresses):,} in the file.")


def _addresses(path: Path, column: str) -> list[str]:
    try:
        with path.open("rb") as file, open_table(file) as table:
            names = {name.strip().casefold(): name for name in table.headers}
            if column.casefold() not in names:
                refuse("--column", f'There is no column "{column}". Use one of {", ".join(table.headers)}.')
            rows = list(table.rows)
    except OSError as error:
        refuse("file", f"{path}: {error.strerror}.")
    except UnreadableError as error:
        refuse("file", str(error))
    if not rows:
        refuse("file", "The file has no rows below the names of its columns.")
    texts = [row.get(names[column.casefold()], "") for row in rows]
    wrong = [
        _problem(number, text, row) for number, (text, row) in enumerate(zip(texts, rows, strict=True), 2)
    ]
    if problems := list(filter(None, wrong))[:SHOWN]:
        refuse("file", " ".join(problems))
    return texts


def _problem(number: int, text: str, row: Mapping[str, str]) -> str:
    if problem := problem_of_row(row):
        return f"Row {number}: {problem}"
    return "" if clean_email(text) else f'No valid email address in row {number} ("{text[:40]}").'
