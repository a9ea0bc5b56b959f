"""The owner of a deal is told when it turns critical."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from mauntic.notifications.models import Kind
from mauntic.notifications.services import Notice, notify
from revops.models import Deal


def tell_owners(rows: Sequence[Mapping[str, Any]]) -> None:
    """A notice about each of these deals, whose health has turned critical; one query beside the notices."""
    if not rows:
        return
    owners = dict(
        Deal.objects.filter(pk__in=[row["deal_id"] for row in rows], owner__is_active=True).values_list(
            "pk", "owner"
        )
    )
    notify(
        Notice(
            user_id=owner_id,
            kind=Kind.DEAL,
            title="A deal of yours turned critical",
            body=f"{row['action']['title']}: {row['action']['reason']}",
            url=reverse("revops:deal", args=[row["deal_id"]]),
            dedupe_key=f"critical:{row['deal_id']}:{row['computed_at']:%Y-%m-%d}",
        )
        for row in rows
        if (owner_id := owners.get(row["deal_id"]))
    )
