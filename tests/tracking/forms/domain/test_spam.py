from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.tracking.forms.domain.spam import Circumstances, remark, repeated_text, spam_reason

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
