"""Whoever is given leads is told so: once for all that one set of decisions gives them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from mauntic.notifications.models import Kind
from mauntic.notifications.services import Notice, notify
from revops.models import RoutingDecision


def tell_new_owners(decisions: Iterable[RoutingDecision]) -> None:
    """A notice for each person who gets leads that were not theirs before, except from their own hand."""
    given = [row for row in decisions if row.rep_id not in {None, row.previous_owner_id, row.by_id}]
    by_rep = sorted(given, key=lambda row: str(row.rep_id))
    notify(_notice(rep_id, list(rows)) for rep_id, rows in groupby(by_rep, lambda row: row.rep_id) if rep_id)


def _notice(rep_id: UUID, rows: Sequence[RoutingDecision]) -> Notice:
    first = rows[0]
    is_one = len(rows) == 1
    return Notice(
        user_id=rep_id,
        kind=Kind.ROUTED,
        title="You have a new lead" if is_one else f"You have {len(rows)} new leads",
        body=first.reason if is_one else "",
        url=reverse("lead", args=[first.contact_id]) if is_one else f"{reverse('leads')}?tab=mine",
        dedupe_key=f"routed:{first.pk}",
    )
