"""Receivers of notifications: incomplete enrichment, research, and mailboxes that stopped."""

from django.dispatch import receiver

from mauntic.events.catalog import EnrichmentFailed, MailboxPaused, MailboxSwitchedOff, ResearchCompleted
from mauntic.notifications.services import notify_of_failures, notify_of_mailboxes, notify_of_research


@receiver(EnrichmentFailed.signal, dispatch_uid="mauntic.notifications.handlers.tell_owners_of_failures")
def tell_owners_of_failures(events: list[EnrichmentFailed], **_: object) -> None:
    """Notify owners of leads about incomplete enrichment, since they may know the values."""
    notify_of_failures(contact_ids=[event.contact_id for event in events])


@receiver(ResearchCompleted.signal, dispatch_uid="mauntic.notifications.handlers.tell_owners_of_research")
def tell_owners_of_research(events: list[ResearchCompleted], **_: object) -> None:
    """Notify owners of leads about research."""
    notify_of_research(research=events)


@receiver(MailboxSwitchedOff.signal, dispatch_uid="mauntic.notifications.handlers.tell_of_mailboxes")
def tell_of_mailboxes(events: list[MailboxSwitchedOff], **_: object) -> None:
    """Notify the owner of a mailbox, or ops and admins about a shared one."""
    notify_of_mailboxes(stopped=events)


@receiver(MailboxPaused.signal, dispatch_uid="mauntic.notifications.handlers.tell_of_paused_mailboxes")
def tell_of_paused_mailboxes(events: list[MailboxPaused], **_: object) -> None:
    """Notify the owner of a paused mailbox, or ops and admins about a shared one."""
    notify_of_mailboxes(stopped=events)
