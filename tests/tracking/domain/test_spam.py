from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mauntic.tracking.domain.spam import Circumstances, remark, spam_reason, what_it_says

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
        ({"trap": "http://pills.example"}, "A field that people do not see was filled in"),
        ({"shown_at": NOON - timedelta(seconds=1)}, "Filled in quicker than a person can"),
        ({"sent_by_address": 5}, "More than 5 from one network address in ten minutes"),
        ({"sent_alike": 2}, "The same text came more than 2 times in a day"),
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

    assert reason == "A name holds a web address"


def test_a_throw_away_mailbox_is_remarked_and_no_spam():
    assert remark("ann@mailinator.com") == "mailinator.com gives out mailboxes to throw away"
    assert remark("ann@company.example") == ""
    assert remark("") == ""


def test_the_same_pitch_under_other_names_says_the_same():
    pitch = "We make your website first on every search engine"
    first = {"email": "a.long.address@first.example", "message": pitch}
    second = {"email": "other@second.example", "message": f"  {pitch.upper()} "}

    assert what_it_says(first) == what_it_says(second)
    assert what_it_says({"email": "a@b.example"}) != what_it_says({"email": "c@b.example"})
