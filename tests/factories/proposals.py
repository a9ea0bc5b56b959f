"""Proposals of agents as rows, made by the service that stores them."""

from typing import Any

from mauntic.crm.models import Contact
from mauntic.delivery.models import Reply
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services.proposing import Draft, fact, propose
from revops.prospects.services.qualify import qualify_lead
from revops.sequences.models.sequences import Sequence
from tests.factories.delivery import ReplyFactory
from tests.factories.prospects import make_fitting, score_leads, set_icp


def make_recommended(**values: Any) -> Contact:
    """A lead whose qualification recommends a sequence."""
    set_icp()
    lead = make_fitting(**values)
    score_leads(72, lead)
    qualify_lead(contact_id=lead.pk)
    return lead


def propose_enrollment(sequence: Sequence, lead: Contact | None = None, **more: Any) -> Proposal:
    lead = lead or make_recommended()
    payload = {
        "sequence_id": str(sequence.pk),
        "sequence": sequence.name,
        "version": 1,
        "steps": ["Email: A question"],
    }
    draft = {
        "kind": "enroll",
        "agent": "sdr",
        "contact_id": lead.pk,
        "target_id": lead.pk,
        "slot": f"lead:{lead.pk}",
        "payload": payload,
        "facts": [fact("score", 72, source=f"/leads/{lead.pk}/", version="sequence")],
        "why": "ICP 1.00, score 72.",
        **more,
    }
    return propose(drafts=[Draft(**draft)])[0]


def propose_answer(
    reply: Reply | None = None, text: str = "Thank you, does Tuesday suit you?", **more: Any
) -> Proposal:
    reply = reply or ReplyFactory()
    payload = {
        "reply_id": str(reply.pk),
        "to": reply.sender_address,
        "mailbox": str(reply.mailbox),
        "subject": reply.subject,
        "text": text,
    }
    draft = {
        "kind": "answer",
        "agent": "replies",
        "contact_id": reply.contact_id,
        "target_id": reply.pk,
        "slot": f"reply:{reply.pk}",
        "payload": payload,
        "facts": [fact("reply", reply.text, version=reply.pk)],
        "why": "The lead is interested.",
        **more,
    }
    return propose(drafts=[Draft(**draft)])[0]
