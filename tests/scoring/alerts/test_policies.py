"""How soon alerts of each priority are to be answered."""

import pytest

from mauntic.accounts.services import set_business_hours
from mauntic.kernel.errors import Invalid
from scoring.alerts.services.policies import PolicyChange, set_alert_policies
from tests.factories.alerts import TUESDAY, make_alert


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (PolicyChange(priority="huge", minutes=5), "Unknown priority"),
        (PolicyChange(priority="low", minutes=0), "from 1 minute to 30 days"),
        (PolicyChange(priority="low", minutes=5, escalates_to="rep"), "Escalate to managers"),
    ],
)
def test_odd_promises_are_refused(acme, change, said):
    with pytest.raises(Invalid, match=said):
        set_alert_policies(changes=[change])


def test_a_promise_may_count_around_the_clock_all_the_same(contact):
    set_business_hours(week=[[(540, 1020)]] * 5 + [[], []])
    set_alert_policies(changes=[PolicyChange(priority="critical", minutes=30, in_business_hours=False)])

    assert make_alert(contact, at=TUESDAY.replace(hour=23)).deadline == TUESDAY.replace(hour=23, minute=30)
