"""Read replies: refine their class, and suggest answers. Nothing is sent before a person approves it."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.delivery.inbox.selectors.answering import address_to_answer, why_no_answer
from mauntic.delivery.inbox.services.handling import refine
from mauntic.delivery.models import Reply, ReplyClass
from mauntic.kernel.clock import now
from mauntic.kernel.values.stored_text import without_unstorable
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.models import Proposal
from revops.agents.approvals.services.proposing import Draft, fact, propose
from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.domain.requests import Agent
from revops.agents.sdr.domain.answering import ANSWERED_CLASSES, Heard, silence
from revops.agents.sdr.domain.drafting import Said, draft_flaw, text_of
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.labels import FLAWS, SILENCES
from revops.agents.sdr.models import SdrReply, State
from revops.agents.sdr.selectors.replies import Source, modes_of, newest_unread, sources_of
from revops.agents.sdr.selectors.settings import is_active, sdr_settings
from revops.agents.sdr.services.reading import ReadReply, read_reply
from revops.jobs import READ_REPLIES

CHUNK = 5
LOST_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a reply. `answer` has the draft and the sources that it names, if there is one to show."""

    label: str = ""
    outcome: str = ""
    needs_person: bool = False
    answer: tuple[Many[Said], Many[Source]] | None = None


@transaction.atomic
def request_reading(*, contact_ids: Collection[UUID]) -> int:
    """Ask the agent to read the newest reply of leads, unless it is off everywhere.

    Returns: the number of replies.
    """
    if not contact_ids or not is_active(sdr_settings()):
        return 0
    ids = newest_unread(contact_ids)
    SdrReply.objects.bulk_create([SdrReply(reply_id=pk) for pk in ids], ignore_conflicts=True)
    if ids:
        enqueue(READ_REPLIES)
    return len(ids)


def read_due() -> int:
    """Read all replies that wait, a few at a time.

    Returns: the number of replies.
    """
    count = 0
    while ids := _claimed():
        rows = list(_rows(ids))
        modes = modes_of([row.reply for row in rows], sdr_settings())
        for row in rows:
            _read(row, modes[row.reply_id])
        count += len(rows)
    return count


@transaction.atomic
def _claimed() -> list[UUID]:
    at = now()
    open_ones = Q(state=State.DUE) | Q(state=State.CLAIMED, claimed_at__lte=at - LOST_AFTER)
    rows = SdrReply.objects.filter(open_ones).order_by("created_at", "pk")
    ids = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:CHUNK])
    SdrReply.objects.filter(pk__in=ids).update(state=State.CLAIMED, claimed_at=at)
    return ids


def _rows(ids: Collection[UUID]) -> "Collection[SdrReply]":
    return SdrReply.objects.filter(pk__in=ids).select_related(
        "reply__contact__company", "reply__message", "reply__mailbox"
    )


def _read(row: SdrReply, mode: Mode) -> None:
    reply, label = row.reply, row.reply.label
    # The model takes seconds: outside of the transaction that stores what came of it.
    found = _found(reply) if mode is not Mode.OFF else Found()
    with transaction.atomic():
        if not _is_there(row):
            return
        row.state, row.mode, row.label = State.DONE, mode, found.label
        row.outcome, row.needs_person = found.outcome[:300], found.needs_person
        if found.label and mode is not Mode.LEARNING:
            row.is_applied = refine(reply_id=reply.pk, before=label, label=found.label)
        if found.answer:
            row.proposal = _propose(reply, mode, found)
        row.save()


def _is_there(row: SdrReply) -> bool:
    """Return whether a reply was not deleted, nor taken over, while the model read it, and hold it.

    The lead is held first, as whoever deletes it does: else a proposal about it could not be stored.
    """
    lead_id = row.reply.contact_id
    if lead_id and not lock_contacts([lead_id]).values_list("pk"):
        return False
    mine = SdrReply.objects.filter(pk=row.pk, state=State.CLAIMED, claimed_at=row.claimed_at)
    return bool(mine.select_for_update(no_key=True).values_list("pk"))


def _found(reply: Reply) -> Found:
    heard = Heard(reply.label, reply.is_human, reply.text, tuple(reply.signals))
    if why := silence(heard):
        return Found(outcome=str(SILENCES[why]))
    if refused := why_no_answer(reply):
        return Found(outcome=refused)
    sources = sources_of(reply)
    try:
        read = read_reply(reply, sources)
    except LlmError as error:
        return Found(outcome=error.message, needs_person=True)
    return _checked(read, sources)


def _checked(read: ReadReply, sources: list[Source]) -> Found:
    """Return what may be used of what a model made of a reply."""
    if read.label not in ANSWERED_CLASSES:
        return Found(read.label, str(SILENCES["wrong_class"]))
    if not sdr_settings().suggests_answers:
        return Found(read.label, _("Answers are not suggested, as the settings say."))
    said = [Said(without_unstorable(each.text), tuple(each.sources)) for each in read.answer]
    wrong = draft_flaw(
        said,
        sources={each.id: each.text for each in sources},
        links={each.id: each.url for each in sources},
    )
    if wrong:
        return Found(read.label, str(FLAWS[wrong]), needs_person=True)
    cited = {each for sentence in said for each in sentence.sources}
    return Found(read.label, answer=(said, [each for each in sources if each.id in cited]))


def _propose(reply: Reply, mode: Mode, found: Found) -> Proposal | None:
    assert found.answer is not None  # noqa: S101 (the caller asked)
    said, cited = found.answer
    thread = reply.message.thread if reply.message else reply.pk
    label = ReplyClass(found.label).label
    draft = Draft(
        kind="answer",
        agent=Agent.REPLIES,
        contact_id=reply.contact_id,
        target_id=reply.pk,
        slot=f"thread:{thread}",
        payload={
            "reply_id": str(reply.pk),
            "to": address_to_answer(reply),
            "mailbox": str(reply.mailbox),
            "subject": reply.subject,
            "text": text_of(said),
        },
        facts=[
            fact("reply", reply.text[:1_000], version=reply.pk),
            fact("class", label, version=found.label),
            *(_fact(each, said) for each in cited),
        ],
        why=_("The lead replied, and the reply reads as: {label}.").format(label=str(label).lower()),
        status=Status.OBSERVED if mode is Mode.LEARNING else Status.PENDING,
    )
    return next(iter(propose(drafts=[draft])), None)


def _fact(source: Source, said: Many[Said]) -> dict[str, str]:
    """Return a source as the proposal shows it. An insight is read again when it is shown or checked."""
    of_it = text_of([each for each in said if source.id in each.sources])
    if source.insight_id:
        return fact("insight", of_it, source=source.page, version=source.insight_id)
    return fact("source", source.text[:500], source=source.page)
