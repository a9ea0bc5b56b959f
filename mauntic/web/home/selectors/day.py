"""The actions of My day: replies, alerts, tasks, deals at risk and hot leads, one row per lead."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.delivery.inbox.selectors.lists import replies_to_do
from mauntic.kernel.grades import BOUNDS
from mauntic.kernel.pages.parts import attempt
from mauntic.web.home.domain.actions import Kind, Reach, Reason, Row, Section, plan_day
from revops.activities.selectors.shown import tasks_of
from revops.activities.selectors.tasks import end_of_today
from revops.health.selectors.deals import deals_at_risk
from scoring.alerts.selectors.shown import waiting_alerts
from scoring.scores.selectors.ranking import labels_of, ranked

# What is read of each source, and the rows that each section shows.
READ_REPLIES, READ_ALERTS, READ_TASKS, READ_DEALS, READ_HOT = 20, 60, 40, 6, 12
SHOWN = {Section.NOW: 15, Section.TOMORROW: 8, Section.HOT: 5}
REASONS = 3
REPLY = "EMAIL_REPLY"


@dataclass(slots=True)
class Sources:
    """The rows behind the list, and the names of those that could not be read."""

    replies: list[Any] = field(default_factory=list)
    alerts: list[Any] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    deals: list[Any] = field(default_factory=list)
    hot: list[Any] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of My day: its lead, or else its deal, or else its only task, with the reasons to act."""

    row: Row
    contact: Contact | None
    replies: list[Any]
    alerts: list[Any]
    tasks: list[Any]
    deals: list[Any]
    why: str

    @property
    def key(self) -> str:
        """Return the id of the row in the page."""
        return str(self.row.record)

    @property
    def deal(self) -> Any:
        """Return the deal at risk, else that of the first task; None without either."""
        if self.deals:
            return self.deals[0].deal
        return self.tasks[0].deal if self.tasks else None

    @property
    def task(self) -> Any:
        """Return the task that is due first; None without tasks."""
        return self.tasks[0] if self.tasks else None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the list, and whether rows are left out."""

    section: Section
    entries: list[Entry]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The list, and the names of the sources that could not be read."""

    parts: list[Part]
    failed: list[str]


def day_of(user: User, *, is_everyones: bool = False) -> Day:
    """Return the actions of a person until tomorrow night.

    Args:
        user: the person who asks.
        is_everyones: True adds the hot leads and the deals at risk of all that the person sees.
    """
    sources = _read(user, is_everyones=is_everyones)
    people = _people(sources)
    reach: dict[Hashable, Reach] = {pk: _reach(contact) for pk, contact in people.items()}
    rows = plan_day(_reasons(sources), reach=reach, tonight=end_of_today())
    shown = {section: [row for row in rows if row.section == section] for section in Section}
    parts = [
        Part(
            section,
            [_entry(row, sources, people) for row in found[: SHOWN[section]]],
            has_more=len(found) > SHOWN[section],
        )
        for section, found in shown.items()
        if found
    ]
    return Day(parts, sources.failed)


def _read(user: User, *, is_everyones: bool) -> Sources:
    tomorrow = end_of_today() + timedelta(days=1)
    found = Sources()

    def fail(name: str) -> list[Any]:
        found.failed.append(name)
        return []

    def read(name: str, rows: Callable[[], Iterable[Any]]) -> list[Any]:
        return attempt(name, lambda: list(rows()), lambda: fail(name))

    found.replies = read(_("Replies"), lambda: _to_answer(user))
    found.alerts = read(_("Alerts"), lambda: waiting_alerts(user, limit=READ_ALERTS))
    found.tasks = read(_("Tasks"), lambda: tasks_of(user, until=tomorrow)[:READ_TASKS])
    found.deals = read(_("Deals at risk"), lambda: _at_risk(user, is_everyones=is_everyones))
    found.hot = read(_("Hot leads"), lambda: _hot(user, is_everyones=is_everyones))
    return found


def _to_answer(user: User) -> Iterable[Any]:
    """Return the oldest replies of leads that wait for the person."""
    return replies_to_do(user).filter(contact__isnull=False).order_by("arrived_at", "id")[:READ_REPLIES]


def _at_risk(user: User, *, is_everyones: bool) -> Iterator[Any]:
    found = deals_at_risk(user, limit=READ_DEALS)
    return (health for health in found if is_everyones or health.deal.owner_id == user.pk)


def _hot(user: User, *, is_everyones: bool) -> Iterable[Any]:
    scores = ranked().filter(total__gte=BOUNDS["B"])
    return (scores if is_everyones else scores.filter(contact__owner=user))[:READ_HOT]


def _people(sources: Sources) -> dict[UUID, Contact]:
    """Return the leads of all rows by id. Those of deals are read by one query."""
    loaded = [
        row.contact
        for row in (*sources.replies, *sources.alerts, *sources.tasks, *sources.hot)
        if row.contact
    ]
    people = {contact.pk: contact for contact in loaded}
    of_deals = {_record(row) for row in (*sources.tasks, *sources.deals) if row.deal}
    missing = [pk for pk in of_deals if pk not in people]
    return people | Contact.objects.select_related("company").in_bulk(missing)


def _record(row: Any) -> Any:
    """Return the id of what a task or a deal at risk is about: the lead, else the deal, else the task."""
    deal = row.deal
    own = getattr(row, "contact_id", None)
    return own or (deal.contact_id if deal else None) or (deal.pk if deal else row.pk)


def _reasons(sources: Sources) -> Iterator[Reason]:
    for reply in sources.replies:
        yield Reason(Kind.ANSWER, reply.contact_id, reply.pk, reply.arrived_at)
    for alert in sources.alerts:
        kind = Kind.REPLY if alert.type_id == REPLY else Kind.ALERT
        yield Reason(kind, alert.contact_id, alert.pk, alert.deadline)
    for task in sources.tasks:
        yield Reason(Kind.TASK, _record(task), task.pk, task.due_at, task.type == "call")
    for health in sources.deals:
        yield Reason(Kind.RISK, _record(health), health.pk)
    for score in sources.hot:
        yield Reason(Kind.HOT, score.contact_id, score.contact_id)


def _reach(contact: Contact) -> Reach:
    return Reach(
        has_owner=contact.owner_id is not None,
        has_phone=bool(contact.direct_phone or contact.phone),
        has_email=bool(contact.email),
        score=float(contact.lead_score or 0),
    )


def _entry(row: Row, sources: Sources, people: Mapping[UUID, Contact]) -> Entry:
    def of(rows: Iterable[Any], *kinds: Kind) -> list[Any]:
        wanted = {reason.row for reason in row.reasons if reason.kind in kinds}
        return [each for each in rows if each.pk in wanted]

    hot = of(sources.hot, Kind.HOT)
    return Entry(
        row,
        _contact(row.record, people),
        of(sources.replies, Kind.ANSWER),
        of(sources.alerts, Kind.ALERT, Kind.REPLY),
        of(sources.tasks, Kind.TASK),
        of(sources.deals, Kind.RISK),
        ", ".join(labels_of(hot[0])[:REASONS]) if hot else "",
    )


def _contact(record: Hashable, people: Mapping[UUID, Contact]) -> Contact | None:
    return people.get(record) if isinstance(record, UUID) else None
