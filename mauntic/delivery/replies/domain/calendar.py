"""Answers to invitations (iTIP, RFC 5546): who accepts, declines or is not sure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from icalendar import Calendar
from icalendar.cal.component import Component

MAX_CALENDAR = 50_000
"""Characters of a calendar that are parsed; an answer takes a few hundred, time zones a few thousand."""
MAX_LINES = 1_000


class Answer(StrEnum):
    """PARTSTAT of an attendee, as far as it answers."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """An attendee's answer to the invitation with this UID."""

    answer: Answer
    uid: str
    email: str


def meeting_answer(calendars: Iterable[str]) -> MeetingAnswer | None:
    """Return the answer in the first calendar that holds one; None for invitations and other calendars."""
    return next((found for each in calendars if (found := _answer(each))), None)


def _answer(source: str) -> MeetingAnswer | None:
    # Most calendars are invitations, and the parser is slow: look for the method first.
    if not re.search(r"^METHOD\s*:\s*(?:REPLY|COUNTER)\s*$", source, re.IGNORECASE | re.MULTILINE):
        return None
    try:
        calendar = Calendar.from_ical(_capped(source))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):  # as broken as clients write them
        return None
    events = calendar.walk("VEVENT") if isinstance(calendar, Component) else []
    return next((found for event in events if (found := _of_event(event))), None)


def _capped(source: str) -> str:
    return "\n".join(source[:MAX_CALENDAR].split("\n")[:MAX_LINES])


def _of_event(event: Component) -> MeetingAnswer | None:
    attendees = event.get("ATTENDEE")
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        status = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).lower()
        if status in set(Answer):
            email = re.sub(r"^mailto:", "", str(attendee).strip(), flags=re.IGNORECASE).lower()
            return MeetingAnswer(Answer(status), str(event.get("UID", ""))[:500], email[:320])
    return None
