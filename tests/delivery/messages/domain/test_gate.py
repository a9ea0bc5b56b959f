"""The gate: its order, its reasons, and what it never does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.mailboxes.domain.pace import Pace
from mauntic.delivery.messages.domain.gate import Facts, Origin, Recipient, Sender, decide
from mauntic.delivery.messages.domain.holds import FINAL, Hold, sentence
from mauntic.kernel.time.business_hours import BusinessHours, ClosedDays

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)  # a Monday
PACE = Pace(per_day=50, per_hour=9, gap=(90, 420))
SENDER = Sender(name="ada@ours.example", pace=PACE, read_at=NOW)
PERSON = Recipient(name="Bo Lee", address="bo@client.example", domain="client.example", company="Client")
OPEN = Facts(message_id=UUID(int=7), sender=SENDER, recipient=PERSON, per_domain=3, per_company=2)
NINE_TO_FIVE = (((540, 1020),),) * 5 + ((), ())


def hours(zone: str) -> BusinessHours:
    return BusinessHours(zone=ZoneInfo(zone), week=NINE_TO_FIVE)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


SENT_50 = tuple(ago(hours=23) + timedelta(minutes=each) for each in range(50))
BLOCKERS = {
    Hold.ORIGIN_OFF: lambda facts: replace(facts, origin=replace(facts.origin, is_on=False, name="Spring")),
    Hold.ORIGIN_ENDED: lambda facts: replace(facts, origin=replace(facts.origin, ended="replied.")),
    Hold.NO_ADDRESS: lambda facts: replace(facts, recipient=replace(facts.recipient, address="")),
    Hold.SUPPRESSED: lambda facts: replace(
        facts, recipient=replace(facts.recipient, suppressed="unsubscribed")
    ),
    Hold.COLLEAGUE_REPLIED: lambda facts: replace(facts, origin=replace(facts.origin, colleague="Cy")),
    Hold.INBOX_UNREAD: lambda facts: replace(facts, sender=replace(facts.sender, read_at=ago(minutes=11))),
    Hold.OUTSIDE_WINDOW: lambda facts: replace(
        facts, recipient=replace(facts.recipient, hours=hours("Asia/Tokyo"))
    ),
    Hold.MAILBOX_PAUSED: lambda facts: replace(facts, sender=replace(facts.sender, paused="5 % bounced.")),
    Hold.DOMAIN_UNPROVEN: lambda facts: replace(facts, sender=replace(facts.sender, unproven="ours.example")),
    Hold.DAILY_LIMIT: lambda facts: replace(facts, sender=replace(facts.sender, sent=SENT_50)),
    Hold.HOURLY_LIMIT: lambda facts: replace(
        facts, sender=replace(facts.sender, sent=tuple(ago(minutes=59 - each) for each in range(9)))
    ),
    Hold.GAP: lambda facts: replace(facts, sender=replace(facts.sender, sent=(ago(seconds=30),))),
    Hold.DOMAIN_LIMIT: lambda facts: replace(
        facts, recipient=replace(facts.recipient, domain_sent=(ago(hours=3),) * 3)
    ),
    Hold.COMPANY_LIMIT: lambda facts: replace(facts, recipient=replace(facts.recipient, company_active=2)),
    Hold.ONE_A_DAY: lambda facts: replace(facts, recipient=replace(facts.recipient, written_at=ago(hours=5))),
    Hold.MISSING_VALUE: lambda facts: replace(facts, missing=("first_name",)),
}


def test_nothing_in_the_way_lets_a_message_go() -> None:
    assert decide(OPEN, NOW).may_go


@pytest.mark.parametrize("hold", list(Hold))
def test_each_reason_holds_a_message(hold: Hold) -> None:
    found = decide(BLOCKERS[hold](OPEN), NOW)

    assert found.hold == hold
    assert found.is_final is (hold in FINAL)
    assert sentence(hold, found.facts, "10:42")


@given(st.sets(st.sampled_from(list(Hold)), min_size=1))
def test_the_first_reason_in_the_order_is_the_one_that_is_named(holds: set[Hold]) -> None:
    facts = OPEN
    # A gap would need other moments than an hour's limit: these three set one field, and the last would win.
    sent = [each for each in (Hold.DAILY_LIMIT, Hold.HOURLY_LIMIT, Hold.GAP) if each in holds]
    for hold in [each for each in Hold if each in holds and each not in sent[1:]]:
        facts = BLOCKERS[hold](facts)
    order = list(Hold)

    assert decide(facts, NOW).hold == min(holds, key=order.index)


@given(st.sets(st.sampled_from(list(Hold))))
def test_a_person_is_held_only_by_what_would_make_the_message_wrong(holds: set[Hold]) -> None:
    facts = replace(OPEN, is_personal=True)
    for hold in holds - {Hold.HOURLY_LIMIT, Hold.GAP}:
        facts = BLOCKERS[hold](facts)
    found = decide(facts, NOW).hold

    assert found in {
        None,
        Hold.ORIGIN_ENDED,
        Hold.NO_ADDRESS,
        Hold.SUPPRESSED,
        Hold.MAILBOX_PAUSED,
        Hold.DAILY_LIMIT,
        Hold.MISSING_VALUE,
    }


def test_the_daily_limit_says_how_many_and_when_it_goes_on() -> None:
    found = decide(BLOCKERS[Hold.DAILY_LIMIT](OPEN), NOW)

    assert found.until == ago(hours=23) + timedelta(hours=24)
    assert sentence(found.hold or "", found.facts, "10:42") == "50 of 50 in 24 hours, next at 10:42."


def test_the_daily_limit_counts_24_hours_and_not_the_day() -> None:
    sent = tuple(ago(hours=24, minutes=1) for _ in range(50))

    assert decide(replace(OPEN, sender=replace(SENDER, sent=sent)), NOW).may_go


def test_the_ramp_up_lowers_the_daily_limit() -> None:
    pace = replace(PACE, ramp_start=10, ramp_step=2, ramp_from=NOW.date() - timedelta(days=3))
    sent = tuple(ago(hours=20 - each / 10) for each in range(16))
    found = decide(replace(OPEN, sender=replace(SENDER, pace=pace, sent=sent)), NOW)

    assert (found.hold, found.facts) == (Hold.DAILY_LIMIT, {"used": 16, "limit": 16})


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Asia/Tokyo", datetime(2026, 12, 1, 0, 0, tzinfo=UTC)),  # 9:00 in Tokyo, when Berlin sleeps
        ("America/New_York", datetime(2026, 11, 30, 14, 0, tzinfo=UTC)),
    ],
)
def test_the_window_is_that_of_the_person(zone: str, opens: datetime) -> None:
    found = decide(replace(OPEN, recipient=replace(PERSON, hours=hours(zone))), NOW)

    assert (found.hold, found.until) == (Hold.OUTSIDE_WINDOW, opens)
    assert sentence(found.hold or "", found.facts) == f"Outside the send window in {zone}."


@pytest.mark.parametrize(
    ("country", "now", "opens"),
    [
        # Sunday 25 October 2026: the clocks of Berlin go back, and nine o'clock is an hour later in UTC.
        ("", datetime(2026, 10, 23, 16, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
        # They go forward on Sunday 29 March 2026.
        ("", datetime(2026, 3, 27, 17, 0, tzinfo=UTC), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
        # Thursday evening before Good Friday, with Easter Monday after it.
        ("DE", datetime(2026, 4, 2, 16, 0, tzinfo=UTC), datetime(2026, 4, 7, 7, 0, tzinfo=UTC)),
        ("", datetime(2026, 4, 2, 16, 0, tzinfo=UTC), datetime(2026, 4, 3, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_window_follows_the_clock_and_the_holidays_of_the_person(
    country: str, now: datetime, opens: datetime
) -> None:
    week = BusinessHours(ZoneInfo("Europe/Berlin"), NINE_TO_FIVE, ClosedDays(country))
    facts = replace(OPEN, recipient=replace(PERSON, hours=week), sender=replace(SENDER, read_at=now))

    assert decide(facts, now).until == opens


def test_both_calendars_have_to_be_open() -> None:
    facts = replace(
        OPEN,
        recipient=replace(PERSON, hours=hours("America/New_York")),
        sender=replace(SENDER, hours=hours("Europe/Berlin")),
    )

    # 9:00 in New York is 15:00 in Berlin; on a Friday evening the next common moment is on Monday.
    friday = datetime(2026, 12, 4, 18, 0, tzinfo=UTC)
    sender = replace(facts.sender, read_at=friday)
    assert decide(replace(facts, sender=sender), friday).until == datetime(2026, 12, 7, 14, 0, tzinfo=UTC)


def test_calendars_that_are_never_open_together_hold_without_an_end() -> None:
    facts = replace(
        OPEN,
        recipient=replace(PERSON, hours=hours("Europe/Berlin")),
        sender=replace(SENDER, hours=hours("America/Los_Angeles")),
    )
    found = decide(facts, NOW)

    assert (found.hold, found.until) == (Hold.OUTSIDE_WINDOW, None)


def test_the_gap_does_not_move_when_it_is_computed_again() -> None:
    facts = BLOCKERS[Hold.GAP](OPEN)
    first, second = decide(facts, NOW), decide(facts, NOW + timedelta(seconds=20))

    assert first.until == second.until
    assert first.until is not None
    assert timedelta(seconds=90) <= first.until - ago(seconds=30) <= timedelta(seconds=420)


def test_a_mailbox_whose_pause_ended_sends() -> None:
    sender = replace(SENDER, paused="5 % bounced.", paused_until=ago(minutes=1))

    assert decide(replace(OPEN, sender=sender), NOW).may_go


def test_a_mailbox_that_is_off_holds_what_people_write_and_a_paused_one_does_not() -> None:
    paused = replace(OPEN, is_personal=True, sender=replace(SENDER, paused="5 % bounced."))

    assert decide(paused, NOW).may_go
    off = replace(paused, sender=replace(paused.sender, is_off=True))
    assert decide(off, NOW).hold == Hold.MAILBOX_PAUSED


def test_free_mail_is_no_company() -> None:
    person = Recipient(name="Bo", address="bo@gmail.com", domain="", domain_sent=(ago(hours=1),) * 9)

    assert decide(replace(OPEN, recipient=person), NOW).may_go


def test_a_mailbox_that_reads_no_inbox_is_not_asked_for_it() -> None:
    sender = replace(SENDER, reads=False, read_at=None)

    assert decide(replace(OPEN, sender=sender), NOW).may_go


def test_an_origin_that_ended_says_why() -> None:
    found = decide(replace(OPEN, origin=Origin(ended="Bo Lee replied.")), NOW)

    assert sentence(found.hold or "", found.facts) == "Canceled: Bo Lee replied."
