"""What is wrong with a list of steps."""

from dataclasses import replace

import pytest

from revops.sequences.domain.steps import StepDraft, problems_of

EMAIL = StepDraft(type="email", subject="Hello", body="Yes?")
ANSWER = StepDraft(type="email", delay_days=1, body="Any news?")


def test_a_sequence_has_at_most_eight_steps():
    assert problems_of([EMAIL] * 8) == {}
    assert problems_of([EMAIL] * 9) == {"steps": "A sequence has at most 8 steps."}


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ([StepDraft(type="fax")], "steps[0].type"),
        ([StepDraft(type="wait")], "steps[0].delay_days"),
        ([replace(EMAIL, delay_days=61)], "steps[0].delay_days"),
        ([replace(EMAIL, body=" ")], "steps[0].body"),
        ([replace(EMAIL, subject="")], "steps[0].subject"),
        ([EMAIL, StepDraft(type="sms")], "steps[1].body"),
        ([replace(EMAIL, subject="x" * 501)], "steps[0].subject"),
        ([StepDraft(type="phone_call", second_body="B")], "steps[0].second_body"),
        ([replace(EMAIL, second_subject="B")], "steps[0].second_body"),
        ([replace(EMAIL, second_body="B")], "steps[0].second_subject"),
    ],
)
def test_each_mistake_is_named_at_its_step(steps, path):
    assert list(problems_of(steps)) == [path]


def test_a_follow_up_needs_no_subject_and_goes_on_with_the_thread():
    assert problems_of([EMAIL, StepDraft(type="wait", delay_days=2), ANSWER]) == {}
    assert problems_of([EMAIL, replace(ANSWER, second_body="Or not?")]) == {}
