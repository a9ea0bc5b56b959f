"""The facts of leads as the rules of the SDR agent see them, in sets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.delivery.inbox.selectors.answers import answers_of
from mauntic.delivery.messages.origins import PERSON
from mauntic.delivery.models import Message, MessageState
from revops.activities.models import TOUCHES, Activity
from revops.agents.sdr.domain.planning import LeadFacts
from revops.agents.sdr.models import SdrSequence
from revops.agents.sdr.selectors.settings import used_sequences
from revops.prospects.models import Prospect
from revops.sequences.selectors.contacted import contacted


@dataclass(frozen=True, slots=True)
class Known:
    """A qualified lead with what the agent knows of it. `actor` is with whose rights it would act."""

    prospect: Prospect
    facts: LeadFacts
    row: SdrSequence | None
    actor: User | None


def known_leads(contact_ids: Collection[UUID]) -> dict[UUID, Known]:
    """Return the qualified ones among leads by id, in eight queries."""
    rows = Prospect.objects.filter(contact__in=contact_ids).select_related(
        "contact__company", "contact__owner"
    )
    prospects = list(rows)
    leads = [row.contact for row in prospects]
    ids = [lead.pk for lead in leads]
    not_new, touches = contacted(leads), last_touches_by_people(ids)
    wrote = {each.contact_id for each in answers_of(ids)}
    sequences = used_sequences()
    found = {}
    for row in prospects:
        takes = sequence_for(row.contact, sequences)
        actor = actor_for(row.contact, takes)
        why = not_new.get(row.contact_id)
        facts = LeadFacts(
            recommendation=row.recommendation,
            score=row.qualification_score,
            icp_match=row.icp_match,
            completeness=row.data_completeness,
            not_new=why.words if why else "",
            wrote=row.contact_id in wrote,
            has_sequence=takes is not None,
            touched_at=touches.get(row.contact_id),
            has_actor=actor is not None,
        )
        found[row.contact_id] = Known(row, facts, takes, actor)
    return found


def sequence_for(lead: Contact, sequences: Sequence[SdrSequence]) -> SdrSequence | None:
    """Return the first sequence of the agent that takes a lead."""
    return next((row for row in sequences if not row.seniorities or lead.seniority in row.seniorities), None)


def actor_for(lead: Contact, row: SdrSequence | None) -> User | None:
    """Return with whose rights a lead is enrolled: its owner, else the owner of the sequence."""
    owner = lead.owner or (row.sequence.owner if row else None)
    return owner if owner and owner.is_active else None


def last_touches_by_people(contact_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return when a person last called, met or wrote to leads, in two queries."""
    done = Activity.objects.filter(contact__in=contact_ids, type__in=TOUCHES, completed_at__isnull=False)
    sent = Message.objects.filter(contact__in=contact_ids, origin_kind=PERSON, state=MessageState.SENT)
    found: dict[UUID, datetime] = {}
    for rows, moment in ((done, "completed_at"), (sent, "handed_at")):
        latest = rows.order_by().values("contact_id").annotate(at=Max(moment))
        for contact_id, at in latest.values_list("contact_id", "at"):
            if contact_id and at and at > found.get(contact_id, at.min.replace(tzinfo=at.tzinfo)):
                found[contact_id] = at
    return found
