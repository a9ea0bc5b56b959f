"""From which mailbox a person's sequences go."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q

from mauntic.delivery.models import Mailbox


def mailboxes_for(user_ids: Collection[UUID]) -> Mapping[UUID, Mailbox]:
    """Return the mailbox of each person: their own, else a shared one. One query."""
    if not user_ids:
        return {}
    rows = Mailbox.objects.filter(Q(owner__in=user_ids) | Q(owner=None)).exclude(state="off")
    found = list(rows.select_related("owner").order_by("address"))
    own = {row.owner_id: row for row in reversed(found) if row.owner_id}
    shared = next((row for row in found if row.owner_id is None), None)
    picked = {pk: own.get(pk) or shared for pk in user_ids}
    return {pk: mailbox for pk, mailbox in picked.items() if mailbox}
