"""Telling the owners of leads what happened to them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from mauntic.accounts.models import Role, User
from mauntic.accounts.selectors import active_people
from mauntic.crm.models import Contact
from mauntic.events.catalog import ResearchCompleted, SignalAlertCreated
from mauntic.kernel import clock
from mauntic.notifications.models import Kind
from mauntic.notifications.services.notify import Notice, notify

URGENT = frozenset({"critical", "high"})
# Leads of nobody are everybody's and flood nobody: one notice an hour.
WATCH_OVER_UNOWNED = (Role.MANAGER, Role.OPS, Role.ADMIN)


def tell_of_alerts(*, alerts: Sequence[SignalAlertCreated]) -> None:
    """Tell owners of new alerts, once an hour for each lead and urgency; of leads of nobody, the leaders."""
    hour = _hour(clock.now())
    contacts = _contacts([alert.contact_id for alert in alerts])
    known = [(alert, contacts[alert.contact_id]) for alert in alerts if alert.contact_id in contacts]
    notify(_alert(alert, contact, owner, hour) for alert, contact in known if (owner := _owner_of(contact)))
    if not all(_owner_of(contact) for _, contact in known):
        notify(_unowned(hour))


def tell_of_failures(*, contact_ids: Collection[UUID]) -> None:
    """Tell the owners that enrichment found too little, once an hour."""
    hour = _hour(clock.now())
    owners = {owner.pk for contact in _contacts(contact_ids).values() if (owner := _owner_of(contact))}
    notify(
        Notice(
            user_id=owner_id,
            kind=Kind.ENRICHMENT,
            title="Enrichment found too little about leads of yours",
            body="The vendors had no value for every field. What is missing you can type in.",
            url=reverse("lead_intelligence:jobs"),
            dedupe_key=f"enrichment:{hour}",
        )
        for owner_id in owners
    )


def tell_of_research(*, research: Sequence[ResearchCompleted]) -> None:
    """Tell the owners what research found."""
    day = clock.now().date().isoformat()
    contacts = _contacts([done.contact_id for done in research])
    notify(
        Notice(
            user_id=owner.pk,
            kind=Kind.RESEARCH,
            title=f"Research about a lead of yours is ready: {done.insight_count} insights",
            body=f"{contact.name}: {done.top_insight}",
            url=reverse("lead", args=[contact.pk]),
            dedupe_key=f"research:{contact.pk}:{day}",
        )
        for done in research
        if (contact := contacts.get(done.contact_id)) and (owner := _owner_of(contact))
    )


def _contacts(ids: Collection[UUID]) -> dict[UUID, Contact]:
    return Contact.objects.select_related("owner", "company").in_bulk(list(ids))


def _owner_of(contact: Contact) -> User | None:
    """Its owner, who may sign in."""
    return contact.owner if contact.owner and contact.owner.is_active else None


def _alert(alert: SignalAlertCreated, contact: Contact, owner: User, hour: str) -> Notice:
    kind = Kind.URGENT_ALERT if alert.priority in URGENT else Kind.ALERT
    label = alert.signal_type.replace("_", " ").capitalize()
    return Notice(
        user_id=owner.pk,
        kind=kind,
        title=f"{alert.priority.capitalize()} alert: {label}",
        body=f"{contact.name}{f', {contact.company}' if contact.company else ''}",
        url=f"{reverse('scoring:alerts')}?lead={contact.pk}",
        dedupe_key=f"{kind.value}:{contact.pk}:{hour}",
    )


def _unowned(hour: str) -> Iterator[Notice]:
    for person in active_people(WATCH_OVER_UNOWNED):
        yield Notice(
            user_id=person.pk,
            kind=Kind.ALERT,
            title="There are alerts on leads that nobody owns",
            url=f"{reverse('scoring:alerts')}?tab=nobodys",
            dedupe_key=f"unowned:{hour}",
        )


def _hour(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H}"
