"""Reads that bring several contexts together on one page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, ContactQuerySet, EnrichmentStatus
from mauntic.crm.selectors import Tab, leads
from mauntic.kernel.clock import now
from mauntic.kernel.counting import count_words
from scoring.selectors import signal_counts, sparklines

# How long after an enrichment a page still looks for the score that follows from it.
SETTLING = timedelta(seconds=15)

Rows = Callable[[User], ContactQuerySet]
LEAD_TABS: dict[str, tuple[str, Rows]] = {
    "all": ("All", lambda _: leads()),
    "mine": ("Mine", lambda user: leads(tab=Tab.MINE, user=user)),
    "hot": ("Hot", lambda _: leads(tab=Tab.HOT)),
    "unowned": ("Unowned", lambda _: leads(tab=Tab.UNASSIGNED)),
    "no-phone": ("Missing phone", lambda _: leads().filter(phone="", direct_phone="")),
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
    """A lead in a list: its scores of the last 30 days and its signals of the last 7."""

    contact: Contact
    scores: list[float]
    signals: int

    @property
    def is_pending(self) -> bool:
        """Whether something about it is still to come."""
        return is_settling(self.contact)


def lead_tabs(user: User, current: str) -> list[LeadTab]:
    """The tabs with their counts, one cheap query each."""
    return [
        LeadTab(name, label, count_words(rows(user)), name == current)
        for name, (label, rows) in LEAD_TABS.items()
    ]


def lead_rows(contacts: Sequence[Contact]) -> list[LeadRow]:
    """What the list shows of these contacts, in a constant number of queries."""
    ids = [contact.pk for contact in contacts]
    scores, signals = sparklines(ids), signal_counts(ids)
    return [LeadRow(contact, scores[contact.pk], signals[contact.pk]) for contact in contacts]


def is_settling(contact: Contact) -> bool:
    """Whether a contact waits for enrichment, or for the score that follows from one just done."""
    if contact.enrichment_status == EnrichmentStatus.PENDING:
        return True
    enriched, scored = contact.last_enriched_at, contact.scored_at
    if enriched is None or now() - enriched > SETTLING:
        return False
    return scored is None or scored < enriched
