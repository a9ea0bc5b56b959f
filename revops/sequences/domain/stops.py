"""What ends an enrollment, what pauses it, and the sentences that say so."""

from collections.abc import Mapping
from enum import StrEnum

from mauntic.kernel.translation import gettext as _


class State(StrEnum):
    """How an enrollment is doing."""

    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class Reason(StrEnum):
    """Why an enrollment is not active any more."""

    REPLIED = "replied"
    BOUNCED = "bounced"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    MEETING = "meeting"
    DEAL_WON = "deal_won"
    DEAL_LOST = "deal_lost"
    BY_PERSON = "by_person"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    COLLEAGUE_REPLIED = "colleague_replied"
    AWAY = "away"
    ALL_STEPS = "all_steps"


Facts = Mapping[str, str]

PAUSES = frozenset({Reason.REFUSED, Reason.COLLEAGUE_REPLIED, Reason.AWAY})
"""These let a person decide how to go on, or end by themselves; what a person does may pause, too."""


def state_after(reason: Reason) -> State:
    """Return the state of an enrollment that something ended or interrupted by itself."""
    if reason == Reason.ALL_STEPS:
        return State.FINISHED
    return State.PAUSED if reason in PAUSES else State.STOPPED


def is_open(state: str) -> bool:
    """Return whether an enrollment goes on, or may be made to."""
    return state in (State.ACTIVE, State.PAUSED)


def reason_words(reason: str, facts: Facts) -> str:
    """Return why an enrollment is not active any more, for people. Empty without a reason."""
    if not reason:
        return ""
    name = facts.get("name", "")
    sentences = {
        Reason.REPLIED: _("The lead replied."),
        Reason.BOUNCED: _("The address does not exist."),
        Reason.UNSUBSCRIBED: _("The lead unsubscribed."),
        Reason.COMPLAINED: _("The lead reported an email as spam."),
        Reason.MEETING: _("A meeting is planned."),
        Reason.DEAL_WON: _("A deal was won."),
        Reason.DEAL_LOST: _("A deal was lost."),
        Reason.BY_PERSON: _("By {name}.").format(name=name),
        Reason.CANCELLED: facts.get("words", "") or _("The email was canceled."),
        Reason.REFUSED: _("The mail server refused the email: {words}").format(words=facts.get("words", "")),
        Reason.COLLEAGUE_REPLIED: _("{name} of the same company replied.").format(name=name),
        Reason.AWAY: _("The lead is away, by their automatic reply."),
        Reason.ALL_STEPS: _("All steps are done."),
    }
    return sentences[Reason(reason)]
