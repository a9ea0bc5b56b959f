from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.tracking.forms.domain.spam import (
    REPEAT_SPAN,
    SENDER_SPAN,
    Circumstances,
    remark,
    repeated_text,
    spam_reason,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HARMLESS = Circumstances(
    trap="",
    shown_at=NOON - timedelta(minutes=1),
    sent_at=NOON,
    sent_by_address=0,
    sent_alike=0,
)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"trap": "http://pills.example"}, "Hidden field filled in"),
        ({"shown_at": NOON - timedelta(seconds=1)}, "Filled in faster than a person can"),
        ({"sent_by_address": 5}, "More than 5 from one network address within 10 minutes"),
        ({"sent_alike": 2}, "Same text more than 2 times within a day"),
        ({"sent_by_address": 4, "sent_alike": 1}, ""),
        ({"shown_at": None}, ""),
        ({}, ""),
    ],
)
def test_spam_has_a_reason(change, reason):
    assert spam_reason(names={"first_name": "Ann"}, circumstances=replace(HARMLESS, **change)) == reason


@pytest.mark.parametrize("name", ["Win https://pills.example", "WWW.pills.example", "[url=x]"])
def test_a_name_holds_no_web_address(name):
    reason = spam_reason(names={"last_name": name}, circumstances=HARMLESS)

    assert reason == "Web address in a name"


def test_a_throw_away_mailbox_is_remarked_and_no_spam():
    assert remark("ann@mailinator.com") == "mailinator.com offers disposable mailboxes"
    assert remark("ann@company.example") == ""
    assert remark("") == ""


def test_the_same_pitch_under_other_names_says_the_same():
    pitch = "We make your website first on every search engine"
    first = {"email": "a.long.address@first.example", "message": pitch}
    second = {"email": "other@second.example", "message": f"  {pitch.upper()} "}

    assert repeated_text(first) == repeated_text(second)
    assert repeated_text({"email": "a@b.example"}) != repeated_text({"email": "c@b.example"})


def test_one_name_among_others_is_enough_for_a_web_address():
    reason = spam_reason(names={"first_name": "Ann", "company": "www.pills.example"}, circumstances=HARMLESS)

    assert reason == "Web address in a name"


def test_of_several_reasons_the_surest_is_told():
    everything = Circumstances(trap=" x ", shown_at=NOON, sent_at=NOON, sent_by_address=9, sent_alike=9)
    names = {"first_name": "www.pills.example"}

    assert spam_reason(names=names, circumstances=everything) == "Hidden field filled in"
    without_trap = replace(everything, trap="  ")
    assert spam_reason(names=names, circumstances=without_trap) == "Filled in faster than a person can"


def test_a_person_needs_two_seconds_for_a_form():
    quick, slow = NOON - timedelta(seconds=1, microseconds=999_999), NOON - timedelta(seconds=2)

    assert spam_reason(names={}, circumstances=replace(HARMLESS, shown_at=quick)) != ""
    assert spam_reason(names={}, circumstances=replace(HARMLESS, shown_at=slow)) == ""


def test_submissions_are_counted_over_ten_minutes_and_over_a_day():
    assert timedelta(minutes=10) == SENDER_SPAN
    assert timedelta(days=1) == REPEAT_SPAN


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        # 20 letters are a text, 19 are a word or two that many people write.
        ({"name": "Ann", "message": "x" * 20}, "x" * 20),
        ({"name": "Ann", "message": "x" * 19}, f"{'x' * 19}\nann"),
        # An address changes from one submission to the next, however long it is.
        ({"name": "Ann", "email": "ann.of.the.north@firm.example"}, "ann.of.the.north@firm.example\nann"),
        ({"b": "Second  LONG text of\nspam", "a": "First long text of spam"},
         "first long text of spam\nsecond long text of spam"),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_spam_repeats_is_its_long_texts_and_else_all_of_it_in_one_order(fields, text):
    assert repeated_text(fields) == text
