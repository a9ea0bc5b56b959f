"""Reads of mailboxes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.accounts.models import Role, User
from mauntic.accounts.selectors import active_people
from mauntic.delivery.domains.selectors import domain_name, signer_of
from mauntic.delivery.mailboxes.domain.mail_services import MAILGUN, SERVICES
from mauntic.delivery.mailboxes.domain.rates import COUNTED_FOR, Rates
from mauntic.delivery.mailboxes.models import Kind, Mailbox, State
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from mauntic.tenants.context import current_organization
from mauntic.tenants.selectors import address_of

HOOKS = ("delivery:hook-events", "delivery:hook-mail")
HOOK_USER = "mauntic"

ON_THEIR_WAY = ("claimed", "sent", "unknown")
"""The states of messages that count for the limits of a mailbox."""
TRIED = ("sent", "unknown", "refused")
"""The states of messages that a server was asked to take."""


@dataclass(frozen=True, slots=True)
class Usage:
    """A mailbox with what it sent in the last 24 hours, its limit today, how much waits, and what bounced."""

    mailbox: Mailbox
    sent: int
    limit: int
    waiting: int
    rates: Rates


def mailboxes_of(user: User) -> QuerySet[Mailbox]:
    """Return the mailboxes that the user may send from: shared ones and their own. Ops see all."""
    rows = Mailbox.objects.select_related("owner", "grant")
    return rows if user.is_ops else rows.filter(Q(owner=None) | Q(owner=user))


def usable_mailboxes_of(user: User) -> QuerySet[Mailbox]:
    """Return those of the mailboxes that the user may send from that are not switched off."""
    return mailboxes_of(user).exclude(state=State.OFF).order_by("address")


def mailboxes_for(user_ids: Collection[UUID | None]) -> Mapping[UUID | None, Mailbox]:
    """Return from which mailbox mail of each person goes: their own, else a shared one. One query.

    Args: `user_ids` may have None, for mail of nobody.
    """
    if not user_ids:
        return {}
    owners = [pk for pk in user_ids if pk]
    rows = Mailbox.objects.filter(Q(owner__in=owners) | Q(owner=None)).exclude(state=State.OFF)
    found = list(rows.select_related("owner").order_by("address"))
    own: dict[UUID | None, Mailbox] = {row.owner_id: row for row in reversed(found) if row.owner_id}
    shared = next((row for row in found if row.owner_id is None), None)
    picked = {pk: own.get(pk) or shared for pk in user_ids}
    return {pk: mailbox for pk, mailbox in picked.items() if mailbox}


def mailboxes_read_by(user: User) -> QuerySet[Mailbox]:
    """Return the mailboxes whose replies the user may read: those that they may send from; managers also read
    those of their teams."""
    if user.is_ops or not user.is_manager:
        return mailboxes_of(user)
    of_team = Q(owner__team__manager=user)
    if user.team_id:
        of_team |= Q(owner__team=user.team_id)
    return Mailbox.objects.select_related("owner", "grant").filter(Q(owner=None) | Q(owner=user) | of_team)


def people_who_send_from(mailbox: Mailbox) -> QuerySet[User]:
    """Return the active people who may send from a mailbox, by name: everybody from a shared one."""
    if mailbox.owner_id is None:
        return active_people()
    return active_people().filter(Q(pk=mailbox.owner_id) | Q(role__in=[Role.OPS, Role.ADMIN]))


def mailbox_of(user: User, mailbox_id: UUID) -> Mailbox:
    """Return a mailbox that the user may send from.

    Raises: `NotFound`.
    """
    found = mailboxes_of(user).filter(pk=mailbox_id).first()
    if found is None:
        raise NotFound(_("This mailbox does not exist, or is not yours."))
    return found


def sending_domains() -> list[str]:
    """Return the domains of all mailboxes that are not off, without public mail services."""
    addresses = Mailbox.objects.exclude(state=State.OFF).values_list("address", flat=True)
    return sorted({name for address in addresses if (name := domain_name(address))})


def signer(mailbox: Mailbox) -> Callable[[bytes], bytes] | None:
    """Return what signs the emails of a mailbox; None where its server does, as Google."""
    return signer_of(mailbox.address) if mailbox.kind == Kind.PASSWORD else None


def addresses_of_mailboxes() -> dict[str, UUID]:
    """Return all mailboxes by their address in lower case."""
    return {address.lower(): pk for address, pk in Mailbox.objects.values_list("address", "pk")}


def problems_of(mailboxes: Iterable[UUID]) -> dict[str, str]:
    """Return what the servers of mailboxes said last, by address, for those that failed."""
    failed = Mailbox.objects.filter(pk__in=list(mailboxes)).exclude(last_error="")
    return dict(failed.values_list("address", "last_error"))


def usage_of(mailboxes: QuerySet[Mailbox]) -> Iterator[Usage]:
    """Yield mailboxes with what they sent, what waits and what bounced, in two queries.

    Each number is read from its own index: a join would read all messages that ever went out.
    """
    at = now()
    rates = rates_of(mailboxes, at)
    recent = Q(messages__state__in=ON_THEIR_WAY, messages__claimed_at__gt=at - timedelta(hours=24))
    for row in mailboxes.annotate(sent=_counted(recent), waiting=_counted(Q(messages__state="waiting"))):
        yield Usage(
            row, row.sent, row.daily_limit(at.date()), row.waiting, rates.get(row.pk, (None, Rates()))[1]
        )


def rates_of(mailboxes: QuerySet[Mailbox], now: datetime) -> Mapping[UUID, tuple[datetime | None, Rates]]:
    """Return the rates of mailboxes that sent in the last 7 days, in one statement.

    Args:
        mailboxes: without slices.
        now: the end of the 7 days.

    Returns: by mailbox, from when on it is counted if a person resumed it, and the rates.
    """
    since = Value(now - COUNTED_FOR)
    tried = mailboxes.filter(
        # The later of both; a mailbox that nobody resumed counts for all 7 days.
        messages__claimed_at__gt=Greatest(since, Coalesce(F("counted_from"), since)),
        messages__state__in=TRIED,
    )
    # The messages that `BOUNCED` of the outbox names.
    returned = Q(messages__failure__in=[BounceKind.HARD, BounceKind.POLICY])
    rows = (
        tried.order_by()
        .annotate(
            sent=Count("messages"),
            bounced=Count("messages", filter=returned | Q(messages__bounced_at__isnull=False)),
            complained=Count("messages", filter=Q(messages__complained_at__isnull=False)),
        )
        .values_list("pk", "counted_from", "sent", "bounced", "complained")
    )
    return {pk: (since, Rates(*counts)) for pk, since, *counts in rows}


def rates_of_domain(address: str, now: datetime) -> Rates:
    """Return the rates of all mailboxes of the domain of an address: mail services judge the domain, too."""
    domain = address.rpartition("@")[2]
    found = rates_of(Mailbox.objects.filter(address__iendswith=f"@{domain}"), now).values()
    return Rates(
        sent=sum(rates.sent for _since, rates in found),
        bounced=sum(rates.bounced for _since, rates in found),
        complained=sum(rates.complained for _since, rates in found),
    )


def _counted(which: Q) -> Coalesce:
    """Return the number of messages of a mailbox, of those that `which` names."""
    found = Mailbox.objects.filter(which, pk=OuterRef("pk")).order_by().values("pk")
    return Coalesce(Subquery(found.annotate(count=Count("messages")).values("count")), 0)


def hook_addresses(mailbox: Mailbox) -> tuple[str, str]:
    """Return where the service of a mailbox sends its events, and mail that came in.

    They are secrets. What the service does not sign carries a password as well.
    """
    origin = address_of(current_organization())
    scheme, _separator, host = origin.partition("://")
    service, token = SERVICES[mailbox.kind], mailbox.secret("hook_token")
    events, mails = (reverse(name, args=[mailbox.kind, token]) for name in HOOKS)
    guarded = f"{scheme}://{HOOK_USER}:{mailbox.secret('hook_password')}@{host}"
    # Mailgun signs both. SendGrid signs events alone.
    is_signed = mailbox.kind == MAILGUN.slug
    return f"{origin if service.signs else guarded}{events}", f"{origin if is_signed else guarded}{mails}"
