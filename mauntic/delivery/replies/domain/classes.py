"""What an incoming mail is: one class, a sentiment, and the signals that led to it.

The order is fixed: structure (calendars, bounces, complaints), headers of machines, subjects and openings of
machines, requests to unsubscribe, then what a person says. A model may later refine the classes in
`REFINABLE`; it never turns an unsubscribe, a bounce or an automatic reply into something else.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from mauntic.delivery.replies.domain.automatic import auto_kind
from mauntic.delivery.replies.domain.away import Return, read_return
from mauntic.delivery.replies.domain.bounces import Bounce, read_bounce, read_complaint
from mauntic.delivery.replies.domain.calendar import Answer, MeetingAnswer, meeting_answer
from mauntic.delivery.replies.domain.machine import AutoKind, asks_to_unsubscribe, has_machine_headers
from mauntic.delivery.replies.domain.people import asks_us_to_stop, judge, referral_in
from mauntic.delivery.replies.domain.reading import Incoming
from mauntic.delivery.replies.domain.statuses import kind_of
from mauntic.delivery.replies.domain.text import ReplyText


class Label(StrEnum):
    """The class of an incoming mail."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    MEETING = "meeting"
    UNSUBSCRIBE = "unsubscribe"
    REFERRAL = "referral"
    POSITIVE = "positive"
    QUESTION = "question"
    LATER = "later"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class Sentiment(StrEnum):
    """How the writer feels about it."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


REFINABLE = frozenset({Label.POSITIVE, Label.QUESTION, Label.LATER, Label.NEGATIVE, Label.NEUTRAL})
HUMAN = REFINABLE | {Label.UNSUBSCRIBE, Label.REFERRAL, Label.MEETING}
BUTTON, PASSED_ON = "list_unsubscribe", "passed_on"
MEETING_SENTIMENT = {
    "accepted": Sentiment.POSITIVE,
    "declined": Sentiment.NEGATIVE,
    "tentative": Sentiment.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class Classification:
    """The class of a mail.

    `kind` refines the label: of a bounce hard, soft, delayed, policy (empty for a report of success), of an
    automatic reply out_of_office, left_company and so on, of a meeting the answer.
    """

    label: Label
    sentiment: Sentiment = Sentiment.NEUTRAL
    kind: str = ""
    signals: tuple[str, ...] = ()
    referral: str = ""
    """The address of the person to write to instead, where the mail names one."""
    away: Return | None = None
    bounce: Bounce | None = None
    meeting: MeetingAnswer | None = None
    complainer: str = ""

    @property
    def is_human(self) -> bool:
        """Tell whether a person answered: only then sequences count a reply.

        A click on a client's unsubscribe button is a person's wish, and no reply.
        """
        return self.label in HUMAN and not {BUTTON, PASSED_ON} & set(self.signals)


def classify(
    mail: Incoming, reply: ReplyText, *, today: date, is_working_day: Callable[[date], bool]
) -> Classification:
    """Classify a mail.

    Args:
        mail: the mail.
        reply: its new words, without what we sent; see `reply_text`.
        today: the day on which it was sent.
        is_working_day: tells the working days of the contact's country.
    """
    structural = _by_structure(mail)
    if structural:
        return _declined_for_good(structural, reply.said)
    if asks_to_unsubscribe(mail):
        return Classification(Label.UNSUBSCRIBE, Sentiment.NEGATIVE, signals=(BUTTON,))
    found = classify_words(
        reply.said,
        subject=mail.subject,
        is_machine=has_machine_headers(mail),
        today=today,
        is_working_day=is_working_day,
    )
    if found.kind == AutoKind.OTHER and mail.in_reply_to and asks_us_to_stop(reply.said):
        # A person whose mail passed a list or a help desk. In doubt it is no reply, and yet a wish.
        return Classification(Label.UNSUBSCRIBE, Sentiment.NEGATIVE, signals=(PASSED_ON,))
    if found.kind == AutoKind.RECEIPT or (mail.report and mail.report.kind == "disposition-notification"):
        return replace(found, label=Label.AUTO_REPLY, kind=AutoKind.RECEIPT)
    return replace(found, referral=_referral(found, mail, reply))


def classify_words(
    said: str,
    *,
    subject: str = "",
    is_machine: bool = False,
    today: date,
    is_working_day: Callable[[date], bool],
) -> Classification:
    """Classify the words of a reply; `is_machine` says that headers betray an automatic one."""
    kind = auto_kind(said, subject=subject, is_machine=is_machine)
    if kind == "bounce":
        return Classification(Label.BOUNCE, kind=kind_of("", said) or "", signals=("bounce_words",))
    if kind:
        is_away = kind is AutoKind.OUT_OF_OFFICE
        away = read_return(said, today=today, is_working_day=is_working_day) if is_away else None
        return Classification(Label.AUTO_REPLY, kind=kind, signals=("automatic",), away=away)
    person = judge(said)
    return Classification(Label(person.label), Sentiment(person.sentiment), signals=person.signals)


def _by_structure(mail: Incoming) -> Classification | None:
    meeting = meeting_answer(mail.calendars)
    if meeting:
        sentiment = MEETING_SENTIMENT[meeting.answer]
        return Classification(
            Label.MEETING, sentiment, meeting.answer, signals=("calendar",), meeting=meeting
        )
    complainer = read_complaint(mail)
    if complainer is not None:
        return Classification(
            Label.COMPLAINT, Sentiment.NEGATIVE, signals=("feedback_report",), complainer=complainer
        )
    bounce = read_bounce(mail)
    return (
        Classification(Label.BOUNCE, kind=bounce.kind or "", signals=("report",), bounce=bounce)
        if bounce
        else None
    )


def _declined_for_good(found: Classification, said: str) -> Classification:
    """Return what a mail is by its structure, unless it declines a meeting with "stop writing to us"."""
    # Calendars explain below their link how to stop their own mails.
    note, _link, _footer = said.partition("http")
    if found.kind == Answer.DECLINED and asks_us_to_stop(note):
        return Classification(Label.UNSUBSCRIBE, Sentiment.NEGATIVE, signals=found.signals)
    return found


def _referral(found: Classification, mail: Incoming, reply: ReplyText) -> str:
    """Return the address to write to instead: named in the words, else the one that is copied."""
    if found.label is not Label.REFERRAL and found.kind not in {
        AutoKind.OUT_OF_OFFICE,
        AutoKind.LEFT_COMPANY,
    }:
        return ""
    ours = {mail.sender.email, *(each.email for each in mail.reply_to)}
    named = referral_in(reply.text, without=ours)
    if named or found.label is not Label.REFERRAL:
        return named
    copied = [each.email for each in (*mail.cc, *mail.to) if each.email.endswith("@" + mail.sender.domain)]
    return next((each for each in copied if each not in ours), "")
