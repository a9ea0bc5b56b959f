"""What the SDR agent proposes about leads, exactly."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator

from mauntic.kernel.display import day, percent, score
from revops.agents.approvals.domain.payloads import Payload
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.services.proposing import Draft, fact
from revops.agents.llm.domain.requests import Agent
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrDecision
from revops.agents.sdr.selectors.leads import Known
from revops.sequences.models.sequences import SequenceVersion, Step
from revops.sequences.selectors.steps import steps_of

Versions = Mapping[UUID, tuple[int, list[str]]]
LONGEST_STEP = 500
ENROLL = "enroll"
"""The kind of its proposals."""


def newest_versions(sequence_ids: Collection[UUID]) -> Versions:
    """Return the number and the steps in words of the newest version of sequences, in three queries."""
    rows = SequenceVersion.objects.filter(sequence__in=sequence_ids)
    newest = list(rows.order_by("sequence_id", "-number").distinct("sequence_id"))
    steps = steps_of([row.pk for row in newest])
    return {row.sequence_id: (row.number, [_step(step) for step in steps[row.pk]]) for row in newest}


def _step(step: Step) -> str:
    text = " ".join(filter(None, [step.subject, step.body]))
    words = str(step.get_type_display())
    return Truncator(f"{words}: {text}" if text else words).chars(LONGEST_STEP)


def slot_of(known: Known) -> str:
    """Return what only one open proposal to enroll may be about: the lead."""
    return f"lead:{known.prospect.contact_id}"


def enroll_payload(known: Known, versions: Versions) -> Payload:
    """Return what exactly an enrollment is about: the sequence that takes the lead, with its steps."""
    assert known.row is not None  # noqa: S101 (the plan asks for a sequence)
    sequence = known.row.sequence
    number, steps = versions.get(sequence.pk, (0, []))
    return {"sequence_id": str(sequence.pk), "sequence": sequence.name, "version": number, "steps": steps}


def enroll_draft(decision: SdrDecision, known: Known, versions: Versions) -> Draft:
    """Return the proposal to enroll a lead in the sequence that takes it."""
    lead = known.prospect.contact
    return Draft(
        kind=ENROLL,
        agent=Agent.SDR,
        contact_id=lead.pk,
        target_id=lead.pk,
        slot=slot_of(known),
        payload=enroll_payload(known, versions),
        facts=_facts(known),
        why=decision.words,
        status=_status(decision),
        acts_for=known.actor,
    )


def _status(decision: SdrDecision) -> Status:
    if decision.mode == Mode.LEARNING:
        return Status.OBSERVED
    return Status.APPROVED if decision.is_by_itself else Status.PENDING


def _facts(known: Known) -> list[dict[str, str]]:
    prospect, facts = known.prospect, known.facts
    page = reverse("lead", args=[prospect.contact_id])
    touched = facts.touched_at
    return [
        fact(
            "recommendation",
            prospect.get_recommendation_display(),
            source=page,
            version=prospect.recommendation,
        ),
        fact("score", score(prospect.qualification_score), source=page, version=prospect.qualified_at),
        fact("icp", percent(prospect.icp_match), source=reverse("revops:icp")),
        fact("completeness", percent(prospect.data_completeness), source=page),
        fact("findings", prospect.icp_reason, source=page),
        *([fact("touch", day(touched), source=page, version=touched)] if touched else []),
    ]
