"""Replies as the agent reads them: the newest one of each lead, with what it may rest on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from mauntic.delivery.models import Reply
from revops.agents.copilot.domain.checking import host_of
from revops.agents.copilot.domain.links import has_other_links
from revops.agents.facts.selectors.insights import insight_facts
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrSequence, SdrSettings
from revops.agents.sdr.selectors.settings import mode_of
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.selectors.limits import ORIGIN

MOST_TEXT = 4_000
"""Letters of an email of ours that a model reads."""


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer may rest on.

    Args:
        id: short and unique among the sources of one answer.
        text: what it says.
        page: a page of ours that shows it.
        url: a page outside that an answer may name.
        insight_id: the insight that it is; None for a source of another kind.
    """

    id: str
    text: str
    page: str = ""
    url: str = ""
    insight_id: UUID | None = None


def newest_unread(contact_ids: Collection[UUID]) -> list[UUID]:
    """Return the newest reply of each lead, unless the agent looked at it, or it is dealt with."""
    rows = Reply.objects.filter(contact__in=contact_ids, is_human=True)
    newest = rows.order_by("contact_id", "-arrived_at", "-id").distinct("contact_id")
    found = newest.values_list("pk", "done_at", "sdr__state")
    return [pk for pk, done_at, state in found if done_at is None and state is None]


def modes_of(replies: Sequence[Reply], settings: SdrSettings) -> dict[UUID, Mode]:
    """Return the mode of each reply: that of the sequence that it answers, else of the organization."""
    answered = {
        reply.pk: reply.message.origin_id
        for reply in replies
        if reply.message and reply.message.origin_kind == ORIGIN
    }
    sequences = dict(Enrollment.objects.filter(pk__in=answered.values()).values_list("pk", "sequence_id"))
    used = {row.sequence_id: row for row in SdrSequence.objects.all()}
    return {
        reply.pk: mode_of(used.get(sequences.get(answered.get(reply.pk))), settings)  # type: ignore[arg-type]
        for reply in replies
    }


def sources_of(reply: Reply) -> list[Source]:
    """Return what an answer to a reply may rest on: our email, who the lead is, and insights about it."""
    found = []
    if reply.message and reply.message.sent_text:
        page = reverse("delivery:reply", args=[reply.pk])
        found.append(Source("our-email", reply.message.sent_text[:MOST_TEXT], page))
    lead = reply.contact
    about = [lead.name, lead.title, lead.company.name if lead.company else ""] if lead else []
    if lead and any(about):
        found.append(Source("lead", ", ".join(filter(None, about)), reverse("lead", args=[lead.pk])))
    if lead:
        page = reverse("revops:research-lead", args=[lead.pk])
        found += [
            Source(fact.id, fact.text, page, fact.url, fact.insight_id)
            for fact in insight_facts(lead)
            # What is in a source may be said, and a page may name a host to lead our readers to.
            if not has_other_links(fact.text, frozenset({host_of(fact.url)}))
        ]
    return found
