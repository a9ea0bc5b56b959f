"""Put due emails of sequences into the outbox."""

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from mauntic.delivery.mailboxes.selectors import mailboxes_for
from mauntic.delivery.messages.services.queue import Letter, queue_messages
from mauntic.delivery.models import Mailbox, Message, MessageState
from revops.sequences.domain.standing import Wait
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.limits import ORIGIN, email_rooms
from revops.sequences.selectors.steps import subject_before, text_for
from revops.sequences.services.turn import Turn

Due = tuple[Enrollment, Step]
OVER = (MessageState.CANCELLED, MessageState.REFUSED)
"""Messages in these states never go: only then another attempt of the step is made."""


def queue_emails(turn: Turn, due: Collection[Due]) -> None:
    """Queue the email of each step, within the limit of its mailbox. The enrollment waits for it."""
    with_mailbox = _with_mailbox(turn, _without_message(turn, due))
    admitted = _admitted(turn, with_mailbox)
    threads = _threads({row.pk for row, _step in admitted})
    runs = {}
    letters = []
    for row, step in admitted:
        run = turn.begin(row, step, Outcome.QUEUED)
        letters.append(_letter(turn, row, step, run, threads.get(row.pk)))
        runs[row.pk, letters[-1].origin_step] = run
        turn.hold(row, Wait.MESSAGE, {}, None)
    queue_messages(letters=letters)
    queued = Message.objects.filter(origin_kind=ORIGIN, origin_id__in=[row.pk for row, _step in admitted])
    for origin_id, origin_step, pk in queued.order_by().values_list("origin_id", "origin_step", "pk"):
        if run_of := runs.get((origin_id, origin_step)):
            run_of.message_id = pk


def _without_message(turn: Turn, due: Collection[Due]) -> list[Due]:
    """Return steps without an email that waits, is being sent or was sent; the others wait for it again."""
    earlier = {(row.pk, step.pk): turn.runs.get((row.pk, step.pk)) for row, step in due}
    ids = [run.message_id for run in earlier.values() if run and run.message_id]
    alive = set(Message.objects.filter(pk__in=ids).exclude(state__in=OVER).values_list("pk", flat=True))
    free = []
    for row, step in due:
        run = earlier[row.pk, step.pk]
        if run and run.message_id in alive:
            turn.hold(row, Wait.MESSAGE, {}, None)
        else:
            free.append((row, step))
    return free


def _with_mailbox(turn: Turn, due: Collection[Due]) -> list[Due]:
    missing = {row.enrolled_by_id for row, _step in due if row.mailbox_id is None and row.enrolled_by_id}
    known = mailboxes_for(missing)
    found = []
    for row, step in due:
        if row.mailbox_id is None:
            row.mailbox = known.get(row.enrolled_by_id) if row.enrolled_by_id else None
        if row.mailbox is None:
            name = str(row.enrolled_by) if row.enrolled_by else row.sequence.name
            turn.hold(row, Wait.NO_MAILBOX, {"name": name}, turn.later)
        else:
            found.append((row, step))
    return found


def _admitted(turn: Turn, due: Collection[Due]) -> list[Due]:
    ids = {row.mailbox_id for row, _step in due if row.mailbox_id}
    # Two sweeps at once would both use what is left of a mailbox's limit.
    locked = Mailbox.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    names = {mailbox.pk: mailbox.address for mailbox in locked}
    rooms, taken = email_rooms(ids, turn.at), Counter[UUID]()
    admitted = []
    for row, step in due:
        pk = row.mailbox_id
        if pk is None:
            continue
        if taken[pk] >= rooms[pk].left:
            until = rooms[pk].free_at(turn.at, taken=taken[pk])
            turn.hold(row, Wait.EMAIL_LIMIT, rooms[pk].facts(names.get(pk, "")), until)
            continue
        taken[pk] += 1
        admitted.append((row, step))
    return admitted


def _threads(enrollment_ids: Collection[UUID]) -> Mapping[UUID, Message]:
    """Return the latest email that each enrollment sent."""
    rows = Message.objects.filter(origin_kind=ORIGIN, origin_id__in=enrollment_ids, state=MessageState.SENT)
    return {row.origin_id: row for row in rows.order_by("handed_at")}


def _letter(turn: Turn, row: Enrollment, step: Step, run: StepRun, parent: Message | None) -> Letter:
    text = text_for(step, row.pk)
    run.variant, run.by_id = text.letter, row.enrolled_by_id
    # An email without a subject goes on with the thread; without one, it takes the subject before it.
    answers = None if text.subject.strip() else parent
    subject = text.subject
    if not subject.strip() and parent is None:
        subject = subject_before(turn.steps[row.version_id], step.position, row.pk)
    mailbox = row.mailbox
    return Letter(
        mailbox_id=mailbox.pk if mailbox else step.pk,
        mailbox_address=mailbox.address if mailbox else "",
        contact_id=row.contact_id,
        address=row.contact.email,
        subject=subject,
        body=text.body,
        origin_kind=ORIGIN,
        origin_id=row.pk,
        origin_step=str(step.pk) if run.attempt == 1 else f"{step.pk}.{run.attempt}"[:40],
        due_at=turn.at,
        answers=answers,
        written_by=None,
    )
