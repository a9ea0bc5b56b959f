"""When a score crosses a line."""

import pytest

from mauntic.automation.domain.crossing import crosses


@pytest.mark.parametrize(
    ("previous", "score", "up", "down"),
    [
        (59, 61, True, False),
        (59, 60, True, False),
        (60, 61, False, False),
        (61, 59, False, True),
        (60, 59.99, False, True),
        (61, 60, False, False),
        (None, 60, True, False),
        (None, 59, False, False),
        (10, 20, False, False),
        (90, None, False, True),
    ],
)
def test_only_a_change_of_sides_is_a_crossing(previous, score, up, down):
    assert crosses(score, previous, line=60, direction="up") is up
    assert crosses(score, previous, line=60, direction="down") is down
