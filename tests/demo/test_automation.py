"""The workflows of the demonstration: all are on, and one run fails for a reason that is shown."""

import pytest

from demo.automation import JOURNEYS, PLANS, make
from mauntic.automation.models import Definition, Run, RunState, Switch
from mauntic.automation.selectors.reading import Script
from mauntic.crm.tags.models import ContactTag
from mauntic.kernel.clock import now
from revops.activities.models import Activity
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

pytestmark = pytest.mark.django_db


def test_workflows_and_journeys_are_on_and_one_run_fails_with_its_reason(acme, admin, run_jobs):
    ContactFactory.create_batch(3, lead_score=90)
    DealFactory.create_batch(2, stage="closed_lost", closed_at=now(), lost_reason="Price")
    with run_jobs():
        make(admin)
    on = Definition.objects.filter(state=Switch.ON).select_related("current")
    assert (len(PLANS), len(JOURNEYS), on.count()) == (4, 2, 6)
    assert not any(Script(each.current).problems for each in on)
    failed = Run.objects.get(state=RunState.FAILED)
    assert failed.reason_text == "The deal is closed. Reopen it first."
    journeys = Run.objects.filter(definition__kind="journey")
    assert set(journeys.values_list("state", flat=True)) == {RunState.WAITING}
    assert Activity.objects.filter(subject__startswith="Welcome").exists()
    assert ContactTag.objects.filter(tag__name="Warm").exists()
