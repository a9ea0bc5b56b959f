"""The rows of lists of leads."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.lists import Tab, leads
from mauntic.crm.models import Contact, ContactQuerySet, EnrichmentStatus
from mauntic.delivery.inbox.selectors.leads import last_mails
from mauntic.kernel.clock import now
from mauntic.kernel.db.counting import count_words
from mauntic.kernel.pages.parts import attempt
from revops.activities.selectors.touches import last_touches
from scoring.scores.selectors.history import sparklines
from scoring.signals.selectors.shown import signal_counts

# How long after an enrichment a page still looks for the score that follows from it.
SETTLING = timedelta(seconds=15)

Rows = Callable[[User], ContactQuerySet]
LEAD_TABS: dict[str, tuple[StrOrPromise, Rows]] = {
    "all": (_("All"), lambda _: leads()),
    "mine": (_("Mine"), lambda user: leads(tab=Tab.MINE, user=user)),
    "hot": (_("Hot"), lambda _: leads(tab=Tab.HOT)),
    "unowned": (_("Unassigned"), lambda _: leads(tab=Tab.UNASSIGNED)),
    "no-phone": (_("Missing phone"), lambda _: leads().filter(phone="", direct_phone="")),
}


@dataclass(frozen=True, slots=True)
class LeadTab:
    """A tab of the list of leads, with its count in words."""

    name: str
    label: str
    count: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead in a list: scores of 30 days, signals of 7, its last activity or email."""

    contact: Contact
    scores: list[float]
    signals: int
    touched_at: datetime | None = None

    @property
    def is_pending(self) -> bool:
        """Return whether the lead waits for enrichment or a score."""
        return is_settling(self.contact)


def lead_tabs(user: User, current: str) -> list[LeadTab]:
    """Return the tabs with their counts. Needs one query per tab.

    Args: `current` is the name of the open tab.
    """
    return [
        LeadTab(name, str(label), count_words(rows(user)), name == current)
        for name, (label, rows) in LEAD_TABS.items()
    ]


def lead_rows(contacts: Sequence[Contact], user: User) -> list[LeadRow]:
    """Return the rows of contacts that a list shows to `user`, in a constant number of queries."""
    ids = [contact.pk for contact in contacts]
    # The rows are the page; lines and counts only adorn them.
    scores = attempt("Score lines", lambda: sparklines(ids), dict[uuid.UUID, list[float]])
    signals = attempt("Signal counts", lambda: signal_counts(ids), dict[uuid.UUID, int])
    touches = attempt("Last touches", lambda: _last_contacts(ids, user), dict[uuid.UUID, datetime])
    return [
        LeadRow(contact, scores.get(contact.pk, []), signals.get(contact.pk, 0), touches.get(contact.pk))
        for contact in contacts
    ]


def _last_contacts(ids: Sequence[uuid.UUID], user: User) -> dict[uuid.UUID, datetime]:
    """Return when leads last had to do with us: by an activity or an email, whichever is later."""
    touches, mails = last_touches(ids, user), last_mails(ids)
    return {pk: max(filter(None, (touches.get(pk), mails.get(pk)))) for pk in touches.keys() | mails.keys()}


def is_settling(contact: Contact) -> bool:
    """Return whether a contact waits for enrichment, or for a score after an enrichment."""
    if contact.enrichment_status == EnrichmentStatus.PENDING:
        return True
    enriched, scored = contact.last_enriched_at, contact.scored_at
    if enriched is None or now() - enriched > SETTLING:
        return False
    return scored is None or scored < enriched
