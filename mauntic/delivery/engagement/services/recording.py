"""Store the links of emails before they go out, and each opening and click by one insert."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from mauntic.delivery.engagement.models import Link, Touch, Untracked

MOST_PER_HOUR = 60
"""Openings and clicks of one email that are stored in an hour. Links lead on, whatever is stored."""
HOUR = 3_600


@transaction.atomic
def store_links(*, urls: Mapping[UUID, Iterable[str]]) -> None:
    """Store the links of emails, in one statement. An email that is tried again keeps those it has.

    Args:
        urls: by message; an empty one stands for the picture that counts openings.
    """
    Link.objects.bulk_create(
        [
            Link(id=Link.id_of(message_id, url), message_id=message_id, url=url)
            for message_id, its in urls.items()
            for url in its
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )


def record(*, link: Link, user_agent: str, reason: str) -> None:
    """Store an opening or a click. A job decides soon whether a person made it.

    Args:
        link: which was followed; the picture for an opening.
        user_agent: of the request.
        reason: why it is a machine's, if its request alone shows that.
    """
    counter = f"delivery.touches:{link.message_id}"
    cache.add(counter, 0, timeout=HOUR)
    if cache.incr(counter) > MOST_PER_HOUR:
        return
    Touch.objects.create(
        message_id=link.message_id,
        link=link if link.url else None,
        user_agent=user_agent[:300],
        reason=reason[:120],
    )


@transaction.atomic
def switch_tracking(*, contact_id: UUID, on: bool) -> None:
    """Count openings and clicks of a lead, or stop. Links that went out before still lead on."""
    if on:
        Untracked.objects.filter(contact=contact_id).delete()
    else:
        Untracked.objects.get_or_create(contact_id=contact_id)
