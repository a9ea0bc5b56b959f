"""The state of servers and deliveries, for admins."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.context import admin_required, signed_in
from mauntic.events.selectors import dead_count, overdue_count
from mauntic.web.middleware import probes

_PARTS = {
    "database": (_("Database"), _("Mauntic does not work without it.")),
    "broker": (_("Redis"), _("Jobs wait in the database until it is back.")),
    "clock": (
        _("Clock"),
        _("It starts scheduled work: sweeps, deadlines, snapshots. Run `manage.py qcluster`."),
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One server or process, and whether it works."""

    name: str
    purpose: str
    problem: str


@admin_required
def operations(request: HttpRequest) -> HttpResponse:
    """Show the state of the servers, and the counts of overdue and undeliverable deliveries."""
    parts = [
        Part(str(_PARTS[name][0]), str(_PARTS[name][1]), "" if words == probes.OK else words)
        for name, words in probes.check().items()
    ]
    shown = {"parts": parts, "overdue": overdue_count(), "dead": dead_count(signed_in(request))}
    return render(request, "web/operations/operations.html", shown)
