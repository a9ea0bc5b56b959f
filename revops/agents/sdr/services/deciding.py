"""Decide about leads whose recommendation changed: propose, act, or leave them to a person."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mauntic.broker import enqueue
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services.executing import execute
from revops.agents.approvals.services.proposing import Draft, propose, proposed_before
from revops.agents.llm.domain.requests import Agent
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.domain.planning import Action, Plan, Reason, plan
from revops.agents.sdr.models import SdrDecision, SdrSettings, State
from revops.agents.sdr.selectors.leads import Known, known_leads
from revops.agents.sdr.selectors.settings import is_active, mode_of, sdr_settings
from revops.agents.sdr.services.drafts import (
    ENROLL,
    Versions,
    enroll_draft,
    enroll_payload,
    newest_versions,
    slot_of,
)
from revops.agents.sdr.services.wording import Worded, worded
from revops.jobs import DECIDE_LEADS

CHUNK = 5
"""Leads that one worker decides about at a time: each takes a call of a model."""
LOST_AFTER = timedelta(minutes=10)
CAP_SPAN = timedelta(hours=24)


@transaction.atomic
def request_decisions(*, contact_ids: Collection[UUID]) -> int:
    """Ask the agent to decide about leads, unless it is off everywhere.

    Args:
        contact_ids: the leads. One that waits already is not asked about twice.

    Returns: the number of leads.
    """
    if not contact_ids or not is_active(sdr_settings()):
        return 0
    ids = list(Contact.objects.filter(pk__in=contact_ids).order_by("pk").values_list("pk", flat=True))
    SdrDecision.objects.bulk_create([SdrDecision(contact_id=pk) for pk in ids], ignore_conflicts=True)
    enqueue(DECIDE_LEADS)
    return len(ids)


def decide_due() -> int:
    """Decide about all leads that wait, a few at a time.

    Returns: the number of decisions.
    """
    count = 0
    while ids := _claimed():
        count += _decide(ids)
    return count


@transaction.atomic
def _claimed() -> list[UUID]:
    """Claim the next decisions. Those of a worker that died are due again after ten minutes."""
    at = now()
    open_ones = Q(state=State.DUE) | Q(state=State.CLAIMED, claimed_at__lte=at - LOST_AFTER)
    rows = SdrDecision.objects.filter(open_ones).order_by("created_at", "pk")
    ids = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:CHUNK])
    SdrDecision.objects.filter(pk__in=ids).update(state=State.CLAIMED, claimed_at=at)
    return ids


def _decide(ids: Collection[UUID]) -> int:
    decisions = list(SdrDecision.objects.filter(pk__in=ids).order_by("created_at", "pk"))
    leads = known_leads([row.contact_id for row in decisions])
    settings = sdr_settings()
    # Outside of the transaction: a model takes seconds, and its reservation must be seen by other workers.
    words = {
        row.contact_id: worded(known)
        for row in decisions
        if (known := leads.get(row.contact_id)) and _is_worth_words(known, settings)
    }
    for proposal in _store(decisions, leads, words):
        if proposal.status == Status.APPROVED:
            execute(proposal_id=proposal.pk)
    return len(decisions)


def _is_worth_words(known: Known, settings: SdrSettings) -> bool:
    """Tell whether the agent may do something: the others keep the words of the rules, which cost nothing."""
    mode = mode_of(known.row, settings)
    first = plan(known.facts, mode=mode, limits=settings.limits, acted_today=0, now=now())
    return mode is not Mode.OFF and first.action is Action.ENROLL


@transaction.atomic
def _store(
    decisions: Collection[SdrDecision], leads: Mapping[UUID, Known], words: Mapping[UUID, Worded]
) -> list[Proposal]:
    """Store the decisions with their proposals. The lock of the settings makes the daily limit exact."""
    SdrSettings.objects.get_or_create(pk=1)
    settings = SdrSettings.objects.select_for_update(no_key=True).get(pk=1)
    # Whoever was deleted while the model wrote is left out: a proposal about them could not be stored.
    present = set(lock_contacts(leads).values_list("pk", flat=True))
    acted = _acted_since(CAP_SPAN)
    # By lead: a decision that a worker left and a newer one may be about the same.
    drafts: dict[UUID, Draft] = {}
    versions = _versions(leads)
    before = _proposed_before(leads, versions)
    for row in decisions:
        known = leads.get(row.contact_id) if row.contact_id in present else None
        mode = mode_of(known.row if known else None, settings)
        if known is None or mode is Mode.OFF:
            continue
        made = plan(known.facts, mode=mode, limits=settings.limits, acted_today=acted, now=now())
        _fill(row, known, mode, made, words.get(row.contact_id))
        _heed(row, before.get(row.contact_id))
        acted += int(row.is_by_itself)
        if row.action == Action.ENROLL:
            drafts[row.contact_id] = enroll_draft(row, known, versions)
    proposals = propose(drafts=drafts.values())
    of_lead = {proposal.target_id: proposal for proposal in proposals}
    for row in decisions:
        row.state = State.DONE
        row.proposal = of_lead.get(row.contact_id) or row.proposal
    SdrDecision.objects.bulk_update(
        decisions,
        [
            *("state", "mode", "recommendation", "action", "reason", "words", "note", "confidence"),
            *("is_by_itself", "sequence", "proposal"),
        ],
    )
    return proposals


def _fill(row: SdrDecision, known: Known, mode: Mode, made: Plan, words: Worded | None) -> None:
    row.mode, row.recommendation = mode, known.prospect.recommendation
    row.action, row.reason, row.is_by_itself = made.action, made.reason, made.is_by_itself
    row.confidence = known.facts.confidence
    row.words = words.text if words else known.prospect.reasoning
    row.note = (words.note if words else made.words)[:300]
    row.sequence = known.row.sequence if known.row else None
    if made.is_by_itself and not (words and words.is_of_model):
        # Nobody reads what autopilot does before it is done: without a model that holds, a person decides.
        row.action, row.reason, row.is_by_itself = Action.MANUAL_REVIEW, Reason.MODEL_FAILED, False


def _heed(row: SdrDecision, before: Proposal | None) -> None:
    """Let a decision that would propose what was proposed before say what became of that instead."""
    if row.action != Action.ENROLL or row.mode == Mode.LEARNING or before is None:
        return
    row.proposal, row.is_by_itself = before, False
    if before.status == Status.REJECTED:
        row.action, row.reason = Action.NOTHING, Reason.REJECTED


def _proposed_before(leads: Mapping[UUID, Known], versions: Versions) -> Mapping[UUID, Proposal]:
    takes = {pk: known for pk, known in leads.items() if known.row}
    payloads = {slot_of(known): enroll_payload(known, versions) for known in takes.values()}
    found = proposed_before(kind=ENROLL, payloads=payloads)
    return {pk: found[slot_of(known)] for pk, known in takes.items() if slot_of(known) in found}


def _acted_since(span: timedelta) -> int:
    """Return what autopilot did, or is about to do, within a span."""
    done = Proposal.objects.filter(agent=Agent.SDR, decided_by=None, acts_for__isnull=False)
    return done.filter(status__in=[Status.APPROVED, Status.EXECUTED], created_at__gt=now() - span).count()


def _versions(leads: Mapping[UUID, Known]) -> Versions:
    return newest_versions({known.row.sequence_id for known in leads.values() if known.row})
