"""Which answers keep a lead out of a sequence."""

from datetime import UTC, datetime, timedelta

import pytest

from revops.sequences.domain.answers import Answer, doubtful, refusing

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def answer(label: str, days: int, *, is_open: bool = False, is_here: bool = False) -> Answer:
    return Answer(NOW - timedelta(days=days), label, label, is_open, is_here)


@pytest.mark.parametrize("label", ["negative", "unsubscribe"])
def test_a_no_refuses_however_long_ago_and_whatever_it_answered(label):
    old = answer(label, 800)
    assert refusing([answer("positive", 1), old]) == old


def test_any_answer_to_the_same_sequence_refuses():
    here = answer("positive", 800, is_here=True)
    assert refusing([here]) == here
    assert refusing([answer("positive", 1)]) is None


@pytest.mark.parametrize(
    ("days", "is_open", "asks"),
    [(89, False, True), (90, False, False), (800, False, False), (800, True, True)],
)
def test_a_person_decides_about_answers_of_90_days_and_open_ones(days, is_open, asks):
    assert (doubtful([answer("question", days, is_open=is_open)], NOW) is not None) == asks


def test_who_never_answered_is_neither():
    assert (refusing([]), doubtful([], NOW)) == (None, None)
