"""Record the outcomes of leads, with the facts of the moment before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Contact, LifecycleStage
from scoring.learning.models import Outcome, OutcomeKind, ShadowScore
from scoring.learning.selectors.past_facts import facts_at, facts_before
from scoring.scores.models import LeadScore

# Closing a deal publishes its event at once.
SAME_EVENT = timedelta(minutes=1)
PAST = "past:"
STAGES = {LifecycleStage.CUSTOMER: OutcomeKind.CONVERTED, LifecycleStage.FORMER: OutcomeKind.LEFT}


def outcome_of_deal(*, is_won: bool) -> OutcomeKind:
    """Return the outcome of the lead of a closed deal."""
    return OutcomeKind.WON if is_won else OutcomeKind.LOST


def event_of(source: UUID) -> str:
    """Return what the outcomes of a source hold instead of the id of an event."""
    return f"{PAST}{source.hex}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOutcome:
    """An outcome that happened before Mauntic knew of it, such as a closed deal of an import."""

    contact_id: UUID
    kind: OutcomeKind
    happened_at: datetime
    source: UUID

    @property
    def event(self) -> str:
        """Return what is stored instead of the id of an event."""
        return event_of(self.source)


@transaction.atomic
def record_past_outcomes(*, outcomes: Sequence[PastOutcome]) -> int:
    """Record outcomes of the past, with facts as of their own times. They have no scores.

    Args:
        outcomes: `source` is the id of what each is known from, such as a deal. Outcomes that are known
            already are skipped: from the same source, or from an event of the same minute.

    Returns: the number of new outcomes.
    """
    new = _unknown(outcomes)
    facts = facts_at([(each.contact_id, each.happened_at) for each in new])
    rows = [
        Outcome(
            contact_id=each.contact_id,
            kind=each.kind,
            happened_at=each.happened_at,
            event=each.event,
            facts=known,
        )
        for each, known in zip(new, facts, strict=True)
        if known is not None
    ]
    Outcome.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    return len(rows)


def _unknown(outcomes: Sequence[PastOutcome]) -> list[PastOutcome]:
    """Leave out what is known already: from the same source, or from an event of the same time."""
    contact_ids = list({each.contact_id for each in outcomes})
    known: defaultdict[tuple[UUID, str], list[tuple[str, datetime]]] = defaultdict(list)
    rows = Outcome.objects.filter(contact__in=contact_ids)
    for contact_id, kind, event, at in rows.values_list("contact_id", "kind", "event", "happened_at"):
        known[contact_id, kind].append((event, at))
    return [
        each
        for each in outcomes
        if not any(
            event == each.event or (not event.startswith(PAST) and abs(at - each.happened_at) < SAME_EVENT)
            for event, at in known[each.contact_id, each.kind]
        )
    ]


def forget_outcomes(*, sources: Sequence[UUID]) -> None:
    """Delete past outcomes, since what they are known from was reverted.

    Args:
        sources: as of `record_past_outcomes`.
    """
    Outcome.objects.filter(event__in=[event_of(source) for source in sources]).delete()


@transaction.atomic
def record_outcomes(
    *, kind: OutcomeKind, contact_ids: Sequence[UUID], happened_at: datetime, event: str
) -> None:
    """Record the outcome of contacts. Outcomes of an event that was handled before are skipped.

    Args:
        kind: won, lost or another outcome.
        contact_ids: ids of contacts.
        happened_at: facts are stored as they were just before this time.
        event: the id of the event, which makes repeated calls harmless.
    """
    facts = facts_before(contact_ids, happened_at)
    totals = dict(LeadScore.objects.filter(pk__in=facts).values_list("pk", "total"))
    shadows = ShadowScore.objects.in_bulk(facts)
    rows = [
        Outcome(
            contact_id=contact_id,
            kind=kind,
            happened_at=happened_at,
            event=event,
            facts=known,
            total=totals.get(contact_id),
            shadow_total=shadows[contact_id].total if contact_id in shadows else None,
            shadow_version_id=shadows[contact_id].model_version_id if contact_id in shadows else None,
        )
        for contact_id, known in facts.items()
    ]
    Outcome.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)


@transaction.atomic
def withdraw_outcomes(*, kind: OutcomeKind, withdrawn: Sequence[tuple[UUID, datetime]]) -> int:
    """Delete the outcomes of deals whose closing was undone: nothing is learned from a mistake.

    Args:
        kind: won or lost.
        withdrawn: the contact, and when the closing was recorded.

    Returns: the number of deleted outcomes.
    """
    rows = Outcome.objects.filter(kind=kind, contact__in=[contact_id for contact_id, _at in withdrawn])
    known = list(rows.exclude(event__startswith=PAST).values_list("pk", "contact_id", "happened_at"))
    wrong: set[UUID] = set()
    for contact_id, at in withdrawn:
        found = (pk for pk, of, happened in known if of == contact_id and abs(happened - at) < SAME_EVENT)
        wrong |= set(islice((pk for pk in found if pk not in wrong), 1))
    Outcome.objects.filter(pk__in=wrong).delete()
    return len(wrong)


def record_stages(*, contact_ids: Sequence[UUID], happened_at: datetime, event: str) -> None:
    """Record the outcome of contacts whose new stage makes them a customer or a former customer.

    Args:
        contact_ids: ids of contacts; those in other stages are skipped.
        happened_at: when the stage changed.
        event: the id of the event, which makes repeated calls harmless.
    """
    contacts = Contact.objects.filter(pk__in=contact_ids, lifecycle_stage__in=STAGES)
    stages = contacts.values_list("lifecycle_stage", "pk")
    for stage, kind in STAGES.items():
        changed = [pk for found, pk in stages if found == stage]
        if changed:
            record_outcomes(kind=kind, contact_ids=changed, happened_at=happened_at, event=event)
