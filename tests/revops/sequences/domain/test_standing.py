"""What an enrollment waits for, in words."""

import pytest

from revops.sequences.domain.standing import standing_words

PLAIN = {
    "state": "active",
    "sequence_state": "on",
    "reason": "",
    "reason_facts": {},
    "wait": "",
    "wait_facts": {},
    "due": "4 Nov 2026, 09:00",
    "resumes": "",
    "message_words": "",
}
LIMIT = {"used": 100, "limit": 100, "sender": "jo@ours.example"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Next step at 4 Nov 2026, 09:00."),
        ({"sequence_state": "draft"}, "Waits until the sequence is turned on."),
        ({"sequence_state": "off"}, "Waits: the sequence is off."),
        (
            {"wait": "message", "message_words": "Outside the send window in Asia/Tokyo."},
            "Email in the outbox. Outside the send window in Asia/Tokyo.",
        ),
        ({"wait": "message"}, "Email in the outbox."),
        ({"wait": "task", "wait_facts": {"task": "Call Bo"}}, "Waits for the task: Call Bo"),
        ({"wait": "no_mailbox", "wait_facts": {"name": "Jo"}}, "Waits for a mailbox: Jo has none."),
        (
            {"wait": "email_limit", "wait_facts": LIMIT},
            "100 of 100 emails from jo@ours.example in 24 hours, next at 4 Nov 2026, 09:00.",
        ),
        (
            {"wait": "linkedin_limit", "wait_facts": LIMIT},
            "100 of 100 LinkedIn steps of jo@ours.example in 24 hours, next at 4 Nov 2026, 09:00.",
        ),
        ({"state": "stopped", "reason": "replied"}, "Stopped. The lead replied."),
        ({"state": "finished", "reason": "all_steps"}, "Finished. All steps are done."),
        (
            {"state": "paused", "reason": "by_person", "reason_facts": {"name": "Jo"}},
            "Paused. By Jo.",
        ),
        (
            {"state": "paused", "reason": "by_person", "reason_facts": {"name": "Jo"}, "resumes": "5 Nov"},
            "Paused until 5 Nov. By Jo.",
        ),
    ],
)
def test_every_state_names_what_it_waits_for(facts, words):
    assert standing_words(**(PLAIN | facts)) == words
