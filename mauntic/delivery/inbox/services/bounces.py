"""What bounces cause: the one place for returned mail and for the events of e-mail services."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count

from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.messages.models import Message
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageBounced
from mauntic.events.services import publish_many

MOST_SOFT, SOFT_WITHIN = 3, timedelta(days=30)
"""So many soft bounces within this time count as a hard one."""


def record_bounces(found: Sequence[tuple[Message, BounceKind]], now: datetime, *, source: str) -> None:
    """Record what bounces cause, in sets. Their replies are stored already: soft ones are counted by them.

    Args:
        found: messages that did not arrive, and why; of delays nothing is recorded.
        now: the present time.
        source: who says so.

    Publishes: `MessageBounced` for the first hard bounce of each message.
    """
    by_kind = {
        kind: [message for message, its in found if its == kind]
        for kind in (BounceKind.SOFT, BounceKind.POLICY, BounceKind.HARD)
    }
    hard = by_kind[BounceKind.HARD] = by_kind[BounceKind.HARD] + _worn_out(by_kind[BounceKind.SOFT], now)
    # The last kind wins: a soft bounce that counts as hard is hard.
    for kind, returned in by_kind.items():
        Message.objects.filter(pk__in=[message.pk for message in returned]).update(failure=kind)
    unreached = {message.pk: message for message in hard if message.bounced_at is None}
    Message.objects.filter(pk__in=unreached).update(bounced_at=now)
    suppress(
        addresses=[message.to_address for message in hard],
        reason=Reason.BOUNCED,
        source=source,
        contacts={message.to_address: message.contact_id for message in hard},
    )
    publish_many(
        MessageBounced(contact_id=message.contact_id, message_id=message.pk) for message in unreached.values()
    )


def _worn_out(soft: Sequence[Message], now: datetime) -> list[Message]:
    """Return the messages to people whose mailboxes returned mail softly again and again."""
    if not soft:
        return []
    rows = Reply.objects.filter(
        contact__in=[message.contact_id for message in soft],
        label=ReplyClass.BOUNCE,
        kind=BounceKind.SOFT,
        arrived_at__gt=now - SOFT_WITHIN,
    )
    counts = dict(
        rows.order_by().values("contact_id").annotate(count=Count("pk")).values_list("contact_id", "count")
    )
    return [message for message in soft if counts.get(message.contact_id, 0) >= MOST_SOFT]
