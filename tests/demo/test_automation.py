"""The workflows of the demonstration: all are on, and one run fails for a reason that is shown."""

import pytest

from demo.automation import PLANS, make
from mauntic.automation.models import Definition, Run, RunState, Switch
from mauntic.automation.selectors.reading import Script
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.django_db


def test_four_workflows_are_on_and_one_run_fails_with_its_reason(acme, admin, run_jobs):
    ContactFactory.create_batch(3, lead_score=90)
    DealFactory.create_batch(2, stage="closed_lost", closed_at=now(), lost_reason="Price")
    with run_jobs():
        assert make(admin) == 4
    assert Definition.objects.filter(state=Switch.ON).count() == len(PLANS) == 4
    assert not any(Script(each.current).problems for each in Definition.objects.select_related("current"))
    failed = Run.objects.get(state=RunState.FAILED)
    assert failed.reason_text == "The deal is closed. Reopen it first."
    assert Activity.objects.count() == 3
