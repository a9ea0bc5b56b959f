"""What happens to single emails of the demonstration: answers come in, servers refuse, people pause."""

from collections.abc import Callable
from datetime import datetime, timedelta

from demo.outreach import answers
from mauntic.delivery.inbox.services.receiving import Arrived, receive
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.models import Message, MessageState, Reply, ReplyClass, Suppression
from mauntic.kernel.clock import now
from revops.activities.models import Activity, ActivityType
from revops.sequences.domain.stops import Reason
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.services.advance import end
from revops.sequences.services.enrollments.away import rest_away
from revops.sequences.services.enrollments.changes import pause
from revops.sequences.services.enrollments.endings import stop_for

TOO_LARGE = 62_000_000
MEETING_IN = timedelta(days=4)
HANDLED, SNOOZED_FOR = 4, timedelta(days=30)
REFUSAL = "550 5.7.1 Message rejected due to content restrictions"


def answer(message: Message, name: str, at: datetime) -> None:
    """Let what is planned happen to a sent email.

    Args:
        message: mailbox and contact loaded.
        name: a key of `answers.TEXTS`, or of the special answers below.
        at: when.
    """
    if name in answers.TEXTS:
        _reply(message, answers.reply(message, answers.TEXTS[name], at), at)
        _stop(message, Reason.UNSUBSCRIBED if name == "unsubscribe" else Reason.REPLIED)
    else:
        _SPECIAL[name](message, at)


def date(began: datetime, at: datetime) -> None:
    """Let what was recorded here since `began` have happened at `at`."""
    Suppression.objects.filter(created_at__gte=began).update(created_at=at)
    Activity.objects.filter(created_at__gte=began).update(created_at=at)


def handle_some() -> None:
    """Let people have handled the oldest replies, and snoozed one that asks for it."""
    waiting = Reply.objects.filter(is_human=True).order_by("arrived_at")
    later = waiting.filter(label=ReplyClass.LATER).first()
    for reply in waiting[:HANDLED]:
        Reply.objects.filter(pk=reply.pk).update(done_at=reply.arrived_at + timedelta(hours=2))
    if later:
        Reply.objects.filter(pk=later.pk).update(snoozed_until=now() + SNOOZED_FOR)


def _reply(message: Message, raw: bytes, at: datetime) -> None:
    receive(mailbox=message.mailbox, mails=[Arrived(raw, len(raw))], now=at)


def _stop(message: Message, reason: Reason) -> None:
    # The receivers of the events do this as well, once the demonstration is filled.
    stop_for(contact_ids=[message.contact_id], reason=reason)


def _away(message: Message, at: datetime) -> None:
    _reply(message, answers.away(message, at), at)
    rest_away(now=at + timedelta(minutes=2))


def _ticket(message: Message, at: datetime) -> None:
    _reply(message, answers.ticket(message, at), at)


def _accepted(message: Message, at: datetime) -> None:
    _reply(message, answers.accepted(message, at), at)
    _stop(message, Reason.REPLIED)


def _complaint(message: Message, at: datetime) -> None:
    _reply(message, answers.complaint(message, at), at)
    _stop(message, Reason.UNSUBSCRIBED)


def _bounced(message: Message, at: datetime) -> None:
    words = "The email account that you tried to reach does not exist"
    _reply(message, answers.bounce(message, at, status="5.1.1", words=words), at)
    _stop(message, Reason.BOUNCED)


def _full(message: Message, at: datetime) -> None:
    _reply(message, answers.bounce(message, at, status="5.2.2", words="Mailbox full"), at)


def _blocked(message: Message, at: datetime) -> None:
    words = "Message rejected due to local policy"
    _reply(message, answers.bounce(message, at, status="5.7.1", words=words), at)


def _unreadable(message: Message, at: datetime) -> None:
    mails = [Arrived(None, TOO_LARGE, key=f"large:{message.pk}")]
    receive(mailbox=message.mailbox, mails=mails, now=at)


def _unsubscribed(message: Message, _: datetime) -> None:
    unsubscribe(message=message, source="link in the email")
    _stop(message, Reason.UNSUBSCRIBED)


def _meeting(message: Message, at: datetime) -> None:
    """Let the lead agree to a meeting on the phone."""
    row = Enrollment.objects.get(pk=message.origin_id)
    Activity.objects.create(
        type=ActivityType.MEETING,
        subject=f"Intro call with {message.contact.name}",
        contact=message.contact,
        owner=row.enrolled_by,
        created_by=row.enrolled_by,
        created_at=at,
        due_at=now() + MEETING_IN,
    )
    _stop(message, Reason.MEETING)


def _paused(message: Message, _: datetime) -> None:
    row = Enrollment.objects.select_related("enrolled_by").get(pk=message.origin_id)
    if row.enrolled_by:
        pause(enrollment_id=row.pk, by=row.enrolled_by)


def _refused(message: Message, at: datetime) -> None:
    """Let the server refuse the email after all: a person decides how to go on."""
    _set(message, MessageState.REFUSED, REFUSAL)
    rows = Enrollment.objects.filter(pk=message.origin_id).select_related("contact").locked()
    end(rows, Reason.REFUSED, at, facts={"words": REFUSAL})


def _unknown(message: Message, _: datetime) -> None:
    """Let the worker have died while it sent the email: a person looks into the sent folder."""
    _set(message, MessageState.UNKNOWN, "")
    StepRun.objects.filter(message_id=message.pk).update(outcome=Outcome.QUEUED)
    Enrollment.objects.filter(pk=message.origin_id).update(position=1, due_at=None, wait="message")


def _set(message: Message, state: MessageState, words: str) -> None:
    Message.objects.filter(pk=message.pk).update(state=state, server_words=words)


_SPECIAL: dict[str, Callable[[Message, datetime], None]] = {
    "accepted": _accepted,
    "away": _away,
    "blocked": _blocked,
    "bounced": _bounced,
    "complaint": _complaint,
    "full": _full,
    "meeting": _meeting,
    "paused": _paused,
    "refused": _refused,
    "ticket": _ticket,
    "unknown": _unknown,
    "unreadable": _unreadable,
    "unsubscribed": _unsubscribed,
}
