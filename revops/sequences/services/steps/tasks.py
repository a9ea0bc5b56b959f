"""Turn due LinkedIn steps and phone calls into tasks of the rep."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.delivery.messages.domain.tokens import fill
from mauntic.delivery.messages.selectors.values import values_for
from mauntic.delivery.models import Mailbox
from mauntic.kernel.translation import gettext as _
from revops.activities.models import ActivityType
from revops.activities.services.batch import plan_for_leads
from revops.activities.services.drafts import ActivityDraft
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.steps import LINKEDIN, StepType
from revops.sequences.models.enrollments import Enrollment, Outcome
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.limits import linkedin_rooms
from revops.sequences.services.turn import Turn

Due = tuple[Enrollment, Step]


def plan_tasks(turn: Turn, due: Collection[Due]) -> None:
    """Plan a task for each step, within the limit of LinkedIn steps. The enrollment waits for it."""
    admitted = _admitted(turn, due)
    tasks = plan_for_leads(drafts=[_draft(row, step) for row, step in admitted], due_at=turn.at)
    for (row, step), task in zip(admitted, tasks, strict=True):
        run = turn.begin(row, step, Outcome.TASK)
        run.activity_id, run.by_id = task.pk, task.owner_id
        turn.hold(row, Wait.TASK, {"task": task.subject}, None)
        turn.done.append((row, step, Outcome.TASK.value))


def _admitted(turn: Turn, due: Collection[Due]) -> list[Due]:
    people = {pk for row, step in due if step.type in LINKEDIN and (pk := _owner_id(row))}
    # Two sweeps at once would both use what is left of a person's limit.
    locked = User.objects.filter(pk__in=people).order_by("pk").select_for_update(of=("self",), no_key=True)
    names = {user.pk: str(user) for user in locked}
    rooms, taken = linkedin_rooms(people, turn.at), Counter[UUID]()
    admitted = []
    for row, step in due:
        owner_id = _owner_id(row)
        room = rooms.get(owner_id) if owner_id and step.type in LINKEDIN else None
        if owner_id and room:
            if taken[owner_id] >= room.left:
                until = room.free_at(turn.at, taken=taken[owner_id])
                turn.hold(row, Wait.LINKEDIN_LIMIT, room.facts(names.get(owner_id, "")), until)
                continue
            taken[owner_id] += 1
        admitted.append((row, step))
    return admitted


def _owner_id(row: Enrollment) -> UUID | None:
    return row.enrolled_by_id or row.contact.owner_id


def _draft(row: Enrollment, step: Step) -> ActivityDraft:
    is_call = step.type == StepType.PHONE_CALL
    return ActivityDraft(
        type=ActivityType.CALL if is_call else ActivityType.LINKEDIN,
        contact_id=row.contact_id,
        owner_id=_owner_id(row),
        subject=_subject(row, step),
        notes=fill(step.body, values_for(row.contact, row.mailbox or Mailbox(), {})).text,
    )


def _subject(row: Enrollment, step: Step) -> str:
    texts = {
        StepType.PHONE_CALL: _("Call {name} ({sequence})"),
        StepType.LINKEDIN_CONNECT: _("Connect with {name} on LinkedIn ({sequence})"),
        StepType.LINKEDIN_MESSAGE: _("Write to {name} on LinkedIn ({sequence})"),
    }
    return texts[StepType(step.type)].format(name=row.contact.name, sequence=row.sequence.name)
