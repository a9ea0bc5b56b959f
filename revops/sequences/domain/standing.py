"""The words of what an enrollment waits for."""

from collections.abc import Mapping
from enum import StrEnum

from mauntic.kernel.translation import gettext as _
from revops.sequences.domain.stops import State, reason_words


class Wait(StrEnum):
    """What holds a step that is due."""

    NONE = ""
    MESSAGE = "message"
    TASK = "task"
    EMAIL_LIMIT = "email_limit"
    LINKEDIN_LIMIT = "linkedin_limit"
    NO_MAILBOX = "no_mailbox"
    TEXT = "text"
    SMS_LIMIT = "sms_limit"
    SMS_REFUSED = "sms_refused"
    WINDOW = "window"
    MISSING_VALUE = "missing_value"


class SequenceState(StrEnum):
    """Whether a sequence does its steps. A draft was never switched on."""

    DRAFT = "draft"
    ON = "on"
    OFF = "off"


def standing_words(
    *,
    state: str,
    sequence_state: str,
    reason: str,
    reason_facts: Mapping[str, str],
    wait: str,
    wait_facts: Mapping[str, str | int],
    due: str,
    resumes: str,
    message_words: str,
) -> str:
    """Return what an enrollment waits for, or why it ended.

    Args:
        state: of the enrollment.
        sequence_state: of its sequence.
        reason: why it is not active; empty if it is.
        reason_facts: of the reason.
        wait: a value of `Wait`.
        wait_facts: the numbers and names of the wait.
        due: when the next step is due, as the person reads times.
        resumes: when a pause ends; empty if a person ends it.
        message_words: why its email or text waits.
    """
    if state != State.ACTIVE:
        return _ended(state, reason_words(reason, reason_facts), resumes)
    if sequence_state == SequenceState.DRAFT:
        return _("Waits until the sequence is turned on.")
    if sequence_state == SequenceState.OFF:
        return _("Waits: the sequence is off.")
    return _waiting(wait, wait_facts, due, message_words)


def _ended(state: str, why: str, resumes: str) -> str:
    if state == State.FINISHED:
        return _("Finished. {reason}").format(reason=why)
    if state == State.STOPPED:
        return _("Stopped. {reason}").format(reason=why)
    if resumes:
        return _("Paused until {time}. {reason}").format(time=resumes, reason=why)
    return _("Paused. {reason}").format(reason=why)


def _waiting(wait: str, facts: Mapping[str, str | int], due: str, message_words: str) -> str:
    sentences = {
        Wait.NONE: _("Next step at {time}."),
        Wait.MESSAGE: _("Email in the outbox. {reason}"),
        Wait.TASK: _("Waits for the task: {task}"),
        Wait.NO_MAILBOX: _("Waits for a mailbox: {name} has none."),
        Wait.EMAIL_LIMIT: _("{used} of {limit} emails from {sender} in 24 hours, next at {time}."),
        Wait.LINKEDIN_LIMIT: _("{used} of {limit} LinkedIn steps of {sender} in 24 hours, next at {time}."),
        Wait.TEXT: _("Text message in the queue. {reason}"),
        Wait.SMS_LIMIT: _("{used} of {limit} texts from {sender} in 24 hours, next at {time}."),
        Wait.SMS_REFUSED: _("Waits for the SMS account. Twilio says: {words}"),
        Wait.WINDOW: _("Outside the send window, next at {time}."),
        Wait.MISSING_VALUE: _("No value for {names}, and no fallback."),
    }
    known = {
        "task": "",
        "name": "",
        "used": "",
        "limit": "",
        "sender": "",
        "words": "",
        "names": "",
    }
    return sentences[Wait(wait)].format(**known | dict(facts), time=due, reason=message_words).strip()
