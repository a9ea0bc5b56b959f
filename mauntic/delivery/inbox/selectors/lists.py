"""The lists of the inbox: whose mails, of which tab, narrowed by class, mailbox and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy

from mauntic.accounts.models import User
from mauntic.delivery.inbox.models import Reply, ReplyClass, ReplyQuerySet
from mauntic.delivery.mailboxes.selectors import mailboxes_of, mailboxes_read_by
from mauntic.kernel.clock import now
from mauntic.kernel.parsing import uuids
from mauntic.kernel.translation import StrPromise

TO_DO, SNOOZED, DONE, AUTOMATIC = "to_do", "snoozed", "done", "automatic"
TABS: dict[str, StrPromise] = {
    TO_DO: gettext_lazy("To do"),
    SNOOZED: gettext_lazy("Snoozed"),
    DONE: gettext_lazy("Done"),
    AUTOMATIC: gettext_lazy("Automatic"),
}
MINE, ALL = "mine", "all"
COUNT_UP_TO = 99
LONGEST_TEXT = 100
COUNTED = timedelta(days=90)
"""Corrections of classes are counted among the mails of this time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of the inbox shows. Empty values leave out nothing."""

    tab: str = TO_DO
    whose: str = MINE
    label: str = ""
    mailbox_id: UUID | None = None
    text: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether class, mailbox or words leave mails out."""
        return bool(self.label or self.mailbox_id or self.text)

    @property
    def query(self) -> str:
        """Return the values as the query of an address."""
        return urlencode({"tab": self.tab, **self._others})

    @property
    def others(self) -> str:
        """Return the query without the tab, for links to other tabs."""
        return urlencode(self._others)

    @property
    def _others(self) -> dict[str, str]:
        named = {
            "whose": self.whose if self.whose != MINE else "",
            "class": self.label,
            "mailbox": str(self.mailbox_id or ""),
            "q": self.text,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Corrections:
    """How many mails there are, and how many of them have another class than was found."""

    all: int
    changed: int


def wanted_by(query: Mapping[str, str]) -> Wanted:
    """Return what the query of an address asks for; what it does not know counts as empty."""
    tab, label = query.get("tab", ""), query.get("class", "")
    return Wanted(
        tab=tab if tab in TABS else TO_DO,
        whose=ALL if query.get("whose") == ALL else MINE,
        label=label if label in ReplyClass.values else "",
        mailbox_id=next(iter(uuids([query.get("mailbox", "")])), None),
        text=query.get("q", "").strip()[:LONGEST_TEXT],
    )


def replies_read_by(user: User) -> ReplyQuerySet:
    """Return the mails in mailboxes that the user may read."""
    return Reply.objects.filter(mailbox__in=mailboxes_read_by(user))


def inbox(user: User, wanted: Wanted) -> QuerySet[Reply]:
    """Return the mails of a list, newest first."""
    rows = _of_tab(_narrowed(user, wanted), wanted.tab)
    return rows.select_related("contact__company", "mailbox__owner", "assignee").order_by(
        "-arrived_at", "-id"
    )


def replies_to_do(user: User) -> QuerySet[Reply]:
    """Return the replies that wait for an answer of the user, newest first."""
    return inbox(user, Wanted())


def to_do_count(user: User) -> int:
    """Return the number of replies that wait for an answer of the user, up to 100, which is shown as 99+."""
    return _count(user, Wanted())


def counts(user: User, wanted: Wanted) -> dict[str, int]:
    """Return the number of mails by tab with the other filters, each counted up to 100."""
    rows = _narrowed(user, wanted)
    return {tab: _of_tab(rows, tab).order_by()[: COUNT_UP_TO + 1].count() for tab in TABS}


def corrections(user: User) -> Corrections:
    """Return how many classes people corrected, of the mails of the last 90 days that the user reads."""
    recent = replies_read_by(user).filter(arrived_at__gt=now() - COUNTED)
    changed = Count("pk", filter=~Q(label=F("found_label")))
    return Corrections(**recent.order_by().aggregate(all=Count("pk"), changed=changed))


def older_than(reply: Reply, user: User, wanted: Wanted) -> Reply | None:
    """Return the mail below another one in a list; None at its end."""
    at, pk = reply.arrived_at, reply.pk
    return inbox(user, wanted).filter(Q(arrived_at__lt=at) | Q(arrived_at=at, pk__lt=pk)).first()


def newer_than(reply: Reply, user: User, wanted: Wanted) -> Reply | None:
    """Return the mail above another one in a list; None at its top."""
    at, pk = reply.arrived_at, reply.pk
    above = inbox(user, wanted).filter(Q(arrived_at__gt=at) | Q(arrived_at=at, pk__gt=pk))
    return above.order_by("arrived_at", "id").first()


def next_after(reply: Reply, user: User, wanted: Wanted) -> Reply | None:
    """Return the mail to go on with after another one: the one below it, else the one above it."""
    return older_than(reply, user, wanted) or newer_than(reply, user, wanted)


def _count(user: User, wanted: Wanted) -> int:
    return _of_tab(_narrowed(user, wanted), wanted.tab).order_by()[: COUNT_UP_TO + 1].count()


def _narrowed(user: User, wanted: Wanted) -> ReplyQuerySet:
    rows = replies_read_by(user)
    if wanted.whose == MINE:
        rows = Reply.objects.filter(_is_of(user), mailbox__in=mailboxes_of(user))
    if wanted.label:
        rows = rows.filter(label=wanted.label)
    if wanted.mailbox_id:
        rows = rows.filter(mailbox=wanted.mailbox_id)
    for word in wanted.text.split():
        rows = rows.filter(_has(word))
    return rows


def _is_of(user: User) -> Q:
    """Return the condition for mails that wait for one person.

    They are that person's by assignment; else by the mailbox; in a shared mailbox by the owner of the lead.
    What nobody owns there is everybody's. People who are not active any more own nothing.
    """
    free = Q(assignee=None) | Q(assignee__is_active=False)
    ownerless = Q(contact__owner=None) | Q(contact__owner__is_active=False)
    in_shared = Q(mailbox__owner=None) & (Q(contact__owner=user) | ownerless)
    return Q(assignee=user) | (free & (Q(mailbox__owner=user) | in_shared))


def _has(word: str) -> Q:
    fields = (
        *("sender_name", "sender_address", "subject", "text"),
        *("contact__first_name", "contact__last_name", "contact__company__name"),
    )
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found


def _of_tab(rows: ReplyQuerySet, tab: str) -> ReplyQuerySet:
    at = now()
    if tab == TO_DO:
        return rows.to_do(at)
    if tab == SNOOZED:
        return rows.filter(done_at=None, is_human=True, snoozed_until__gt=at)
    if tab == DONE:
        return rows.filter(is_human=True).exclude(done_at=None)
    return rows.filter(Q(is_human=False) | Q(label=ReplyClass.PARKED))
