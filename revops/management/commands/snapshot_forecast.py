"""Keep what the forecast of a day was."""

import json
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from mauntic.broker.cause import Cause, caused_by
from mauntic.kernel.errors import Invalid
from mauntic.tenants.management.base import OrganizationCommand, refuse
from revops.selectors.forecast_outlook import today
from revops.services.snapshots import take_snapshots


class Command(OrganizationCommand):
    help = (
        "Keep the forecasts of today, or of a day of the past as it was known then: of everybody and each "
        "person. What is kept already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", metavar="DATE", help="e.g. 2026-11-25; default: today")

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
        self.stdout.write(f"{new} snapshots of {day} are new." if new else f"{day} was kept before.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse("--on", f"“{text}” is no date. Write it as 2026-11-25.")
