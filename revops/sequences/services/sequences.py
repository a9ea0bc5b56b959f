"""Save sequences and their versions, and turn them on and off."""

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.messages.domain.tokens import unknown_tokens
from mauntic.delivery.messages.selectors.values import TOKENS
from mauntic.delivery.messages.services.queue import look_again, take_back_claimed
from mauntic.kernel import display
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.normalize import as_written
from mauntic.kernel.time.business_hours import Week
from mauntic.kernel.values.stored_text import composed
from revops.sequences.domain.schedule import after_pause
from revops.sequences.domain.standing import Wait
from revops.sequences.domain.steps import StepDraft, StepType, problems_of
from revops.sequences.domain.variants import SECOND
from revops.sequences.models.enrollments import Enrollment, EnrollmentState
from revops.sequences.models.sequences import Sequence, SequenceVersion, Step, Switch, Variant
from revops.sequences.selectors.access import check_change
from revops.sequences.selectors.calendar import Calendars
from revops.sequences.selectors.limits import ORIGIN
from revops.sequences.selectors.steps import drafts_of, edition_of, newest_version, step_at, steps_of
from revops.sequences.services.advance import lay_out

LONGEST_NAME = 120
MOST_PER_COMPANY = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceDraft:
    """A sequence to save.

    Args:
        name: unique, whatever the case.
        steps: at most 8, in order.
        per_company: people of one company at a time; 0 for no limit.
        stops_company: whether a reply pauses the others of the company.
        week: the send window; empty is that of the organization.
    """

    name: str
    steps: Many[StepDraft] = field(default_factory=tuple)
    per_company: int = 0
    stops_company: bool = False
    week: Week = ()


def create_sequence(*, draft: SequenceDraft, by: User) -> Sequence:
    """Create a sequence as a draft.

    Args:
        draft: the sequence.
        by: the acting user, who becomes the owner.

    Returns: the sequence.
    Raises: `Invalid` names the wrong fields.
    """
    _check(draft)
    try:
        with transaction.atomic():
            sequence = Sequence.objects.create(owner=by, **_settings(draft))
            _add_version(sequence, draft, by)
    except IntegrityError as error:
        raise _taken(error) from error
    return sequence


def save_sequence(*, sequence_id: UUID, draft: SequenceDraft, by: User, edition: str = "") -> Sequence:
    """Change a sequence. Changed steps become a new version: people stay in the one they entered.

    While the sequence is a draft, nothing was done for anybody yet, and all move to the new version.

    Args:
        sequence_id: the sequence.
        draft: all of it.
        by: the acting user.
        edition: what `edition_of` said when the person began to edit; empty saves whatever is stored now.

    Returns: the sequence.
    Raises: `Invalid` names the wrong fields; `NotFound`, `NotAllowed`; `Conflict` if another is stored.
    """
    _check(draft)
    try:
        with transaction.atomic():
            sequence = _held(sequence_id, by)
            _check_edition(sequence, edition)
            if sequence.state != Switch.DRAFT and not draft.steps:
                raise Invalid({"steps": _("Add a step: the sequence was turned on.")})
            for name, value in _settings(draft).items():
                setattr(sequence, name, value)
            sequence.save()
            look_again(origin_kind=ORIGIN, origin_ids=_with_message(sequence))
            _add_version(sequence, draft, by)
    except IntegrityError as error:
        raise _taken(error) from error
    return sequence


@transaction.atomic
def switch_sequence(*, sequence_id: UUID, on: bool, by: User) -> Sequence:
    """Turn a sequence on or off.

    While it is off nothing is done. When it is turned on, what was left to wait is left again, so that steps
    that fell due meanwhile are not made up for.

    Args:
        sequence_id: the sequence.
        on: whether to turn it on.
        by: the acting user.

    Returns: the sequence.
    Raises: `NotFound`, `NotAllowed`, `Conflict` without steps.
    """
    sequence = _held(sequence_id, by)
    if on and not Step.objects.filter(version=newest_version(sequence.pk)).exists():
        raise Conflict(_("Add a step before you turn the sequence on."))
    if on == (sequence.state == Switch.ON) or (not on and sequence.state == Switch.DRAFT):
        return sequence
    at = now()
    if on:
        _lay_out_anew(sequence, at)
    sequence.state, sequence.switched_at = (Switch.ON if on else Switch.OFF), at
    sequence.save(update_fields=["state", "switched_at"])
    if not on:
        # Those that the gate has let go, and that wait for their turn at the mail server.
        take_back_claimed(origin_kind=ORIGIN, origin_ids=_with_message(sequence))
    return sequence


def _with_message(sequence: Sequence) -> Iterable[UUID]:
    return sequence.enrollments.filter(wait=Wait.MESSAGE).values_list("pk", flat=True)


def _lay_out_anew(sequence: Sequence, at: datetime) -> None:
    rows = sequence.enrollments.filter(state=EnrollmentState.ACTIVE, due_at__isnull=False)
    locked = list(rows.select_related("sequence", "contact").locked())
    if sequence.switched_at is None:
        _lay_out_first(locked, at)
    for row in locked if sequence.switched_at else ():
        off_since = max(sequence.switched_at or at, row.begun_at)
        row.due_at = after_pause(row.due_at or at, off_since, at)
    update_rows(Enrollment.objects, locked, ["due_at"])


def _lay_out_first(rows: Many[Enrollment], at: datetime) -> None:
    steps, calendars = steps_of(row.version_id for row in rows), Calendars(at)
    for row in rows:
        lay_out(row, None, step_at(steps, row.version_id, 1), at, calendars)


def _held(sequence_id: UUID, by: User) -> Sequence:
    sequence = held(Sequence.objects.all(), sequence_id, gone=_("This sequence does not exist any more."))
    check_change(sequence, by)
    return sequence


def _check_edition(sequence: Sequence, edition: str) -> None:
    """Refuse to replace what somebody else saved since the person began to edit."""
    if not edition or edition == edition_of(sequence):
        return
    version = newest_version(sequence.pk)
    if version and edition.partition("-")[0] != str(version.number):
        sentence = _("Not saved: {person} saved version {number} while you were editing.")
        person = str(version.created_by or _("Somebody"))
        raise Conflict(sentence.format(person=person, number=display.number(version.number)))
    raise Conflict(_("Not saved: somebody changed the settings while you were editing."))


def _settings(draft: SequenceDraft) -> dict[str, object]:
    return {
        "name": as_written(draft.name),
        "per_company": draft.per_company,
        "stops_company": draft.stops_company,
        "week": [[list(opening) for opening in day] for day in draft.week],
    }


def _check(draft: SequenceDraft) -> None:
    problems = problems_of(draft.steps)
    if not draft.name.strip():
        problems["name"] = _("Enter a name.")
    elif len(draft.name) > LONGEST_NAME:
        problems["name"] = _("Use at most {most} characters.").format(most=display.number(LONGEST_NAME))
    if not 0 <= draft.per_company <= MOST_PER_COMPANY:
        problems["per_company"] = _("Enter 0 to {most}.").format(most=display.number(MOST_PER_COMPANY))
    for index, step in enumerate(draft.steps):
        problems |= _token_problems(index, step)
    if problems:
        raise Invalid(problems)


def _token_problems(index: int, step: StepDraft) -> dict[str, str]:
    names = ("subject", "body", "second_subject", "second_body")
    return {
        f"steps[{index}].{name}": _("Unknown token: {names}.").format(names=", ".join(unknown))
        for name, text in zip(names, step.texts, strict=True)
        if (unknown := unknown_tokens(text, TOKENS))
    }


def _taken(error: IntegrityError) -> Exception:
    if "one_sequence_per_name" in str(error):
        return Invalid({"name": _("A sequence with this name exists. Choose another name.")})
    return error


def _add_version(sequence: Sequence, draft: SequenceDraft, by: User) -> None:
    last = newest_version(sequence.pk)
    steps = [_composed(step) for step in draft.steps]
    if (drafts_of(steps_of([last.pk])[last.pk]) if last else []) == steps:
        return
    version = SequenceVersion.objects.create(
        sequence=sequence, number=last.number + 1 if last else 1, created_by=by
    )
    _store_steps(version, steps)
    if sequence.state == Switch.DRAFT:
        _move_all(sequence, version)


def _store_steps(version: SequenceVersion, drafts: Many[StepDraft]) -> None:
    shared = ("type", "delay_days", "in_business_days", "subject", "body")
    steps = [
        Step(version=version, position=position, **{name: getattr(draft, name) for name in shared})
        for position, draft in enumerate(drafts, 1)
    ]
    Step.objects.bulk_create(steps)
    Variant.objects.bulk_create(
        Variant(step=step, letter=SECOND, subject=draft.second_subject, body=draft.second_body)
        for step, draft in zip(steps, drafts, strict=True)
        if draft.second_body
    )


def _move_all(sequence: Sequence, version: SequenceVersion) -> None:
    rows = list(sequence.enrollments.open().select_related("sequence", "contact").locked())
    for row in rows:
        row.version = version
    at = now()
    steps, calendars = steps_of([version.pk]), Calendars(at)
    first = step_at(steps, version.pk, 1)
    for row in rows if first else ():
        lay_out(row, None, first, row.begun_at, calendars)
    update_rows(Enrollment.objects, rows, ["version_id", "due_at"])


def _composed(step: StepDraft) -> StepDraft:
    """Return the step as it is stored, with only what its type has."""
    is_email = step.type == StepType.EMAIL
    texts = {
        "subject": as_written(step.subject) if is_email else "",
        "body": composed(step.body).strip() if step.type != StepType.WAIT else "",
        "second_subject": as_written(step.second_subject) if is_email else "",
        "second_body": composed(step.second_body).strip() if is_email else "",
    }
    return StepDraft(
        type=step.type, delay_days=step.delay_days, in_business_days=step.in_business_days, **texts
    )
