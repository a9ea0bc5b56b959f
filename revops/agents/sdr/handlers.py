"""The kinds of proposals of the SDR agent, and what it listens to."""

from django.dispatch import receiver

from mauntic.events.catalog import MessageReplied, ProspectQualified
from revops.agents.approvals.registry import register_kind
from revops.agents.sdr.services.deciding import request_decisions
from revops.agents.sdr.services.kinds import answer, enroll
from revops.agents.sdr.services.replying import request_reading

register_kind(enroll.KIND)
register_kind(answer.KIND)


@receiver(ProspectQualified.signal, dispatch_uid="revops.handlers.decide_about_prospects")
def decide_about_prospects(events: list[ProspectQualified], **_: object) -> None:
    """Let the SDR agent decide about leads whose recommendation changed."""
    request_decisions(contact_ids={event.contact_id for event in events})


@receiver(MessageReplied.signal, dispatch_uid="revops.handlers.read_replies_of_leads")
def read_replies_of_leads(events: list[MessageReplied], **_: object) -> None:
    """Let the SDR agent read what leads answered."""
    request_reading(contact_ids={event.contact_id for event in events})
