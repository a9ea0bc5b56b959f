"""Put due SMS steps into the queue of texts."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mauntic.accounts.models import User
from mauntic.delivery.messages.domain.tokens import Filled, fill
from mauntic.delivery.messages.selectors.values import values_for
from mauntic.delivery.models import Mailbox
from mauntic.kernel.time.business_hours import BusinessHours
from revops.sequences.domain.standing import Wait
from revops.sequences.models.enrollments import Enrollment, Outcome
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.calendar import Calendars
from revops.sequences.selectors.limits import sms_rooms
from revops.sequences.services.turn import Turn
from revops.sms.domain.numbers import mobile_of
from revops.sms.models import Text, TextState
from revops.sms.selectors import opted_out, sms_account
from revops.sms.services.queue import queue_texts

Due = tuple[Enrollment, Step]
LEAVES_WITHIN = (10, 5, 2)
"""Minutes for which the decision to send a text holds, if the window stays open so long; else one."""
OVER = (TextState.CANCELED, TextState.REFUSED)


@dataclass(frozen=True, slots=True)
class Ready:
    """A text that may go: to which number, what it says, and until when it has to leave."""

    row: Enrollment
    step: Step
    number: str
    body: str
    until: datetime


def queue_sms(turn: Turn, due: Collection[Due]) -> None:
    """Queue the text of each SMS step, within the limit of its sender. The enrollment waits for it.

    Without an account, without a mobile number and after a STOP, the step is skipped with that outcome.
    """
    account = sms_account()
    if account is None:
        turn.skip(due, Outcome.NO_SMS)
        return
    if account.last_error:
        for row, _step in due:
            turn.hold(row, Wait.SMS_REFUSED, {"words": account.last_error}, turn.later)
        return
    _queue(turn, _admitted(turn, _ready(turn, _without_text(turn, due))))


def _without_text(turn: Turn, due: Collection[Due]) -> list[Due]:
    """Return steps without a text that waits, is being sent or was sent; the others wait for it again."""
    earlier = {(row.pk, step.pk): turn.runs.get((row.pk, step.pk)) for row, step in due}
    ids = [run.message_id for run in earlier.values() if run and run.message_id]
    alive = set(Text.objects.filter(pk__in=ids).exclude(state__in=OVER).values_list("pk", flat=True))
    free = []
    for row, step in due:
        run = earlier[row.pk, step.pk]
        if run and run.message_id in alive:
            turn.hold(row, Wait.TEXT, {}, None)
        else:
            free.append((row, step))
    return free


def _ready(turn: Turn, due: Collection[Due]) -> list[Ready]:
    """Skip what cannot go, hold what cannot go now, and return the rest."""
    mobiles = {
        row.pk: mobile_of((row.contact.phone, row.contact.direct_phone), row.contact.country)
        for row, _step in due
    }
    stopped = opted_out(mobile.number for mobile in mobiles.values() if mobile.number)
    calendars, found = Calendars(turn.at), []
    for row, step in due:
        number = mobiles[row.pk].number
        if not number or number in stopped:
            turn.skip([(row, step)], Outcome.OPTED_OUT if number else Outcome.NO_MOBILE)
            continue
        body, hours = _filled(row, step), calendars.of(row.sequence, row.contact)
        if body.missing:
            turn.hold(row, Wait.MISSING_VALUE, {"names": ", ".join(body.missing)}, turn.later)
        elif not hours.is_open(turn.at):
            turn.hold(row, Wait.WINDOW, {"zone": hours.zone.key}, hours.opens(turn.at))
        else:
            found.append(Ready(row, step, number, body.text, _leaves_until(turn.at, hours)))
    return found


def _filled(row: Enrollment, step: Step) -> Filled:
    mailbox = row.mailbox or Mailbox(from_name=str(row.enrolled_by or ""))
    return fill(step.body, values_for(row.contact, mailbox, {}))


def _leaves_until(at: datetime, hours: BusinessHours) -> datetime:
    moments = (at + timedelta(minutes=minutes) for minutes in LEAVES_WITHIN)
    return next((each for each in moments if hours.is_open(each)), at + timedelta(minutes=1))


def _admitted(turn: Turn, ready: Collection[Ready]) -> list[Ready]:
    people = {pk for each in ready if (pk := sender_of(each.row))}
    # Two sweeps at once would both use what is left of a person's limit.
    locked = User.objects.filter(pk__in=people).order_by("pk").select_for_update(of=("self",), no_key=True)
    names: Mapping[UUID, str] = {user.pk: str(user) for user in locked}
    rooms, taken, admitted = sms_rooms(people, turn.at), Counter[UUID](), []
    for each in ready:
        pk = sender_of(each.row)
        if pk and taken[pk] >= rooms[pk].left:
            until = rooms[pk].free_at(turn.at, taken=taken[pk])
            turn.hold(each.row, Wait.SMS_LIMIT, rooms[pk].facts(names.get(pk, "")), until)
            continue
        if pk:
            taken[pk] += 1
        admitted.append(each)
    return admitted


def _queue(turn: Turn, admitted: Collection[Ready]) -> None:
    texts = []
    for each in admitted:
        run = turn.begin(each.row, each.step, Outcome.QUEUED)
        run.by_id = sender_of(each.row)
        text = Text(
            contact_id=each.row.contact_id,
            number=each.number,
            body=each.body,
            by_id=run.by_id,
            origin_id=each.row.pk,
            origin_step=f"{each.step.pk.hex}.{run.attempt}",
            look_at=turn.at,
            leaves_until=each.until,
        )
        run.message_id = text.pk
        texts.append(text)
        turn.hold(each.row, Wait.TEXT, {}, None)
    queue_texts(rows=texts)


def sender_of(row: Enrollment) -> UUID | None:
    """Return whose text it is: of the person who enrolled the lead, else of its owner."""
    return row.enrolled_by_id or row.contact.owner_id
