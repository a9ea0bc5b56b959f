"""What the answer of a mail server says about the person and about us, and when it is tried again."""

from datetime import timedelta

import pytest

from mauntic.delivery.messages.domain.outcomes import refusal_of, wait_after
from mauntic.delivery.replies.domain.statuses import BounceKind


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "550 5.1.1 User unknown", BounceKind.HARD),
        ("5.1.10", "550 5.1.10 Recipient not found", BounceKind.HARD),
        ("", "550 No such user here", BounceKind.HARD),
        ("5.7.1", "550 5.7.1 User unknown to our spam filter", BounceKind.POLICY),
        ("5.7.515", "550 5.7.515 Access denied", BounceKind.POLICY),
        ("", "554 Message blocked, looks like spam", BounceKind.POLICY),
        ("5.2.2", "552 5.2.2 Mailbox full", BounceKind.SOFT),
        ("", "500 What?", BounceKind.SOFT),
    ],
)
def test_permanent_refusals_are_told_apart(status: str, words: str, kind: BounceKind) -> None:
    assert refusal_of(status=status, words=words, is_temporary=False) == kind


def test_a_temporary_refusal_says_nothing_about_the_person() -> None:
    found = refusal_of(status="4.1.1", words="450 4.1.1 User unknown", is_temporary=True)

    assert found == BounceKind.DELAYED


def test_waits_grow_and_end() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 6)]

    assert waits == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        None,
    ]
