"""How enrollments are doing, for the gate of delivery."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from mauntic.delivery.messages.domain.gate import Origin
from mauntic.delivery.messages.origins import Standing
from mauntic.events.catalog.records import Named
from mauntic.kernel.clock import now
from revops.sequences.domain.stops import Reason, State, reason_words
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import Switch
from revops.sequences.selectors.calendar import Calendars

Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another lead of the same company in the same sequence.

    Args:
        id: of the enrollment.
        name: of the lead.
        is_started: whether an email was sent.
        is_queued: whether an email waits.
        replied_at: when they replied, if they did.
    """

    id: UUID
    name: str
    is_started: bool
    is_queued: bool
    replied_at: datetime | None


def standings_of(ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Return how enrollments are doing, in a constant number of queries. Those that are gone are left out."""
    rows = list(Enrollment.objects.filter(pk__in=ids).select_related("sequence", "contact"))
    colleagues = _colleagues(rows)
    calendars = Calendars(now())
    return {row.pk: _standing(row, colleagues.get(_key(row), ()), calendars) for row in rows}


def sequences_of_enrollments(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return the sequence of each enrollment, as pages name it. One query."""
    rows = Enrollment.objects.filter(pk__in=ids).order_by()
    return {
        pk: Named(name, reverse("revops:sequence", args=[sequence_id]))
        for pk, sequence_id, name in rows.values_list("pk", "sequence_id", "sequence__name")
    }


def _standing(row: Enrollment, colleagues: Iterable[Colleague], calendars: Calendars) -> Standing:
    others = [each for each in colleagues if each.id != row.pk]
    sequence = row.sequence
    return Standing(
        origin=Origin(
            name=sequence.name,
            is_on=sequence.state == Switch.ON,
            ended=_ended(row),
            colleague=_replied(row, others) if sequence.stops_company else "",
        ),
        hours=calendars.of(sequence, row.contact),
        scope=sequence.pk,
        per_company=sequence.per_company,
        company_active=sum(_goes_before(each, row) for each in others),
    )


def _ended(row: Enrollment) -> str:
    # A pause takes the waiting email back; after it, another one is queued.
    return "" if row.state == State.ACTIVE else reason_words(row.reason, row.reason_facts)


def _replied(row: Enrollment, others: Iterable[Colleague]) -> str:
    """Return who replied since the lead was enrolled, or since a person decided to go on."""
    found = (each.name for each in others if each.replied_at and each.replied_at > row.begun_at)
    return next(found, "")


def _goes_before(other: Colleague, row: Enrollment) -> bool:
    """Return whether the other one takes a place of the company: of two that begin at once, the first."""
    return other.is_started or (other.is_queued and other.id < row.pk)


def _key(row: Enrollment) -> Key | None:
    return (row.sequence_id, row.contact.company_id) if row.contact.company_id else None


def _colleagues(rows: Iterable[Enrollment]) -> Mapping[Key | None, list[Colleague]]:
    asked = [row for row in rows if row.sequence.per_company or row.sequence.stops_company]
    keys = {key for row in asked if (key := _key(row))}
    if not keys:
        return {}
    found = (
        Enrollment.objects.filter(
            Q(state=State.ACTIVE) | Q(reason=Reason.REPLIED),
            sequence__in={sequence for sequence, _company in keys},
            contact__company__in={company for _sequence, company in keys},
        )
        .select_related("contact")
        .order_by("pk")
    )
    rows_of_others = list(found)
    outcomes = _outcomes(rows_of_others)
    by_key: dict[Key | None, list[Colleague]] = defaultdict(list)
    for row in rows_of_others:
        is_active = row.state == State.ACTIVE
        by_key[_key(row)].append(
            Colleague(
                id=row.pk,
                name=row.contact.name,
                is_started=is_active and Outcome.SENT in outcomes[row.pk],
                is_queued=is_active and Outcome.QUEUED in outcomes[row.pk],
                replied_at=row.ended_at if row.reason == Reason.REPLIED else None,
            )
        )
    return by_key


def _outcomes(rows: Iterable[Enrollment]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    emails = StepRun.objects.filter(
        enrollment__in=[row.pk for row in rows], outcome__in=[Outcome.SENT, Outcome.QUEUED]
    )
    for enrollment_id, outcome in emails.order_by().values_list("enrollment_id", "outcome"):
        found[enrollment_id].add(outcome)
    return found
