"""Reads of webhooks: the mailbox of an address, and the messages of events."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.delivery.hooks.domain.events import Tracked
from mauntic.delivery.mailboxes.domain.mail_services import digest_of_token
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import Message
from mauntic.kernel.errors import NotFound


def mailbox_of_hook(service: str, token: str) -> Mailbox:
    """Return the mailbox of a webhook's address.

    Raises: `NotFound` for an unknown token, also that of another organization or service.
    """
    found = Mailbox.objects.filter(hook_digest=digest_of_token(token), kind=service).first()
    if found is None:
        raise NotFound(_("There is no such webhook."))
    return found


def messages_of(mailbox: Mailbox, events: Iterable[Tracked]) -> list[tuple[Tracked, Message]]:
    """Return events with their messages, in one query. Events about mail that is not ours are left out.

    One account at a service may serve several mailboxes: each hears of the others' messages, too.
    """
    events = list(events)
    headers = {each.header_id for each in events if each.header_id}
    names = {each.provider_id for each in events if each.provider_id}
    rows = Message.objects.select_related("contact").filter(mailbox=mailbox)
    found = list(rows.filter(Q(header_id__in=headers) | Q(provider_id__in=names)))
    by_id = {row.provider_id: row for row in found if row.provider_id}
    by_id |= {row.header_id: row for row in found}
    pairs = ((each, by_id.get(each.header_id) or by_id.get(each.provider_id)) for each in events)
    return [(each, message) for each, message in pairs if message is not None]
