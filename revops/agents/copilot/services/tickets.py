"""A draft that was asked for and is not streamed yet. A ticket is good for one stream, so that a browser that
connects again pays nothing, and no other site can start one.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches

from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.delivery.inbox.selectors.replies import reply_handled_by
from mauntic.kernel.errors import NotFound
from mauntic.kernel.translation import gettext as _
from revops.agents.copilot.domain.briefs import Brief, Place, Tone
from revops.agents.copilot.services.tasks import Task, task_for

VALID_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for."""

    brief: Brief
    contact_id: UUID | None = None
    reply_id: UUID | None = None


def wish_for(*, goal: str, tone: str, contact_id: UUID | None = None, reply_id: UUID | None = None) -> Wish:
    """Return the wish of the values of a form or of the API: its place is what the ids say."""
    place = Place.ANSWER if reply_id else Place.EMAIL if contact_id else Place.STEP
    return Wish(Brief(goal, Tone(tone), place), contact_id, reply_id)


def task_of(wish: Wish, by: User) -> Task:
    """Return the task of a wish.

    Raises: `NotFound` for an unknown lead or reply, `NotAllowed` for a reply of somebody else's mailbox.
    """
    reply = reply_handled_by(by, wish.reply_id) if wish.reply_id else None
    contact_id = reply.contact_id if reply else wish.contact_id
    contact = lead(contact_id) if contact_id else None
    return task_for(wish.brief, by=by, contact=contact, reply=reply)


def put(wish: Wish, by: User) -> str:
    """Keep a wish for two minutes, and return its ticket."""
    ticket = secrets.token_urlsafe(24)
    caches["exact"].set(_key(ticket, by), wish, VALID_SECONDS)
    return ticket


def take(ticket: str, by: User) -> Wish:
    """Return the wish of a ticket, once.

    Raises: `NotFound` for a ticket that was used, has expired or is somebody else's.
    """
    key = _key(ticket, by)
    wish = caches["exact"].get(key)
    # Of two that take it at once, one deletes it.
    if not isinstance(wish, Wish) or not caches["exact"].delete(key):
        raise NotFound(_("This draft was already written. Ask for another one."))
    return wish


def _key(ticket: str, by: User) -> str:
    return f"copilot:{by.pk}:{ticket}"
