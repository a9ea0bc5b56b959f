"""Where somebody goes on in another version."""

from datetime import UTC, datetime, timedelta

import pytest

from mauntic.automation.domain.steps import Step, route_of
from mauntic.journeys.domain.moving import How, moved_due, target

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def route(*names, **actions):
    return route_of([Step(name, actions.get(name, "wait")) for name in names])


@pytest.mark.parametrize(
    ("step", "new", "expected"),
    [
        ("b", route("a", "b", "c"), ("b", True)),
        ("b", route("b"), ("b", True)),
        ("b", route("a", "c"), ("c", False)),
        ("b", route("d", "a"), ("d", False)),
        ("b", route("a"), ("", False)),
        ("b", route("a", "b", "c", b="send_email"), ("c", False)),
    ],
)
def test_a_step_that_is_still_there_is_kept_and_a_deleted_one_gone_on_behind(step, new, expected):
    assert target(step, route("a", "b", "c", "d"), new) == expected


def test_whoever_is_in_a_branch_that_is_gone_goes_on_behind_the_split():
    inside = Step("inside", "wait")
    old = route_of([Step("split", "split", {}, {"yes": (inside,)}), Step("last", "wait")])
    assert target("inside", old, route("last")) == ("last", False)


@pytest.mark.parametrize(
    ("due", "planned", "end", "expected"),
    [
        (AT + 3 * DAY, AT + 3 * DAY, AT + DAY, (AT + DAY, How.STAYS)),
        (AT + DAY, AT + DAY, AT + 9 * DAY, (AT + 9 * DAY, How.STAYS)),
        (AT + DAY, AT + DAY, AT - DAY, (AT, How.DUE)),
        (AT + DAY, AT + DAY, None, (AT, How.DUE)),
        (AT + 5 * DAY, AT + 3 * DAY, AT - DAY, (AT + DAY, How.STAYS)),  # it was off for two days
        (AT + DAY, None, AT + 2 * DAY, (AT + 2 * DAY, How.STAYS)),
    ],
)
def test_a_wait_is_as_long_as_the_new_version_says(due, planned, end, expected):
    assert moved_due(due, planned, end, AT) == expected
