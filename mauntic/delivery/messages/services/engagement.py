"""Decide whether people or machines opened emails and followed links, and publish what people did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mauntic.delivery.engagement.domain.judging import Seen, machines
from mauntic.delivery.engagement.models import Link, Touch, Untracked
from mauntic.delivery.engagement.services.recording import store_links
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.domain.letters import links_in
from mauntic.delivery.messages.models import Message
from mauntic.events.catalog import MessageClicked, MessageOpened
from mauntic.events.services import publish_many
from mauntic.kernel.bots import SCAN_WITHIN
from mauntic.kernel.clock import now as present
from mauntic.kernel.db.rows import update_rows

PER_RUN = 1_000
MOST_LINKS = 50
"""Links of one email that are counted."""
RIPE_AFTER = SCAN_WITHIN + timedelta(seconds=5)
"""What a scanner follows next has arrived by then, and is stored."""


def store_counted(
    *, mailbox: Mailbox, messages: Iterable[Message], home: str
) -> Mapping[UUID, Sequence[str]]:
    """Store the links of messages before they go out, where openings or clicks are counted.

    Args:
        mailbox: says what is counted.
        messages: claimed ones.
        home: the address of the organization. Links to it stay: unsubscribing, and assets, which count.

    Returns: what is counted of each message, an empty address for openings. Messages to leads without
        tracking are not in it.
    """
    if not (mailbox.tracks_opens or mailbox.tracks_clicks):
        return {}
    rows = list(messages)
    of_silent = _of_untracked(rows)
    urls = {
        row.pk: [*_pictures(mailbox), *_counted_urls(mailbox, row, home)]
        for row in rows
        if row.pk not in of_silent
    }
    store_links(urls=urls)
    return urls


def count_touches(*, now: datetime | None = None) -> int:
    """Judge openings and clicks, and count the first opening and the first click on each link by a person.

    Those of machines are kept with the reason. Two runs at a time judge different rows.

    Returns: the number of rows that were judged.
    Publishes: `MessageOpened` once per email, `MessageClicked` once per link, of people only.
    """
    at, total = now or present(), 0
    while done := _count_some(at):
        total += done
    return total


def _pictures(mailbox: Mailbox) -> list[str]:
    return [""] if mailbox.tracks_opens else []


def _counted_urls(mailbox: Mailbox, message: Message, home: str) -> list[str]:
    """Return the links of a claimed message whose clicks are counted."""
    found = links_in(message.sent_text) if mailbox.tracks_clicks else []
    return [url for url in found if not url.startswith(home)][:MOST_LINKS]


@transaction.atomic
def _count_some(at: datetime) -> int:
    ripe = Touch.objects.filter(judged_at=None, at__lte=at - RIPE_AFTER).order_by("at", "id")
    touches = list(ripe.select_related("link").select_for_update(of=("self",), skip_locked=True)[:PER_RUN])
    if not touches:
        return 0
    _judge(touches, at)
    update_rows(Touch.objects, touches, ("is_machine", "reason", "judged_at"))
    _count([touch for touch in touches if not touch.is_machine])
    return len(touches)


def _judge(touches: Sequence[Touch], now: datetime) -> None:
    ids = {touch.message_id for touch in touches}
    around = Touch.objects.filter(message__in=ids, at__gte=touches[0].at - SCAN_WITHIN).order_by("at", "id")
    seen: dict[UUID, list[Seen]] = defaultdict(list)
    for pk, message_id, link_id, moment, reason in around.values_list(
        "pk", "message_id", "link_id", "at", "reason"
    ):
        seen[message_id].append(Seen(pk, link_id, moment, reason))
    links = _links(ids)
    delivered = dict(Message.objects.filter(pk__in=ids).values_list("pk", "handed_at"))
    found: dict[UUID, str] = {}
    for message_id, its in seen.items():
        found |= machines(its, links=links[message_id], delivered_at=delivered[message_id])
    for touch in touches:
        touch.reason, touch.judged_at = found.get(touch.pk, ""), now
        touch.is_machine = bool(touch.reason)


def _links(message_ids: Iterable[UUID]) -> Mapping[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Link.objects.filter(message__in=message_ids).exclude(url="")
    for pk, message_id in rows.values_list("pk", "message_id"):
        found[message_id].add(pk)
    return found


def _count(touches: Sequence[Touch]) -> None:
    """Count what people did. Messages are locked in order of id: two runs may have touches of one email."""
    rows = Message.objects.filter(pk__in={touch.message_id for touch in touches}).order_by("pk")
    messages = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    of_silent = _of_untracked(messages.values())
    counted = [touch for touch in touches if touch.message_id not in of_silent]
    new = (touch for touch in reversed(counted) if not messages[touch.message_id].opened_at)
    opens = {touch.message_id: touch for touch in new if not touch.link_id}
    clicks = _first_clicks(counted)
    for touch in opens.values():
        messages[touch.message_id].opened_at = touch.at
    for touch in clicks:
        message = messages[touch.message_id]
        message.clicked_at = message.clicked_at or touch.at
    update_rows(Message.objects, messages.values(), ("opened_at", "clicked_at"))
    publish_many(
        MessageOpened(contact_id=messages[pk].contact_id, message_id=pk, is_machine=False) for pk in opens
    )
    publish_many(_clicked(touch, messages[touch.message_id]) for touch in clicks)


def _of_untracked(messages: Iterable[Message]) -> set[UUID]:
    contacts = {message.pk: message.contact_id for message in messages}
    rows = Untracked.objects.filter(contact__in=set(contacts.values()))
    silent = set(rows.values_list("contact_id", flat=True))
    return {pk for pk, contact_id in contacts.items() if contact_id in silent}


def _first_clicks(touches: Sequence[Touch]) -> list[Touch]:
    """Return the first click by a person on each link that nobody followed before."""
    firsts = {touch.link_id: touch for touch in reversed(touches) if touch.link_id}
    earlier = Touch.objects.filter(link__in=firsts, is_machine=False, judged_at__isnull=False)
    known = set(earlier.exclude(pk__in=[touch.pk for touch in touches]).values_list("link_id", flat=True))
    return [touch for link_id, touch in firsts.items() if link_id not in known]


def _clicked(touch: Touch, message: Message) -> MessageClicked:
    url = touch.link.url if touch.link else ""
    return MessageClicked(contact_id=message.contact_id, message_id=message.pk, url=url, is_machine=False)
