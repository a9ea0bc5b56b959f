"""The values that a workflow writes to a deal."""

from datetime import date
from decimal import Decimal

import pytest

from revops.workflows.domain.deal_values import value_of

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("next_step", "Call them", "Call them"),
        ("priority", "high", "high"),
        ("expected_close_on", "2026-12-24", date(2026, 12, 24)),
        ("expected_close_on", "+14", date(2026, 12, 15)),
        ("expected_close_on", "-1", date(2026, 11, 30)),
        ("expected_close_on", "", None),
        ("probability", "40", Decimal("0.4")),
        ("category_override", "", ""),
    ],
)
def test_a_text_stands_for_a_value(field, text, value):
    assert value_of(field, text, TODAY) == value
