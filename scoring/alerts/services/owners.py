"""Notify owners of new alerts, once per lead and batch."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mauntic.accounts.models import Role, User
from mauntic.accounts.selectors import active_people
from mauntic.crm.models import Contact
from mauntic.events.catalog import SignalAlertCreated
from mauntic.kernel import clock
from mauntic.kernel.display import number
from mauntic.notifications.services import Kind, Notice, notify
from scoring.alerts.domain.notices import LOW, LeadNews, NewAlert, News, news_of
from scoring.alerts.selectors.mutes import muted_pairs
from scoring.signals.models import Priority, SignalType

# They get one notification an hour about alerts on unassigned leads.
NOTIFIED_OF_UNASSIGNED = (Role.MANAGER, Role.OPS, Role.ADMIN)


def notify_of_alerts(*, alerts: Sequence[SignalAlertCreated]) -> None:
    """Notify owners about new alerts that they did not mute.

    Urgent leads are named, at most once an hour each; many of them in one batch become one notification.
    Other leads are one notification an hour, low-priority alerts one a day. Managers, ops and admins are
    notified once an hour about alerts on unassigned leads, but not about low-priority ones.

    Args:
        alerts: the facts about the new alerts. Facts about deleted leads are left out.
    """
    contacts = _contacts({alert.contact_id for alert in alerts})
    known = [(alert, contacts[alert.contact_id]) for alert in alerts if alert.contact_id in contacts]
    news = _news(known)
    notify(notice for owner, found in news.items() for notice in _notices(owner, found, contacts))
    if any(_owner_of(contact) is None and alert.priority != LOW for alert, contact in known):
        notify(_unassigned())


def _contacts(ids: Collection[UUID]) -> dict[UUID, Contact]:
    return Contact.objects.select_related("owner", "company").in_bulk(list(ids))


def _owner_of(contact: Contact) -> User | None:
    """Return the owner if they are active."""
    return contact.owner if contact.owner and contact.owner.is_active else None


def _news(known: Iterable[tuple[SignalAlertCreated, Contact]]) -> Mapping[UUID, News]:
    """Return the news by owner, without muted types."""
    owned: dict[UUID, list[NewAlert]] = defaultdict(list)
    for alert, contact in known:
        if owner := _owner_of(contact):
            owned[owner.pk].append(NewAlert(contact.pk, alert.priority, alert.signal_type))
    muted = muted_pairs(owned)
    return {
        owner: news_of(alert for alert in alerts if (owner, alert.type) not in muted)
        for owner, alerts in owned.items()
    }


def _notices(owner: UUID, news: News, contacts: Mapping[UUID, Contact]) -> Iterator[Notice]:
    at = clock.now()
    hour = f"{at:%Y-%m-%dT%H}"
    for lead in news.urgent:
        yield _urgent(owner, lead, contacts[lead.lead], hour)
    if news.urgent_leads:
        title = ngettext(
            "{count} lead with critical or high alerts",
            "{count} leads with critical or high alerts",
            news.urgent_leads,
        ).format(count=number(news.urgent_leads))
        yield _of_list(owner, Kind.URGENT_ALERT, title, f"urgent:{hour}")
    if news.calm_leads:
        title = ngettext(
            "New alerts on {count} of your leads", "New alerts on {count} of your leads", news.calm_leads
        ).format(count=number(news.calm_leads))
        yield _of_list(owner, Kind.ALERT, title, f"alerts:{hour}")
    if news.low:
        title = gettext("Low-priority signals on your leads")
        yield _of_list(owner, Kind.ALERT, title, f"low:{at:%Y-%m-%d}", f"?priority={LOW}")


def _urgent(owner: UUID, lead: LeadNews, contact: Contact, hour: str) -> Notice:
    title = gettext("{priority} alert: {signal}").format(
        priority=Priority(lead.priority).label, signal=SignalType(code=lead.type).label
    )
    more = ngettext("{count} more signal", "{count} more signals", lead.more).format(count=number(lead.more))
    who = f"{contact.name}{f', {contact.company}' if contact.company else ''}"
    return Notice(
        user_id=owner,
        kind=Kind.URGENT_ALERT,
        title=title,
        body=f"{who} · {more}" if lead.more else who,
        url=f"{reverse('scoring:alerts')}?lead={contact.pk}",
        dedupe_key=f"{Kind.URGENT_ALERT.value}:{contact.pk}:{hour}",
    )


def _of_list(owner: UUID, kind: Kind, title: str, key: str, query: str = "") -> Notice:
    return Notice(
        user_id=owner, kind=kind, title=title, url=f"{reverse('scoring:alerts')}{query}", dedupe_key=key
    )


def _unassigned() -> Iterator[Notice]:
    for person in active_people(NOTIFIED_OF_UNASSIGNED):
        yield Notice(
            user_id=person.pk,
            kind=Kind.ALERT,
            title=gettext("Alerts on unassigned leads"),
            url=f"{reverse('scoring:alerts')}?tab=nobodys",
            dedupe_key=f"unowned:{clock.now():%Y-%m-%dT%H}",
        )
