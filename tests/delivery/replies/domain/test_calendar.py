"""Answers to invitations."""

import pytest

from mauntic.delivery.replies.domain.calendar import Answer, MeetingAnswer, meeting_answer

EVENT = "BEGIN:VEVENT\nUID:intro-77@vendor.example\n{}\nEND:VEVENT\n"


def calendar(*attendees: str, method: str = "REPLY") -> str:
    return (
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nVERSION:2.0\n"
        + EVENT.format("\n".join(attendees))
        + "END:VCALENDAR\n"
    )


@pytest.mark.parametrize("answer", list(Answer))
def test_an_attendee_answers(answer):
    source = calendar(f"ATTENDEE;CN=Maria;PARTSTAT={answer.upper()}:MAILTO:Maria@client.example")

    assert meeting_answer([source]) == MeetingAnswer(
        answer, "intro-77@vendor.example", "maria@client.example"
    )


def test_the_first_attendee_who_answers_counts():
    source = calendar(
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:sam@client.example",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:maria@client.example",
    )

    assert meeting_answer(["", source]).email == "maria@client.example"


def test_a_proposed_time_is_the_answer_that_it_carries():
    source = calendar("ATTENDEE;PARTSTAT=TENTATIVE:mailto:maria@client.example", method="COUNTER")

    assert meeting_answer([source]).answer is Answer.TENTATIVE


@pytest.mark.parametrize(
    "source",
    [
        calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:maria@client.example", method="REQUEST"),
        calendar("ATTENDEE:mailto:maria@client.example"),
        calendar("ATTENDEE;PARTSTAT=DELEGATED:mailto:maria@client.example"),
        calendar("SUMMARY:no attendee"),
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n",
        "METHOD:REPLY",
        "METHOD:REPLY\n" + "BEGIN:VEVENT\n" * 5_000,
        "not a calendar",
    ],
)
def test_invitations_and_broken_calendars_are_no_answer(source):
    assert meeting_answer([source]) is None
