"""Take the forecast snapshots of a day."""

import json
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from mauntic.broker.cause import Cause, caused_by
from mauntic.kernel.errors import Invalid
from mauntic.kernel.time.calendar import is_in_range, out_of_range
from mauntic.tenants.management.base import OrganizationCommand, refuse
from revops.deals.selectors.days import today
from revops.forecast.services.snapshots import take_snapshots


class Command(OrganizationCommand):
    help = (
        "Take the forecast snapshots of today, or of a past day as known then, for all and for each rep. "
        "Existing snapshots stay as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", metavar="DATE", help="a day such as 2026-11-25; default: today")

    def work(self, **options: Any) -> None:
        day = _day(options["on"]) if options["on"] else today()
        try:
            with caused_by(Cause("command", "snapshot_forecast")):
                new = take_snapshots(on=day)
        except Invalid as error:
            refuse("--on", " ".join(error.fields["on"]))
        if options["json"]:
            self.stdout.write(json.dumps({"on": day.isoformat(), "new": new}))
            return
        self.stdout.write(
            f"New snapshots of {day}: {new}." if new else f"The snapshots of {day} already exist."
        )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        refuse("--on", f'"{text}" is not a date. Enter one such as 2026-11-25.')
    if not is_in_range(day):
        refuse("--on", out_of_range())
    return day
