"""Notify owners of deals that turn critical."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.notifications.models import Kind
from mauntic.notifications.services import Notice, notify
from revops.deals.models.deals import Deal


def notify_owners(rows: Sequence[Mapping[str, Any]]) -> None:
    """Notify the owner of each of these deals, which have turned critical.

    Args:
        rows: values of `DealHealth` with `deal_id`, `action` and `computed_at`.
    """
    if not rows:
        return
    owners = _owners(rows)
    notify(
        Notice(
            user_id=owner_id,
            kind=Kind.DEAL,
            title=_("One of your deals is now critical"),
            body=f"{row['action']['title']}: {row['action']['reason']}",
            url=reverse("revops:deal", args=[row["deal_id"]]),
            dedupe_key=f"critical:{row['deal_id']}:{row['computed_at']:%Y-%m-%d}",
        )
        for row in rows
        if (owner_id := owners.get(row["deal_id"]))
    )


def notify_owners_of_new_rules(rows: Sequence[Mapping[str, Any]]) -> None:
    """Notify each owner once of these deals, which are critical because the settings have changed.

    Args:
        rows: values of `DealHealth` of one run, with `deal_id` and `computed_at`.
    """
    if not rows:
        return
    at = rows[0]["computed_at"]
    notify(
        Notice(
            user_id=owner_id,
            kind=Kind.DEAL,
            title=_("Deals are critical under the new health settings"),
            body=_("The settings of deal health changed. The deals themselves did not change."),
            url=f"{reverse('revops:deals')}?tab=mine&health=critical",
            dedupe_key=f"critical-by-rules:{at.isoformat()}",
        )
        for owner_id in sorted(set(_owners(rows).values()))
    )


def _owners(rows: Sequence[Mapping[str, Any]]) -> Mapping[UUID, UUID]:
    """Return the active owners by deal."""
    deals = Deal.objects.filter(pk__in=[row["deal_id"] for row in rows], owner__is_active=True)
    return dict(deals.values_list("pk", "owner"))
