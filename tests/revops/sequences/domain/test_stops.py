"""What ends an enrollment, what pauses it, and how that reads."""

import pytest

from revops.sequences.domain.stops import Reason, State, is_open, reason_words, state_after


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        (Reason.REPLIED, State.STOPPED),
        (Reason.BOUNCED, State.STOPPED),
        (Reason.UNSUBSCRIBED, State.STOPPED),
        (Reason.MEETING, State.STOPPED),
        (Reason.DEAL_WON, State.STOPPED),
        (Reason.DEAL_LOST, State.STOPPED),
        (Reason.CANCELLED, State.STOPPED),
        # The person may be right although a server or a colleague is not: somebody decides.
        (Reason.REFUSED, State.PAUSED),
        (Reason.COLLEAGUE_REPLIED, State.PAUSED),
        (Reason.ALL_STEPS, State.FINISHED),
    ],
)
def test_what_ends_stops_and_what_a_person_decides_pauses(reason, state):
    assert state_after(reason) == state


def test_every_reason_has_a_sentence():
    facts = {"name": "Jo", "words": "550 5.7.1 Blocked"}
    found = {reason: reason_words(reason, facts) for reason in Reason}

    assert all(text.strip() for text in found.values())
    assert found[Reason.COLLEAGUE_REPLIED] == "Jo of the same company replied."
    assert found[Reason.REFUSED] == "The mail server refused the email: 550 5.7.1 Blocked"
    assert reason_words("", facts) == ""


def test_only_active_and_paused_enrollments_are_open():
    assert [state.value for state in State if is_open(state)] == ["active", "paused"]
