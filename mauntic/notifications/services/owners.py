"""Notify the owners of leads."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.events.catalog import ResearchCompleted
from mauntic.kernel import clock
from mauntic.notifications.models import Kind
from mauntic.notifications.services.notices import Notice, notify


def notify_of_failures(*, contact_ids: Collection[UUID]) -> None:
    """Notify owners about incomplete enrichment, once an hour."""
    hour = _hour(clock.now())
    owners = {owner.pk for contact in _contacts(contact_ids).values() if (owner := _owner_of(contact))}
    notify(
        Notice(
            user_id=owner_id,
            kind=Kind.ENRICHMENT,
            title=_("Enrichment of your leads is incomplete"),
            body=_("The vendors did not find a value for every field. You can enter the missing ones."),
            url=reverse("lead_intelligence:jobs"),
            dedupe_key=f"enrichment:{hour}",
        )
        for owner_id in owners
    )


def notify_of_research(*, research: Sequence[ResearchCompleted]) -> None:
    """Notify owners about research, once a day per lead."""
    day = clock.now().date().isoformat()
    contacts = _contacts([done.contact_id for done in research])
    notify(
        Notice(
            user_id=owner.pk,
            kind=Kind.RESEARCH,
            title=ngettext(
                "Research about your lead is ready: %(count)s insight",
                "Research about your lead is ready: %(count)s insights",
                done.insight_count,
            )
            % {"count": done.insight_count},
            body=f"{contact.name}: {done.top_insight}" if done.top_insight else contact.name,
            url=reverse("lead", args=[contact.pk]),
            dedupe_key=f"research:{contact.pk}:{day}",
        )
        for done in research
        if (contact := contacts.get(done.contact_id)) and (owner := _owner_of(contact))
    )


def _contacts(ids: Collection[UUID]) -> dict[UUID, Contact]:
    return Contact.objects.select_related("owner", "company").in_bulk(list(ids))


def _owner_of(contact: Contact) -> User | None:
    """Return the owner if they are active."""
    return contact.owner if contact.owner and contact.owner.is_active else None


def _hour(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H}"
