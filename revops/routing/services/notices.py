"""Notify reps of leads that were routed to them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.translation import ngettext

from mauntic.kernel.display import number
from mauntic.notifications.models import Kind
from mauntic.notifications.services import Notice, notify
from revops.routing.models import RoutingDecision


def notify_new_owners(decisions: Iterable[RoutingDecision]) -> None:
    """Notify each rep once of all leads that are new to them, except those they routed themselves.

    Args:
        decisions: the decisions of one run.
    """
    given = [row for row in decisions if row.rep_id not in {None, row.previous_owner_id, row.by_id}]
    by_rep = sorted(given, key=lambda row: str(row.rep_id))
    notify(_notice(rep_id, list(rows)) for rep_id, rows in groupby(by_rep, lambda row: row.rep_id) if rep_id)


def _notice(rep_id: UUID, rows: Sequence[RoutingDecision]) -> Notice:
    first = rows[0]
    is_one = len(rows) == 1
    return Notice(
        user_id=rep_id,
        kind=Kind.ROUTED,
        title=ngettext("You have a new lead", "You have {count} new leads", len(rows)).format(
            count=number(len(rows))
        ),
        body=first.reason if is_one else "",
        url=reverse("lead", args=[first.contact_id]) if is_one else f"{reverse('leads')}?tab=mine",
        dedupe_key=f"routed:{first.pk}",
    )
